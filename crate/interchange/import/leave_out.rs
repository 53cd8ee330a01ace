//! What of a plan may not stand among what is kept ([`crate::chain::admission`]), left out with a note.

use std::collections::{BTreeMap, BTreeSet};

use super::{ImportPlan, Kept};
use crate::chain::Chain;
use crate::chain::admission::{standing, wrong_chains, wrong_sources};
use crate::chain::inheritance::split_id;
use crate::interchange::note::ImportNote;

/// Leaves out of the plan what may not be kept, and the new chains that would start from that.
pub(super) fn leave_out(plan: &mut ImportPlan, kept: &Kept) {
    let wrong_sources: BTreeMap<_, _> = {
        let sources: Vec<_> = plan.sources.iter().map(|it| Ok(&it.source)).collect();
        wrong_sources(&sources).into_iter().collect()
    };
    let wrong_chains = chains_left_out(plan, &wrong_sources, kept);
    if wrong_chains.is_empty() && wrong_sources.is_empty() {
        return;
    }
    let note = |name: &str, wrong: &str| ImportNote::warning(format!("It is left out. {wrong}")).of(name);
    let mut gone = BTreeSet::new();
    let ImportPlan { chains, sources, credentials, notes, .. } = plan;
    let mut at = 0..;
    sources.retain(|it| {
        let wrong = at.next().and_then(|at| wrong_sources.get(&at));
        notes.extend(wrong.map(|wrong| note(&it.source.name, wrong)));
        if wrong.is_some() {
            gone.insert(it.source.id.clone());
        }
        wrong.is_none()
    });
    credentials.retain(|it| !gone.contains(&it.source_id));
    let mut at = 0..;
    chains.retain(|it| {
        let wrong = at.next().and_then(|at| wrong_chains.get(&at));
        notes.extend(wrong.map(|wrong| note(&it.chain.name, wrong)));
        wrong.is_none()
    });
}

/// By their places, each with a sentence.
fn chains_left_out(plan: &ImportPlan, wrong_sources: &BTreeMap<usize, String>, kept: &Kept) -> BTreeMap<usize, String> {
    let mut wrong: BTreeMap<usize, String> = BTreeMap::new();
    // What is kept stays where its change is left out: then others may not take its place, or those of the chains that it makes.
    loop {
        let coming: Vec<_> = plan.chains.iter().enumerate().filter(|(at, _)| !wrong.contains_key(at)).collect();
        let changed: BTreeSet<_> = coming.iter().map(|(_, it)| it.chain.id.as_str()).collect();
        let staying = kept.chains.iter().filter(|chain| !changed.contains(chain.id.as_str()));
        let chains: Vec<_> = coming.iter().map(|(_, it)| Ok::<&Chain, _>(&it.chain)).collect();
        let more = wrong_chains(&chains, &standing(staying));
        if more.is_empty() {
            break;
        }
        wrong.extend(more.into_iter().filter_map(|(place, sentence)| Some((coming.get(place)?.0, sentence))));
    }
    if wrong.is_empty() && wrong_sources.is_empty() {
        return wrong;
    }
    let kept_sources: BTreeSet<_> = kept.sources.iter().map(|it| it.id.as_str()).collect();
    let kept_chains: BTreeSet<_> = kept.chains.iter().map(|it| it.id.as_str()).collect();
    let sources = wrong_sources.keys().filter_map(|at| Some(plan.sources.get(*at)?.source.id.as_str()));
    let sources: BTreeSet<_> = sources.filter(|id| !kept_sources.contains(id)).collect();
    let mut parents: BTreeSet<&str> = BTreeSet::new();
    // Parents come before what builds on them.
    for (at, chain) in plan.chains.iter().map(|it| &it.chain).enumerate() {
        let parent = chain.parent_id.as_deref().unwrap_or_default();
        if sources.contains(chain.source_id.as_str())
            || [parent, split_id(parent).0].iter().any(|id| parents.contains(id))
        {
            wrong.entry(at).or_insert_with(|| "What it starts from is left out.".into());
        }
        if wrong.contains_key(&at) && !kept_chains.contains(chain.id.as_str()) {
            parents.insert(chain.id.as_str());
        }
    }
    wrong
}
