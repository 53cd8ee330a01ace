//! The journal's next entry: here and not with the rest of the journal, because every run writes one.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{js, rust};
use rolerelay::journal::{self, JournalEntry, JournalMark, NotedRun};

/// The entry that follows `last`.
#[wasm_bindgen(js_name = nextEntry)]
pub fn next_entry(last: Ts<JournalMark>, run: Ts<NotedRun>) -> Result<Ts<JournalEntry>, JsValue> {
    js(&journal::next(&rust(&last)?, rust(&run)?))
}
