//! A chain as a person writes it: where it starts, the roles it walks, and how the console should open at its end.
//!
//! These are the records that the extension stores and its pages edit, so every field is plain text or a number and may
//! be wrong. [`crate::chain::check`] says what is wrong with one; [`crate::chain::inheritance`] makes one whole chain of those that build on each
//! other; [`crate::chain::route::Route`] is a chain that has been checked.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

pub mod admission;
pub mod check;
pub mod finding;
pub mod inheritance;
pub mod lease;
pub mod link;
pub mod own_lines;
pub mod placeholders;
pub mod route;
mod summary;
pub mod user_console;
pub use summary::{ChainSummary, summarize};

use self::own_lines::{CONSOLE_URL, ENDPOINT, ENDPOINT_URL};
use self::user_console::UserConsole;
use crate::aws::end::End;
use crate::aws::endpoint::{Endpoint, WrongEndpoint};
use crate::aws::session_tag::SessionTag;

/// The longest chain that is walked. AWS sets no limit; past this a chain is a mistake.
pub const MAX_HOPS: usize = 16;

/// The most accounts that a shape makes a chain for.
pub const MAX_ACCOUNTS: usize = 2_000;

/// An ordered walk of roles that starts from a source's credentials.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema))]
pub struct Chain {
    /// Made by the extension once and never changed: bookmarks point to it. `[A-Za-z0-9_-]{1,64}`, and no name that every object
    /// of JavaScript has, such as `constructor`.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// The id of the source whose credentials sign the first hop; empty in a chain that builds on another.
    pub source_id: String,
    /// The id of the chain that this one builds on: its last session signs the first hop here, as `source_profile` points
    /// to another profile. A chain has either a source or a parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// The roles in the order in which they are assumed, at most [`MAX_HOPS`] with those of its parents. A chain without any opens the
    /// console as the role whose session its source gives.
    pub hops: Vec<Hop>,
    /// The RoleSessionName of each hop that names none of its own, also in chains that build on this one. A template, as
    /// [`Hop::session_name`] is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// The region of the STS endpoint and of the console page; the partition's default when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The console page to open: an `https` address of the end role's partition, a path such as `/s3/home`, a service, a region or
    /// both (`s3 eu-west-1`), or the ARN of a resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// How long the console session may last, in seconds. Only for one hop from a long-term key, and for a chain without a role whose
    /// source gives a role's session; AWS refuses it else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_duration: Option<u32>,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The colour of its mark in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// A word of the person's own, such as `PRODUCTION`, 1 to 24 characters: the chain is marked with it, in its colour, and asks
    /// before it opens or gives its credentials.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guard: Option<String>,
    /// Whether a ticket or a reason has to be given each time, which AWS then records.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_reason: bool,
    /// What it opens with, and gives as credentials, until a person allows changes for a while: the end role's session is held to that
    /// policy by AWS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only: Option<ReadOnly>,
    /// The accounts of a chain that is a shape, at most [`MAX_ACCOUNTS`]: for each of them there is a chain, in whose role and
    /// policy ARNs `{account}` is that account. None for a chain that stands for itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<ShapeAccount>,
    /// The role whose session its source gives, as far as the source's record says it. It comes with a chain that is made whole, which is
    /// where it ends if it walks no role; it is never kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schemars(skip))]
    pub own_end: Option<End>,
    /// Where it is walked, as the record of its source says it: all of it there, or all of it at AWS. It comes with a chain that is made
    /// whole, too, and is never kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schemars(skip))]
    pub endpoint: Option<Endpoint>,
    /// What a user's own console may do, where a chain without a role opens that. It comes with a chain that is made whole, as the record
    /// of its source says it, and is never kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schemars(skip))]
    pub user_console: Option<UserConsole>,
}

