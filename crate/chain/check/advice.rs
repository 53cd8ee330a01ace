//! Hints on a chain that is well as it is: what its roles must allow, and whether a shorter one would do.

use super::Surroundings;
use super::line::{Line, Step, names};
use crate::chain::finding::Finding;
use crate::chain::inheritance::ACCOUNT;
use crate::chain::{Chain, Hop};

/// What the trust policies of roles must allow, which nobody sees before the walk.
pub(super) fn needs(line: &Line<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for step in line.own() {
        let tags = &step.hop.session_tags;
        if !tags.is_empty() {
            let given = if step.hop.passes_tags_on() { line.from(step) } else { std::slice::from_ref(step) };
            found.push(Finding::hint(step.place("sessionTags"), must_allow("sts:TagSession", given)));
        }
        if step.hop.source_identity.is_some() && setter(line).is_some_and(|first| first.number == step.number) {
            let sentence = must_allow("sts:SetSourceIdentity", line.from(step));
            found.push(Finding::hint(step.place("sourceIdentity"), sentence));
        }
    }
    found.extend(inherited_needs(line));
    found
}

/// That no code is asked for.
pub(super) fn temporary_keys(line: &Line<'_>, around: &Surroundings) -> Option<Finding> {
    let first = line.own().first().filter(|step| step.first && step.hop.mfa_serial.is_some())?;
    let sentence = "The source signs with temporary credentials, and AWS takes no code with those. Rolerelay sends none with this hop.";
    (around.long_term == Some(false)).then(|| Finding::hint(first.place("mfaSerial"), sentence))
}

/// That the source could perhaps assume the end role without the hops between. They are needed where they give the end
/// role something: tags that are passed on, or a source identity.
pub(super) fn direct_way(line: &Line<'_>, around: &Surroundings) -> Option<Finding> {
    let (end, earlier) = line.steps().split_last()?;
    let first = earlier.first()?;
    let gives = |hop: &Hop| hop.source_identity.is_some() || hop.passes_tags_on();
    if earlier.iter().any(|step| gives(step.hop)) {
        return None;
    }
    let why = match around.long_term {
        Some(false) => "",
        _ => ", and with a long-term key its session is not bound to one hour",
    };
    let sentence = format!(
        "Perhaps the hops before the last are not needed: if the source’s keys may assume the role of {} themselves, the shorter \
         chain opens the same console{why}.",
        end.name()
    );
    let finding = Finding::hint("hops", sentence);
    // Of a shape, the chain of one account is tested; without `{account}` in its last role nothing of a shape would be left.
    let stays = line.record.accounts.is_empty() || line.record.hops.last()?.role_arn.contains(ACCOUNT);
    let chain = stays.then(|| direct(line, first.hop));
    Some(match chain {
        Some(chain) => finding.with_test("Test the direct way", chain),
        None => finding,
    })
}

/// The last hop from the source, with what it inherits, and with the device of the user who calls it then.
fn direct(line: &Line<'_>, first: &Hop) -> Chain {
    let Line { record, chains, .. } = line;
    let end = record.hops.last().map(|end| Hop { mfa_serial: first.mfa_serial.clone(), ..end.clone() });
    Chain {
        source_id: chains.first().map(|root| root.source_id.clone()).unwrap_or_default(),
        parent_id: None,
        hops: end.into_iter().collect(),
        session_name: chains.iter().rev().find_map(|chain| chain.session_name.clone()),
        ..(*record).clone()
    }
}

/// On what hops of the parents pass on to those of the chain itself.
fn inherited_needs(line: &Line<'_>) -> Vec<Finding> {
    let Some(own) = line.own().first() else { return Vec::new() };
    let inherited = line.before(own);
    let tagger = inherited.iter().find(|step| step.hop.passes_tags_on());
    let identity = inherited.iter().find(|step| step.hop.source_identity.is_some());
    let hint = |earlier: &Step<'_>, gives: &str, action: &str| {
        let need = must_allow(action, line.from(own));
        Finding::hint("parentId", format!("What this chain builds on sets {gives}, at {}. {need}", earlier.name()))
    };
    let tags = tagger.map(|earlier| hint(earlier, "tags that are passed on", "sts:TagSession"));
    let identity = identity.map(|earlier| hint(earlier, "a source identity, which stays", "sts:SetSourceIdentity"));
    tags.into_iter().chain(identity).collect()
}

/// The hop that sets the source identity.
fn setter<'l, 'a>(line: &'l Line<'a>) -> Option<&'l Step<'a>> {
    line.steps().iter().find(|step| step.hop.source_identity.is_some())
}

fn must_allow(action: &str, steps: &[Step<'_>]) -> String {
    let whose = if steps.len() == 1 { "The trust policy" } else { "The trust policies" };
    format!(
        "{whose} of {} must allow {action}, and a caller in another account needs that permission too.",
        names(steps)
    )
}
