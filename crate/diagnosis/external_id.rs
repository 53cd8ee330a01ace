//! An external ID that is missing, is another than the role asks for, or is sent to a role that refuses whoever sends one.

use super::likelihood::Likelihood;
use super::remaining::{Facts, Likely, capital};
use super::well_known::refuses_external_ids;
use crate::failure::cause::{Cause, CauseKind};

impl Facts<'_> {
    pub fn likely_external_id(&self) -> Likely {
        let cause = self.external_id();
        if self.is_refused_for_its_external_id() {
            (Likelihood::ExternalIdRefused, cause)
        } else if self.asked.external_id {
            (Likelihood::ExternalIdSent, cause)
        } else {
            self.found(cause)
        }
    }

    /// Whether one is sent to a role that refuses each.
    pub fn is_refused_for_its_external_id(&self) -> bool {
        self.asked.external_id && refuses_external_ids(self.asked.role)
    }

    pub fn external_id(&self) -> Cause {
        let (role, account) = (self.role(), self.account());
        let because =
            |by: &str, sentence: String, test: &str| Cause::new(CauseKind::ExternalId, sentence).by(by).told_by(test);
        if self.is_refused_for_its_external_id() {
            let sentence = format!(
                "{} refuses whoever sends an external ID, as the roles of cdk bootstrap do since 2025: leave it out of this hop. Or have \
                 account {account} bootstrapped anew with --no-deny-external-id.",
                capital(&role)
            );
            let test = "Look in the role’s trust policy for a statement with the effect Deny and a condition on sts:ExternalId.";
            because("This hop sends an external ID.", sentence, test)
        } else if self.asked.external_id {
            let sentence = format!(
                "The external ID of this hop is not the one that the trust policy of {role} asks for. Its case counts: copy it anew from \
                 whoever owns account {account}."
            );
            let test = "Compare it, letter by letter, with the condition on sts:ExternalId in the role’s trust policy.";
            because("This hop sends an external ID.", sentence, test)
        } else {
            let sentence = format!(
                "The trust policy of {role} asks for an external ID, and this hop sends none. Ask whoever owns account {account} for it."
            );
            let test = "Look for a condition on sts:ExternalId in the role’s trust policy.";
            because("This hop sends no external ID.", sentence, test)
        }
    }
}
