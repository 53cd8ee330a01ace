//! The walk: for each hop sign, send, read; then the last session's way into the console.
//!
//! It is async and nothing else: whoever walks hands in the [`World`] that sends, tells the time, waits and throws dice.

use std::future::Future;
use std::iter;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::arn::RoleArn;
use crate::console::{self, SignInRefusal};
use crate::credentials::{Credentials, Secret};
use crate::error::{Evidence, Failure, FailureKind, quotable};
use crate::http::{Method, NoReply, Reply, Request};
use crate::partition::Partition;
use crate::refusal;
use crate::retry::{self, Outcome};
pub use crate::route::Route;
use crate::sign::sign;
use crate::sts::{self, AssumeRole, Refusal, Session};

/// All that a walk needs of the world.
pub trait World {
    /// Sends the request once, as [`Request`] says.
    fn send(&self, request: Request) -> impl Future<Output = Result<Reply, NoReply>>;
    /// Milliseconds since 1970 UTC.
    fn now(&self) -> f64;
    /// Waits for `ms` milliseconds, or until the person cancels.
    fn sleep(&self, ms: f64) -> impl Future<Output = Result<(), Cancelled>>;
    /// A number from 0 to 1. It spreads retries; nothing secret comes of it.
    fn random(&self) -> f64;
}

/// The person cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cancelled;

/// What is about to happen: a hop, or signing in once `at` equals `of`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Step {
    /// The hop that begins, counted from 0.
    pub at: usize,
    /// How many hops there are.
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
    /// AWS's request id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// How often the request was sent.
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
}

/// Assumes each role in turn, signed by the session before, the first by `base`. `on_step` hears of each hop as it begins.
///
/// # Errors
/// The [`Failure`] of the hop that failed. No later request is sent.
pub async fn walk<W: World>(
    route: &Route,
    base: &Credentials,
    world: &W,
    mut on_step: impl FnMut(Step),
) -> Result<Walked, Failure> {
    if base.expires_at.is_some_and(|end| end <= world.now()) {
        let message = "The source’s credentials have expired, so nothing was sent. Enter new ones.";
        return Err(Failure::new(FailureKind::Expired, message));
    }
    let asked = route.hops();
    let of = asked.len();
    let mut walked = Walked { hops: Vec::with_capacity(of), credentials: base.clone() };
    for (at, asked) in asked.enumerate() {
        on_step(step(at, of, asked.role, &walked.hops));
        let (session, attempts) = assume(route, at, &asked, &walked.credentials, world).await?;
        walked.hops.push(HopReport {
            role_arn: asked.role.to_string(),
            assumed_role_arn: session.assumed_role_arn,
            expires_at: session.expires_at,
            region: route.region().into(),
            request_id: session.request_id,
            attempts,
        });
        walked.credentials = session.credentials;
    }
    Ok(walked)
}

/// Walks, then makes the address that opens the console as the end role: on `page`, else on the chain's own page.
/// `sign_out_first` leaves the console session that the browser may have, which the console asks for while its
/// multi-session support is off.
///
/// # Errors
/// As [`walk`], and [`FailureKind::SignIn`] when the sign-in service refuses the session.
pub async fn open<W: World>(
    route: &Route,
    base: &Credentials,
    page: Option<&str>,
    sign_out_first: bool,
    world: &W,
    mut on_step: impl FnMut(Step),
) -> Result<Opened, Failure> {
    let destination = route.destination(page)?;
    let Walked { hops, credentials } = walk(route, base, world, &mut on_step).await?;
    on_step(step(hops.len(), hops.len(), route.end(), &hops));
    let host = route.sign_in_host(sign_out_first);
    // AWS answers 400 to a SessionDuration with a chained session; for one hop it has to come from a user's own key.
    let duration = route.session_duration().filter(|_| hops.len() == 1 && base.is_long_term());
    let token = sign_in_token(route, &host, &credentials, duration, world).await?;
    let url = console::login_url(&host, &destination, &token);
    let url = if sign_out_first { console::sign_out_first(route.partition(), &url) } else { url };
    Ok(Opened { hops, url })
}

