//! Keys that stand beside roles: in an environment, in a connection, in a note to somebody. They are whose keys the roles start from.

use crate::chain::Source;
use crate::interchange::credential_text;
use crate::interchange::import::SourceCredentials;
use crate::interchange::import::draft::{Kind, id};
use crate::interchange::note::ImportNote;

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

/// The source that has them; none where the text has none, or those of several.
pub(super) fn beside(text: &str, notes: &mut Vec<ImportNote>) -> Option<(Source, SourceCredentials)> {
    if !speaks_of_keys(text) {
        return None;
    }
    let Ok(credentials) = credential_text::read(text) else {
        let has_id = ["AKIA", "ASIA"].iter().any(|start| text.contains(start));
        notes.extend(has_id.then(|| {
            ImportNote::warning(
                "The text speaks of keys that could not be read, or of several. Enter them in the chain’s source.",
            )
        }));
        return None;
    };
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
