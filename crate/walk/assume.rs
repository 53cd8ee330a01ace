//! One hop: AssumeRole, signed by the session before, and its answer held against what was asked.

use super::deliver::deliver;
use super::refused::{Refused, Stop};
use super::stage::Stage;
use super::user::Asker;
use crate::aws::credentials::Credentials;
use crate::chain::route::{Leg, Route};
use crate::diagnosis::{self, AskedHop, Denial, Earlier, refusal};
use crate::failure::aim::Aim;
use crate::failure::{Evidence, Failure, FailureKind, quotable};
use crate::protocol::http::Reply;
use crate::protocol::query::Refusal;
use crate::protocol::sign::sign;
use crate::protocol::sts::{self, AssumeRole, Session};
use crate::protocol::world::World;

/// The session, and how often it was asked for. `refused` says what a refusal after so many attempts ends the walk with.
pub(super) async fn assume<W: World>(
    at: usize,
    leg: &Leg,
    asked: &AssumeRole<'_>,
    signer: &Credentials,
    world: &W,
    refused: impl FnOnce(Refusal, u32) -> Stop,
) -> Result<(Session, u32), Stop> {
    let host = leg.sts_host();
    let delivery = deliver(
        world,
        asked.mfa.is_some(),
        |now| sign(sts::request(host.clone(), asked), signer, &leg.region, "sts", now),
        |reply| read(reply, leg, asked).err(),
    )
    .await?;
    let (attempts, code) = (delivery.attempts, asked.mfa.and_then(|mfa| mfa.token_code));
    let stage = Stage { aim: Aim::Hop(at, asked.role), host: &host, sent: signer, code, attempts, skew: world.skew() };
    let reply = delivery.answer.map_err(|no_reply| stage.no_reply(no_reply))?;
    let mut session = read(&reply, leg, asked).map_err(|refusal| refused(refusal, attempts))?;
    // A proxy, or a mix-up of replies, must not make a person someone else.
    let named = session.assumed_role_arn.rsplit('/').next() == Some(asked.session_name.as_str());
    if !named || !asked.role.is_session(&session.assumed_role_arn) {
        return Err(stage.another_session(&session.assumed_role_arn, session.request_id).into());
    }
    // An old reply that was played back. A clock that runs so fast is no reason: AWS would have refused the signature. The
    // skew that the reply shows is as old as the reply, so what counts is the time before it.
    if !session.credentials.lasts(delivery.signed_at) {
        return Err(stage.ended_session(session.request_id).into());
    }
    Ok((session, attempts))
}

/// MinIO names no session in its answers: there it is the one that was asked for.
fn read(reply: &Reply, leg: &Leg, asked: &AssumeRole<'_>) -> Result<Session, Refusal> {
    if !leg.is_elsewhere() {
        return sts::read(reply);
    }
    let mut session = sts::read_unnamed(reply)?;
    if session.assumed_role_arn.is_empty() {
        session.assumed_role_arn = asked.role.session(&asked.session_name);
    }
    Ok(session)
}

/// What a refusal means.
pub(super) async fn explained<W: World>(
    stage: &Stage<'_>,
    refused: &Refused,
    asked_hop: &AskedHop<'_>,
    leg: &Leg,
    asked: &AssumeRole<'_>,
    world: &W,
) -> Failure {
    let (at, device) = (refused.at, asked.mfa.map(|mfa| mfa.serial_number));
    let mut failure =
        stage.refused(refused.refusal.clone(), |evidence| refusal::explain(evidence, at == 0, &leg.region, device));
    if refusal::is_over_role_maximum(&failure.evidence) {
        failure.evidence.duration_seconds = asked.duration_seconds;
    }
    failure.caller = match named(&failure).or(refused.caller.as_deref()) {
        Some(arn) => Some(arn.into()),
        None if knows_key(failure.kind) => ask_caller(stage.sent, leg.sts_host(), &leg.region, world).await,
        None => None,
    };
    let by_policy = failure.kind == FailureKind::Denied && failure.causes.is_empty();
    if by_policy { diagnosis::of_denied(failure, asked_hop) } else { failure }
}

/// What is known of the hop that was refused, beside what AWS says of it.
pub(super) fn asked_hop<'a>(route: &'a Route, asked: &AssumeRole<'a>, refused: &Refused) -> AskedHop<'a> {
    let at = refused.at;
    let up_to = route.legs().get(..=at).unwrap_or_default();
    AskedHop {
        hop: at,
        role: asked.role,
        before: up_to.iter().rev().nth(1),
        by_user: refused.signer.is_long_term(),
        device: asked.mfa.map(|mfa| mfa.serial_number),
        external_id: asked.external_id.is_some(),
        sets_session: asked.policy.is_some()
            || !asked.policy_arns.is_empty()
            || !asked.session_tags.is_empty()
            || asked.source_identity.is_some(),
        tags_from: if asked.session_tags.is_empty() {
            up_to.iter().rposition(|leg| leg.hop.passes_tags_on())
        } else {
            Some(at)
        },
        source_identity_from: up_to.iter().rposition(|leg| leg.hop.source_identity.is_some()),
        earlier: Earlier::default(),
    }
}

/// The caller's ARN in AWS's own words.
fn named(failure: &Failure) -> Option<&str> {
    let said = failure.evidence.aws_message.as_deref()?;
    Denial::parse(said).caller.filter(|caller| caller.starts_with("arn:"))
}

/// Whether AWS looked at more than the signature, so that it knows whose key it is. A wrong MFA code needs no name: a person
/// is asked for the next one.
fn knows_key(kind: FailureKind) -> bool {
    matches!(kind, FailureKind::Denied | FailureKind::Duration | FailureKind::Validation)
}

/// Who the source is (GetCallerIdentity, which needs no permission): asked once, and no answer is none.
pub(super) async fn ask_caller<W: World>(
    signer: &Credentials,
    host: String,
    region: &str,
    world: &W,
) -> Option<String> {
    let asker = Asker { signer, region, service: "sts", code: None };
    let explain = |evidence: &Evidence| refusal::explain_caller(evidence, region);
    let request = sts::caller_request(host);
    let arn = asker.ask_once(world, &request, sts::read_caller, explain).await.ok()?;
    Some(quotable(&arn, &[])).filter(|arn| arn.starts_with("arn:"))
}
