//! What a walk starts with: the source's credentials or, where the user's own console opens, a session of GetFederationToken.

use std::borrow::Cow;

use super::user::Asker;
use crate::aws::credentials::Credentials;
use crate::chain::route::Route;
use crate::diagnosis::refusal;
use crate::failure::Failure;
use crate::protocol::sts;
use crate::protocol::world::World;

/// # Errors
/// What STS says to a user that asks for such a session; and where it gives another user's, or one that has ended.
pub(super) async fn start<'a, W: World>(
    route: &Route,
    base: &'a Credentials,
    world: &W,
) -> Result<Cow<'a, Credentials>, Failure> {
    let Some(of) = route.user_console() else { return Ok(Cow::Borrowed(base)) };
    let region = route.first_region();
    let request = sts::federation_token_request(
        route.first_host(),
        &of.name(),
        of.policy.as_deref(),
        &of.policy_arns,
        of.duration_seconds,
    );
    let asker = Asker { signer: base, region, service: "sts", code: None };
    let explain = |evidence: &_| refusal::explain_federation_token(evidence, region);
    let mut given = asker.ask(world, &request, sts::read_federation_token, explain).await?;
    let stage = asker.stage(world, &request.host, 1);
    if of.session_arn().as_deref() != Some(&given.arn) {
        return Err(stage.another_session(&given.arn, given.request_id));
    }
    if !given.credentials.lasts(world.aws_now()) {
        return Err(stage.ended_session(given.request_id));
    }
    Ok(Cow::Owned(given.credentials))
}
