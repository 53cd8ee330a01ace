//! The journal: what was opened when, as whom and by which hops. Its entries are chained by hash, so that a gap shows.
//!
//! # How an entry is hashed
//!
//! `hash` is the SHA-256, in lower-case hex, of the entry's canonical form: its JSON without `hash`, in UTF-8, without spaces
//! between tokens, members in the order in which [`JournalEntry`] and its parts name them, absent members left out. In texts only
//! `"`, `\` and the characters below U+0020 are escaped: `\b \t \n \f \r`, else `\u00xx` in lower case. `previous` is the hash of
//! the entry before; of the first it is 64 zeros. So an exported journal is verified by a few lines in any language:
//!
//! ```python
//! text = json.dumps({k: v for k, v in entry.items() if k != "hash"}, ensure_ascii=False, separators=(",", ":"))
//! assert hashlib.sha256(text.encode()).hexdigest() == entry["hash"]
//! ```
//!
//! There is no key in it: who can write all of the journal can hash all of it anew. That shows only against a hash that was
//! kept elsewhere, as in an export.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::aws::end::End;
use crate::failure::FailureKind;

mod csv;
mod export;
mod lookups;
mod moment;
mod verify;

pub use export::{JournalFile, JournalForm, export};
pub use lookups::{EventTrail, JournalLookups, lookups};
pub use verify::{JournalBreak, JournalBreakKind, JournalVerdict, verify};

/// The entry that follows `last`.
///
/// Of the console page only host and path are written down: its query and fragment may hold what is nobody's business.
pub fn next(last: &JournalMark, run: NotedRun) -> JournalEntry {
    let destination = run.destination.map(|page| page.split(['?', '#']).next().unwrap_or_default().to_string());
    let run = NotedRun { destination, ..run };
    let mut entry =
        JournalEntry { number: last.number.saturating_add(1), run, previous: last.hash.clone(), hash: String::new() };
    entry.hash = entry.computed_hash();
    entry
}

/// Texts of entries as they are kept, each the JSON of a list, read in their order. What is no entry comes as it is.
pub fn read(pages: &[String]) -> Vec<Result<JournalEntry, serde_json::Value>> {
    let values = pages.iter().flat_map(|page| match serde_json::from_str(page) {
        Ok(serde_json::Value::Array(values)) => values,
        _ => vec![serde_json::Value::Null],
    });
    values.map(|value| serde_json::from_value(value.clone()).map_err(|_| value)).collect()
}

/// A run that reached AWS, written down. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct JournalEntry {
    /// From 1 on, never used twice.
    pub number: u32,
    /// What happened.
    pub run: NotedRun,
    /// The hash of the entry before.
    pub previous: String,
    /// Its own: see [the module](self).
    pub hash: String,
}

impl JournalEntry {
    /// What [`hash`](Self::hash) has to be.
    pub fn computed_hash(&self) -> String {
        #[derive(Serialize)]
        struct Canonical<'a> {
            number: u32,
            run: &'a NotedRun,
            previous: &'a str,
        }
        let Self { number, run, previous, .. } = self;
        // Text and numbers only: there is nothing that cannot be written.
        let text = serde_json::to_string(&Canonical { number: *number, run, previous }).unwrap_or_default();
        HEXLOWER.encode(&Sha256::digest(text))
    }
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct NotedRun {
    /// When it began, in milliseconds since 1970: by AWS's clock where this computer's is far off.
    pub began_at: u64,
    /// When it ended, by the same clock.
    pub ended_at: u64,
    /// What was asked for.
    pub action: NotedAction,
    /// What came of it.
    pub outcome: NotedOutcome,
    /// The chain's id.
    pub chain_id: String,
    /// The chain's name at that time.
    pub chain: String,
    /// The id of the source.
    pub source_id: String,
    /// The source's name at that time.
    pub source: String,
    /// The access key id of the source, which is no secret.
    pub access_key_id: String,
    /// Who asked AWS and was refused: an ARN, where AWS told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// Each hop that was done, in order.
    pub hops: Vec<NotedHop>,
    /// Of a chain without a role: the one whose session its source gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_end: Option<Box<End>>,
    /// The origin that was asked in the place of AWS: `http://localhost:4566`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The console page, without query and fragment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// How far the tab was seen that was sent to the console; absent where none was, or nobody looked yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrival: Option<NotedArrival>,
    /// How much it was of a chain that opens read-only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<NotedAccess>,
    /// The ticket or reason that the person gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was copied as a lease.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Box<NotedLease>>,
    /// How it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<NotedFailure>,
    /// How many runs before it could not be written down.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub missed: u32,
}

/// Credentials that were given away, and may do less than the chain's own sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct NotedLease {
    /// For whom.
    pub recipient: String,
    /// What for.
    pub purpose: String,
    /// What they may do, in words.
    pub scope: String,
}

/// What was asked of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum NotedAction {
    /// To open the console.
    Open,
    /// To copy the end role's credentials.
    Copy,
}

/// What came of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum NotedOutcome {
    /// It did what was asked.
    Done,
    /// It failed, and did not.
    Failed,
    /// The person cancelled it.
    Cancelled,
    /// The browser stopped the extension's background, and nobody knows how far it got.
    Interrupted,
}

/// How much of a chain that opens read-only was opened or copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum NotedAccess {
    /// What reads.
    ReadOnly,
    /// All of it: the person allowed changes, until the session's end.
    Lifted,
}

/// How far a tab was seen that was sent to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum NotedArrival {
    /// On the console, and as the chain's end role by AWS's list of sessions.
    Role,
    /// On the console.
    Console,
    /// It left the sign-in pages, to where nothing is told of tabs.
    Left,
    /// It was sent, and no more was seen of it.
    Unseen,
}

/// A hop that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct NotedHop {
    /// The role that was assumed.
    pub role_arn: String,
    /// The session's ARN. What follows its last slash is the session's name, CloudTrail's user name.
    pub session_arn: String,
    /// The region of the STS endpoint.
    pub region: String,
    /// AWS's request id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The session's source identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// When the session ends, in milliseconds since 1970.
    pub expires_at: u64,
}

impl NotedHop {
    /// The RoleSessionName.
    pub fn session_name(&self) -> &str {
        self.session_arn.rsplit('/').next().unwrap_or_default()
    }
}

/// How a run failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct NotedFailure {
    /// The cause.
    pub kind: FailureKind,
    /// The hop it happened on, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hop: Option<u32>,
    /// The role that was being assumed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// AWS's error code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// AWS's request id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// A place in the chain of hashes: an entry's number and hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct JournalMark {
    /// The entry's number; 0 before the first.
    pub number: u32,
    /// The entry's hash; 64 zeros where a chain of hashes begins.
    pub hash: String,
}

/// Between which marks the kept entries stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct JournalSpan {
    /// The entry before the oldest that is kept.
    pub anchor: JournalMark,
    /// The newest entry; the anchor where there is none.
    pub head: JournalMark,
    /// When a person deleted the entries up to the anchor, in milliseconds since 1970, and a new chain of hashes began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<u64>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}
