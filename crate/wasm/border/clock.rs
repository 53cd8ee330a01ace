//! AWS's clock, as the requests of this module showed it. Each module measures for itself: the background tells one what another knows.

use wasm_bindgen::prelude::*;

use super::browser::SKEW;
use super::wrong_type;
use rolerelay::protocol::clock;

/// How far AWS's clock is ahead of this computer's, in milliseconds; absent before an answer showed it or it was set.
#[wasm_bindgen(js_name = clockSkew)]
pub fn clock_skew() -> Option<f64> {
    SKEW.get()
}

/// Whether that is so far that the person should hear of it.
#[wasm_bindgen(js_name = clockIsWrong)]
pub fn clock_is_wrong() -> bool {
    SKEW.get().is_some_and(|skew| skew.abs() > clock::LARGE)
}

/// Has requests signed by such a skew from now on.
#[wasm_bindgen(js_name = setClockSkew)]
pub fn set_clock_skew(#[wasm_bindgen(unchecked_param_type = "number")] ms: JsValue) -> Result<(), JsValue> {
    SKEW.set(Some(ms.as_f64().ok_or_else(|| wrong_type("a time"))?));
    Ok(())
}
