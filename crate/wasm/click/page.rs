//! Pages of the console: named, asked for in a search, told of by a text, and moved to another role.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{js, optional_text, rust, text, thrown};
use rolerelay::aws::elsewhere::{self, Elsewhere};
use rolerelay::aws::wanted::{self, Wanted};
use rolerelay::chain::Chain;
use rolerelay::chain::route::Route;
use rolerelay::failure::{Failure, FailureKind};

/// The page that a search asks for besides chains.
#[wasm_bindgen]
pub fn wanted(#[wasm_bindgen(unchecked_param_type = "string")] query: JsValue) -> Result<Option<Ts<Wanted>>, JsValue> {
    wanted::wanted(&text(&query)?).as_ref().map(js).transpose()
}

/// Whether the query of a console address says no more than a region, a service or a resource.
#[wasm_bindgen(js_name = saysPlaceAlone)]
pub fn says_place_alone(#[wasm_bindgen(unchecked_param_type = "string")] address: JsValue) -> Result<bool, JsValue> {
    Ok(wanted::says_place_alone(&text(&address)?))
}

/// Where a page of the console is for the end role of a chain.
#[wasm_bindgen]
pub fn elsewhere(
    chain: Ts<Chain>,
    #[wasm_bindgen(unchecked_param_type = "string")] page: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] region: JsValue,
) -> Result<Ts<Elsewhere>, JsValue> {
    let partition = Route::new(&rust(&chain)?).map_err(thrown)?.partition();
    let found = elsewhere::elsewhere(&text(&page)?, partition, optional_text(&region)?.as_deref());
    js(&found.map_err(|mistake| thrown(Failure::new(FailureKind::Destination, mistake)))?)
}
