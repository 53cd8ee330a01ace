//! What a person is to know of a text that was read or written.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::aws::invisible::shown;
use crate::chain::finding::Severity;

/// Something to know of a text that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ImportNote {
    /// An error keeps all from being imported; a warning is a thing that is lost or to be filled in; a hint, one that other
    /// tools read otherwise.
    pub severity: Severity,
    /// One sentence. It quotes no value that may be a secret.
    pub message: String,
    /// [`ImportFile::name`](crate::interchange::import::ImportFile::name).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// From 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The profile, role or entry that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
}

impl ImportNote {
    /// With it, nothing is imported.
    pub(crate) fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message)
    }

    /// A thing that is lost or to be filled in.
    pub(crate) fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, message)
    }

    /// A thing that other tools read otherwise.
    pub(crate) fn hint(message: impl Into<String>) -> Self {
        Self::new(Severity::Hint, message)
    }

    fn new(severity: Severity, message: impl Into<String>) -> Self {
        Self { severity, message: message.into(), file: None, line: None, profile: None }
    }

    /// The same of this line, counted from 1.
    pub(crate) fn at_line(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same of this profile, role or entry.
    pub(crate) fn of(self, profile: &str) -> Self {
        Self { profile: Some(shown(profile)), ..self }
    }
}
