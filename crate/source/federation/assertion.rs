//! What a SAML response says for AWS: the roles that it is good for. Its signature AWS checks; here it is only read, to choose among the
//! roles and to see that it is of the provider that the source is of.

use std::mem;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use data_encoding::BASE64;
use percent_encoding::percent_decode_str;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use zeroize::Zeroizing;

use super::role::is_provider_of;
use crate::aws::arn::RoleArn;
use crate::aws::credentials::Secret;
use crate::aws::invisible::shown;
use crate::aws::limits::SAML_ASSERTION;
use crate::protocol::query::character;

/// What an assertion says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Assertion {
    /// The roles that it is good for, by account and name.
    pub roles: Vec<AssertionRole>,
    /// How many more it lists that are none of AWS's pairs of role and provider.
    pub unread: usize,
    /// What AWS is to call the session: mostly the person's name or address, safe to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// Until when AWS takes it, in milliseconds since 1970, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<f64>,
}

/// A role, and the provider in its account that vouches for the person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct AssertionRole {
    /// 12 digits.
    pub account_id: String,
    /// The role's name without its path.
    pub role_name: String,
    /// `arn:aws:iam::123456789012:role/name`.
    pub role_arn: String,
    /// `arn:aws:iam::123456789012:saml-provider/name`.
    pub provider_arn: String,
}

/// Reads a SAML response in base64, be it alone or as the form's field that a browser posts to AWS. With it comes what AWS is sent.
///
/// # Errors
/// A sentence, which quotes nothing of it.
pub(super) fn read(text: &str) -> Result<(Assertion, Secret), &'static str> {
    let sent = field(text);
    if !SAML_ASSERTION.contains(&sent.len()) {
        return Err("This is not as long as an assertion that AWS takes: 4 to 100,000 characters of base64.");
    }
    let bytes = BASE64.decode(sent.as_bytes()).map(Zeroizing::new).map_err(
        |_| "This is neither a SAML response in base64 nor a token (JWT). Copy the whole value of SAMLResponse.",
    )?;
    let xml = std::str::from_utf8(&bytes).map_err(|_| NO_XML)?;
    let assertion = of_xml(xml.trim_start_matches('\u{feff}'))?;
    Ok((assertion, Secret::new(sent.as_str())))
}

const NO_XML: &str = "This is base64, but not of a SAML response. Copy the whole value of SAMLResponse.";

/// The value alone, of `SAMLResponse=…&RelayState=…` as it is sent or as the browser's tools show it, and without line breaks.
fn field(text: &str) -> Zeroizing<String> {
    let (_, value) = text.rsplit_once("SAMLResponse").unwrap_or(("", text));
    let value = value.split("RelayState").next().unwrap_or(value);
    let is_stray = |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '&' | ':' | ',');
    let value = value.trim_start_matches(|c: char| is_stray(c) || c == '=').trim_end_matches(is_stray);
    let decoded = Zeroizing::new(percent_decode_str(value).collect::<Vec<u8>>());
    // What is not base64 by then is refused for it.
    let text = decoded.iter().filter(|byte| !byte.is_ascii_whitespace()).map(|byte| char::from(*byte));
    Zeroizing::new(text.collect())
}

const ROLE: &str = "https://aws.amazon.com/SAML/Attributes/Role";
const SESSION_NAME: &str = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";

/// Goes through it once and holds nothing but what it looks for, so that whoever writes other elements gains nothing.
fn of_xml(xml: &str) -> Result<Assertion, &'static str> {
    let mut reader = Reader::from_str(xml);
    let mut found = Assertion::default();
    let (mut attribute, mut value, mut elements) = (String::new(), None::<String>, 0_usize);
    loop {
        match reader.read_event().map_err(|_| NO_XML)? {
            Event::Start(start) => {
                elements += 1;
                match start.local_name().into_inner() {
                    "EncryptedAssertion" => return Err(ENCRYPTED),
                    "Attribute" => attribute = said(&start, "Name").unwrap_or_default(),
                    "AttributeValue" => value = Some(String::new()),
                    _ => found.ends_by(&start),
                }
            }
            Event::Empty(start) => found.ends_by(&start),
            Event::End(end) => match end.local_name().into_inner() {
                "Attribute" => attribute.clear(),
                "AttributeValue" => found.take(&attribute, &value.take().unwrap_or_default()),
                _ => {}
            },
            Event::Text(text) => push(&mut value, &text.xml10_content()),
            Event::CData(text) => push(&mut value, &text.xml10_content()),
            Event::GeneralRef(reference) => push(&mut value, &character(&reference).ok_or(NO_XML)?),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::DocType(_) => return Err(NO_XML), // it may define entities of any size
            Event::Eof => break,
        }
    }
    if elements == 0 {
        return Err(NO_XML);
    }
    found.roles.sort();
    found.roles.dedup();
    if found.roles.is_empty() {
        return Err(
            "This SAML response holds no role of AWS: it may be that of another application. Copy the one that goes to AWS’s \
                    sign-in page.",
        );
    }
    Ok(found)
}

const ENCRYPTED: &str = "This SAML response is encrypted for AWS, so that nobody here can see which roles it is good for. Rolerelay \
                         takes only what it can read.";

fn push(value: &mut Option<String>, more: &str) {
    if let Some(value) = value {
        value.push_str(more);
    }
}

/// The value of an attribute, as it stands there: neither AWS's names nor times hold what XML escapes.
fn said(start: &BytesStart<'_>, name: &str) -> Option<String> {
    // The check for repeated ones looks at all of them again for each.
    let mut attributes = start.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name);
    found.map(|attribute| attribute.value.trim().to_string())
}

impl Assertion {
    /// Takes the value of an attribute of the assertion.
    fn take(&mut self, attribute: &str, value: &str) {
        match attribute {
            ROLE => match pair(value) {
                Some(role) => self.roles.push(role),
                None => self.unread += 1,
            },
            SESSION_NAME => self.session_name = Some(shown(value.trim())).filter(|name| !name.is_empty()),
            _ => {}
        }
    }

    /// The earliest end of those that its elements say.
    fn ends_by(&mut self, start: &BytesStart<'_>) {
        if !matches!(start.local_name().into_inner(), "SubjectConfirmationData" | "Conditions") {
            return;
        }
        let said =
            said(start, "NotOnOrAfter").and_then(|time| DateTime::from_str(&time, Format::DateTimeWithOffset).ok());
        let time = said.and_then(|time| time.to_millis().ok()).map(|time| time as f64);
        self.expires_at = match (mem::take(&mut self.expires_at), time) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

/// A role and its provider in either order, with spaces around them or not, as AWS takes them.
fn pair(value: &str) -> Option<AssertionRole> {
    let (one, other) = value.split_once(',')?;
    let (one, other) = (one.trim(), other.trim());
    let (role, provider) = match RoleArn::parse(one) {
        Ok(role) => (role, other),
        Err(_) => (RoleArn::parse(other).ok()?, one),
    };
    is_provider_of(&role, provider).then(|| AssertionRole {
        account_id: role.account().into(),
        role_name: role.name().into(),
        role_arn: role.to_string(),
        provider_arn: provider.into(),
    })
}
