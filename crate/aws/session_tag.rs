//! The tags of a session.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

/// A tag of a session, which policies can ask for as `aws:PrincipalTag`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema))]
pub struct SessionTag {
    /// 1 to 128 characters, unique whatever its case.
    pub key: String,
    /// 0 to 256 characters.
    pub value: String,
    /// Whether later sessions of the chain inherit it. No later hop may then set it again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub transitive: bool,
}
