//! How long sessions may last.

use super::Surroundings;
use super::line::{Line, Step};
use crate::aws::arn::RoleArn;
use crate::aws::limits;
use crate::chain::finding::Finding;
use crate::chain::inheritance::ACCOUNT;
use crate::protocol::sts::CHAINED_SECONDS;

/// DurationSeconds, and SessionDuration of the console.
fn is_allowed(seconds: u32) -> bool {
    limits::DURATION.contains(&(seconds as usize))
}

/// On the DurationSeconds of a hop.
pub(super) fn check(line: &Line<'_>, step: &Step<'_>, around: &Surroundings) -> Option<Finding> {
    let seconds = step.hop.duration_seconds?;
    let place = step.place("durationSeconds");
    let set = |seconds| line.edited(step, |hop| hop.duration_seconds = seconds);
    if !is_allowed(seconds) {
        let (label, nearest) = match seconds {
            ..CHAINED_SECONDS => ("Set 15 minutes", LEAST),
            _ if step.first => ("Set 12 hours", MOST),
            _ => (SET_ONE_HOUR, CHAINED_SECONDS),
        };
        let finding = Finding::error(place, "A session lasts 900 seconds (15 minutes) to 43200 seconds (12 hours).");
        return Some(finding.with_fix(label, set(Some(nearest))));
    }
    if seconds <= CHAINED_SECONDS {
        return None;
    }
    if !step.first {
        let sentence = "AWS gives at most 3600 seconds (one hour) to a role that is assumed from another role. \
                        Write 3600 or less, or leave it empty.";
        return Some(Finding::error(place, sentence).with_fix(SET_ONE_HOUR, set(Some(CHAINED_SECONDS))));
    }
    if let Some(refused) = refused(line, step, around).filter(|refused| seconds >= *refused) {
        let sentence = format!(
            "AWS refused {refused} seconds for this role before, as over its maximum session duration. \
             Write less, or leave it empty for one hour."
        );
        return Some(Finding::warning(place, sentence).with_fix(LEAVE_OUT, set(None)));
    }
    match around.long_term {
        Some(true) => None,
        // What the walk does with temporary credentials: it asks for one hour.
        Some(false) => {
            let sentence = "The source signs with temporary credentials, and AWS gives the sessions that those start at most \
                            3600 seconds (one hour). Rolerelay asks for no more then.";
            Some(Finding::warning(place, sentence).with_fix(SET_ONE_HOUR, set(Some(CHAINED_SECONDS))))
        }
        None => Some(Finding::hint(
            place,
            "More than 3600 seconds (one hour) works only if the source is a long-term key and the role allows it.",
        )),
    }
}

/// On the length of the console session.
pub(super) fn check_console(line: &Line<'_>, around: &Surroundings) -> Option<Finding> {
    const PLACE: &str = "sessionDuration";
    let seconds = line.record.session_duration?;
    // AWS gives it to the session of a federated role too, as it documents of SAML and OpenID Connect.
    let is_own = line.total == 0 && around.own_end.is_some();
    let without = || {
        let mut chain = line.record.clone();
        chain.session_duration = None;
        chain
    };
    if is_own && around.long_term == Some(true) {
        let sentence = "A user’s own console lasts as long as its source says: AWS takes no other length for it.";
        return Some(Finding::error(PLACE, sentence).with_fix(LEAVE_OUT, without()));
    }
    if line.total > 1 {
        let sentence = "AWS takes a console session’s length only for a chain of one role. Leave it empty: \
                        the console then stays open as long as the last role’s session.";
        Some(Finding::error(PLACE, sentence).with_fix(LEAVE_OUT, without()))
    } else if !is_allowed(seconds) {
        let sentence = "A console session lasts 900 seconds (15 minutes) to 43200 seconds (12 hours).";
        Some(Finding::error(PLACE, sentence).with_fix(LEAVE_OUT, without()))
    } else if around.long_term == Some(false) && !is_own {
        let sentence = "AWS takes a console session’s length only where a user’s long-term key starts it. The source signs with \
                        temporary credentials, so Rolerelay does not ask for it.";
        Some(Finding::warning(PLACE, sentence).with_fix(LEAVE_OUT, without()))
    } else {
        None
    }
}

const LEAST: u32 = *limits::DURATION.start() as u32;
const MOST: u32 = *limits::DURATION.end() as u32;
const SET_ONE_HOUR: &str = "Set one hour";
pub(super) const LEAVE_OUT: &str = "Leave it out";

/// The least that AWS refused as over this role's maximum. For a shape, over that of the role in any account.
fn refused(line: &Line<'_>, step: &Step<'_>, around: &Surroundings) -> Option<u32> {
    let template = line.record.hops.get(step.at)?.role_arn.trim();
    let is_it =
        |arn: &str| RoleArn::parse(arn).is_ok_and(|role| template.replace(ACCOUNT, role.account()) == role.to_string());
    around.refused_durations.iter().filter(|refused| is_it(&refused.role_arn)).map(|refused| refused.seconds).min()
}
