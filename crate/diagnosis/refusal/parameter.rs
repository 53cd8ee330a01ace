//! A parameter that STS does not take: which it is, what AWS takes there, and what to do. The forms are those of STS's model; the lengths
//! are `aws/limits.rs`'s.

use std::ops::RangeInclusive;

use crate::aws::limits;

/// What `said` means for whoever wrote the hop, with AWS's own words behind it.
pub(super) fn sentence(said: &str) -> String {
    let at = |name: &str| said.contains(&format!("at '{name}"));
    let from_to = |range: &RangeInclusive<usize>| format!("{} to {}", range.start(), range.end());
    let is_tag = said.to_lowercase().contains("tag key") || said.contains("System tags");
    let advice = if at("roleSessionName") {
        format!(
            "AWS does not take this hop’s session name, which has {} letters, digits or _+=,.@- and nothing else. Change it, or what \
             is filled into it.",
            from_to(&limits::SESSION_NAME)
        )
    } else if at("sourceIdentity") {
        format!(
            "AWS does not take this hop’s source identity, which has {} letters, digits or _+=,.@- and nothing else. Change it, or what \
             is filled into it.",
            from_to(&limits::SOURCE_IDENTITY)
        )
    } else if at("externalId") {
        format!(
            "AWS does not take this hop’s external ID, which has {} letters, digits or _+=,.@:/- and nothing else. Copy it anew.",
            from_to(&limits::EXTERNAL_ID)
        )
    } else if at("serialNumber") {
        "AWS does not take this MFA device, which is an ARN, or the serial number of a hardware token. Copy it anew from the user’s page \
         in IAM."
            .into()
    } else if at("tokenCode") {
        "AWS does not take this code: it has six digits. Enter the next one.".into()
    } else if at("tags") || at("transitiveTagKeys") || is_tag {
        format!(
            "AWS does not take a session tag of this hop. There may be {} of them, each key once, whatever its case, and of {} characters, \
             each value of at most {}: letters, digits, spaces or _.:/=+-@. Change the tags.",
            limits::SESSION_TAGS.end(),
            from_to(&limits::TAG_KEY),
            limits::TAG_VALUE.end()
        )
    } else if at("policyArns") {
        "AWS does not take a managed session policy of this hop. Copy its ARN anew from the policy’s page in IAM."
            .into()
    } else if at("policy") {
        "AWS does not take this hop’s session policy. Shorten it, and look for characters that JSON does not have."
            .into()
    } else if at("durationSeconds") {
        format!(
            "AWS does not take this hop’s duration, which is {} seconds. Leave it empty, or set another.",
            from_to(&limits::DURATION)
        )
    } else if at("roleArn") || said.contains("ARN is invalid") {
        "AWS does not take this hop’s role. Copy the ARN from the role’s page in IAM.".into()
    } else {
        "AWS does not take something that this hop says. Look at its details.".into()
    };
    format!("{advice} AWS says: {said}")
}
