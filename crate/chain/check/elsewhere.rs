//! What is other where a chain is walked at an endpoint of a person's own.

use super::Surroundings;
use super::line::Line;
use crate::chain::finding::Finding;

/// On what the endpoint takes no part in, and on one that cannot be asked.
pub(super) fn check(line: &Line<'_>, around: &Surroundings) -> Vec<Finding> {
    let Some(endpoint) = &around.endpoint else { return Vec::new() };
    let mut found = Vec::new();
    if let Err(wrong) = endpoint.sts_host() {
        let place = if line.record.parent_id.is_some() { "parentId" } else { "sourceId" };
        let sentence = format!("The endpoint of its source cannot be asked. {}", wrong.sentence);
        found.push(Finding::error(place, sentence));
    }
    if line.record.destination.as_deref().is_some_and(|page| !page.trim().is_empty()) {
        let sentence = "It is walked at an endpoint of your own, which knows no page of AWS’s console: this one never opens. Leave it empty.";
        found.push(Finding::warning("destination", sentence));
    }
    if let Some(first) = line.own().first().filter(|step| step.first && step.hop.mfa_serial.is_some()) {
        let sentence =
            "It is walked at an endpoint of your own, and codes of MFA devices go to AWS alone: none is asked for.";
        found.push(Finding::hint(first.place("mfaSerial"), sentence));
    }
    found
}
