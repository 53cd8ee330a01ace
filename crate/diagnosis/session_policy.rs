//! Whether a session policy rules a call out: what it does not allow, its session cannot do, whatever else is allowed.

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
    // A star stands for as little as it can; where that does not do, the last one for one character more. What an earlier
    // star could take instead, the last one can take too, so no other way has to be tried.
    let (mut pattern, mut text) = (pattern.as_str(), text);
    let mut last_star: Option<(&str, &str)> = None;
    loop {
        let mut tokens = pattern.chars();
        let token = tokens.next();
        let after = text.strip_prefix(|c| token == Some('?') || token == Some(c));
        (pattern, text) = match (token, after) {
            (None, _) if text.is_empty() => return true,
            (Some('*'), _) => {
                last_star = Some((tokens.as_str(), text));
                (tokens.as_str(), text)
            }
            (_, Some(after)) => (tokens.as_str(), after),
            _ => {
                let Some((behind, taken)) = last_star else { return false };
                let mut rest = taken.chars();
                if rest.next().is_none() {
                    return false;
                }
                last_star = Some((behind, rest.as_str()));
                (behind, rest.as_str())
            }
        };
    }
}
