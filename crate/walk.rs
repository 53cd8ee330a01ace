//! The walk: for each hop sign, send, read; then the last session's way into the console. It is async and nothing else: whoever
//! walks hands in the [`World`] that sends, tells the time, waits and throws dice.

mod asks;
mod assume;
pub(crate) mod deliver;
mod federation_token;
pub mod iam;
pub mod memory;
mod prove;
pub mod refused;
mod scope;
mod session_token;
mod sign_in;
pub(crate) mod stage;
mod stays;
mod survey;
mod trail;
pub(crate) mod user;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use self::asks::asks;
pub use self::asks::{ReasonRecord, reason_record};
use self::federation_token::start;
use self::memory::{Memory, Path};
use self::refused::{Stop, with_reasons};
use self::scope::scope;
pub use self::session_token::session_token;
use self::sign_in::sign_in_token;
pub use self::stays::{Stay, arrived, is_session_limit, other_role, page_behind, session_label, sign_out_of, stays};
pub use self::survey::{Direct, HopSurvey, Survey, survey};
use self::trail::Trail;
use crate::aws::arn::RoleArn;
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::end::End;
use crate::chain::check::RefusedDuration;
use crate::chain::lease::Lease;
use crate::chain::route::Route;
use crate::chain::route::reason::ReasonPlace;
use crate::diagnosis::Earlier;
use crate::failure::cause::{Cause, CauseKind};
use crate::failure::{Failure, FailureKind};
use crate::protocol::console;
use crate::protocol::sts::AssumeRole;
use crate::protocol::world::World;

/// What a walk takes from the person beside the chain.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct WalkOptions {
    /// What stands for `{user}` in session names and source identities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The MFA device of the source's user, for a first hop that names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mfa_serial: Option<String>,
    /// The code of the first hop's MFA device, six digits. AWS takes each once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_code: Option<Secret>,
    /// The ticket or reason that the person gave, which stands for `{reason}` in session names and source identities.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where the reason goes in a chain none of whose templates names it.
    pub reason_into: ReasonPlace,
    /// For how many seconds the person allows changes to a chain that opens read-only: 900 to 3600, after which AWS ends the session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lifted_seconds: Option<u32>,
    /// What the credentials are to be no wider than.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// Whether the browser may reach IAM, which then is asked what STS does not tell. The caller may be denied that.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub may_ask_iam: bool,
    /// What AWS refused as over a role's maximum, which tells [`survey`] what nobody may ask.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused_durations: Vec<RefusedDuration>,
    /// What the journal knows of the role of each hop, which no walk does: where AWS refuses one, its causes are told by that.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
}

/// What is about to happen: a hop, or signing in once `at` equals `of`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Step {
    /// The hop that begins, counted from 0.
    pub at: usize,
    /// How many hops there are; none where the source's own session opens.
    pub of: usize,
    /// The account of the role that is assumed, or of the end role while signing in.
    pub account: String,
    /// The name of that role.
    pub role: String,
    /// The hops that are done.
    pub hops: Vec<HopReport>,
}

/// A hop that is done. It holds no secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct HopReport {
    /// The role that was assumed.
    pub role_arn: String,
    /// The session's ARN.
    pub assumed_role_arn: String,
    /// When the session ends, in milliseconds since 1970.
    pub expires_at: f64,
    /// The region of the STS endpoint.
    pub region: String,
    /// The session's source identity, set on this hop or inherited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// How much of the room for session policies and tags is taken, in percent (PackedPolicySize).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed_policy_size: Option<u32>,
    /// AWS's request id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// How often the request was sent; 0 for a session that was kept from an earlier walk.
    pub attempts: u32,
}

/// The end of a walk: every hop, and the end role's credentials.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Walked {
    /// Each hop in order.
    pub hops: Vec<HopReport>,
    /// The end role's session.
    pub credentials: Credentials,
}

/// The end of a walk into the console.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Opened {
    /// Each hop in order.
    pub hops: Vec<HopReport>,
    /// The address that signs in. Whoever holds it is the end role, so it goes to a tab and nowhere else. Good for 15 minutes.
    pub url: Secret,
    /// When the console ends that it opens, by AWS's clock, in milliseconds since 1970: with the end role's session, unless it was asked
    /// for longer.
    pub ends_at: f64,
}

/// Assumes each role in turn, signed by the session before, the first by `base`. `on_step` hears of each hop as it begins.
///
/// Where the first hop names an MFA device and `base` is a user's own key, it needs the code. A session as `base` proves MFA
/// by itself or not at all, so neither device nor code is sent; and it is asked for one hour at most, since AWS gives no
/// more to what another session starts.
///
/// What `memory` keeps of the same path is not asked for again, and needs no code. Should AWS refuse what rests on that, it is
/// forgotten, and the chain walked anew.
///
/// # Errors
/// Before anything is sent: [`FailureKind::Expired`]; [`FailureKind::Mfa`] without a code or with one that cannot be a code;
/// [`FailureKind::Invalid`] for a `{user}` that is not known; [`FailureKind::Reason`] for a `{reason}` that was not given or that AWS
/// would not take; [`FailureKind::Invalid`] where a chain that opens read-only cannot, or a lease would not be narrower. Then the [`Failure`] of the hop that failed, after which no
/// later request is sent, but for what explains a refusal.
pub async fn walk<W: World, M: Memory>(
    route: &Route,
    base: &Credentials,
    options: &WalkOptions,
    memory: &M,
    world: &W,
    on_step: impl FnMut(Step),
) -> Result<Walked, Failure> {
    let end = walk_unexplained(route, base, options, memory, world, on_step).await;
    with_reasons(end, route, base, options, world).await
}

