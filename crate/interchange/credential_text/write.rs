//! Credentials as text to copy. Each value is quoted so that whoever reads it takes it as it is.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::aws::credentials::{Credentials, Secret};

/// A form of text to copy credentials in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum CredentialShape {
    /// `export` lines for bash, zsh and sh.
    Bash,
    /// `$Env:` lines for PowerShell.
    Powershell,
    /// What a `credential_process` prints:
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html>.
    Json,
    /// `set -gx` lines for fish.
    Fish,
    /// `set` lines for the Windows command line. It has no way to write a `%` or a quotation mark as it is; nothing that AWS gives out
    /// holds one.
    Cmd,
    /// The lines of a `.env` file. Docker's `--env-file` takes quotation marks for a part of the value, so there are none.
    Dotenv,
    /// `-e` options for `docker run`, on one line of a shell.
    Docker,
    /// A profile named `rolerelay` for `~/.aws/credentials`:
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html>.
    Profile,
    /// An object with the names that AWS's SDK for JavaScript has.
    Sdk,
    /// A command that says whose credentials these are, with the variables before it and for it alone: put another in its place. It begins
    /// with a blank, so that shells which are set so keep it out of their history.
    Command,
}

impl CredentialShape {
    /// Every shape, those that are asked for most first.
    pub const ALL: [Self; 10] = [
        Self::Bash,
        Self::Powershell,
        Self::Json,
        Self::Fish,
        Self::Cmd,
        Self::Dotenv,
        Self::Docker,
        Self::Profile,
        Self::Sdk,
        Self::Command,
    ];
}

/// Writes credentials as text that can be pasted. A shell also gets the region, and loses what was set for others. Where an endpoint in
/// the place of AWS is named, a shell and a profile get that too, as SDKs read it:
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>.
pub fn write(
    credentials: &Credentials,
    shape: CredentialShape,
    region: Option<&str>,
    endpoint: Option<&str>,
) -> Secret {
    let expiration = credentials.expires_at.and_then(iso);
    let expiration = expiration.as_deref();
    let variables = variables(credentials, expiration, region, endpoint);
    let each = |line: fn(&str, Option<&str>) -> String| -> String {
        variables.iter().map(|&(name, value)| line(name, value)).collect()
    };
    let set = || variables.iter().filter_map(|&(name, value)| Some((name, value?)));
    Secret::new(match shape {
        CredentialShape::Bash => each(|name, value| match value {
            Some(value) => format!("export {name}={}\n", sh(value)),
            None => format!("unset {name}\n"),
        }),
        CredentialShape::Powershell => each(|name, value| match value {
            Some(value) => format!("$Env:{name} = '{}'\n", doubled_quotes(value)),
            None => format!("Remove-Item Env:{name} -ErrorAction SilentlyContinue\n"),
        }),
        CredentialShape::Fish => each(|name, value| match value {
            Some(value) => format!("set -gx {name} '{}'\n", value.replace('\\', r"\\").replace('\'', r"\'")),
            None => format!("set -e {name}\n"),
        }),
        // Without a value it takes the variable away.
        CredentialShape::Cmd => each(|name, value| format!("set \"{name}={}\"\r\n", value.unwrap_or_default())),
        CredentialShape::Dotenv => set().map(|(name, value)| format!("{name}={value}\n")).collect(),
        CredentialShape::Docker => {
            set().map(|(name, value)| format!("-e {name}={}", sh(value))).collect::<Vec<_>>().join(" ")
        }
        CredentialShape::Command => {
            let without: String =
                variables.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| format!("-u {name} ")).collect();
            let set: String = set().map(|(name, value)| format!("{name}={} ", sh(value))).collect();
            // Behind what is set, since the list of processes shows what is handed to a program.
            format!(" {set}env {without}aws sts get-caller-identity\n")
        }
        CredentialShape::Profile => profile(credentials, region, endpoint),
        CredentialShape::Json => pretty(&ProcessOutput {
            version: 1,
            access_key_id: &credentials.access_key_id,
            secret_access_key: &credentials.secret_access_key,
            session_token: credentials.session_token.as_ref(),
            expiration,
        }),
        CredentialShape::Sdk => pretty(&SdkCredentials {
            access_key_id: &credentials.access_key_id,
            secret_access_key: &credentials.secret_access_key,
            session_token: credentials.session_token.as_ref(),
            expiration,
        }),
    })
}

/// The variables that the SDKs read. One without a value is one to take away: it was set for others. By the profile some SDKs would go, AWS's
/// for JavaScript among them, and not by these; and an endpoint in the place of AWS is not to see what is AWS's.
fn variables<'a>(
    credentials: &'a Credentials,
    expiration: Option<&'a str>,
    region: Option<&'a str>,
    endpoint: Option<&'a str>,
) -> Vec<(&'static str, Option<&'a str>)> {
    // Handing them out as text is what the person asked for.
    let mut variables = vec![
        ("AWS_ACCESS_KEY_ID", Some(credentials.access_key_id.as_str())),
        ("AWS_SECRET_ACCESS_KEY", Some(credentials.secret_access_key.expose())),
        ("AWS_SESSION_TOKEN", credentials.session_token.as_ref().map(Secret::expose)),
        ("AWS_CREDENTIAL_EXPIRATION", expiration),
    ];
    if region.is_some() {
        variables.extend([("AWS_REGION", region), ("AWS_DEFAULT_REGION", region)]);
    }
    variables.extend([("AWS_ENDPOINT_URL", endpoint), ("AWS_PROFILE", None)]);
    variables
}

/// In single quotes, in which a POSIX shell takes all but a quote as it is.
pub(in crate::interchange) fn sh(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// PowerShell ends a single-quoted string at any of these, and takes two of one for the character itself.
fn doubled_quotes(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        text.push(c);
        if matches!(c, '\'' | '‘' | '’' | '‚' | '‛') {
            text.push(c);
        }
    }
    text
}

fn profile(credentials: &Credentials, region: Option<&str>, endpoint: Option<&str>) -> String {
    let lines = [
        ("aws_access_key_id", Some(credentials.access_key_id.as_str())),
        ("aws_secret_access_key", Some(credentials.secret_access_key.expose())), // as asked, like the token
        ("aws_session_token", credentials.session_token.as_ref().map(Secret::expose)),
        ("region", region),
        ("endpoint_url", endpoint),
    ];
    let set: String = lines.iter().filter_map(|&(name, value)| Some(format!("{name} = {}\n", value?))).collect();
    format!("[rolerelay]\n{set}")
}

/// What a `credential_process` prints.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ProcessOutput<'a> {
    version: u8,
    access_key_id: &'a str,
    secret_access_key: &'a Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_token: Option<&'a Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration: Option<&'a str>,
}

/// What AWS's SDK for JavaScript takes as `credentials`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SdkCredentials<'a> {
    access_key_id: &'a str,
    secret_access_key: &'a Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_token: Option<&'a Secret>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration: Option<&'a str>,
}

fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn iso(milliseconds: f64) -> Option<String> {
    DateTime::from_secs((milliseconds / 1000.0) as i64).fmt(Format::DateTime).ok()
}
