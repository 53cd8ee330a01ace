//! The last session's way into the console: a sign-in token.

use super::deliver::deliver;
use super::stage::Stage;
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::partition::Partition;
use crate::chain::route::Route;
use crate::failure::Failure;
use crate::failure::aim::Aim;
use crate::protocol::console;
use crate::protocol::http::{Method, Reply};
use crate::protocol::world::World;

/// The token for `session` at `host`. `duration` is how long the console session may last, in seconds.
pub(super) async fn sign_in_token<W: World>(
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
    let stage = Stage {
        aim: Aim::SignIn(route.end()),
        host,
        sent: session,
        code: None,
        attempts: delivery.attempts,
        skew: world.skew(),
    };
    let reply = delivery.answer.map_err(|no_reply| stage.no_reply(no_reply))?;
    console::read_sign_in_token(&reply).map_err(|refused| stage.sign_in_refused(refused, duration.is_some()))
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
