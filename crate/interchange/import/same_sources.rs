//! Sources that are here already under other names: whoever has the same keys, or the same sign-in, is the same.
//!
//! What a key or a sign-in is good for is a host: the same at another endpoint is another. A program that fetches keys, and the machine
//! that has them, say nothing of whose they are.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Kind, id};
use super::identity::start;
use super::{Kept, as_new};
use crate::chain::Source;
use crate::interchange::note::ImportNote;

/// Gives sources of the drafts the ids of those that they are, and tells which of these have another name in the file.
pub(super) fn find(drafts: &mut [Draft], kept: &Kept, prefix: &str) -> BTreeSet<String> {
    let read: BTreeSet<String> =
        drafts.iter().flat_map(|draft| &draft.sources).map(|source| source.id.clone()).collect();
    let keys = kept.keys.iter().map(|key| (key.source_id.as_str(), key.access_key_id.as_str())).collect();
    let mut before: BTreeMap<String, Vec<&Source>> = BTreeMap::new();
    for source in kept.sources.iter().filter(|source| !read.contains(&source.id)) {
        if let Some(whose) = whose(source, &keys) {
            before.entry(whose).or_default().push(source);
        }
    }
    let here: BTreeSet<&str> = kept.sources.iter().map(|source| source.id.as_str()).collect();
    let mut now: BTreeMap<String, Vec<Read>> = BTreeMap::new();
    for draft in drafts.iter() {
        let keys = draft.credentials.iter();
        let keys = keys.map(|of| (of.source_id.as_str(), of.credentials.access_key_id.as_str())).collect();
        for source in draft.sources.iter().filter(|source| !here.contains(source.id.as_str())) {
            if let Some(whose) = whose(source, &keys).filter(|whose| before.contains_key(whose)) {
                let (id, name) = (source.id.clone(), source.name.clone());
                now.entry(whose).or_default().push(Read { id, name, has_ids: draft.says.name });
            }
        }
    }
    let mut renamed = BTreeSet::new();
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut notes = Vec::new();
    // Of two with one key nobody knows which is which.
    for (whose, read) in now {
        let ([Read { id, name, has_ids }], Some([same])) = (&read[..], before.get(&whose).map(Vec::as_slice)) else {
            continue;
        };
        if *has_ids {
            // Of a format with ids, such as Leapp's, a record that was made anew has its name left.
            if same.name != *name {
                continue;
            }
        } else if is_of_a_file(same, prefix) {
            renamed.insert(same.id.clone());
        } else if prefix.is_empty() && same.settings.is_empty() {
            let sentence = format!(
                "It has the access key of the source “{}”, which is here: its chains start from that.",
                same.name
            );
            notes.push(ImportNote::hint(sentence).of(name));
        } else {
            continue;
        }
        ids.insert(id.clone(), same.id.clone());
    }
    for draft in drafts.iter_mut() {
        let of_sources = draft.sources.iter_mut().map(|source| &mut source.id);
        let of_keys = draft.credentials.iter_mut().map(|of| &mut of.source_id);
        for id in of_sources.chain(of_keys).chain(draft.chains.iter_mut().map(|chain| &mut chain.source_id)) {
            if let Some(same) = ids.get(id.as_str()) {
                id.clone_from(same);
            }
        }
    }
    if let Some(draft) = drafts.first_mut() {
        draft.notes.extend(notes);
    }
    renamed
}

/// A source of a draft.
struct Read {
    id: String,
    name: String,
    /// Whether its format has ids beside names.
    has_ids: bool,
}

/// What is the same of two that are one; none where nothing is known of whose it is.
fn whose(source: &Source, keys: &BTreeMap<&str, &str>) -> Option<String> {
    let start = start(source);
    let whose = match keys.get(source.id.as_str()) {
        Some(key) => *key,
        None => Some(start.as_str()).filter(|start| !start.is_empty())?,
    };
    let host = source.endpoint().map(|it| it.sts).unwrap_or_default();
    Some(format!("{host}\n{whose}"))
}

/// Whether its id is made of the name that a profile had, as new with this prefix where that is not empty.
fn is_of_a_file(source: &Source, prefix: &str) -> bool {
    let of_file = |name: &str| id("aws-config", Kind::Source, name);
    match source.name.strip_prefix(prefix) {
        Some(name) if prefix.is_empty() => source.id == of_file(name),
        Some(name) => source.id == as_new::source_id(prefix, &of_file(name)),
        None => false,
    }
}
