//! The accounts of a shape. What it makes must pass as a chain of its own, so names, tags and ids are checked as they come out.

use std::collections::HashSet;

use super::line::{Line, Step};
use super::record::{LONGEST_NAME, MOST_TAGS, check_tags, wrong_name};
use crate::aws::arn::{RoleArn, is_account};
use crate::chain::finding::Finding;
use crate::chain::inheritance::{ACCOUNT, made_id, made_name};
use crate::chain::{Chain, MAX_ACCOUNTS, ShapeAccount, is_chain_id};

/// An account that no person has. It stands for all of a shape's in the rules that are the same for each of them.
pub(super) fn any_account() -> ShapeAccount {
    ShapeAccount { id: "000000000000".into(), name: "any".into(), tags: Vec::new() }
}

pub(super) fn check(shape: &Chain) -> Vec<Finding> {
    if shape.accounts.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if shape.accounts.len() > MAX_ACCOUNTS {
        let sentence = format!("A shape has at most {MAX_ACCOUNTS} accounts; this one has {}.", shape.accounts.len());
        found.push(Finding::error("accounts", sentence));
    }
    if !shape.hops.iter().any(|hop| hop.role_arn.contains(ACCOUNT)) {
        found.push(unused(shape));
    }
    if !shape.id.is_empty() && !is_chain_id(&made_id(shape, &any_account())) && is_chain_id(&shape.id) {
        found.push(Finding::error(
            "id",
            "The id of a shape has at most 51 characters, since those of its accounts follow.",
        ));
    }
    let mut seen = HashSet::new();
    for (at, account) in shape.accounts.iter().take(MAX_ACCOUNTS).enumerate() {
        found.extend(check_account(shape, at, account, seen.insert(account.id.as_str())));
    }
    found
}

/// On the accounts in which two hops that follow each other become one role.
pub(super) fn check_repeats(line: &Line<'_>) -> Vec<Finding> {
    let accounts = line.record.accounts.iter().take(MAX_ACCOUNTS).enumerate();
    let neighbours: Vec<_> = line.steps().windows(2).filter_map(|pair| half_fixed(line, pair)).collect();
    let met = accounts.filter_map(|(at, account)| {
        let is_one = |(role, template): &&(&RoleArn, &str)| {
            account.id == role.account() && template.replace(ACCOUNT, &account.id) == role.to_string()
        };
        neighbours.iter().find(is_one).map(|(role, _)| (at, role.name()))
    });
    let finding = |(at, role): (usize, &str)| {
        let sentence = format!(
            "In this account two hops in a row are the role {role}. That works only if its trust policy names the role itself. \
             Take the account out, or write a chain of its own for it."
        );
        Finding::warning(format!("accounts.{at}.id"), sentence)
    };
    met.map(finding).collect()
}

/// Of two hops, the role that is the same in all accounts, and the ARN of the other, if that has `{account}`.
fn half_fixed<'l>(line: &'l Line<'_>, pair: &'l [Step<'_>]) -> Option<(&'l RoleArn, &'l str)> {
    let [from, to] = pair else { return None };
    // What the parents' hops hold is fixed; the record's own are here as they are written.
    let template = |step: &Step<'_>| {
        let hop = line.record.hops.get(step.at).filter(|_| step.number > line.inherited)?;
        hop.role_arn.contains(ACCOUNT).then_some(hop.role_arn.trim())
    };
    match (template(from), template(to)) {
        (None, Some(template)) => Some((from.role.as_ref().ok()?, template)),
        (Some(template), None) => Some((to.role.as_ref().ok()?, template)),
        _ => None,
    }
}

fn check_account(shape: &Chain, at: usize, account: &ShapeAccount, is_new: bool) -> Vec<Finding> {
    let place = |field: &str| format!("accounts.{at}.{field}");
    let mut found = Vec::new();
    if !is_account(&account.id) {
        found.push(Finding::error(place("id"), "Write the account’s 12 digits, without spaces or hyphens."));
    } else if !is_new {
        found.push(Finding::error(place("id"), "This account is in the list already. Take one of the two out."));
    }
    let name = wrong_name(&account.name).or_else(|| {
        let too_long = made_name(shape, account).chars().count() > LONGEST_NAME;
        too_long.then(|| {
            format!(
                "Its chain’s name would have more than {LONGEST_NAME} characters: the account’s and the shape’s name."
            )
        })
    });
    found.extend(name.map(|sentence| Finding::error(place("name"), sentence)));
    if !account.tags.is_empty() {
        found.extend(check_account_tags(shape, account, &place("tags")));
    }
    found
}

fn check_account_tags(shape: &Chain, account: &ShapeAccount, place: &str) -> Vec<Finding> {
    let mut found = check_tags(place, &account.tags);
    let too_many = shape.tags.len() <= MOST_TAGS && shape.tags.len() + account.tags.len() > MOST_TAGS;
    if found.is_empty() && too_many {
        let sentence = format!("Its chain would have more than {MOST_TAGS} tags: the account’s and the shape’s.");
        found.push(Finding::error(place, sentence));
    }
    found
}

/// Without `{account}` all the chains would be the same.
fn unused(shape: &Chain) -> Finding {
    let finding = Finding::error(
        "accounts",
        "No role of this chain is in these accounts. Write {account} in place of the 12 digits in a role’s ARN.",
    );
    let mut fixed = shape.clone();
    match fixed.hops.last_mut().map(|hop| (RoleArn::parse(&hop.role_arn), hop)) {
        Some((Ok(role), hop)) => {
            // The account is the first number of an ARN.
            hop.role_arn = hop.role_arn.replacen(role.account(), ACCOUNT, 1);
            finding.with_fix("Put {account} into the last role", fixed)
        }
        _ => finding,
    }
}
