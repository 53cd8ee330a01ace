//! What it means when STS refuses: the kind of failure, and a sentence that says what to do.
//!
//! The codes and texts are those that AWS's models, documentation and public transcripts show. AWS promises no wording, so
//! a text is only looked into where the code alone does not tell causes apart.

mod denied;
mod federation;
pub(crate) mod iam;
mod parameter;
mod pointers;

pub use self::denied::NEEDS_LONG_TERM;
pub(crate) use self::denied::{FEDERATED, NEW_SOURCE_IDENTITY, who_and_why};
pub use self::federation::explain as explain_federation;
pub(crate) use self::pointers::{details_page, policy_arn};
use crate::aws::partition::is_opt_in;
use crate::failure::{Evidence, FailureKind};
use crate::protocol::clock::{is_told, times_told};
use crate::protocol::retry;

/// What STS's answer to an AssumeRole means, which the source's credentials signed or not (`first`), with a code of `device` or
/// none. Where a policy is in the way, [`crate::diagnosis`] says more.
pub fn explain(evidence: &Evidence, first: bool, region: &str, device: Option<&str>) -> (FailureKind, String) {
    told(evidence, first, region, |said| denied::of_hop(said, device))
}

/// What STS's answer to a GetSessionToken with a code of `device` means, which the source's credentials signed.
pub fn explain_session_token(evidence: &Evidence, region: &str, device: &str) -> (FailureKind, String) {
    told(evidence, true, region, |said| denied::of_session_token(said, device))
}

/// What STS's answer to a GetFederationToken means, which a user's key signed.
pub fn explain_federation_token(evidence: &Evidence, region: &str) -> (FailureKind, String) {
    told(evidence, true, region, |said| {
        let why = if said.contains("with session credentials") {
            "A user’s own console opens with the user’s long-term key alone. The source holds a session: enter that key.".into()
        } else {
            let denied = who_and_why(said, "sts:GetFederationToken");
            format!("{denied} Whoever may change the user’s policies can allow it sts:GetFederationToken.")
        };
        (FailureKind::Denied, why)
    })
}

/// What STS's answer to a GetScopedCredentials means, by which a session policy is laid over a session: a chain's own, or that of a lease.
pub fn explain_scoped(evidence: &Evidence, region: &str, for_lease: bool) -> (FailureKind, String) {
    if evidence.code.as_deref() == Some("InvalidAction") {
        let (laid, instead) = if for_lease {
            (
                "a lease over a session that has a policy already",
                "Lease of a chain that ends as the same role, does not open read-only, and has no session policy in its last hop: \
                 AssumeRole itself holds that lease.",
            )
        } else {
            (
                "this hop’s own session policy over read-only access",
                "Open it with changes allowed, where its own policy holds, or take that policy out of the hop.",
            )
        };
        let sentence = format!(
            "STS in {region} does not know GetScopedCredentials yet, which lays {laid}. So nothing was opened or given. {instead}"
        );
        return (FailureKind::Refused, sentence);
    }
    told(evidence, false, region, |said| (FailureKind::Denied, who_and_why(said, "sts:GetScopedCredentials")))
}

/// What STS's answer to a GetCallerIdentity means, which the source's credentials signed.
pub fn explain_caller(evidence: &Evidence, region: &str) -> (FailureKind, String) {
    told(evidence, true, region, |said| (FailureKind::Denied, who_and_why(said, "sts:GetCallerIdentity")))
}

/// Whether AWS says that the duration is over the role's own maximum, and not over the hour of a chained session.
pub fn is_over_role_maximum(evidence: &Evidence) -> bool {
    evidence.aws_message.as_deref().is_some_and(|said| said.contains(ROLE_MAXIMUM))
}

fn told(
    evidence: &Evidence,
    first: bool,
    region: &str,
    denied: impl FnOnce(&str) -> (FailureKind, String),
) -> (FailureKind, String) {
    let said = evidence.aws_message.as_deref().unwrap_or_default();
    let code = evidence.code.as_deref();
    match (code, evidence.status.unwrap_or_default()) {
        (code, status) if retry::is_throttle(status, code) => (FailureKind::Throttled, SLOW_DOWN.into()),
        (_, status @ 500..) => (
            FailureKind::Unavailable,
            format!("STS in {region} is in trouble (HTTP {status}). Try again, or choose another region."),
        ),
        (Some("AccessDenied" | "AccessDeniedException"), _) => denied(said),
        (Some("ExpiredToken" | "ExpiredTokenException"), _) => (FailureKind::Expired, expired(first)),
        (Some("InvalidClientTokenId" | "UnrecognizedClientException"), _) => {
            (FailureKind::InvalidKey, invalid_key(first, region))
        }
        (Some("SignatureDoesNotMatch"), _) => mismatch("STS", evidence, first, region),
        (Some("RegionDisabledException" | "OptInRequired"), _) => (FailureKind::Region, inactive(region)),
        (Some("ValidationError"), _) => validation(said),
        (Some("PackedPolicyTooLarge" | "PackedPolicyTooLargeException"), _) => (
            FailureKind::Validation,
            format!(
                "The session policy, the managed policies and the session tags, inherited ones among them, take more room than AWS \
                 gives a session. Take some away or shorten them. AWS says: {said}"
            ),
        ),
        (Some("MalformedPolicyDocument" | "MalformedPolicyDocumentException"), _) => (
            FailureKind::Validation,
            format!("AWS cannot use this hop’s session policy or one of its managed policies. It says: {said}"),
        ),
        (Some("MissingParameter" | "InvalidParameterValue"), _) => (FailureKind::Validation, parameter::sentence(said)),
        _ => of_any_service("STS", evidence),
    }
}

