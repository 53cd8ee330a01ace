//! Files of other tools that have sections too, as AWS's files and AESR's have: those of rclone, saml2aws and SAM, and whatever else is TOML.

use std::collections::BTreeSet;

use super::config;
use super::profiles::lines;

/// What AWS's tools and AESR know beside what begins with one of [`PREFIXES`].
const KEYS: [&str; 27] = [
    "ca_bundle",
    "color",
    "credential_process",
    "credential_source",
    "duration_seconds",
    "endpoint_url",
    "external_id",
    "image",
    "include_profile",
    "jump_role_arn",
    "login_session",
    "mfa_process",
    "mfa_serial",
    "output",
    "parent_profile",
    "region",
    "retry_mode",
    "role_arn",
    "role_duration",
    "role_name",
    "role_session_name",
    "session_tags",
    "source_identity",
    "source_profile",
    "services",
    "transitive_session_tags",
    "web_identity_token_file",
];
const PREFIXES: [&str; 9] =
    ["aws_access", "aws_account", "aws_expiration", "aws_se", "cli_", "granted_", "s3", "sso_", "target_"];

/// The section that other tools have too.
const DEFAULT: &str = "default";

/// Whether sections of no tool that we know set more by names that none of them has than by theirs, or are TOML's, where texts stand in
/// quotation marks. One section of AWS config makes the file AWS's.
pub(super) fn is(text: &str) -> bool {
    let (mut known, mut others, mut is_toml, mut has_default) = (BTreeSet::new(), BTreeSet::new(), false, false);
    for line in lines(text) {
        let line = line.trim_start_matches('\u{feff}').trim();
        if let Some(name) = line.strip_prefix('[') {
            let name = name.split(']').next().unwrap_or_default().trim();
            if name == DEFAULT {
                has_default = true;
            } else if config::is_head(name) {
                return false;
            }
            is_toml |= line.starts_with("[[");
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with(['#', ';'])) {
            let key = key.trim();
            is_toml |= key.ends_with("role_arn") && value.trim_start().starts_with(['"', '\'']);
            let is_known = KEYS.contains(&key) || PREFIXES.iter().any(|start| key.starts_with(start));
            if is_known {
                known.insert(key)
            } else {
                others.insert(key)
            };
        }
    }
    if has_default {
        let is_aws =
            !known.contains("role_arn") || known.contains("source_profile") || known.contains("credential_source");
        return !is_aws && others.len() > 2 * known.len();
    }
    is_toml || others.len() > known.len()
}
