//! STS's replies: XML as a session, and whatever else a host may say as a refusal.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use roxmltree::{Document, Node, ParsingOptions};
use serde::Deserialize;

use super::{Refusal, Session};
use crate::credentials::{Credentials, Secret};
use crate::http::Reply;

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

fn read_with<T>(reply: &Reply, of_success: impl Fn(Node<'_, '_>, Option<String>) -> Option<T>) -> Result<T, Refusal> {
    let body = reply.body.expose(); // to read it
    let request_id = reply.header("x-amzn-requestid").map(str::to_string);
    // No DTD, so no entities; and no tree that is larger than any real reply, which has about 20 nodes.
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 1_000, entity_resolver: None };
    let document = Document::parse_with_options(body, options).ok();
    let root = document.as_ref().map(Document::root_element);
    let success = root.filter(|_| reply.status == 200).and_then(|root| of_success(root, request_id.clone()));
    success.ok_or_else(|| {
        let said = root.and_then(read_error).or_else(|| serde_json::from_str(body).ok()).unwrap_or_default();
        Refusal {
            status: reply.status,
            code: said.error.code,
            message: said.error.message,
            request_id: request_id.or(said.request_id),
        }
    })
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
    let expiration = DateTime::from_str(text(credentials, "Expiration")?, Format::DateTimeWithOffset).ok()?;
    Some(Credentials {
        access_key_id: text(credentials, "AccessKeyId")?.into(),
        secret_access_key: Secret::new(text(credentials, "SecretAccessKey")?),
        session_token: Some(Secret::new(text(credentials, "SessionToken")?)),
        expires_at: Some(expiration.to_millis().ok()? as f64),
    })
}

/// AWS's error document. Its JSON form has the same names; AWS chooses that for some `Accept` headers, which we do not send.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct ErrorDocument {
    error: ErrorPart,
    request_id: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct ErrorPart {
    code: Option<String>,
    message: Option<String>,
}

fn read_error(root: Node<'_, '_>) -> Option<ErrorDocument> {
    let error = child(root, "Error")?;
    let owned = |node, name| text(node, name).map(str::to_string);
    Some(ErrorDocument {
        error: ErrorPart { code: owned(error, "Code"), message: owned(error, "Message") },
        request_id: owned(root, "RequestId"),
    })
}

/// The child of that name in any namespace or none.
fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The text of the child of that name, if there is any.
fn text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    child(node, name)?.text().map(str::trim).filter(|text| !text.is_empty())
}
