//! Credentials as text to copy, and whose they seem to be.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{optional_text, rust, text};
use rolerelay::aws::credentials::{self, Credentials};
use rolerelay::interchange::credential_text::{self, CredentialShape};

/// Writes credentials as text to paste elsewhere, with the origin of the endpoint whose they are, if not AWS's. The text is secret.
#[wasm_bindgen(js_name = writeCredentials)]
pub fn write_credentials(
    credentials: Ts<Credentials>,
    shape: Ts<CredentialShape>,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] region: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] endpoint: JsValue,
) -> Result<String, JsValue> {
    let (region, endpoint) = (optional_text(&region)?, optional_text(&endpoint)?);
    let text = credential_text::write(&rust(&credentials)?, rust(&shape)?, region.as_deref(), endpoint.as_deref());
    Ok(text.expose().into()) // the person asked to copy it
}

/// The account that an access key id seems to belong to.
#[wasm_bindgen(js_name = likelyAccount)]
pub fn likely_account(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = accessKeyId)] access_key_id: JsValue,
) -> Result<Option<String>, JsValue> {
    Ok(credentials::likely_account(&text(&access_key_id)?))
}
