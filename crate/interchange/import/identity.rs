//! Whose keys a source stands for. Two clients' files may both have a profile `base`: a name is no identity.

use std::collections::BTreeMap;

use super::{ImportPlan, Kept, KeptKey, ReplacedSource, SourceCredentials};
use crate::aws::arn::RoleArn;
use crate::aws::credentials::likely_account;
use crate::chain::inheritance::split_id;
use crate::chain::own_lines::of_config;
use crate::chain::{Chain, Source};

/// Says in the plan which sources would become another's, and which chains another chain, so that none of it is taken
/// without a word.
pub(super) fn compare(plan: &mut ImportPlan, kept: &Kept) {
    let before: BTreeMap<_, _> = kept.sources.iter().map(|source| (source.id.as_str(), source)).collect();
    let keys: BTreeMap<_, _> = kept
        .keys
        .iter()
        .map(|KeptKey { source_id, access_key_id }| (source_id.as_str(), access_key_id.as_str()))
        .collect();
    let mut replaced: BTreeMap<String, ReplacedSource> = BTreeMap::new();
    for SourceCredentials { source_id, credentials } in &plan.credentials {
        let (Some(source), Some(old)) = (before.get(source_id.as_str()), keys.get(source_id.as_str())) else {
            continue;
        };
        let new = credentials.access_key_id.as_str();
        if !is_same_key(old, new) {
            replaced.insert(source_id.clone(), ReplacedSource::new(source, key_in_words(old), key_in_words(new)));
        }
    }
    let given: BTreeMap<_, _> =
        plan.credentials.iter().map(|of| (of.source_id.as_str(), of.credentials.access_key_id.as_str())).collect();
    for planned in plan.sources.iter().filter(|planned| planned.changed) {
        let Some(source) = before.get(planned.source.id.as_str()) else { continue };
        let (old, new) = (source.endpoint().map(|it| it.sts), planned.source.endpoint().map(|it| it.sts));
        if old != new {
            // What is kept of its keys goes neither here nor there then: whoever has the other ones enters them.
            let place = |of: Option<String>| of.unwrap_or_else(|| "AWS".into());
            replaced.insert(source.id.clone(), ReplacedSource::new(source, place(old), place(new)));
            continue;
        }
        let (old, new) = (start(source), start(&planned.source));
        let in_words = |start: &str, keys: &BTreeMap<&str, &str>| match (start, keys.get(source.id.as_str())) {
            ("", Some(key)) => key_in_words(key),
            ("", None) => "keys that are entered here".into(),
            (start, _) => start.to_string(),
        };
        // Where the file says neither keys nor a sign-in, its keys stay.
        if old != new && (!new.is_empty() || given.contains_key(source.id.as_str())) {
            let other = ReplacedSource::new(source, in_words(&old, &keys), in_words(&new, &given));
            replaced.entry(source.id.clone()).or_insert(other);
        }
    }
    if !replaced.is_empty() {
        count(plan, kept, &mut replaced);
    }
    plan.replaced = replaced.into_values().collect();
    let chains: BTreeMap<_, _> = kept.chains.iter().map(|chain| (chain.id.as_str(), chain)).collect();
    for planned in &mut plan.chains {
        planned.other = chains.get(planned.chain.id.as_str()).is_some_and(|kept| is_other(kept, &planned.chain));
    }
}

/// A session is renewed under another id; of a long-term key each id is a key of its own.
fn is_same_key(old: &str, new: &str) -> bool {
    let session = |id: &str| likely_account(id).filter(|_| id.starts_with("ASIA"));
    old == new || session(old).is_some_and(|account| session(new) == Some(account))
}

fn key_in_words(id: &str) -> String {
    match likely_account(id) {
        Some(account) => format!("{id} of account {account}"),
        None => id.into(),
    }
}

/// Where a source without keys of its own gets its sessions. Which program fetches its keys, or which machine has them, is no identity.
pub(super) fn start(source: &Source) -> String {
    const SAYS: [&str; 9] = [
        "sso-session.sso_start_url",
        "sso_start_url",
        "sso_account_id",
        "sso_role_name",
        "login_session",
        "web_identity_token_file",
        "saml_role_arn",
        "saml_provider",
        "web_identity_role_arn",
    ];
    let says = |key: &&str| {
        source.settings.iter().find(|setting| of_config(&setting.key) == *key).map(|setting| setting.value.as_str())
    };
    SAYS.iter().filter_map(says).collect::<Vec<_>>().join(", ")
}

/// Whether they have no account in common.
fn is_other(kept: &Chain, planned: &Chain) -> bool {
    let accounts = |chain: &Chain| -> Vec<String> {
        chain.hops.iter().filter_map(|hop| Some(RoleArn::parse(&hop.role_arn).ok()?.account().to_string())).collect()
    };
    let (before, after) = (accounts(kept), accounts(planned));
    !before.is_empty() && !after.is_empty() && !after.iter().any(|account| before.contains(account))
}

/// How many chains hang on each source today, and which of the planned would start from it.
fn count(plan: &ImportPlan, kept: &Kept, replaced: &mut BTreeMap<String, ReplacedSource>) {
    let parent = |chain: &'_ Chain| chain.parent_id.as_deref().map(|id| split_id(id).0.to_string());
    let link = |chain: &Chain| {
        (chain.id.clone(), parent(chain).map_or_else(|| Start::Source(chain.source_id.clone()), Start::Chain))
    };
    let today: BTreeMap<String, Start> = kept.chains.iter().map(link).collect();
    let mut then = today.clone();
    then.extend(plan.chains.iter().map(|planned| link(&planned.chain)));
    let mut roots = Roots { links: &today, known: BTreeMap::new() };
    for chain in &kept.chains {
        if let Some(source) = roots.of(&chain.id).and_then(|source| replaced.get_mut(&source)) {
            source.chains += 1;
        }
    }
    let mut roots = Roots { links: &then, known: BTreeMap::new() };
    for planned in &plan.chains {
        if let Some(source) = roots.of(&planned.chain.id).and_then(|source| replaced.get_mut(&source)) {
            source.planned.push(planned.chain.id.clone());
        }
    }
}

#[derive(Clone)]
enum Start {
    Source(String),
    Chain(String),
}

/// The source that each chain starts from, each found once.
struct Roots<'a> {
    links: &'a BTreeMap<String, Start>,
    known: BTreeMap<&'a str, Option<&'a str>>,
}

impl<'a> Roots<'a> {
    fn of(&mut self, id: &str) -> Option<String> {
        let mut way: Vec<&'a str> = Vec::new();
        let mut at = id;
        let source = loop {
            if let Some(known) = self.known.get(at) {
                break *known;
            }
            let Some((key, start)) = self.links.get_key_value(at) else { break None };
            self.known.insert(key, None); // a circle has no source
            way.push(key);
            match start {
                Start::Source(source) => break Some(source.as_str()),
                Start::Chain(parent) => at = parent,
            }
        };
        for id in way {
            self.known.insert(id, source);
        }
        source.map(String::from)
    }
}

impl ReplacedSource {
    fn new(source: &Source, before: String, after: String) -> Self {
        Self { source_id: source.id.clone(), name: source.name.clone(), before, after, chains: 0, planned: Vec::new() }
    }
}
