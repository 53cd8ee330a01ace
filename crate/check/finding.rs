//! How a finding is made.

use crate::chain::Chain;
use crate::error::{Finding, Fix, Severity};

impl Finding {
    /// A finding with which the record cannot be used.
    pub(crate) fn error(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, place, message)
    }

    /// A finding with which the record can be used.
    pub(crate) fn warning(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, place, message)
    }

    /// Something to know of a record that is well as it is.
    pub(crate) fn hint(place: impl Into<String>, message: impl Into<String>) -> Self {
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
