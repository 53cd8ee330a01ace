//! What a click needs: it lists chains, walks them, and signs in to the console.

mod arrival;
mod journal;
mod memory;
mod page;
mod source;

use tsify::Ts;
use wasm_bindgen::prelude::*;

use self::memory::memory;
use border::browser::browser;
use border::{checked, js, list, listener, many, optional_text, rust, secret, text, thrown, wrong_type};
use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::partition::{self, PartitionInfo};
use rolerelay::chain::link::{self, Link};
use rolerelay::chain::route::RouteInfo;
use rolerelay::chain::{self, Chain, ChainSummary, Source, inheritance};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::protocol::totp::{self, MfaCode};
use rolerelay::source::own_end;
use rolerelay::walk::refused::Stop;
use rolerelay::walk::{self, Opened, ReasonRecord, WalkOptions, Walked};

#[wasm_bindgen(typescript_custom_section)]
const LIMITS: &str = rolerelay::interchange::limits::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const AWS_LIMITS: &str = rolerelay::aws::limits::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const NAME_MARKS: &str = rolerelay::aws::names::TYPESCRIPT;

/// Every origin that a walk can ask.
#[wasm_bindgen]
pub fn origins() -> Vec<String> {
    partition::origins()
}

/// Every partition.
#[wasm_bindgen]
pub fn partitions() -> Result<Vec<Ts<PartitionInfo>>, JsValue> {
    list(&partition::partitions())
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

/// Walks the chain. `onStep` hears of each hop as it begins. Without a `memory` it begins anew and leaves nothing. A hop that AWS refused
/// is thrown as a `Refused`, which the other module explains.
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
    let kept = memory(kept)?;
    js(&walk::walk_unexplained(&route, &base, &options, &kept, &browser, on_step).await.map_err(stopped)?)
}

/// Walks the chain and makes the address that opens the console as the end role. The address is secret. `memory` and what is thrown as in
/// [`walk`](walk()).
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
    let page = page.as_deref();
    let opened = walk::open_unexplained(&route, &base, &options, &kept, page, sign_out_first, &browser, on_step).await;
    js(&opened.map_err(stopped)?)
}

fn stopped(stop: Stop) -> JsValue {
    match stop {
        Stop::Failed(failure) => thrown(*failure),
        Stop::Refused(refused) => js(&*refused).map_or_else(|wrong| wrong, JsValue::from),
    }
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
