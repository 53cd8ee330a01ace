//! Sources that are here already under other names: whoever has the same keys, or the same sign-in, is the same.
//!
//! What a key or a sign-in is good for is a host: the same at another endpoint is another. A program that fetches keys, and the machine
//! that has them, say nothing of whose they are. And a file that says nothing of a source's keys, because they stand in another, takes
//! nothing away: chains that came of it before go on from where they start.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Kind, id};
use super::identity::start;
use super::{Kept, as_new};
use crate::chain::{Chain, Source};
use crate::interchange::note::ImportNote;

/// Gives sources of the drafts the ids of those that they are, and tells which of these have another name in the file.
pub(super) fn find(drafts: &mut [Draft], kept: &Kept, prefix: &str) -> BTreeSet<String> {
    let here = kept.sources.iter().map(|source| (source.id.as_str(), source)).collect();
    let renamed = by_identity(drafts, kept, &here, prefix);
    by_chains(drafts, kept, &here);
    renamed
}

/// What is kept, by its id.
type Here<'a> = BTreeMap<&'a str, &'a Source>;

fn by_identity(drafts: &mut [Draft], kept: &Kept, here: &Here<'_>, prefix: &str) -> BTreeSet<String> {
    let read: BTreeSet<&str> =
        drafts.iter().flat_map(|draft| &draft.sources).map(|source| source.id.as_str()).collect();
    let keys = keys_of(kept);
    let mut before: BTreeMap<String, Vec<&Source>> = BTreeMap::new();
    for source in kept.sources.iter().filter(|source| !read.contains(source.id.as_str())) {
        if let Some(whose) = whose(source, &keys) {
            before.entry(whose).or_default().push(source);
        }
    }
    let mut now: BTreeMap<String, Vec<Read>> = BTreeMap::new();
    for draft in drafts.iter() {
        let keys = draft.credentials.iter();
        let keys = keys.map(|of| (of.source_id.as_str(), of.credentials.access_key_id.as_str())).collect();
        for source in draft.sources.iter().filter(|source| !here.contains_key(source.id.as_str())) {
            if let Some(whose) = whose(source, &keys).filter(|whose| before.contains_key(whose)) {
                let (id, name) = (source.id.clone(), source.name.clone());
                now.entry(whose).or_default().push(Read { id, name, has_ids: draft.says.name });
            }
        }
    }
    let mut renamed = BTreeSet::new();
    let mut same = Same::default();
    // Of two with one key nobody knows which is which.
    for (whose, read) in now {
        let ([Read { id, name, has_ids }], Some([found])) = (&read[..], before.get(&whose).map(Vec::as_slice)) else {
            continue;
        };
        if found.name == *name {
            same.insert(id, found);
        } else if !has_ids && is_of_a_file(found, prefix) {
            renamed.insert(found.id.clone());
            same.insert(id, found);
        } else if !has_ids && prefix.is_empty() {
            let what = if start(found).is_empty() { "access key" } else { "sign-in" };
            let sentence =
                format!("It has the {what} of the source “{}”, which is here: its chains start from that.", found.name);
            same.insert_as_it_is(id, found, ImportNote::hint(sentence).of(name));
        }
    }
    same.give(drafts);
    renamed
}

/// Where the text does not say whose a source is that is not here by its own name, its chains do: those that came of it before.
fn by_chains(drafts: &mut [Draft], kept: &Kept, here: &Here<'_>) {
    let keys = keys_of(kept);
    let mut same = Same::default();
    let before = Before::new(drafts, kept, here);
    for draft in drafts.iter_mut() {
        let given: BTreeSet<&str> = draft.credentials.iter().map(|of| of.source_id.as_str()).collect();
        let mut starts: BTreeMap<&str, BTreeMap<&str, &Source>> = BTreeMap::new();
        for chain in &draft.chains {
            if let Some(source) = before.of(chain) {
                starts.entry(chain.source_id.as_str()).or_default().insert(source.id.as_str(), source);
            }
        }
        let mut apart: BTreeSet<String> = BTreeSet::new();
        for source in draft.sources.iter().filter(|source| !here.contains_key(source.id.as_str())) {
            let is_silent = source.settings.is_empty() && !given.contains(source.id.as_str());
            let mut found: Vec<&Source> =
                starts.get(source.id.as_str()).into_iter().flat_map(BTreeMap::values).copied().collect();
            if found.is_empty() {
                found.extend(before.of_user(source));
            }
            match found[..] {
                [found] if is_silent => {
                    let sentence = format!(
                        "Whose keys it has is not in these files: its chains go on from the source “{}”, as they do here.",
                        found.name
                    );
                    same.insert_as_it_is(&source.id, found, ImportNote::hint(sentence).of(&source.name));
                }
                // Its keys may have ended with the browser.
                [found] if found.name == source.name && found.settings.is_empty() && whose(found, &keys).is_none() => {
                    same.insert(&source.id, found);
                }
                [_, _, ..] if is_silent => {
                    let mfa = if source.mfa_serial.is_some() { " Nor is its MFA device read." } else { "" };
                    let sentence = format!(
                        "Whose keys it has is not in these files, and its chains start from several sources here: they stay there. \
                         What is new has none: choose it once it is here.{mfa}"
                    );
                    draft.notes.push(ImportNote::warning(sentence).of(&source.name));
                    apart.insert(source.id.clone());
                }
                _ => {}
            }
        }
        for chain in draft.chains.iter_mut().filter(|chain| apart.contains(&chain.source_id)) {
            chain.source_id = before.of(chain).map(|source| source.id.clone()).unwrap_or_default();
        }
        draft.sources.retain(|source| !apart.contains(&source.id));
    }
    same.give(drafts);
}

