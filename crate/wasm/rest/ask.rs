//! What AWS is asked of a chain beside a click: what it is like, why it refused a hop, and a session for an MFA code.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::browser::browser;
use border::{checked, js, listener, rust, secret, text, thrown};
use rolerelay::aws::credentials::Credentials;
use rolerelay::chain::Chain;
use rolerelay::failure::Failure;
use rolerelay::walk::refused::{self, Refused};
use rolerelay::walk::{self, Survey, WalkOptions};

/// Walks the chain to learn about it. Nothing opens, and how it fails is part of what is learnt.
#[wasm_bindgen]
pub async fn survey(
    chain: Ts<Chain>,
    credentials: Ts<Credentials>,
    options: Ts<WalkOptions>,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
    #[wasm_bindgen(unchecked_param_type = "(step: Step) => void", js_name = onStep)] on_step: JsValue,
) -> Result<Ts<Survey>, JsValue> {
    let (browser, on_step) = (browser(signal)?, listener(on_step)?);
    let (route, base, options) = (checked(&chain)?, rust(&credentials)?, rust(&options)?);
    js(&walk::survey(&route, &base, &options, &browser, on_step).await)
}

/// What it means that AWS refused that hop of a walk with these credentials and options.
#[wasm_bindgen]
pub async fn explain(
    chain: Ts<Chain>,
    credentials: Ts<Credentials>,
    options: Ts<WalkOptions>,
    refused: Ts<Refused>,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<Failure>, JsValue> {
    let (route, base, options, refused) = (checked(&chain)?, rust(&credentials)?, rust(&options)?, rust(&refused)?);
    js(&refused::explain(&route, &base, &options, &refused, &browser(signal)?).await)
}

/// A session that bears witness to an MFA code, to start chains with. It is secret like the keys.
#[wasm_bindgen(js_name = getSessionToken)]
pub async fn get_session_token(
    credentials: Ts<Credentials>,
    #[wasm_bindgen(unchecked_param_type = "string")] region: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = serialNumber)] serial_number: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = tokenCode)] token_code: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<Credentials>, JsValue> {
    let (base, browser) = (rust(&credentials)?, browser(signal)?);
    let (region, serial_number, token_code) = (text(&region)?, text(&serial_number)?, secret(&token_code)?);
    let session = walk::session_token(&base, &region, &serial_number, &token_code, &browser).await;
    js(&session.map_err(thrown)?)
}
