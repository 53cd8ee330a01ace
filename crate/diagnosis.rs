//! Why a hop failed: the causes that remain possible, each with what it rests on and what would tell it from the others.
//!
//! STS answers several causes in the same words, so that nobody learns from outside which roles there are. What the chain, the
//! caller and the answer exclude is not listed; what remains is in the order of its likelihood.

mod denial;
pub(crate) mod proof;
mod remaining;
mod session_policy;
mod settled;
mod trust;
mod who;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

pub(crate) use self::denial::Denial;
pub(crate) use self::settled::settled;
use crate::arn::RoleArn;
use crate::error::Failure;
use crate::route::Leg;
use crate::walk::stage::Aim;

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
    /// The request was signed for another region than the host's.
    WrongRegion,
    /// More than one hour was asked for on a hop that a session signs.
    ChainedDuration,
    /// More was asked for than the role's MaxSessionDuration.
    RoleMaximum,
    /// The MFA code is wrong, or was used already.
    MfaCode,
    /// The role's trust policy asks for MFA, and none was brought.
    MfaMissing,
    /// The MFA device is not one of the caller's.
    MfaDevice,
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
    /// The role's trust policy does not name the caller.
    TrustMissing,
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
        Self { kind, sentence: sentence.into(), evidence: Vec::new(), test: None }
    }

    pub(crate) fn by(mut self, evidence: impl Into<String>) -> Self {
        self.evidence.push(evidence.into());
        self
    }

    fn told_by(self, test: impl Into<String>) -> Self {
        Self { test: Some(test.into()), ..self }
    }
}

/// What is known of the hop that was refused, beside AWS's answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AskedHop<'a> {
    /// Counted from 0: the first is signed by the source's credentials.
    pub hop: usize,
    /// The role that was asked for.
    pub role: &'a RoleArn,
    /// The hop before, whose session asked; none for the first.
    pub before: Option<&'a Leg>,
    /// Whether a user's own key signed it, which alone can bring an MFA code.
    pub by_user: bool,
    /// The MFA device whose code was sent.
    pub device: Option<&'a str>,
    /// Whether an external ID was sent.
    pub external_id: bool,
    /// The hop that set the session tags that its session would have: itself, or the last one before with transitive tags.
    pub tags_from: Option<usize>,
    /// The hop that set the source identity that its session would have.
    pub source_identity_from: Option<usize>,
}

/// A denied hop with its causes, and the message that they make. `failure` knows the caller, as far as anybody does.
pub(crate) fn of_denied(failure: Failure, asked: &AskedHop<'_>) -> Failure {
    let said = failure.evidence.aws_message.clone().unwrap_or_default();
    let causes = remaining::causes(&Denial::parse(&said), &said, failure.caller.as_deref(), asked);
    tell(failure, Aim::Hop(asked.hop, asked.role), causes)
}

/// `failure`, which AWS denied, told anew with these causes.
pub(crate) fn tell(failure: Failure, aim: Aim<'_>, causes: Vec<Cause>) -> Failure {
    let said = failure.evidence.aws_message.as_deref().unwrap_or_default();
    let denial = Denial::parse(said);
    let rest = match causes.as_slice() {
        [] => String::new(),
        [cause] => cause.sentence.clone(),
        several => format!("{} {} causes remain.", denial.hides(), several.len()),
    };
    let sentence = match denial.sentence(failure.caller.as_deref()) {
        Some(opening) => format!("{opening} {rest}"),
        None => rest,
    };
    Failure { message: aim.say(&sentence), causes, ..failure }
}