async fn assume<W: World>(
    route: &Route,
    at: usize,
    asked: &AssumeRole<'_>,
    signer: &Credentials,
    world: &W,
) -> Result<(Session, u32), Failure> {
    let host = route.sts_host();
    let delivery = deliver(
        world,
        asked.mfa.is_some(),
        |now| sign(sts::request(host.clone(), asked), signer, route.region(), "sts", now),
        |reply| sts::read(reply).err()?.code,
    )
    .await?;
    let stage = Stage { hop: Some(at), role: asked.role, host: &host, sent: signer, attempts: delivery.attempts };
    let reply = delivery.answer.map_err(|no_reply| stage.no_reply(no_reply))?;
    let session = sts::read(&reply).map_err(|refused| stage.refused(refused, route.region()))?;
    // A proxy, or a mix-up of replies, must not make a person someone else.
    let named = session.assumed_role_arn.rsplit('/').next() == Some(asked.session_name);
    if named && asked.role.is_session(&session.assumed_role_arn) {
        Ok((session, delivery.attempts))
    } else {
        Err(stage.another_session(session))
    }
}

async fn sign_in_token<W: World>(
    route: &Route,
    host: &str,
    session: &Credentials,
    duration: Option<u32>,
    world: &W,
) -> Result<Secret, Failure> {
    let ask = async |method| {
        let request = |_| Ok(console::sign_in_token_request(host.into(), session, duration, method));
        deliver(world, false, request, |_| None).await
    };
    // POST keeps the session out of addresses. GovCloud does not take it (the AWS Toolkit says so), other partitions may not.
    let first = if route.partition() == Partition::AwsUsGov { Method::Get } else { Method::Post };
    let mut delivery = ask(first).await?;
    if first == Method::Post && delivery.answer.as_ref().is_ok_and(says_nothing) {
        let sent = delivery.attempts;
        delivery = ask(Method::Get).await?;
        delivery.attempts += sent;
    }
    let stage = Stage { hop: None, role: route.end(), host, sent: session, attempts: delivery.attempts };
    let reply = delivery.answer.map_err(|no_reply| stage.no_reply(no_reply))?;
    console::read_sign_in_token(&reply).map_err(|refused| stage.sign_in_refused(refused))
}

/// Whether the sign-in service refused the method, or gave no reason at all, so that another method is worth a try.
fn says_nothing(reply: &Reply) -> bool {
    match reply.status {
        404 | 405 | 415 => true,
        429 => false,
        400..500 => console::read_sign_in_token(reply).is_err_and(|refused| refused.text.is_none()),
        _ => false,
    }
}

/// What came of a request in the end, and how often it was sent.
struct Delivery {
    answer: Result<Reply, NoReply>,
    attempts: u32,
}

/// Sends what `request` makes (each time anew, since a signature holds the time) until sending again would not help.
async fn deliver<W: World>(
    world: &W,
    single_use: bool,
    request: impl Fn(f64) -> Result<Request, Failure>,
    code: impl Fn(&Reply) -> Option<String>,
) -> Result<Delivery, Failure> {
    let mut attempts = 0;
    loop {
        let answer = world.send(request(world.now())?).await;
        attempts += 1;
        let said = answer.as_ref().ok().filter(|reply| reply.status != 200).and_then(&code);
        let outcome = match &answer {
            Ok(reply) => Outcome::Refused {
                status: reply.status,
                code: said.as_deref(),
                retry_after: reply.header("x-amz-retry-after").and_then(|ms| ms.parse().ok()),
            },
            Err(no_reply) => Outcome::NoReply(*no_reply),
        };
        let Some(ms) = retry::wait(attempts, outcome, single_use, world.random()) else {
            return Ok(Delivery { answer, attempts });
        };
        if let Err(Cancelled) = world.sleep(ms).await {
            return Ok(Delivery { answer: Err(NoReply::Cancelled), attempts });
        }
    }
}

/// Where in the walk something went wrong.
struct Stage<'a> {
    /// None while signing in.
    hop: Option<usize>,
    role: &'a RoleArn,
    host: &'a str,
    /// The credentials that the host was sent or that signed what it was sent: it may repeat them.
    sent: &'a Credentials,
    attempts: u32,
}

