//! Leases: what one would be, and the services that one can be of.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{checked, js, list, rust};
use rolerelay::aws::services::{ServiceName, services_with_actions};
use rolerelay::chain::Chain;
use rolerelay::chain::lease::{self, Lease, LeaseCheck};

/// What a lease of the chain would be, and what is wrong with it.
#[wasm_bindgen(js_name = checkLease)]
pub fn check_lease(chain: Ts<Chain>, lease: Ts<Lease>) -> Result<Ts<LeaseCheck>, JsValue> {
    js(&lease::check_lease(&checked(&chain)?, &rust(&lease)?))
}

/// The services that a lease can be of.
#[wasm_bindgen(js_name = leaseServices)]
pub fn lease_services() -> Result<Vec<Ts<ServiceName>>, JsValue> {
    list(&services_with_actions())
}
