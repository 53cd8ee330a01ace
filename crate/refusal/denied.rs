//! AccessDenied: what AWS's words tell of the reason, and what they leave open.

use std::iter;

use super::AskedHop;
use crate::error::FailureKind;

/// What it means of an AssumeRole.
pub(super) fn of_hop(said: &str, asked: &AskedHop<'_>) -> (FailureKind, String) {
    if said.contains("root accounts") {
        let sentence = "The source is a root user’s key, and a root user cannot assume roles. Use an IAM user’s key.";
        return (FailureKind::Denied, sentence.into());
    }
    if let Some(explained) = mfa(said, asked.device) {
        return explained;
    }
    let (refused, action) = caller_and_action(said, "sts:AssumeRole");
    let reason = reason(said);
    let need = match action {
        "sts:TagSession" => Some(tag_session(asked)),
        "sts:SetSourceIdentity" => Some(set_source_identity(asked)),
        _ if reason.is_none() => Some(UNTOLD.into()),
        _ => None,
    };
    let hint = (action == "sts:AssumeRole" && may_ask_for_mfa(said, asked)).then(|| MFA_HINT.into());
    let sentences: Vec<String> = iter::once(refused).chain(need).chain(reason).chain(hint).collect();
    (FailureKind::Denied, sentences.join(" "))
}

/// AWS's words are the same for all of these, so that nobody learns from outside which roles there are.
const UNTOLD: &str = "STS does not tell which it is: the role’s trust policy does not allow the caller, the caller’s own policies do \
                      not allow it, the external ID is missing or wrong, another condition of the trust policy is not met, or \
                      there is no such role. Check these one by one.";
const MFA_HINT: &str = "If the trust policy asks for MFA, write the user’s MFA device on this hop.";

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

/// Whether an MFA code that was not sent may be what the role's trust policy misses: AWS's words never say so.
fn may_ask_for_mfa(said: &str, asked: &AskedHop<'_>) -> bool {
    asked.by_user && asked.device.is_none() && (reason(said).is_none() || said.contains("no role trust policy"))
}

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

/// `sts:TagSession` is needed in the role's trust policy, and again on each later hop by tags that are transitive (IAM user
/// guide, "Pass session tags in AWS STS").
fn tag_session(asked: &AskedHop<'_>) -> String {
    let tags = match asked.tags_from {
        Some(hop) if hop == asked.hop => "This hop sets session tags".into(),
        Some(hop) => format!("Hop {} sets transitive session tags, which this one inherits", hop + 1),
        None => "The session that starts the chain has transitive session tags, which this hop inherits".into(),
    };
    format!(
        "{tags}, so the role’s trust policy must allow sts:TagSession beside sts:AssumeRole. Where that policy names a whole \
         account, the caller’s own policies must allow it too."
    )
}

/// `sts:SetSourceIdentity` is needed on both sides, and on every later hop (IAM user guide, "Monitor and control actions taken
/// with assumed roles").
fn set_source_identity(asked: &AskedHop<'_>) -> String {
    let identity = match asked.source_identity_from {
        Some(hop) if hop == asked.hop => "This hop sets a source identity".into(),
        Some(hop) => format!("Hop {} sets a source identity, which this one inherits", hop + 1),
        None => "The session that starts the chain has a source identity, which this hop inherits".into(),
    };
    format!(
        "{identity}, so both the role’s trust policy and the caller’s own policies must allow sts:SetSourceIdentity beside \
         sts:AssumeRole."
    )
}

/// Who may not do what, and AWS's reason where it gives one. `usual` is the action, where AWS's words name none.
pub(crate) fn who_and_why(said: &str, usual: &str) -> String {
    let (refused, _) = caller_and_action(said, usual);
    iter::once(refused).chain(reason(said)).collect::<Vec<_>>().join(" ")
}

/// A sentence on who may not do what, and that action.
fn caller_and_action<'a>(said: &'a str, usual: &'a str) -> (String, &'a str) {
    let after = |mark: &str| said.split_whitespace().skip_while(|word| *word != mark).nth(1);
    let (caller, action) = (after("User:").unwrap_or("the caller"), after("perform:").unwrap_or(usual));
    (format!("AWS does not let {caller} do {action} here."), action)
}

/// AWS's words, where they name the kind of policy that denies.
fn reason(said: &str) -> Option<String> {
    (said.contains("because no ") || said.contains("explicit deny"))
        .then(|| format!("It says why: {}.", said.trim_end_matches('.')))
}
