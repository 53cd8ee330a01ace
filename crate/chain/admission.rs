//! The one door for records: whether a chain, a source or a source's keys may stand among what is kept.
//!
//! Whatever comes from outside passes it: the editor, an import, an undo, a backup, and a store that an older version left. It
//! asks for less than [`crate::chain::check`] does: a chain that cannot be walked may be kept and mended, but nothing here may pass for
//! another, take another's place, or be of a size or a form with which a list of all fails.

use std::borrow::{Borrow, Cow};
use std::collections::HashSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

mod forms;
mod records;

use self::forms::{KeptSecrets, KeptUse};
use self::records::{wrong_chain, wrong_source};
use crate::aws::credentials::Secret;
use crate::aws::invisible::shown;
use crate::chain::inheritance::made_id;
use crate::chain::{Chain, ShapeAccount, Source, is_chain_id};

/// What comes, each as JSON text: one that cannot be read spoils no other.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Arrivals {
    /// Each a [`Chain`], by the id under which it is kept.
    pub chains: Vec<(String, String)>,
    /// Each a [`Source`].
    pub sources: Vec<String>,
    /// Keys and what goes with them, by the id of their source.
    pub secrets: Vec<(String, Secret)>,
    /// Favourites and recents.
    #[serde(rename = "use")]
    pub usage: Vec<String>,
}

/// What stands here already and stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Standing {
    /// The ids of the records of chains.
    pub records: Vec<String>,
    /// The ids of the chains that shapes make.
    pub made: Vec<String>,
}

/// The lists of [`Arrivals`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[allow(missing_docs)] // each is its own name
pub enum RecordList {
    Chains,
    Sources,
    Secrets,
    Use,
}

/// A record that may not stand here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Refused {
    /// The list that it came in.
    pub list: RecordList,
    /// Its place there, from 0.
    pub at: usize,
    /// What it calls itself, safe to show; empty where it has no name.
    pub name: String,
    /// One sentence on why.
    pub message: String,
}

/// Those of the arrivals that may not stand among what stands here. Where two want one place, the first has it; a shape's chain
/// goes before a record.
pub fn admit(arrivals: &Arrivals, standing: &Standing) -> Vec<Refused> {
    let Arrivals { chains, sources, secrets, usage } = arrivals;
    let read_chains: Vec<_> = chains.iter().map(|(id, text)| read_chain(id, text)).collect();
    let read_sources: Vec<_> = sources.iter().map(|text| read::<Source>(text)).collect();
    let mut refused = Vec::new();
    let mut refuse = |list, at, name, message| refused.push(Refused { list, at, name, message });
    for (at, wrong) in wrong_chains(&read_chains, standing) {
        refuse(RecordList::Chains, at, chains.get(at).map(|(_, text)| name_in(text)).unwrap_or_default(), wrong);
    }
    for (at, wrong) in wrong_sources(&read_sources) {
        refuse(RecordList::Sources, at, sources.get(at).map(|text| name_in(text)).unwrap_or_default(), wrong);
    }
    for (at, (id, text)) in secrets.iter().enumerate() {
        // To look at its form and its sizes: no sentence tells of what it holds.
        let wrong = wrong_id(id).or_else(|| read::<KeptSecrets>(text.expose()).map_or_else(Some, |it| it.wrong()));
        wrong.into_iter().for_each(|wrong| refuse(RecordList::Secrets, at, shown(id), wrong));
    }
    for (at, text) in usage.iter().enumerate() {
        let wrong = read::<KeptUse>(text).map_or_else(Some, |it| it.wrong());
        wrong.into_iter().for_each(|wrong| refuse(RecordList::Use, at, String::new(), wrong));
    }
    refused
}

/// Those of these chains that may not stand here, by their places, with a sentence on each. One that was not read comes with its
/// own.
pub(crate) fn wrong_chains<C: Borrow<Chain>>(
    chains: &[Result<C, String>],
    standing: &Standing,
) -> Vec<(usize, String)> {
    let records: HashSet<_> = standing.records.iter().map(String::as_str).collect();
    let mut made: HashSet<_> = standing.made.iter().map(|id| Cow::Borrowed(id.as_str())).collect();
    for shape in chains.iter().flatten().map(C::borrow) {
        let ids = shape.accounts.iter().map(|account| made_id(shape, account));
        made.extend(ids.filter(|id| !records.contains(id.as_str())).map(Cow::Owned));
    }
    let mut seen = HashSet::new();
    let mut wrong = |chain: &Result<C, String>| {
        let chain = match chain {
            Ok(chain) => chain.borrow(),
            Err(wrong) => return Some(wrong.clone()),
        };
        let is_taken = |account: &&ShapeAccount| records.contains(made_id(chain, account).as_str());
        if !seen.insert(chain.id.clone()) {
            Some(TWICE.into())
        } else if made.contains(chain.id.as_str()) {
            Some(MADE.into())
        } else if let Some(account) = chain.accounts.iter().find(is_taken) {
            Some(format!("Another chain has the id that its chain in account {} would have.", shown(&account.id)))
        } else {
            wrong_id(&chain.id).or_else(|| wrong_chain(chain))
        }
    };
    chains.iter().enumerate().filter_map(|(at, chain)| Some((at, wrong(chain)?))).collect()
}

/// The same of sources.
pub(crate) fn wrong_sources<S: Borrow<Source>>(sources: &[Result<S, String>]) -> Vec<(usize, String)> {
    let mut seen = HashSet::new();
    let mut wrong = |source: &Result<S, String>| match source.as_ref().map(S::borrow) {
        Ok(source) if !seen.insert(source.id.clone()) => Some(TWICE.into()),
        Ok(source) => wrong_id(&source.id).or_else(|| wrong_source(source)),
        Err(wrong) => Some(wrong.clone()),
    };
    sources.iter().enumerate().filter_map(|(at, source)| Some((at, wrong(source)?))).collect()
}

/// What these records are to others that come.
pub(crate) fn standing<'a>(records: impl Iterator<Item = &'a Chain>) -> Standing {
    let mut standing = Standing::default();
    for record in records {
        standing.records.push(record.id.clone());
        standing.made.extend(record.accounts.iter().map(|account| made_id(record, account)));
    }
    standing
}

const MADE: &str = "Its id is that of a chain that another one makes for an account, and which keeps its place.";
const TWICE: &str = "Its id is there twice, and the first keeps it.";
/// The largest record, as JSON, in bytes: a shape of 2,000 accounts, each with its tags, is half of it.
const LARGEST: usize = 2_000_000;
const FOREIGN: &str = "It is not what Rolerelay writes.";

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    if text.len() > LARGEST {
        return Err("It is larger than any record of Rolerelay.".into());
    }
    // serde's own words would quote what stands there.
    serde_json::from_str(text).map_err(|_| FOREIGN.into())
}

fn read_chain(id: &str, text: &str) -> Result<Chain, String> {
    let chain: Chain = read(text)?;
    if chain.id == id { Ok(chain) } else { Err("It stands under another id than its own.".into()) }
}

fn wrong_id(id: &str) -> Option<String> {
    let sentence =
        "Its id is not 1 to 64 letters, digits, hyphens and underscores, or is a word that JavaScript keeps to itself.";
    (!is_chain_id(id)).then(|| sentence.into())
}

/// The name of a record that may be no record at all.
fn name_in(text: &str) -> String {
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    serde_json::from_str::<Named>(text).map(|named| shown(&named.name)).unwrap_or_default()
}
