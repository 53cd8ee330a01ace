//! Where a tab came out that was sent to sign in. What to tell of one that came out elsewhere is in the other module.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{checked, text, thrown};
use rolerelay::chain::Chain;
use rolerelay::walk;

/// Whether that address, to which a tab went on from the sign-in service, is a page of the chain's console. One of another account's
/// session is thrown.
#[wasm_bindgen]
pub fn arrived(
    chain: Ts<Chain>,
    #[wasm_bindgen(unchecked_param_type = "string")] address: JsValue,
) -> Result<bool, JsValue> {
    walk::arrived(&checked(&chain)?, &text(&address)?).map_err(thrown)
}

/// Whether `address` is where AWS leads whose browser has as many console sessions as it allows.
#[wasm_bindgen(js_name = isSessionLimit)]
pub fn is_session_limit(#[wasm_bindgen(unchecked_param_type = "string")] address: JsValue) -> Result<bool, JsValue> {
    Ok(walk::is_session_limit(&text(&address)?))
}

/// The address that signs out of the console session that a page of the console names in its host, where it names one.
#[wasm_bindgen(js_name = signOutOf)]
pub fn sign_out_of(#[wasm_bindgen(unchecked_param_type = "string")] page: JsValue) -> Result<Option<String>, JsValue> {
    Ok(walk::sign_out_of(&text(&page)?))
}

/// The label of that session, which the hosts of all its pages begin with.
#[wasm_bindgen(js_name = sessionLabel)]
pub fn session_label(
    #[wasm_bindgen(unchecked_param_type = "string")] page: JsValue,
) -> Result<Option<String>, JsValue> {
    Ok(walk::session_label(&text(&page)?))
}

/// The page of the console that an address of the sign-in service leads back to, where it names one. It may be any address.
#[wasm_bindgen(js_name = pageBehind)]
pub fn page_behind(
    #[wasm_bindgen(unchecked_param_type = "string")] address: JsValue,
) -> Result<Option<String>, JsValue> {
    Ok(walk::page_behind(&text(&address)?))
}
