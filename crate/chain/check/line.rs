//! The walk that a chain makes in the end, hop by hop from its source on, for the rules that look at more than one hop.

use std::borrow::Cow;

use crate::aws::arn::RoleArn;
use crate::chain::inheritance::parent_of;
use crate::chain::{Chain, Hop, MAX_HOPS};

/// The hops of a chain's parents, then its own.
pub(super) struct Line<'a> {
    /// The chain that is checked, as it is kept: in the role ARNs of a shape is still `{account}`. Fixes are made of it.
    pub record: &'a Chain,
    /// The parents, from the source on, and last the record as it is walked: a shape's is that of any account.
    pub chains: &'a [Cow<'a, Chain>],
    /// How many hops there are. Those past [`MAX_HOPS`] are only counted.
    pub total: usize,
    /// How many of them the parents have.
    pub inherited: usize,
    steps: Vec<Step<'a>>,
}

/// One hop of a line.
pub(super) struct Step<'a> {
    pub hop: &'a Hop,
    pub role: Result<RoleArn, String>,
    /// Where it is in the chain that it is written in, from 0.
    pub at: usize,
    /// Where it is in the line, from 1, as pages count.
    pub number: usize,
    /// Whether the source's own keys call it, and no role does.
    pub first: bool,
}

impl<'a> Line<'a> {
    /// The line of `chains`, each of which builds on the one before. `record` is the last of them.
    pub fn new(record: &'a Chain, chains: &'a [Cow<'a, Chain>]) -> Self {
        let total = chains.iter().map(|chain| chain.hops.len()).sum();
        let own = chains.last().map_or(0, |chain| chain.hops.len());
        let from_source = chains.first().is_some_and(|first| parent_of(first).is_none());
        let hops = chains.iter().flat_map(|chain| chain.hops.iter().enumerate());
        let step = |(index, (at, hop)): (usize, (usize, &'a Hop))| Step {
            hop,
            role: RoleArn::parse(&hop.role_arn),
            at,
            number: index + 1,
            first: index == 0 && from_source,
        };
        let steps = hops.take(MAX_HOPS).enumerate().map(step).collect();
        Self { record, chains, total, inherited: total - own, steps }
    }

    /// The hops that are written in the record itself.
    pub fn own(&self) -> &[Step<'a>] {
        self.steps.get(self.inherited..).unwrap_or_default()
    }

    /// The hops before `step`.
    pub fn before(&self, step: &Step<'_>) -> &[Step<'a>] {
        self.steps.get(..step.number - 1).unwrap_or_default()
    }

    /// `step` and the hops after it.
    pub fn from(&self, step: &Step<'_>) -> &[Step<'a>] {
        self.steps.get(step.number - 1..).unwrap_or_default()
    }

    /// All hops.
    pub fn steps(&self) -> &[Step<'a>] {
        &self.steps
    }

    /// The record after `change` to one of its own hops.
    pub fn edited(&self, step: &Step<'_>, change: impl FnOnce(&mut Hop)) -> Chain {
        let mut chain = self.record.clone();
        if let Some(hop) = chain.hops.get_mut(step.at) {
            change(hop);
        }
        chain
    }
}

impl Step<'_> {
    /// The place of one of its fields.
    pub fn place(&self, field: &str) -> String {
        format!("hops.{}.{field}", self.at)
    }

    /// What a sentence calls it: `hop 2 (deploy)`.
    pub fn name(&self) -> String {
        match &self.role {
            Ok(role) => format!("hop {} ({})", self.number, role.name()),
            Err(_) => format!("hop {}", self.number),
        }
    }
}

/// `hop 1 (a), hop 2 (b) and hop 3 (c)`.
pub(super) fn names(steps: &[Step<'_>]) -> String {
    let names: Vec<_> = steps.iter().map(Step::name).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}
