//! What each hop asks STS for: the chain's templates filled in, and the MFA code where a user's own key calls.

use super::stage::Aim;
use super::{Route, WalkOptions};
use crate::credentials::{Credentials, Secret};
use crate::error::{Failure, FailureKind};
use crate::placeholders::{self, Values};
use crate::route::Leg;
use crate::sts::{AssumeRole, Mfa};

/// What each hop of the route asks for, all of it known before anything is sent.
pub(super) fn asks<'a>(
    route: &'a Route,
    base: &Credentials,
    options: &'a WalkOptions,
    now: f64,
) -> Result<Vec<AssumeRole<'a>>, Failure> {
    let ask = |(at, leg): (usize, &'a Leg)| {
        let (role, hop) = (&leg.role, &leg.hop);
        let values = Values { chain: route.name(), hop: at, role, now, user: options.user.as_deref() };
        let filled = |what, template| {
            placeholders::expand(what, template, &values)
                .map_err(|mistake| Aim::Hop(at, role).failure(FailureKind::Invalid, &mistake))
        };
        let source_identity = hop.source_identity.as_deref().map(|template| filled("The source identity", template));
        Ok(AssumeRole {
            role,
            session_name: filled("The session name", &leg.session_name)?,
            source_identity: source_identity.transpose()?,
            external_id: hop.external_id.as_deref(),
            duration_seconds: hop
                .duration_seconds
                .map(|seconds| if by_user(at, base) { seconds } else { seconds.min(HOUR) }),
            policy: hop.policy.as_deref(),
            policy_arns: &hop.policy_arns,
            session_tags: &hop.session_tags,
            mfa: hop
                .mfa_serial
                .as_deref()
                .filter(|_| by_user(at, base))
                .map(|device| mfa(leg, device, options))
                .transpose()?,
        })
    };
    route.legs().iter().enumerate().map(ask).collect()
}

/// The code, if it can be one.
///
/// # Errors
/// A sentence that asks for the code of `device`.
pub(super) fn six_digits<'a>(device: &str, code: Option<&'a Secret>) -> Result<&'a Secret, String> {
    let Some(code) = code else { return Err(format!("Enter the six digits that {device} shows.")) };
    let digits = code.expose(); // to look at its form
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(code)
    } else {
        Err(format!("A code has exactly six digits, and this has not. Enter those that {device} shows."))
    }
}

/// What AWS gives at most to a role that a session assumes, in seconds, be it a role's or GetSessionToken's.
const HOUR: u32 = 3600;

/// Whether a user's own key signs the hop. Only there does AWS take an MFA code and give more than an hour.
fn by_user(at: usize, base: &Credentials) -> bool {
    at == 0 && base.is_long_term()
}

fn mfa<'a>(leg: &'a Leg, device: &'a str, options: &'a WalkOptions) -> Result<Mfa<'a>, Failure> {
    six_digits(device, options.token_code.as_ref())
        .map(|token_code| Mfa { serial_number: device, token_code })
        .map_err(|sentence| Aim::Hop(0, &leg.role).failure(FailureKind::Mfa, &sentence))
}
