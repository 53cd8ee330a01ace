//! A page of the console that a tab shows, opened as another role: in the partition of that role.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::{Position, Url};

use super::destination::destination;
use super::partition::Partition;

/// Where a page is for another role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Elsewhere {
    /// Its address, without the label of a session; absent where a region has to be chosen first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// Of what it is to be chosen then: the regions of the role's partition, its default first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
}

/// The page `address` for a role in the partition `to`. In its own partition it stays as it is. In another its path, query and fragment stay,
/// and the region in them becomes `chosen`: no partition has a region of another.
///
/// # Errors
/// A sentence where it is no page of the console, or one on a host that only its own partition has.
pub fn elsewhere(address: &str, to: Partition, chosen: Option<&str>) -> Result<Elsewhere, String> {
    let (from, page) = home(address).ok_or(NO_PAGE)?;
    if from == to {
        return Ok(at(page));
    }
    let url = Url::parse(&page).map_err(|_| NO_PAGE)?;
    let host = url.host_str().unwrap_or_default();
    if from.own_consoles().iter().any(|own| host.ends_with(own)) {
        return Err(format!("{host} is of {} alone. Open the service by its name instead.", from.people()));
    }
    let rest = &url[Position::BeforePath..];
    let is_in_host = |region: &&&str| host.strip_prefix(**region).is_some_and(|rest| rest.starts_with('.'));
    let is_in_rest = |region: &&&str| places(rest, region).next().is_some();
    let old = from.regions().iter().find(is_in_host).or_else(|| from.regions().iter().find(is_in_rest));
    if old.is_some() && chosen.is_none() {
        let regions = to.regions().iter().map(|region| (*region).into()).collect();
        return Ok(Elsewhere { destination: None, regions });
    }
    let host = to.console_host(chosen).ok_or(NO_PAGE)?;
    let rest = old.zip(chosen).map_or_else(|| rest.into(), |(old, chosen)| replaced(rest, old, chosen));
    destination(to, chosen, Some(&format!("https://{host}{rest}"))).map(at)
}

const NO_PAGE: &str = "This is not a page of the AWS console.";

fn at(page: String) -> Elsewhere {
    Elsewhere { destination: Some(page), regions: Vec::new() }
}

/// The partition on whose console an address is, and the address without the label of a session.
fn home(address: &str) -> Option<(Partition, String)> {
    let known =
        Partition::ALL.into_iter().filter(|partition| partition.console_known() && address.starts_with("https://"));
    known.into_iter().find_map(|partition| Some((partition, destination(partition, None, Some(address)).ok()?)))
}

/// Where `region` stands by itself: not in `us-east-1a`, which is a zone of it.
fn places<'t>(text: &'t str, region: &'t str) -> impl Iterator<Item = usize> + 't {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_alone = move |at: &usize| {
        let (before, found) = text.split_at(*at);
        let is_sign = before.get(before.len().saturating_sub(3)..).is_some_and(|sign| sign.starts_with('%'));
        (is_sign || !goes_on(before.chars().next_back())) && !goes_on(found.chars().nth(region.len()))
    };
    text.match_indices(region).map(|(at, _)| at).filter(is_alone)
}

fn replaced(text: &str, old: &str, new: &str) -> String {
    let (mut written, mut from) = (String::new(), 0);
    for at in places(text, old) {
        written.push_str(text.get(from..at).unwrap_or_default());
        written.push_str(new);
        from = at + old.len();
    }
    written + text.get(from..).unwrap_or_default()
}
