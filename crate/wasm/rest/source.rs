//! What makes a source one of a kind, and what is asked for the sign-ins of each: each export asks for one thing.

use tsify::Ts;
use wasm_bindgen::prelude::*;

use border::browser::browser;
use border::{js, list, rust, secret, text, thrown};
use rolerelay::aws::credentials::Credentials;
use rolerelay::aws::endpoint::Endpoint;
use rolerelay::chain::finding::Finding;
use rolerelay::chain::user_console::UserConsole;
use rolerelay::chain::{Setting, Source};
use rolerelay::failure::{Failure, FailureKind};
use rolerelay::source::SourceKind;
use rolerelay::source::console_sign_in::{ConsoleSignIn, ConsoleSignInBegun, ConsoleTokens, ProofKey};
use rolerelay::source::federation::{self, Brought};
use rolerelay::source::identity_center::{
    self, DeviceCode, Polled, Portal, PortalAccount, PortalCheck, Registration, Tokens,
};

/// The source with its chains walked there, or at AWS where that is none.
#[wasm_bindgen(js_name = sourceAt)]
pub fn source_at(source: Ts<Source>, endpoint: Option<Ts<Endpoint>>) -> Result<Ts<Source>, JsValue> {
    let endpoint = endpoint.as_ref().map(rust).transpose()?;
    let moved = rust(&source)?.at(endpoint.as_ref());
    js(&moved.map_err(|wrong| thrown(Failure::new(FailureKind::Invalid, wrong.sentence)))?)
}

/// The portal of what a person wrote, and what is wrong with that.
#[wasm_bindgen(js_name = checkPortal)]
pub fn check_portal(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = startUrl)] start_url: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] region: JsValue,
) -> Result<Ts<PortalCheck>, JsValue> {
    js(&Portal::check(&text(&start_url)?, &text(&region)?))
}

/// The settings that make a source one of this kind.
#[wasm_bindgen(js_name = kindSettings)]
pub fn kind_settings(kind: Ts<SourceKind>) -> Result<Vec<Ts<Setting>>, JsValue> {
    list(&rust(&kind)?.settings().map_err(|sentence| thrown(Failure::new(FailureKind::Invalid, sentence)))?)
}

/// The origins that giving its credentials asks: of those of an identity provider.
#[wasm_bindgen(js_name = kindOrigins)]
pub fn kind_origins(kind: Ts<SourceKind>) -> Result<Vec<String>, JsValue> {
    Ok(match rust(&kind)? {
        SourceKind::Saml(role) | SourceKind::WebIdentity(role) => role.origin().into_iter().collect(),
        SourceKind::Keys | SourceKind::IdentityCenter(_) | SourceKind::ConsoleSignIn(_) | SourceKind::Endpoint(_) => {
            Vec::new()
        }
    })
}

/// What of an assertion or a token that a person brought is to be shown to them.
#[wasm_bindgen(js_name = readBrought)]
pub fn read_brought(#[wasm_bindgen(unchecked_param_type = "string")] brought: JsValue) -> Result<Ts<Brought>, JsValue> {
    js(&federation::read(&secret(&brought)?).map_err(thrown)?)
}

/// The credentials of a role, for an assertion or a token.
#[wasm_bindgen(js_name = federatedCredentials)]
pub async fn federated_credentials(
    kind: Ts<SourceKind>,
    #[wasm_bindgen(unchecked_param_type = "string")] brought: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<Credentials>, JsValue> {
    let (kind, brought, browser) = (rust(&kind)?, secret(&brought)?, browser(signal)?);
    js(&federation::credentials(&kind, &brought, &browser).await.map_err(thrown)?)
}

/// Registers this extension as a client. It is secret, as is what the others give.
#[wasm_bindgen(js_name = registerClient)]
pub async fn register_client(
    portal: Ts<Portal>,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<Registration>, JsValue> {
    let (portal, browser) = (rust(&portal)?, browser(signal)?);
    js(&identity_center::register(&portal, &browser).await.map_err(thrown)?)
}

/// Begins a sign-in.
#[wasm_bindgen(js_name = beginSignIn)]
pub async fn begin_sign_in(
    portal: Ts<Portal>,
    client: Ts<Registration>,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<DeviceCode>, JsValue> {
    let (portal, client, browser) = (rust(&portal)?, rust(&client)?, browser(signal)?);
    js(&identity_center::begin(&portal, &client, &browser).await.map_err(thrown)?)
}

/// Asks once whether the person has confirmed it.
#[wasm_bindgen(js_name = pollSignIn)]
pub async fn poll_sign_in(
    portal: Ts<Portal>,
    client: Ts<Registration>,
    code: Ts<DeviceCode>,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<Polled>, JsValue> {
    let (portal, client, code, browser) = (rust(&portal)?, rust(&client)?, rust(&code)?, browser(signal)?);
    js(&identity_center::poll(&portal, &client, &code, &browser).await.map_err(thrown)?)
}

/// New tokens for a refresh token, which is worth nothing afterwards.
#[wasm_bindgen(js_name = refreshSignIn)]
pub async fn refresh_sign_in(
    portal: Ts<Portal>,
    client: Ts<Registration>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = refreshToken)] refresh_token: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<Tokens>, JsValue> {
    let (portal, client, browser) = (rust(&portal)?, rust(&client)?, browser(signal)?);
    js(&identity_center::refresh(&portal, &client, &secret(&refresh_token)?, &browser).await.map_err(thrown)?)
}

/// Ends the sign-in at AWS.
#[wasm_bindgen(js_name = signOutOfPortal)]
pub async fn sign_out_of_portal(
    portal: Ts<Portal>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = accessToken)] access_token: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<(), JsValue> {
    let (portal, browser) = (rust(&portal)?, browser(signal)?);
    identity_center::sign_out(&portal, &secret(&access_token)?, &browser).await.map_err(thrown)
}

/// The accounts that the person has something in.
#[wasm_bindgen(js_name = portalAccounts)]
pub async fn portal_accounts(
    portal: Ts<Portal>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = accessToken)] access_token: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Vec<Ts<PortalAccount>>, JsValue> {
    let (portal, browser) = (rust(&portal)?, browser(signal)?);
    list(&identity_center::accounts(&portal, &secret(&access_token)?, &browser).await.map_err(thrown)?)
}

