//! The journal as a file.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::csv;
use super::moment::iso;
use super::{JournalEntry, JournalSpan};

/// What to write the journal as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum JournalForm {
    /// All of it, an entry a line, with what is needed to verify it.
    Json,
    /// A table for a spreadsheet.
    Csv,
}

/// The journal, written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct JournalFile {
    /// The text. It holds no secret.
    pub text: String,
    /// What to call the file: `rolerelay-journal-2026-11-28.csv`.
    pub file_name: String,
}

/// Writes entries, from the oldest on. `now` is in milliseconds since 1970; the file is named after its day.
pub fn export(
    entries: &[Result<JournalEntry, serde_json::Value>],
    span: &JournalSpan,
    form: JournalForm,
    now: u64,
) -> JournalFile {
    let (text, ending) = match form {
        JournalForm::Json => (json(entries, span), "json"),
        JournalForm::Csv => (csv::write(entries), "csv"),
    };
    let day = iso(now);
    let day = day.split('T').next().unwrap_or_default();
    JournalFile { text, file_name: format!("rolerelay-journal-{day}.{ending}") }
}

/// Entries in their canonical form, the hash last, so that the file itself shows how they are hashed.
fn json(entries: &[Result<JournalEntry, serde_json::Value>], span: &JournalSpan) -> String {
    let lines = entries.iter().map(|entry| match entry {
        Ok(entry) => line(entry),
        Err(value) => line(value),
    });
    let lines = lines.collect::<Vec<_>>().join(",\n");
    format!(
        "{{\n\"rolerelay\": \"journal\",\n\"version\": 1,\n\"verify\": {},\n\"span\": {},\n\"entries\": [\n{lines}\n]\n}}\n",
        line(&VERIFY),
        line(span),
    )
}

/// Text, numbers and lists of them: there is nothing that cannot be written.
fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

const VERIFY: &str = "The hash of an entry is the SHA-256, in hex, of its JSON without the member hash, in UTF-8, without spaces \
     between tokens and with the members in the order of this file. Its member previous is the hash of the entry before; for the \
     first entry here that is span.anchor.hash, and the hash of the last is span.head.hash.";
