//! The project's own JSON, which can say all. Its schema, `docs/rolerelay.schema.json`, is derived from these types.

use serde::{Deserialize, Serialize};

use crate::chain::{Chain, Source};

/// The version that is written, and the only one that is read.
pub const VERSION: u32 = 1;

/// What Rolerelay writes and reads back. It holds no keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema), schemars(title = "Rolerelay’s chains"))]
pub struct Document {
    /// The version of this form.
    #[cfg_attr(not(target_family = "wasm"), schemars(extend("const" = VERSION)))]
    pub rolerelay: u32,
    /// Chains as they are kept, with those that they build on.
    pub chains: Vec<Chain>,
    /// The sources that they start from, without their keys.
    pub sources: Vec<Source>,
}