/// The names of the permission sets that the person has in an account.
#[wasm_bindgen(js_name = portalRoles)]
pub async fn portal_roles(
    portal: Ts<Portal>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = accessToken)] access_token: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = accountId)] account_id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Vec<String>, JsValue> {
    let (portal, browser) = (rust(&portal)?, browser(signal)?);
    let (token, account_id) = (secret(&access_token)?, text(&account_id)?);
    identity_center::roles(&portal, &token, &account_id, &browser).await.map_err(thrown)
}

/// Begins a console sign-in.
#[wasm_bindgen(js_name = beginConsoleSignIn)]
pub fn begin_console_sign_in(
    of: Ts<ConsoleSignIn>,
    #[wasm_bindgen(unchecked_param_type = "string")] verifier: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] state: JsValue,
    port: u16,
) -> Result<Ts<ConsoleSignInBegun>, JsValue> {
    js(&rust(&of)?.begin(secret(&verifier)?, secret(&state)?, port).map_err(thrown)?)
}

/// The code in the address that AWS's page led to.
#[wasm_bindgen(js_name = codeInRedirect)]
pub fn code_in_redirect(
    begun: Ts<ConsoleSignInBegun>,
    #[wasm_bindgen(unchecked_param_type = "string")] address: JsValue,
) -> Result<String, JsValue> {
    Ok(rust(&begun)?.code(&secret(&address)?).map_err(thrown)?.expose().into()) // the background hands it back
}

/// What is to be signed with that key before tokens are asked for.
#[wasm_bindgen(js_name = consoleProof)]
pub fn console_proof(
    of: Ts<ConsoleSignIn>,
    key: Ts<ProofKey>,
    at: f64,
    #[wasm_bindgen(unchecked_param_type = "string")] id: JsValue,
) -> Result<String, JsValue> {
    rust(&of)?.proof(&rust(&key)?, at, &text(&id)?).map_err(thrown)
}

/// What the code of a console sign-in gives.
#[wasm_bindgen(js_name = consoleTokens)]
pub async fn console_tokens(
    of: Ts<ConsoleSignIn>,
    begun: Ts<ConsoleSignInBegun>,
    #[wasm_bindgen(unchecked_param_type = "string")] code: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] proof: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<ConsoleTokens>, JsValue> {
    let (of, begun, browser) = (rust(&of)?, rust(&begun)?, browser(signal)?);
    js(&of.tokens(&begun, &secret(&code)?, &secret(&proof)?, &browser).await.map_err(thrown)?)
}

/// New ones for its refresh token, which is worth nothing afterwards.
#[wasm_bindgen(js_name = refreshConsoleTokens)]
pub async fn refresh_console_tokens(
    of: Ts<ConsoleSignIn>,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = refreshToken)] refresh_token: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] proof: JsValue,
    #[wasm_bindgen(unchecked_param_type = "AbortSignal")] signal: JsValue,
) -> Result<Ts<ConsoleTokens>, JsValue> {
    let (of, browser) = (rust(&of)?, browser(signal)?);
    js(&of.refresh(&secret(&refresh_token)?, &secret(&proof)?, &browser).await.map_err(thrown)?)
}

/// What is wrong with what a user's console is to be.
#[wasm_bindgen(js_name = checkUserConsole)]
pub fn check_user_console(console: Ts<UserConsole>) -> Result<Vec<Ts<Finding>>, JsValue> {
    list(&rust(&console)?.check())
}

/// The source with this console of its user, or with none.
#[wasm_bindgen(js_name = withUserConsole)]
pub fn with_user_console(source: Ts<Source>, console: Option<Ts<UserConsole>>) -> Result<Ts<Source>, JsValue> {
    let console = console.as_ref().map(rust).transpose()?;
    let wrong = |found: Vec<Finding>| found.into_iter().next().map_or(Failure::internal("no finding"), Failure::from);
    js(&UserConsole::of_source(rust(&source)?, console.as_ref()).map_err(|found| thrown(wrong(found)))?)
}
