//! Whether a session policy rules a call out: what it does not allow, its session cannot do, whatever else is allowed.

use std::collections::HashSet;
use std::slice;

use serde::Deserialize;

use crate::chain::Hop;

/// Whether the session that `hop` starts certainly cannot assume `role`, for no statement of its session policies can allow it.
/// What the managed ones say is not known here, so beside them nothing is certain.
pub(super) fn rules_out(hop: &Hop, role: &str) -> bool {
    if !hop.policy_arns.is_empty() {
        return false;
    }
    let policy = hop.policy.as_deref().and_then(|text| serde_json::from_str::<Policy>(text).ok());
    policy.is_some_and(|policy| !policy.statement.all().iter().any(|statement| statement.may_allow(role)))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    statement: OneOrMany<Statement>,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    pub fn all(&self) -> &[T] {
        match self {
            Self::One(one) => slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// Its conditions are left out: whether they hold, AWS alone knows.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    effect: String,
    action: Option<OneOrMany<String>>,
    resource: Option<OneOrMany<String>>,
}

impl Statement {
    /// A statement without Action or Resource has NotAction or NotResource, which may allow anything.
    fn may_allow(&self, role: &str) -> bool {
        let among = |patterns: &Option<OneOrMany<String>>, text: &str, fold: fn(&str) -> String| {
            let patterns = patterns.as_ref().map(OneOrMany::all);
            patterns.is_none_or(|patterns| patterns.iter().any(|it| fits(&fold(it), &fold(text))))
        };
        self.effect == "Allow"
            // Actions are the one thing in a policy whose case does not matter.
            && among(&self.action, "sts:AssumeRole", str::to_ascii_lowercase)
            && among(&self.resource, role, str::to_owned)
    }
}

/// Whether `text` fits a pattern of `*` and `?`. A policy variable may stand for anything.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let pattern = pattern.split_once("${").map_or_else(|| pattern.to_string(), |(before, _)| format!("{before}*"));
    // What is left of both after each way to read the stars so far: never more than the text is long, whatever the pattern.
    let mut rests = HashSet::from([text]);
    for token in pattern.chars() {
        rests = match token {
            '*' => rests.iter().flat_map(|rest| tails(rest)).collect(),
            _ => rests.iter().filter_map(|rest| rest.strip_prefix(|c| token == '?' || c == token)).collect(),
        };
    }
    rests.contains("")
}

fn tails(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, _)| text.get(at..).unwrap_or_default()).chain([""])
}
