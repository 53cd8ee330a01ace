//! What a check finds in a chain or a source, and how that is made.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::Chain;

/// Something that a check found in a chain or a source as it is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Finding {
    /// The field it is about, as a path from the record: `name`, `hops.1.externalId`.
    pub place: String,
    /// Whether the chain can be walked all the same.
    pub severity: Severity,
    /// One sentence that says what is wrong and what to write instead.
    pub message: String,
    /// What one click would make of the chain, where that is safe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Box<Fix>>,
}

/// A chain as it would be without a [`Finding`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Fix {
    /// What the button says: `Set one hour`.
    pub label: String,
    /// The chain that it gives.
    pub chain: Chain,
    /// Whether the new chain has to be tested before anybody can say that it works.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub test_first: bool,
}

/// How bad a [`Finding`] is, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Severity {
    /// It cannot be walked.
    Error,
    /// It can be walked, but AWS or the person will likely not like it.
    Warning,
    /// It is well as it is; something else may be better.
    Hint,
}

impl Finding {
    /// A finding with which the record cannot be used.
    pub fn error(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, place, message)
    }

    /// A finding with which the record can be used.
    pub fn warning(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, place, message)
    }

    /// Something to know of a record that is well as it is.
    pub fn hint(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Hint, place, message)
    }

    /// The finding with what one click would make of the chain. `label` is what the button says.
    pub(crate) fn with_fix(self, label: &str, chain: Chain) -> Self {
        Self { fix: Some(Box::new(Fix { label: label.into(), chain, test_first: false })), ..self }
    }

    /// As [`Finding::with_fix`], with a chain of which only a test can say whether it works.
    pub(crate) fn with_test(self, label: &str, chain: Chain) -> Self {
        Self { fix: Some(Box::new(Fix { label: label.into(), chain, test_first: true })), ..self }
    }

    fn new(severity: Severity, place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), severity, message: message.into(), fix: None }
    }
}
