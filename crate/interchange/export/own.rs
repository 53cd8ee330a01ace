//! Chains as the project's own JSON.

use std::collections::{HashMap, HashSet};

use super::Exported;
use crate::chain::Chain;
use crate::chain::inheritance::split_id;
use crate::interchange::document::{Document, VERSION};
use crate::interchange::note::ImportNote;
use crate::policies::source::ExportSource;

/// The records of these ids and of the chains that they build on, as they are kept.
pub(super) fn write(ids: &[String], records: &[Chain], sources: &[ExportSource]) -> Exported {
    let wanted = with_parents(ids, records);
    let chains: Vec<Chain> = records.iter().filter(|record| wanted.contains(record.id.as_str())).cloned().collect();
    // Whoever writes everything makes a backup, of sources that nothing uses yet too.
    let all = chains.len() == records.len();
    let used: HashSet<&str> = chains.iter().map(|chain| chain.source_id.as_str()).collect();
    let sources = sources.iter().map(|it| &it.source).filter(|source| all || used.contains(source.id.as_str()));
    let document = Document { rolerelay: VERSION, sources: sources.cloned().collect(), chains };
    let mut exported = Exported { file_name: "rolerelay.json".into(), ..Exported::default() };
    match serde_json::to_string_pretty(&document) {
        Ok(text) => exported.text = text + "\n",
        Err(_) => exported.notes.push(ImportNote::error("The chains could not be written. Please report it.")),
    }
    exported
}

fn with_parents<'a>(ids: &'a [String], records: &'a [Chain]) -> HashSet<&'a str> {
    let parents: HashMap<&str, &str> = records
        .iter()
        .filter_map(|record| Some((record.id.as_str(), split_id(record.parent_id.as_deref()?).0)))
        .collect();
    let known: HashSet<&str> = records.iter().map(|record| record.id.as_str()).collect();
    let mut wanted = HashSet::new();
    for id in ids {
        // A record's own id may look like one that a shape made.
        let mut at = if known.contains(id.as_str()) { Some(id.as_str()) } else { Some(split_id(id).0) };
        while let Some(id) = at.filter(|id| wanted.insert(*id)) {
            at = parents.get(id).copied();
        }
    }
    wanted
}
