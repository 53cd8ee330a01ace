//! AccessDenied: what AWS's words tell of the reason, and what they leave open.

use std::iter;

use crate::diagnosis::Denial;
use crate::failure::FailureKind;

/// What it means of an AssumeRole.
pub(super) fn of_hop(said: &str, device: Option<&str>) -> (FailureKind, String) {
    let denied = |sentence: &str| (FailureKind::Denied, sentence.into());
    if said.contains("root accounts") {
        denied("The source is a root user’s key, and a root user cannot assume roles. Use an IAM user’s key.")
    } else if said.contains("with session credentials") {
        denied(FEDERATED)
    } else if said.contains(NEW_SOURCE_IDENTITY) {
        denied(
            "The session that asks has a source identity already, which no later hop can change. Leave it out of this hop.",
        )
    } else {
        mfa(said, device).unwrap_or_else(|| (FailureKind::Denied, who_and_why(said, "sts:AssumeRole")))
    }
}

/// What is said where a session of a kind that assumes no roles asked.
pub(crate) const FEDERATED: &str = "The source holds a session that cannot assume roles, as one of GetFederationToken. Use an IAM user’s key or a role’s session.";

/// AWS's text for that is not known; this is how the rule is put in the IAM User Guide.
pub(crate) const NEW_SOURCE_IDENTITY: &str = "source identity cannot be changed";

/// What it means of a GetSessionToken, which needs no permission and so is denied for few reasons.
pub(super) fn of_session_token(said: &str, device: &str) -> (FailureKind, String) {
    if said.contains("with session credentials") {
        return (FailureKind::Denied, NEEDS_LONG_TERM.into());
    }
    mfa(said, Some(device)).unwrap_or_else(|| (FailureKind::Denied, who_and_why(said, "sts:GetSessionToken")))
}

/// Why GetSessionToken cannot be asked with a session.
pub const NEEDS_LONG_TERM: &str = "One MFA code for all chains of a source needs a user’s long-term access key, which starts with \
                                   AKIA. The source holds a session. Enter the user’s own key, or let each chain ask for its code.";

/// AWS's three texts on MFA, as public transcripts show them.
fn mfa(said: &str, device: Option<&str>) -> Option<(FailureKind, String)> {
    if !said.contains("MultiFactorAuthentication") {
        return None;
    }
    let device = device.unwrap_or("the MFA device");
    Some(if said.contains("invalid MFA one time pass code") {
        let sentence = format!(
            "AWS did not take the code: it is wrong, or was used already. Wait for the next one of {device}, which comes every 30 \
             seconds, and enter that."
        );
        (FailureKind::Mfa, sentence)
    } else if said.contains("unable to validate MFA code") {
        let sentence = format!(
            "AWS does not know {device} as an MFA device of the user whose key the source holds. Copy its ARN, or the serial \
             number of a hardware token, from the user’s page in IAM. A passkey or security key has no codes and cannot be used."
        );
        (FailureKind::Denied, sentence)
    } else if said.contains("must provide both") {
        let sentence = "AWS asks for an MFA device and its code, and had only one of them. Write the device of the source’s user \
                        on the first hop, then enter its code when asked.";
        (FailureKind::Denied, sentence.into())
    } else {
        (FailureKind::Denied, format!("AWS refused the MFA device or its code. It says: {said}"))
    })
}

/// Who may not do what, and AWS's reason where it gives one. `usual` is the action, where AWS's words name none.
pub(crate) fn who_and_why(said: &str, usual: &str) -> String {
    let denial = Denial::parse(said);
    let (caller, action) = (denial.caller.unwrap_or("the caller"), denial.action.unwrap_or(usual));
    let refused = format!("AWS does not let {caller} do {action} here.");
    iter::once(refused).chain(reason(said)).collect::<Vec<_>>().join(" ")
}

/// AWS's words, where they name the kind of policy that denies.
pub(super) fn reason(said: &str) -> Option<String> {
    (said.contains("because no ") || said.contains("explicit deny"))
        .then(|| format!("It says why: {}.", said.trim_end_matches('.')))
}
