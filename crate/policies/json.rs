//! Policies as JSON, in the order in which people write them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Caller, Statement};

/// A policy document.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Policy {
    version: &'static str,
    statement: Vec<Allow>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Allow {
    #[serde(skip_serializing_if = "String::is_empty")]
    sid: String,
    effect: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<Principal>,
    action: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    resource: Vec<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    condition: BTreeMap<&'static str, BTreeMap<&'static str, Values>>,
}

#[derive(Serialize)]
struct Principal {
    #[serde(rename = "AWS")]
    aws: Vec<String>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Values {
    One(String),
    Several(Vec<String>),
}

impl Policy {
    /// Of these statements. `arn_of` gives the ARN of a principal.
    pub fn of(statements: &[Statement], arn_of: impl Fn(&Caller) -> String) -> Self {
        let statement = statements.iter().map(|statement| allow(statement, &arn_of)).collect();
        Self { version: "2012-10-17", statement }
    }

    /// Its statements alone, without their ids, to go among those of another policy: ids have to be unique there.
    pub fn statements_to_add(mut self) -> String {
        for statement in &mut self.statement {
            statement.sid.clear();
        }
        self.statement.iter().map(pretty).collect::<Vec<_>>().join(",\n")
    }

    pub fn text(&self) -> String {
        pretty(self)
    }
}

fn pretty(value: &impl Serialize) -> String {
    // Nothing in it can fail to be written.
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn allow(statement: &Statement, arn_of: impl Fn(&Caller) -> String) -> Allow {
    let aws: Vec<_> = statement.principals.iter().map(arn_of).collect();
    let mut condition: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for (operator, key, values) in &statement.conditions {
        let values = match values.as_slice() {
            [one] => Values::One(one.clone()),
            several => Values::Several(several.to_vec()),
        };
        condition.entry(*operator).or_default().insert(*key, values);
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
