//! Credentials as text: the shapes that people paste, and those that they want to copy.

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::limits::MAX_CREDENTIALS;
use crate::aws::credentials::{Credentials, Secret};
use crate::chain::check;
use crate::chain::finding::{Finding, Severity};

mod scan;

/// A form of text to copy credentials in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum CredentialShape {
    /// `export` lines for bash, zsh and sh.
    Bash,
    /// `$Env:` lines for PowerShell.
    Powershell,
    /// What a `credential_process` prints.
    Json,
}

/// Reads credentials out of pasted text.
///
/// It takes what shells, `.env` and credentials files, the aws command line, STS, Identity Center and the sign-in service
/// write, whole or in part, also where a text field has turned line breaks into spaces: whatever its shape, each value
/// stands behind its name. A text without names, such as the IAM console's CSV file, is told by what keys look like.
/// The findings never repeat the text.
pub fn read(text: &str) -> Result<Credentials, Vec<Finding>> {
    if text.len() > MAX_CREDENTIALS {
        return Err(vec![Finding::error(ALL, "The text is longer than credentials are. Paste only their lines.")]);
    }
    let mut pasted = match scan::profiles(text) {
        profiles if profiles.len() > 1 => return Err(vec![several_profiles(&profiles)]),
        mut profiles => profiles.pop().unwrap_or_else(|| scan::bare(text)),
    };
    if pasted.cut {
        let sentence = "The secret or the session token is broken into parts, and it is not sure which of them are its own. Copy it \
                        again, without line breaks or blanks in it.";
        return Err(vec![Finding::error(ALL, sentence)]);
    }
    for older in [std::mem::take(&mut pasted.security_tokens), std::mem::take(&mut pasted.tokens)] {
        if pasted.session_tokens.is_empty() {
            pasted.session_tokens = older;
        }
    }
    let credentials = Credentials {
        access_key_id: one(&pasted.access_key_ids, "access key id")?.unwrap_or_default(),
        secret_access_key: Secret::new(one(&pasted.secret_access_keys, "secret access key")?.unwrap_or_default()),
        session_token: one(&pasted.session_tokens, "session token")?.map(Secret::new),
        expires_at: pasted.expirations.iter().find_map(|text| milliseconds(text)),
    };
    let missing = missing(&credentials);
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut errors = check::check_credentials(&credentials);
    // Nobody has typed it: a secret of another length was cut, or something has got into it.
    let secret = credentials.secret_access_key.expose().len(); // only how long it is
    errors.retain(|finding| finding.severity == Severity::Error || (finding.place == SECRET && secret != 40));
    if errors.is_empty() { Ok(credentials) } else { Err(errors) }
}

/// Writes credentials as text that can be pasted. A shell also gets the region, and loses what was set for an older key.
pub fn write(credentials: &Credentials, shape: CredentialShape, region: Option<&str>) -> Secret {
    match shape {
        CredentialShape::Bash => Secret::new(lines(credentials, region, |name, value| match value {
            Some(value) => format!("export {name}='{}'\n", value.replace('\'', r"'\''")),
            None => format!("unset {name}\n"),
        })),
        CredentialShape::Powershell => Secret::new(lines(credentials, region, |name, value| match value {
            Some(value) => format!("$Env:{name} = '{}'\n", doubled_quotes(value)),
            None => format!("Remove-Item Env:{name} -ErrorAction SilentlyContinue\n"),
        })),
        CredentialShape::Json => Secret::new(process_output(credentials)),
    }
}

const ALL: &str = "credentials";
const SECRET: &str = "credentials.secretAccessKey";

fn one(values: &[String], what: &str) -> Result<Option<String>, Vec<Finding>> {
    match values {
        [] => Ok(None),
        [value] => Ok(Some(value.clone())),
        _ => Err(vec![Finding::error(ALL, format!("The text holds more than one {what}. Paste one key alone."))]),
    }
}

fn missing(credentials: &Credentials) -> Vec<Finding> {
    let no_id = credentials.access_key_id.is_empty();
    let no_secret = credentials.secret_access_key.expose().is_empty(); // to see whether it is there
    if no_id && no_secret {
        let sentence = "No credentials were found in the text. Paste the lines that AWS shows for a terminal, \
                        the profile of a credentials file, or what the aws command line prints.";
        return vec![Finding::error(ALL, sentence)];
    }
    let mut found = Vec::new();
    if no_id {
        found.push(Finding::error("credentials.accessKeyId", "The text holds no access key id."));
    }
    if no_secret {
        found.push(Finding::error(SECRET, "The text holds no secret access key."));
    }
    found
}

fn several_profiles(profiles: &[scan::Pasted]) -> Finding {
    const SHOWN: usize = 5;
    let mut names: Vec<&str> =
        profiles.iter().take(SHOWN).map(|p| p.profile.as_deref().unwrap_or("one without a name")).collect();
    if profiles.len() > SHOWN {
        names.push("…");
    }
    Finding::error(
        ALL,
        format!("The text holds the keys of several profiles: {}. Paste one of them.", names.join(", ")),
    )
}

/// Milliseconds since 1970 from an ISO 8601 time, or from a count of seconds or milliseconds since then.
pub(super) fn milliseconds(text: &str) -> Option<f64> {
    // As seconds, this would be the year 5138; as milliseconds, 1973.
    const SECONDS_END: f64 = 1e11;
    match text.parse::<f64>() {
        Ok(count) => {
            (count.is_finite() && count > 0.0).then_some(if count < SECONDS_END { count * 1000.0 } else { count })
        }
        Err(_) => Some(DateTime::from_str(text, Format::DateTimeWithOffset).ok()?.to_millis().ok()? as f64),
    }
}

fn iso(milliseconds: f64) -> Option<String> {
    DateTime::from_secs((milliseconds / 1000.0) as i64).fmt(Format::DateTime).ok()
}

/// One line for each variable that the SDKs read. A variable without a value is one to take away.
fn lines(credentials: &Credentials, region: Option<&str>, line: impl Fn(&str, Option<&str>) -> String) -> String {
    let expiration = credentials.expires_at.and_then(iso);
    // Handing them out as text is what the person asked for.
    let token = credentials.session_token.as_ref().map(Secret::expose);
    let mut text = line("AWS_ACCESS_KEY_ID", Some(&credentials.access_key_id))
        + &line("AWS_SECRET_ACCESS_KEY", Some(credentials.secret_access_key.expose()))
        + &line("AWS_SESSION_TOKEN", token)
        + &line("AWS_CREDENTIAL_EXPIRATION", expiration.as_deref());
    if region.is_some() {
        text += &line("AWS_REGION", region);
        text += &line("AWS_DEFAULT_REGION", region);
    }
    text
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

fn process_output(credentials: &Credentials) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Output<'a> {
        version: u8,
        access_key_id: &'a str,
        secret_access_key: &'a Secret,
        #[serde(skip_serializing_if = "Option::is_none")]
        session_token: Option<&'a Secret>,
        #[serde(skip_serializing_if = "Option::is_none")]
        expiration: Option<String>,
    }
    let output = Output {
        version: 1,
        access_key_id: &credentials.access_key_id,
        secret_access_key: &credentials.secret_access_key,
        session_token: credentials.session_token.as_ref(),
        expiration: credentials.expires_at.and_then(iso),
    };
    serde_json::to_string_pretty(&output).unwrap_or_default() + "\n"
}
