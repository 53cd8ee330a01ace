//! A second client's file beside the first one's: all of it as new records, whose names begin with a prefix.

use super::draft::{Draft, Kind, id};
use crate::chain::inheritance::split_id;

/// The id of the chain that has this one in its file.
pub(super) fn chain_id(prefix: &str, old: &str) -> String {
    id("as-new", Kind::Chain, &format!("{prefix}\0{old}"))
}

/// The id of the source that has this one in its file.
pub(super) fn source_id(prefix: &str, old: &str) -> String {
    id("as-new", Kind::Source, &format!("{prefix}\0{old}"))
}

impl Draft {
    /// The same with other ids and names. The prefix is part of the ids: once more with the same one finds the same records.
    pub(super) fn into_new(mut self, prefix: &str) -> Self {
        let chain_id = |old: &str| chain_id(prefix, old);
        let source_id = |old: &str| source_id(prefix, old);
        let named = |name: &str| format!("{prefix}{name}").chars().take(100).collect();
        for chain in &mut self.chains {
            chain.id = chain_id(&chain.id);
            chain.name = named(&chain.name);
            if !chain.source_id.is_empty() {
                chain.source_id = source_id(&chain.source_id);
            }
            chain.parent_id = chain.parent_id.take().map(|parent| {
                // Of a shape's chain its account follows the shape's id.
                let (record, account) = split_id(&parent);
                let behind =
                    account.map_or_else(String::new, |_| parent.get(record.len()..).unwrap_or_default().into());
                format!("{}{behind}", chain_id(record))
            });
        }
        for source in &mut self.sources {
            source.id = source_id(&source.id);
            source.name = named(&source.name);
        }
        for keys in &mut self.credentials {
            keys.source_id = source_id(&keys.source_id);
        }
        self
    }
}
