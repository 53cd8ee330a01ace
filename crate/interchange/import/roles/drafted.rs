//! What a text with roles becomes: its chains, and the sources whose keys stand beside their roles.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, Part, find, keys, whole};
use crate::chain::{Chain, Source};
use crate::interchange::import::draft::{self, Draft, Kind, Says};
use crate::interchange::import::{ImportFile, SourceCredentials};
use crate::interchange::note::ImportNote;

/// One chain of all the roles; of parts that stand apart, such as provider blocks, one for each. `is_turned`: the last role first.
pub(in super::super) fn read(file: &ImportFile, is_turned: bool) -> Draft {
    let text = file.text.expose(); // gives roles and whose keys they start from, and quotes nothing else
    let whole = whole::with_arns(text);
    let Found { chains: found, mut notes } = find(&whole, true);
    let starts = keys::beside(text, &whole.1, &found, &mut notes);
    let (mut sources, mut credentials): (Vec<Source>, Vec<SourceCredentials>) = (Vec::new(), Vec::new());
    let mut chains: Vec<Chain> = Vec::with_capacity(found.len());
    let mut ids = BTreeSet::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (Part { name, mut hops, .. }, start) in found.into_iter().zip(starts) {
        if is_turned {
            hops.reverse();
        }
        let arns: Vec<&str> = hops.iter().map(|hop| hop.role_arn.as_str()).collect();
        let name = name.or_else(|| hops.last().map(|hop| whole::name_of(&hop.role_arn))).unwrap_or_default();
        let mut id = draft::id("roles", Kind::Chain, &arns.join("\n"));
        if !ids.insert(id.clone()) {
            id = draft::id("roles", Kind::Chain, &format!("{}\n{}", arns.join("\n"), chains.len()));
        }
        if start.is_none() {
            notes.push(
                ImportNote::warning(
                    "The text does not say whose keys the chain starts from. Choose its source once it is here.",
                )
                .of(&name),
            );
        }
        let source_id = start.as_ref().map(|(source, _)| source.id.clone()).unwrap_or_default();
        if let Some((source, keys)) = start {
            match known.get(&source.id).and_then(|at| credentials.get(*at)) {
                Some(known) if known.credentials != keys.credentials => notes.push(
                    ImportNote::warning("The text has two secrets for this access key. The first is here.")
                        .of(&source.name),
                ),
                Some(_) => {}
                None => {
                    known.insert(source.id.clone(), credentials.len());
                    sources.push(source);
                    credentials.push(keys);
                }
            }
        }
        chains.push(Chain { id, name, source_id, hops, ..Chain::default() });
    }
    let says = Says {
        session_name: true,
        external_id: true,
        duration: true,
        mfa: true,
        hop_region: true,
        source_identity: true,
        session_tags: true,
        policies: true,
        ..Says::default()
    };
    Draft { chains, sources, credentials, notes, says }
}
