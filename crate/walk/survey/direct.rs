//! Whether the hops between are needed at all: the source asks for the end role itself.

use super::Direct;
use crate::aws::credentials::Credentials;
use crate::chain::route::Route;
use crate::diagnosis::refusal;
use crate::failure::{Evidence, FailureKind};
use crate::protocol::sts::{self, AssumeRole};
use crate::protocol::world::World;
use crate::walk::user::Asker;

/// Asks once, as the last hop asked but without MFA. The session that it gives is dropped, and its memory wiped.
/// `mfa_was_brought` says that the walk had a code, without which a No may be no No.
pub(super) async fn ask_direct<W: World>(
    route: &Route,
    base: &Credentials,
    last: &AssumeRole<'_>,
    mfa_was_brought: bool,
    world: &W,
) -> Direct {
    let Some(leg) = route.legs().last() else { return Direct::Unknown };
    let asker = Asker { signer: base, region: &leg.region, service: "sts", code: None };
    let explain = |evidence: &Evidence| refusal::explain(evidence, true, &leg.region, None);
    match asker.ask_once(world, &sts::request(leg.sts_host(), last), sts::read, explain).await {
        Ok(session) if last.role.is_session(&session.assumed_role_arn) => Direct::Yes,
        Err(failure) if failure.kind == FailureKind::Denied && !mfa_was_brought => Direct::No,
        _ => Direct::Unknown,
    }
}
