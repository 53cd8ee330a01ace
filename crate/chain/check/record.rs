//! What a person writes around the hops: the name, where the chain starts, the words to find it by.

use crate::aws::invisible::is_deceptive;
use crate::chain::finding::Finding;
use crate::chain::inheritance::parent_of;
use crate::chain::{Chain, is_chain_id};

pub(super) fn check(chain: &Chain) -> Vec<Finding> {
    let mut found = Vec::new();
    if !chain.id.is_empty() && !is_chain_id(&chain.id) {
        found.push(Finding::error("id", "A chain’s id has 1 to 64 letters, digits, hyphens and underscores."));
    }
    found.extend(wrong_name(&chain.name).map(|sentence| Finding::error("name", sentence)));
    found.extend(check_start(chain));
    found.extend(check_tags("tags", &chain.tags));
    found.extend(chain.guard.as_deref().and_then(wrong_guard).map(|sentence| Finding::error("guard", sentence)));
    found
}

/// A chain has either a source or a parent.
fn check_start(chain: &Chain) -> Option<Finding> {
    match (chain.source_id.is_empty(), parent_of(chain)) {
        (true, None) => {
            Some(Finding::error("sourceId", "Choose the source whose keys start the chain, or a chain to build on."))
        }
        (false, Some(_)) => Some(Finding::error(
            "parentId",
            "A chain starts from a source or builds on another chain, and not both. Take one of the two out.",
        )),
        _ => None,
    }
}

pub(super) const LONGEST_NAME: usize = 100;

/// A sentence on the name of a chain, a source or an account.
pub(super) fn wrong_name(name: &str) -> Option<String> {
    if name.trim().is_empty() {
        Some("Write a name.".into())
    } else if name.chars().count() > LONGEST_NAME {
        Some(format!("A name has at most {LONGEST_NAME} characters."))
    } else if name.chars().any(is_deceptive) {
        Some("The name holds a character that does not show. Type it anew.".into())
    } else {
        None
    }
}

/// In characters.
const LONGEST_GUARD: usize = 24;

/// A sentence on the word that a chain is guarded with: it stands beside the chain's name wherever that is shown.
fn wrong_guard(word: &str) -> Option<String> {
    if word.trim().is_empty() {
        Some("Write a word such as PRODUCTION, or leave the field empty.".into())
    } else if word.chars().count() > LONGEST_GUARD {
        Some(format!("The word has at most {LONGEST_GUARD} characters."))
    } else if word.chars().any(is_deceptive) {
        Some("The word holds a character that does not show. Type it anew.".into())
    } else {
        None
    }
}

pub(crate) const MOST_TAGS: usize = 20;
/// In characters.
pub(crate) const LONGEST_TAG: usize = 40;

pub(super) fn check_tags(place: &str, tags: &[String]) -> Vec<Finding> {
    let fits =
        |tag: &String| !tag.trim().is_empty() && tag.chars().count() <= LONGEST_TAG && !tag.chars().any(is_deceptive);
    let sentence = || format!("A tag has 1 to {LONGEST_TAG} characters that show.");
    let tag = |(at, _)| Finding::error(format!("{place}.{at}"), sentence());
    let mut found: Vec<_> = tags.iter().take(MOST_TAGS).enumerate().filter(|(_, tag)| !fits(tag)).map(tag).collect();
    if tags.len() > MOST_TAGS {
        found.push(Finding::error(place, format!("A chain has at most {MOST_TAGS} tags.")));
    }
    found
}
