//! The parameters of AssumeRole, however they were written, as a hop.

use std::collections::BTreeMap;

use super::literal::Value;
use crate::aws::arn::RoleArn;
use crate::aws::session_tag::SessionTag;
use crate::chain::Hop;

/// Parameters by the names that STS has for them. Others than AssumeRole's may be among them.
pub(super) struct Parameters(Vec<(String, Value)>);

impl Parameters {
    pub fn new(pairs: Vec<(String, Value)>) -> Self {
        Self(pairs)
    }

    pub fn has_role(&self) -> bool {
        self.0.iter().any(|(name, value)| name == "RoleArn" && *value != Value::Absent)
    }

    /// The hop, and a sentence on each thing that it lost.
    pub fn hop(self) -> (Hop, Vec<String>) {
        let mut taken = Taken::default();
        for (name, value) in self.0 {
            taken.set(&name, value);
        }
        taken.finish()
    }
}

#[derive(Default)]
struct Taken {
    hop: Hop,
    transitive: Vec<String>,
    notes: Vec<String>,
}

impl Taken {
    fn set(&mut self, name: &str, value: Value) {
        match (name, value) {
            (_, Value::Absent) => {}
            ("TokenCode", _) => self.notes.push(
                "The MFA code was left out: each is good for once. The popup asks for a new one when the chain is opened.".into(),
            ),
            ("CliInputJson", _) => self.lost("The parameters of --cli-input-json", "they are in a file or a variable"),
            ("Profile", Value::Text(_)) => self.notes.push(
                "The profile of the command line is whose keys sign the first role: choose the source that stands for it.".into(),
            ),
            ("PolicyArns", Value::List(items)) => {
                for item in items {
                    match field(item, "arn") {
                        Some(arn) => self.hop.policy_arns.push(arn),
                        None => self.computed("PolicyArns"),
                    }
                }
            }
            ("Tags", Value::List(items)) => items.into_iter().for_each(|item| self.tag(item)),
            ("TransitiveTagKeys", Value::List(items)) => {
                for item in items {
                    match item {
                        Value::Text(key) => self.transitive.push(key),
                        _ => self.computed("TransitiveTagKeys"),
                    }
                }
            }
            ("Policy", Value::Map(pairs)) => match json(Value::Map(pairs)) {
                Some(policy) => self.hop.policy = Some(policy.to_string()),
                None => self.computed("Policy"),
            },
            ("DurationSeconds", Value::Text(text)) => match text.trim().parse() {
                Ok(seconds) => self.hop.duration_seconds = Some(seconds),
                Err(_) => self.lost("DurationSeconds", "it is not a whole number"),
            },
            (_, Value::Text(text)) => self.text(name, text),
            (_, _) if PARAMETERS.contains(&name) => self.computed(name),
            _ => {}
        }
    }

    fn text(&mut self, name: &str, text: String) {
        let hop = &mut self.hop;
        match name {
            "RoleArn" => {
                hop.role_arn = text.trim().into();
                if let Err(sentence) = RoleArn::parse(&hop.role_arn) {
                    self.notes.push(sentence);
                }
            }
            "RoleSessionName" => hop.session_name = Some(text),
            "ExternalId" => hop.external_id = Some(text),
            "Policy" => hop.policy = Some(text),
            "SourceIdentity" => hop.source_identity = Some(text),
            "SerialNumber" => hop.mfa_serial = Some(text),
            "Region" => hop.region = Some(text),
            _ if PARAMETERS.contains(&name) => self.computed(name),
            _ => {}
        }
    }

    fn tag(&mut self, item: Value) {
        let Value::Map(pairs) = item else { return self.computed("Tags") };
        let part = |wanted: &str| {
            let (_, value) = pairs.iter().find(|(name, _)| name == wanted)?;
            if let Value::Text(text) = value { Some(text.clone()) } else { None }
        };
        match (part("Key"), part("Value")) {
            (Some(key), Some(value)) => self.hop.session_tags.push(SessionTag { key, value, transitive: false }),
            _ => self.computed("Tags"),
        }
    }

    fn computed(&mut self, name: &str) {
        self.lost(name, "it is a variable or is computed");
    }

    fn lost(&mut self, what: &str, why: &str) {
        let sentence = format!("{what} could not be read: {why}. Fill it in.");
        if !self.notes.contains(&sentence) {
            self.notes.push(sentence);
        }
    }

    fn finish(mut self) -> (Hop, Vec<String>) {
        // As STS compares them. Of two tags with one key the first is meant.
        let folded = self.hop.session_tags.iter().enumerate().rev().map(|(at, tag)| (tag.key.to_lowercase(), at));
        let places: BTreeMap<String, usize> = folded.collect();
        for key in std::mem::take(&mut self.transitive) {
            let place = places.get(&key.to_lowercase());
            match place.and_then(|at| self.hop.session_tags.get_mut(*at)) {
                Some(tag) => tag.transitive = true,
                None => self.lost("A key of TransitiveTagKeys", "no tag of this role has it"),
            }
        }
        (self.hop, self.notes)
    }
}

/// Those that are worth a word when they cannot be read.
const PARAMETERS: [&str; 10] = [
    "RoleArn",
    "RoleSessionName",
    "ExternalId",
    "DurationSeconds",
    "Policy",
    "PolicyArns",
    "Tags",
    "TransitiveTagKeys",
    "SourceIdentity",
    "SerialNumber",
];

fn field(item: Value, name: &str) -> Option<String> {
    match item {
        Value::Text(text) => Some(text),
        Value::Map(pairs) => pairs.into_iter().find(|(key, _)| key == name).and_then(|(_, value)| field(value, name)),
        _ => None,
    }
}

/// A policy that was written as a map. Numbers and the words true and false are strings in a policy too.
fn json(value: Value) -> Option<serde_json::Value> {
    match value {
        Value::Text(text) => Some(text.into()),
        Value::List(items) => items.into_iter().map(json).collect(),
        Value::Map(pairs) => pairs.into_iter().map(|(key, value)| Some((key, json(value)?))).collect(),
        Value::Absent => Some(serde_json::Value::Null),
        Value::Computed => None,
    }
}
