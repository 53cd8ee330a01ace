//! What a source is, and what its permission set gives.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::browser::browser;
use border::{js, list, many, rust, secret, thrown};
use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::end::End;
use rolerelay::aws::endpoint::Endpoint;
use rolerelay::chain::Source;
use rolerelay::chain::user_console::UserConsole;
use rolerelay::source::identity_center::{self, PermissionSet};
use rolerelay::source::{self, SourceKind, kind_of};

/// The kind of each of these sources.
#[wasm_bindgen(js_name = sourceKinds)]
pub fn source_kinds(
    #[wasm_bindgen(unchecked_param_type = "Source[]")] sources: JsValue,
) -> Result<Vec<Ts<SourceKind>>, JsValue> {
    list(&many::<Source>(sources)?.iter().map(kind_of).collect::<Vec<_>>())
}

/// Where chains of the source are walked, if not at AWS.
#[wasm_bindgen(js_name = endpointOf)]
pub fn endpoint_of(source: Ts<Source>) -> Result<Option<Ts<Endpoint>>, JsValue> {
    rust(&source)?.endpoint().as_ref().map(js).transpose()
}

/// The role whose session a source gives, which a chain without a role of its own opens the console as.
#[wasm_bindgen(js_name = ownEnd)]
pub fn own_end(source: Ts<Source>) -> Result<Option<Ts<End>>, JsValue> {
    source::own_end(&rust(&source)?).as_ref().map(js).transpose()
}

/// What the console of the user may do whose keys the source has, where the record says it.
#[wasm_bindgen(js_name = userConsole)]
pub fn user_console(source: Ts<Source>) -> Result<Option<Ts<UserConsole>>, JsValue> {
    source::user_console(&rust(&source)?).as_ref().map(js).transpose()
}

/// The credentials of a permission set.
#[wasm_bindgen(js_name = permissionSetCredentials)]
pub async fn permission_set_credentials(
    set: Ts<PermissionSet>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = accessToken)] access_token: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<Credentials>, JsValue> {
    let (set, browser) = (rust(&set)?, browser(signal)?);
    js(&identity_center::role_credentials(&set, &secret(&access_token)?, &browser).await.map_err(thrown)?)
}