/// What is said of every request to slow down.
pub(crate) const SLOW_DOWN: &str = "AWS asks to slow down. Wait a minute, then try again.";

/// What an answer of `service` means whose code is none of its own: what every service says of the time, and what nobody knows.
pub(crate) fn of_any_service(service: &str, evidence: &Evidence) -> (FailureKind, String) {
    let said = evidence.aws_message.as_deref().unwrap_or_default();
    match evidence.code.as_deref() {
        Some("RequestExpired" | "RequestTimeTooSkewed" | "RequestInTheFuture") => (FailureKind::Clock, clock(evidence)),
        // We sign every request whole.
        Some("IncompleteSignature" | "MissingAuthenticationToken") => (
            FailureKind::Refused,
            format!(
                "The signature did not reach {service} whole. Something on the way, such as a proxy, a VPN or a firewall, changed the \
                 request’s Authorization header or took it away: try another network."
            ),
        ),
        Some(code) => (
            FailureKind::Refused,
            format!(
                "{service} answered {code}: {}. Try again; if it answers so each time, look for {code} in AWS’s documentation of \
                 {service}.",
                said.trim_end().trim_end_matches('.')
            ),
        ),
        None => (
            FailureKind::Malformed,
            format!(
                "The answer (HTTP {}) is not one that {service} gives. A proxy or a firewall may have answered in its place: \
                 check the network.",
                evidence.status.unwrap_or_default()
            ),
        ),
    }
}

/// In a region that an account has to opt in to, STS is active as soon as the region is, and cannot be activated by itself.
fn inactive(region: &str) -> String {
    let activated = if is_opt_in(region) { "that region enabled for it" } else { "STS activated there" };
    format!(
        "STS is not active in {region} for the account whose credentials were used. Choose another region, or have {activated}."
    )
}

fn expired(first: bool) -> String {
    if first {
        "The source’s credentials have expired. Enter new ones.".into()
    } else {
        "The session of the hop before has expired. Start the chain again.".into()
    }
}

/// What it is most likely where the region is one to opt in to comes first, as among the causes.
fn invalid_key(first: bool, region: &str) -> String {
    match (first, is_opt_in(region)) {
        (true, false) => format!(
            "AWS does not know the source’s access key, or its session token is not valid in {region}. Check that the key is \
             active and of this partition; temporary credentials may have ended."
        ),
        (true, true) => format!(
            "AWS does not take the source’s credentials in {region}, which an account has to enable first. Choose another region for \
             the chain, or have it enabled; if it is, see what else it may be."
        ),
        (false, false) => format!(
            "AWS does not take the session of the hop before in {region}. Its role may have been deleted, or made anew: try again."
        ),
        (false, true) => format!(
            "AWS does not accept the session of the hop before in {region}. The region may not be enabled for that account: \
             choose another for the hop or for the whole chain."
        ),
    }
}

/// SignatureDoesNotMatch is also what AWS says of a wrong clock and of a wrong region.
pub(crate) fn mismatch(service: &str, evidence: &Evidence, first: bool, region: &str) -> (FailureKind, String) {
    let said = evidence.aws_message.as_deref().unwrap_or_default();
    if is_told(said) {
        (FailureKind::Clock, clock(evidence))
    } else if said.contains("scoped to a valid region") {
        (
            FailureKind::Region,
            format!("{service} does not take requests signed for {region} here. Choose another region."),
        )
    } else if first {
        (
            FailureKind::Signature,
            "The signature does not match: the source’s secret access key is wrong. Enter it anew.".into(),
        )
    } else {
        (
            FailureKind::Signature,
            "The signature does not match. Something between here and AWS may have changed the request.".into(),
        )
    }
}

fn clock(evidence: &Evidence) -> String {
    let off = match minutes_ahead(evidence) {
        Some(minutes) if minutes < 0 => format!("{} behind", amount(-minutes)),
        Some(minutes) => format!("{} ahead of", amount(minutes)),
        None => "too far from".into(),
    };
    format!("This computer’s clock is {off} AWS’s. Set it right, then try again.")
}

/// How far this computer's clock is ahead of AWS's: as it was measured; else as AWS says of the signature, whose time may have
/// been corrected.
fn minutes_ahead(evidence: &Evidence) -> Option<i64> {
    let told = || evidence.aws_message.as_deref().and_then(times_told).map(|(ours, theirs)| (ours - theirs) / 1_000.0);
    let seconds = evidence.skew_seconds.map(|skew| -(skew as f64)).or_else(told)?;
    Some((seconds / 60.0).round() as i64)
}

/// A wrong time zone gives hours, and a battery that died years.
fn amount(minutes: i64) -> String {
    match minutes {
        ..120 => format!("{minutes} minutes"),
        120..2_880 => format!("{} hours", (minutes + 30) / 60),
        _ => format!("{} days", (minutes + 720) / 1_440),
    }
}

const ROLE_MAXIMUM: &str = "MaxSessionDuration";

fn validation(said: &str) -> (FailureKind, String) {
    if said.contains("role chaining") {
        let sentence = "This hop asks for more than one hour, which AWS does not give to a role that a session assumes. \
                        Leave its duration empty, or set 3600 seconds or less.";
        (FailureKind::Duration, sentence.into())
    } else if said.contains(ROLE_MAXIMUM) {
        let sentence = "This hop asks for a longer session than the role allows (its MaxSessionDuration). Leave its duration empty, or \
                        set less.";
        (FailureKind::Duration, sentence.into())
    } else {
        (FailureKind::Validation, parameter::sentence(said))
    }
}