/// An account that a shape makes a chain for. That chain's id is the shape's, an underscore and the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema))]
pub struct ShapeAccount {
    /// The account, 12 digits.
    pub id: String,
    /// What the person calls it. Its chain is called by it and by the shape's name: `payments · Admin`.
    pub name: String,
    /// Words to find its chain by, beside those of the shape.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// One `AssumeRole`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema))]
pub struct Hop {
    /// The role to assume, with its path: `arn:aws:iam::123456789012:role/team/deploy`.
    pub role_arn: String,
    /// The RoleSessionName that CloudTrail will show, a template of [`crate::chain::placeholders`]; the chain's when absent, and
    /// without one as [`route::Leg::session_name`] says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// The ExternalId that the role's trust policy asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// DurationSeconds, 900 to 43200; left to AWS when absent. A chained hop may not ask for more than 3600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// Policy: a session policy as JSON text, which narrows what the session may do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// PolicyArns: managed policies that narrow the session too, at most 10, of the role's account or AWS's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_arns: Vec<String>,
    /// Tags and TransitiveTagKeys, at most 50. Not to be taken for [`Chain::tags`], which AWS never sees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub session_tags: Vec<SessionTag>,
    /// SourceIdentity, a template of [`crate::chain::placeholders`]. Set once, it stays for every later hop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// SerialNumber: the MFA device of the calling user, whose code is asked for when the chain is walked. Only where a
    /// user's own key calls, so only on the first hop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa_serial: Option<String>,
    /// The region of the STS endpoint of this hop; the chain's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

impl Hop {
    /// Whether a tag that it sets reaches the hops after it.
    pub fn passes_tags_on(&self) -> bool {
        self.session_tags.iter().any(|tag| tag.transitive)
    }
}

/// Where a chain starts: whose credentials sign its first hop. The credentials themselves are never part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema))]
pub struct Source {
    /// Made once and never changed: chains point to it. As [`Chain::id`].
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// The MFA device of its user: an ARN, or the serial number of a hardware token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa_serial: Option<String>,
    /// Whether one code is good for all its chains: GetSessionToken takes the code, and its session signs the first hops
    /// for up to 12 hours. AWS then ends each role's session after an hour.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mfa_session: bool,
    /// Whether its keys are kept in memory only, until the browser closes, though there is a vault for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub session_only: bool,
    /// What AWS config says of where its keys come from, where that is not static keys, to write it out again:
    /// `sso_session`, `credential_process` and the like. Never a secret.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<Setting>,
}

impl Source {
    /// Where its chains are walked, if not at AWS. One that this build asks nothing of is none the less none of AWS's.
    pub fn endpoint(&self) -> Option<Endpoint> {
        let line = |key: &str| self.settings.iter().find(|line| line.key == key).map(|line| line.value.as_str());
        let (sts, console) = (line(ENDPOINT_URL)?, line(&format!("{ENDPOINT}{CONSOLE_URL}")));
        let as_written = || Endpoint { sts: sts.into(), console: console.map(String::from) };
        Some(Endpoint::read(sts, console).unwrap_or_else(|_| as_written()))
    }

    /// The same source with its chains walked there, or at AWS where that is none.
    ///
    /// # Errors
    /// The first field that names no host that can be asked.
    pub fn at(self, endpoint: Option<&Endpoint>) -> Result<Self, WrongEndpoint> {
        let console_url = format!("{ENDPOINT}{CONSOLE_URL}");
        let mut settings = self.settings;
        settings.retain(|line| line.key != ENDPOINT_URL && line.key != console_url);
        if let Some(Endpoint { sts, console }) = endpoint {
            let read = Endpoint::read(sts, console.as_deref())?;
            settings.push(Setting::new(ENDPOINT_URL, read.sts));
            settings.extend(read.console.map(|url| Setting::new(console_url, url)));
        }
        Ok(Self { settings, ..self })
    }
}

/// A line of AWS config.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema))]
pub struct Setting {
    /// In lower case; with `sso-session.` before it where it stands in that section.
    pub key: String,
    /// As it stands there.
    pub value: String,
}

impl Setting {
    /// The line `key = value`.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// The colours that a chain can be marked with. A mark never says anything by its colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema))]
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

/// AWS's own managed policies that let a session read and change nothing, by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[cfg_attr(not(target_family = "wasm"), derive(schemars::JsonSchema))]
pub enum ReadOnly {
    /// Reads what there is, data too.
    ReadOnlyAccess,
    /// Sees what there is, and no data.
    ViewOnlyAccess,
}

/// Whether `text` can be a [`Chain::id`].
pub fn is_chain_id(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        && !RESERVED.contains(&text)
}

/// What every object of JavaScript has by itself: a table that is read by such an id would find what nobody put there.
const RESERVED: [&str; 12] = [
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
    "__proto__",
    "constructor",
    "hasOwnProperty",
    "isPrototypeOf",
    "propertyIsEnumerable",
    "toLocaleString",
    "toString",
    "valueOf",
];
