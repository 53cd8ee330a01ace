//! The text behind `#` of a bookmark link: which chain, on which console page, and whether this installation made it.
//!
//! `v=1&chain={id}&page={address}&mac={mac}`, of which all before `&mac` is the payload: what is authenticated. A link
//! without `mac` can be written by hand. It carries no credentials and gives no right: it only names what is stored here.

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::form_urlencoded::{self, Serializer};

use super::is_chain_id;
use crate::aws::destination::MAX_DESTINATION;
use crate::aws::invisible::is_deceptive;
use crate::chain::inheritance::split_id;
use crate::failure::{Failure, FailureKind};

/// The longest link, in bytes, before Firefox encodes it once more: the longest page with each byte encoded, and the rest.
pub const MAX_LINK: usize = 3 * MAX_DESTINATION + 256;

/// A link that was read. What it names may not exist, and its page is not checked yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Link {
    /// [`crate::chain::Chain::id`].
    pub chain_id: String,
    /// The console page to open instead of the chain's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// [`payload`] of the two.
    pub payload: String,
    /// What authenticates the payload, 32 bytes in base64url; absent in a link that someone wrote by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
}

/// The part of a link that is authenticated: one text for one meaning, and only characters that an address can hold.
pub fn payload(chain_id: &str, destination: Option<&str>) -> String {
    let mut payload = Serializer::new(String::new());
    payload.append_pair("v", VERSION).append_pair("chain", chain_id);
    if let Some(page) = destination {
        payload.append_pair("page", page);
    }
    payload.finish()
}

/// What the MAC of a link is over: the payload and, by more than the id, what the link leads to.
///
/// The id of a record can be the one that a shape would give to a chain for an account. Should the one come to stand where the
/// other was, a link to the one must not lead to the other.
pub fn authenticated(payload: &str, chain_id: &str, is_made: bool) -> String {
    match split_id(chain_id) {
        (_, Some(_)) if !is_made => format!("{payload}&record"),
        _ => payload.into(),
    }
}

/// The text behind `#` of a link that this installation makes.
pub fn fragment(payload: &str, mac_base64url: &str) -> String {
    format!("{payload}&mac={mac_base64url}")
}

/// Reads what the go page found in its address, with or without the `#`.
///
/// Firefox hands the whole `ext+rolerelay:…` address over, percent-encoded behind `u=`; see `protocol_handlers`.
pub fn read(text: &str) -> Result<Link, Failure> {
    let text = text.strip_prefix(['#', '?']).unwrap_or(text);
    let text = match text.strip_prefix("u=") {
        Some(encoded) if encoded.len() <= 3 * MAX_LINK => &unwrap(encoded)?,
        _ => text,
    };
    if text.len() > MAX_LINK {
        return Err(refusal("This link is longer than any that Rolerelay reads."));
    }
    let [version, chain, page, mac] = fields(text)?;
    match (version.as_deref(), chain) {
        (Some(VERSION), Some(chain_id)) if is_chain_id(&chain_id) => {
            let destination = page.map(checked_page).transpose()?;
            let mac = mac.map(checked_mac).transpose()?;
            Ok(Link { payload: payload(&chain_id, destination.as_deref()), chain_id, destination, mac })
        }
        (Some(VERSION), _) => Err(refusal("This link names no chain. It was copied without its end, or changed.")),
        (Some(_), _) => {
            Err(refusal("This link is of another version of Rolerelay. Update Rolerelay, or copy the link anew."))
        }
        (None, _) => Err(refusal("This is not a link of Rolerelay.")),
    }
}

const VERSION: &str = "1";

/// The text of an address in Firefox's own scheme.
fn unwrap(encoded: &str) -> Result<String, Failure> {
    let address = percent_decode_str(encoded).decode_utf8().map_err(|_| damaged())?;
    let text = address.strip_prefix("ext+rolerelay:").ok_or_else(|| refusal("This is not a link of Rolerelay."))?;
    Ok(text.trim_start_matches(['/', '#', '?']).to_string())
}

/// The four fields, each at most once, and nothing else: two readings of one link would be one too many.
fn fields(text: &str) -> Result<[Option<String>; 4], Failure> {
    let mut fields = [const { None }; 4];
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        let [version, chain, page, mac] = &mut fields;
        let field = match name.as_ref() {
            "v" => version,
            "chain" => chain,
            "page" => page,
            "mac" => mac,
            _ => return Err(damaged()),
        };
        if field.replace(value.into_owned()).is_some() {
            return Err(damaged());
        }
    }
    Ok(fields)
}

fn checked_page(page: String) -> Result<String, Failure> {
    let fits = !page.is_empty() && page.len() <= MAX_DESTINATION && !page.chars().any(is_deceptive);
    if fits { Ok(page) } else { Err(damaged()) }
}

/// 32 bytes of HMAC-SHA-256 in base64url without padding.
fn checked_mac(mac: String) -> Result<String, Failure> {
    let fits = mac.len() == 43 && mac.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if fits { Ok(mac) } else { Err(damaged()) }
}

fn damaged() -> Failure {
    refusal("This link is damaged. Copy it anew from Rolerelay.")
}

fn refusal(message: &str) -> Failure {
    Failure::new(FailureKind::Invalid, message)
}
