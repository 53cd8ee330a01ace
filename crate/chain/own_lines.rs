//! Lines of our own among a source's settings, of what AWS config knows nothing of: roles that an identity provider lets a person assume,
//! the region of a console sign-in, the console of an endpoint, and what a user's own console may do.
//! AWS's tools pass over them.

/// What the lines of a role of SAML begin with.
pub const SAML: &str = "saml_";
/// What those of a role of a web identity begin with: AWS config knows only one whose token is in a file.
pub const WEB_IDENTITY: &str = "web_identity_";
/// What those of a console sign-in begin with: AWS config names only who signs in (`login_session`).
pub const CONSOLE: &str = "console_sign_in_";

/// What that of an endpoint's console begins with: AWS config knows only where requests go (`endpoint_url`).
pub const ENDPOINT: &str = "endpoint_";

/// What the lines of a user's own console begin with: AWS config knows nothing of GetFederationToken.
pub const USER_CONSOLE: &str = "user_console_";

/// The line of AWS config that says where requests go.
pub const ENDPOINT_URL: &str = "endpoint_url";

/// The address of a console.
pub const CONSOLE_URL: &str = "console_url";
/// The role’s ARN.
pub const ROLE: &str = "role_arn";
/// Who vouches.
pub const PROVIDER: &str = "provider";
/// Where the person signs in.
pub const SIGN_IN: &str = "sign_in_url";
/// The region whose STS is asked; of a console sign-in, that of AWS's page.
pub const REGION: &str = "region";
/// How long the session lasts.
pub const SECONDS: &str = "duration_seconds";
/// The user's ARN.
pub const USER: &str = "user_arn";
/// The ARNs of managed policies, with commas between.
pub const POLICY_ARNS: &str = "policy_arns";
/// A policy as JSON in one line.
pub const POLICY: &str = "policy";
/// What the session is called.
pub const NAME: &str = "role_session_name";

/// Whether a line is one of these.
pub fn is_own_line(key: &str) -> bool {
    let prefixes = [SAML, WEB_IDENTITY, CONSOLE, ENDPOINT, USER_CONSOLE];
    let names = [ROLE, PROVIDER, SIGN_IN, REGION, SECONDS, NAME, CONSOLE_URL, USER, POLICY_ARNS, POLICY];
    prefixes.iter().find_map(|prefix| key.strip_prefix(prefix)).is_some_and(|name| names.contains(&name))
}

/// What the names of granted's lines of Identity Center begin with, before AWS config's own: `granted_sso_role_name`. They are for its
/// `credential_process`, and say the same.
pub const GRANTED: &str = "granted_";

/// A line's name as AWS config has it, where it may be granted's.
pub fn of_config(key: &str) -> &str {
    key.strip_prefix(GRANTED).filter(|key| key.starts_with("sso_")).unwrap_or(key)
}
