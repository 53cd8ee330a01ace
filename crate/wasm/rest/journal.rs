//! The journal verified, exported, and looked up in CloudTrail. Its entries come as JSON, a list in each text: as they are kept.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{js, many, rust, wrong_type};
use rolerelay::journal::{self, JournalEntry, JournalFile, JournalForm, JournalLookups, JournalSpan, JournalVerdict};

/// Whether the chain of hashes holds.
#[wasm_bindgen(js_name = verifyJournal)]
pub fn verify_journal(
    #[wasm_bindgen(unchecked_param_type = "string[]")] pages: JsValue,
    span: Ts<JournalSpan>,
) -> Result<Ts<JournalVerdict>, JsValue> {
    js(&journal::verify(&journal::read(&many::<String>(pages)?), &rust(&span)?))
}

/// Writes all entries as a file. `now` is in milliseconds since 1970.
#[wasm_bindgen(js_name = exportJournal)]
pub fn export_journal(
    #[wasm_bindgen(unchecked_param_type = "string[]")] pages: JsValue,
    span: Ts<JournalSpan>,
    form: Ts<JournalForm>,
    #[wasm_bindgen(unchecked_param_type = "number")] now: JsValue,
) -> Result<Ts<JournalFile>, JsValue> {
    let now = now.as_f64().ok_or_else(|| wrong_type("a number"))? as u64;
    js(&journal::export(&journal::read(&many::<String>(pages)?), &rust(&span)?, rust(&form)?, now))
}

/// Where CloudTrail has the other half of an entry.
#[wasm_bindgen(js_name = journalLookups)]
pub fn journal_lookups(entry: Ts<JournalEntry>) -> Result<Ts<JournalLookups>, JsValue> {
    js(&journal::lookups(&rust(&entry)?))
}
