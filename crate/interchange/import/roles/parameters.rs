//! The parameters of AssumeRole, however they were written, as a hop.

use std::collections::BTreeMap;

use super::literal::Value;
use crate::aws::arn::RoleArn;
use crate::aws::invisible::shown;
use crate::aws::session_tag::SessionTag;
use crate::chain::Hop;

/// Parameters by the names that STS has for them. Others than AssumeRole's may be among them.
pub(super) struct Parameters(Vec<(String, Value)>);

impl Parameters {
    pub fn new(mut pairs: Vec<(String, Value)>) -> Self {
        for (name, _) in &mut pairs {
            if let Some(known) = canonical(name) {
                *name = known.into();
            }
        }
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

/// Whether a map within the map says more of the same role, and names none itself.
fn says_more(pairs: &[(String, Value)]) -> bool {
    let mut names = pairs.iter().filter_map(|(name, _)| canonical(name)).peekable();
    names.peek().is_some() && names.all(|name| name != "RoleArn")
}

/// What STS calls the parameter that a language or a tool calls so.
pub(super) fn canonical(name: &str) -> Option<&'static str> {
    const LONGEST: usize = 32;
    if name.len() > LONGEST {
        return None;
    }
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    // As Steampipe and Terragrunt have them, in one list with what is not the role's.
    let of_role = ["iamassumerole", "assumerole", "storage"].iter().find_map(|prefix| letters.strip_prefix(prefix));
    Some(match of_role.filter(|rest| !rest.is_empty()).unwrap_or(&letters) {
        "arn" if of_role.is_some() => "RoleArn",
        "rolearn" | "rolearns" | "roletoassume" | "iamrole" | "awsrolearn" => "RoleArn",
        "rolesessionname" | "sessionname" | "awsrolesessionname" | "sitzungsname" | "nomdesession" | "セッション名" => {
            "RoleSessionName"
        }
        "externalid" | "roleexternalid" | "awsroleexternalid" | "awsexternalid" | "externeid" | "idexterne"
        | "idexterno" | "idesterno" | "externid" | "外部id" => "ExternalId",
        "durationseconds"
        | "durationinseconds"
        | "roledurationseconds"
        | "roleduration"
        | "duration"
        | "sitzungsdauer"
        | "duréedesession"
        | "sessionlength"
        | "sessionduration"
        | "awssessionduration"
        | "sessiondurationseconds"
        | "rolesessionduration"
        | "rolesessiondurationseconds" => "DurationSeconds",
        "policy" | "inlinesessionpolicy" => "Policy",
        "policyarns" | "managedsessionpolicies" => "PolicyArns",
        "tags" | "sessiontags" => "Tags",
        "transitivetagkeys" => "TransitiveTagKeys",
        "sourceidentity" => "SourceIdentity",
        "serialnumber" | "mfaserial" | "mfaserialnumber" | "mfa" => "SerialNumber",
        "tokencode" => "TokenCode",
        "region" | "awsregion" | "regionname" | "awsdefaultregion" => "Region",
        "profile" => "Profile",
        _ => return None,
    })
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
            // A skeleton of the command line has them all, empty.
            (_, Value::Text(text)) if text.trim().is_empty() && name != "RoleArn" => {}
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
            ("DurationSeconds", Value::Text(text)) => match seconds(text.trim()) {
                Some(seconds) => self.hop.duration_seconds = Some(seconds),
                None => self.lost("DurationSeconds", "it is not a whole number"),
            },
            ("Tags", Value::Map(pairs)) => {
                for (key, value) in pairs {
                    match value {
                        Value::Text(value) => self.hop.session_tags.push(SessionTag { key, value, transitive: false }),
                        _ => self.computed("Tags"),
                    }
                }
            }
            // A template's gap is no part of any value that AWS takes.
            (_, Value::Text(text)) if name != "Policy" && canonical(name).is_some() && has_gap(&text) => self.computed(name),
            (_, Value::Text(text)) => self.text(name, text),
            (_, _) if canonical(name).is_some() => self.computed(name),
            // Airflow's `assume_role_kwargs`, and what other tools hand on as it is.
            (_, Value::Map(pairs)) if says_more(&pairs) => {
                for (name, value) in pairs {
                    self.set(canonical(&name).unwrap_or(&name), value);
                }
            }
            (_, value) => self.unknown(name, &value),
        }
    }

    /// What is no parameter of AssumeRole, and may have been meant to be one.
    fn unknown(&mut self, name: &str, value: &Value) {
        let says_nothing = matches!(value, Value::List(items) if items.is_empty());
        if !says_nothing && !IDLE.contains(&name) {
            let name: String = name.chars().take(60).collect();
            let sentence =
                format!("“{}” was seen and not read: it is nothing that Rolerelay knows of a role.", shown(&name));
            if !self.notes.contains(&sentence) && self.notes.len() < MOST_NOTES {
                self.notes.push(sentence);
            }
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
            // In place of a device's, tools take yes and no, or how it is asked for.
            "SerialNumber" if text.contains(|c: char| c.is_ascii_digit()) => hop.mfa_serial = Some(text),
            "Region" => hop.region = Some(text),
            _ if canonical(name).is_some() => self.computed(name),
            _ => self.unknown(name, &Value::Text(text)),
        }
    }

    fn tag(&mut self, item: Value) {
        let Value::Map(pairs) = item else { return self.computed("Tags") };
        let part = |wanted: &str| {
            let (_, value) = pairs.iter().find(|(name, _)| name == wanted)?;
            if let Value::Text(text) = value { Some(text.clone()) } else { None }
        };
        match (part("Key"), part("Value")) {
            (Some(key), _) if key.is_empty() => {}
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

/// More notes than this on one role nobody reads.
const MOST_NOTES: usize = 20;

/// How the command line prints, pages and waits.
const IDLE: [&str; 14] = [
    "Output",
    "Query",
    "Debug",
    "Color",
    "NoPaginate",
    "NoCliPager",
    "NoVerifySsl",
    "CaBundle",
    "CliReadTimeout",
    "CliConnectTimeout",
    "CliBinaryFormat",
    "CliAutoPrompt",
    "NoCliAutoPrompt",
    "GenerateCliSkeleton",
];

fn has_gap(text: &str) -> bool {
    text.starts_with('$') || ["${", "$(", "{{", "<", "%s", "%("].iter().any(|gap| text.contains(gap))
}

/// A count of seconds, also as Terraform and Go write it: `1h30m`.
fn seconds(text: &str) -> Option<u32> {
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let mut rest = text;
    let mut sum: u32 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: u32 = rest.get(..digits)?.parse().ok()?;
        let unit = match rest.as_bytes().get(digits)? {
            b'h' => 3600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        sum = sum.checked_add(count.checked_mul(unit)?)?;
        rest = rest.get(digits + 1..)?;
    }
    (!text.is_empty()).then_some(sum)
}

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
