//! What became of chains whose names a file no longer has: a profile of another name with the same roles is the same one, and
//! what is gone altogether is named.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Kind, id};
use super::{Kept, as_new};
use crate::chain::Chain;
use crate::interchange::note::ImportNote;

/// The formats whose ids are made of names.
const BY_NAME: [&str; 2] = ["aws-config", "aesr"];

/// Gives chains of the drafts the ids of those that they were before they got another name, and tells which ids these are.
pub(super) fn rename(drafts: &mut [Draft], kept: &Kept, prefix: &str) -> BTreeSet<String> {
    let read: BTreeSet<String> = drafts.iter().flat_map(|draft| &draft.chains).map(|chain| chain.id.clone()).collect();
    let here: BTreeSet<&str> = kept.chains.iter().map(|chain| chain.id.as_str()).collect();
    let mut gone: BTreeMap<String, Vec<&Chain>> = BTreeMap::new();
    for chain in kept.chains.iter().filter(|chain| !read.contains(&chain.id)) {
        gone.entry(way(chain)).or_default().push(chain);
    }
    if gone.is_empty() {
        return BTreeSet::new();
    }
    let mut renamed = BTreeSet::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for draft in drafts.iter_mut() {
        // A format with ids, such as Leapp's, has the name left of what was made anew.
        let has_ids = draft.says.name;
        let mut ways: BTreeMap<String, usize> = BTreeMap::new();
        for chain in draft.chains.iter().filter(|chain| !here.contains(chain.id.as_str())) {
            *ways.entry(way(chain)).or_default() += 1;
        }
        // Parents come first.
        for chain in &mut draft.chains {
            if let Some(parent) = chain.parent_id.as_ref().and_then(|parent| ids.get(parent)) {
                chain.parent_id = Some(parent.clone());
            }
            let way = way(chain);
            let is_only = ways.get(&way).is_none_or(|count| *count == 1);
            let Some([before]) =
                gone.get(&way).map(Vec::as_slice).filter(|_| is_only && !here.contains(chain.id.as_str()))
            else {
                continue;
            };
            let is_of_a_file = !has_ids && BY_NAME.iter().any(|format| is_of(before, format, prefix));
            if before.name == chain.name || is_of_a_file {
                ids.insert(std::mem::replace(&mut chain.id, before.id.clone()), before.id.clone());
                renamed.insert(before.id.clone());
                gone.remove(&way);
            }
        }
    }
    renamed
}

/// Which roles it assumes, from where.
fn way(chain: &Chain) -> String {
    let roles: Vec<&str> = chain.hops.iter().map(|hop| hop.role_arn.as_str()).collect();
    format!("{}\n{}\n{}", chain.source_id, chain.parent_id.as_deref().unwrap_or_default(), roles.join("\n"))
}

/// Whether the chain came from a file of this format, as new with this prefix where that is not empty.
fn is_of(chain: &Chain, format: &str, prefix: &str) -> bool {
    let of_file = |name: &str| id(format, Kind::Chain, name);
    match chain.name.strip_prefix(prefix) {
        Some(name) if prefix.is_empty() => chain.id == of_file(name),
        Some(name) => chain.id == as_new::chain_id(prefix, &of_file(name)),
        None => false,
    }
}

/// A note on the chains that came from a file of this format before and are not in this one.
pub(super) fn gone(read: &BTreeSet<String>, format: &str, kept: &Kept, prefix: &str) -> Option<ImportNote> {
    const SHOWN: usize = 10;
    let gone = kept.chains.iter().filter(|chain| !read.contains(&chain.id));
    let gone: Vec<_> = gone.filter(|chain| is_of(chain, format, prefix)).collect();
    let mut names: Vec<&str> = gone.iter().take(SHOWN).map(|chain| chain.name.as_str()).collect();
    if gone.len() > SHOWN {
        names.push("…");
    }
    let sentence = match gone.len() {
        0 => return None,
        1 => format!("One chain came from such a file before, is not in this one, and stays: {}.", names.join(", ")),
        many => {
            format!("{many} chains came from such a file before, are not in this one, and stay: {}.", names.join(", "))
        }
    };
    Some(ImportNote::hint(sentence))
}
