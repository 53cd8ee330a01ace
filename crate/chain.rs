//! A chain as a person writes it: where it starts, the roles it walks, and how the console should open at its end.
//!
//! These are the records that the extension stores and its pages edit, so every field is plain text or a number and may
//! be wrong. [`crate::check`] says what is wrong with one; [`crate::walk::Route`] is a chain that has been checked.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::arn::RoleArn;

/// The longest chain that is walked. AWS sets no limit; past this a chain is a mistake.
pub const MAX_HOPS: usize = 16;

/// An ordered walk of roles that starts from a source's credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Chain {
    /// Made by the extension once and never changed: bookmarks point to it. `[A-Za-z0-9_-]{1,64}`.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// The id of the source whose credentials sign the first hop.
    pub source_id: String,
    /// The roles in the order in which they are assumed, 1 to [`MAX_HOPS`].
    pub hops: Vec<Hop>,
    /// The region of the STS endpoint and of the console page; the partition's default when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The console page to open: an `https` address of the end role's partition, or a path such as `/s3/home`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// How long the console session may last, in seconds. Only for one hop from a long-term key; AWS refuses it else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_duration: Option<u32>,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The colour of its mark in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

/// One `AssumeRole`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Hop {
    /// The role to assume, with its path: `arn:aws:iam::123456789012:role/team/deploy`.
    pub role_arn: String,
    /// The RoleSessionName that CloudTrail will show; [`crate::sts::DEFAULT_SESSION_NAME`] when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// The ExternalId that the role's trust policy asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// DurationSeconds, 900 to 43200; left to AWS when absent. A chained hop may not ask for more than 3600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
}

/// The colours that a chain can be marked with. A mark never says anything by its colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[allow(missing_docs)] // each is its own name
pub enum Colour {
    Red,
    Orange,
    Yellow,
    Green,
    Teal,
    Blue,
    Purple,
    Grey,
}

/// What a list shows of a chain, and all that it is searched by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ChainSummary {
    /// [`Chain::id`].
    pub id: String,
    /// [`Chain::name`].
    pub name: String,
    /// [`Chain::source_id`].
    pub source_id: String,
    /// The account of the end role, 12 digits; empty where the ARN cannot be read.
    pub account: String,
    /// The name of the end role, without its path; the raw text where the ARN cannot be read.
    pub role: String,
    /// How many roles it walks.
    pub hops: usize,
    /// [`Chain::tags`].
    pub tags: Vec<String>,
    /// [`Chain::colour`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

/// What a list shows of `chain`.
pub fn summarize(chain: &Chain) -> ChainSummary {
    let arn = chain.hops.last().map(|hop| hop.role_arn.as_str()).unwrap_or_default();
    let (account, role) = match RoleArn::parse(arn) {
        Ok(arn) => (arn.account().to_string(), arn.name().to_string()),
        Err(_) => (String::new(), arn.to_string()),
    };
    ChainSummary {
        id: chain.id.clone(),
        name: chain.name.clone(),
        source_id: chain.source_id.clone(),
        account,
        role,
        hops: chain.hops.len(),
        tags: chain.tags.clone(),
        colour: chain.colour,
    }
}

/// Whether `text` can be a [`Chain::id`].
pub fn is_chain_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}
