//! Keys that stand beside roles: in an environment, in a connection, in a note to somebody. They are whose keys the roles start from.

use std::collections::BTreeSet;

use super::Part;
use crate::aws::credentials::Credentials;
use crate::chain::Source;
use crate::interchange::credential_text;
use crate::interchange::import::SourceCredentials;
use crate::interchange::import::draft::{Kind, id};
use crate::interchange::note::ImportNote;

/// A source and its keys.
pub(super) type Start = (Source, SourceCredentials);

/// Said where only hops are asked for.
pub(super) const APART: &str = "The text holds keys too. They are no part of a hop: enter them in the chain’s source.";

/// Whether the text says that something in it is a secret, so that what looks like one is.
fn speaks_of_keys(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["secret", "password", "aws://"].iter().any(|word| text.contains(word))
}

pub(super) fn are_beside(text: &str) -> bool {
    speaks_of_keys(text) && credential_text::read(text).is_ok()
}

/// Each chain's source with its keys, as far as the text has them. What has keys of its own starts from these; what has none, from those
/// that stand apart from all of them, unless it says that it has its own way to them.
pub(super) fn beside(text: &str, whole: &str, chains: &[Part], notes: &mut Vec<ImportNote>) -> Vec<Option<Start>> {
    let part = |chain: &Part| chain.block.clone().and_then(|block| whole.get(block));
    let of_chains: Vec<_> =
        chains.iter().map(|chain| part(chain).and_then(|part| credentials(part).ok().flatten())).collect();
    let has_own = of_chains.iter().any(Option::is_some);
    let has_way = |chain: &Part| part(chain).is_some_and(has_own_way);
    if !has_own && !chains.iter().any(has_way) {
        let shared = shared(text, notes);
        return chains.iter().map(|_| shared.clone()).collect();
    }
    let starts: Vec<Option<Start>> =
        chains.iter().zip(of_chains).map(|(chain, credentials)| start(part(chain)?, credentials?, notes)).collect();
    let taken: BTreeSet<&str> =
        starts.iter().flatten().map(|(_, keys)| keys.credentials.access_key_id.as_str()).collect();
    if ids(text).any(|id| !taken.contains(id)) {
        notes.push(ImportNote::warning(
            "The text has keys too that stand in no part with a role. They are left out: enter them under Sources, if a chain starts from them.",
        ));
    }
    starts
}

/// Whether the part is a remote of rclone's, which starts from its own keys or from those of the machine.
fn has_own_way(part: &str) -> bool {
    let sets = |line: &str| line.split_once('=').is_some_and(|(key, _)| matches!(key.trim(), "type" | "env_auth"));
    part.lines().any(sets)
}

/// The ids of access keys.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    const LENGTH: usize = 20;
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| word.len() == LENGTH && ["AKIA", "ASIA"].iter().any(|start| word.starts_with(start)))
}

/// The keys in the text, if it says that it has some.
fn credentials(text: &str) -> Result<Option<Credentials>, ()> {
    if !speaks_of_keys(text) {
        return Ok(None);
    }
    credential_text::read(text).map(Some).map_err(|_| ())
}

/// The source of all chains; none where the text has no keys, or those of several.
fn shared(text: &str, notes: &mut Vec<ImportNote>) -> Option<Start> {
    let Ok(credentials) = credentials(text) else {
        let has_id = ["AKIA", "ASIA"].iter().any(|start| text.contains(start));
        notes.extend(has_id.then(|| {
            ImportNote::warning(
                "The text speaks of keys that could not be read, or of several. Enter them in the chain’s source.",
            )
        }));
        return None;
    };
    start(text, credentials?, notes)
}

/// The source that has the keys of that text; none where a chain does not start from them.
fn start(text: &str, credentials: Credentials, notes: &mut Vec<ImportNote>) -> Option<Start> {
    // What AssumeRole answers with is where the chain ends.
    if text.contains("AssumedRole") || text.contains(":assumed-role/") {
        notes.push(ImportNote::warning(
            "The text holds keys of a session that was assumed already: a chain does not start from them, and they are left out.",
        ));
        return None;
    }
    let name = credentials.access_key_id.clone();
    let id = id("roles", Kind::Source, &name);
    notes.push(
        ImportNote::hint("The text has these keys beside its roles, so the chain starts from them. Give the source a name of your own.").of(&name),
    );
    Some((Source { id: id.clone(), name, ..Source::default() }, SourceCredentials { source_id: id, credentials }))
}
