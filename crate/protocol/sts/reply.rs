//! STS's replies: XML as a session or a name, and whatever else a host may say as a refusal.

use super::{Scoped, Session};
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::names::is_allowed;
use crate::protocol::http::Reply;
use crate::protocol::query::{Element, Refusal, read_with, time};

/// Reads the reply to AssumeRole. Whether it is a session of the role that was asked for is for the caller to check.
///
/// # Errors
/// The [`Refusal`], whatever form it has: AWS's XML with or without its namespace, its JSON, a proxy's page, nothing.
pub fn read(reply: &Reply) -> Result<Session, Refusal> {
    read_with(reply, |root, id| read_session(root.child("AssumeRoleResult")?, root, id))
}

/// Reads the same reply of a service that may not say whose session it is, as MinIO does not: its ARN is empty then.
///
/// # Errors
/// As [`read`].
pub fn read_unnamed(reply: &Reply) -> Result<Session, Refusal> {
    read_with(reply, |root, id| read_any_session(root.child("AssumeRoleResult")?, root, id))
}

/// Reads the reply to AssumeRoleWithSAML, as [`read`] does.
///
/// # Errors
/// As [`read`].
pub fn read_saml(reply: &Reply) -> Result<Session, Refusal> {
    read_with(reply, |root, id| read_session(root.child("AssumeRoleWithSAMLResult")?, root, id))
}

/// Reads the reply to AssumeRoleWithWebIdentity, as [`read`] does.
///
/// # Errors
/// As [`read`].
pub fn read_web_identity(reply: &Reply) -> Result<Session, Refusal> {
    read_with(reply, |root, id| read_session(root.child("AssumeRoleWithWebIdentityResult")?, root, id))
}

/// Reads the reply to GetSessionToken.
///
/// # Errors
/// As [`read`].
pub fn read_session_token(reply: &Reply) -> Result<Credentials, Refusal> {
    read_with(reply, |root, _| read_credentials(root.child("GetSessionTokenResult")?))
}

/// Reads the reply to GetFederationToken. Whose session it is, is for the caller to check.
///
/// # Errors
/// As [`read`].
pub fn read_federation_token(reply: &Reply) -> Result<Scoped, Refusal> {
    read_narrowed(reply, "GetFederationTokenResult", "FederatedUser")
}

/// Reads the reply to GetScopedCredentials. Whose session it is, is for the caller to check.
///
/// # Errors
/// As [`read`].
pub fn read_scoped(reply: &Reply) -> Result<Scoped, Refusal> {
    read_narrowed(reply, "GetScopedCredentialsResult", "SessionInfo")
}

/// `whose` is the element that has the session's ARN.
fn read_narrowed(reply: &Reply, result: &str, whose: &str) -> Result<Scoped, Refusal> {
    read_with(reply, |root, request_id| {
        let result = root.child(result)?;
        Some(Scoped {
            credentials: read_credentials(result)?,
            arn: result.child(whose)?.text("Arn")?.into(),
            request_id: request_id.or_else(|| request_id_of(root)),
        })
    })
}

/// Reads the reply to GetCallerIdentity: the ARN of the caller.
///
/// # Errors
/// As [`read`].
pub fn read_caller(reply: &Reply) -> Result<String, Refusal> {
    read_with(reply, |root, _| root.child("GetCallerIdentityResult")?.text("Arn").map(str::to_string))
}

fn read_session(result: &Element<'_>, root: &Element<'_>, request_id: Option<String>) -> Option<Session> {
    read_any_session(result, root, request_id).filter(|session| !session.assumed_role_arn.is_empty())
}

fn read_any_session(result: &Element<'_>, root: &Element<'_>, request_id: Option<String>) -> Option<Session> {
    Some(Session {
        credentials: read_credentials(result)?,
        assumed_role_arn: result.child("AssumedRoleUser")?.child("Arn")?.content().unwrap_or_default().into(),
        source_identity: result.text("SourceIdentity").filter(|id| id.chars().all(is_allowed)).map(str::to_string),
        packed_policy_size: result.text("PackedPolicySize").and_then(|percent| percent.parse().ok()),
        request_id: request_id.or_else(|| request_id_of(root)),
    })
}

fn request_id_of(root: &Element<'_>) -> Option<String> {
    Some(root.child("ResponseMetadata")?.text("RequestId")?.to_string())
}

/// All four parts of a session's credentials, or none.
fn read_credentials(result: &Element<'_>) -> Option<Credentials> {
    let given = result.child("Credentials")?;
    let credentials = Credentials {
        access_key_id: given.text("AccessKeyId")?.into(),
        secret_access_key: Secret::new(given.text("SecretAccessKey")?),
        session_token: Some(Secret::new(given.text("SessionToken")?)),
        expires_at: Some(time(given, "Expiration")?),
    };
    credentials.is_as_given().then_some(credentials)
}
