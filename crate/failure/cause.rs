//! What may be behind a failure.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::remedy::Remedy;

/// One thing that may be behind a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Cause {
    /// Which, of a closed set.
    pub kind: CauseKind,
    /// What is the matter and what to do, in one or two sentences that name the role or the caller.
    pub sentence: String,
    /// What it rests on: AWS's words, what the chain says, what another call showed. A sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// What would tell it from the other causes that remain; absent where it is alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test: Option<String>,
    /// The hop, counted from 0, that the chain does not need: without it the cause is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_out: Option<usize>,
    /// What to do about it here; absent in a failure that an earlier version kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy>,
}

/// The closed set of causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum CauseKind {
    /// The source's own temporary credentials have ended.
    SourceExpired,
    /// The session of the hop before has ended.
    SessionExpired,
    /// AWS does not know the access key, or it is inactive.
    UnknownKey,
    /// The secret access key is not the one of that access key id.
    WrongSecret,
    /// This computer's clock is off.
    Clock,
    /// STS is not active in the region for the caller's account, or the account has not opted in to the region.
    RegionDisabled,
    /// The session is one of STS's global endpoint, which a region that an account has to opt in to does not take.
    GlobalSession,
    /// The request was signed for another region than the host's.
    WrongRegion,
    /// More than one hour was asked for on a hop that a session signs.
    ChainedDuration,
    /// More was asked for than the role's MaxSessionDuration.
    RoleMaximum,
    /// The MFA code is wrong, or was used already.
    MfaCode,
    /// A policy asks for MFA, the role's trust policy or one that denies the caller all without it, and none was brought.
    MfaMissing,
    /// The MFA device is not one of the caller's.
    MfaDevice,
    /// The MFA device's codes are of another time than AWS's: it has to be resynchronized.
    MfaOutOfStep,
    /// The RoleSessionName was refused.
    SessionName,
    /// A session tag was refused.
    SessionTag,
    /// The session policy, or a managed one, was refused.
    SessionPolicy,
    /// Session policies and tags take more room than AWS gives.
    PackedSize,
    /// Another parameter was refused.
    Parameter,
    /// `sts:TagSession` is not allowed: the tags are of this hop, or inherited.
    TagSession,
    /// `sts:SetSourceIdentity` is not allowed: the source identity is of this hop, or inherited.
    SetSourceIdentity,
    /// A policy denies it explicitly.
    ExplicitDeny,
    /// None of the caller's own policies allows it.
    PermissionMissing,
    /// A policy allows `sts:TagSession` for other keys or values than these.
    TagCondition,
    /// The role's trust policy does not name the caller.
    TrustMissing,
    /// The role's trust policy names a user or role that was deleted, by its unique id: whoever has its name now is another.
    DeletedPrincipal,
    /// The session that asks is one of this role already.
    AlreadyRole,
    /// The role is AWS's own: only the service that made it can assume it, and nobody can change it.
    ReservedRole,
    /// The role, or a policy, is not known everywhere yet.
    JustMade,
    /// The external ID is missing or is not the one that the trust policy asks for.
    ExternalId,
    /// Another condition of the trust policy is not met: an organization, a network, a session name.
    TrustCondition,
    /// There is no role with that ARN: its name, path or account is another, or it was deleted.
    NoSuchRole,
    /// A boundary, a session policy or an organization's policy does not allow it, though the caller's own policies may.
    Guardrail,
    /// Something between here and AWS changed the request.
    Altered,
    /// A root user cannot assume roles.
    RootUser,
    /// The credentials cannot make this call whatever the policies say, as a session asks for another user's session.
    WrongCaller,
    /// AWS asked to slow down.
    Throttled,
    /// AWS is in trouble.
    Unavailable,
    /// The host is not reached.
    Unreachable,
    /// Something answered in AWS's place.
    ProxyPage,
    /// The console's sign-in service refused the session.
    SignInRefused,
}

impl Cause {
    pub(crate) fn new(kind: CauseKind, sentence: impl Into<String>) -> Self {
        let remedy = Some(kind.remedy());
        Self { kind, sentence: sentence.into(), evidence: Vec::new(), test: None, leave_out: None, remedy }
    }

    pub(crate) fn by(mut self, evidence: impl Into<String>) -> Self {
        self.evidence.push(evidence.into());
        self
    }

    pub(crate) fn told_by(self, test: impl Into<String>) -> Self {
        Self { test: Some(test.into()), ..self }
    }

    /// With another remedy than that of its kind.
    pub(crate) fn mended_by(self, remedy: Remedy) -> Self {
        Self { remedy: Some(remedy), ..self }
    }
}
