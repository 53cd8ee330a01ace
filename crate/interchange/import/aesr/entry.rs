//! AESR's grammars: sections whose comments begin anywhere in a line, and JSON.

use std::cell::Cell;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::interchange::import::profiles::lines;
use crate::interchange::import::{LONGEST_TEXT, foreign};
use crate::interchange::note::ImportNote;

/// A profile.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub name: String,
    /// From 1; none in JSON.
    line: Option<usize>,
    settings: BTreeMap<String, Setting>,
    /// The keys that stand twice, and those whose value is no text.
    lost: Vec<String>,
    /// Whether it is no profile, but what the JSON says beside them.
    pub is_document: bool,
}

#[derive(Debug, Default)]
struct Setting {
    value: String,
    used: Cell<bool>,
}

impl Entry {
    /// The value of a key, which has then been used.
    pub fn get(&self, key: &str) -> Option<&str> {
        let setting = self.settings.get(key)?;
        setting.used.set(true);
        Some(setting.value.as_str()).filter(|value| !value.is_empty())
    }

    /// A whole number; what is none has not been used.
    pub fn whole(&self, key: &str) -> Option<u32> {
        let setting = self.settings.get(key)?;
        let number = setting.value.parse().ok();
        setting.used.set(number.is_some());
        number
    }

    /// Nothing of it is used after all.
    pub fn leave_out(&self) {
        self.settings.values().for_each(|setting| setting.used.set(false));
    }

    /// The keys that nobody asked for, and those that could not be read.
    pub fn left_over(&self) -> impl Iterator<Item = &str> {
        let unused = self.settings.iter().filter(|(_, setting)| !setting.used.get()).map(|(key, _)| key);
        unused.chain(&self.lost).map(String::as_str)
    }

    fn set(&mut self, key: &str, value: &str) {
        let before = self.settings.insert(key.into(), Setting { value: value.into(), used: Cell::new(false) });
        if before.is_some() {
            self.lost.push(key.into());
        }
    }

    /// The profile whose account one is to be signed in to.
    pub fn base(&self) -> Option<&str> {
        self.get("source_profile")
    }

    pub fn note(&self, sentence: String) -> ImportNote {
        let note = ImportNote::warning(sentence).of(&self.name);
        self.line.into_iter().fold(note, ImportNote::at_line)
    }
}

/// Whether the text is AESR's, by all that it says: nothing that AESR has not, and either roles as AESR alone writes them or,
/// in sections without the word `profile`, what AESR adds. A colour in AWS config does not make it another file. Nor is it AWS's where
/// such sections have roles, and none says with whose keys: AESR's are of whoever is signed in.
pub(super) fn is(text: &str) -> bool {
    const ROLES: [&str; 4] = ["role_name", "target_role_name", "target_region", "aws_account_alias"];
    const ADDED: [&str; 3] = ["aws_account_id", "color", "image"];
    const OTHERS: [&str; 15] = [
        "aws_access_key_id",
        "aws_secret_access_key",
        "aws_session_token",
        "credential_process",
        "credential_source",
        "include_profile",
        "login_session",
        "mfa_process",
        "parent_profile",
        "session_tags",
        "sso_account_id",
        "sso_role_name",
        "sso_session",
        "sso_start_url",
        "web_identity_token_file",
    ];
    if is_json(text) {
        return text.contains("\"singles\"") || text.contains("\"complexes\"");
    }
    if foreign::is(text) {
        return false;
    }
    let (mut is_bare, mut has_section) = (false, false);
    let (mut roles, mut added, mut arns, mut starts, mut lasts) = (false, false, false, false, false);
    for line in lines(text) {
        let line = line.trim_start_matches('\u{feff}').trim_start();
        if let Some(name) = line.strip_prefix('[') {
            has_section = true;
            is_bare |= !["profile ", "default", "sso-session ", "services "].iter().any(|of| name.starts_with(of));
        } else if let Some((key, _)) = line.split_once('=') {
            let key = key.trim();
            if OTHERS.contains(&key) {
                return false;
            }
            roles |= ROLES.contains(&key);
            added |= ADDED.contains(&key);
            arns |= key == "role_arn";
            starts |= key == "source_profile";
            lasts |= key == "duration_seconds";
        }
    }
    has_section && ((!lasts && (roles || (is_bare && added))) || (is_bare && arns && !starts))
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, ImportNote> {
    if is_json(text) { json(text) } else { sections(text) }
}

fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

fn sections(text: &str) -> Result<Vec<Entry>, ImportNote> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, line) in lines(text).enumerate() {
        let wrong = |sentence: &str| ImportNote::error(sentence).at_line(at + 1);
        let line = line.trim_start_matches('\u{feff}').split(['#', ';']).next().unwrap_or_default().trim();
        if line.len() > LONGEST_TEXT {
            return Err(wrong("This line is longer than any setting."));
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let name = name.trim();
            let name = name.strip_prefix("profile ").unwrap_or(name).trim();
            entries.push(Entry { name: name.into(), line: Some(at + 1), ..Entry::default() });
        } else if !line.is_empty() {
            let (key, value) =
                line.split_once('=').ok_or_else(|| wrong("This line is no setting: it has no equals sign."))?;
            let entry = entries.last_mut().ok_or_else(|| wrong("A setting stands before the first profile."))?;
            entry.set(key.trim(), value.trim());
        }
    }
    Ok(entries)
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    singles: Vec<Profile>,
    #[serde(default)]
    complexes: Vec<Complex>,
}

#[derive(Deserialize)]
struct Complex {
    #[serde(flatten)]
    base: Profile,
    #[serde(default)]
    targets: Vec<Profile>,
}

#[derive(Deserialize)]
struct Profile {
    name: String,
    #[serde(flatten)]
    settings: BTreeMap<String, serde_json::Value>,
}

fn json(text: &str) -> Result<Vec<Entry>, ImportNote> {
    let mut json = serde_json::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    let mut lost = Vec::new();
    let document: Document =
        serde_ignored::deserialize(&mut json, |path| lost.push(path.to_string())).map_err(|wrong| {
            ImportNote::error(
                "The JSON is malformed, or is not AESR’s: lists of singles and complexes, each with a name.",
            )
            .at_line(wrong.line())
        })?;
    let mut entries: Vec<Entry> = document.singles.into_iter().map(Profile::entry).collect();
    for Complex { base, targets } in document.complexes {
        let base = base.entry();
        // Each of its targets says it again.
        if base.settings.values().map(|it| &it.value).chain([&base.name]).any(|text| text.len() > LONGEST_TEXT) {
            return Err(ImportNote::error("One of the complexes has a setting that is longer than any."));
        }
        let of_base = |target: Profile| {
            let mut target = target.entry();
            target.set("source_profile", &base.name);
            target
        };
        entries.extend(targets.into_iter().map(of_base));
        entries.push(base);
    }
    if !lost.is_empty() {
        entries.push(Entry { lost, is_document: true, ..Entry::default() });
    }
    Ok(entries)
}

impl Profile {
    fn entry(self) -> Entry {
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => Some(text),
            serde_json::Value::Number(number) => Some(number.to_string()), // an account, by an unwary hand
            _ => None,
        };
        let mut entry = Entry { name: self.name, ..Entry::default() };
        for (key, value) in self.settings {
            match text(value) {
                Some(text) => entry.set(&key, &text),
                None => entry.lost.push(key),
            }
        }
        entry
    }
}
