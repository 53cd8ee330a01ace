//! When to send a request again, and after how long: the rules of the AWS SDKs' "standard" mode (botocore 1.44).

use super::http::NoReply;

/// How often a request is sent at most.
pub const MAX_ATTEMPTS: u32 = 3;

/// What came of sending a request once.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// Nothing came back.
    NoReply(NoReply),
    /// An answer that is no success.
    Refused {
        /// The HTTP status.
        status: u16,
        /// AWS's error code, where there is one.
        code: Option<&'a str>,
        /// The header `x-amz-retry-after`, in milliseconds.
        retry_after: Option<f64>,
    },
}

/// After how many milliseconds to send again; none when that would not help.
///
/// `attempts` is how often it was sent so far, `chance` a number from 0 to 1, and `single_use` says that the request
/// carries an MFA code. AWS takes such a code once, so sending it again after an answer can only hide that answer.
pub fn wait(attempts: u32, outcome: Outcome<'_>, single_use: bool, chance: f64) -> Option<f64> {
    if attempts >= MAX_ATTEMPTS {
        return None;
    }
    match outcome {
        Outcome::NoReply(NoReply::Timeout | NoReply::Unreachable) => Some(back_off(attempts, SHORT, chance)),
        Outcome::NoReply(NoReply::CutShort) if !single_use => Some(back_off(attempts, SHORT, chance)),
        Outcome::NoReply(_) => None,
        Outcome::Refused { .. } if single_use => None,
        Outcome::Refused { status, code, retry_after } => {
            let base = if is_throttle(status, code) {
                LONG
            } else if is_passing(status, code) {
                SHORT
            } else {
                return None;
            };
            let wait = back_off(attempts, base, chance);
            // The SDKs let the server ask for more, but not for more than five seconds more.
            Some(retry_after.map_or(wait, |asked| asked.clamp(wait, wait + 5_000.0)))
        }
    }
}

/// Whether AWS asks to slow down.
pub fn is_throttle(status: u16, code: Option<&str>) -> bool {
    status == 429 || code.is_some_and(|code| THROTTLES.contains(&code))
}

const SHORT: f64 = 50.0;
const LONG: f64 = 1_000.0;
const LONGEST: f64 = 20_000.0;

fn back_off(attempts: u32, base: f64, chance: f64) -> f64 {
    chance * (base * f64::from(2_u32.saturating_pow(attempts.saturating_sub(1)))).min(LONGEST)
}

fn is_passing(status: u16, code: Option<&str>) -> bool {
    matches!(status, 500 | 502 | 503 | 504) || code.is_some_and(|code| PASSING.contains(&code))
}

const PASSING: [&str; 4] =
    ["RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete", "IDPCommunicationError"];

const THROTTLES: [&str; 13] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];
