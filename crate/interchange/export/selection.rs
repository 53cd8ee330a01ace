//! The chains that are written: those that were asked for, and before each the chains that it builds on.

use std::collections::{HashMap, HashSet};

use crate::chain::inheritance::{Records, of_account};
use crate::chain::{Chain, Hop};
use crate::interchange::note::ImportNote;
use crate::policies::source::ExportSource;

pub(super) struct Selection<'a> {
    /// Parents before what builds on them; a shape as the chains that it makes.
    pub chains: Vec<Selected>,
    /// The sources that they start from in the end, each once.
    pub sources: Vec<&'a ExportSource>,
    /// What could not be selected.
    pub notes: Vec<ImportNote>,
}

/// A chain as it is written, and what it has from those that it builds on.
pub(super) struct Selected {
    pub chain: Chain,
    /// The hops of the chains that it builds on, from the source.
    pub inherited: Vec<Hop>,
    /// The source that it starts from in the end.
    pub source_id: String,
    /// The session name of hops that have none.
    session_name: Option<String>,
}

impl Selected {
    /// The hop's own session name, or that of its chain or of one that it builds on.
    pub fn session_name<'s>(&'s self, hop: &'s Hop) -> Option<&'s str> {
        hop.session_name.as_deref().or(self.session_name.as_deref())
    }

    /// Whether it walks no role, and opens with the session that its source gives.
    pub fn is_own(&self) -> bool {
        self.chain.hops.is_empty() && self.inherited.is_empty()
    }

    /// All its hops, from the source.
    pub fn hops(&self) -> impl Iterator<Item = &Hop> {
        self.inherited.iter().chain(&self.chain.hops)
    }
}

impl<'a> Selection<'a> {
    pub fn new(ids: &[String], records: &[Chain], sources: &'a [ExportSource]) -> Self {
        let records = Records::new(records);
        let mut selection = Self { chains: Vec::new(), sources: Vec::new(), notes: Vec::new() };
        let mut seen = HashSet::new();
        for id in ids {
            let Some(found) = records.find(id) else {
                selection.notes.push(ImportNote::warning("A chain that was to be written is not here any more."));
                continue;
            };
            if found.accounts.is_empty() {
                selection.add(&found, &records, &mut seen);
            }
            for account in &found.accounts {
                selection.add(&of_account(&found, account), &records, &mut seen);
            }
        }
        let by_id: HashMap<&str, &ExportSource> = sources.iter().map(|it| (it.source.id.as_str(), it)).collect();
        let mut used = HashSet::new();
        let used = selection.chains.iter().map(|it| it.source_id.as_str()).filter(|id| used.insert(*id));
        selection.sources = used.filter_map(|id| by_id.get(id).copied()).collect();
        selection
    }

    fn add(&mut self, chain: &Chain, records: &Records<'_>, seen: &mut HashSet<String>) {
        if seen.contains(&chain.id) {
            return;
        }
        let line = match records.line(chain) {
            Ok(line) => line,
            Err(finding) => {
                let note = ImportNote::warning(format!("{} It was left out.", finding.message));
                return self.notes.push(note.of(&chain.name));
            }
        };
        let mut inherited = Vec::new();
        let mut session_name = None;
        let source_id = line.first().map(|first| first.source_id.clone()).unwrap_or_default();
        for chain in line {
            session_name = chain.session_name.clone().or(session_name);
            let hops = chain.hops.clone();
            if seen.insert(chain.id.clone()) {
                self.chains.push(Selected {
                    inherited: inherited.clone(),
                    source_id: source_id.clone(),
                    session_name: session_name.clone(),
                    chain: chain.into_owned(),
                });
            }
            inherited.extend(hops);
        }
    }
}
