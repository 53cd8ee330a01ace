//! Credentials as text to copy, whose they seem to be, and codes of MFA devices.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::{js, optional_text, rust, secret, text, thrown, wrong_type};
use rolerelay::aws::credentials::{self, Credentials};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::interchange::credential_text::{self, CredentialShape};
use rolerelay::protocol::totp::{self, MfaCode};

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

/// The code that an MFA device with this seed shows at `now`, in milliseconds since 1970. A seed that is none is thrown.
#[wasm_bindgen]
pub fn totp(
    #[wasm_bindgen(unchecked_param_type = "string")] seed: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] now: JsValue,
) -> Result<Ts<MfaCode>, JsValue> {
    let now = now.as_f64().ok_or_else(|| wrong_type("a time"))?;
    let code = totp::totp(&secret(&seed)?, now);
    js(&code.map_err(|sentence| thrown(Failure::new(FailureKind::Invalid, sentence)))?)
}
