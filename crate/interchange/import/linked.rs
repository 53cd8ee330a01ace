//! Profiles that name each other, pasted where hops are read: the order is that of their `source_profile`, wherever they stand.

use std::collections::BTreeSet;

use super::{ImportFile, PastedHops, config};
use crate::aws::credentials::Secret;
use crate::chain::{Chain, inheritance};
use crate::interchange::note::ImportNote;

/// The hops of the first profile on which no other builds; none where no profile builds on another's role.
pub(super) fn read(text: &str) -> Option<PastedHops> {
    let file = ImportFile { name: String::new(), text: Secret::new(text) };
    let draft = match () {
        () if config::is_credentials(&file) => config::read(&[], &[&file]),
        () if config::is(&file) => config::read(&[&file], &[]),
        () => return None,
    };
    let parents: BTreeSet<&str> = draft.chains.iter().filter_map(|chain| chain.parent_id.as_deref()).collect();
    let mut ends = draft.chains.iter().filter(|chain| !parents.contains(chain.id.as_str()) && !chain.hops.is_empty());
    let first: &Chain = ends.clone().find(|chain| chain.parent_id.is_some())?;
    let hops = inheritance::resolve(first, &draft.chains).ok()?.hops;
    let mut notes = draft.notes;
    if ends.any(|chain| chain.id != first.id) {
        notes.push(ImportNote::warning(format!(
            "The text has more chains than one: {} is here. Give the text to Import for all of them.",
            first.name
        )));
    }
    Some(PastedHops { hops, notes })
}
