//! What a person writes around the hops: the name, where the chain starts, the words to find it by.

use crate::aws::invisible::{hidden, look_alike};
use crate::chain::finding::Finding;
use crate::chain::inheritance::parent_of;
use crate::chain::{Chain, is_chain_id};

pub(super) fn check(chain: &Chain) -> Vec<Finding> {
    let mut found = Vec::new();
    if !chain.id.is_empty() && !is_chain_id(&chain.id) {
        found.push(Finding::error("id", "A chain’s id has 1 to 64 letters, digits, hyphens and underscores, and is no word that JavaScript keeps to itself."));
    }
    found.extend(wrong_name(&chain.name).map(|sentence| Finding::error("name", sentence)));
    found.extend(passes_for_another(&chain.name).map(|sentence| Finding::warning("name", sentence)));
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
    } else {
        hidden(name).map(|c| does_not_show("name", c))
    }
}

/// A sentence on a name that can pass for another. It may be meant so.
pub(crate) fn passes_for_another(name: &str) -> Option<String> {
    let c = look_alike(name)?;
    Some(format!(
        "The name holds “{c}” (U+{:04X}) among Latin letters: it looks like one and is none, so that the name can pass for another. \
         Type it anew, unless it is meant so.",
        u32::from(c)
    ))
}

/// A sentence on a character with which a name or a word could look like another.
pub(crate) fn does_not_show(what: &str, c: char) -> String {
    format!("The {what} holds a character that does not show (U+{:04X}). Type it anew.", u32::from(c))
}

/// In characters.
const LONGEST_GUARD: usize = 24;

/// A sentence on the word that a chain is guarded with: it stands beside the chain's name wherever that is shown.
pub(crate) fn wrong_guard(word: &str) -> Option<String> {
    if word.trim().is_empty() {
        Some("Write a word such as PRODUCTION, or leave the field empty.".into())
    } else if word.chars().count() > LONGEST_GUARD {
        Some(format!("The word has at most {LONGEST_GUARD} characters."))
    } else {
        hidden(word).map(|c| does_not_show("word", c))
    }
}

pub(crate) const MOST_TAGS: usize = 20;
/// In characters.
pub(crate) const LONGEST_TAG: usize = 40;

pub(super) fn check_tags(place: &str, tags: &[String]) -> Vec<Finding> {
    let fits = |tag: &String| !tag.trim().is_empty() && tag.chars().count() <= LONGEST_TAG && hidden(tag).is_none();
    let sentence = || format!("A tag has 1 to {LONGEST_TAG} characters that show.");
    let tag = |(at, _)| Finding::error(format!("{place}.{at}"), sentence());
    let mut found: Vec<_> = tags.iter().take(MOST_TAGS).enumerate().filter(|(_, tag)| !fits(tag)).map(tag).collect();
    if tags.len() > MOST_TAGS {
        found.push(Finding::error(place, format!("A chain has at most {MOST_TAGS} tags.")));
    }
    found
}
