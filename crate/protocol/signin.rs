//! AWS Sign-In's OAuth service on the wire, the flow behind `aws login`: a page that sends the browser back with a code, and the tokens
//! for that code. JSON over HTTPS, unsigned; who asks proves by a key of their own that it is still them (DPoP, RFC 9449).
//!
//! Source: the model of signin as botocore 1.44 ships it, and the AWS CLI, which speaks it.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use url::form_urlencoded::Serializer;

use super::http::{Method, Reply, Request};
use super::query::Refusal;
use crate::aws::credentials::Secret;

/// The client that AWS knows for programs on the person's own computer.
const CLIENT: &str = "arn:aws:signin:::devtools/same-device";
const TOKENS: &str = "/v1/token";

/// The reply to CreateOAuth2Token.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenReply {
    pub access_token: AccessToken,
    /// In seconds from now, 900 at most.
    pub expires_in: f64,
    /// The next one. AWS takes each once.
    pub refresh_token: Secret,
    /// Says who signed in; with a code alone.
    pub id_token: Option<Secret>,
}

/// What STS is asked with.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessToken {
    pub access_key_id: String,
    pub secret_access_key: Secret,
    pub session_token: Secret,
}

/// The address of the page on which a person says who they are.
pub(crate) fn page(host: &str, redirect: &str, state: &Secret, verifier: &Secret) -> Secret {
    let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(verifier.expose())); // only its digest is sent
    let query = Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", CLIENT)
        .append_pair("redirect_uri", redirect)
        .append_pair("state", state.expose()) // it comes back in the redirect
        .append_pair("code_challenge", &challenge)
        // Not S256, as the RFC has it.
        .append_pair("code_challenge_method", "SHA-256")
        .append_pair("scope", "openid")
        .finish();
    Secret::new(format!("https://{host}/v1/authorize?{query}"))
}

/// What is to be signed so that AWS takes a request for tokens, once: its header and its claims. `at` is AWS's time in milliseconds
/// since 1970, `id` is used for no other proof.
pub(crate) fn proof(host: &str, x: &str, y: &str, at: f64, id: &str) -> String {
    let jwk = Jwk { kty: "EC", x, y, crv: "P-256" };
    let htu = format!("https://{host}{TOKENS}");
    let claims = Claims { htm: "POST", htu: &htu, iat: (at / 1_000.0).floor() as i64, jti: id };
    format!("{}.{}", part(&Header { typ: "dpop+jwt", alg: "ES256", jwk }), part(&claims))
}

fn part(value: &impl Serialize) -> String {
    BASE64URL_NOPAD.encode(serde_json::to_string(value).unwrap_or_default().as_bytes())
}

/// In the order of AWS's own clients.
#[derive(Serialize)]
struct Header<'a> {
    typ: &'a str,
    alg: &'a str,
    jwk: Jwk<'a>,
}

#[derive(Serialize)]
struct Jwk<'a> {
    kty: &'a str,
    x: &'a str,
    y: &'a str,
    crv: &'a str,
}

#[derive(Serialize)]
struct Claims<'a> {
    htm: &'a str,
    htu: &'a str,
    /// In seconds since 1970.
    iat: i64,
    jti: &'a str,
}

/// CreateOAuth2Token with a code.
pub(crate) fn code_request(host: String, code: &Secret, verifier: &Secret, redirect: &str, proof: &Secret) -> Request {
    let body = json!({
        "clientId": CLIENT,
        "grantType": "authorization_code",
        "code": code,
        "codeVerifier": verifier,
        "redirectUri": redirect,
    });
    post(host, proof, &body)
}

/// CreateOAuth2Token with a refresh token, which is worth nothing afterwards.
pub(crate) fn refresh_request(host: String, refresh_token: &Secret, proof: &Secret) -> Request {
    post(host, proof, &json!({ "clientId": CLIENT, "grantType": "refresh_token", "refreshToken": refresh_token }))
}

/// What a good reply says; none where it is not in that form.
pub(crate) fn read(reply: &Reply) -> Option<TokenReply> {
    serde_json::from_str(reply.body.expose()).ok() // to read it
}

/// What a reply says that is no good one.
pub(crate) fn refusal(reply: &Reply) -> Refusal {
    let said: Said = serde_json::from_str(reply.body.expose()).unwrap_or_default(); // to read it
    Refusal {
        status: reply.status,
        code: said.error,
        message: said.message,
        request_id: reply.header("x-amzn-requestid").map(str::to_string),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Said {
    error: Option<String>,
    #[serde(alias = "Message")]
    message: Option<String>,
}

fn post(host: String, proof: &Secret, body: &impl Serialize) -> Request {
    let headers = vec![("content-type", Secret::new("application/json")), ("dpop", proof.clone())];
    let body = Secret::new(serde_json::to_string(body).unwrap_or_default());
    Request { method: Method::Post, host, target: Secret::new(TOKENS), headers, body }
}
