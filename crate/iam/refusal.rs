//! What it means when IAM refuses: the kind of failure, and a sentence that says what to do.

use std::iter;

use super::UserArn;
use crate::error::{Evidence, FailureKind};
use crate::refusal::{caller_and_action, mismatch, reason};
use crate::retry;

/// What IAM's answer to `action` (`iam:CreateAccessKey`) means. `by_session` says that a session signed it, which may bear
/// witness to an MFA code.
pub(super) fn explain(evidence: &Evidence, action: &str, user: &UserArn, by_session: bool) -> (FailureKind, String) {
    let said = evidence.aws_message.as_deref().unwrap_or_default();
    let code = evidence.code.as_deref();
    match (code, evidence.status.unwrap_or_default()) {
        (code, status) if retry::is_throttle(status, code) => {
            (FailureKind::Throttled, "AWS asks to slow down. Wait a minute, then try again.".into())
        }
        (_, status @ 500..) => {
            (FailureKind::Unavailable, format!("IAM is in trouble (HTTP {status}). Wait a minute, then try again."))
        }
        (Some("AccessDenied" | "AccessDeniedException"), _) => (FailureKind::Denied, denied(said, action, by_session)),
        (Some("InvalidClientTokenId" | "UnrecognizedClientException"), _) => (
            FailureKind::InvalidKey,
            "IAM does not know the key that signed this. A new key is known everywhere after some seconds; another was deleted \
             or made inactive. Try again."
                .into(),
        ),
        (Some("ExpiredToken" | "ExpiredTokenException"), _) => {
            (FailureKind::Expired, "The session that an MFA code gave has ended. Enter a new code.".into())
        }
        (Some("SignatureDoesNotMatch"), _) => mismatch(said, true, "this region"),
        (Some("LimitExceeded"), _) => (FailureKind::Refused, format!("{} has two access keys already, and IAM allows no third.", user.name())),
        (Some("NoSuchEntity"), _) => {
            (FailureKind::Refused, format!("IAM knows no such key of {}: it was deleted meanwhile.", user.name()))
        }
        (Some(code), _) => (FailureKind::Refused, format!("IAM answered {code}: {said}")),
        (None, status) => (
            FailureKind::Malformed,
            format!(
                "The answer (HTTP {status}) is not one that IAM gives. A proxy or a firewall may have answered in its place: check \
                 the network."
            ),
        ),
    }
}

fn denied(said: &str, action: &str, by_session: bool) -> String {
    let (refused, _) = caller_and_action(said, action);
    // A policy that demands MFA denies by a condition on aws:MultiFactorAuthPresent, which AWS's words never say.
    let mfa = (!by_session && !said.contains("because no "))
        .then(|| "If a policy of the user demands MFA for this, it needs a code of the user’s MFA device.".to_string());
    iter::once(refused).chain(reason(said)).chain(mfa).collect::<Vec<_>>().join(" ")
}
