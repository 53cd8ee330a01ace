//! The text behind `#` of a bookmark link: which chain, on which console page, and whether this installation made it.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::error::{Evidence, Failure, FailureKind};

/// A link that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Link {
    /// [`crate::chain::Chain::id`].
    pub chain_id: String,
    /// The console page to open instead of the chain's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// The text that is authenticated.
    pub payload: String,
    /// What authenticates it, in base64url; absent in a link that someone wrote by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mac: Option<String>,
}

/// The part of a link that is authenticated.
pub fn payload(chain_id: &str, destination: Option<&str>) -> String {
    let _ = destination;
    chain_id.to_string()
}

/// The text behind `#` of a link.
pub fn fragment(payload: &str, mac_base64url: &str) -> String {
    format!("{payload}&mac={mac_base64url}")
}

/// Reads what the go page found behind `#` in its address.
pub fn read(text: &str) -> Result<Link, Failure> {
    let _ = text;
    Err(Failure {
        kind: FailureKind::Invalid,
        message: "This is not a link of Rolerelay.".into(),
        hop: None,
        role_arn: None,
        evidence: Evidence::default(),
    })
}
