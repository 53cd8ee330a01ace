//! What can go wrong, as data that a page can switch on. Never a secret, never a URL that holds one.

pub(crate) mod aim;
pub mod cause;
pub mod remedy;

use std::fmt;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use self::cause::Cause;
use crate::aws::credentials::Secret;
use crate::aws::invisible::is_deceptive;

/// A failure: what kind it is, a sentence for the person, where in the chain, and the evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Failure {
    /// The cause, from a closed set.
    pub kind: FailureKind,
    /// What happened, to which role, and what to do.
    pub message: String,
    /// The hop it happened on, counted from 0; absent when it was before the first or after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hop: Option<usize>,
    /// The role that was being assumed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// Who asked AWS and was refused: an ARN, as AWS told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// What may be behind it, the most likely first. One alone is certain. None where the kind says it all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
    /// What AWS, the network or the check said.
    #[serde(default)]
    pub evidence: Evidence,
}

impl Failure {
    /// A failure that rests on no evidence and belongs to no hop yet.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hop: None,
            role_arn: None,
            caller: None,
            causes: Vec::new(),
            evidence: Evidence::default(),
        }
    }

    /// A defect of ours. `what` names it for a report, and quotes no data.
    pub fn internal(what: &str) -> Self {
        Self::new(FailureKind::Internal, format!("Rolerelay met a defect of its own: {what}. Please report it."))
    }
}

/// What a host said, fit for [`Evidence`]: without the secrets that it was sent, at most 2,000 characters, and a
/// space for each that is a control, shows nothing or turns the text around it.
///
/// STS quotes the canonical request when a signature does not match, and the session token is a header of that; what the
/// sign-in service's pages repeat is its own affair.
pub fn quotable(text: &str, secrets: &[&Secret]) -> String {
    // First masked, then cut: a secret that is cut in two could not be found any more.
    let masked = secrets.iter().fold(text.trim().to_string(), |text, secret| mask(&text, secret));
    masked.chars().take(2000).map(|c| if is_deceptive(c) { ' ' } else { c }).collect()
}

/// `text` without the secret, be it as it is or percent-encoded, as in a query.
fn mask(text: &str, secret: &Secret) -> String {
    let plain = secret.expose(); // to look for it, so that it is not shown
    if plain.is_empty() {
        return text.into();
    }
    let encoded: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
    text.replace(plain, "…").replace(&encoded, "…")
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// The facts that a [`Failure`] rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Evidence {
    /// The host that was asked, without path or query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// AWS's error code, such as `AccessDenied`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// AWS's own words, cut to 2,000 characters, control characters replaced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aws_message: Option<String>,
    /// The ARN of the policy that AWS names as the one in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<Box<str>>,
    /// The console page that AWS names for more of this refusal: an address of the same partition's console.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details_page: Option<Box<str>>,
    /// AWS's request id, for a support case or CloudTrail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// How often the request was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// The DurationSeconds that were asked for, where AWS says that they are over the role's own maximum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// How far AWS's clock is ahead of this computer's, in seconds, where that is more than AWS puts up with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skew_seconds: Option<i64>,
    /// The origins that the browser is to be asked access to, for [`FailureKind::Permission`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origins: Option<Vec<String>>,
    /// The id of the source that is to be made ready, for [`FailureKind::SignedOut`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
}

/// The closed set of causes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum FailureKind {
    /// The chain, the source or what was typed breaks a rule that is known before anything is sent.
    Invalid,
    /// The source's keys are not here: never entered, or gone with the browser session.
    NoCredentials,
    /// The source's sign-in is not here or has ended: the person signs in again, and it is walked again.
    SignedOut,
    /// The source cannot give what was asked for as it is set up: a console where it has none, or a user's own of a session's keys.
    Source,
    /// The partition's console hosts are not known (the aws-iso family).
    Partition,
    /// The console page is not one of the end role's partition.
    Destination,
    /// The browser has not granted access to the AWS host.
    Permission,
    /// STS said AccessDenied.
    Denied,
    /// The credentials that signed this hop have expired.
    Expired,
    /// The access key is unknown, inactive or deleted, or its token is not valid here.
    InvalidKey,
    /// The signature did not match: the secret key is wrong.
    Signature,
    /// The computer's clock is too far from AWS's.
    Clock,
    /// The region is not enabled, or not the one that was signed for.
    Region,
    /// DurationSeconds is over what the role or the one-hour rule for chained sessions allows.
    Duration,
    /// A code of the MFA device is needed, or AWS did not take the one that was given. With a code, it is walked again.
    Mfa,
    /// STS refused a parameter.
    Validation,
    /// AWS asked to slow down, and did so on each attempt.
    Throttled,
    /// AWS answered 5xx on each attempt.
    Unavailable,
    /// No answer within the time limit.
    Timeout,
    /// No connection to the host.
    Unreachable,
    /// The browser keeps the host's answers from the extension, as an organisation's policy has it. AWS may have answered.
    Withheld,
    /// A proxy asks for its own login before it lets a request pass.
    ProxyLogin,
    /// The host answered with a redirect, which is never followed.
    Redirected,
    /// The answer was larger than any real one.
    Oversized,
    /// The answer was not what the protocol says.
    Malformed,
    /// STS answered with a session of another role than the one asked for.
    WrongRole,
    /// The console's sign-in service refused the session.
    SignIn,
    /// AWS answered with an error that is none of the above.
    Refused,
    /// The chain is marked as one to ask about before it opens, and nobody has confirmed it yet. Confirmed, it is walked again.
    Guarded,
    /// A ticket or a reason has to be given first. With one, it is walked again.
    Reason,
    /// The person cancelled.
    Cancelled,
    /// The walk was cut short: the browser stopped the extension's background, or the place that it was asked from was closed.
    Interrupted,
    /// The browser lacks what the extension cannot do without, or was told to turn it off: WebAssembly.
    Unsupported,
    /// The browser could not read or write what the extension keeps.
    Storage,
    /// The vault is locked: nothing of what it holds can be read before a person unlocks it.
    Locked,
    /// The password or the passkey does not open the vault.
    WrongPassword,
    /// After so many wrong passwords the next one has to wait.
    TooManyGuesses,
    /// What is kept was changed or lost in part, and cannot be read as it is.
    Damaged,
    /// A defect of ours.
    Internal,
}
