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
    let legs = route.legs();
    let ask = |(at, leg): (usize, &'a Leg)| {
        let values = Values { chain: route.name(), hop: at, role: &leg.role, now, user: options.user.as_deref() };
        ask(leg, &values, at == 0 && base.is_long_term())
            .map_err(|mistake| Aim::Hop(at, &leg.role).failure(FailureKind::Invalid, &mistake))
    };
    let mut asks = legs.iter().enumerate().map(ask).collect::<Result<Vec<_>, _>>()?;
    // Last, so that nobody is asked for a code in vain. AWS takes one only where a user's own key calls.
    if let Some((first, leg)) = asks.first_mut().zip(legs.first()).filter(|_| base.is_long_term()) {
        let mfa = leg.hop.mfa_serial.as_deref().map(|device| mfa(device, options.token_code.as_ref()));
        first.mfa = mfa.transpose().map_err(|sentence| Aim::Hop(0, &leg.role).failure(FailureKind::Mfa, &sentence))?;
    }
    Ok(asks)
}

/// The device with its code.
///
/// # Errors
/// A sentence that asks for the code, if there is none or it cannot be one.
pub(super) fn mfa<'a>(device: &'a str, code: Option<&'a Secret>) -> Result<Mfa<'a>, String> {
    let digits = code.map(Secret::expose).unwrap_or_default(); // to look at its form
    let is_code = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit());
    match code.filter(|_| is_code) {
        Some(token_code) => Ok(Mfa { serial_number: device, token_code }),
        None if digits.is_empty() => Err(format!("Enter the six digits that {device} shows.")),
        None => Err(format!("A code has exactly six digits, and this has not. Enter those that {device} shows.")),
    }
}

/// What AWS gives at most to a role that a session assumes, in seconds, be it a role's or GetSessionToken's.
const HOUR: u32 = 3600;

fn ask<'a>(leg: &'a Leg, values: &Values<'_>, by_user: bool) -> Result<AssumeRole<'a>, String> {
    let hop = &leg.hop;
    let source_identity = hop.source_identity.as_deref();
    Ok(AssumeRole {
        role: &leg.role,
        session_name: placeholders::expand("The session name", &leg.session_name, values)?,
        source_identity: source_identity
            .map(|template| placeholders::expand("The source identity", template, values))
            .transpose()?,
        external_id: hop.external_id.as_deref(),
        duration_seconds: hop.duration_seconds.map(|seconds| if by_user { seconds } else { seconds.min(HOUR) }),
        policy: hop.policy.as_deref(),
        policy_arns: &hop.policy_arns,
        session_tags: &hop.session_tags,
        mfa: None,
    })
}