impl Stage<'_> {
    fn quote(&self, text: &str) -> String {
        let secrets: Vec<_> = iter::once(&self.sent.secret_access_key).chain(&self.sent.session_token).collect();
        quotable(text, &secrets)
    }

    fn failure(&self, kind: FailureKind, sentence: &str, evidence: Evidence) -> Failure {
        let (name, account) = (self.role.name(), self.role.account());
        let place = match self.hop {
            Some(hop) => format!("Hop {}, role {name} in account {account}", hop + 1),
            None => format!("Signing in to the console as role {name} in account {account}"),
        };
        Failure {
            kind,
            message: format!("{place}: {sentence}"),
            hop: self.hop,
            role_arn: Some(self.role.to_string()),
            evidence: Evidence { host: Some(self.host.into()), attempts: Some(self.attempts), ..evidence },
        }
    }

    fn no_reply(&self, no_reply: NoReply) -> Failure {
        let (host, tries) = (self.host, self.attempts);
        let (kind, sentence) = match no_reply {
            NoReply::Timeout => (
                FailureKind::Timeout,
                format!(
                    "{host} did not answer within ten seconds, {tries} times. Check the network or the VPN, then try again."
                ),
            ),
            NoReply::Unreachable => (
                FailureKind::Unreachable,
                format!(
                    "{host} could not be reached, or answered with a redirect, which is never followed. Check the network, the VPN \
                     or the proxy, then try again."
                ),
            ),
            NoReply::Redirected => (
                FailureKind::Redirected,
                format!(
                    "{host} answered with a redirect, which is never followed. A proxy may have answered in its place."
                ),
            ),
            NoReply::Oversized => (
                FailureKind::Oversized,
                format!(
                    "The answer of {host} was larger than any real one and was not read. A proxy may have answered in its place."
                ),
            ),
            NoReply::Cancelled => (FailureKind::Cancelled, "Cancelled.".into()),
        };
        self.failure(kind, &sentence, Evidence::default())
    }

    fn refused(&self, refused: Refusal, region: &str) -> Failure {
        let quote = |text: Option<String>| text.map(|text| self.quote(&text));
        let evidence = Evidence {
            status: Some(refused.status),
            code: quote(refused.code),
            aws_message: quote(refused.message),
            request_id: quote(refused.request_id),
            ..Evidence::default()
        };
        let (kind, sentence) = refusal::explain(&evidence, self.hop == Some(0), region);
        self.failure(kind, &sentence, evidence)
    }

    fn another_session(&self, session: Session) -> Failure {
        let arn = self.quote(&session.assumed_role_arn);
        let sentence = format!("STS answered with another session than the one asked for: {arn}. It was not used.");
        let request_id = session.request_id.map(|id| self.quote(&id));
        self.failure(
            FailureKind::WrongRole,
            &sentence,
            Evidence { status: Some(200), request_id, ..Evidence::default() },
        )
    }

    fn sign_in_refused(&self, refused: SignInRefusal) -> Failure {
        let status = refused.status;
        let said = refused.text.map(|text| self.quote(&text));
        let (kind, sentence) = match (status, &said) {
            (429, _) => (FailureKind::Throttled, "AWS asks to slow down. Wait a minute, then try again.".to_string()),
            (500.., _) => {
                (FailureKind::Unavailable, format!("The sign-in service is in trouble (HTTP {status}). Try again."))
            }
            (200, _) => (FailureKind::Malformed, "The answer held no sign-in token. Try again.".into()),
            (_, said) => {
                let said = said.as_deref().unwrap_or("it did not say why. Try again.");
                (FailureKind::SignIn, format!("The sign-in service refused the session (HTTP {status}): {said}"))
            }
        };
        self.failure(kind, &sentence, Evidence { status: Some(status), aws_message: said, ..Evidence::default() })
    }
}

fn step(at: usize, of: usize, role: &RoleArn, done: &[HopReport]) -> Step {
    Step { at, of, account: role.account().into(), role: role.name().into(), hops: done.to_vec() }
}
