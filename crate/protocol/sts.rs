//! AssumeRole and its kin, GetSessionToken, GetFederationToken, GetScopedCredentials and GetCallerIdentity as HTTP requests, and their replies as sessions, names or refusals.

mod reply;

pub use self::reply::{
    read, read_caller, read_federation_token, read_saml, read_scoped, read_session_token, read_unnamed,
    read_web_identity,
};
use super::http::Request;
use super::query::Form;
use crate::aws::arn::RoleArn;
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::session_tag::SessionTag;

/// What AWS gives at most to a role that a session assumes, in seconds, be it a role's or GetSessionToken's.
pub const CHAINED_SECONDS: u32 = 3_600;

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
    /// TokenCode, six digits; absent while it is not known, and then nothing is sent.
    pub token_code: Option<&'a Secret>,
}

/// A session of a role.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// What the next hop is signed with.
    pub credentials: Credentials,
    /// `arn:aws:sts::123456789012:assumed-role/name/session`.
    pub assumed_role_arn: String,
    /// SourceIdentity, set by this hop or inherited.
    pub source_identity: Option<String>,
    /// PackedPolicySize, in percent.
    pub packed_policy_size: Option<u32>,
    /// AWS's request id.
    pub request_id: Option<String>,
}

/// A session that may do less than whoever asked for it: what GetScopedCredentials and GetFederationToken give.
#[derive(Debug, Clone, PartialEq)]
pub struct Scoped {
    /// What it signs with.
    pub credentials: Credentials,
    /// Whose it is, as an ARN. Of GetScopedCredentials that is the caller's.
    pub arn: String,
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
    let mut form = form("AssumeRole");
    form.set("RoleArn", &asked.role.to_string()).set("RoleSessionName", &asked.session_name);
    // What is not set is left out: AWS reads an empty value as a value, and refuses it.
    form.set_if("DurationSeconds", asked.duration_seconds.map(|seconds| seconds.to_string()).as_deref());
    form.set_if("ExternalId", asked.external_id).set_if("SourceIdentity", asked.source_identity.as_deref());
    form.set_if("Policy", asked.policy);
    set_policy_arns(&mut form, asked.policy_arns);
    for (n, tag) in (1..).zip(asked.session_tags) {
        // A tag may be empty, so its value is sent always.
        form.set(&format!("Tags.member.{n}.Key"), &tag.key).set(&format!("Tags.member.{n}.Value"), &tag.value);
    }
    for (n, tag) in (1..).zip(asked.session_tags.iter().filter(|tag| tag.transitive)) {
        form.set(&format!("TransitiveTagKeys.member.{n}"), &tag.key);
    }
    set_mfa(&mut form, asked.mfa.as_ref()).post(host)
}

/// GetSessionToken at `host` for as long as AWS gives it with a code, not signed yet.
pub fn session_token_request(host: String, mfa: &Mfa<'_>) -> Request {
    let mut form = form("GetSessionToken");
    form.set("DurationSeconds", &SESSION_TOKEN_SECONDS.to_string());
    set_mfa(&mut form, Some(mfa)).post(host)
}

/// GetFederationToken at `host`, not signed yet: a user's long-term key signs it. Without a policy its session may do nothing.
pub fn federation_token_request(
    host: String,
    name: &str,
    policy: Option<&str>,
    policy_arns: &[String],
    duration_seconds: Option<u32>,
) -> Request {
    let mut form = form("GetFederationToken");
    form.set("Name", name).set_if("Policy", policy);
    set_policy_arns(&mut form, policy_arns);
    form.set_if("DurationSeconds", duration_seconds.map(|seconds| seconds.to_string()).as_deref()).post(host)
}

/// AssumeRoleWithSAML at `host`, which is sent unsigned: the assertion says who asks.
pub fn saml_request(
    host: String,
    role: &RoleArn,
    provider_arn: &str,
    assertion: &Secret,
    duration_seconds: Option<u32>,
) -> Request {
    let mut form = form("AssumeRoleWithSAML");
    form.set("RoleArn", &role.to_string()).set("PrincipalArn", provider_arn);
    form.set("SAMLAssertion", assertion.expose()); // AWS is who it is for
    form.set_if("DurationSeconds", duration_seconds.map(|seconds| seconds.to_string()).as_deref()).post(host)
}

/// AssumeRoleWithWebIdentity at `host`, which is sent unsigned: the token says who asks.
pub fn web_identity_request(
    host: String,
    role: &RoleArn,
    session_name: &str,
    token: &Secret,
    duration_seconds: Option<u32>,
) -> Request {
    let mut form = form("AssumeRoleWithWebIdentity");
    form.set("RoleArn", &role.to_string()).set("RoleSessionName", session_name);
    form.set("WebIdentityToken", token.expose()); // AWS is who it is for
    form.set_if("DurationSeconds", duration_seconds.map(|seconds| seconds.to_string()).as_deref()).post(host)
}

/// GetScopedCredentials at `host`, a regional one, not signed yet: a session signs it, and gets what `policy` leaves of itself. CloudTrail
/// has `description` with it.
pub fn scoped_request(host: String, policy: &str, description: Option<&str>) -> Request {
    let mut form = form("GetScopedCredentials");
    form.set("Policy", policy).set_if("ScopedSessionDescription", description).post(host)
}

/// GetCallerIdentity at `host`, not signed yet. Whoever has a key may ask it, whatever the policies say.
pub fn caller_request(host: String) -> Request {
    form("GetCallerIdentity").post(host)
}

/// Twelve hours, AWS's default; a root user gets one hour of it.
const SESSION_TOKEN_SECONDS: u32 = 43_200;

fn form(action: &str) -> Form {
    Form::new(action, "2011-06-15")
}

fn set_policy_arns(form: &mut Form, arns: &[String]) {
    for (n, arn) in (1..).zip(arns) {
        form.set(&format!("PolicyArns.member.{n}.arn"), arn);
    }
}

fn set_mfa<'f>(form: &'f mut Form, mfa: Option<&Mfa<'_>>) -> &'f mut Form {
    form.set_if("SerialNumber", mfa.map(|mfa| mfa.serial_number));
    form.set_if("TokenCode", mfa.and_then(|mfa| mfa.token_code).map(Secret::expose)) // AWS is who it is for
}
