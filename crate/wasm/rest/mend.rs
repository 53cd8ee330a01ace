//! What would mend a hop that was refused.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{js, rust, thrown, wrong_type};
use rolerelay::chain::Chain;
use rolerelay::chain::route::Route;
use rolerelay::failure::Failure;
use rolerelay::policies::mend::{self, Mend};
use rolerelay::policies::source::ExportSource;
use rolerelay::walk::WalkOptions;

/// Who has to allow what, after a walk of the whole chain that ended with `failure` when `done` hops were done. Of the options
/// only the reason counts: a tag or a source identity that it becomes has to be allowed as well.
#[wasm_bindgen]
pub fn mend(
    chain: Ts<Chain>,
    source: Ts<ExportSource>,
    options: Ts<WalkOptions>,
    failure: Ts<Failure>,
    #[wasm_bindgen(unchecked_param_type = "number")] done: JsValue,
) -> Result<Ts<Mend>, JsValue> {
    let done = done.as_f64().ok_or_else(|| wrong_type("a number"))? as usize;
    let route = Route::new(&rust(&chain)?).map_err(thrown)?;
    let WalkOptions { reason, reason_into, .. } = rust(&options)?;
    let route = route.with_reason(reason.as_deref(), &reason_into).map_err(thrown)?;
    js(&mend::mend(&route, Some(&rust(&source)?), &rust(&failure)?, done))
}
