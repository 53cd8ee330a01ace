//! What each hop of a chain needs, and what is known of each after a walk.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::chain::route::{Leg, Route};
use crate::failure::cause::CauseKind;
use crate::failure::{Failure, FailureKind};

/// What one hop needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct HopChecklist {
    /// Counted from 0.
    pub hop: usize,
    /// The role that it assumes.
    pub role_arn: String,
    /// In the order in which people look at them.
    pub requirements: Vec<Requirement>,
}

/// One thing that has to be so for a hop to go well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Requirement {
    /// Which.
    pub kind: RequirementKind,
    /// What has to be so, as a sentence.
    pub sentence: String,
    /// Whether it is.
    pub state: RequirementState,
}

/// What a hop can need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum RequirementKind {
    /// The caller's own policies allow `sts:AssumeRole` on the role.
    Permission,
    /// The role's trust policy allows it to the caller.
    Trust,
    /// The trust policy allows it with the external ID that is sent, or without one.
    ExternalId,
    /// The MFA code counts.
    Mfa,
    /// `sts:TagSession`, for tags of this hop or inherited ones.
    TagSession,
    /// `sts:SetSourceIdentity`, for a source identity of this hop or an inherited one.
    SourceIdentity,
    /// No policy denies it explicitly: shown where one does, or may.
    NoDeny,
}

/// What is known of a [`Requirement`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum RequirementState {
    /// The hop went well.
    Met,
    /// It is what AWS refused the hop for.
    Broken,
    /// It may be what AWS refused the hop for.
    Suspect,
    /// Nothing: the hop was not reached, or failed for something else.
    Unknown,
}

/// What each hop of `route` needs, after a walk that ended with `failure` when `done` hops were done.
pub fn checklist(route: &Route, failure: &Failure, done: usize) -> Vec<HopChecklist> {
    let of_hop = |(at, leg): (usize, &Leg)| {
        let requirement = |(kind, sentence)| {
            let state = if at < done { RequirementState::Met } else { state(kind, at, failure) };
            Requirement { kind, sentence, state }
        };
        let requirements = needs(route, at, leg, failure).into_iter().map(requirement).collect();
        HopChecklist { hop: at, role_arn: leg.role.to_string(), requirements }
    };
    route.legs().iter().enumerate().map(of_hop).collect()
}

fn needs(route: &Route, at: usize, leg: &Leg, failure: &Failure) -> Vec<(RequirementKind, String)> {
    let before = route.legs().get(..at).unwrap_or_default();
    let (hop, role) = (&leg.hop, leg.role.name());
    let caller = before.last().map_or("the source", |leg| leg.role.name());
    // What the chain does not ask for, the role or the session that starts the chain still may.
    let is_cause = |kind: RequirementKind| failure.hop == Some(at) && kinds(failure).any(|it| kind.is_broken_by(it));
    let external_id = match hop.external_id {
        Some(_) => Some("The trust policy allows it with the external ID that this hop sends."),
        None => is_cause(RequirementKind::ExternalId)
            .then_some("The trust policy asks for no external ID, since this hop has none."),
    };
    let mfa = match hop.mfa_serial.as_ref().filter(|_| at == 0) {
        Some(_) => Some("The MFA code of this hop counts, should the trust policy ask for MFA."),
        None if is_cause(RequirementKind::Mfa) && is_denied(failure) => {
            Some("No policy denies it to a user without MFA, since this hop brings none.")
        }
        None => {
            is_cause(RequirementKind::Mfa).then_some("The trust policy asks for no MFA, since this hop brings none.")
        }
    };
    let inherited = || before.iter().rposition(|leg| leg.hop.passes_tags_on());
    let tags_from = if hop.session_tags.is_empty() { inherited() } else { Some(at) };
    let tags = from(at, tags_from, is_cause(RequirementKind::TagSession));
    let identity_from = route.legs().iter().take(at + 1).rposition(|leg| leg.hop.source_identity.is_some());
    let identity = from(at, identity_from, is_cause(RequirementKind::SourceIdentity));

    let mut needs = vec![
        (RequirementKind::Permission, format!("The policies of {caller} allow sts:AssumeRole on {role}.")),
        (RequirementKind::Trust, format!("The trust policy of {role} allows sts:AssumeRole to {caller}.")),
    ];
    needs.extend(external_id.map(|sentence| (RequirementKind::ExternalId, sentence.into())));
    needs.extend(mfa.map(|sentence| (RequirementKind::Mfa, sentence.into())));
    needs.extend(
        tags.map(|from| {
            (RequirementKind::TagSession, format!("Both allow sts:TagSession, for the session tags {from}."))
        }),
    );
    needs.extend(identity.map(|from| {
        (RequirementKind::SourceIdentity, format!("Both allow sts:SetSourceIdentity, for the source identity {from}."))
    }));
    if is_cause(RequirementKind::NoDeny) {
        let sentence = "No policy denies it: look at the conditions of those that do, on MFA first, then on the network, the region, the \
                        time, tags and the organization.";
        needs.push((RequirementKind::NoDeny, sentence.into()));
    }
    needs
}

/// Whether a deny is all that it can be, should the hop be needed.
pub(super) fn is_denied(failure: &Failure) -> bool {
    kinds(failure).any(|kind| kind == CauseKind::ExplicitDeny)
        && kinds(failure)
            .all(|kind| matches!(kind, CauseKind::ExplicitDeny | CauseKind::MfaMissing | CauseKind::AlreadyRole))
}

/// Where something that a session carries comes from, if it carries it.
fn from(at: usize, hop: Option<usize>, asked_for: bool) -> Option<String> {
    match hop {
        Some(hop) if hop == at => Some("that this hop sets".into()),
        Some(hop) => Some(format!("that hop {} sets and this one inherits", hop + 1)),
        None => asked_for.then(|| "of the session that starts the chain".into()),
    }
}

/// What is known of a requirement of a hop that was not done.
fn state(kind: RequirementKind, at: usize, failure: &Failure) -> RequirementState {
    let mut causes = kinds(failure);
    let untold = failure.kind == FailureKind::Denied && failure.causes.is_empty();
    let (alone, is_cause) = (failure.causes.len() == 1, causes.any(|cause| kind.is_broken_by(cause)));
    match failure.hop == Some(at) {
        true if is_cause && alone => RequirementState::Broken,
        true if is_cause || untold => RequirementState::Suspect,
        _ => RequirementState::Unknown,
    }
}

fn kinds(failure: &Failure) -> impl Iterator<Item = CauseKind> {
    failure.causes.iter().map(|cause| cause.kind)
}

impl RequirementKind {
    fn is_broken_by(self, cause: CauseKind) -> bool {
        match self {
            Self::Permission => cause == CauseKind::PermissionMissing,
            Self::Trust => matches!(
                cause,
                CauseKind::TrustMissing
                    | CauseKind::TrustCondition
                    | CauseKind::DeletedPrincipal
                    | CauseKind::ReservedRole
            ),
            Self::ExternalId => cause == CauseKind::ExternalId,
            Self::Mfa => matches!(cause, CauseKind::MfaMissing | CauseKind::MfaCode | CauseKind::MfaDevice),
            Self::TagSession => matches!(cause, CauseKind::TagSession | CauseKind::TagCondition),
            Self::SourceIdentity => cause == CauseKind::SetSourceIdentity,
            Self::NoDeny => cause == CauseKind::ExplicitDeny,
        }
    }
}
