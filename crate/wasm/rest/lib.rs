//! All that no click needs: it checks what a person writes, brings chains in and out, asks AWS for sign-ins, new keys and what a chain
//! is like, and says what would mend a refusal.

mod arrival;
mod ask;
mod credentials;
mod edit;
mod journal;
mod lease;
mod manifest;
mod mend;
mod rotation;
mod source;

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{js, many, rust, text};
use rolerelay::chain::Chain;
use rolerelay::interchange::export::{self, ExportForm, Exported, Reasons};
use rolerelay::interchange::import::{self, ImportFile, ImportFormat, ImportPlan, Kept, PastedHops};
use rolerelay::policies::source::ExportSource;

/// What importing files would do to what is kept; with a prefix, all of it as records of its own. `readAs` is what the person says that
/// each file is.
#[wasm_bindgen(js_name = planImport)]
pub fn plan_import(
    #[wasm_bindgen(unchecked_param_type = "ImportFile[]")] files: JsValue,
    kept: Ts<Kept>,
    #[wasm_bindgen(unchecked_param_type = "string")] prefix: JsValue,
    #[wasm_bindgen(unchecked_param_type = "(ImportFormat | undefined)[]", js_name = readAs)] read_as: JsValue,
) -> Result<Ts<ImportPlan>, JsValue> {
    let read_as = many::<Option<ImportFormat>>(read_as)?;
    js(&import::plan_as(&many::<ImportFile>(files)?, &rust(&kept)?, &text(&prefix)?, &read_as))
}

/// The hops that a pasted text names.
#[wasm_bindgen(js_name = readHops)]
pub fn read_hops(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = text)] pasted: JsValue,
) -> Result<Ts<PastedHops>, JsValue> {
    js(&import::read_hops(&text(&pasted)?))
}

/// Writes the chains of these ids, and those that they build on, for another tool.
#[wasm_bindgen(js_name = exportChains)]
pub fn export_chains(
    #[wasm_bindgen(unchecked_param_type = "string[]")] ids: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Chain[]")] records: JsValue,
    #[wasm_bindgen(unchecked_param_type = "ExportSource[]")] sources: JsValue,
    form: Ts<ExportForm>,
    reasons: Ts<Reasons>,
) -> Result<Ts<Exported>, JsValue> {
    let (ids, records, sources) = (many::<String>(ids)?, many::<Chain>(records)?, many::<ExportSource>(sources)?);
    js(&export::write(&ids, &records, &sources, rust(&form)?, &rust(&reasons)?))
}
