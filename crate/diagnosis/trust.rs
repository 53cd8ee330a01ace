//! A role's trust policy, read for one caller and one hop: does it name the caller, and is what it asks for brought?
//!
//! Only what is certain is said. A condition on something that is not known here, such as the network, leaves it open.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::session_policy::{OneOrMany, fits};
use crate::aws::arn::RoleArn;

/// What is known of the request: context keys in lower case.
pub(crate) struct Known<'a> {
    /// The caller's ARN.
    pub caller: &'a str,
    /// The values. None for a key that the request certainly does not have; an absent one is not known.
    pub context: BTreeMap<&'static str, Option<String>>,
}

/// What the policy makes of the request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// No statement that allows sts:AssumeRole names the caller.
    NamesOthers,
    /// The same, but statements name somebody by a unique id, which IAM shows once its owner is deleted: by these.
    NamesDeleted(Vec<String>),
    /// It names the caller, and asks for what the request does not bring: certainly these.
    Asks(Vec<Demand>),
    /// It names the caller, and asks for some of these keys: their values are not known here, or it knows several ways in.
    MayAsk(BTreeSet<String>),
    /// It allows the caller. `itself` says that it names the caller, and not only its account.
    Allows { itself: bool },
    /// It denies the caller explicitly.
    Denies,
    /// It cannot be read here.
    Unread,
}

/// A condition that is not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Demand {
    /// The key, as the policy writes it. Its case does not matter.
    pub key: String,
    /// As a sentence says it: `aws:PrincipalOrgID (StringEquals o-1234567890)`.
    pub told: String,
}

/// Reads the policy, which is JSON.
pub(crate) fn read(policy: &str, known: &Known<'_>) -> Trust {
    let Ok(policy) = serde_json::from_str::<Policy>(policy) else { return Trust::Unread };
    let about: Vec<_> = policy.statement.all().iter().filter(|statement| statement.is_about_assuming()).collect();
    let denies =
        |it: &&Statement| it.effect == "Deny" && it.names(known.caller).is_some() && it.verdict(known) == Verdict::Met;
    if about.iter().copied().any(|it| denies(&it)) {
        return Trust::Denies;
    }
    // Whom a NotPrincipal lets in is not worked out: it names all others of AWS.
    if about.iter().any(|it| it.effect == "Allow" && it.not_principal.is_some()) {
        return Trust::Unread;
    }
    let allowing = || about.iter().filter(|it| it.effect == "Allow");
    let named = allowing().filter_map(|it| Some((it.names(known.caller)?, it.verdict(known))));
    let trust = named.fold(Trust::NamesOthers, |so_far, (itself, verdict)| so_far.or(itself, verdict));
    let deleted: Vec<String> = allowing().flat_map(|it| it.unique_ids()).map(str::to_string).collect();
    if trust == Trust::NamesOthers && !deleted.is_empty() { Trust::NamesDeleted(deleted) } else { trust }
}

impl Demand {
    /// Whether its key begins so, in lower case.
    pub fn is_on(&self, key: &str) -> bool {
        self.key.to_ascii_lowercase().starts_with(key)
    }
}

impl Trust {
    /// What two statements make together: it is enough that one allows.
    fn or(self, itself: bool, verdict: Verdict) -> Self {
        match (self, verdict) {
            (Self::Allows { itself: before }, Verdict::Met) => Self::Allows { itself: before || itself },
            (allows @ Self::Allows { .. }, _) => allows,
            (_, Verdict::Met) => Self::Allows { itself },
            (Self::Asks(before), Verdict::Unmet(demands)) => nearer(before, demands),
            (Self::Asks(before), Verdict::Open(keys)) => Self::MayAsk(keys_of(&before).chain(keys).collect()),
            (Self::MayAsk(keys), Verdict::Unmet(demands)) => {
                Self::MayAsk(keys.into_iter().chain(keys_of(&demands)).collect())
            }
            (Self::MayAsk(before), Verdict::Open(keys)) => Self::MayAsk(before.into_iter().chain(keys).collect()),
            (_, Verdict::Unmet(demands)) => Self::Asks(demands),
            (_, Verdict::Open(keys)) => Self::MayAsk(keys.into_iter().collect()),
        }
    }
}

/// Of two ways in, the one that asks for less of the same. Which of two different ones was meant, nobody here knows.
fn nearer(one: Vec<Demand>, other: Vec<Demand>) -> Trust {
    let asks_all_of = |all: &[Demand], some: &[Demand]| {
        some.iter().all(|it| all.iter().any(|other| other.key.eq_ignore_ascii_case(&it.key)))
    };
    if asks_all_of(&other, &one) {
        Trust::Asks(one)
    } else if asks_all_of(&one, &other) {
        Trust::Asks(other)
    } else {
        Trust::MayAsk(keys_of(&one).chain(keys_of(&other)).collect())
    }
}

fn keys_of(demands: &[Demand]) -> impl Iterator<Item = String> {
    demands.iter().map(|demand| demand.key.clone())
}

