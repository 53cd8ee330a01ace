//! What a search asks for besides chains: the page that they are to open on, said at its end (`prod s3 eu-west-1`) or pasted into it.

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::Url;

use super::destination::{MAX_DESTINATION, destination, session_account};
use super::invisible::shown;
use super::partition::Partition;
use super::place::{Called, Resource, called, region};
use super::services::Service;

/// The page that a search asks for, and which chains may open there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Wanted {
    /// The words that are left to find chains by. None are where an ARN or an address says enough.
    pub words: Vec<String>,
    /// The account that a chain has to end in; absent where any will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What the ARNs on a chain's way have to begin with, since the page is in that partition: `arn:aws:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arns: Option<String>,
    /// The page, as [`destination()`] takes it.
    pub page: String,
    /// It, for people: `S3, eu-west-1`.
    pub label: String,
}

/// The page that `query` asks for; none where it is words to find chains by and nothing more.
///
/// A service alone, or a region alone, is such a word too: it takes a word before it to be a page.
pub fn wanted(query: &str) -> Option<Wanted> {
    if query.len() > MAX_DESTINATION {
        return None;
    }
    let mut words: Vec<&str> = query.split_whitespace().collect();
    let is_pasted = |word: &&str| ["arn:", "https://"].iter().any(|start| bare(word).starts_with(start));
    if let Some(at) = words.iter().position(is_pasted) {
        let pasted = bare(words.remove(at));
        let found = if pasted.starts_with("arn:") { resource(pasted) } else { address(pasted) };
        return found.map(|found| Wanted { words: owned(&words), ..found });
    }
    let at_end =
        |count: usize| words.split_at_checked(words.len().checked_sub(count)?).filter(|(rest, _)| !rest.is_empty());
    let two = at_end(2).and_then(|(rest, last)| Some((rest, both(&lower(last.first()?), &lower(last.last()?))?)));
    let one = || at_end(1).and_then(|(rest, last)| Some((rest, either(&lower(last.first()?))?)));
    two.or_else(one).map(|(rest, found)| Wanted { words: owned(rest), ..found })
}

/// What was copied, without what stood around it: quotation marks, brackets, the end of a sentence or of a line of JSON. A bracket that it
/// opens itself is its own, as in addresses of Logs Insights.
pub(super) fn bare(text: &str) -> &str {
    const OPENING: &str = "([{<\"'`“‘„«";
    let mut bare = text.trim_start_matches(|c| OPENING.contains(c));
    let count = |signs: [char; 3]| bare.matches(signs).count();
    let mut closed_besides = count([')', ']', '}']).saturating_sub(count(['(', '[', '{']));
    while let Some(last) = bare.chars().next_back() {
        let is_bracket = matches!(last, ')' | ']' | '}');
        // Addresses of the console end with a colon, as `#alarmsV2:`.
        let is_colon = last == ':' && !bare.starts_with("https:");
        if !(is_colon || is_bracket && closed_besides > 0 || ">\"'`”’»“.,;!?…".contains(last)) {
            break;
        }
        closed_besides -= usize::from(is_bracket);
        bare = bare.strip_suffix(last).unwrap_or_default();
    }
    bare
}

/// Whether a console address says no more than a region, a service or a resource, and what its page shows of it. Any other query may hold
/// whatever somebody wrote there, a token too; a fragment does where it names one.
pub fn says_place_alone(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| {
        let is_place = |name: &str, value: &str| match name {
            "region" => region(value).is_some(),
            "service" => matches!(called(value), Called::Known(_)),
            "arn" => matches!(Resource::read(value), Some(Ok(_))),
            _ => false,
        };
        url.query_pairs().all(|(name, value)| is_place(&name, &value)) && !url.fragment().is_some_and(names_secret)
    })
}

/// What the names of secrets hold, in lower case: of OAuth's parameters (RFC 6749, 4.2.2; its `code` is a name of its own), of SAML's and of
/// signed addresses of AWS.
const SECRETS: [&str; 6] = ["token", "secret", "password", "credential", "signature", "assertion"];

