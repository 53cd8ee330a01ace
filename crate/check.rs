//! What is wrong with a chain or a source, said while it is being written: all that is known before the click.
//!
//! The limits are those of AWS's model of STS and of its documentation. A check never asks anyone and knows no clock.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::arn::RoleArn;
use crate::chain::{Chain, Hop, MAX_HOPS, is_chain_id};
use crate::console;
use crate::credentials::Credentials;
use crate::error::{Finding, Severity};
use crate::partition::Partition;
use crate::strays::{is_deceptive, stray};

mod keys;
pub(crate) use keys::check_credentials;

/// What a check of a chain may know beside the chain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Surroundings {
    /// The chains that it builds on, as they are kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Chain>,
    /// What stands for `{user}` in session names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Whether the source's keys are a user's long-term ones; absent while they are not here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long_term: Option<bool>,
    /// What AWS refused as over a role's maximum.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused_durations: Vec<RefusedDuration>,
}

/// A duration that AWS refused, since it is over the role's MaxSessionDuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct RefusedDuration {
    /// The role.
    pub role_arn: String,
    /// The DurationSeconds that were asked for: the role's maximum is less.
    pub seconds: u32,
}

/// What is wrong with `chain`. It can be walked unless a finding is an error. An empty id is that of a new chain.
/// Places are in the chain itself, never in a parent.
pub fn check_chain(chain: &Chain, around: &Surroundings) -> Vec<Finding> {
    let _ = around;
    let mut found = Vec::new();
    if !chain.id.is_empty() && !is_chain_id(&chain.id) {
        found.push(Finding::error("id", "A chain’s id has 1 to 64 letters, digits, hyphens and underscores."));
    }
    found.extend(check_name(&chain.name));
    if chain.source_id.is_empty() {
        found.push(Finding::error("sourceId", "Choose the source whose keys start the chain."));
    }
    found.extend(check_tags(&chain.tags));

    let arns: Vec<_> = chain.hops.iter().map(|hop| RoleArn::parse(&hop.role_arn)).collect();
    found.extend(check_count(arns.len()));
    for (at, (hop, arn)) in chain.hops.iter().zip(&arns).enumerate() {
        if let Err(sentence) = arn {
            found.push(Finding::error(format!("hops.{at}.roleArn"), sentence));
        }
        found.extend(check_hop(at, hop));
    }
    let arns: Vec<_> = arns.into_iter().enumerate().filter_map(|(at, arn)| Some((at, arn.ok()?))).collect();
    found.extend(check_neighbours(&arns));
    if let Some((at, end)) = arns.last().filter(|(at, _)| at + 1 == chain.hops.len()) {
        found.extend(check_end(chain, *at, end.partition()));
    }
    found.extend(check_session_duration(chain));
    found
}

/// What is wrong with a source of that name and these credentials.
pub fn check_source(name: &str, credentials: &Credentials) -> Vec<Finding> {
    check_name(name).into_iter().chain(check_credentials(credentials)).collect()
}

impl Finding {
    /// A finding with which the record cannot be used.
    pub(crate) fn error(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), severity: Severity::Error, message: message.into(), fix: None }
    }

    /// A finding with which the record can be used.
    pub(crate) fn warning(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), severity: Severity::Warning, message: message.into(), fix: None }
    }
}

/// What one word of AWS's identifiers may hold beside letters and digits: the pattern `[\w+=,.@-]`.
const WORD: &str = "_+=,.@-";
const SESSION_NAME: RangeInclusive<usize> = 2..=64;
const EXTERNAL_ID: RangeInclusive<usize> = 2..=1224;
const DURATION: RangeInclusive<u32> = 900..=43_200;
/// What AWS gives a session that another session started, at most.
const CHAINED_DURATION: u32 = 3600;

fn check_name(name: &str) -> Option<Finding> {
    let sentence = if name.trim().is_empty() {
        "Write a name."
    } else if name.chars().count() > 100 {
        "A name has at most 100 characters."
    } else if name.chars().any(is_deceptive) {
        "The name holds a character that does not show. Type it anew."
    } else {
        return None;
    };
    Some(Finding::error("name", sentence))
}

fn check_tags(tags: &[String]) -> Vec<Finding> {
    const MOST: usize = 20;
    const LONGEST: usize = 40;
    let fits =
        |tag: &String| !tag.trim().is_empty() && tag.chars().count() <= LONGEST && !tag.chars().any(is_deceptive);
    let mut found: Vec<_> = tags
        .iter()
        .take(MOST)
        .enumerate()
        .filter(|(_, tag)| !fits(tag))
        .map(|(at, _)| Finding::error(format!("tags.{at}"), format!("A tag has 1 to {LONGEST} characters that show.")))
        .collect();
    if tags.len() > MOST {
        found.push(Finding::error("tags", format!("A chain has at most {MOST} tags.")));
    }
    found
}