/// Whether the conditions of a statement hold.
#[derive(PartialEq, Eq)]
enum Verdict {
    Met,
    Unmet(Vec<Demand>),
    /// As far as is known here, all hold, but for these keys.
    Open(Vec<String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    statement: OneOrMany<Statement>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    effect: String,
    principal: Option<Principal>,
    not_principal: Option<Value>,
    action: Option<OneOrMany<String>>,
    #[serde(default)]
    condition: BTreeMap<String, BTreeMap<String, OneOrMany<Plain>>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Principal {
    /// `*`
    Anyone(String),
    Of {
        #[serde(rename = "AWS")]
        aws: Option<OneOrMany<String>>,
    },
}

/// A condition's value. IAM takes `true` and `"true"` for the same.
#[derive(Deserialize)]
#[serde(untagged)]
enum Plain {
    Text(String),
    Flag(bool),
    Number(serde_json::Number),
}

impl Statement {
    /// A statement with NotAction is rare in a trust policy, and is taken to be about all.
    fn is_about_assuming(&self) -> bool {
        let pattern_fits = |pattern: &String| fits(&pattern.to_ascii_lowercase(), "sts:assumerole");
        self.action.as_ref().is_none_or(|actions| actions.all().iter().any(pattern_fits))
    }

    /// Whether it names the caller itself (true), or its account or anybody (false); none where it names others.
    fn names(&self, caller: &str) -> Option<bool> {
        let names = match self.principal.as_ref()? {
            Principal::Anyone(name) => return (name == "*").then_some(true),
            Principal::Of { aws } => aws.as_ref()?.all(),
        };
        let mut parts = caller.split(':');
        let (partition, account) = (parts.nth(1)?, parts.nth(2)?);
        let root = format!("arn:{partition}:iam::{account}:root");
        let is_itself = |name: &String| {
            name == "*" || name == caller || RoleArn::parse(name).is_ok_and(|role| role.is_session(caller))
        };
        if names.iter().any(is_itself) {
            Some(true)
        } else {
            names.iter().any(|name| name == account || *name == root).then_some(false)
        }
    }

    /// The unique ids that it names (IAM User Guide, "IAM identifiers": AIDA for a user, AROA for a role).
    fn unique_ids(&self) -> impl Iterator<Item = &str> {
        let names = match &self.principal {
            Some(Principal::Of { aws: Some(names) }) => names.all(),
            _ => &[],
        };
        names.iter().map(String::as_str).filter(|name| name.starts_with("AROA") || name.starts_with("AIDA"))
    }

    fn verdict(&self, known: &Known<'_>) -> Verdict {
        let (mut unmet, mut open) = (Vec::new(), Vec::new());
        for (operator, keys) in &self.condition {
            for (key, values) in keys {
                let wanted: Vec<String> = values.all().iter().map(Plain::to_string).collect();
                let folded = key.to_ascii_lowercase();
                match holds(operator, known.context.get(folded.as_str()), &wanted) {
                    Some(true) => {}
                    Some(false) => {
                        unmet.push(Demand { key: key.clone(), told: format!("{key} ({operator} {})", listed(&wanted)) })
                    }
                    None => open.push(key.clone()),
                }
            }
        }
        if !unmet.is_empty() {
            Verdict::Unmet(unmet)
        } else if open.is_empty() {
            Verdict::Met
        } else {
            Verdict::Open(open)
        }
    }
}

/// As a sentence lists them: a network's addresses may be hundreds.
fn listed(values: &[String]) -> String {
    match values {
        [one, two, three, _, ..] => format!("{one}, {two}, {three} and {} more", values.len() - 3),
        few => few.join(", "),
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// Whether a condition holds (IAM User Guide, "Condition operators"), where that can be said: its operator is one of those that
/// trust policies mostly have, its key's value is known, and no policy variable is in what it wants.
fn holds(operator: &str, actual: Option<&Option<String>>, wanted: &[String]) -> Option<bool> {
    let (name, if_exists) = match operator.strip_suffix("IfExists") {
        Some(name) => (name, true),
        None => (operator, false),
    };
    let actual = actual?.as_deref();
    if name == "Null" {
        return Some(wanted.iter().any(|wanted| (wanted == "true") == actual.is_none()));
    }
    if wanted.iter().any(|wanted| wanted.contains("${")) {
        return None;
    }
    let (name, negated) = match name.strip_prefix("StringNot") {
        Some(rest) => (format!("String{rest}"), true),
        None => (name.to_string(), false),
    };
    let test: fn(&str, &str) -> bool = match name.as_str() {
        "StringEquals" => |actual, wanted| actual == wanted,
        "StringEqualsIgnoreCase" | "Bool" => |actual, wanted| actual.eq_ignore_ascii_case(wanted),
        "StringLike" => |actual, wanted| fits(wanted, actual),
        "ArnEquals" | "ArnLike" => arn_fits,
        // What a key that is not there makes of the others is known all the same.
        _ if actual.is_none() && !name.contains("Not") && !name.contains(':') => return Some(if_exists),
        _ => return None,
    };
    Some(match actual {
        None => if_exists || negated,
        Some(actual) => wanted.iter().any(|wanted| test(actual, wanted)) != negated,
    })
}

/// An ARN is matched part by part: a `*` in the account does not reach into the resource.
fn arn_fits(actual: &str, wanted: &str) -> bool {
    let (actual, wanted): (Vec<_>, Vec<_>) = (actual.splitn(6, ':').collect(), wanted.splitn(6, ':').collect());
    actual.len() == wanted.len() && actual.iter().zip(&wanted).all(|(actual, wanted)| fits(wanted, actual))
}
