//! A hop that AWS refused, as a walk leaves it. What that means is said apart from the walk: a click that goes well needs none of it.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::asks::asks;
use super::assume::{asked_hop, explained};
use super::prove::{Case, prove};
use super::stage::Stage;
use super::{WalkOptions, as_walked};
use crate::aws::credentials::Credentials;
use crate::chain::route::Route;
use crate::diagnosis::AskedHop;
use crate::failure::aim::Aim;
use crate::failure::{Failure, FailureKind};
use crate::protocol::query::Refusal;
use crate::protocol::retry;
use crate::protocol::world::World;

/// Why a walk ended before its end.
#[derive(Debug)]
pub enum Stop {
    /// A failure that says all there is to say.
    Failed(Box<Failure>),
    /// AWS refused a hop, and [`explain`] says what that means.
    Refused(Box<Refused>),
}

impl Stop {
    /// Whether AWS looked at the request and said no.
    pub(super) fn is_refusal(&self) -> bool {
        let (status, is_throttle) = match self {
            Self::Failed(failure) => {
                (failure.evidence.status.unwrap_or_default(), failure.kind == FailureKind::Throttled)
            }
            Self::Refused(refused) => {
                let Refusal { status, code, .. } = &refused.refusal;
                (*status, retry::is_throttle(*status, code.as_deref()))
            }
        };
        (400..500).contains(&status) && !is_throttle
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(Box::new(failure))
    }
}

/// A hop that AWS refused, with what an explanation rests on. It is secret like the keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Refused {
    /// The hop, counted from 0.
    pub at: usize,
    /// What AWS answered.
    pub refusal: Refusal,
    /// How often it was asked.
    pub attempts: u32,
    /// How far AWS's clock is ahead of this computer's, in milliseconds.
    pub skew: f64,
    /// When the walk began, in milliseconds since 1970 by AWS's clock: the hop's templates are filled by it.
    pub began: f64,
    /// What the request was signed with.
    pub signer: Credentials,
    /// The ARN of whom that belongs to, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// Credentials in the account of the role that was asked for, which may be let know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<Credentials>,
    /// Whether the signer, or a session before it, was kept from an earlier walk: then what AWS says is no last word.
    pub rests_on_kept: bool,
}

/// What it means that AWS refused that hop of a walk along `route` from `base` with these options. Who the caller is, is asked of STS
/// where it is not known, and of IAM what [`WalkOptions::may_ask_iam`] allows.
pub async fn explain<W: World>(
    route: &Route,
    base: &Credentials,
    options: &WalkOptions,
    refused: &Refused,
    world: &W,
) -> Failure {
    told(route, base, options, refused, world).await.unwrap_or_else(|failure| failure)
}

async fn told<W: World>(
    route: &Route,
    base: &Credentials,
    options: &WalkOptions,
    refused: &Refused,
    world: &W,
) -> Result<Failure, Failure> {
    let Refused { at, ref signer, attempts, skew, .. } = *refused;
    let route = &*as_walked(route, options)?;
    let asks = asks(route, base, options, refused.began)?;
    let hop = route.legs().get(at).zip(asks.get(at));
    let (leg, asked) = hop.ok_or_else(|| Failure::internal("a refusal of no hop"))?;
    let (host, code) = (leg.sts_host(), asked.mfa.and_then(|mfa| mfa.token_code));
    let stage = Stage { aim: Aim::Hop(at, asked.role), host: &host, sent: signer, code, attempts, skew };
    let earlier = options.earlier.get(at).copied().unwrap_or_default();
    let asked_hop = AskedHop { earlier, ..asked_hop(route, asked, refused) };
    let failure = explained(&stage, refused, &asked_hop, leg, asked, world).await;
    if !options.may_ask_iam || leg.is_elsewhere() || refused.rests_on_kept {
        return Ok(failure);
    }
    // A source that asks for a role of its own account may be let know it too.
    let account = failure.caller.as_deref().and_then(|arn| arn.split(':').nth(4));
    let source = (at == 0 && account == Some(asked.role.account())).then_some(signer);
    let witness = refused.witness.as_ref().or(source);
    Ok(prove(failure, &Case { asked, asked_hop, signer, witness }, world).await)
}

/// The same end, with a refusal explained.
pub(super) async fn with_reasons<T, W: World>(
    end: Result<T, Stop>,
    route: &Route,
    base: &Credentials,
    options: &WalkOptions,
    world: &W,
) -> Result<T, Failure> {
    match end {
        Ok(end) => Ok(end),
        Err(Stop::Failed(failure)) => Err(*failure),
        Err(Stop::Refused(refused)) => Err(explain(route, base, options, &refused, world).await),
    }
}
