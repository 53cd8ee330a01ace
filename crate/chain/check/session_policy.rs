//! Session policies: the one that is written out, and the ARNs of managed ones.

use std::collections::{BTreeMap, HashSet};

use serde::de::IgnoredAny;

use super::line::{Line, Step};
use crate::aws::arn::{RoleArn, is_account};
use crate::aws::invisible::stray;
use crate::aws::limits;
use crate::aws::partition::Partition;
use crate::chain::finding::Finding;
use crate::chain::inheritance::ACCOUNT;

pub(super) fn check(line: &Line<'_>, step: &Step<'_>) -> Vec<Finding> {
    let policy = step.hop.policy.as_deref();
    if policy.is_none() && step.hop.policy_arns.is_empty() {
        return Vec::new();
    }
    let mut found = check_arns(line, step);
    match policy.and_then(wrong_policy) {
        Some(sentence) => found.push(Finding::error(step.place("policy"), sentence)),
        None => found.extend(check_size(line, step)),
    }
    found
}

const MOST_ARNS: usize = 10;
/// AWS's documentation of AssumeRole gives the limit for the plain text of the policy and the managed ones together. Its
/// newest model names none, but a request that is refused helps nobody.
pub(crate) const MOST_TEXT: usize = 2_048;

/// A sentence if AWS would not read `text` as a policy. It quotes nothing but the place.
pub(crate) fn wrong_policy(text: &str) -> Option<String> {
    if let Some((line, column, other)) = strange_character(text) {
        let code = u32::from(other);
        return Some(format!(
            "At line {line}, column {column} is a character (U+{code:04X}) that AWS does not take in a policy. In JSON it can \
             be written as an escape, \\u and four hexadecimal digits."
        ));
    }
    if text.trim().is_empty() {
        return Some("Write a policy as JSON, or leave it out.".into());
    }
    if let Err(broken) = serde_json::from_str::<IgnoredAny>(text) {
        let (line, column) = (broken.line(), broken.column());
        return Some(format!("The policy is not JSON: it cannot be read on from line {line}, column {column}."));
    }
    match serde_json::from_str::<Members>(text) {
        Err(_) => Some("A policy is a JSON object: it begins with { and ends with }.".into()),
        Ok(policy) if policy.contains_key("Statement") => None,
        Ok(_) => Some("A policy has a Statement. This one has none.".into()),
    }
}

/// What a JSON object has, by name.
pub(crate) type Members = BTreeMap<String, IgnoredAny>;

/// The first character that is not of AWS's pattern `[\u0009\u000A\u000D\u0020-\u00FF]`, and where it is, from 1.
fn strange_character(text: &str) -> Option<(usize, usize, char)> {
    let is_allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}');
    text.split('\n').enumerate().find_map(|(line, text)| {
        let (column, other) = text.chars().enumerate().find(|(_, c)| !is_allowed(c))?;
        Some((line + 1, column + 1, other))
    })
}

/// AWS also packs policies and tags into a form of its own, whose limit nobody can reckon: so near the end of the plain
/// text's limit there is a hint, and what a walk says of the packed size is shown after it.
fn check_size(line: &Line<'_>, step: &Step<'_>) -> Option<Finding> {
    let arns: usize = step.hop.policy_arns.iter().map(|arn| arn.chars().count()).sum();
    let policy = step.hop.policy.as_deref();
    let size = arns + policy.map_or(0, |policy| policy.chars().count());
    let place = step.place(if policy.is_some() { "policy" } else { "policyArns" });
    if size > MOST_TEXT {
        let finding = Finding::error(place, too_long(size));
        let tight = policy.map(without_space).filter(|tight| arns + tight.chars().count() <= MOST_TEXT);
        return Some(match tight {
            Some(tight) => finding.with_fix("Take the spaces out", line.edited(step, |hop| hop.policy = Some(tight))),
            None => finding,
        });
    }
    let is_near = size * 10 > MOST_TEXT * 8;
    let sentence = || {
        format!(
            "These session policies have {size} of at most {MOST_TEXT} characters. AWS packs them together with the tags, against a \
             limit of its own, and may refuse them sooner."
        )
    };
    is_near.then(|| Finding::hint(place, sentence()))
}

/// The same JSON without what only people need.
pub(crate) fn without_space(json: &str) -> String {
    let (mut in_string, mut escaped) = (false, false);
    json.chars()
        .filter(|c| {
            let quote = *c == '"' && !escaped;
            escaped = in_string && *c == '\\' && !escaped;
            in_string ^= quote;
            in_string || !c.is_ascii_whitespace()
        })
        .collect()
}

