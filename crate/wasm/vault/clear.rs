//! What is kept without a password: the same calls, with checksums in the place of a key.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;

use super::{bytes, chance, changed, number, read, refused, written};
use border::text;
use rolerelay::vault::Record;
use rolerelay::vault::clear::{self, Clear};
use rolerelay::vault::copies::{self, Records, Snapshot};

/// The snapshot of a new store in the clear, with nothing in it.
#[wasm_bindgen(js_name = beginClear)]
pub fn begin_clear() -> Result<String, JsValue> {
    written(Snapshot::new(Clear::begin(&mut chance), Records::new()))
}

/// In the clear, the next generation's snapshot: with the records of these names from this one, and with these that are of it.
#[wasm_bindgen(js_name = nextClear)]
pub fn next_clear(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = snapshot)] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string[]")] kept: JsValue,
    #[wasm_bindgen(unchecked_param_type = "StoredRecord[]", js_name = written)] of_it: JsValue,
) -> Result<String, JsValue> {
    let (clear, records) = read(&stored)?.clear().map_err(refused)?;
    let records = changed(records, kept, of_it)?;
    written(clear.next(copies::contents(&records)).and_then(|next| Snapshot::new(next, records)))
}

/// A record in the clear, as it is stored.
#[wasm_bindgen(js_name = writeClear)]
pub fn write_clear(
    #[wasm_bindgen(unchecked_param_type = "string")] kind: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = id)] record_id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] generation: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] plain: JsValue,
) -> Result<String, JsValue> {
    let (kind, record_id) = (text(&kind)?, text(&record_id)?);
    let record = Record { kind: &kind, id: &record_id, generation: number(&generation)? as u64 };
    clear::write_text(record, &bytes(plain)?).map_err(refused)
}

/// The bytes of a record in the clear.
#[wasm_bindgen(js_name = readClear)]
pub fn read_clear(
    #[wasm_bindgen(unchecked_param_type = "string")] kind: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = id)] record_id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] generation: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] stored: JsValue,
) -> Result<Uint8Array, JsValue> {
    let (kind, record_id) = (text(&kind)?, text(&record_id)?);
    let record = Record { kind: &kind, id: &record_id, generation: number(&generation)? as u64 };
    let plain = clear::read_text(record, &text(&stored)?).map_err(refused)?;
    Ok(Uint8Array::from(plain.as_slice()))
}
