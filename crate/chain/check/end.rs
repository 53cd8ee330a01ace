//! What hangs on the end role: the chain's region, its console page, and whether it can open read-only.

use super::line::Line;
use crate::aws::destination::destination;
use crate::chain::finding::Finding;
use crate::chain::route::held;

/// On the region, where the end role can be read.
pub(super) fn check_region(line: &Line<'_>) -> Option<Finding> {
    let partition = line.own().last()?.role.as_ref().ok()?.partition();
    let sentence = partition.check_region(line.record.region.as_deref()?).err()?;
    Some(Finding::error("region", sentence))
}

/// On the console page, where the end role can be read.
pub(super) fn check_page(line: &Line<'_>) -> Option<Finding> {
    let end = line.own().last()?;
    let partition = end.role.as_ref().ok()?.partition();
    // A wrong region is said once, not again of the page that would be built on it.
    let region = line.record.region.as_deref().filter(|region| partition.has_region(region));
    let sentence = destination(partition, region, line.record.destination.as_deref()).err()?;
    let place = if partition.console_known() { "destination".into() } else { end.place("roleArn") };
    Some(Finding::error(place, sentence))
}

/// On opening read-only, where the end role's hop has session policies of its own. With changes allowed it opens all the same.
pub(super) fn check_read_only(line: &Line<'_>) -> Option<Finding> {
    let (read_only, end) = (line.record.read_only?, line.own().last()?);
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
