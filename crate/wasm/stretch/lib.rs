//! Argon2id as a module of its own. It is instantiated for one derivation and dropped: a wasm memory grows to what that takes
//! and never shrinks, and the background's own should not.

use rolerelay::vault::Argon2id;
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

/// The key under which the password wraps, 32 bytes; the caller wipes it. None for a cost out of bounds, for what is no
/// password or salt, and where there is no memory for it.
#[wasm_bindgen]
pub fn stretch(password: Vec<u8>, salt: &[u8], memory: u32, passes: u32, lanes: u32) -> Option<Vec<u8>> {
    let password = Zeroizing::new(password);
    let key = Argon2id { memory, passes, lanes }.derive(&password, salt.try_into().ok()?).ok()?;
    Some(key.to_vec())
}
