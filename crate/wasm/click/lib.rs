//! What checks, lists and walks chains, and signs in to the console; and what rotates the keys that they start from.

mod arrival;
mod journal;
mod lease;
mod memory;
mod page;
mod rotation;
mod source;

use js_sys::Function;
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

use self::memory::memory;
use border::browser::{SKEW, browser};
use border::{js, list, many, optional_text, rust, secret, text, thrown, wrong_type};
use rolerelay::aws::arn::RoleArn;
use rolerelay::aws::credentials::{self, Credentials};
use rolerelay::aws::endpoint::Endpoint;
use rolerelay::aws::partition::{self, PartitionInfo};
use rolerelay::chain::admission::{self, Arrivals, Refused, Standing};
use rolerelay::chain::check::{self, Surroundings};
use rolerelay::chain::finding::Finding;
use rolerelay::chain::link::{self, Link};
use rolerelay::chain::placeholders::{self, Templated, Values};
use rolerelay::chain::route::{Route, RouteInfo};
use rolerelay::chain::{self, Chain, ChainSummary, Source, inheritance};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::interchange::credential_text::{self, CredentialShape};
use rolerelay::protocol::clock;
use rolerelay::protocol::totp::{self, MfaCode};
use rolerelay::source::own_end;
use rolerelay::walk::{self, Opened, ReasonRecord, Step, Survey, WalkOptions, Walked};

#[wasm_bindgen(typescript_custom_section)]
const LIMITS: &str = rolerelay::interchange::limits::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const AWS_LIMITS: &str = rolerelay::aws::limits::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const NAME_MARKS: &str = rolerelay::aws::names::TYPESCRIPT;

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

/// Every origin that a walk can ask, for the manifest.
#[wasm_bindgen]
pub fn origins() -> Vec<String> {
    partition::origins()
}

/// Those of them that the browser grants at first use only.
#[wasm_bindgen(js_name = originsOfOthers)]
pub fn origins_of_others() -> Vec<String> {
    partition::origins_of_others()
}

/// Every partition, for the editor.
#[wasm_bindgen]
pub fn partitions() -> Result<Vec<Ts<PartitionInfo>>, JsValue> {
    list(&partition::partitions())
}

/// What is wrong with a chain.
#[wasm_bindgen(js_name = checkChain)]
pub fn check_chain(chain: Ts<Chain>, around: Ts<Surroundings>) -> Result<Vec<Ts<Finding>>, JsValue> {
    list(&check::check_chain(&rust(&chain)?, &rust(&around)?))
}

/// The whole chain: the hops of its parents, found among the records, then its own.
#[wasm_bindgen]
pub fn resolve(
    chain: Ts<Chain>,
    #[wasm_bindgen(unchecked_param_type = "Chain[]")] records: JsValue,
) -> Result<Ts<Chain>, JsValue> {
    js(&inheritance::resolve(&rust(&chain)?, &many::<Chain>(records)?).map_err(|finding| thrown(finding.into()))?)
}

/// The chain of that id, be it one of the records or made by a shape among them.
#[wasm_bindgen(js_name = findChain)]
pub fn find_chain(
    #[wasm_bindgen(unchecked_param_type = "string")] id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Chain[]")] records: JsValue,
) -> Result<Option<Ts<Chain>>, JsValue> {
    inheritance::find(&text(&id)?, &many::<Chain>(records)?).as_ref().map(js).transpose()
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

/// What a list shows of each record, or of each chain that a shape among them makes. They start from these sources, or others.
#[wasm_bindgen]
pub fn summarize(
    #[wasm_bindgen(unchecked_param_type = "Chain[]")] records: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Source[]")] sources: JsValue,
) -> Result<Vec<Ts<ChainSummary>>, JsValue> {
    let sources = many::<Source>(sources)?;
    let own_ends = sources.iter().filter_map(|it| Some((it.id.clone(), own_end(it)?))).collect();
    list(&chain::summarize(&many::<Chain>(records)?, &own_ends))
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

/// What a run of this chain would ask and open.
#[wasm_bindgen]
pub fn route(
    chain: Ts<Chain>,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] page: JsValue,
) -> Result<Ts<RouteInfo>, JsValue> {
    let page = optional_text(&page)?;
    js(&checked(&chain)?.info(page.as_deref()).map_err(thrown)?)
}

/// What AWS will record of the reason in these options, were the chain walked at `now`.
#[wasm_bindgen(js_name = recordOfReason)]
pub fn record_of_reason(
    chain: Ts<Chain>,
    options: Ts<WalkOptions>,
    #[wasm_bindgen(unchecked_param_type = "number")] now: JsValue,
) -> Result<Ts<ReasonRecord>, JsValue> {
    let now = now.as_f64().ok_or_else(|| wrong_type("a time"))?;
    js(&walk::reason_record(&checked(&chain)?, &rust(&options)?, now).map_err(thrown)?)
}

/// The part of a bookmark link that is authenticated.
#[wasm_bindgen(js_name = linkPayload)]
pub fn link_payload(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = chainId)] chain_id: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string")] destination: JsValue,
) -> Result<String, JsValue> {
    Ok(link::payload(&text(&chain_id)?, optional_text(&destination)?.as_deref()))
}

