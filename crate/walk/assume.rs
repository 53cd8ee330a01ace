//! One hop: AssumeRole, signed by the session before, and its answer held against what was asked.

use super::deliver::deliver;
use super::stage::{Aim, Stage};
use super::{Route, World};
use crate::credentials::Credentials;
use crate::error::Failure;
use crate::refusal::{self, AskedHop};
use crate::route::Leg;
use crate::sign::sign;
use crate::sts::{self, AssumeRole, Refusal, Session};

/// The session, and how often it was asked for.
pub(super) async fn assume<W: World>(
    route: &Route,
    at: usize,
    leg: &Leg,
    asked: &AssumeRole<'_>,
    signer: &Credentials,
    world: &W,
) -> Result<(Session, u32), Failure> {
    let host = leg.sts_host();
    let delivery = deliver(
        world,
        asked.mfa.is_some(),
        |now| sign(sts::request(host.clone(), asked), signer, &leg.region, "sts", now),
        |reply| sts::read(reply).err(),
    )
    .await?;
    let (attempts, code) = (delivery.attempts, asked.mfa.map(|mfa| mfa.token_code));
    let stage = Stage { aim: Aim::Hop(at, asked.role), host: &host, sent: signer, code, attempts, skew: world.skew() };
    let reply = delivery.answer.map_err(|no_reply| stage.no_reply(no_reply))?;
    let session = sts::read(&reply).map_err(|refused| explained(&stage, refused, route, at, leg, asked))?;
    // A proxy, or a mix-up of replies, must not make a person someone else.
    let named = session.assumed_role_arn.rsplit('/').next() == Some(asked.session_name.as_str());
    if !named || !asked.role.is_session(&session.assumed_role_arn) {
        return Err(stage.another_session(session));
    }
    // An old reply that was played back. A clock that runs so fast is no reason: AWS would have refused the signature. The
    // skew that the reply shows is as old as the reply, so what counts is the time before it.
    if session.expires_at <= delivery.signed_at {
        return Err(stage.ended_session(session));
    }
    Ok((session, attempts))
}

fn explained(
    stage: &Stage<'_>,
    refused: Refusal,
    route: &Route,
    at: usize,
    leg: &Leg,
    asked: &AssumeRole<'_>,
) -> Failure {
    let up_to = route.legs().get(..=at).unwrap_or_default();
    let context = AskedHop {
        hop: at,
        region: &leg.region,
        by_user: stage.sent.is_long_term(),
        device: asked.mfa.map(|mfa| mfa.serial_number),
        tags_from: if asked.session_tags.is_empty() {
            up_to.iter().rposition(|leg| leg.hop.passes_tags_on())
        } else {
            Some(at)
        },
        source_identity_from: up_to.iter().rposition(|leg| leg.hop.source_identity.is_some()),
    };
    let mut failure = stage.refused(refused, |evidence| refusal::explain(evidence, &context));
    if refusal::is_over_role_maximum(&failure.evidence) {
        failure.evidence.duration_seconds = asked.duration_seconds;
    }
    failure
}
