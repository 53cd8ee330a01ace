//! Who assumes which role how: the hops of a chain, as policies look at them.

use super::Condition;
use crate::aws::arn::RoleArn;
use crate::chain::Hop;

/// That one caller assumes one role in one way.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Step {
    pub caller: Caller,
    pub role: String,
    pub external_id: Option<String>,
    pub mfa: bool,
    pub tags: bool,
    pub source_identity: bool,
}

/// Who calls, as a policy names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Caller {
    /// By its place among an export's sources.
    Source(usize),
    /// By its ARN: a role, a user or a whole account.
    Arn(String),
    /// Sessions of a role whose path is not known: by the ARN of their account, held to the ARNs that the role can have.
    SessionOf { account: String, role: Vec<String> },
}

impl Caller {
    /// What a trust policy that names it has to ask beside.
    pub fn held_to(&self) -> Option<Condition> {
        match self {
            Self::SessionOf { role, .. } => Some(("ArnLike", "aws:PrincipalArn", role.clone())),
            Self::Source(_) | Self::Arn(_) => None,
        }
    }
}

/// How a chain's first hop is called.
pub(crate) struct Start {
    pub caller: Caller,
    /// Whether it brings MFA, where that is known from elsewhere than the hop itself.
    pub mfa: Option<bool>,
    /// Whether its session has transitive tags already.
    pub tags: bool,
    /// Whether its session has a source identity already.
    pub source_identity: bool,
}

/// A step for each hop. The caller of each later one is the role before it. Tags and a source identity need their own
/// permission on the hop that sets them and on every later one that inherits them (IAM User Guide, on session tags and on
/// source identity).
pub(crate) fn steps<'a>(start: Start, hops: impl Iterator<Item = (&'a Hop, &'a RoleArn)>) -> Vec<Step> {
    let Start { mut caller, mfa, mut tags, mut source_identity } = start;
    let step = |(at, (hop, arn)): (usize, (&Hop, &RoleArn))| {
        let role = arn.to_string();
        source_identity |= hop.source_identity.is_some();
        let step = Step {
            caller: std::mem::replace(&mut caller, Caller::Arn(role.clone())),
            role,
            external_id: hop.external_id.clone(),
            mfa: at == 0 && mfa.unwrap_or(hop.mfa_serial.is_some()),
            tags: tags || !hop.session_tags.is_empty(),
            source_identity,
        };
        tags |= hop.passes_tags_on();
        step
    };
    hops.enumerate().map(step).collect()
}
