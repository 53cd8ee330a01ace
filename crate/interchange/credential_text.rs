//! Credentials as text: the shapes that people paste, and those that they want to copy.

use std::borrow::Cow;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use percent_encoding::percent_decode_str;

use super::characters::{plain, unquoted};
use super::conflict;
use super::limits::MAX_CREDENTIALS;
use crate::aws::credentials::{Credentials, Secret};
use crate::chain::check;
use crate::chain::finding::{Finding, Severity};

mod scan;
mod whole;
mod write;

pub(super) use write::sh;
pub use write::{CredentialShape, write};

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
    if conflict::line(text).is_some() {
        return Err(vec![Finding::error(ALL, format!("The text {}", conflict::SENTENCE))]);
    }
    let text = &said(text);
    match scan::profiles(text) {
        profiles if profiles.len() > 1 => Err(vec![several_profiles(&profiles)]),
        mut profiles => credentials(profiles.pop().unwrap_or_else(|| scan::bare(text))),
    }
}

/// The names of the profiles whose keys the text holds, in its order; none where it holds those of one. Empty for one without a name.
pub fn profiles(text: &str) -> Vec<String> {
    if text.len() > MAX_CREDENTIALS || conflict::line(text).is_some() {
        return Vec::new();
    }
    let profiles = scan::profiles(&said(text));
    if profiles.len() < 2 {
        return Vec::new();
    }
    profiles.into_iter().map(|pasted| pasted.profile.unwrap_or_default()).collect()
}

/// [`read`], of the profile alone that [`profiles`] has at that place, counted from 0.
pub fn read_profile(text: &str, at: usize) -> Result<Credentials, Vec<Finding>> {
    if text.len() > MAX_CREDENTIALS || conflict::line(text).is_some() {
        return read(text);
    }
    match scan::profiles(&said(text)).into_iter().nth(at) {
        Some(profile) => credentials(profile),
        None => read(text),
    }
}

/// The text without what documents, logs and addresses make of its characters. No key has a percent sign.
fn said(text: &str) -> String {
    let text = unquoted(text);
    let text = plain(&text);
    let text = unescaped(&text);
    let is_encoded =
        ["%2B", "%2F", "%3D"].iter().any(|sign| text.contains(sign) || text.contains(&sign.to_lowercase()));
    if is_encoded { percent_decode_str(&text).decode_utf8_lossy().into_owned() } else { text.into_owned() }
}

/// The text with plain marks of JSON where it is JSON in a string of JSON, once or again, as logs have it.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("\\\":") {
        return Cow::Borrowed(text);
    }
    let parts: Vec<&str> = text.split('"').collect();
    let last = parts.len() - 1;
    let plain = parts.iter().enumerate().map(|(at, part)| if at < last { part.trim_end_matches('\\') } else { part });
    Cow::Owned(plain.collect::<Vec<_>>().join("\""))
}

fn credentials(mut pasted: scan::Pasted) -> Result<Credentials, Vec<Finding>> {
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
    pasted.decode();
    let credentials = Credentials {
        access_key_id: one(&pasted.access_key_ids, "access key id")?.unwrap_or_default(),
        secret_access_key: Secret::new(one(&pasted.secret_access_keys, "secret access key")?.unwrap_or_default()),
        session_token: one(&pasted.session_tokens, "session token")?.map(Secret::new),
        expires_at: pasted.expirations.iter().find_map(|text| milliseconds(text)),
    };
    // A key of a user does not end: that time is when it was made.
    let credentials = match credentials.session_token {
        None => Credentials { expires_at: None, ..credentials },
        Some(_) => credentials,
    };
    let missing = missing(&credentials);
    if !missing.is_empty() {
        return Err(missing);
    }
    let mut errors = check::check_credentials(&credentials);
    // Nobody has typed it: a secret of another length was cut, and what AWS puts into none has got into it on the way.
    errors.retain(|finding| finding.severity == Severity::Error || [SECRET, TOKEN].contains(&finding.place.as_str()));
    if errors.is_empty() { Ok(credentials) } else { Err(errors) }
}

const ALL: &str = "credentials";
const SECRET: &str = "credentials.secretAccessKey";
const TOKEN: &str = "credentials.sessionToken";

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
        format!(
            "The text holds the keys of several profiles: {}. Choose one of them, or paste it alone.",
            names.join(", ")
        ),
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
