//! What a person writes or brings, checked and read.

use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use border::{js, list, optional_text, rust, secret, text, thrown, wrong_type};
use rolerelay::aws::arn::RoleArn;
use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::endpoint::Endpoint;
use rolerelay::aws::mentioned;
use rolerelay::aws::services::{ServiceName, service_names};
use rolerelay::chain::Chain;
use rolerelay::chain::admission::{self, Arrivals, Refused, Standing};
use rolerelay::chain::check::{self, Surroundings};
use rolerelay::chain::finding::Finding;
use rolerelay::chain::placeholders::{self, Templated, Values};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::interchange::credential_text;

/// What was read out of pasted text: the credentials, unless a finding says why not.
#[derive(Debug, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct PastedCredentials {
    /// Absent when the text holds none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentials: Option<Credentials>,
    /// What is wrong with the text.
    pub findings: Vec<Finding>,
    /// The names of the profiles to choose from, where it holds the keys of several; empty for one without a name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<String>,
}

/// What is wrong with a chain.
#[wasm_bindgen(js_name = checkChain)]
pub fn check_chain(chain: Ts<Chain>, around: Ts<Surroundings>) -> Result<Vec<Ts<Finding>>, JsValue> {
    list(&check::check_chain(&rust(&chain)?, &rust(&around)?))
}

/// What is wrong with a source.
#[wasm_bindgen(js_name = checkSource)]
pub fn check_source(
    #[wasm_bindgen(unchecked_param_type = "string")] name: JsValue,
    credentials: Ts<Credentials>,
    endpoint: Option<Ts<Endpoint>>,
) -> Result<Vec<Ts<Finding>>, JsValue> {
    let endpoint = endpoint.as_ref().map(rust).transpose()?;
    list(&check::check_source(&text(&name)?, &rust(&credentials)?, endpoint.as_ref()))
}

/// What is wrong with the ARN or serial number of an MFA device.
#[wasm_bindgen(js_name = checkMfaSerial)]
pub fn check_mfa_serial(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = serialNumber)] serial_number: JsValue,
) -> Result<Vec<Ts<Finding>>, JsValue> {
    let wrong = check::check_mfa_serial(&text(&serial_number)?).err();
    list(&wrong.map(|sentence| Finding::error("mfaSerial", sentence)).into_iter().collect::<Vec<_>>())
}

/// Those of the records that come from outside which may not stand among what stands here.
#[wasm_bindgen]
pub fn admit(arrivals: Ts<Arrivals>, standing: Ts<Standing>) -> Result<Vec<Ts<Refused>>, JsValue> {
    list(&admission::admit(&rust(&arrivals)?, &rust(&standing)?))
}

/// Reads credentials out of pasted text in any of the usual shapes; of several profiles those at a place of `profiles`, counted from 0.
#[wasm_bindgen(js_name = readCredentials)]
pub fn read_credentials(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = text)] pasted: JsValue,
    profile: Option<u32>,
) -> Result<Ts<PastedCredentials>, JsValue> {
    let pasted = text(&pasted)?;
    let (read, profiles) = match profile {
        Some(at) => (credential_text::read_profile(&pasted, at as usize), Vec::new()),
        None => (credential_text::read(&pasted), credential_text::profiles(&pasted)),
    };
    js(&match read {
        Ok(credentials) => PastedCredentials { credentials: Some(credentials), findings: Vec::new(), profiles },
        Err(findings) => PastedCredentials { credentials: None, findings, profiles },
    })
}

/// What is wrong with the seed of an MFA device.
#[wasm_bindgen(js_name = checkSeed)]
pub fn check_seed(#[wasm_bindgen(unchecked_param_type = "string")] seed: JsValue) -> Result<Vec<Ts<Finding>>, JsValue> {
    list(&check::check_seed(&secret(&seed)?))
}

/// What such a template gives on a hop, counted from 0, at `now`.
#[wasm_bindgen(js_name = fillTemplate)]
pub fn fill_template(
    of: Ts<Templated>,
    #[wasm_bindgen(unchecked_param_type = "string")] template: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] chain: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] hop: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = roleArn)] role_arn: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] now: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] user: JsValue,
) -> Result<String, JsValue> {
    let invalid = |sentence| thrown(Failure::new(FailureKind::Invalid, sentence));
    let (template, chain, user) = (text(&template)?, text(&chain)?, optional_text(&user)?);
    let role = RoleArn::parse(&text(&role_arn)?).map_err(invalid)?;
    let hop = hop.as_f64().ok_or_else(|| wrong_type("a hop"))? as usize;
    let now = now.as_f64().ok_or_else(|| wrong_type("a time"))?;
    let values = Values { chain: &chain, hop, role: &role, now, user: user.as_deref(), reason: Some("TICKET-1") };
    placeholders::expand(rust(&of)?, &template, &values).map_err(invalid)
}

/// The query for what a text names of AWS: a console page, an ARN, an account, an event of CloudTrail.
#[wasm_bindgen]
pub fn mentioned(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = text)] of: JsValue,
) -> Result<Option<String>, JsValue> {
    Ok(mentioned::mentioned(&text(&of)?))
}

/// Every name of a service whose console page is known, for the editor.
#[wasm_bindgen]
pub fn services() -> Result<Vec<Ts<ServiceName>>, JsValue> {
    list(&service_names())
}
