//! What other tools put into the same files, as the settings that AWS's tools have for it: profiles that aws-vault includes
//! in others, and roles that AWS Extend Switch Roles writes as account and name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::notes::Notes;
use crate::aws::arn::account_number;
use crate::aws::partition::Partition;
use crate::interchange::import::profiles::{Place, Profile};

/// Completes each profile with what it says in the words of another tool.
pub(super) fn complete(profiles: &mut [Profile], notes: &mut Notes) {
    include(profiles, notes);
    let bases: BTreeMap<String, Base> = profiles.iter().filter_map(Base::new).collect();
    let mut used = BTreeSet::new();
    for profile in profiles.iter_mut() {
        let base = profile.peek("source_profile").and_then(|name| bases.get_key_value(name));
        if let (Some((name, Base { region: Some(region), .. })), false) = (base, profile.has("region")) {
            used.insert((name, "target_region"));
            profile.add("region", Cow::Owned(region.clone()), profile.place);
        }
        if !profile.has("role_arn") && by_account(profile, base.map(|(_, base)| base)) {
            used.extend(base.map(|(name, _)| (name, "target_role_name")));
        }
    }
    for profile in profiles {
        for key in ["target_region", "target_role_name"] {
            if used.contains(&(&profile.name.to_string(), key)) {
                let _ = profile.get(key);
            }
        }
    }
}

/// What an AESR profile says for those that start from it.
struct Base {
    role: Option<String>,
    region: Option<String>,
}

impl Base {
    fn new(profile: &Profile) -> Option<(String, Self)> {
        let short = |key: &str| profile.peek(key).filter(|value| value.len() <= LONGEST_NAME).map(String::from);
        let base = Self { role: short("target_role_name"), region: short("target_region") };
        (base.role.is_some() || base.region.is_some()).then(|| (profile.name.into(), base))
    }
}

/// The longest name of a role or a region that a base hands on; AWS's are shorter.
const LONGEST_NAME: usize = 128;

/// Gives the profile the role that it names by account and name, and tells whether the name was its base's.
fn by_account(profile: &mut Profile, base: Option<&Base>) -> bool {
    let Some(account) = profile.peek("aws_account_id").and_then(account_number) else { return false };
    let own = profile.peek("role_name").filter(|role| !role.is_empty());
    let Some(role) = own.or_else(|| base.and_then(|base| base.role.as_deref())) else { return false };
    let of_base = own.is_none();
    let partition = profile.peek("region").and_then(Partition::of_region).unwrap_or(Partition::Aws).name();
    let arn = format!("arn:{partition}:iam::{account}:role/{}", role.trim_start_matches('/'));
    let place = profile.property("aws_account_id").map_or(profile.place, |property| property.place);
    let _ = profile.get("role_name"); // it is part of the ARN
    profile.add("role_arn", Cow::Owned(arn), place);
    of_base
}

/// What aws-vault hands on from a profile to those that include it.
const HANDED_ON: [&str; 11] = [
    "role_arn",
    "source_profile",
    "credential_source",
    "external_id",
    "role_session_name",
    "duration_seconds",
    "mfa_serial",
    "region",
    "session_tags",
    "transitive_session_tags",
    "source_identity",
];

/// More profiles than this nobody includes in one another.
const DEEPEST: usize = 16;

/// What may be handed on in all, so that one long value in each of many profiles does not fill the memory.
const MOST_BYTES: usize = 4 << 20;

fn include<'a>(profiles: &mut [Profile<'a>], notes: &mut Notes) {
    let by_name: BTreeMap<&'a str, usize> =
        profiles.iter().enumerate().map(|(at, profile)| (profile.name, at)).collect();
    // parent_profile is the older name.
    let next = |profile: &Profile| {
        let name = profile.peek("include_profile").or_else(|| profile.peek("parent_profile"))?;
        by_name.get(name).copied()
    };
    let includes: Vec<Option<usize>> = profiles.iter().map(next).collect();
    let mut handed_on: Vec<(usize, &'static str, Cow<'a, str>, Place)> = Vec::new();
    let mut bytes = 0;
    for (at, profile) in profiles.iter().enumerate() {
        let mut missing: Vec<&'static str> = HANDED_ON.into_iter().filter(|key| !profile.has(key)).collect();
        let mut from = includes.get(at).copied().flatten();
        if from.is_some() {
            let key = if profile.has("include_profile") { "include_profile" } else { "parent_profile" };
            let sentence = format!(
                "{key} is read as aws-vault reads it: the profile takes what it does not say from that one. AWS tools ignore it."
            );
            notes.hint(profile, Some(key), sentence);
        }
        for _ in 0..DEEPEST {
            let Some(included) = from.and_then(|from| profiles.get(from)) else { break };
            missing.retain(|key| {
                let Some(property) = included.property(key) else { return true };
                bytes += property.value.len();
                if bytes <= MOST_BYTES {
                    handed_on.push((at, key, property.value.clone(), property.place));
                } else {
                    let sentence =
                        format!("{key} of the profile that it includes is left out: the files repeat too much.");
                    notes.warning(profile, None, sentence);
                }
                false
            });
            from = from.and_then(|from| includes.get(from).copied().flatten());
        }
    }
    for (at, key, value, place) in handed_on {
        if let Some(profile) = profiles.get_mut(at) {
            profile.add(key, value, place);
        }
    }
}
