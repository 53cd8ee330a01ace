//! What to tell of a tab that was sent to sign in and came out elsewhere, and which console sessions its browser has.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{checked, js, rust, text};
use rolerelay::aws::partition::Partition;
use rolerelay::chain::Chain;
use rolerelay::failure::Failure;
use rolerelay::protocol::sessions::{self, SessionList};
use rolerelay::walk::{self, Stay};

/// What to tell of a tab that stays at `address` of the sign-in service in place of the chain's console. `stay` is what is known of the
/// browser's sessions.
#[wasm_bindgen]
pub fn stays(
    chain: Ts<Chain>,
    #[wasm_bindgen(unchecked_param_type = "string")] address: JsValue,
    stay: Ts<Stay>,
) -> Result<Ts<Failure>, JsValue> {
    js(&walk::stays(&checked(&chain)?, &text(&address)?, &rust(&stay)?))
}

/// What AWS's list of console sessions says, as the partition of that id answered for it; undefined where it is not in the form that is
/// known. `now` is AWS's clock, in milliseconds since 1970.
#[wasm_bindgen(js_name = readSessions)]
pub fn read_sessions(
    #[wasm_bindgen(unchecked_param_type = "string")] partition: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = text)] list: JsValue,
    now: f64,
) -> Result<Option<Ts<SessionList>>, JsValue> {
    let (partition, list) = (Partition::from_name(&text(&partition)?), text(&list)?);
    partition.and_then(|it| sessions::read_sessions(it, &list, now)).as_ref().map(js).transpose()
}

/// What to tell of a tab that came out in the console of another than the chain's end role: `who`, by AWS's list.
#[wasm_bindgen(js_name = otherRole)]
pub fn other_role(
    chain: Ts<Chain>,
    #[wasm_bindgen(unchecked_param_type = "string")] who: JsValue,
) -> Result<Ts<Failure>, JsValue> {
    js(&walk::other_role(&checked(&chain)?, &text(&who)?))
}
