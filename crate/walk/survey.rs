//! A chain that is walked to learn about it: who is who at each hop, what arrived, and what more it could give. Nothing opens.

mod direct;
mod longest;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use self::direct::ask_direct;
use self::longest::{Longest, longest_of_first};
use super::asks::must_have_code;
use super::assume::ask_caller;
use super::federation_token::start;
use super::memory::Anew;
use super::refused::with_reasons;
use super::trail::Trail;
use super::{HopReport, Step, WalkOptions, as_walked, at_end, ready, scope};
use crate::aws::credentials::Credentials;
use crate::chain::route::Route;
use crate::failure::Failure;
use crate::protocol::sts::AssumeRole;
use crate::protocol::world::World;

/// What a check of a chain showed. It holds no secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Survey {
    /// The ARN of the source, as GetCallerIdentity tells it; absent where that went unanswered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// Each hop that was walked, in order.
    pub hops: Vec<HopSurvey>,
    /// Whether the source may assume the end role straight, for a chain of several hops that went well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct: Option<Direct>,
    /// How the walk failed; absent when it went well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// How far AWS's clock is ahead of this computer's, in milliseconds.
    pub skew: f64,
}

/// A hop that was walked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct HopSurvey {
    /// What AWS said of its session.
    pub report: HopReport,
    /// The keys of the session tags that it has: its own, and those that it inherits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The source identity that was asked for or inherited; [`HopReport::source_identity`] is the one that arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// The longest session that this hop can give, in seconds; absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_seconds: Option<u32>,
    /// What that rests on, in a sentence.
    pub longest_why: String,
}

/// Whether the source may assume the end role without the hops between.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Direct {
    /// It may: the hops between are not needed to get there.
    Yes,
    /// STS does not let it.
    No,
    /// It could not be asked: no answer, or a code of an MFA device may have been needed.
    Unknown,
}

/// Walks, and tells what it learns on the way. Nothing opens, and the sessions are dropped.
///
/// After a walk of several hops that went well, the source asks for the end role itself, once. Where IAM may be asked, it is
/// asked for the longest session of the first role. What the caller may not know of that is left out.
pub async fn survey<W: World>(
    route: &Route,
    base: &Credentials,
    options: &WalkOptions,
    world: &W,
    mut on_step: impl FnMut(Step),
) -> Survey {
    let mut survey = Survey { caller: None, hops: Vec::new(), direct: None, failure: None, skew: 0.0 };
    survey.failure = survey.look(route, base, options, world, &mut on_step).await.err();
    Survey { skew: world.skew(), ..survey }
}

impl Survey {
    async fn look<W: World>(
        &mut self,
        route: &Route,
        base: &Credentials,
        options: &WalkOptions,
        world: &W,
        on_step: &mut dyn FnMut(Step),
    ) -> Result<(), Failure> {
        let (whole, route) = (route, &*as_walked(route, options)?);
        let began = world.aws_now();
        let asks = ready(route, base, options, world, began)?;
        if let Some(first) = asks.first() {
            must_have_code(0, first)?;
        }
        let base = &*start(route, base, world).await?;
        self.caller = ask_caller(base, route.first_host(), route.first_region(), world).await;
        let mut trail = Trail::from(base, self.caller.clone(), began);
        let end = trail.follow(route, &asks, &Anew, &[], world, on_step).await;
        let end = with_reasons(end, whole, base, options, world).await;
        if end.is_ok() {
            // What it asks besides takes time that is no hop's.
            on_step(at_end(route, &trail.hops));
        }
        self.hops = arrived(&trail, &asks);
        if base.is_long_term()
            && let (Some(hop), Some(asked), Some(session)) =
                (self.hops.first_mut(), asks.first(), trail.sessions.first())
        {
            hop.rest_on(longest_of_first(asked, session, options, route.endpoint().is_none(), world).await);
        }
        end?;
        scope(route, trail.walked(), world).await?;
        if let [first, .., last] = asks.as_slice() {
            self.direct = Some(ask_direct(route, base, last, first.mfa.is_some(), world).await);
        }
        Ok(())
    }
}

/// What each hop that was walked has of its own, and what it inherits of those before.
fn arrived(trail: &Trail<'_>, asks: &[AssumeRole<'_>]) -> Vec<HopSurvey> {
    let (mut inherited, mut identity) = (Vec::new(), None);
    let hop = |(report, asked): (&HopReport, &AssumeRole<'_>)| {
        let mut tags: Vec<String> = inherited.clone();
        tags.extend(asked.session_tags.iter().map(|tag| tag.key.clone()));
        inherited.extend(asked.session_tags.iter().filter(|tag| tag.transitive).map(|tag| tag.key.clone()));
        identity = asked.source_identity.clone().or(identity.take());
        let mut hop = HopSurvey {
            report: report.clone(),
            tags,
            source_identity: identity.clone(),
            longest_seconds: None,
            longest_why: String::new(),
        };
        hop.rest_on(Longest::chained());
        hop
    };
    trail.hops.iter().zip(asks).map(hop).collect()
}

impl HopSurvey {
    fn rest_on(&mut self, Longest { seconds, why }: Longest) {
        (self.longest_seconds, self.longest_why) = (seconds, why);
    }
}
