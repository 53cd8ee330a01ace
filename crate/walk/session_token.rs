//! One MFA code for many chains: GetSessionToken takes the code, and its session starts the chains.

use super::asks::must_be_code;
use super::user::Asker;
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::partition::Partition;
use crate::diagnosis::refusal;
use crate::failure::aim::Aim;
use crate::failure::{Evidence, Failure, FailureKind};
use crate::protocol::sts;
use crate::protocol::world::World;

/// A session of the user whose long-term key `base` is, for 12 hours (a root user's for one), which bears witness to the
/// code. `region` is that of the STS endpoint.
///
/// # Errors
/// Before anything is sent: [`FailureKind::Invalid`] when `base` is a session or the region is none,
/// [`FailureKind::Mfa`] when the code cannot be one. Then what STS says; [`FailureKind::Mfa`] when it did not take the code.
pub async fn session_token<W: World>(
    base: &Credentials,
    region: &str,
    serial_number: &str,
    token_code: &Secret,
    world: &W,
) -> Result<Credentials, Failure> {
    let fail = |kind, sentence: &str| Aim::User.failure(kind, sentence);
    if !base.is_long_term() {
        return Err(fail(FailureKind::Invalid, refusal::NEEDS_LONG_TERM));
    }
    let unknown = || fail(FailureKind::Invalid, "This is not a region of AWS. One is us-east-1.");
    let host = Partition::of_region(region).ok_or_else(unknown)?.sts_host(region);
    let mfa = sts::Mfa { serial_number, token_code: Some(token_code) };
    must_be_code(&mfa).map_err(|sentence| fail(FailureKind::Mfa, &sentence))?;
    let asker = Asker { signer: base, region, service: "sts", code: Some(token_code) };
    let explain = |evidence: &Evidence| refusal::explain_session_token(evidence, region, serial_number);
    let request = sts::session_token_request(host, &mfa);
    let mut session = asker.ask(world, &request, sts::read_session_token, explain).await?;
    if !session.lasts(world.aws_now()) {
        return Err(asker.stage(world, &request.host, 1).ended_session(None));
    }
    Ok(session)
}
