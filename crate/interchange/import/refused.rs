//! What the editor would refuse of planned chains or warn of, and how they would be without that, where a click there would mend it.

use std::collections::BTreeSet;

use super::{ImportPlan, Kept, PlannedFault};
use crate::chain::Chain;
use crate::chain::check::{Surroundings, faults, passes_for_another};
use crate::chain::finding::{Finding, Severity};
use crate::chain::inheritance::Records;
use crate::interchange::note::ImportNote;
use crate::source::own_end;

/// Notes it at each chain, and which names can pass for others. What is wrong with a parent is told of the parent alone.
pub(super) fn note(plan: &mut ImportPlan, kept: &Kept) {
    let planned: BTreeSet<&str> = plan.chains.iter().map(|it| it.chain.id.as_str()).collect();
    let others = kept.chains.iter().filter(|chain| !planned.contains(chain.id.as_str()));
    let all: Vec<Chain> = plan.chains.iter().map(|it| &it.chain).chain(others).cloned().collect();
    let records = Records::new(&all);
    let sources = plan.sources.iter().map(|it| &it.source).chain(&kept.sources);
    let ends: BTreeSet<&str> = sources.filter(|it| own_end(it).is_some()).map(|it| it.id.as_str()).collect();
    let names = plan.sources.iter().map(|it| &it.source.name).chain(plan.chains.iter().map(|it| &it.chain.name));
    let passing =
        names.flat_map(|name| passes_for_another(name).map(|sentence| ImportNote::warning(sentence).of(name)));
    plan.notes.extend(passing.collect::<Vec<_>>());
    for it in &mut plan.chains {
        let mut found = errors(&it.chain, &records);
        // A chain without a role opens as its source's own end.
        found.retain(|finding| finding.place != "hops" || !ends.contains(it.chain.source_id.as_str()));
        it.mended = mended(&found, &records);
        it.faults = found.into_iter().map(told).collect();
    }
}

fn errors(chain: &Chain, records: &Records<'_>) -> Vec<Finding> {
    // Whether the person is named in the settings is no matter of a file.
    let around = Surroundings { user: Some("user".into()), ..Surroundings::default() };
    let mut found = faults(chain, records, &around);
    found.retain(|it| it.severity == Severity::Error && it.place != "parentId");
    found
}

fn told(Finding { place, message, fix, .. }: Finding) -> PlannedFault {
    let fix = fix.filter(|fix| !fix.test_first).map(|fix| fix.label);
    PlannedFault { place, message, fix }
}

/// The chain with one fix after the other, each of what is found then; none where nothing can be mended.
fn mended(found: &[Finding], records: &Records<'_>) -> Option<Chain> {
    let first = |found: &[Finding]| {
        found.iter().filter_map(|it| it.fix.as_ref()).find(|fix| !fix.test_first).map(|fix| fix.chain.clone())
    };
    let mut mended = first(found)?;
    // A fix takes what it mends away, and the next is of another; each finding has one at most.
    for _ in 1..found.len() {
        match first(&errors(&mended, records)) {
            Some(next) => mended = next,
            None => break,
        }
    }
    Some(mended)
}
