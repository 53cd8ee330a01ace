//! Chains that build on chains, and shapes that make a chain for each of their accounts: from the records as they are
//! kept to one whole chain that starts from a source.

use std::borrow::Cow;
use std::collections::HashMap;

use super::finding::Finding;
use super::{Chain, Hop, MAX_HOPS, ShapeAccount};
use crate::aws::arn::is_account;

/// The whole chain: the hops of its parents first, then its own, from the source that the first of them starts from.
///
/// `records` holds the chain's parents, as they are kept, in any order and with others among them. What a hop inherits from
/// the chain that it is written in (region, session name) is written into the hop.
///
/// # Errors
/// A finding that names the path: a parent that is missing or is a shape as such, a circle, or more than [`MAX_HOPS`] parents.
pub fn resolve(chain: &Chain, records: &[Chain]) -> Result<Chain, Finding> {
    Records::new(records).resolve(chain)
}

/// The chain of that id, be it a record or made by one.
pub fn find(id: &str, records: &[Chain]) -> Option<Chain> {
    Records::new(records).find(id).map(Cow::into_owned)
}

/// The chain that a shape makes for one of its accounts.
pub fn of_account(shape: &Chain, account: &ShapeAccount) -> Chain {
    let placed = |arn: &String| arn.replace(ACCOUNT, &account.id);
    let hops = shape.hops.iter().map(|hop| Hop {
        role_arn: placed(&hop.role_arn),
        policy_arns: hop.policy_arns.iter().map(placed).collect(),
        ..hop.clone()
    });
    Chain {
        id: made_id(shape, account),
        name: made_name(shape, account),
        hops: hops.collect(),
        tags: shape.tags.iter().chain(&account.tags).cloned().collect(),
        accounts: Vec::new(),
        // Field by field, since a shape may have thousands of accounts, which `..shape.clone()` would copy each time.
        source_id: shape.source_id.clone(),
        parent_id: shape.parent_id.clone(),
        session_name: shape.session_name.clone(),
        region: shape.region.clone(),
        destination: shape.destination.clone(),
        session_duration: shape.session_duration,
        colour: shape.colour,
        guard: shape.guard.clone(),
        asks_reason: shape.asks_reason,
        read_only: shape.read_only,
        own_end: None,
        endpoint: None,
        user_console: None,
    }
}

/// The record that `id` is kept in, and the account for which its shape makes the chain.
pub fn split_id(id: &str) -> (&str, Option<&str>) {
    match id.rsplit_once('_') {
        Some((shape, last)) if is_account(last) => (shape, Some(last)),
        _ => (id, None),
    }
}

/// What stands for the account in the role ARNs and policy ARNs of a shape.
pub const ACCOUNT: &str = "{account}";

/// Records by their ids, for those who look for many: looking in a slice each time would take the square of its length.
#[derive(Debug)]
pub struct Records<'a> {
    by_id: HashMap<&'a str, &'a Chain>,
    /// By the ids of the shape and of the account.
    accounts: HashMap<(&'a str, &'a str), &'a ShapeAccount>,
}

impl<'a> Records<'a> {
    /// Of two records with one id, the first is found.
    pub fn new(records: &'a [Chain]) -> Self {
        let (mut by_id, mut accounts) = (HashMap::with_capacity(records.len()), HashMap::new());
        for record in records {
            by_id.entry(record.id.as_str()).or_insert(record);
            for account in &record.accounts {
                accounts.entry((record.id.as_str(), account.id.as_str())).or_insert(account);
            }
        }
        Self { by_id, accounts }
    }

