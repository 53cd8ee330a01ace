//! The mend of a hop that AWS refused: what IAM has to allow for it, with what is known of each, and the two policies that
//! would allow it, ready to paste.
//!
//! The policies say what this chain needs of this hop and no more. They come of the same rules as those that are exported.

mod checklist;
mod console_page;
mod holder;
mod write;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use self::checklist::is_denied;
pub use self::checklist::{HopChecklist, Requirement, RequirementKind, RequirementState, checklist};
use self::holder::{Holder, holder};
use self::write::{permission, trust};
use super::source::ExportSource;
use super::{Start, Step, steps};
use crate::aws::arn::RoleArn;
use crate::chain::route::{Leg, Route};
use crate::failure::cause::CauseKind;
use crate::failure::{Failure, FailureKind};

/// Who has to allow what. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Mend {
    /// What each hop needs.
    pub checklist: Vec<HopChecklist>,
    /// The trust policy of the role of the failing hop, and the permission policy of its caller. None where no policy that
    /// allows something would help.
    pub policies: Vec<PolicyText>,
}

/// A policy in the forms in which people keep policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct PolicyText {
    /// Which of the two.
    pub kind: PolicyKind,
    /// Whose it is: `role Prod in account 222222222222`.
    pub holder: String,
    /// The policy document.
    pub json: String,
    /// The same as `aws_iam_role` with its `assume_role_policy`, `aws_iam_role_policy` and the like.
    pub terraform: String,
    /// A command line of the AWS CLI for a POSIX shell; absent where it is not known what it would change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The statements of a trust policy alone, to go among those that are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statements: Option<String>,
    /// The address of its holder's page in the console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub console_page: Option<String>,
    /// What to know before it is pasted. A sentence or two each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// On which side of an AssumeRole a policy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum PolicyKind {
    /// The role's: who may assume it.
    Trust,
    /// The caller's: what it may do.
    Permission,
}

/// What mends `failure`, which ended the walk of `route` from `source` after `done` hops.
pub fn mend(route: &Route, source: Option<&ExportSource>, failure: &Failure, done: usize) -> Mend {
    Mend { checklist: checklist(route, failure, done), policies: policies(route, source, failure).unwrap_or_default() }
}

fn policies(route: &Route, source: Option<&ExportSource>, failure: &Failure) -> Option<Vec<PolicyText>> {
    let at = failure.hop.filter(|_| is_mendable(failure))?;
    let legs = route.legs();
    let first = holder(legs.first()?, source, failure.caller.as_deref().filter(|_| at == 0));
    let steps = steps(start(&first, source, failure), legs.iter().map(|leg| (&leg.hop, &leg.role)));
    let (leg, step) = (legs.get(at)?, steps.get(at)?);
    let before = at.checked_sub(1).and_then(|at| legs.get(at));
    let caller = before.map_or(first, |leg| Holder::Role(leg.role.clone()));
    // A chain may come by a role twice, and its policy is replaced as a whole.
    let of_role: Vec<_> = steps.iter().filter(|it| it.role == step.role).collect();
    let of_both: Vec<_> = of_role.iter().copied().filter(|it| it.caller == step.caller).collect();
    let hop = Broken { at, role: &leg.role, caller: &caller, before, step, failure };
    Some(vec![trust(&hop, &of_role), permission(&hop, &of_both)])
}

/// The hop that was refused.
struct Broken<'a> {
    /// Counted from 0.
    at: usize,
    role: &'a RoleArn,
    caller: &'a Holder,
    before: Option<&'a Leg>,
    step: &'a Step,
    failure: &'a Failure,
}

/// Whether policies that allow something may help.
fn is_mendable(failure: &Failure) -> bool {
    use CauseKind::{
        DeletedPrincipal, ExternalId, MfaMissing, PermissionMissing, SetSourceIdentity, TagSession, TrustCondition,
        TrustMissing,
    };
    let kinds = [
        PermissionMissing,
        TrustMissing,
        DeletedPrincipal,
        TrustCondition,
        ExternalId,
        MfaMissing,
        TagSession,
        SetSourceIdentity,
    ];
    let causes = &failure.causes;
    failure.kind == FailureKind::Denied
        // What is denied explicitly, with a condition on MFA or another, nothing else can allow.
        && !is_denied(failure)
        && (causes.is_empty() || causes.iter().any(|cause| kinds.contains(&cause.kind)))
}

/// What AWS's refusal shows of the session that starts the chain: it asks for the permission only where there is something
/// to pass on.
fn start(first: &Holder, source: Option<&ExportSource>, failure: &Failure) -> Start {
    let asked_for = |kind| failure.causes.iter().any(|cause| cause.kind == kind);
    Start {
        caller: first.caller(),
        mfa: match first {
            // STS takes no code from a session.
            Holder::Session(_) => Some(false),
            _ => source.and_then(|it| it.source.mfa_serial.as_ref()).map(|_| true),
        },
        tags: asked_for(CauseKind::TagSession),
        source_identity: asked_for(CauseKind::SetSourceIdentity),
    }
}
