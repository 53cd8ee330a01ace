//! AESR's grammars: sections whose comments begin anywhere in a line, and JSON.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::interchange::import::LONGEST_TEXT;
use crate::interchange::note::ImportNote;

/// A profile.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub name: String,
    /// From 1; none in JSON.
    line: Option<usize>,
    settings: BTreeMap<String, String>,
}

impl Entry {
    pub fn get(&self, key: &str) -> Option<&str> {
        self.settings.get(key).map(String::as_str).filter(|value| !value.is_empty())
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

/// Whether the text can be AESR's: it has a setting that AWS config has not, and none of those that AESR has not. The
/// account is one of AWS config too, but not in a section without `profile`.
pub(super) fn is(text: &str) -> bool {
    const OURS: [&str; 5] = ["role_name", "target_role_name", "target_region", "aws_account_alias", "color"];
    const OTHERS: [&str; 4] = ["aws_access_key_id", "credential_process", "sso_session", "sso_start_url"];
    if is_json(text) {
        return text.contains("\"singles\"") || text.contains("\"complexes\"");
    }
    let mut names = text.lines().filter_map(|line| line.trim_start().strip_prefix('['));
    let is_bare =
        names.any(|name| !["profile ", "default", "sso-session ", "services "].iter().any(|of| name.starts_with(of)));
    let mut keys = text.lines().filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim());
    let mut found = false;
    keys.all(|key| {
        found |= OURS.contains(&key) || (is_bare && key == "aws_account_id");
        !OTHERS.contains(&key)
    }) && found
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, ImportNote> {
    if is_json(text) { json(text) } else { sections(text) }
}

fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

fn sections(text: &str) -> Result<Vec<Entry>, ImportNote> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let wrong = |sentence: &str| ImportNote::error(sentence).at_line(at + 1);
        let line = line.split(['#', ';']).next().unwrap_or_default().trim();
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
            entry.settings.insert(key.trim().into(), value.trim().into());
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
    let document: Document = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|wrong| {
        ImportNote::error("The JSON is malformed, or is not AESR’s: lists of singles and complexes, each with a name.")
            .at_line(wrong.line())
    })?;
    let mut entries: Vec<Entry> = document.singles.into_iter().map(Profile::entry).collect();
    for Complex { base, targets } in document.complexes {
        let base = base.entry();
        // Each of its targets says it again.
        if base.settings.values().chain([&base.name]).any(|text| text.len() > LONGEST_TEXT) {
            return Err(ImportNote::error("One of the complexes has a setting that is longer than any."));
        }
        let of_base = |target: Profile| {
            let mut target = target.entry();
            target.settings.insert("source_profile".into(), base.name.clone());
            target
        };
        entries.extend(targets.into_iter().map(of_base));
        entries.push(base);
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
        let settings = self.settings.into_iter().filter_map(|(key, value)| Some((key, text(value)?))).collect();
        Entry { name: self.name, line: None, settings }
    }
}
