//! AWS credentials, and the type that keeps what must not be printed from being printed.

use std::fmt;

use data_encoding::BASE32;
use serde::{Deserialize, Deserializer, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::limits;

/// Text that must never reach a log, an error or a URL of ours: its `Debug` says nothing and its memory is wiped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` as a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Say at each call why it may be seen there.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a request is signed with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Credentials {
    /// `AKIA…` for a long-term key, `ASIA…` for a session.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: Secret,
    /// The session token; absent for a long-term key.
    #[serde(default, deserialize_with = "unless_empty", skip_serializing_if = "Option::is_none")]
    pub session_token: Option<Secret>,
    /// When they end, in milliseconds since 1970 UTC, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<f64>,
}

impl Credentials {
    /// Whether this is a user's own access key, which is the start of a chain and not yet a session.
    pub fn is_long_term(&self) -> bool {
        self.session_token.is_none()
    }

    /// Whether each part has only characters that AWS puts into it (STS's model has `\w` for the id, the rest is base64), or a session's
    /// token at an endpoint, which may be a JWT. They are copied into shells and files, where a line break, a quote or a `%` would be more
    /// than a value: so no answer may bring one.
    pub fn is_as_given(&self) -> bool {
        let is_id = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=._-~:@,".contains(&byte);
        let parts = [Some(&self.secret_access_key), self.session_token.as_ref()]; // to look at their characters
        !self.access_key_id.is_empty()
            && self.access_key_id.bytes().all(is_id)
            && parts.into_iter().flatten().all(|part| !part.expose().is_empty() && part.expose().bytes().all(is_part))
    }

    /// Whether a session that was given at `now`, in milliseconds since 1970, lasts at all. Whatever the answer said, it ends when the
    /// longest ends that AWS gives (36 hours: GetSessionToken, GetFederationToken, GetScopedCredentials).
    pub fn lasts(&mut self, now: f64) -> bool {
        const LONGEST: f64 = *limits::SCOPED_DURATION.end() as f64 * 1_000.0;
        self.expires_at = self.expires_at.map(|end| end.min(now + LONGEST));
        self.expires_at.is_some_and(|end| end > now)
    }
}

/// An empty field of a form is no token.
fn unless_empty<'a, D: Deserializer<'a>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    Ok(Option::<Secret>::deserialize(deserializer)?.filter(|token| !token.0.is_empty()))
}

/// The account that an access key id seems to belong to, 12 digits; none for ids from before about 2019.
///
/// The id carries it, which AWS does not document (found by Aidan Steele and Tal Be'ery): the last 16 characters are
/// base32, whose first bit is set and followed by the 40 bits of the account. In older ids the first bit is clear.
pub fn likely_account(access_key_id: &str) -> Option<String> {
    let bytes = BASE32.decode(access_key_id.get(4..20)?.as_bytes()).ok()?;
    let first: [u8; 6] = bytes.first_chunk().copied().filter(|_| access_key_id.len() == 20)?;
    let bits = first.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let account = bits >> 7 & 0xff_ffff_ffff;
    (bits >> 47 == 1 && account < 1_000_000_000_000).then(|| format!("{account:012}"))
}