/// What the MAC of a link is over.
#[wasm_bindgen(js_name = linkAuthenticated)]
pub fn link_authenticated(
    #[wasm_bindgen(unchecked_param_type = "string")] payload: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = chainId)] chain_id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "boolean", js_name = isMade)] is_made: JsValue,
) -> Result<String, JsValue> {
    Ok(link::authenticated(&text(&payload)?, &text(&chain_id)?, is_made.is_truthy()))
}

/// The text behind `#` of a bookmark link.
#[wasm_bindgen(js_name = linkFragment)]
pub fn link_fragment(
    #[wasm_bindgen(unchecked_param_type = "string")] payload: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] mac: JsValue,
) -> Result<String, JsValue> {
    Ok(link::fragment(&text(&payload)?, &text(&mac)?))
}

/// Reads what the go page found behind `#`.
#[wasm_bindgen(js_name = readLink)]
pub fn read_link(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = text)] fragment: JsValue,
) -> Result<Ts<Link>, JsValue> {
    js(&link::read(&text(&fragment)?).map_err(thrown)?)
}

/// Walks the chain. `onStep` hears of each hop as it begins. Without a `memory` it begins anew and leaves nothing.
#[wasm_bindgen]
pub async fn walk(
    chain: Ts<Chain>,
    credentials: Ts<Credentials>,
    options: Ts<WalkOptions>,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
    #[wasm_bindgen(unchecked_param_type = "(step: Step) => void", js_name = onStep)] on_step: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Memory")] kept: JsValue,
) -> Result<Ts<Walked>, JsValue> {
    let (browser, on_step) = (browser(signal)?, listener(on_step)?);
    let (route, base, options) = (checked(&chain)?, rust(&credentials)?, rust(&options)?);
    js(&walk::walk(&route, &base, &options, &memory(kept)?, &browser, on_step).await.map_err(thrown)?)
}

/// How far AWS's clock is ahead of this computer's, in milliseconds; absent before an answer showed it or it was set.
#[wasm_bindgen(js_name = clockSkew)]
pub fn clock_skew() -> Option<f64> {
    SKEW.get()
}

/// Whether that is so far that the person should hear of it.
#[wasm_bindgen(js_name = clockIsWrong)]
pub fn clock_is_wrong() -> bool {
    SKEW.get().is_some_and(|skew| skew.abs() > clock::LARGE)
}

/// Has requests signed by such a skew from now on.
#[wasm_bindgen(js_name = setClockSkew)]
pub fn set_clock_skew(#[wasm_bindgen(unchecked_param_type = "number")] ms: JsValue) -> Result<(), JsValue> {
    SKEW.set(Some(ms.as_f64().ok_or_else(|| wrong_type("a time"))?));
    Ok(())
}

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

/// Walks the chain and makes the address that opens the console as the end role. The address is secret. `memory` as in [`walk`](walk()).
#[wasm_bindgen]
#[allow(clippy::too_many_arguments)] // what to open, how, and what to do it with
pub async fn open(
    chain: Ts<Chain>,
    credentials: Ts<Credentials>,
    options: Ts<WalkOptions>,
    #[wasm_bindgen(unchecked_param_type = "string | undefined")] page: JsValue,
    #[wasm_bindgen(unchecked_param_type = "boolean", js_name = signOutFirst)] sign_out_first: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
    #[wasm_bindgen(unchecked_param_type = "(step: Step) => void", js_name = onStep)] on_step: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Memory")] kept: JsValue,
) -> Result<Ts<Opened>, JsValue> {
    let (browser, on_step) = (browser(signal)?, listener(on_step)?);
    let (page, sign_out_first) = (optional_text(&page)?, sign_out_first.is_truthy());
    let (route, base, options) = (checked(&chain)?, rust(&credentials)?, rust(&options)?);
    let kept = memory(kept)?;
    let opened = walk::open(&route, &base, &options, &kept, page.as_deref(), sign_out_first, &browser, on_step).await;
    js(&opened.map_err(thrown)?)
}

fn checked(chain: &Ts<Chain>) -> Result<Route, JsValue> {
    Route::new(&rust(chain)?).map_err(thrown)
}

/// A listener that throws is a defect of the listener; the walk goes on.
fn listener(on_step: JsValue) -> Result<impl FnMut(Step), JsValue> {
    let on_step = on_step.dyn_into::<Function>().map_err(|_| wrong_type("a function"))?;
    Ok(move |step: Step| {
        if let Ok(step) = step.into_ts() {
            let _ = on_step.call1(&JsValue::UNDEFINED, &step.into());
        }
    })
}
