//! AssumeRole and GetSessionToken as HTTP requests of AWS's query protocol, and their replies as sessions or refusals.

mod reply;

use url::form_urlencoded;

pub use self::reply::{read, read_session_token};
use crate::arn::RoleArn;
use crate::chain::SessionTag;
use crate::credentials::{Credentials, Secret};
use crate::http::{Method, Request};

/// The RoleSessionName of a hop that names none.
pub const DEFAULT_SESSION_NAME: &str = "rolerelay";

/// The parameters of one AssumeRole.
#[derive(Debug, Clone)]
pub struct AssumeRole<'a> {
    /// The role, whose ARN is sent with its path.
    pub role: &'a RoleArn,
    /// RoleSessionName, 2 to 64 of `[A-Za-z0-9_+=,.@-]`.
    pub session_name: String,
    /// SourceIdentity, of the same pattern.
    pub source_identity: Option<String>,
    /// ExternalId.
    pub external_id: Option<&'a str>,
    /// DurationSeconds; the role's default (one hour) when absent.
    pub duration_seconds: Option<u32>,
    /// Policy, a session policy as JSON text.
    pub policy: Option<&'a str>,
    /// PolicyArns.
    pub policy_arns: &'a [String],
    /// Tags, and TransitiveTagKeys of those that are transitive.
    pub session_tags: &'a [SessionTag],
    /// SerialNumber and TokenCode: the code of an MFA device of the calling user.
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
    /// SourceIdentity, set by this hop or inherited.
    pub source_identity: Option<String>,
    /// PackedPolicySize, in percent.
    pub packed_policy_size: Option<u32>,
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
    /// AssumeRole with nothing but what it needs.
    pub fn new(role: &'a RoleArn, session_name: impl Into<String>) -> Self {
        Self {
            role,
            session_name: session_name.into(),
            source_identity: None,
            external_id: None,
            duration_seconds: None,
            policy: None,
            policy_arns: &[],
            session_tags: &[],
            mfa: None,
        }
    }
}

/// AssumeRole at `host`, not signed yet.
pub fn request(host: String, asked: &AssumeRole<'_>) -> Request {
    let mut form = Form::new("AssumeRole");
    form.set("RoleArn", &asked.role.to_string()).set("RoleSessionName", &asked.session_name);
    // What is not set is left out: AWS reads an empty value as a value, and refuses it.
    form.set_if("DurationSeconds", asked.duration_seconds.map(|seconds| seconds.to_string()).as_deref());
    form.set_if("ExternalId", asked.external_id).set_if("SourceIdentity", asked.source_identity.as_deref());
    form.set_if("Policy", asked.policy);
    for (n, arn) in (1..).zip(asked.policy_arns) {
        form.set(&format!("PolicyArns.member.{n}.arn"), arn);
    }
    for (n, tag) in (1..).zip(asked.session_tags) {
        // A tag may be empty, so its value is sent always.
        form.set(&format!("Tags.member.{n}.Key"), &tag.key).set(&format!("Tags.member.{n}.Value"), &tag.value);
    }
    for (n, tag) in (1..).zip(asked.session_tags.iter().filter(|tag| tag.transitive)) {
        form.set(&format!("TransitiveTagKeys.member.{n}"), &tag.key);
    }
    form.set_mfa(asked.mfa.as_ref()).post(host)
}

/// GetSessionToken at `host` for as long as AWS gives it with a code, not signed yet.
pub fn session_token_request(host: String, mfa: &Mfa<'_>) -> Request {
    let mut form = Form::new("GetSessionToken");
    form.set("DurationSeconds", &SESSION_TOKEN_SECONDS.to_string());
    form.set_mfa(Some(mfa)).post(host)
}

/// Twelve hours, AWS's default; a root user gets one hour of it.
const SESSION_TOKEN_SECONDS: u32 = 43_200;

/// The body of a request of the query protocol.
struct Form(form_urlencoded::Serializer<'static, String>);

impl Form {
    fn new(action: &str) -> Self {
        let mut form = Self(form_urlencoded::Serializer::new(String::new()));
        form.set("Action", action).set("Version", "2011-06-15");
        form
    }

    fn set(&mut self, name: &str, value: &str) -> &mut Self {
        self.0.append_pair(name, value);
        self
    }

    fn set_if(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        if let Some(value) = value {
            self.set(name, value);
        }
        self
    }

    fn set_mfa(&mut self, mfa: Option<&Mfa<'_>>) -> &mut Self {
        self.set_if("SerialNumber", mfa.map(|mfa| mfa.serial_number));
        self.set_if("TokenCode", mfa.map(|mfa| mfa.token_code.expose())) // AWS is who it is for
    }

    fn post(&mut self, host: String) -> Request {
        Request {
            method: Method::Post,
            host,
            target: Secret::new("/"),
            headers: vec![("content-type", Secret::new("application/x-www-form-urlencoded; charset=utf-8"))],
            body: Secret::new(self.0.finish()),
        }
    }
}
