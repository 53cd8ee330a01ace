//! IAM Identity Center on the wire: its OIDC service, where a person signs in, and its access portal, which lists accounts and gives
//! credentials. JSON over HTTPS, unsigned: the first is told the client's own secret, the second a bearer token in a header.
//!
//! Source: the models of sso-oidc and sso as botocore 1.44 ships them.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::form_urlencoded::Serializer;

use super::http::{Method, Reply, Request};
use super::query::Refusal;
use crate::aws::credentials::Secret;

/// What the portal asks for: to list the person's accounts and roles. A client that names it gets refresh tokens too.
const SCOPE: &str = "sso:account:access";

/// A client is registered for device codes, never for them and authorization codes both: AWS then serves neither.
const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The most that one page of a list holds.
const PAGE: &str = "100";

/// The reply to RegisterClient.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Registered {
    pub client_id: String,
    pub client_secret: Secret,
    /// In seconds since 1970.
    pub client_secret_expires_at: f64,
}

/// The reply to StartDeviceAuthorization.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeviceAuthorization {
    pub device_code: Secret,
    pub user_code: String,
    pub verification_uri: String,
    pub verification_uri_complete: Option<String>,
    /// In seconds from now.
    pub expires_in: f64,
    /// In seconds; RFC 8628 says 5 where it is absent.
    pub interval: Option<f64>,
}

/// The reply to CreateToken.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Token {
    pub access_token: Secret,
    /// In seconds from now.
    pub expires_in: f64,
    pub refresh_token: Option<Secret>,
}

/// A page of ListAccounts.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccountPage {
    #[serde(default)]
    pub account_list: Vec<ListedAccount>,
    pub next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedAccount {
    pub account_id: String,
    pub account_name: Option<String>,
}

/// A page of ListAccountRoles.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RolePage {
    #[serde(default)]
    pub role_list: Vec<ListedRole>,
    pub next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedRole {
    pub role_name: String,
}

/// The reply to GetRoleCredentials.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RoleCredentialsReply {
    pub role_credentials: RoleCredentials,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RoleCredentials {
    pub access_key_id: String,
    pub secret_access_key: Secret,
    pub session_token: Secret,
    /// In milliseconds since 1970, which no other service does.
    pub expiration: f64,
}

/// RegisterClient. Anybody may ask it.
pub(crate) fn register_request(host: String) -> Request {
    post(host, "/client/register", &json!({ "clientName": "Rolerelay", "clientType": "public", "scopes": [SCOPE] }))
}

/// StartDeviceAuthorization.
pub(crate) fn device_request(host: String, client_id: &str, client_secret: &Secret, start_url: &str) -> Request {
    let body = json!({ "clientId": client_id, "clientSecret": client_secret, "startUrl": start_url });
    post(host, "/device_authorization", &body)
}

/// CreateToken with a device code, which says that it is pending until the person has confirmed it.
pub(crate) fn token_request(host: String, client_id: &str, client_secret: &Secret, device_code: &Secret) -> Request {
    let (id, secret) = (client_id, client_secret);
    let body = json!({ "clientId": id, "clientSecret": secret, "grantType": DEVICE_CODE, "deviceCode": device_code });
    post(host, "/token", &body)
}

/// CreateToken with a refresh token, which is worth nothing afterwards: a new one comes with the reply.
pub(crate) fn refresh_request(
    host: String,
    client_id: &str,
    client_secret: &Secret,
    refresh_token: &Secret,
) -> Request {
    let (id, secret) = (client_id, client_secret);
    let body =
        json!({ "clientId": id, "clientSecret": secret, "grantType": "refresh_token", "refreshToken": refresh_token });
    post(host, "/token", &body)
}

/// ListAccounts.
pub(crate) fn accounts_request(host: String, access_token: &Secret, next: Option<&str>) -> Request {
    get(host, "/assignment/accounts", &[("max_result", Some(PAGE)), ("next_token", next)], access_token)
}

/// ListAccountRoles.
pub(crate) fn roles_request(host: String, access_token: &Secret, account_id: &str, next: Option<&str>) -> Request {
    let query = [("account_id", Some(account_id)), ("max_result", Some(PAGE)), ("next_token", next)];
    get(host, "/assignment/roles", &query, access_token)
}

/// GetRoleCredentials.
pub(crate) fn credentials_request(host: String, access_token: &Secret, account_id: &str, role_name: &str) -> Request {
    let query = [("account_id", Some(account_id)), ("role_name", Some(role_name))];
    get(host, "/federation/credentials", &query, access_token)
}

/// Logout: the access token and what it was exchanged from are worth nothing afterwards.
pub(crate) fn logout_request(host: String, access_token: &Secret) -> Request {
    Request { headers: vec![bearer(access_token)], body: Secret::new(""), ..post(host, "/logout", &json!({})) }
}

/// What a good reply says; none where it is not in that form.
pub(crate) fn read<T: DeserializeOwned>(reply: &Reply) -> Option<T> {
    serde_json::from_str(reply.body.expose()).ok() // to read it
}

/// What a reply says that is no good one, with the OAuth error or the name of AWS's exception for its code.
pub(crate) fn refusal(reply: &Reply) -> Refusal {
    let said: Said = read(reply).unwrap_or_default();
    let exception = reply.header("x-amzn-errortype").map(str::to_string).or(said.exception);
    // `UnauthorizedException:http://…` in the header, `com.amazonaws.…#UnauthorizedException` in the body.
    let name = |text: String| text.split(':').next().and_then(|text| text.rsplit('#').next()).map(str::to_string);
    Refusal {
        status: reply.status,
        code: said.error.or_else(|| exception.and_then(name)),
        message: said.error_description.or(said.message),
        request_id: reply.header("x-amzn-requestid").map(str::to_string),
    }
}

/// A refusal: the OIDC service speaks OAuth, the portal as AWS's other JSON services do.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    error: Option<String>,
    error_description: Option<String>,
    #[serde(alias = "Message")]
    message: Option<String>,
    #[serde(rename = "__type")]
    exception: Option<String>,
}

fn post(host: String, path: &str, body: &impl Serialize) -> Request {
    let headers = vec![("content-type", Secret::new("application/json"))];
    let body = Secret::new(serde_json::to_string(body).unwrap_or_default());
    Request { method: Method::Post, host, target: Secret::new(path), headers, body }
}

fn get(host: String, path: &str, query: &[(&str, Option<&str>)], access_token: &Secret) -> Request {
    let mut form = Serializer::new(String::new());
    for (name, value) in query {
        value.map(|value| form.append_pair(name, value));
    }
    let target = Secret::new(format!("{path}?{}", form.finish()));
    Request { method: Method::Get, host, target, headers: vec![bearer(access_token)], body: Secret::new("") }
}

fn bearer(access_token: &Secret) -> (&'static str, Secret) {
    ("x-amz-sso_bearer_token", access_token.clone())
}
