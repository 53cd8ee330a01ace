//! What lists show of chains.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::check::{Surroundings, faults};
use super::finding::{Finding, Severity};
use super::inheritance::{ACCOUNT, Records, made_id, made_name};
use super::{Chain, Colour, ReadOnly, ShapeAccount};
use crate::aws::arn::RoleArn;
use crate::aws::end::End;

/// What a list shows of a chain, and all that it is searched by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ChainSummary {
    /// [`Chain::id`]; for a chain that a shape makes, the shape's, an underscore and the account.
    pub id: String,
    /// [`Chain::name`].
    pub name: String,
    /// The id of the source that it starts from in the end; empty where its parents lead to none.
    pub source_id: String,
    /// [`Chain::parent_id`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<String>,
    /// The id of the shape that makes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape_id: Option<String>,
    /// The account of the end role, 12 digits; empty where the ARN cannot be read, and where a chain without a role starts from what has none.
    pub account: String,
    /// The name of the end role, without its path; the raw text where the ARN cannot be read.
    pub role: String,
    /// How many roles it walks, those of its parents included; none where it opens as the role whose session its source gives.
    pub hops: usize,
    /// [`Chain::tags`].
    pub tags: Vec<String>,
    /// What it is found by besides: the ARNs of all roles that it walks, and the regions that it names, each once.
    pub words: Vec<String>,
    /// [`Chain::colour`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// [`Chain::guard`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guard: Option<String>,
    /// [`Chain::read_only`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only: Option<ReadOnly>,
    /// The worst that a check finds in it, hints apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

/// What a list shows of each of `records`, or, for a shape, of each of its chains. Parents are looked for among them. A record whose
/// id is that of a chain that a shape makes is left out: by that id the other is found. `own_ends` has, by the ids of sources, the roles
/// whose sessions they give.
pub fn summarize(records: &[Chain], own_ends: &HashMap<String, End>) -> Vec<ChainSummary> {
    let known = Records::new(records);
    let mut summaries = Vec::with_capacity(records.len());
    for record in records.iter().filter(|record| known.holds(record)) {
        // Whether the person is named in the settings is no matter of one chain, so no list marks each of them for it.
        let user = Some("user".into());
        let around =
            Surroundings { user, own_end: own_ends.get(&record.source_id).cloned(), ..Surroundings::default() };
        let found = faults(record, &known, &around);
        let severity = worst(found.iter().filter(|finding| account_at(finding).is_none()));
        let whole = whole(record, &known, around.own_end.as_ref(), severity);
        if record.accounts.is_empty() {
            summaries.push(whole);
        } else {
            summaries.extend(of_accounts(record, &whole, &found));
        }
    }
    summaries
}

fn whole(record: &Chain, known: &Records<'_>, own_end: Option<&End>, severity: Option<Severity>) -> ChainSummary {
    // Without its parents a chain still has its own end.
    let line = known.line(record).unwrap_or_else(|_| vec![Cow::Borrowed(record)]);
    let end = line.last().and_then(|chain| chain.hops.last()).map(|hop| hop.role_arn.as_str());
    let (account, role) = match own_end.filter(|_| end.is_none() && line.len() == 1) {
        Some(End { account, role, .. }) => (account.clone(), role.clone()),
        None => end_of(end.unwrap_or_default()),
    };
    ChainSummary {
        id: record.id.clone(),
        name: record.name.clone(),
        source_id: line.first().map(|first| first.source_id.clone()).unwrap_or_default(),
        parent_id: record.parent_id.clone(),
        shape_id: None,
        account,
        role,
        hops: line.iter().map(|chain| chain.hops.len()).sum(),
        tags: record.tags.clone(),
        words: words_of(&line),
        colour: record.colour,
        guard: record.guard.clone(),
        read_only: record.read_only,
        severity,
    }
}

/// The summaries of a shape's chains. An account that is there twice makes one chain.
fn of_accounts(shape: &Chain, whole: &ChainSummary, found: &[Finding]) -> Vec<ChainSummary> {
    let mut by_account = HashMap::new();
    for finding in found.iter().filter(|finding| finding.severity != Severity::Hint) {
        if let Some(at) = account_at(finding) {
            let severity = by_account.entry(at).or_insert(finding.severity);
            *severity = finding.severity.min(*severity);
        }
    }
    let mut seen = HashSet::new();
    let accounts = shape.accounts.iter().enumerate().filter(|(_, account)| seen.insert(account.id.as_str()));
    let end = shape.hops.last().map(|hop| hop.role_arn.as_str()).unwrap_or_default();
    let summary = |(at, account): (usize, &ShapeAccount)| {
        let (end_account, role) = end_of(&end.replace(ACCOUNT, &account.id));
        ChainSummary {
            id: made_id(shape, account),
            name: made_name(shape, account),
            shape_id: Some(shape.id.clone()),
            account: end_account,
            role,
            tags: shape.tags.iter().chain(&account.tags).cloned().collect(),
            words: whole.words.iter().map(|word| word.replace(ACCOUNT, &account.id)).collect(),
            severity: whole.severity.into_iter().chain(by_account.get(&at).copied()).min(),
            ..whole.clone()
        }
    };
    accounts.map(summary).collect()
}

/// [`ChainSummary::words`] of a chain and all that it builds on, the first first.
fn words_of(line: &[Cow<'_, Chain>]) -> Vec<String> {
    let roles = line.iter().flat_map(|chain| &chain.hops).map(|hop| &hop.role_arn);
    let regions = line
        .iter()
        .flat_map(|chain| chain.region.iter().chain(chain.hops.iter().filter_map(|hop| hop.region.as_ref())));
    let mut seen = HashSet::new();
    roles.chain(regions).filter(|word| !word.is_empty() && seen.insert(word.as_str())).cloned().collect()
}

/// Account and name of an end role, as [`ChainSummary`] has them.
fn end_of(role_arn: &str) -> (String, String) {
    match RoleArn::parse(role_arn) {
        Ok(arn) => (arn.account().into(), arn.name().into()),
        Err(_) => (String::new(), role_arn.into()),
    }
}

/// The account of a shape that a finding is about, counted from 0.
fn account_at(finding: &Finding) -> Option<usize> {
    finding.place.strip_prefix("accounts.")?.split('.').next()?.parse().ok()
}

fn worst<'a>(found: impl Iterator<Item = &'a Finding>) -> Option<Severity> {
    found.map(|finding| finding.severity).filter(|severity| *severity != Severity::Hint).min()
}
