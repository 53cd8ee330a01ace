//! What it means when IAM refuses: the kind of failure, and a sentence that says what to do.

use super::{SLOW_DOWN, mismatch, of_any_service, who_and_why};
use crate::aws::user::UserArn;
use crate::failure::{Evidence, FailureKind};
use crate::protocol::retry;

/// What IAM's answer to `action` (`iam:CreateAccessKey`) means. `by_session` says that a session signed it, which may bear
/// witness to an MFA code.
pub(crate) fn explain(evidence: &Evidence, action: &str, user: &UserArn, by_session: bool) -> (FailureKind, String) {
    let said = evidence.aws_message.as_deref().unwrap_or_default();
    let code = evidence.code.as_deref();
    match (code, evidence.status.unwrap_or_default()) {
        (code, status) if retry::is_throttle(status, code) => {
            (FailureKind::Throttled, SLOW_DOWN.into())
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
        (Some("SignatureDoesNotMatch"), _) => mismatch("IAM", evidence, true, "this region"),
        (Some("LimitExceeded"), _) => {
            let sentence = format!(
                "{} has two access keys already, and IAM allows no third; an inactive one counts too. Delete the one that is not used, \
                 then try again.",
                user.name()
            );
            (FailureKind::Refused, sentence)
        }
        (Some("NoSuchEntity"), _) => {
            (FailureKind::Refused, format!("IAM knows no such key of {}: it was deleted meanwhile.", user.name()))
        }
        _ => of_any_service("IAM", evidence),
    }
}

fn denied(said: &str, action: &str, by_session: bool) -> String {
    let refused = who_and_why(said, action);
    if by_session || said.contains("because no ") {
        return refused;
    }
    // A policy that demands MFA denies by a condition on aws:MultiFactorAuthPresent, which AWS's words never say.
    format!("{refused} If a policy of the user demands MFA for this, it needs a code of the user’s MFA device.")
}