fn check_arns(line: &Line<'_>, step: &Step<'_>) -> Vec<Finding> {
    let arns = &step.hop.policy_arns;
    let mut found = Vec::new();
    if arns.len() > MOST_ARNS {
        found.push(Finding::error(step.place("policyArns"), too_many(arns.len())));
    }
    let owner = step.role.as_ref().ok().map(Owner::role);
    let mut seen = HashSet::new();
    for (at, arn) in arns.iter().take(MOST_ARNS).enumerate() {
        let again = !seen.insert(arn.as_str());
        let sentence = wrong_arn(arn, owner.as_ref())
            .or_else(|| again.then(|| "This policy is here already. Take one of the two out.".into()));
        let Some(sentence) = sentence else { continue };
        let finding = Finding::error(step.place(&format!("policyArns.{at}")), sentence);
        let fixed = wrong_arn(arn.trim(), owner.as_ref()).is_none();
        found.push(if !again && fixed {
            // Of the record, in which a shape's `{account}` still stands.
            let trimmed = line.edited(step, |hop| hop.policy_arns.iter_mut().for_each(|arn| *arn = arn.trim().into()));
            finding.with_fix("Take the spaces out", trimmed)
        } else {
            finding
        });
    }
    found
}

/// What is wrong with the policies of a session that is no role's, but of somebody in that account.
pub(crate) fn check_policies(
    policy: Option<&str>,
    arns: &[String],
    partition: Partition,
    account: &str,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let size = arns.iter().map(String::as_str).chain(policy).map(|text| text.chars().count()).sum();
    if let Some(sentence) = policy.and_then(wrong_policy) {
        found.push(Finding::error("policy", sentence));
    } else if size > MOST_TEXT {
        found.push(Finding::error(if policy.is_some() { "policy" } else { "policyArns" }, too_long(size)));
    }
    let owner = Owner { partition, account, is: "user" };
    let wrong = arns.iter().find_map(|arn| wrong_arn(arn, Some(&owner)));
    let wrong = wrong.or_else(|| (arns.len() > MOST_ARNS).then(|| too_many(arns.len())));
    found.extend(wrong.map(|sentence| Finding::error("policyArns", sentence)));
    found
}

fn too_long(size: usize) -> String {
    format!(
        "AWS takes at most {MOST_TEXT} characters of session policies, the written one and the ARNs together; these have {size}."
    )
}

fn too_many(count: usize) -> String {
    format!("AWS takes at most {MOST_ARNS} managed policies; these are {count}.")
}

/// Whose session a policy is to narrow.
struct Owner<'a> {
    partition: Partition,
    account: &'a str,
    /// `role` or `user`.
    is: &'a str,
}

impl<'a> Owner<'a> {
    fn role(role: &'a RoleArn) -> Self {
        Self { partition: role.partition(), account: role.account(), is: "role" }
    }
}

/// A sentence if `arn` is not that of a managed policy that a session of `owner` can be given.
fn wrong_arn(arn: &str, owner: Option<&Owner<'_>>) -> Option<String> {
    if arn.is_empty() {
        return Some(format!("Write the policy’s ARN, such as {EXAMPLE}."));
    }
    if let Some(sentence) = stray(arn, "The ARN") {
        return Some(sentence);
    }
    if arn.contains(ACCOUNT) {
        return Some(
            "{account} stands for the accounts of a shape. Write the account’s 12 digits, or add accounts.".into(),
        );
    }
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    let ["arn", partition, "iam", "", account, resource] = parts[..] else { return Some(not_a_policy()) };
    let name = resource.strip_prefix("policy/").unwrap_or_default();
    let is_owner = account == "aws" || is_account(account);
    let Some(partition) = Partition::from_name(partition).filter(|_| is_owner && !name.is_empty()) else {
        return Some(not_a_policy());
    };
    if arn.len() > *limits::POLICY_ARN.end() {
        return Some(format!("An ARN has at most {} characters.", limits::POLICY_ARN.end()));
    }
    let Owner { partition: its, account: own, is } = owner?;
    if partition != *its {
        Some(format!("This policy is in {}, but the {is} is in {}.", partition.people(), its.people()))
    } else if account != "aws" && account != *own {
        Some(format!(
            "This policy is in another account than the {is}. AWS takes only its own policies and those of the {is}’s account."
        ))
    } else {
        None
    }
}

const EXAMPLE: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

fn not_a_policy() -> String {
    format!("This is not the ARN of a managed policy. One looks like {EXAMPLE}.")
}
