//! What each hop asks STS for: the chain's templates filled in, and the MFA code where a user's own key calls.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::WalkOptions;
use crate::aws::credentials::{Credentials, Secret};
use crate::chain::placeholders::{self, Templated, Values, names_reason};
use crate::chain::route::reason::ReasonPlace;
use crate::chain::route::{Leg, Route};
use crate::failure::aim::Aim;
use crate::failure::{Failure, FailureKind};
use crate::protocol::sts::{AssumeRole, CHAINED_SECONDS, Mfa};

/// What each hop of the route asks for, all of it known before anything is sent.
pub(super) fn asks<'a>(
    route: &'a Route,
    base: &Credentials,
    options: &'a WalkOptions,
    now: f64,
) -> Result<Vec<AssumeRole<'a>>, Failure> {
    let legs = route.legs();
    let ask = |(at, leg)| ask(route, at, leg, options, now, at == 0 && base.is_long_term());
    let mut asks = legs.iter().enumerate().map(ask).collect::<Result<Vec<_>, _>>()?;
    // AWS takes a code only where a user's own key calls. Nobody but AWS is told one.
    let takes_code = |leg: &Leg| base.is_long_term() && !leg.is_elsewhere();
    if let Some((first, leg)) = asks.first_mut().zip(legs.first()).filter(|(_, leg)| takes_code(leg)) {
        let device = leg.hop.mfa_serial.as_deref().or(options.mfa_serial.as_deref());
        first.mfa = device.map(|serial_number| Mfa { serial_number, token_code: options.token_code.as_ref() });
    }
    Ok(asks)
}

/// Refuses to ask for the hop without the code that it needs. Last of all that there is to refuse, so that nobody is asked for a
/// code in vain.
pub(super) fn must_have_code(at: usize, asked: &AssumeRole<'_>) -> Result<(), Failure> {
    let Some(mfa) = asked.mfa else { return Ok(()) };
    must_be_code(&mfa).map_err(|sentence| Aim::Hop(at, asked.role).failure(FailureKind::Mfa, &sentence))
}

/// What AWS will record of a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ReasonRecord {
    /// Where: the settings' place, or the one of the chain's own templates that names the reason.
    pub place: ReasonPlace,
    /// The whole text there, as it is sent.
    pub text: String,
}

/// What AWS will record of the reason, on the first hop that says it.
///
/// # Errors
/// As those of a walk with these options before it sends anything.
pub fn reason_record(route: &Route, options: &WalkOptions, now: f64) -> Result<ReasonRecord, Failure> {
    let route = &*route.with_reason(options.reason.as_deref(), &options.reason_into)?;
    let ask = |(at, leg)| ask(route, at, leg, options, now, false);
    let asks = route.legs().iter().enumerate().map(ask).collect::<Result<Vec<_>, _>>()?;
    let hops = || route.legs().iter().zip(&asks);
    let identity = hops().find(|(leg, _)| leg.hop.source_identity.as_deref().is_some_and(names_reason));
    if let Some(text) = identity.and_then(|(_, asked)| asked.source_identity.clone()) {
        return Ok(ReasonRecord { place: ReasonPlace::SourceIdentity, text });
    }
    if let Some((_, asked)) = hops().find(|(leg, _)| leg.session_name.as_deref().is_some_and(names_reason)) {
        return Ok(ReasonRecord { place: ReasonPlace::SessionName, text: asked.session_name.clone() });
    }
    let text = options.reason.as_deref().unwrap_or_default().trim().into();
    Ok(ReasonRecord { place: options.reason_into.clone(), text })
}

/// # Errors
/// A sentence that asks for the code, if there is none or it cannot be one.
pub(super) fn must_be_code(mfa: &Mfa<'_>) -> Result<(), String> {
    let device = mfa.serial_number;
    let digits = mfa.token_code.map(Secret::expose).unwrap_or_default(); // to look at its form
    match digits.len() {
        6 if digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
        0 => Err(format!("Enter the six digits that {device} shows.")),
        _ => Err(format!("A code has exactly six digits, and this has not. Enter those that {device} shows.")),
    }
}

fn ask<'a>(
    route: &Route,
    at: usize,
    leg: &'a Leg,
    options: &WalkOptions,
    now: f64,
    by_user: bool,
) -> Result<AssumeRole<'a>, Failure> {
    let hop = &leg.hop;
    let (user, reason) = (options.user.as_deref(), options.reason.as_deref());
    let values = Values { chain: route.name(), hop: at, role: &leg.role, now, user, reason };
    let filled = |of: Templated, template: &str| {
        placeholders::expand(of, template, &values).map_err(|mistake| {
            // What is not wrong with the template is wrong with the reason.
            let template_is_fine = placeholders::check(of, template, user).is_ok();
            let kind = if template_is_fine { FailureKind::Reason } else { FailureKind::Invalid };
            Aim::Hop(at, &leg.role).failure(kind, &mistake)
        })
    };
    let source_identity = hop.source_identity.as_deref();
    Ok(AssumeRole {
        role: &leg.role,
        session_name: filled(Templated::SessionName, leg.session_name(user))?,
        source_identity: source_identity.map(|template| filled(Templated::SourceIdentity, template)).transpose()?,
        external_id: hop.external_id.as_deref(),
        duration_seconds: hop
            .duration_seconds
            .map(|seconds| if by_user { seconds } else { seconds.min(CHAINED_SECONDS) }),
        policy: hop.policy.as_deref(),
        policy_arns: &hop.policy_arns,
        session_tags: &hop.session_tags,
        mfa: None,
    })
}
