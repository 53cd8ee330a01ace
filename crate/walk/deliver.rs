//! Sends a request until its answer is worth reading, or sending it again would not help.

use super::{Cancelled, World};
use crate::credentials::Secret;
use crate::error::Failure;
use crate::http::{NoReply, Reply, Request};
use crate::retry::{self, Outcome};
use crate::sts;

/// What came of a request in the end, and how often it was sent.
pub(super) struct Delivery {
    pub answer: Result<Reply, NoReply>,
    pub attempts: u32,
}

/// Sends what `request` makes (each time anew, since a signature holds the time) until sending again would not help.
pub(super) async fn deliver<W: World>(
    world: &W,
    single_use: bool,
    request: impl Fn(f64) -> Result<Request, Failure>,
    code: impl Fn(&Reply) -> Option<String>,
) -> Result<Delivery, Failure> {
    let mut attempts = 0;
    loop {
        let request = request(world.now())?;
        let question = empty_handed(&request);
        let answer = world.send(request).await;
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
            // A browser says of a redirect that it refused what it says of a dead host: nothing. So ask whether anyone is there.
            let answer = match answer {
                Err(NoReply::Unreachable) => Err(match world.send(question).await {
                    Ok(_) => NoReply::Redirected,
                    Err(NoReply::Cancelled) => NoReply::Cancelled,
                    Err(_) => NoReply::Unreachable,
                }),
                answer => answer,
            };
            return Ok(Delivery { answer, attempts });
        };
        if let Err(Cancelled) = world.sleep(ms).await {
            return Ok(Delivery { answer: Err(NoReply::Cancelled), attempts });
        }
    }
}

/// The same door with nothing in hand: the one action that AWS answers to anybody, unsigned. It says no, but it says it.
/// (STS sends whoever names no action to a page of its documentation, by a redirect.)
fn empty_handed(request: &Request) -> Request {
    let path = request.target.expose().split('?').next().unwrap_or("/");
    Request { target: Secret::new(path), ..sts::caller_request(request.host.clone()) }
}