/// The same, which leaves it to [`refused::explain`] to say what a refusal means.
///
/// # Errors
/// As [`walk`].
pub async fn walk_unexplained<W: World, M: Memory>(
    route: &Route,
    base: &Credentials,
    options: &WalkOptions,
    memory: &M,
    world: &W,
    mut on_step: impl FnMut(Step),
) -> Result<Walked, Stop> {
    let route = &*as_walked(route, options)?;
    let walk = Walk::of(route, base, options, memory, world)?;
    walk.then(&mut on_step, async |_, trail| scope(route, trail.walked(), world).await).await
}

/// Walks, then makes the address that opens the console as the end role: on `page`, else on the chain's own page.
/// `sign_out_first` leaves the console session that the browser may have, which the console asks for while its
/// multi-session support is off.
///
/// # Errors
/// As [`walk`], and [`FailureKind::SignIn`] when the sign-in service refuses the session; at an endpoint [`FailureKind::Source`] where
/// that has no console.
#[allow(clippy::too_many_arguments)] // what to open, how, and the world to do it in
pub async fn open<W: World, M: Memory>(
    route: &Route,
    base: &Credentials,
    options: &WalkOptions,
    memory: &M,
    page: Option<&str>,
    sign_out_first: bool,
    world: &W,
    on_step: impl FnMut(Step),
) -> Result<Opened, Failure> {
    let end = open_unexplained(route, base, options, memory, page, sign_out_first, world, on_step).await;
    with_reasons(end, route, base, options, world).await
}

/// The same, which leaves it to [`refused::explain`] to say what a refusal means.
///
/// # Errors
/// As [`open`].
#[allow(clippy::too_many_arguments)] // what to open, how, and the world to do it in
pub async fn open_unexplained<W: World, M: Memory>(
    route: &Route,
    base: &Credentials,
    options: &WalkOptions,
    memory: &M,
    page: Option<&str>,
    sign_out_first: bool,
    world: &W,
    mut on_step: impl FnMut(Step),
) -> Result<Opened, Stop> {
    if route.endpoint().is_some() {
        return open_elsewhere(route, base, options, memory, page, world, on_step).await;
    }
    let destination = route.destination(page)?;
    let route = &*as_walked(route, options)?;
    let host = route.sign_in_host(sign_out_first);
    let walk = Walk::of(route, base, options, memory, world)?;
    walk.then(&mut on_step, async |on_step, trail| {
        let Walked { hops, credentials } = scope(route, trail.walked(), world).await?;
        on_step(at_end(route, &hops));
        // AWS answers 400 to a SessionDuration with a chained session; for one hop it has to come from a user's own key. To what an
        // identity provider gave it says nothing against it, and people find the same of Identity Center. To that of a user it does.
        let may_last = match hops.len() {
            0 => !base.is_long_term(),
            1 => base.is_long_term(),
            _ => false,
        };
        let duration = route.session_duration().filter(|_| may_last);
        let token = sign_in_token(route, &host, &credentials, duration, world).await?;
        let url = console::login_url(&host, &destination, &token);
        let url = if sign_out_first { console::sign_out_first(route.partition(), &url) } else { url };
        let ends_at = match duration {
            Some(seconds) => world.aws_now() + f64::from(seconds) * 1_000.0,
            None => hops.last().map_or(credentials.expires_at.unwrap_or_default(), |hop| hop.expires_at),
        };
        Ok(Opened { hops, url, ends_at })
    })
    .await
}

/// Walks at an endpoint, whose console opens as it is: nothing signs in there with a session.
async fn open_elsewhere<W: World, M: Memory>(
    route: &Route,
    base: &Credentials,
    options: &WalkOptions,
    memory: &M,
    page: Option<&str>,
    world: &W,
    mut on_step: impl FnMut(Step),
) -> Result<Opened, Stop> {
    if page.is_some() {
        return Err(Failure::new(FailureKind::Destination, NO_PAGE).into());
    }
    let Some(url) = route.endpoint().and_then(|endpoint| endpoint.console.as_deref()) else {
        return Err(Failure::new(FailureKind::Source, NO_CONSOLE).into());
    };
    let Walked { hops, credentials } = walk_unexplained(route, base, options, memory, world, &mut on_step).await?;
    on_step(at_end(route, &hops));
    Ok(Opened { hops, url: Secret::new(url), ends_at: credentials.expires_at.unwrap_or_default() })
}

