//! What earlier runs show of a role that AWS refuses now.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::likelihood::Likelihood;
use super::remaining::{Facts, Likely};
use crate::chain::placeholders::day;
use crate::failure::cause::CauseKind;

/// When a session of the role was last got, as the journal knows, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Earlier {
    /// From where the chain asks now: the same source, or a session of the same role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same: Option<u64>,
    /// From elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<u64>,
}

impl Facts<'_> {
    /// A role that was there is neither mistyped nor new. It may be gone since, which nobody reported who had been in it.
    pub(super) fn weigh_earlier(&self, causes: &mut [Likely]) {
        let Earlier { same, other } = self.asked.earlier;
        let role = self.role();
        let was_there = match (same, other) {
            (Some(at), _) => {
                format!("On {} this hop went well from here: {role} was there, and let the caller in.", day(at as f64))
            }
            (None, Some(at)) => format!("On {} another chain got a session of {role}: it was there.", day(at as f64)),
            (None, None) => return,
        };
        for (likelihood, cause) in causes {
            if matches!(cause.kind, CauseKind::NoSuchRole | CauseKind::JustMade) {
                *likelihood = Likelihood::Unlikely;
                cause.evidence.insert(0, format!("{was_there} So this is unlikely."));
            } else if same.is_some() {
                cause.evidence.insert(0, format!("{was_there} So something has changed since, there or here."));
            }
        }
    }
}
