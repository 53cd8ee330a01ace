//! Chains whose start was left out, or whose start leads back to them, cannot be walked: they are left out too.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use crate::chain::{Chain, Hop};
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
            let mut sentence =
                String::from("What it starts from was left out, or leads back to it. So it was left out too");
            match said(&chain) {
                0 => sentence.push('.'),
                count => sentence.push_str(&format!(", with {count} of its settings.")),
            }
            self.notes.push(ImportNote::warning(sentence).of(&chain.name));
        }
        self
    }
}

/// How much a chain says beside its roles.
fn said(chain: &Chain) -> usize {
    let of_hop = |hop: &Hop| {
        let told = [
            hop.session_name.is_some(),
            hop.external_id.is_some(),
            hop.duration_seconds.is_some(),
            hop.source_identity.is_some(),
            hop.mfa_serial.is_some(),
            hop.region.is_some(),
        ];
        told.into_iter().filter(|told| *told).count() + hop.session_tags.len() + hop.policy_arns.len()
    };
    let own = [chain.region.is_some(), chain.colour.is_some(), chain.destination.is_some()];
    own.into_iter().filter(|told| *told).count() + chain.tags.len() + chain.hops.iter().map(of_hop).sum::<usize>()
}