const NO_PAGE: &str = "This chain is walked at an endpoint of your own, which knows no page of AWS’s console, so nothing was sent. Open the \
                       chain without a page.";

const NO_CONSOLE: &str = "The endpoint of this chain’s source has no console, so nothing was sent. Copy the end role’s credentials, or test \
                          the chain. Where a console of it is here, write its address in the source.";

const NO_ROLE: &str = "This chain has no role, and a user’s own key opens no console by itself, so nothing was sent. Add the role that it is to \
                       assume, or let its source open the user’s own console.";

const NO_KEY: &str = "A user’s own console opens with the user’s long-term key alone, which starts with AKIA. The source holds a session, so \
                      nothing was sent. Enter that key in the source.";

/// The route as it is walked with these options.
fn as_walked<'a>(route: &'a Route, options: &WalkOptions) -> Result<Cow<'a, Route>, Failure> {
    let (reason, into) = (options.reason.as_deref(), &options.reason_into);
    let opened = route.as_opened(options.lifted_seconds)?;
    let leased = match &options.lease {
        Some(lease) => Cow::Owned(opened.leased(lease)?),
        None => opened,
    };
    match leased {
        Cow::Borrowed(route) => route.with_reason(reason, into),
        Cow::Owned(route) => Ok(Cow::Owned(route.with_reason(reason, into)?.into_owned())),
    }
}

/// A walk that is ready to begin.
struct Walk<'a, W, M> {
    route: &'a Route,
    base: &'a Credentials,
    memory: &'a M,
    world: &'a W,
    /// When it began, in milliseconds since 1970 by AWS's clock.
    began: f64,
    asks: Vec<AssumeRole<'a>>,
    /// One for each hop, or none where nothing is kept.
    paths: Vec<Path>,
}

impl<'a, W: World, M: Memory> Walk<'a, W, M> {
    fn of(
        route: &'a Route,
        base: &'a Credentials,
        options: &'a WalkOptions,
        memory: &'a M,
        world: &'a W,
    ) -> Result<Self, Failure> {
        let began = world.aws_now();
        let asks = ready(route, base, options, world, began)?;
        let paths = memory.source().map(|source| Path::along(&source, route, &asks)).unwrap_or_default();
        Ok(Self { route, base, memory, world, began, asks, paths })
    }

    /// Walks to the end, and does `work` with it. Where AWS refuses what rests on a session that was kept, it may have ended it
    /// since, so all of it is done once more, from the source on.
    async fn then<T>(
        &self,
        on_step: &mut dyn FnMut(Step),
        work: impl AsyncFn(&mut dyn FnMut(Step), &Trail<'_>) -> Result<T, Failure>,
    ) -> Result<T, Stop> {
        let base = start(self.route, self.base, self.world).await?;
        for is_first in [true, false] {
            let mut trail = Trail::from(&base, None, self.began);
            if let Some(kept) = self.memory.last(&self.paths).await {
                trail.take_up(kept);
            }
            let Self { route, memory, world, asks, paths, .. } = self;
            let end = match trail.follow(route, asks, *memory, paths, *world, on_step).await {
                Ok(()) => work(on_step, &trail).await.map_err(Stop::from),
                Err(stop) => Err(stop),
            };
            match end {
                Err(stop) if is_first && trail.rests_on_kept && stop.is_refusal() => memory.forget(paths),
                end => return end,
            }
        }
        Err(Failure::internal("a walk that went round").into())
    }
}

/// What each hop asks for, unless there is no use in asking.
fn ready<'a, W: World>(
    route: &'a Route,
    base: &Credentials,
    options: &'a WalkOptions,
    world: &W,
    began: f64,
) -> Result<Vec<AssumeRole<'a>>, Failure> {
    // By both clocks: the skew may be of before the person set the clock, and only an answer can show that.
    if base.expires_at.is_some_and(|end| end <= world.now().min(world.aws_now())) {
        let message = "The source’s credentials have expired, so nothing was sent. Enter new ones.";
        let causes = vec![Cause::new(CauseKind::SourceExpired, message).by("The time at which they end has passed.")];
        return Err(Failure { causes, ..Failure::new(FailureKind::Expired, message) });
    }
    if route.legs().is_empty() && base.is_long_term() != route.user_console().is_some() {
        return Err(if base.is_long_term() {
            Failure::new(FailureKind::Invalid, NO_ROLE)
        } else {
            Failure::new(FailureKind::Source, NO_KEY)
        });
    }
    asks(route, base, options, began)
}

fn step(at: usize, of: usize, role: &RoleArn, done: &[HopReport]) -> Step {
    Step { at, of, account: role.account().into(), role: role.name().into(), hops: done.to_vec() }
}

/// All hops are done.
fn at_end(route: &Route, done: &[HopReport]) -> Step {
    let End { account, role, .. } = route.end().clone();
    Step { at: done.len(), of: done.len(), account, role, hops: done.to_vec() }
}
