//! From a session to the address that signs in to the console with it: the pure parts of AWS's federation endpoint.
//!
//! The protocol: "Enabling custom identity broker access to the AWS console" in the IAM user guide. That the token can be
//! asked for by POST, which keeps the session out of an address, and in GovCloud only by GET, is from AWS's own Toolkit.

use serde::{Deserialize, Serialize};
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::credentials::{Credentials, Secret};
use crate::http::{Method, Reply, Request};
use crate::partition::Partition;
use crate::strays::is_deceptive;

/// The longest console address that is opened, in bytes.
pub const MAX_DESTINATION: usize = 2048;

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

/// The console page to open, as an absolute address; without `page`, the console's home.
///
/// `page` is an `https` address of the partition's console, or a path such as `/s3/home`. Anything else is refused with a
/// sentence, since the address is handed to the browser together with a session. The label of the console's
/// multi-session support is taken out of the host, as it names a session of the past.
pub fn destination(partition: Partition, region: Option<&str>, page: Option<&str>) -> Result<String, String> {
    let console = partition.console_host(region).ok_or_else(|| unknown_console(partition))?;
    region.map_or(Ok(()), |region| partition.check_region(region))?; // it becomes a part of the host
    let page = match page.map(str::trim) {
        None | Some("") => {
            let query = region.map(|region| format!("?region={region}")).unwrap_or_default();
            return Ok(format!("https://{console}/console/home{query}"));
        }
        Some(page) => page,
    };
    check_text(page)?;
    let mut url = match scheme(page) {
        Some("https") => Url::parse(page).map_err(|_| "This is not a whole web address.".to_string())?,
        Some("http") => return Err("A console page begins with https://, not http://.".into()),
        Some(_) => return Err("Only a web page can be opened: its address begins with https://.".into()),
        None => on_host(&console, page)?,
    };
    check_host(&mut url, partition)?;
    if url.as_str().len() > MAX_DESTINATION { Err(too_long()) } else { Ok(url.into()) }
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
    let host = partition.sign_in_host(None, true);
    let back: String = byte_serialize(login_url.expose().as_bytes()).collect(); // to go on to it
    Secret::new(format!("https://{host}/oauth?Action=logout&redirect_uri={back}"))
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

/// Said before the text is parsed, because the URL standard drops tabs and line breaks and turns backslashes into slashes.
fn check_text(page: &str) -> Result<(), String> {
    if page.len() > MAX_DESTINATION {
        Err(too_long())
    } else if page.chars().any(|c| c.is_control() || c.is_whitespace()) {
        Err("The address has a space, a line break or a control character inside it.".into())
    } else if page.contains('\\') {
        Err("The address has a backslash in it; addresses have slashes.".into())
    } else if page.starts_with("//") {
        Err("An address that begins with // names another host. Begin a path with one slash.".into())
    } else {
        Ok(())
    }
}

/// What stands before the first colon, in the URL standard's sense of a scheme, as far as it is told apart here.
fn scheme(page: &str) -> Option<&str> {
    let (scheme, rest) = page.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    match scheme.to_ascii_lowercase().as_str() {
        // "https:/x" and "https:x" are addresses to a browser, and mistakes to a person.
        "https" if rest.starts_with("//") => Some("https"),
        "http" => Some("http"),
        _ => is_scheme.then_some("another"),
    }
}

fn on_host(console: &str, path: &str) -> Result<Url, String> {
    let first = path.split(['/', '?', '#']).next().unwrap_or_default();
    if first.contains('.') {
        return Err("Write https:// before a host’s name, or begin a path with a slash: /s3/home.".into());
    }
    Url::parse(&format!("https://{console}/{}", path.strip_prefix('/').unwrap_or(path)))
        .map_err(|_| "This is not a path of a console page, such as /s3/home.".into())
}

fn check_host(url: &mut Url, partition: Partition) -> Result<(), String> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err("A console page’s address has no user name in it.".into());
    }
    if url.port().is_some() {
        return Err("A console page’s address has no port in it.".into());
    }
    let host = url.host_str().unwrap_or_default();
    let host = without_session_label(host).to_string();
    if !is_console(&host, partition) {
        return Err(foreign_host(&host, partition));
    }
    url.set_host(Some(&host)).map_err(|_| "This is not a whole web address.".into())
}

/// `111122223333-ab12cd34.us-east-1.console…` without its first label: account and session of the console's multi-session
/// support.
fn without_session_label(host: &str) -> &str {
    let Some((label, rest)) = host.split_once('.') else { return host };
    match label.split_once('-') {
        Some((account, session))
            if account.len() == 12
                && account.bytes().all(|byte| byte.is_ascii_digit())
                && session.len() == 8
                && session.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase()) =>
        {
            rest
        }
        _ => host,
    }
}

fn is_console(host: &str, partition: Partition) -> bool {
    partition.console_domain().is_some_and(|domain| {
        host.strip_suffix(domain).is_some_and(|label| label.is_empty() || (label.len() > 1 && label.ends_with('.')))
    })
}

fn foreign_host(host: &str, partition: Partition) -> String {
    match Partition::ALL.into_iter().find(|other| is_console(host, *other)) {
        Some(other) => format!("This page is in {}, but the end role is in {}.", other.people(), partition.people()),
        None => format!(
            "This page is not on the AWS console: in {}, the host is {domain} or ends with .{domain}.",
            partition.people(),
            domain = partition.console_domain().unwrap_or_default(),
        ),
    }
}

fn unknown_console(partition: Partition) -> String {
    format!(
        "Rolerelay does not know the console’s hosts in {} ({}) yet, so a chain that ends there cannot be opened.",
        partition.people(),
        partition.name()
    )
}

fn too_long() -> String {
    format!("The address is longer than {MAX_DESTINATION} characters.")
}
