//! The fields of one hop that are one line of text each.

use std::ops::RangeInclusive;

use super::Surroundings;
use super::duration::LEAVE_OUT;
use super::line::{Line, Step};
use crate::aws::arn::is_account;
use crate::aws::invisible::stray;
use crate::aws::limits;
use crate::aws::names::{MARKS, is_allowed};
use crate::aws::partition::Partition;
use crate::chain::Hop;
use crate::chain::finding::Finding;
use crate::chain::inheritance::ACCOUNT;
use crate::chain::placeholders::{self, Templated};

pub(super) fn check(line: &Line<'_>, step: &Step<'_>, around: &Surroundings) -> Vec<Finding> {
    let hop = step.hop;
    // What the chain says for all its hops is said once, at the chain.
    let session_name = hop.session_name.as_ref().filter(|name| line.record.session_name.as_ref() != Some(name));
    let region = hop.region.as_ref().filter(|region| line.record.region.as_ref() != Some(region));
    let template = |of| move |text: &str| placeholders::check(of, text, around.user.as_deref());
    [
        check_role(step),
        check_text(line, step, "sessionName", session_name, template(Templated::SessionName), |hop| {
            &mut hop.session_name
        }),
        check_text(line, step, "externalId", hop.external_id.as_ref(), check_external_id, |hop| &mut hop.external_id),
        check_text(
            line,
            step,
            "sourceIdentity",
            hop.source_identity.as_ref(),
            |text| reserved(text).and_then(|()| template(Templated::SourceIdentity)(text)),
            |hop| &mut hop.source_identity,
        ),
        check_mfa(line, step),
        region.and_then(|region| check_region(line, step, region)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A sentence if `text` cannot be the SerialNumber of an MFA device whose codes STS takes.
///
/// # Errors
/// The sentence, which quotes nothing of the text.
pub fn check_mfa_serial(text: &str) -> Result<(), String> {
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("This is a code. Write the device’s ARN, or the serial number of a hardware token.".into());
    }
    check_word("The serial number", text, limits::MFA_SERIAL, ":/")?;
    let Some(arn) = text.strip_prefix("arn:") else { return Ok(()) };
    let parts: Vec<_> = arn.splitn(5, ':').collect();
    let [partition, "iam", "", account, resource] = parts[..] else { return Err(not_a_device()) };
    if Partition::from_name(partition).is_none() || !is_account(account) {
        return Err(not_a_device());
    }
    match resource.split_once('/') {
        Some(("mfa", name)) if !name.is_empty() => Ok(()),
        // "You cannot pass the MFA information for a FIDO security key to AWS STS API operations", the IAM user guide says.
        Some(("u2f", _)) => {
            Err("This is a passkey or a security key. STS takes only codes: name the user’s authenticator app \
                                 or hardware token, and add one to the user if there is none."
                .into())
        }
        _ => Err(not_a_device()),
    }
}

/// What one word of AWS's identifiers may hold beside letters and digits: the pattern `[\w+=,.@-]`.
const WORD: &str = MARKS;

fn check_role(step: &Step<'_>) -> Option<Finding> {
    let sentence = step.role.as_ref().err()?;
    let place = step.place("roleArn");
    Some(if step.hop.role_arn.contains(ACCOUNT) {
        let sentence = "{account} stands for the accounts of a shape. Write the account’s 12 digits, or add accounts, for each of \
                        which there is then a chain.";
        Finding::error(place, sentence)
    } else {
        Finding::error(place, sentence)
    })
}

/// What is wrong with a field of text. Where only spaces around it are, a click takes them away.
fn check_text(
    line: &Line<'_>,
    step: &Step<'_>,
    field: &str,
    text: Option<&String>,
    check: impl Fn(&str) -> Result<(), String>,
    of: impl Fn(&mut Hop) -> &mut Option<String>,
) -> Option<Finding> {
    let text = text?;
    let finding = Finding::error(step.place(field), check(text).err()?);
    Some(match text.trim() {
        trimmed if check(trimmed).is_ok() => {
            let fixed = line.edited(step, |hop| *of(hop) = Some(trimmed.into()));
            finding.with_fix("Take the spaces out", fixed)
        }
        _ => finding,
    })
}

fn check_external_id(text: &str) -> Result<(), String> {
    check_word("The external ID", text, limits::EXTERNAL_ID, ":/")
}

/// A sentence if `text` is not of AWS's pattern `[\w+=,.@-]*`, `extra` characters allowed, or of another length.
fn check_word(what: &str, text: &str, length: RangeInclusive<usize>, extra: &str) -> Result<(), String> {
    let (least, most) = (length.start(), length.end());
    if let Some(sentence) = stray(text, what) {
        Err(sentence)
    } else if let Some(other) = text.chars().find(|c| !is_allowed(*c) && !extra.contains(*c)) {
        Err(format!("{what} cannot hold the character {other}. Beside letters and digits it takes {WORD}{extra}"))
    } else if !length.contains(&text.len()) {
        Err(format!("{what} has {least} to {most} characters; this has {}.", text.len()))
    } else {
        Ok(())
    }
}

fn reserved(source_identity: &str) -> Result<(), String> {
    let reserved = source_identity.starts_with("aws:");
    if reserved {
        Err("AWS keeps source identities that begin with aws: to itself. Choose another.".into())
    } else {
        Ok(())
    }
}

fn check_mfa(line: &Line<'_>, step: &Step<'_>) -> Option<Finding> {
    let serial = step.hop.mfa_serial.as_ref()?;
    if !step.first {
        let place = step.place("mfaSerial");
        let sentence = "AWS takes a code only where a user’s own key calls. This hop is called by the role before it, whose session \
                        cannot give one. Name the device on the first hop of the chain.";
        return Some(
            Finding::error(place, sentence).with_fix(LEAVE_OUT, line.edited(step, |hop| hop.mfa_serial = None)),
        );
    }
    let check = |text: &str| check_mfa_serial(text).and_then(|()| same_partition(text, step));
    check_text(line, step, "mfaSerial", Some(serial), check, |hop| &mut hop.mfa_serial)
}

/// The user whose device it is calls the role, so both are in one partition.
fn same_partition(serial: &str, step: &Step<'_>) -> Result<(), String> {
    let partition = serial.strip_prefix("arn:").and_then(|arn| Partition::from_name(arn.split(':').next()?));
    match (partition, &step.role) {
        (Some(device), Ok(role)) if device != role.partition() => {
            let (device, role) = (device.people(), role.partition().people());
            Err(format!(
                "This device is in {device}, but the role is in {role}. A user of one cannot assume roles of the other."
            ))
        }
        _ => Ok(()),
    }
}

fn not_a_device() -> String {
    "This is not the ARN of an MFA device. One looks like arn:aws:iam::123456789012:mfa/name.".into()
}

/// Without a region of its own a hop has the chain's, or its partition's first.
fn check_region(line: &Line<'_>, step: &Step<'_>, region: &str) -> Option<Finding> {
    let role = step.role.as_ref().ok()?;
    let finding = Finding::error(step.place("region"), role.partition().check_region(region).err()?);
    Some(finding.with_fix(LEAVE_OUT, line.edited(step, |hop| hop.region = None)))
}
