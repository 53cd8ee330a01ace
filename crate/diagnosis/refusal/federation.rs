//! What it means when STS refuses an assertion or a token of an identity provider. AWS's documentation of AssumeRoleWithSAML and
//! AssumeRoleWithWebIdentity has the codes; the texts are those that people published.

use super::denied::reason;
use super::{ROLE_MAXIMUM, told};
use crate::aws::arn::RoleArn;
use crate::failure::{Evidence, FailureKind};

/// What STS's answer to an AssumeRoleWithSAML or an AssumeRoleWithWebIdentity for `role` means. `provider` is who vouches.
pub fn explain(evidence: &Evidence, role: &RoleArn, provider: Option<&str>, region: &str) -> (FailureKind, String) {
    let (name, account) = (role.name(), role.account());
    let provider = provider.unwrap_or("the token’s issuer");
    let said = evidence.aws_message.as_deref().unwrap_or_default();
    let says = || format!("AWS says: {said}");
    match evidence.code.as_deref().unwrap_or_default() {
        "ExpiredTokenException" | "ExpiredToken" => (
            FailureKind::SignedOut,
            "What your identity provider gave has ended: AWS takes an assertion within five minutes, and nothing after the end that it \
             has itself. Sign in there again, and use the new one at once. If that has ended too, see whether this computer’s clock \
             and the provider’s are right."
                .into(),
        ),
        "AccessDenied" | "AccessDeniedException" => (
            FailureKind::Denied,
            match reason(said) {
                Some(reason) => format!(
                    "AWS does not let {provider} sign you in as role {name} in account {account}. {reason} Whoever owns that policy has to \
                     change it."
                ),
                None => format!(
                    "AWS does not let {provider} sign you in as role {name} in account {account}. The role’s trust policy has to name \
                     that provider and allow this, with conditions (audience, subject) that fit, in upper and lower case too; or the role \
                     is not there. Ask whoever administers the account."
                ),
            },
        ),
        "InvalidIdentityToken" | "InvalidIdentityTokenException" => not_taken(said, role, provider),
        "IDPRejectedClaim" | "IDPRejectedClaimException" => (
            FailureKind::SignedOut,
            format!("Your identity provider no longer vouches for this sign-in. Sign in there again. {}", says()),
        ),
        "IDPCommunicationError" | "IDPCommunicationErrorException" => (
            FailureKind::Unavailable,
            format!("AWS could not reach your identity provider to check the token. Try again. {}", says()),
        ),
        "ValidationError" if said.contains(ROLE_MAXIMUM) => (
            FailureKind::Duration,
            format!(
                "This source asks for a longer session than role {name} in account {account} allows (its MaxSessionDuration). Set \
                 less."
            ),
        ),
        _ => told(evidence, true, region, |_| (FailureKind::Denied, says())),
    }
}

/// What is the matter with an assertion or a token that AWS does not take, by its words: those are of public transcripts.
fn not_taken(said: &str, role: &RoleArn, provider: &str) -> (FailureKind, String) {
    let (name, account) = (role.name(), role.account());
    let folded = said.to_ascii_lowercase();
    let has = |words: &str| folded.contains(words);
    let refused = |sentence: String| (FailureKind::Refused, format!("{sentence} AWS says: {said}"));
    // So it was in an outage of AWS's (awslabs/aws-sdk-rust#827), and now and then (aws/aws-cli#7194).
    if has("verification key") {
        let sentence = format!(
            "AWS could not fetch the keys of {provider} to check the token. Try again in a minute. If it stays so, its \
             /.well-known/openid-configuration and its keys have to be reachable from the internet. AWS says: {said}"
        );
        return (FailureKind::Unavailable, sentence);
    }
    refused(if has("no openidconnect provider") || has("provider doesn't exist") || has("provider does not exist") {
        format!(
            "IAM in account {account} does not know {provider}. If role {name} is of that account, have the provider added there in IAM; \
             if not, write the right role on this source."
        )
    } else if has("audience") {
        format!(
            "What {provider} gave is made for another audience than IAM in account {account} takes of it. Have that audience (aud) added \
             to the provider in IAM, or have it made for one that is listed there."
        )
    } else if has("issuer not present") {
        format!(
            "The assertion is of another issuer than the metadata that IAM in account {account} has of {provider}: have that provider’s own \
             metadata uploaded there, or choose the provider whose assertion this is."
        )
    } else if has("signature") || has("thumbprint") || has("certificate") {
        format!(
            "What was brought as {provider}’s is not signed with a certificate that IAM in account {account} has of it. If the provider \
             renewed its certificate, have its new metadata or thumbprint put into IAM. If not, this is not from that provider: sign in \
             there again."
        )
    } else if has("rolesessionname") {
        format!(
            "{provider} gave no RoleSessionName that AWS takes, which has 2 to 64 letters, digits and =,.@_-. Whoever administers it has \
             to have it send one."
        )
    } else if has("valid jwt") {
        format!(
            "AWS takes the ID token of {provider} alone, and this is another, such as an access token. Bring the ID token."
        )
    } else {
        format!(
            "AWS does not take what your identity provider gave for role {name} in account {account}: it is damaged, or not what AWS asks \
             for. Sign in there again; if that does not help, ask whoever administers the provider in IAM."
        )
    })
}
