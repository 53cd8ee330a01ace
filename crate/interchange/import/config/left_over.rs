//! What nobody asked for of the files: told of, unless it has no part in a chain.

use super::notes::Notes;
use super::shown;
use crate::interchange::import::oddities::Odd;
use crate::interchange::import::profiles::{Profile, Profiles, Property};

/// Tells of each setting that was not used: of a profile that became a chain or a source by its name, of others by its line.
pub(super) fn tell(read: &mut Profiles, became: impl Fn(&Profile) -> bool, notes: &mut Notes) {
    let Profiles { profiles, sso_sessions, services, oddities } = read;
    for profile in profiles.iter() {
        let is_role = profile.has("role_arn");
        let lost = |property: &&Property| !is_idle(&property.key) && (is_role || property.key != "region");
        if became(profile) {
            profile.left_over().filter(lost).for_each(|lost| tell_one(profile, &lost.key, lost, notes));
        } else {
            let lines = profile.properties().iter().filter(lost);
            lines.for_each(|lost| oddities.note(Odd::LeftOut, lost.place, profile.name));
        }
    }
    for session in sso_sessions.iter() {
        session.left_over().for_each(|lost| tell_one(session, &lost.key, lost, notes));
    }
    // Of the endpoints only STS's would be asked.
    for (section, lost) in services.iter().flat_map(|it| it.left_over().map(move |lost| (it, lost))) {
        if lost.key == "sts" {
            let sentence = "The endpoint of STS is left out: Rolerelay asks the usual one of the region.";
            notes.warning_at(lost.place, section.name, sentence);
        }
    }
}

/// Tells of the settings below one that has no value of its own.
pub(super) fn tell_nested(profile: &str, property: &Property, notes: &mut Notes) {
    if is_idle(&property.key) {
        return;
    }
    for line in property.value.split('\n').skip(1) {
        let name = line.split('=').next().unwrap_or_default().trim();
        let sentence = unknown(&format!("{}.{}", property.key, name));
        notes.warning_at(property.place, profile, sentence);
    }
}

fn tell_one(profile: &Profile, key: &str, property: &Property, notes: &mut Notes) {
    let sentence = if OF_A_ROLE.contains(&key) && !profile.has("role_arn") {
        format!("{key} is left out: it belongs to a role, and the profile names none.")
    } else if let Some((_, why)) = ELSEWHERE.iter().find(|(known, _)| *known == key) {
        format!("{key} is left out: {why}.")
    } else {
        unknown(key)
    };
    notes.warning_at(property.place, profile.name, sentence);
}

/// The value may be a secret, so it is not quoted.
fn unknown(key: &str) -> String {
    format!("“{} = …” is left out: Rolerelay does not know this setting, so what it says is lost.", shown(key))
}

/// What only says something of a role that is assumed.
const OF_A_ROLE: [&str; 9] = [
    "credential_source",
    "duration_seconds",
    "external_id",
    "role_session_name",
    "session_tags",
    "source_identity",
    "source_profile",
    "transitive_session_tags",
    "jump_role_arn",
];

/// Why a known setting is left out.
const ELSEWHERE: [(&str, &str); 8] = [
    (
        "endpoint_url",
        "Rolerelay asks AWS, or with keys an endpoint of this computer: http://localhost or http://127.0.0.1",
    ),
    ("aws_access_key_id", NO_START),
    ("aws_secret_access_key", NO_START),
    ("aws_session_token", NO_START),
    ("aws_security_token", "aws_session_token stands beside it and says another"),
    ("image", "a chain has no picture"),
    ("mfa_process", "a browser runs no program. The popup asks for the code, or a seed makes it"),
    ("web_identity_token_file", "the file is on a machine, where no browser reads it"),
];

const NO_START: &str = "the profile assumes a role with the keys of another, and nothing starts from its own";

/// Settings of the AWS CLI and of SDKs that have no part in which role is assumed, by whom and how.
fn is_idle(key: &str) -> bool {
    const PREFIXES: [&str; 5] = ["cli_", "ec2_metadata_", "metadata_service_", "s3", "sdk_"];
    const KEYS: [&str; 20] = [
        "account_id_endpoint_mode",
        "api_versions",
        "ca_bundle",
        "cloudwatch",
        "defaults_mode",
        "disable_request_compression",
        "dynamodb",
        "endpoint_discovery_enabled",
        "ignore_configured_endpoint_urls",
        "max_attempts",
        "max_concurrent_requests",
        "output",
        "parameter_validation",
        "payload_signing_enabled",
        "request_checksum_calculation",
        "request_min_compression_size_bytes",
        "response_checksum_validation",
        "retry_mode",
        "services",
        "tcp_keepalive",
    ];
    PREFIXES.iter().any(|prefix| key.starts_with(prefix)) || KEYS.contains(&key)
}
