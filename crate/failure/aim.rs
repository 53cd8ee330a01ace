//! What a request is for: a failure of it says so.

use super::{Failure, FailureKind};
use crate::aws::arn::RoleArn;
use crate::aws::end::End;

/// What a request is for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Aim<'a> {
    /// The hop, counted from 0, and its role.
    Hop(usize, &'a RoleArn),
    /// The console, as this role.
    SignIn(&'a End),
    /// What the source's user asks for itself: a session that begins no chain yet, its access keys.
    User,
}

impl Aim<'_> {
    /// A failure that says where it happened.
    pub fn failure(self, kind: FailureKind, sentence: &str) -> Failure {
        let role_arn = match self {
            Aim::Hop(_, role) => Some(role.to_string()),
            Aim::SignIn(end) => end.role_arn.clone(),
            Aim::User => None,
        };
        Failure { hop: self.hop(), role_arn, ..Failure::new(kind, self.say(sentence)) }
    }

    /// A sentence that says where it happened.
    pub fn say(self, sentence: &str) -> String {
        match self {
            Aim::Hop(hop, role) => {
                format!("Hop {}, role {} in account {}: {sentence}", hop + 1, role.name(), role.account())
            }
            Aim::SignIn(End { role, account, .. }) => {
                format!("Signing in to the console as role {role} in account {account}: {sentence}")
            }
            Aim::User => sentence.into(),
        }
    }

    pub fn hop(self) -> Option<usize> {
        match self {
            Aim::Hop(hop, _) => Some(hop),
            Aim::SignIn(_) | Aim::User => None,
        }
    }
}
