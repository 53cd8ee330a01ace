//! Chains whose start was left out, or whose start leads back to them, cannot be walked: they are left out too.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use crate::interchange::note::ImportNote;

impl Draft {
    /// The draft without those chains. Each is named in a note.
    pub(super) fn rooted(mut self) -> Self {
        let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut next = Vec::new();
        for chain in &self.chains {
            match &chain.parent_id {
                Some(parent) => children.entry(parent).or_default().push(&chain.id),
                None => next.push(chain.id.as_str()),
            }
        }
        let mut rooted = BTreeSet::new();
        while let Some(id) = next.pop() {
            rooted.insert(id.to_string());
            next.extend(children.remove(id).unwrap_or_default());
        }
        let (kept, lost) = self.chains.into_iter().partition(|chain| rooted.contains(&chain.id));
        self.chains = kept;
        for chain in lost {
            let sentence = "What it starts from was left out, or leads back to it. So it was left out too.";
            self.notes.push(ImportNote::warning(sentence).of(&chain.name));
        }
        self
    }
}
