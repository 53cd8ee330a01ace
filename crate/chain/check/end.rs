//! What hangs on the end role: the chain's region and its console page.

use super::line::Line;
use crate::aws::destination::destination;
use crate::chain::finding::Finding;

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
