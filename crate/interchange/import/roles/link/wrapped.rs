//! Links that a mail, a chat or a document leads through a host of its own: Outlook's Safe Links, Proofpoint's URL Defense, Google's,
//! Slack's. The address that was meant is in them.

use std::borrow::Cow;

use data_encoding::BASE64URL_NOPAD;
use percent_encoding::percent_decode_str;

use crate::interchange::import::roles::replacing::Replacing;

/// Longer addresses are not looked into.
const LONGEST: usize = 8_000;
/// One may be wrapped by a mail's host and a chat's, and again where it is handed on.
const DEEPEST: usize = 3;

/// The text with the addresses in the places of such links, as far as they may name a role.
pub(in super::super) fn unwrapped(text: &str) -> Cow<'_, str> {
    let mut plain = Replacing::of(text);
    let mut passed = 0;
    for (at, _) in text.match_indices("http") {
        let rest = text.get(at..).unwrap_or_default();
        // What is within an address is looked at with it.
        if at < passed || !(rest.starts_with("https://") || rest.starts_with("http://")) {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "\"'<>)]|`\\".contains(c)).unwrap_or(rest.len());
        passed = at + end;
        let Some(link) = rest.get(..end).filter(|link| link.len() <= LONGEST) else { continue };
        if let Some(inner) = meant(link) {
            plain.put(at..passed, &inner);
        }
    }
    plain.done()
}

/// The address in this one, if it is one that may name a role.
fn meant(link: &str) -> Option<String> {
    let mut inner = within(link)?;
    for _ in 1..DEEPEST {
        match within(&inner) {
            Some(next) => inner = next,
            None => break,
        }
    }
    ["switchrole?", "arn:aws", "arn%3Aaws", "arn%3aaws"].iter().any(|name| inner.contains(name)).then_some(inner)
}

fn within(link: &str) -> Option<String> {
    // What leads to the console says its role itself.
    let of_console = link.split_once("switchrole?").is_some_and(|(_, query)| query.contains("roleName="));
    if let Some((_, behind)) = link.split_once("/v3/__") {
        return defended(behind);
    }
    let query = link.split_once('?').map(|(_, query)| query.replace("&amp;", "&"))?;
    if link.contains("urldefense.proofpoint.com/v2/") {
        let value = query.split('&').find_map(|pair| pair.strip_prefix("u="))?;
        return decoded(&value.replace('-', "%").replace('_', "/"));
    }
    let mut values = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(_, value)| value);
    let is_address =
        |value: &str| ["https%3", "http%3", "https:", "http:"].iter().any(|start| value.starts_with(start));
    let value = values.find(|value| !of_console && is_address(value) && value.contains('%'))?;
    decoded(value)
}

fn decoded(value: &str) -> Option<String> {
    percent_decode_str(value).decode_utf8().ok().map(Cow::into_owned)
}

/// Of Proofpoint's third form: the address up to `__;`, with `*` in the places of signs that stand in Base64 behind it up to `!`.
fn defended(behind: &str) -> Option<String> {
    let (address, signs) = behind.split_once("__;")?;
    let signs = BASE64URL_NOPAD.decode(signs.split('!').next()?.trim_end_matches('=').as_bytes()).ok()?;
    let mut signs = std::str::from_utf8(&signs).ok()?.chars();
    // Two of them stand for as many as the letter behind them says, which is of no address of the console's.
    let is_run = address.contains("**");
    (!is_run).then(|| address.chars().map(|c| if c == '*' { signs.next().unwrap_or(c) } else { c }).collect())
}
