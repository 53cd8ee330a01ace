//! Roles in an IAM policy: those of one list stand beside each other, and a principal is who may assume the role that the policy is of.

use std::collections::BTreeSet;

use crate::aws::arn::is_account;
use crate::aws::invisible::shown;

/// How far a list reaches before the ARN, in bytes. It bounds what is read again for each.
const REACH: usize = 2_000;

/// Where in a policy a role stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Alone, or first, as a principal.
    Principal,
    /// Behind another of the same list of principals or resources.
    Beside,
}

/// None where the ARN at `at` is no value of a policy, or its first resource.
pub(super) fn listed(text: &str, at: usize) -> Option<Listed> {
    let window = text.ceil_char_boundary(at.saturating_sub(REACH));
    let before = text.get(window..at)?;
    // In JSON, YAML and Terraform.
    const NAMES: [(&str, bool); 6] = [
        ("\"AWS\"", true),
        ("AWS:", true),
        ("identifiers", true),
        ("\"Resource\"", false),
        ("Resource:", false),
        ("resources", false),
    ];
    let found = NAMES.iter().filter_map(|(name, is_principal)| Some((before.rfind(name)? + name.len(), *is_principal)));
    let (end, is_principal) = found.max()?;
    let between = before.get(end..)?;
    let is_list = between.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@:/-\"' \t\r\n[".contains(&byte));
    let is_other = ["Action", "Effect", "Sid", "actions", "effect"].iter().any(|name| between.contains(name));
    let is_beside = between.contains("arn:");
    match (is_list && !is_other, is_beside, is_principal) {
        (true, true, _) => Some(Listed::Beside),
        (true, false, true) => Some(Listed::Principal),
        _ => None,
    }
}

/// Whom the trust policies of a text let assume their role beside roles: accounts, users, services, providers. What that role is such a
/// policy does not say. None where there are none.
pub(super) fn others(text: &str) -> Option<String> {
    const MOST: usize = 5;
    if !text.contains("sts:AssumeRole") {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || "\"'[],".contains(c);
    let is_other = |word: &&str| {
        let is_of_iam =
            [":root", ":user/", ":saml-provider/", ":oidc-provider/"].iter().any(|part| word.contains(part));
        is_account(word) || word.ends_with(".amazonaws.com") || *word == "*" || (word.starts_with("arn:") && is_of_iam)
    };
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for (at, _) in text.match_indices("rincipal") {
        let near = text.get(at..text.floor_char_boundary(at + REACH)).unwrap_or_default();
        let list = near.split(['}', ')']).next().unwrap_or_default();
        found.extend(list.split(ends).filter(is_other));
        if found.len() > MOST {
            break;
        }
    }
    let names: Vec<String> = found.iter().take(MOST).map(|name| format!("“{}”", shown(name))).collect();
    let more = if found.len() > MOST { " and others" } else { "" };
    let asks = [
        ("ExternalId", "an external ID"),
        ("MultiFactorAuth", "MFA"),
        ("SourceIdentity", "a source identity"),
        ("RoleSessionName", "a session name"),
    ];
    let asks: Vec<&str> =
        asks.iter().filter(|(key, _)| text.contains(&format!(":{key}"))).map(|(_, what)| *what).collect();
    let asks = if asks.is_empty() { String::new() } else { format!(", and asks for {}", asks.join(" and ")) };
    (!names.is_empty()).then(|| {
        format!(
            "The policy lets {}{more} assume the role that it is of{asks}. Which role that is it does not say: add its ARN.",
            names.join(", ")
        )
    })
}
