//! The policies that chains need, as JSON by role and by source.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Exported;
use super::needs::{Caller, Needs, Statement};
use super::selection::Selection;
use crate::import::ImportNote;

pub(super) fn write(selection: Selection<'_>) -> Exported {
    let needs = Needs::of(&selection);
    let mut notes = selection.notes;
    let text = serde_json::to_string_pretty(&policies(&needs)).unwrap_or_else(|_| {
        notes.push(ImportNote::error("The policies could not be written. Please report it."));
        String::new()
    });
    notes.extend(needs.notes);
    Exported { text: text + "\n", file_name: "policies.json".into(), notes }
}

#[derive(Serialize)]
struct Policies {
    /// By their ARNs.
    roles: BTreeMap<String, RolePolicies>,
    /// By their names.
    sources: BTreeMap<String, SourcePolicies>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RolePolicies {
    trust_policy: Policy,
    #[serde(skip_serializing_if = "Option::is_none")]
    permission_policy: Option<Policy>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourcePolicies {
    account: String,
    permission_policy: Policy,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    version: &'static str,
    statement: Vec<Allow>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Allow {
    sid: String,
    effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Principal>,
    action: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resource: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    condition: BTreeMap<&'static str, BTreeMap<&'static str, String>>,
}

#[derive(Serialize)]
struct Principal {
    #[serde(rename = "AWS")]
    aws: Vec<String>,
}

fn policies(needs: &Needs) -> Policies {
    let role = |it: &super::needs::RoleNeeds| RolePolicies {
        trust_policy: policy(needs, &it.trust),
        permission_policy: Some(&it.calls).filter(|calls| !calls.is_empty()).map(|calls| policy(needs, calls)),
    };
    let source = |at: usize, calls: &[Statement]| SourcePolicies {
        account: account(needs, at),
        permission_policy: policy(needs, calls),
    };
    Policies {
        roles: needs.roles.iter().map(|it| (it.arn.to_string(), role(it))).collect(),
        sources: needs.sources.iter().enumerate().map(|(at, it)| (it.name.clone(), source(at, &it.calls))).collect(),
    }
}

fn policy(needs: &Needs, statements: &[Statement]) -> Policy {
    Policy { version: "2012-10-17", statement: statements.iter().map(|statement| allow(needs, statement)).collect() }
}

fn allow(needs: &Needs, statement: &Statement) -> Allow {
    let aws: Vec<_> = statement.principals.iter().map(|caller| principal(needs, caller)).collect();
    let mut condition: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for (operator, key, value) in &statement.conditions {
        condition.entry(*operator).or_default().insert(*key, value.clone());
    }
    Allow {
        sid: statement.sid.clone(),
        effect: "Allow",
        principal: Some(Principal { aws }).filter(|it| !it.aws.is_empty()),
        action: statement.actions.clone(),
        resource: statement.resources.clone(),
        condition,
    }
}

fn principal(needs: &Needs, caller: &Caller) -> String {
    match caller {
        Caller::Role(arn) => arn.clone(),
        Caller::Source(at) => {
            let partition = needs.sources.get(*at).map(|source| source.partition.name()).unwrap_or_default();
            format!("arn:{partition}:iam::{}:root", account(needs, *at))
        }
    }
}

/// The account of a source, or what is to be replaced by it. IAM takes no such principal, so none stays by mistake.
fn account(needs: &Needs, at: usize) -> String {
    let source = needs.sources.get(at);
    source.map(|it| it.account.clone().unwrap_or_else(|| format!("<account of {}>", it.name))).unwrap_or_default()
}