/// From where the chains start that are here.
struct Before<'a> {
    by_id: BTreeMap<&'a str, &'a Source>,
    /// Of those whose names changed since, by name and roles.
    by_name: BTreeMap<(String, Vec<String>), &'a Source>,
    /// Sources by the MFA device of a user, and by name.
    by_user: BTreeMap<(&'a str, &'a str), &'a Source>,
}

impl<'a> Before<'a> {
    /// Of what no source of the drafts is.
    fn new(drafts: &[Draft], kept: &'a Kept, here: &Here<'a>) -> Self {
        let read: BTreeSet<&str> =
            drafts.iter().flat_map(|draft| &draft.sources).map(|source| source.id.as_str()).collect();
        let starts: Vec<(&Chain, &Source)> = kept
            .chains
            .iter()
            .filter(|chain| !read.contains(chain.source_id.as_str()))
            .filter_map(|chain| Some((chain, *here.get(chain.source_id.as_str())?)))
            .collect();
        let chains: BTreeSet<&str> =
            drafts.iter().flat_map(|draft| &draft.chains).map(|chain| chain.id.as_str()).collect();
        let others = starts.iter().filter(|(chain, _)| !chains.contains(chain.id.as_str()));
        let users = kept.sources.iter().filter(|source| !read.contains(source.id.as_str()));
        let users = users.filter_map(|source| Some(((source.mfa_serial.as_deref()?, source.name.as_str()), source)));
        Self {
            by_user: users.collect(),
            by_name: others.map(|(chain, source)| (name_and_roles(chain), *source)).collect(),
            by_id: starts.iter().map(|(chain, source)| (chain.id.as_str(), *source)).collect(),
        }
    }

    /// A source without chains, of the same user.
    fn of_user(&self, source: &Source) -> Option<&'a Source> {
        self.by_user.get(&(source.mfa_serial.as_deref()?, source.name.as_str())).copied()
    }

    fn of(&self, chain: &Chain) -> Option<&'a Source> {
        self.by_id.get(chain.id.as_str()).or_else(|| self.by_name.get(&name_and_roles(chain))).copied()
    }
}

fn name_and_roles(chain: &Chain) -> (String, Vec<String>) {
    (chain.name.clone(), chain.hops.iter().map(|hop| hop.role_arn.clone()).collect())
}

/// Which sources of the drafts are which that are here, by the ids of the first.
#[derive(Default)]
struct Same<'a> {
    ids: BTreeMap<String, &'a Source>,
    /// Of those that stay as they are here, what is told of it.
    notes: BTreeMap<String, ImportNote>,
}

impl<'a> Same<'a> {
    fn insert(&mut self, id: &str, found: &'a Source) {
        self.ids.insert(id.into(), found);
    }

    fn insert_as_it_is(&mut self, id: &str, found: &'a Source, note: ImportNote) {
        self.insert(id, found);
        self.notes.insert(id.into(), note);
    }

    fn give(mut self, drafts: &mut [Draft]) {
        for draft in drafts {
            for source in &mut draft.sources {
                if let (Some(found), Some(note)) = (self.ids.get(&source.id), self.notes.remove(&source.id)) {
                    source.name.clone_from(&found.name);
                    source.settings.clone_from(&found.settings);
                    draft.notes.push(note);
                }
            }
            let of_sources = draft.sources.iter_mut().map(|source| &mut source.id);
            let of_keys = draft.credentials.iter_mut().map(|of| &mut of.source_id);
            for id in of_sources.chain(of_keys).chain(draft.chains.iter_mut().map(|chain| &mut chain.source_id)) {
                if let Some(found) = self.ids.get(id.as_str()) {
                    id.clone_from(&found.id);
                }
            }
        }
    }
}

/// A source of a draft.
struct Read {
    id: String,
    name: String,
    /// Whether its format has ids beside names, as Leapp's: of a record that was made anew its name is left.
    has_ids: bool,
}

fn keys_of(kept: &Kept) -> BTreeMap<&str, &str> {
    kept.keys.iter().map(|key| (key.source_id.as_str(), key.access_key_id.as_str())).collect()
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
