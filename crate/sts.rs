//! AssumeRole as an HTTP request of AWS's query protocol, and its reply as a session or a refusal.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use roxmltree::{Document, Node, ParsingOptions};
use serde::Deserialize;
use url::form_urlencoded;

use crate::arn::RoleArn;
use crate::chain::Hop;
use crate::credentials::{Credentials, Secret};
use crate::http::{Method, Reply, Request};

/// The RoleSessionName of a hop that names none.
pub const DEFAULT_SESSION_NAME: &str = "rolerelay";

/// The parameters of one AssumeRole.
#[derive(Debug, Clone, Copy)]
pub struct AssumeRole<'a> {
    /// The role, whose ARN is sent with its path.
    pub role: &'a RoleArn,
    /// RoleSessionName, 2 to 64 of `[A-Za-z0-9_+=,.@-]`.
    pub session_name: &'a str,
    /// ExternalId.
    pub external_id: Option<&'a str>,
    /// DurationSeconds; the role's default (one hour) when absent.
    pub duration_seconds: Option<u32>,
    /// The code of an MFA device of the calling user.
    pub mfa: Option<Mfa<'a>>,
}

/// An MFA device and its code of the moment, which AWS takes only once.
#[derive(Debug, Clone, Copy)]
pub struct Mfa<'a> {
    /// SerialNumber: the device's ARN, or the serial number of a hardware token.
    pub serial_number: &'a str,
    /// TokenCode, six digits.
    pub token_code: &'a Secret,
}

/// A session of a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// What the next hop is signed with.
    pub credentials: Credentials,
    /// When it ends, in milliseconds since 1970.
    pub expires_at: f64,
    /// `arn:aws:sts::123456789012:assumed-role/name/session`.
    pub assumed_role_arn: String,
    /// AWS's request id.
    pub request_id: Option<String>,
}

/// An answer that is no session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status. With 200 and no code, the answer was garbled.
    pub status: u16,
    /// AWS's error code; absent when the answer is not AWS's, but for instance a proxy's page.
    pub code: Option<String>,
    /// AWS's words.
    pub message: Option<String>,
    /// AWS's request id.
    pub request_id: Option<String>,
}

impl<'a> AssumeRole<'a> {
    /// What `hop`, whose role is `role`, asks for.
    pub fn new(role: &'a RoleArn, hop: &'a Hop) -> Self {
        Self {
            role,
            session_name: hop.session_name.as_deref().unwrap_or(DEFAULT_SESSION_NAME),
            external_id: hop.external_id.as_deref(),
            duration_seconds: hop.duration_seconds,
            mfa: None,
        }
    }
}

/// The request to `host`, not signed yet.
pub fn request(host: String, asked: &AssumeRole<'_>) -> Request {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("Action", "AssumeRole")
        .append_pair("Version", "2011-06-15")
        .append_pair("RoleArn", &asked.role.to_string())
        .append_pair("RoleSessionName", asked.session_name);
    // What is not set is left out: AWS reads an empty value as a value, and refuses it.
    if let Some(seconds) = asked.duration_seconds {
        form.append_pair("DurationSeconds", &seconds.to_string());
    }
    if let Some(id) = asked.external_id {
        form.append_pair("ExternalId", id);
    }
    if let Some(mfa) = &asked.mfa {
        form.append_pair("SerialNumber", mfa.serial_number);
        form.append_pair("TokenCode", mfa.token_code.expose()); // AWS is who it is for
    }
    Request {
        method: Method::Post,
        host,
        target: Secret::new("/"),
        headers: vec![("content-type", Secret::new("application/x-www-form-urlencoded; charset=utf-8"))],
        body: Secret::new(form.finish()),
    }
}

/// Reads the reply. Whether it is a session of the role that was asked for is for the caller to check.
///
/// # Errors
/// The [`Refusal`], whatever form it has: AWS's XML with or without its namespace, its JSON, a proxy's page, nothing.
pub fn read(reply: &Reply) -> Result<Session, Refusal> {
    let body = reply.body.expose(); // to read it
    let request_id = reply.header("x-amzn-requestid").map(str::to_string);
    // No DTD, so no entities; and no tree that is larger than any real reply, which has about 20 nodes.
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 1_000, entity_resolver: None };
    let document = Document::parse_with_options(body, options).ok();
    let root = document.as_ref().map(Document::root_element);
    if let Some(session) = root.filter(|_| reply.status == 200).and_then(|root| read_session(root, &request_id)) {
        return Ok(session);
    }
    let said = root.and_then(read_error).or_else(|| serde_json::from_str(body).ok()).unwrap_or_default();
    Err(Refusal {
        status: reply.status,
        code: said.error.code,
        message: said.error.message,
        request_id: request_id.or(said.request_id),
    })
}

fn read_session(root: Node<'_, '_>, request_id: &Option<String>) -> Option<Session> {
    let result = child(root, "AssumeRoleResult")?;
    let credentials = child(result, "Credentials")?;
    let expiration = DateTime::from_str(text(credentials, "Expiration")?, Format::DateTimeWithOffset).ok()?;
    let expires_at = expiration.to_millis().ok()? as f64;
    Some(Session {
        credentials: Credentials {
            access_key_id: text(credentials, "AccessKeyId")?.into(),
            secret_access_key: Secret::new(text(credentials, "SecretAccessKey")?),
            session_token: Some(Secret::new(text(credentials, "SessionToken")?)),
            expires_at: Some(expires_at),
        },
        expires_at,
        assumed_role_arn: text(child(result, "AssumedRoleUser")?, "Arn")?.into(),
        request_id: request_id
            .clone()
            .or_else(|| Some(text(child(root, "ResponseMetadata")?, "RequestId")?.to_string())),
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
