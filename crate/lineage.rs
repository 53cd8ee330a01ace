//! Chains that build on chains, and shapes that make a chain for each of their accounts: from the records as they are
//! kept to one whole chain that starts from a source.

use crate::chain::{Chain, Hop, MAX_HOPS, ShapeAccount};
use crate::error::Finding;

/// The whole chain: the hops of its parents first, then its own, from the source that the first of them starts from.
///
/// `records` holds the chain's parents, as they are kept, in any order and with others among them. What a hop inherits from
/// the chain that it is written in (region, session name) is written into the hop.
///
/// # Errors
/// A finding that names the path: a parent that is missing, a circle, or more than [`MAX_HOPS`] parents.
pub fn resolve(chain: &Chain, records: &[Chain]) -> Result<Chain, Finding> {
    let mut line = vec![chain.clone()];
    while let Some(parent_id) = line.last().and_then(|child| child.parent_id.clone()) {
        if line.iter().any(|chain| same_record(&chain.id, &parent_id)) {
            let sentence =
                format!("The chain builds on itself: {}. Choose another start.", path(&line, Some(&parent_id)));
            return Err(Finding::error("parentId", sentence));
        }
        if line.len() > MAX_HOPS {
            let sentence = format!("More than {MAX_HOPS} chains build on each other here: {}.", path(&line, None));
            return Err(Finding::error("parentId", sentence));
        }
        let parent = find(&parent_id, records).ok_or_else(|| missing(&line))?;
        line.push(parent);
    }
    line.reverse();
    Ok(joined(&line, chain))
}

/// The chain that a shape makes for one of its accounts.
pub fn of_account(shape: &Chain, account: &ShapeAccount) -> Chain {
    let tags = shape.tags.iter().chain(&account.tags).cloned().collect();
    let hops = shape.hops.iter().map(|hop| Hop { role_arn: hop.role_arn.replace(ACCOUNT, &account.id), ..hop.clone() });
    Chain {
        id: format!("{}_{}", shape.id, account.id),
        name: format!("{} · {}", account.name, shape.name),
        hops: hops.collect(),
        tags,
        accounts: Vec::new(),
        ..shape.clone()
    }
}

/// The record that `id` is kept in, and the account for which its shape makes the chain.
pub fn split_id(id: &str) -> (&str, Option<&str>) {
    let account = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    match id.rsplit_once('_') {
        Some((shape, last)) if account(last) => (shape, Some(last)),
        _ => (id, None),
    }
}

/// What stands for the account in the role ARNs of a shape.
pub const ACCOUNT: &str = "{account}";

/// The chain of that id, be it a record or made by one.
pub fn find(id: &str, records: &[Chain]) -> Option<Chain> {
    if let Some(record) = records.iter().find(|record| record.id == id) {
        return Some(record.clone());
    }
    let (shape_id, account) = split_id(id);
    let shape = records.iter().find(|record| record.id == shape_id)?;
    let account = shape.accounts.iter().find(|of_shape| Some(of_shape.id.as_str()) == account)?;
    Some(of_account(shape, account))
}

fn same_record(id: &str, parent_id: &str) -> bool {
    !id.is_empty() && (id == parent_id || split_id(id).0 == split_id(parent_id).0)
}

fn joined(line: &[Chain], last: &Chain) -> Chain {
    let mut hops = Vec::new();
    let mut session_name = None;
    for chain in line {
        session_name = chain.session_name.clone().or(session_name);
        hops.extend(chain.hops.iter().map(|hop| Hop {
            region: hop.region.clone().or_else(|| chain.region.clone()),
            session_name: hop.session_name.clone().or_else(|| session_name.clone()),
            ..hop.clone()
        }));
    }
    Chain {
        source_id: line.first().map(|first| first.source_id.clone()).unwrap_or_default(),
        parent_id: None,
        hops,
        session_name,
        ..last.clone()
    }
}

fn missing(line: &[Chain]) -> Finding {
    let sentence = if line.len() > 1 {
        format!("A chain that this one builds on is not here any more: {} → ?. Choose another start.", path(line, None))
    } else {
        "The chain that this one builds on is not here any more. Choose another start.".into()
    };
    Finding::error("parentId", sentence)
}

/// The names of the chains, each pointing to the one that it builds on.
fn path(line: &[Chain], last_id: Option<&str>) -> String {
    let again = last_id.and_then(|id| line.iter().find(|chain| same_record(&chain.id, id)));
    line.iter().chain(again).map(|chain| chain.name.as_str()).collect::<Vec<_>>().join(" → ")
}