    /// The chain of that id, be it a record or made by one. A record never takes the place of a chain that is made: its guard
    /// would not be asked for, and its links would lead to the record.
    pub fn find(&self, id: &str) -> Option<Cow<'a, Chain>> {
        self.made(id).map(Cow::Owned).or_else(|| self.by_id.get(id).copied().map(Cow::Borrowed))
    }

    fn made(&self, id: &str) -> Option<Chain> {
        let (shape_id, account) = split_id(id);
        let account = self.accounts.get(&(shape_id, account?))?;
        Some(of_account(self.by_id.get(shape_id)?, account))
    }

    /// As [`resolve`].
    ///
    /// # Errors
    /// As [`resolve`].
    pub fn resolve(&self, chain: &Chain) -> Result<Chain, Finding> {
        self.line(chain).map(|line| joined(&line, chain))
    }

    /// Whether it is this very record that is found by its id.
    pub(crate) fn holds(&self, record: &Chain) -> bool {
        let is_made =
            matches!(split_id(&record.id), (shape, Some(account)) if self.accounts.contains_key(&(shape, account)));
        !is_made && self.by_id.get(record.id.as_str()).is_some_and(|first| std::ptr::eq(*first, record))
    }

    /// The chains that `chain` builds on, each as it is written, and last the chain itself. The first starts from a source.
    ///
    /// # Errors
    /// As [`resolve`].
    pub fn line<'c>(&self, chain: &'c Chain) -> Result<Vec<Cow<'c, Chain>>, Finding>
    where
        'a: 'c,
    {
        let mut line = vec![Cow::Borrowed(chain)];
        while let Some(parent_id) = line.last().and_then(|child| parent_of(child)).map(str::to_string) {
            if line.iter().any(|chain| same_record(&chain.id, &parent_id)) {
                let path = path(&line, Some(&parent_id));
                return Err(wrong(format!("The chain builds on itself: {path}. Choose another start.")));
            }
            if line.len() > MAX_HOPS {
                let path = path(&line, None);
                return Err(wrong(format!("More than {MAX_HOPS} chains build on each other here: {path}.")));
            }
            let parent = self.find(&parent_id).ok_or_else(|| missing(&line))?;
            if !parent.accounts.is_empty() {
                return Err(shape_as_such(&line, &parent));
            }
            line.push(parent);
        }
        line.reverse();
        Ok(line)
    }
}

/// The chain that this one builds on. A form that offers to choose one may have an empty id until then.
pub(crate) fn parent_of(chain: &Chain) -> Option<&str> {
    chain.parent_id.as_deref().filter(|id| !id.is_empty())
}

/// The id of the chain that a shape makes for an account.
pub(crate) fn made_id(shape: &Chain, account: &ShapeAccount) -> String {
    format!("{}_{}", shape.id, account.id)
}

/// The name of the chain that a shape makes for an account.
pub(crate) fn made_name(shape: &Chain, account: &ShapeAccount) -> String {
    format!("{} · {}", account.name, shape.name)
}

fn same_record(id: &str, parent_id: &str) -> bool {
    !id.is_empty() && (id == parent_id || split_id(id).0 == split_id(parent_id).0)
}

fn joined(line: &[Cow<'_, Chain>], last: &Chain) -> Chain {
    let mut hops = Vec::new();
    let mut session_name = None;
    for chain in line {
        session_name = chain.session_name.as_ref().or(session_name);
        hops.extend(chain.hops.iter().map(|hop| Hop {
            region: hop.region.as_ref().or(chain.region.as_ref()).cloned(),
            session_name: hop.session_name.as_ref().or(session_name).cloned(),
            ..hop.clone()
        }));
    }
    Chain {
        source_id: line.first().map(|first| first.source_id.clone()).unwrap_or_default(),
        parent_id: None,
        hops,
        session_name: session_name.cloned(),
        ..last.clone()
    }
}

fn wrong(sentence: impl Into<String>) -> Finding {
    Finding::error("parentId", sentence)
}

fn missing(line: &[Cow<'_, Chain>]) -> Finding {
    if line.len() > 1 {
        let path = path(line, None);
        wrong(format!("A chain that this one builds on is not here any more: {path} → ?. Choose another start."))
    } else {
        wrong("The chain that this one builds on is not here any more. Choose another start.")
    }
}

fn shape_as_such(line: &[Cow<'_, Chain>], shape: &Chain) -> Finding {
    let (path, name) = (path(line, None), &shape.name);
    wrong(format!(
        "{path} → {name}: {name} stands for a chain in each of its accounts. Build on the chain of one of them."
    ))
}

/// The names of the chains, each pointing to the one that it builds on.
fn path(line: &[Cow<'_, Chain>], last_id: Option<&str>) -> String {
    let again = last_id.and_then(|id| line.iter().find(|chain| same_record(&chain.id, id)));
    line.iter().chain(again).map(|chain| chain.name.as_str()).collect::<Vec<_>>().join(" → ")
}
