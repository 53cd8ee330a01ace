//! What it means when STS refuses an assertion or a token of an identity provider. AWS's documentation of AssumeRoleWithSAML and
//! AssumeRoleWithWebIdentity has the codes; the texts are those that people published.

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
            "What your identity provider gave has ended: AWS takes an assertion within five minutes. Sign in there again, and use \
             the new one at once."
                .into(),
        ),
        "AccessDenied" | "AccessDeniedException" => (
            FailureKind::Denied,
            format!(
                "AWS does not let {provider} sign you in as role {name} in account {account}. The role’s trust policy has to name \
                 that provider and allow this, with conditions (audience, subject) that fit; or the role is not there. Ask whoever \
                 administers the account."
            ),
        ),
        "InvalidIdentityToken" | "InvalidIdentityTokenException" => (
            FailureKind::Refused,
            format!(
                "AWS does not take what your identity provider gave for role {name} in account {account}: it is damaged, made for \
                 another audience, or of a provider that IAM there does not know or knows with an older certificate. Sign in there \
                 again; if that does not help, ask whoever administers the provider in IAM. {}",
                says()
            ),
        ),
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
