//! What IAM tells of a role, and of what the policies of a user or a role allow: GetRole and SimulatePrincipalPolicy.

use percent_encoding::percent_decode_str;
use roxmltree::Node;

use super::VERSION;
use crate::protocol::http::{Reply, Request};
use crate::protocol::query::{Form, Refusal, child, read_with, text};

/// A role, as IAM tells of it to who may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Its ARN, with its path and in its own case.
    pub arn: String,
    /// The longest session, in seconds: 3600 to 43200.
    pub max_session_duration: u32,
    /// Its trust policy, as JSON.
    pub trust: String,
}

/// What the policies of a user or a role make of an action, as IAM's policy simulator says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulated {
    /// The result.
    pub decision: Decision,
    /// The context keys that the policies ask about and that were not brought: with another value the decision may be another.
    pub missing: Vec<String>,
    /// Whether the organization's policies allow it; absent where there are none.
    pub by_organization: Option<bool>,
    /// Whether the permissions boundary allows it; absent where there is none.
    pub by_boundary: Option<bool>,
}

/// IAM's three words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is its own name
pub enum Decision {
    Allowed,
    ExplicitDeny,
    ImplicitDeny,
}

/// A context key, the type of its value, and the value.
pub type ContextEntry<'a> = (&'a str, &'a str, &'a str);

/// GetRole, not signed yet. It takes a name, never a path.
pub fn role_request(host: &str, name: &str) -> Request {
    Form::new("GetRole", VERSION).set("RoleName", name).post(host.into())
}

/// SimulatePrincipalPolicy, not signed yet. No trust policy goes with it: the simulator leaves those out for `sts:Assume*`
/// (aws-cli issue 10314).
pub fn simulate_request(
    host: &str,
    principal: &str,
    action: &str,
    resource: &str,
    context: &[ContextEntry<'_>],
) -> Request {
    let mut form = Form::new("SimulatePrincipalPolicy", VERSION);
    form.set("PolicySourceArn", principal).set("ActionNames.member.1", action).set("ResourceArns.member.1", resource);
    for (n, (key, kind, value)) in (1..).zip(context) {
        let entry = format!("ContextEntries.member.{n}");
        form.set(&format!("{entry}.ContextKeyName"), key).set(&format!("{entry}.ContextKeyType"), kind);
        form.set(&format!("{entry}.ContextKeyValues.member.1"), value);
    }
    form.post(host.into())
}

/// Reads the reply to GetRole.
///
/// # Errors
/// The [`Refusal`].
pub fn read_role(reply: &Reply) -> Result<Role, Refusal> {
    read_with(reply, |root, _| {
        let role = child(child(root, "GetRoleResult")?, "Role")?;
        let trust = percent_decode_str(text(role, "AssumeRolePolicyDocument")?).decode_utf8().ok()?;
        Some(Role {
            arn: text(role, "Arn")?.into(),
            max_session_duration: text(role, "MaxSessionDuration")?.parse().ok()?,
            trust: trust.into_owned(),
        })
    })
}

/// Reads the reply to SimulatePrincipalPolicy for one action on one resource.
///
/// # Errors
/// The [`Refusal`].
pub fn read_simulated(reply: &Reply) -> Result<Simulated, Refusal> {
    read_with(reply, |root, _| {
        let results = child(child(root, "SimulatePrincipalPolicyResult")?, "EvaluationResults")?;
        let result = child(results, "member")?;
        let decision = match text(result, "EvalDecision")? {
            "allowed" => Decision::Allowed,
            "explicitDeny" => Decision::ExplicitDeny,
            "implicitDeny" => Decision::ImplicitDeny,
            _ => return None,
        };
        // Where resources were named, IAM lists the missing keys with each of them.
        let each = child(result, "ResourceSpecificResults").and_then(|each| child(each, "member"));
        let missing = [Some(result), each].into_iter().flatten().flat_map(missing_keys).collect();
        let flag = |part, name| Some(text(child(result, part)?, name)? == "true");
        Some(Simulated {
            decision,
            missing,
            by_organization: flag("OrganizationsDecisionDetail", "AllowedByOrganizations"),
            by_boundary: flag("PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary"),
        })
    })
}

fn missing_keys(result: Node<'_, '_>) -> Vec<String> {
    let keys = child(result, "MissingContextValues");
    let keys = keys.into_iter().flat_map(|keys| keys.children().filter(Node::is_element));
    keys.filter_map(|key| key.text()).map(|key| key.trim().to_string()).collect()
}
