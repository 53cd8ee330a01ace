//! What a hop cannot be, or cannot say again, after the hops before it.

use super::duration::LEAVE_OUT;
use super::line::{Line, Step};
use crate::aws::arn::RoleArn;
use crate::chain::finding::Finding;
use crate::chain::{Chain, Hop};

pub(super) fn check(line: &Line<'_>, step: &Step<'_>) -> Vec<Finding> {
    [check_role(line, step), check_source_identity(line, step)].into_iter().flatten().collect()
}

/// On the role, held against those before it. A role that cannot be read has a finding of its own.
fn check_role(line: &Line<'_>, step: &Step<'_>) -> Option<Finding> {
    let to = step.role.as_ref().ok()?;
    let place = || step.place("roleArn");
    let from = line.before(step).iter().rfind(|step| step.role.is_ok())?;
    let from_role = from.role.as_ref().ok()?;
    if from_role.partition() != to.partition() {
        let (to, from) = (to.partition().people(), from_role.partition().people());
        let sentence = format!(
            "This role is in {to}, the role before it in {from}. A chain cannot cross partitions: a role of one cannot be \
             assumed from another."
        );
        return Some(Finding::error(place(), sentence));
    }
    if from_role == to && from.number + 1 == step.number {
        let sentence =
            "This is the role before it again. It works only if the role’s trust policy names the role itself.";
        let finding = Finding::warning(place(), sentence);
        return Some(match without_hop(line, step) {
            Some(chain) => finding.with_fix("Remove this hop", chain),
            None => finding,
        });
    }
    check_earlier(line, step, to)
}

/// On a role that was met before, or nearly.
fn check_earlier(line: &Line<'_>, step: &Step<'_>, role: &RoleArn) -> Option<Finding> {
    let place = || step.place("roleArn");
    let earlier = |is_it: &dyn Fn(&RoleArn) -> bool| {
        line.before(step).iter().find(|earlier| earlier.role.as_ref().is_ok_and(is_it))
    };
    // IAM: "Role names must be unique within the account", whatever their path and case.
    let alike = |other: &RoleArn| {
        other != role && other.account() == role.account() && other.name().eq_ignore_ascii_case(role.name())
    };
    if let Some(other) = earlier(&alike) {
        let sentence = format!(
            "An account has only one role of this name, but {} writes it with another path or in other letters. One of the \
             two ARNs is wrong: copy both from IAM.",
            other.name()
        );
        return Some(Finding::warning(place(), sentence));
    }
    let same = earlier(&|other: &RoleArn| other == role)?;
    let sentence = format!(
        "This is the role of {} again. Perhaps the hops after that one are not needed: a session here may do no more than there.",
        same.name()
    );
    Some(Finding::hint(place(), sentence))
}

/// The chain without a hop that says nothing but its role, if another stays.
fn without_hop(line: &Line<'_>, step: &Step<'_>) -> Option<Chain> {
    let plain = Hop { role_arn: step.hop.role_arn.clone(), ..Hop::default() };
    let mut chain = line.record.clone();
    (*step.hop == plain && chain.hops.len() > 1).then(|| {
        chain.hops.remove(step.at);
        chain
    })
}

/// Once set, a source identity stays: AWS refuses another ("Monitor and control actions taken with assumed roles").
fn check_source_identity(line: &Line<'_>, step: &Step<'_>) -> Option<Finding> {
    let identity = step.hop.source_identity.as_ref()?;
    let first = line.before(step).iter().find(|earlier| earlier.hop.source_identity.is_some())?;
    let place = step.place("sourceIdentity");
    // Of the placeholders, these are something else on each hop.
    let differs = ["{hop}", "{account}", "{role}"].iter().any(|placeholder| identity.contains(placeholder));
    let finding = if first.hop.source_identity.as_ref() == Some(identity) && !differs {
        let sentence = format!("The source identity is set by {} and stays. It is not needed here.", first.name());
        Finding::warning(place, sentence)
    } else {
        let sentence = format!(
            "The source identity is set by {} and stays: AWS refuses another one later. Leave it out here, or there.",
            first.name()
        );
        Finding::error(place, sentence)
    };
    Some(finding.with_fix(LEAVE_OUT, line.edited(step, |hop| hop.source_identity = None)))
}
