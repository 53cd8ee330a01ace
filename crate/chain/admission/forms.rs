//! What is kept beside chains and sources, as far as its form goes: the background alone knows what it means.

use serde::Deserialize;

use crate::aws::credentials::{Credentials, Secret};
use crate::aws::partition::Partition;
use crate::chain::inheritance::split_id;
use crate::chain::is_chain_id;
use crate::protocol::iam::AccessKey;

/// What is secret of a source.
#[derive(Deserialize)]
pub(super) struct KeptSecrets {
    keys: Option<KeptKeys>,
    seed: Option<Secret>,
    rotation: Option<KeptRotation>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeptKeys {
    credentials: Credentials,
    likely_account: Option<String>,
    endpoint: Option<String>,
    #[serde(rename = "since")]
    _since: Option<f64>,
}

/// The exchange of keys for new ones.
#[derive(Deserialize)]
struct KeptRotation {
    #[serde(rename = "stage")]
    _stage: Stage,
    user: String,
    partition: String,
    #[serde(rename = "startedAt")]
    _started_at: f64,
    before: Vec<String>,
    lost: Option<Vec<AccessKey>>,
    old: KeptKeys,
    new: Option<KeptKeys>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Stage {
    Making,
    Trying,
    Switched,
    Resting,
}

/// Favourites and recents.
#[derive(Deserialize)]
pub(super) struct KeptUse {
    favourites: Vec<String>,
    opened: Vec<Opened>,
}

#[derive(Deserialize)]
struct Opened {
    id: String,
    #[serde(rename = "at")]
    _at: f64,
}

/// In bytes: of a session token, the longest of all. AWS names no limit; policies and tags of some thousands are packed into it.
const TOKEN: usize = 65_536;
/// In bytes, of an ARN, an id or a key.
const TEXT: usize = 2_048;
/// Of chains that anybody marks.
const MARKED: usize = 100_000;

impl KeptSecrets {
    /// A sentence on what Rolerelay would not have written. It quotes nothing.
    pub fn wrong(&self) -> Option<String> {
        let rotation = self.rotation.as_ref();
        let exchanged = rotation.into_iter().flat_map(|it| std::iter::once(&it.old).chain(&it.new));
        let fit = self.keys.iter().chain(exchanged).all(KeptKeys::fit)
            && self.seed.as_ref().is_none_or(|seed| is_line(seed.expose(), TEXT)) // only its form
            && rotation.is_none_or(KeptRotation::fits);
        (!fit).then(|| "These are no keys that Rolerelay would have kept.".into())
    }
}

impl KeptKeys {
    fn fit(&self) -> bool {
        let Credentials { access_key_id, secret_access_key, session_token, .. } = &self.credentials;
        is_line(access_key_id, TEXT)
            && is_line(secret_access_key.expose(), TEXT) // only their form
            && session_token.as_ref().is_none_or(|token| is_line(token.expose(), TOKEN))
            && [&self.likely_account, &self.endpoint].into_iter().flatten().all(|text| is_line(text, TEXT))
    }
}

impl KeptRotation {
    fn fits(&self) -> bool {
        let mut ids = self.before.iter().chain(self.lost.iter().flatten().map(|key| &key.id));
        is_line(&self.user, TEXT) && Partition::from_name(&self.partition).is_some() && ids.all(|id| is_line(id, TEXT))
    }
}

impl KeptUse {
    /// A sentence on what Rolerelay would not have written.
    pub fn wrong(&self) -> Option<String> {
        let mut ids = self.favourites.iter().chain(self.opened.iter().map(|opened| &opened.id));
        let few = self.favourites.len() + self.opened.len() <= MARKED;
        (!few || !ids.all(|id| is_chain_id(split_id(id).0))).then(|| "It names what cannot be a chain.".into())
    }
}

fn is_line(text: &str, most: usize) -> bool {
    text.len() <= most && !text.chars().any(char::is_control)
}
