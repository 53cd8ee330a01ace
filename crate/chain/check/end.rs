//! What hangs on the role that the console opens as: the chain's region, its console page, and whether it can open read-only.

use super::Surroundings;
use super::duration::LEAVE_OUT;
use super::line::Line;
use crate::aws::destination::destination;
use crate::aws::partition::Partition;
use crate::chain::finding::Finding;
use crate::chain::route::held;

/// On the region, where that role can be read.
pub(super) fn check_region(line: &Line<'_>, around: &Surroundings) -> Option<Finding> {
    let sentence = partition(line, around)?.check_region(line.record.region.as_deref()?).err()?;
    let mut without = line.record.clone();
    let region = without.region.take();
    // A hop that says the same is not told of beside the chain.
    without.hops.iter_mut().filter(|hop| hop.region == region).for_each(|hop| hop.region = None);
    Some(Finding::error("region", sentence).with_fix(LEAVE_OUT, without))
}

/// On the console page, where that role can be read.
pub(super) fn check_page(line: &Line<'_>, around: &Surroundings) -> Option<Finding> {
    let partition = partition(line, around)?;
    // A wrong region is said once, not again of the page that would be built on it.
    let region = line.record.region.as_deref().filter(|region| partition.has_region(region));
    let sentence = destination(partition, region, line.record.destination.as_deref()).err()?;
    let end = line.own().last().filter(|_| !partition.console_known());
    Some(Finding::error(end.map_or_else(|| "destination".into(), |end| end.place("roleArn")), sentence))
}

/// On opening read-only, where the end role's hop has session policies of its own. With changes allowed it opens all the same.
pub(super) fn check_read_only(line: &Line<'_>, around: &Surroundings) -> Option<Finding> {
    let read_only = line.record.read_only?;
    let Some(end) = line.own().last() else {
        return (line.total == 0 && around.own_end.is_some()).then(|| Finding::error("readOnly", NOT_ASSUMED));
    };
    match held(read_only, end.hop, end.role.as_ref().ok()?.partition()) {
        Err(why) => Some(Finding::warning("readOnly", format!("It cannot open read-only. {why}"))),
        Ok(_) => end.hop.policy.is_some().then(|| {
            Finding::hint(
                "readOnly",
                "The last role’s own session policy is laid over read-only access by GetScopedCredentials, which is new and may not be \
                 everywhere yet. A test of the chain shows whether it is.",
            )
        }),
    }
}

const NOT_ASSUMED: &str = "A chain without a role of its own cannot open read-only: the session comes from its source as it is, and \
                           nothing is assumed that could be held to a policy. Add a role, or choose a permission set that only reads.";

/// That of the last role, or of the one whose session the source gives.
fn partition(line: &Line<'_>, around: &Surroundings) -> Option<Partition> {
    match line.own().last() {
        Some(end) => Some(end.role.as_ref().ok()?.partition()),
        None => Partition::from_name(&around.own_end.as_ref().filter(|_| line.total == 0)?.partition),
    }
}
