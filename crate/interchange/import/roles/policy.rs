//! Roles in an IAM policy: those of one list stand beside each other, and a principal is who may assume the role that the policy is of.

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