fn check_count(hops: usize) -> Option<Finding> {
    match hops {
        0 => Some(Finding::error("hops", "Add the first role.")),
        1..=MAX_HOPS => None,
        _ => Some(Finding::error("hops", format!("A chain has at most {MAX_HOPS} roles; this one has {hops}."))),
    }
}

fn check_hop(at: usize, hop: &Hop) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut error = |field: &str, sentence: Option<String>| {
        found.extend(sentence.map(|sentence| Finding::error(format!("hops.{at}.{field}"), sentence)));
    };
    error(
        "sessionName",
        hop.session_name.as_deref().and_then(|text| check_word("The session name", text, SESSION_NAME, "")),
    );
    error(
        "externalId",
        hop.external_id.as_deref().and_then(|text| check_word("The external ID", text, EXTERNAL_ID, ":/")),
    );
    let Some(seconds) = hop.duration_seconds else { return found };
    if !DURATION.contains(&seconds) {
        error("durationSeconds", Some("A session lasts 900 seconds (15 minutes) to 43200 seconds (12 hours).".into()));
    } else if seconds > CHAINED_DURATION && at > 0 {
        error(
            "durationSeconds",
            Some(
                "AWS gives at most 3600 seconds (one hour) to a role that is assumed from another role. \
                 Write 3600 or less, or leave it empty."
                    .into(),
            ),
        );
    } else if seconds > CHAINED_DURATION {
        found.push(Finding::warning(
            format!("hops.{at}.durationSeconds"),
            "More than 3600 seconds (one hour) works only if the source is a long-term key and the role allows it.",
        ));
    }
    found
}

/// A sentence if `text` is not of AWS's pattern `[\w+=,.@-]*`, `extra` characters allowed, or of another length.
fn check_word(what: &str, text: &str, length: RangeInclusive<usize>, extra: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || WORD.contains(c) || extra.contains(c);
    let (least, most) = (length.start(), length.end());
    if let Some(sentence) = stray(text, what) {
        Some(sentence)
    } else if let Some(other) = text.chars().find(|c| !allowed(*c)) {
        Some(format!("{what} cannot hold the character {other}. Beside letters and digits it takes {WORD}{extra}"))
    } else if !length.contains(&text.len()) {
        Some(format!("{what} has {least} to {most} characters; this has {}.", text.len()))
    } else {
        None
    }
}

/// What two roles of one chain cannot be to each other. `arns` are those that can be read, with their places.
fn check_neighbours(arns: &[(usize, RoleArn)]) -> Vec<Finding> {
    let mut found = Vec::new();
    for pair in arns.windows(2) {
        let [(before, from), (at, to)] = pair else { continue };
        let place = format!("hops.{at}.roleArn");
        if from.partition() != to.partition() {
            found.push(Finding::error(
                place,
                format!(
                    "This role is in {}, the role before it in {}. A chain cannot cross partitions: \
                     a role of one cannot be assumed from another.",
                    to.partition().people(),
                    from.partition().people()
                ),
            ));
        } else if from == to && before + 1 == *at {
            let sentence =
                "This is the role before it again. It works only if the role’s trust policy names the role itself.";
            found.push(Finding::warning(place, sentence));
        }
    }
    found
}

/// What hangs on the partition of the end role.
fn check_end(chain: &Chain, at: usize, partition: Partition) -> Vec<Finding> {
    let region = chain.region.as_deref();
    let wrong_region = region.and_then(|region| partition.check_region(region).err());
    // A wrong region is said once, not again of the page that would be built on it.
    let page_region = region.filter(|_| wrong_region.is_none());
    let page = console::destination(partition, page_region, chain.destination.as_deref()).err();
    let page_place = if partition.console_known() { "destination".into() } else { format!("hops.{at}.roleArn") };
    let region_finding = wrong_region.map(|sentence| Finding::error("region", sentence));
    region_finding.into_iter().chain(page.map(|sentence| Finding::error(page_place, sentence))).collect()
}

fn check_session_duration(chain: &Chain) -> Option<Finding> {
    let seconds = chain.session_duration?;
    let sentence = if chain.hops.len() > 1 {
        "AWS takes a console session’s length only for a chain of one role. Leave it empty: \
         the console then stays open as long as the last role’s session."
    } else if !DURATION.contains(&seconds) {
        "A console session lasts 900 seconds (15 minutes) to 43200 seconds (12 hours)."
    } else {
        return None;
    };
    Some(Finding::error("sessionDuration", sentence))
}
