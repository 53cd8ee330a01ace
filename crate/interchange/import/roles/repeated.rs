//! Roles that a text names more than once, in words and then in the command that assumes them, say: each is assumed once.

use std::collections::{BTreeMap, BTreeSet};

use crate::chain::Hop;

/// Gives the hops that are merely named what the text says of their role elsewhere, if it says one thing. `chain` tells which chain a
/// hop is of.
pub(super) fn settle(hops: &mut [Hop], mere: &BTreeSet<usize>, chain: impl Fn(usize) -> Option<usize>) {
    for same in by_role(hops, chain) {
        let mut steps = same.iter().filter(|at| !mere.contains(*at)).filter_map(|at| hops.get(*at));
        let Some(whole) = steps.next().filter(|first| steps.all(|other| other == *first)).cloned() else { continue };
        for at in same {
            if let Some(hop) = hops.get_mut(at) {
                *hop = whole.clone();
            }
        }
    }
}

/// Leaves out of the order what names a hop of its chain again, and tells whether there was any. Of a step and its name the first in
/// the text stays.
pub(super) fn once(
    order: &mut Vec<usize>,
    hops: &[Hop],
    mere: &BTreeSet<usize>,
    chain: impl Fn(usize) -> Option<usize>,
) -> bool {
    let mut again = vec![false; hops.len()];
    for same in by_role(hops, chain) {
        for (count, at) in same.iter().enumerate() {
            let names = |other: &usize| mere.contains(at) || mere.contains(other);
            let is_again = same.iter().take(count).any(|other| hops.get(*other) == hops.get(*at) && names(other));
            if let Some(again) = again.get_mut(*at) {
                *again = is_again;
            }
        }
    }
    let before = order.len();
    order.retain(|at| again.get(*at) != Some(&true));
    order.len() < before
}

/// The places of the hops of one role and chain together. They are not many: a chain is full after some.
fn by_role(hops: &[Hop], chain: impl Fn(usize) -> Option<usize>) -> Vec<Vec<usize>> {
    let mut places: BTreeMap<(Option<usize>, &str), Vec<usize>> = BTreeMap::new();
    for (at, hop) in hops.iter().enumerate() {
        places.entry((chain(at), hop.role_arn.as_str())).or_default().push(at);
    }
    places.into_values().filter(|same| same.len() > 1).collect()
}
