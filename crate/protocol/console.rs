//! From a session to the address that signs in to the console with it: the pure parts of AWS's federation endpoint.
//!
//! The protocol: "Enabling custom identity broker access to the AWS console" in the IAM user guide. That the token can be
//! asked for by POST, which keeps the session out of an address, and in GovCloud only by GET, is from AWS's own Toolkit.

use serde::{Deserialize, Serialize};
use url::form_urlencoded::{Serializer, byte_serialize};

use super::http::{Method, Reply, Request};
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::invisible::is_deceptive;
use crate::aws::partition::Partition;

/// Who the console says the session came from, once it has ended.
const ISSUER: &str = "Rolerelay";

/// No sign-in token is near this long; past it, the address would not open.
const MAX_TOKEN: usize = 16 * 1024;

/// How the sign-in service refused a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInRefusal {
    /// The HTTP status. A 200 here means that the answer held no token.
    pub status: u16,
    /// What its page said, stripped and bounded; none where it said nothing that can be shown.
    pub text: Option<String>,
}

/// The request that turns a session into a sign-in token.
///
/// `session_duration` is in seconds and only for a session that a long-term key started by itself: for a chained one AWS
/// answers 400.
pub fn sign_in_token_request(
    host: String,
    session: &Credentials,
    session_duration: Option<u32>,
    method: Method,
) -> Request {
    let form = sign_in_token_form(session, session_duration);
    match method {
        Method::Get => Request {
            method,
            host,
            target: Secret::new(format!("/federation?{form}")),
            headers: Vec::new(),
            body: Secret::new(""),
        },
        Method::Post => Request {
            method,
            host,
            target: Secret::new("/federation"),
            headers: vec![("content-type", Secret::new("application/x-www-form-urlencoded; charset=utf-8"))],
            body: Secret::new(form),
        },
    }
}

/// Reads the sign-in token, which is good for 15 minutes, out of the reply.
pub fn read_sign_in_token(reply: &Reply) -> Result<Secret, SignInRefusal> {
    let body = reply.body.expose(); // to take the token out of it
    if reply.status != 200 {
        return Err(SignInRefusal { status: reply.status, text: visible_text(body) });
    }
    match serde_json::from_str::<SignInToken>(body) {
        Ok(SignInToken { token }) if is_token(token.expose()) => Ok(token),
        _ => Err(SignInRefusal { status: 200, text: None }),
    }
}

/// The address that signs in and goes on to `destination`. `host` is the one that gave the token.
pub fn login_url(host: &str, destination: &str, token: &Secret) -> Secret {
    let query = Serializer::new(String::new())
        .append_pair("Action", "login")
        .append_pair("Issuer", ISSUER)
        .append_pair("Destination", destination)
        .append_pair("SigninToken", token.expose()) // the console takes it only there
        .finish();
    Secret::new(format!("https://{host}/federation?{query}"))
}

/// The address that signs out of the console, then goes on to `login_url`.
///
/// For browsers where the console's multi-session support is off: there it refuses a second account until one has signed
/// out. AWS honours `redirect_uri` only where `login_url` is on a host with a region label.
pub fn sign_out_first(partition: Partition, login_url: &Secret) -> Secret {
    let back: String = byte_serialize(login_url.expose().as_bytes()).collect(); // to go on to it
    Secret::new(format!("{}&redirect_uri={back}", partition.sign_out_page()))
}

/// The session in the words of the sign-in service.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Session<'a> {
    session_id: &'a str,
    session_key: &'a Secret,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_token: Option<&'a Secret>,
}

#[derive(Deserialize)]
struct SignInToken {
    #[serde(rename = "SigninToken")]
    token: Secret,
}

fn sign_in_token_form(session: &Credentials, session_duration: Option<u32>) -> String {
    let session = Session {
        session_id: &session.access_key_id,
        session_key: &session.secret_access_key,
        session_token: session.session_token.as_ref(),
    };
    let mut form = Serializer::new(String::new());
    form.append_pair("Action", "getSigninToken").append_pair("SessionType", "json");
    if let Some(seconds) = session_duration {
        form.append_pair("SessionDuration", &seconds.to_string());
    }
    form.append_pair("Session", &serde_json::to_string(&session).unwrap_or_default()).finish()
}

fn is_token(text: &str) -> bool {
    (1..=MAX_TOKEN).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~+/=".contains(&byte))
}

/// What a person would read on an HTML page, up to 300 characters. Long words are left out: an address, a token or a key
/// may be among them, and no word of a refusal is that long.
fn visible_text(html: &str) -> Option<String> {
    const LONGEST_WORD: usize = 24;
    let text = without_tags(html);
    let words = text.split_whitespace().map(|word| if word.len() > LONGEST_WORD { "…" } else { word });
    let text = words.collect::<Vec<_>>().join(" ");
    let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&nbsp;", " ").replace("&amp;", "&");
    let text: String = text.chars().filter(|c| !is_deceptive(*c)).take(300).collect();
    (!text.is_empty()).then_some(text)
}

/// The text between the tags of a page, without what scripts and styles hold.
fn without_tags(html: &str) -> String {
    let mut parts = html.split('<');
    let mut text = parts.next().unwrap_or_default().to_string();
    let mut hidden_by = None;
    for part in parts {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        hidden_by = match hidden_by {
            Some(name) if !tag.strip_prefix('/').is_some_and(|tag| is_tag(tag, name)) => continue,
            Some(_) => None,
            None => ["script", "style"].into_iter().find(|name| is_tag(tag, name)),
        };
        if hidden_by.is_none() {
            text.push(' ');
            text.push_str(after);
        }
    }
    text
}

fn is_tag(tag: &str, name: &str) -> bool {
    tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}
