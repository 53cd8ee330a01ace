//! What a token of OpenID Connect says of itself. Its signature AWS checks; here it is only read, so that a person sees what they send.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use zeroize::Zeroizing;

use crate::aws::credentials::Secret;
use crate::aws::invisible::shown;
use crate::aws::limits::WEB_IDENTITY_TOKEN;

/// What a token says, safe to show.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Token {
    /// Who made it: the address of the identity provider.
    pub issuer: String,
    /// For whom: IAM's provider has to list one of them.
    pub audience: Vec<String>,
    /// Of whom.
    pub subject: String,
    /// When it ends, in milliseconds since 1970, where it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<f64>,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    #[serde(default)]
    aud: Audience,
    sub: String,
    exp: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Audience {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

/// Whether it is meant as a token: three parts of base64url, of which the first is an object of JSON.
pub(super) fn looks_like(text: &str) -> bool {
    text.starts_with("eyJ") && text.matches('.').count() == 2
}

/// Reads it. With it comes what AWS is sent.
///
/// # Errors
/// A sentence, which quotes nothing of it.
pub(super) fn read(text: &str) -> Result<(Token, Secret), &'static str> {
    if !WEB_IDENTITY_TOKEN.contains(&text.len()) {
        return Err("This is not as long as a token that AWS takes: 4 to 20,000 characters.");
    }
    let part = |at: usize| {
        let part = text.split('.').nth(at).unwrap_or_default();
        BASE64URL_NOPAD.decode(part.as_bytes()).map(Zeroizing::new).map_err(|_| NO_TOKEN)
    };
    part(2)?; // whole to its end
    let Claims { iss, aud, sub, exp } = serde_json::from_slice(&part(1)?).map_err(|_| NO_TOKEN)?;
    let audience = match aud {
        Audience::None => Vec::new(),
        Audience::One(one) => vec![one],
        Audience::Many(many) => many,
    };
    let token = Token {
        issuer: shown(&iss),
        audience: audience.iter().map(|audience| shown(audience)).collect(),
        subject: shown(&sub),
        expires_at: exp.map(|seconds| seconds * 1_000.0),
    };
    Ok((token, Secret::new(text)))
}

const NO_TOKEN: &str =
    "This is not a whole token (JWT) with an issuer and a subject. Copy all three parts of the ID token.";
