//! What the manifest names of AWS beside the origins of a walk. A build reads it.

use wasm_bindgen::prelude::*;

use rolerelay::aws::{endpoint, partition};
use rolerelay::source::console_sign_in::LOOPBACK;

/// Those of a walk's origins that the browser grants at first use only.
#[wasm_bindgen(js_name = originsOfOthers)]
pub fn origins_of_others() -> Vec<String> {
    partition::origins_of_others()
}

/// Every origin that rotating keys can ask beside those of a walk.
#[wasm_bindgen(js_name = rotationOrigins)]
pub fn rotation_origins() -> Vec<String> {
    partition::rotation_origins()
}

/// Every origin that only signing in to Identity Center asks.
#[wasm_bindgen(js_name = identityCenterOrigins)]
pub fn identity_center_origins() -> Vec<String> {
    partition::identity_center_origins()
}

/// The origins that endpoints can have.
#[wasm_bindgen(js_name = endpointOrigins)]
pub fn endpoint_origins() -> Vec<String> {
    endpoint::endpoint_origins()
}

/// The origin that AWS's page leads to at the end of a console sign-in. Nobody asks it.
#[wasm_bindgen(js_name = redirectOrigin)]
pub fn redirect_origin() -> String {
    LOOPBACK.into()
}