/// Whether something in a fragment is given a value under the name of a secret. Pages of the console write `name=value` and `name:value`.
fn names_secret(fragment: &str) -> bool {
    let text = percent_decode_str(fragment).decode_utf8_lossy().to_ascii_lowercase();
    let named = text.split_inclusive(['=', ':']).filter_map(|part| part.strip_suffix(['=', ':']));
    let mut names =
        named.filter_map(|part| part.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').next());
    names.any(|name| name == "code" || SECRETS.iter().any(|secret| name.contains(secret)))
}

/// A service and a region, in any order.
fn both(one: &str, other: &str) -> Option<Wanted> {
    let (service, region) = match (region(one), region(other)) {
        (None, Some(region)) => (one, region),
        (Some(region), None) => (other, region),
        _ => return None,
    };
    let Called::Known(known) = called(service) else { return None };
    let label = if known.is_regional() { format!("{}, {region}", known.title) } else { known.title.into() };
    Some(Wanted { arns: arns_of(region), ..page(format!("{service} {region}"), label) })
}

fn either(word: &str) -> Option<Wanted> {
    match (region(word), called(word)) {
        (Some(region), _) => Some(Wanted { arns: arns_of(region), ..page(word.into(), region.into()) }),
        (None, Called::Known(service)) => Some(page(word.into(), service.title.into())),
        (None, Called::Unknown(_)) => None,
    }
}

/// The page of a resource, on chains that end in its account.
fn resource(arn: &str) -> Option<Wanted> {
    let found = Resource::read(arn)?.ok()?;
    let Resource { partition, region, account, .. } = found;
    // It grows as a part of an address.
    destination(partition, region, Some(arn)).ok()?;
    Some(Wanted { account: account.map(Into::into), arns: Some(arns(partition)), ..page(arn.into(), named(&found)) })
}

fn named(Resource { service, region, name, .. }: &Resource) -> String {
    format!("{service} {name}{}", place_in(*region))
}

fn place_in(region: Option<&str>) -> String {
    region.map(|region| format!(", {region}")).unwrap_or_default()
}

/// A page that somebody copied from a tab, on chains that end in the account of its session, if its host tells.
fn address(address: &str) -> Option<Wanted> {
    let known = Partition::ALL.into_iter().filter(|partition| partition.console_known());
    let mut opened = known.filter_map(|partition| Some((partition, destination(partition, None, Some(address)).ok()?)));
    let (partition, opened) = opened.next()?;
    Some(Wanted {
        account: session_account(address),
        arns: Some(arns(partition)),
        ..page(address.into(), title(partition, &Url::parse(&opened).ok()?))
    })
}

/// A page of the console by its address: the service or the resource where it is the page of one, else its path and what it shows there.
fn title(partition: Partition, url: &Url) -> String {
    let of = |key: &str| url.query_pairs().find(|(name, _)| name == key).map(|(_, value)| value.into_owned());
    let in_host = || url.host_str().and_then(|host| host.split('.').next()).and_then(region);
    let region = of("region").as_deref().and_then(region).or_else(in_host);
    if let Some(resource) = of("arn").filter(|_| url.path() == "/go/view") {
        return match Resource::read(&resource) {
            Some(Ok(resource)) => shortened(&named(&resource)),
            // Decoded, it may hold any character.
            _ => shown(&resource),
        };
    }
    if let Some(service) = Service::at(partition, region, url.as_str()) {
        return format!("{}{}", service.title, place_in(region.filter(|_| service.is_regional())));
    }
    let path = url.path().trim_matches('/');
    let text = match url.fragment().map(|fragment| fragment.trim_matches(['/', '!'])) {
        _ if path.is_empty() => "console".into(),
        Some(fragment) if !fragment.is_empty() => format!("{path} {fragment}"),
        _ => path.into(),
    };
    shortened(&text) + &place_in(region)
}

/// The longest path that a label shows, in characters.
const LONGEST: usize = 120;

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST { text.into() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

fn page(page: String, label: String) -> Wanted {
    Wanted { words: Vec::new(), account: None, arns: None, page, label }
}

fn arns_of(region: &str) -> Option<String> {
    Partition::of_region(region).map(arns)
}

fn arns(partition: Partition) -> String {
    format!("arn:{}:", partition.name())
}

fn lower(word: &&str) -> String {
    word.to_ascii_lowercase()
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_string()).collect()
}
