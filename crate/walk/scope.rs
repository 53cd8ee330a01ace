//! The end role's session, with the session policies laid over it that could not go into the hop itself.

use super::Walked;
use super::deliver::deliver;
use super::stage::Stage;
use crate::aws::credentials::Credentials;
use crate::chain::route::{Leg, Route};
use crate::diagnosis::refusal;
use crate::failure::aim::Aim;
use crate::failure::{Failure, FailureKind};
use crate::protocol::sign::sign;
use crate::protocol::sts;
use crate::protocol::world::World;

/// What is left of the session. It is never given whole where something was to be laid over it.
pub(super) async fn scope<W: World>(route: &Route, walked: Walked, world: &W) -> Result<Walked, Failure> {
    let mut walked = walked;
    for policy in route.laid_over() {
        let nothing = || Failure::new(FailureKind::Invalid, "The chain has no role whose session could be narrowed.");
        let leg = route.legs().last().ok_or_else(nothing)?;
        let credentials = lay_over(policy, route, leg, &walked, world).await?;
        walked = Walked { credentials, ..walked };
    }
    Ok(walked)
}

async fn lay_over<W: World>(
    policy: &str,
    route: &Route,
    leg: &Leg,
    walked: &Walked,
    world: &W,
) -> Result<Credentials, Failure> {
    let (host, signer) = (leg.sts_host(), &walked.credentials);
    let delivery = deliver(
        world,
        false,
        |now| sign(sts::scoped_request(host.clone(), policy, route.description()), signer, &leg.region, "sts", now),
        |reply| sts::read_scoped(reply).err(),
    )
    .await?;
    let stage = Stage {
        aim: Aim::Hop(route.legs().len() - 1, &leg.role),
        host: &host,
        sent: signer,
        code: None,
        attempts: delivery.attempts,
        skew: world.skew(),
    };
    let reply = delivery.answer.map_err(|no_reply| stage.no_reply(no_reply))?;
    let mut scoped = sts::read_scoped(&reply).map_err(|refused| {
        stage.refused(refused, |evidence| refusal::explain_scoped(evidence, &leg.region, route.description().is_some()))
    })?;
    let is_same = walked.hops.last().is_some_and(|hop| hop.assumed_role_arn == scoped.arn);
    if !is_same {
        return Err(stage.another_session(&scoped.arn, scoped.request_id));
    }
    if !scoped.credentials.lasts(delivery.signed_at) {
        return Err(stage.ended_session(scoped.request_id));
    }
    Ok(scoped.credentials)
}
