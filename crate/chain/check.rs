//! What is wrong with a chain or a source, said while it is being written: all that is known before the click.
//!
//! The limits are those of AWS's model of STS and of its documentation. A check never asks anyone and knows no clock.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use self::line::Line;
use super::finding::{Finding, Severity};
use super::inheritance::{Records, of_account};
use super::placeholders::{self, Templated};
use super::{Chain, MAX_HOPS};
use crate::aws::credentials::Credentials;
use crate::aws::end::End;
use crate::aws::endpoint::Endpoint;

mod advice;
mod between;
mod duration;
mod elsewhere;
mod end;
mod hop;
mod keys;
mod line;
mod record;
mod session_policy;
mod session_tags;
mod shape;

pub(super) use self::session_policy::{MOST_TEXT, Members, check_policies, without_space, wrong_policy};
pub use hop::check_mfa_serial;
pub use keys::check_seed;
pub(crate) use keys::{check_credentials, check_foreign};
pub(crate) use record::{LONGEST_TAG, MOST_TAGS, does_not_show, passes_for_another, wrong_guard};
pub(crate) use session_tags::wrong_value as wrong_tag_value;

/// What a check of a chain may know beside the chain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Surroundings {
    /// The chains that it builds on, as they are kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Chain>,
    /// What stands for `{user}` in session names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Whether the source signs with a user's long-term key, and not with temporary credentials; absent while its keys are not
    /// here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub long_term: Option<bool>,
    /// The role whose session its source gives, where that is known: a chain needs no role of its own then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_end: Option<End>,
    /// Where the chains of its source are walked, if not at AWS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// What AWS refused as over a role's maximum.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused_durations: Vec<RefusedDuration>,
}

/// A duration that AWS refused, since it is over the role's MaxSessionDuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct RefusedDuration {
    /// The role.
    pub role_arn: String,
    /// The DurationSeconds that were asked for: the role's maximum is less.
    pub seconds: u32,
}

/// What is wrong with `chain`. It can be walked unless a finding is an error. An empty id is that of a new chain.
/// Places are in the chain itself, never in a parent.
pub fn check_chain(chain: &Chain, around: &Surroundings) -> Vec<Finding> {
    let records = Records::new(&around.parents);
    let (chains, broken) = chains_of(chain, &records);
    let line = Line::new(chain, &chains);
    let mut found = line_faults(&line, broken, around);
    let walkable = !found.iter().any(is_error);
    found.extend(elsewhere::check(&line, around));
    found.extend(advice::needs(&line));
    found.extend(advice::temporary_keys(&line, around));
    found.extend(advice::direct_way(&line, around).filter(|_| walkable));
    found
}

/// What [`check_chain`] finds without advice, for lists, which check thousands of chains at once. The parents are looked for
/// among `records`, and not in `around`.
pub(crate) fn faults(chain: &Chain, records: &Records<'_>, around: &Surroundings) -> Vec<Finding> {
    let (chains, broken) = chains_of(chain, records);
    line_faults(&Line::new(chain, &chains), broken, around)
}

/// What is wrong with a source of that name and these credentials, which are AWS's or of that endpoint. Places in the endpoint begin with
/// `endpoint.`.
pub fn check_source(name: &str, credentials: &Credentials, endpoint: Option<&Endpoint>) -> Vec<Finding> {
    let wrong_name = record::wrong_name(name).map(|sentence| Finding::error("name", sentence));
    let keys = if endpoint.is_some() { check_foreign(credentials) } else { check_credentials(credentials) };
    let wrong = endpoint.and_then(|it| Endpoint::read(&it.sts, it.console.as_deref()).err());
    let wrong = wrong.map(|it| Finding::error(format!("endpoint.{}", it.field), it.sentence));
    let other = passes_for_another(name).map(|sentence| Finding::warning("name", sentence));
    wrong_name.into_iter().chain(other).chain(wrong).chain(keys).collect()
}

/// The chains that `chain` builds on and itself, which for a shape is the chain of any account. Without its parents, and with
/// what is wrong with them, if they lead to no source.
fn chains_of<'c>(chain: &'c Chain, records: &Records<'c>) -> (Vec<Cow<'c, Chain>>, Option<Finding>) {
    let (mut chains, broken) = match records.line(chain) {
        Ok(chains) => (chains, None),
        Err(finding) => (vec![Cow::Borrowed(chain)], Some(finding)),
    };
    if let Some(own) = chains.last_mut().filter(|own| !own.accounts.is_empty()) {
        *own = Cow::Owned(of_account(chain, &shape::any_account()));
    }
    (chains, broken)
}

fn line_faults(line: &Line<'_>, broken: Option<Finding>, around: &Surroundings) -> Vec<Finding> {
    let mut found = record::check(line.record);
    found.extend(broken.or_else(|| parent_fault(line, around)));
    found.extend(check_count(line, around));
    found.extend(own_faults(line, around));
    found.extend(end::check_page(line, around));
    found.extend(end::check_read_only(line, around));
    found.extend(duration::check_console(line, around));
    found.extend(shape::check(line.record));
    found.extend(shape::check_repeats(line));
    found
}

/// The first mistake that lies in a parent, which is not mended here, as one finding on the choice of the parent.
fn parent_fault(line: &Line<'_>, around: &Surroundings) -> Option<Finding> {
    let (_, parents) = line.chains.split_last()?;
    let root = parents.first()?;
    let fault = |parent: &Chain, sentence: &str| {
        let sentence =
            format!("“{}”, which this chain builds on, has a mistake. {sentence} Mend it there.", parent.name);
        Finding::error("parentId", sentence)
    };
    if root.source_id.is_empty() {
        return Some(fault(root, "It has no source."));
    }
    (1..=parents.len()).find_map(|length| {
        let chains = parents.get(..length)?;
        let parent = chains.last()?;
        let found = own_faults(&Line::new(parent, chains), around);
        Some(fault(parent, &found.iter().find(|finding| is_error(finding))?.message))
    })
}

/// What is wrong with the hops that are written in the line's record, and with what it says for all of them.
fn own_faults(line: &Line<'_>, around: &Surroundings) -> Vec<Finding> {
    let session_name = line.record.session_name.as_deref();
    let wrong = |name| placeholders::check(Templated::SessionName, name, around.user.as_deref()).err();
    let session_name = session_name.and_then(wrong).map(|sentence| Finding::error("sessionName", sentence));
    let mut found: Vec<_> = session_name.into_iter().collect();
    for step in line.own() {
        found.extend(hop::check(line, step, around));
        found.extend(duration::check(line, step, around));
        found.extend(session_policy::check(line, step));
        found.extend(session_tags::check(line, step));
        found.extend(between::check(line, step));
    }
    found.extend(end::check_region(line, around));
    found
}

fn check_count(line: &Line<'_>, around: &Surroundings) -> Option<Finding> {
    let sentence = match (line.total - line.inherited, line.inherited) {
        // It opens as the role whose session its source gives.
        (0, 0) if line.chains.len() == 1 && line.record.accounts.is_empty() && around.own_end.is_some() => return None,
        (0, 0) => "Add the first role.".into(),
        (0, _) => "Add the role that follows those of the chain that this one builds on.".into(),
        _ if line.total <= MAX_HOPS => return None,
        (own, 0) => format!("A chain has at most {MAX_HOPS} roles; this one has {own}."),
        (own, inherited) => {
            format!(
                "A chain has at most {MAX_HOPS} roles; this one has {own}, and {inherited} of the chain that it builds on."
            )
        }
    };
    Some(Finding::error("hops", sentence))
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}
