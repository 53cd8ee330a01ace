//! A chain that is walked to learn about it: who is who at each hop, what arrived, and what more it could give. Nothing opens.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::HopReport;
use crate::error::Failure;

/// What a check of a chain showed. It holds no secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Survey {
    /// The ARN of the source, as GetCallerIdentity tells it; absent where that went unanswered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// Each hop that was walked, in order.
    pub hops: Vec<HopSurvey>,
    /// Whether the source may assume the end role straight, for a chain of several hops that went well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct: Option<Direct>,
    /// How the walk failed; absent when it went well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// How far AWS's clock is ahead of this computer's, in milliseconds.
    pub skew: f64,
}

/// A hop that was walked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct HopSurvey {
    /// What AWS said of its session.
    pub report: HopReport,
    /// The keys of the session tags that it has: its own, and those that it inherits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The source identity that was asked for or inherited; [`HopReport::source_identity`] is the one that arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// The longest session that this hop can give, in seconds; absent where that is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_seconds: Option<u32>,
    /// What that rests on, in a sentence.
    pub longest_why: String,
}

/// Whether the source may assume the end role without the hops between.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "answer")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Direct {
    /// It may: the hops between are not needed to get there.
    Yes,
    /// STS does not let it.
    No,
    /// It could not be asked: no answer, or a code of an MFA device would have been needed.
    Unknown,
}
