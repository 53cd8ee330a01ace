//! Sends a request until its answer is worth reading, or sending it again would not help.

use crate::aws::credentials::{Credentials, Secret};
use crate::aws::endpoint::is_endpoint;
use crate::failure::Failure;
use crate::protocol::http::{NoReply, Reply, Request};
use crate::protocol::query::Refusal;
use crate::protocol::retry::{self, MAX_ATTEMPTS, Outcome};
use crate::protocol::world::{Cancelled, World};
use crate::protocol::{clock, sts};

/// What came of a request in the end, and how often it was sent.
pub(crate) struct Delivery {
    pub answer: Result<Reply, NoReply>,
    pub attempts: u32,
    /// When it was signed last: AWS's time in milliseconds since 1970, as far as it was known then.
    pub signed_at: f64,
}

/// Sends what `request` makes (each time anew, since a signature holds the time) until sending again would not help.
pub(crate) async fn deliver<W: World>(
    world: &W,
    single_use: bool,
    request: impl Fn(f64) -> Result<Request, Failure>,
    refusal: impl Fn(&Reply) -> Option<Refusal>,
) -> Result<Delivery, Failure> {
    let mut attempts = 0;
    let (mut corrected, mut looked) = (false, false);
    loop {
        let (signed_at, skew) = (world.aws_now(), world.skew());
        let request = request(signed_at)?;
        let question = unsigned_question(&request);
        let (answer, said) = send(world, request, &refusal).await;
        attempts += 1;
        let answer = match answer {
            // Once, and before it is sent again: of what a browser keeps to itself, AWS may have answered each.
            Err(NoReply::Unreachable) if !looked => {
                looked = true;
                Err(world.kept_back(question.clone()).await.unwrap_or(NoReply::Unreachable))
            }
            answer => answer,
        };
        let off = world.skew() - skew;
        let is_clock = said.as_ref().is_some_and(|said| clock::may_be_why(said, off, single_use));
        if is_clock && !corrected && attempts < MAX_ATTEMPTS {
            corrected = true;
            continue;
        }
        let outcome = match &answer {
            Ok(reply) => Outcome::Refused {
                status: reply.status,
                code: said.as_ref().and_then(|said| said.code.as_deref()),
                // Whole milliseconds. Reading fractions alone would make the module of a click 16 kB larger.
                retry_after: reply.header("x-amz-retry-after").and_then(|ms| Some(f64::from(ms.parse::<u32>().ok()?))),
            },
            Err(no_reply) => Outcome::NoReply(*no_reply),
        };
        let Some(ms) = retry::wait(attempts, outcome, single_use, world.random()) else {
            // Whoever hangs up on a request looks like a dead host. So ask whether anyone is there.
            let answer = match answer {
                Err(NoReply::Unreachable) => Err(match world.send(question).await {
                    Ok(_) => NoReply::Redirected,
                    Err(NoReply::Cancelled) => NoReply::Cancelled,
                    Err(_) => NoReply::Unreachable,
                }),
                answer => answer,
            };
            return Ok(Delivery { answer, attempts, signed_at });
        };
        if let Err(Cancelled) = world.sleep(ms).await {
            return Ok(Delivery { answer: Err(NoReply::Cancelled), attempts, signed_at });
        }
    }
}

/// Sends it once, and learns from the answer what time it is at AWS. With the answer comes what `refusal` reads in it.
pub(crate) async fn send<W: World>(
    world: &W,
    request: Request,
    refusal: impl Fn(&Reply) -> Option<Refusal>,
) -> (Result<Reply, NoReply>, Option<Refusal>) {
    let (sent, thought, host) = (world.now(), world.aws_now(), request.host.clone());
    let answer = world.send(request).await;
    let Ok(reply) = &answer else { return (answer, None) };
    let said = if reply.status == 200 { None } else { refusal(reply) };
    // What time it is elsewhere says nothing of AWS.
    if is_endpoint(&host) {
        return (answer, said);
    }
    if let Some(skew) = clock::skew(reply, said.as_ref(), thought, sent, world.now()) {
        world.measured(skew);
    }
    (answer, said)
}

/// Asks AWS what time it is, where an answer to an unsigned request makes no sense by what is thought of that: no clock has AWS refuse
/// such a request, so nothing was learnt from it. The question is a new one each time, and nobody can have kept an answer to it.
pub(crate) async fn ask_time<W: World>(world: &W, host: &str) {
    let target = Secret::new(format!("/?{}", world.random()));
    let (sent, answer) = (world.now(), world.send(Request { target, ..sts::caller_request(host.into()) }).await);
    if let Some(skew) = answer.ok().and_then(|reply| clock::skew_by_fresh(&reply, sent, world.now())) {
        world.measured(skew);
    }
}

/// Whether credentials that the answer to an unsigned request has last at all; told by AWS's own time where they do not by ours.
pub(crate) async fn lasts<W: World>(credentials: &mut Credentials, world: &W, host: &str) -> bool {
    if !credentials.lasts(world.aws_now()) {
        ask_time(world, host).await;
    }
    credentials.lasts(world.aws_now())
}

/// A question to the same address that says nothing of the request: the one action that AWS answers to anybody, unsigned. It says
/// no, but it says it. (STS sends whoever names no action to a page of its documentation, by a redirect.)
fn unsigned_question(request: &Request) -> Request {
    let path = request.target.expose().split('?').next().unwrap_or("/");
    Request { target: Secret::new(path), ..sts::caller_request(request.host.clone()) }
}
