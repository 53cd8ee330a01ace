//! STS's replies: XML as a session or a name, and whatever else a host may say as a refusal.

use roxmltree::Node;

use super::Session;
use crate::aws::credentials::{Credentials, Secret};
use crate::protocol::http::Reply;
use crate::protocol::query::{Refusal, child, read_with, text, time};

/// Reads the reply to AssumeRole. Whether it is a session of the role that was asked for is for the caller to check.
///
/// # Errors
/// The [`Refusal`], whatever form it has: AWS's XML with or without its namespace, its JSON, a proxy's page, nothing.
pub fn read(reply: &Reply) -> Result<Session, Refusal> {
    read_with(reply, read_session)
}

/// Reads the reply to GetSessionToken.
///
/// # Errors
/// As [`read`].
pub fn read_session_token(reply: &Reply) -> Result<Credentials, Refusal> {
    read_with(reply, |root, _| read_credentials(child(root, "GetSessionTokenResult")?))
}

/// Reads the reply to GetCallerIdentity: the ARN of the caller.
///
/// # Errors
/// As [`read`].
pub fn read_caller(reply: &Reply) -> Result<String, Refusal> {
    read_with(reply, |root, _| text(child(root, "GetCallerIdentityResult")?, "Arn").map(str::to_string))
}

fn read_session(root: Node<'_, '_>, request_id: Option<String>) -> Option<Session> {
    let result = child(root, "AssumeRoleResult")?;
    let credentials = read_credentials(result)?;
    Some(Session {
        expires_at: credentials.expires_at?,
        credentials,
        assumed_role_arn: text(child(result, "AssumedRoleUser")?, "Arn")?.into(),
        source_identity: text(result, "SourceIdentity").map(str::to_string),
        packed_policy_size: text(result, "PackedPolicySize").and_then(|percent| percent.parse().ok()),
        request_id: request_id.or_else(|| Some(text(child(root, "ResponseMetadata")?, "RequestId")?.to_string())),
    })
}

/// All four parts of a session's credentials, or none.
fn read_credentials(result: Node<'_, '_>) -> Option<Credentials> {
    let credentials = child(result, "Credentials")?;
    Some(Credentials {
        access_key_id: text(credentials, "AccessKeyId")?.into(),
        secret_access_key: Secret::new(text(credentials, "SecretAccessKey")?),
        session_token: Some(Secret::new(text(credentials, "SessionToken")?)),
        expires_at: Some(time(credentials, "Expiration")?),
    })
}
