//! From what was read of a text to its chains: their order, and what is told of them as a whole.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, Part, Reader, apart, blocks, nesting, policy, prose, repeated, spelled, unread};
use crate::chain::{Hop, MAX_HOPS};
use crate::interchange::note::ImportNote;

impl Reader<'_> {
    /// What was found, in the order in which it is assumed.
    pub(super) fn finish(mut self) -> Found {
        if !self.found.hops.is_empty() {
            self.used.sort_unstable();
            self.found.notes.extend(unread::notes(self.text, &self.used, &self.found.hops));
        }
        self.found.notes.extend(policy::others(self.text).map(ImportNote::warning));
        if self.found.hops.is_empty() {
            self.found.notes.extend(spelled::nameless(self.text).map(ImportNote::warning));
        }
        self.settle();
        let order = self.order();
        let chains = self.parts(&order.order);
        if order.is_unsure || self.is_unsure {
            self.found.notes.push(ImportNote::warning(
                "The words of the text do not say for certain which of the roles is assumed first, or whether all are steps of one chain. Look at their order, and turn it \
                 round if it is the other way.",
            ));
        }
        let mut found = Found { chains, notes: self.found.notes };
        for part in &mut found.chains {
            if part.hops.len() > MAX_HOPS {
                part.hops.truncate(MAX_HOPS);
                let sentence = format!(
                    "The text names more than {MAX_HOPS} roles, the most that a chain has. The first are here."
                );
                found.notes.push(ImportNote::warning(sentence));
            }
        }
        if found.chains.iter().all(|part| part.hops.is_empty()) && found.notes.is_empty() {
            let sentence = "No role was found in the text. Paste role ARNs, such as arn:aws:iam::123456789012:role/name, or \
                            the command line or the call that assumes the role.";
            found.notes.push(ImportNote::warning(sentence));
        }
        found
    }

    /// What is said of a role anywhere is said of it everywhere.
    fn settle(&mut self) {
        let mut hops = std::mem::take(&mut self.found.hops);
        repeated::settle(&mut hops, &self.mere, |at| self.block_of(at));
        self.found.hops = hops;
    }

    fn block_of(&self, hop: usize) -> Option<usize> {
        self.block(*self.places.get(hop)?)
    }

    /// In which order the hops are assumed: as the program nests them, or as the sentences say.
    fn order(&mut self) -> prose::Order {
        let hops = &self.found.hops;
        let mut found = nesting::order(self.text, &self.places);
        if self.blocks.is_empty() && found.order.is_sorted() && !found.is_unsure {
            found = prose::order(self.text, &self.mentions, hops);
        }
        if repeated::once(&mut found.order, hops, &self.mere, |at| self.block_of(at)) {
            self.found.notes.push(ImportNote::hint("A role that the text names more than once is here once."));
        }
        found
    }

    /// The hops by chains, in this order. Roles of one block at most are one chain with all others.
    fn parts(&self, order: &[usize]) -> Vec<Part> {
        let placed: Vec<(Option<usize>, Hop)> =
            order.iter().filter_map(|at| Some((self.block_of(*at), self.found.hops.get(*at)?.clone()))).collect();
        let among: BTreeSet<usize> = placed.iter().filter_map(|(block, _)| *block).collect();
        if among.len() < 2 {
            let name = among.first().filter(|_| placed.iter().all(|(block, _)| block.is_some()));
            let name = name.and_then(|block| self.names.get(block).cloned());
            let hops = placed.into_iter().map(|(_, hop)| hop).collect();
            return vec![Part { name, hops, block: apart::own(self.text) }];
        }
        let mut parts: BTreeMap<Option<usize>, Part> = BTreeMap::new();
        for (block, hop) in placed {
            let text = || block.and_then(|at| self.text.get(self.blocks.get(at)?.clone()));
            let of_row = || self.names.get(&block?).cloned();
            let name = || of_row().or_else(|| text().and_then(blocks::alias).map(str::to_string));
            let place = || self.blocks.get(block?).cloned();
            let part = parts.entry(block).or_insert_with(|| Part { name: name(), hops: Vec::new(), block: place() });
            part.hops.push(hop);
        }
        parts.into_values().collect()
    }
}
