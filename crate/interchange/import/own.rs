//! What Rolerelay wrote itself, read back: all of it, or an error that says where it is malformed.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::ImportFile;
use super::draft::{Draft, Says};
use crate::chain::is_chain_id;
use crate::interchange::document::{Document, VERSION};
use crate::interchange::note::ImportNote;

pub(super) fn is(file: &ImportFile) -> bool {
    let text = plain(file.text.expose()); // looked through for the name of its version
    text.starts_with('{') && text.contains("\"rolerelay\"")
}

pub(super) fn read(file: &ImportFile) -> Draft {
    let text = plain(file.text.expose()); // to read its records, which hold no keys
    match document(text) {
        Ok((Document { chains, sources, .. }, notes)) => {
            Draft { chains, sources, notes, says: Says::ALL, ..Draft::default() }
        }
        Err(note) => Draft { notes: vec![note], ..Draft::default() },
    }
}

fn plain(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').trim_start()
}

/// Only the version, so that a later one is told from a malformed one.
#[derive(Deserialize)]
struct Version {
    rolerelay: Mark,
}

/// What Rolerelay's files begin with.
#[derive(Deserialize)]
#[serde(untagged)]
enum Mark {
    Version(u32),
    /// `backup`, or `rescue` of the copies of a damaged store.
    Named(String),
}

fn document(text: &str) -> Result<(Document, Vec<ImportNote>), ImportNote> {
    let Version { rolerelay } = serde_json::from_str(text).map_err(|wrong| {
        let sentence =
            format!("The file is not whole JSON of Rolerelay: look at column {} of this line.", wrong.column());
        ImportNote::error(sentence).at_line(wrong.line())
    })?;
    let rolerelay = match rolerelay {
        Mark::Version(version) => version,
        Mark::Named(name) => {
            return Err(ImportNote::error(match name.as_str() {
                "backup" => {
                    "The file is a backup of Rolerelay, not a list of chains. Restore it on the page Protection, with its password."
                }
                "rescue" => "The file has the copies of a damaged store, not a list of chains. No page reads it.",
                _ => "The file is no list of chains that Rolerelay wrote. Export them anew.",
            }));
        }
    };
    if rolerelay != VERSION {
        return Err(ImportNote::error(format!(
            "The file is of version {rolerelay}, and this Rolerelay reads version {VERSION}. Update it, or export the file anew."
        )));
    }
    let mut unknown = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let read = serde_ignored::deserialize(tracked, |path| {
        if unknown.len() <= SHOWN {
            unknown.push(path.to_string());
        }
    });
    let document: Document = read.map_err(|wrong: serde_json::Error| malformed(&track.path().to_string(), &wrong))?;
    check_ids(&document)?;
    Ok((document, unknown_fields(&unknown)))
}

/// serde's own words would quote what stands there.
fn malformed(path: &str, wrong: &serde_json::Error) -> ImportNote {
    let words = wrong.to_string();
    let missing = words.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    let sentence = match missing {
        Some(field) => format!("{path} has no {field}."),
        None => format!("{path} is not what the schema says."),
    };
    ImportNote::error(format!("The file is malformed: {sentence} Nothing was imported.")).at_line(wrong.line())
}

/// Ids are pointed to, so they have to be whole and each there once.
fn check_ids(document: &Document) -> Result<(), ImportNote> {
    let chains = document.chains.iter().map(|chain| (&chain.id, &chain.name)).enumerate();
    let sources = document.sources.iter().map(|source| (&source.id, &source.name)).enumerate();
    let all = chains.map(|one| ("chains", one)).chain(sources.map(|one| ("sources", one)));
    let mut seen = BTreeSet::new();
    for (list, (at, (id, name))) in all {
        let wrong = if !is_chain_id(id) {
            "is not 1 to 64 letters, digits, hyphens and underscores, or is a word that JavaScript keeps to itself"
        } else if !seen.insert((list, id)) {
            "is there twice"
        } else {
            continue;
        };
        let sentence = format!("The file is malformed: {list}[{at}].id {wrong}. Nothing was imported.");
        return Err(ImportNote::error(sentence).of(name));
    }
    Ok(())
}

/// How many fields a note lists.
const SHOWN: usize = 5;

fn unknown_fields(unknown: &[String]) -> Vec<ImportNote> {
    if unknown.is_empty() {
        return Vec::new();
    }
    let shown = unknown.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if unknown.len() > SHOWN { " and others" } else { "" };
    vec![ImportNote::warning(format!("Rolerelay does not know these fields, and left them out: {shown}{more}."))]
}
