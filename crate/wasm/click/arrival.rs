//! Where a tab came out that was sent to sign in, and which console sessions its browser has.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{checked, js, optional_text, text, thrown};
use rolerelay::aws::partition::Partition;
use rolerelay::chain::Chain;
use rolerelay::failure::Failure;
use rolerelay::protocol::sessions::{self, SessionList};
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

/// What to tell of a tab that stays at `address` of the sign-in service in place of the chain's console. `other` is an account that
/// this browser was signed in to before.
#[wasm_bindgen]
pub fn stays(
    chain: Ts<Chain>,
    #[wasm_bindgen(unchecked_param_type = "string")] address: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] other: JsValue,
) -> Result<Ts<Failure>, JsValue> {
    js(&walk::stays(&checked(&chain)?, &text(&address)?, optional_text(&other)?.as_deref()))
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

/// What AWS's list of console sessions says, as the partition of that id answered for it; undefined where it is not in the form that is
/// known.
#[wasm_bindgen(js_name = readSessions)]
pub fn read_sessions(
    #[wasm_bindgen(unchecked_param_type = "string")] partition: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = text)] list: JsValue,
) -> Result<Option<Ts<SessionList>>, JsValue> {
    let (partition, list) = (Partition::from_name(&text(&partition)?), text(&list)?);
    partition.and_then(|it| sessions::read_sessions(it, &list)).as_ref().map(js).transpose()
}

/// What to tell of a tab that came out in the console of another than the chain's end role: `who`, by AWS's list.
#[wasm_bindgen(js_name = otherRole)]
pub fn other_role(
    chain: Ts<Chain>,
    #[wasm_bindgen(unchecked_param_type = "string")] who: JsValue,
) -> Result<Ts<Failure>, JsValue> {
    js(&walk::other_role(&checked(&chain)?, &text(&who)?))
}
