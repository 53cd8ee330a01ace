//! What IAM tells of a role, and of what the policies of a user or a role allow: GetRole and SimulatePrincipalPolicy.

use percent_encoding::percent_decode_str;

use super::VERSION;
use crate::protocol::http::{Reply, Request};
use crate::protocol::query::{Element, Form, Refusal, read_with};

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
        let role = root.child("GetRoleResult")?.child("Role")?;
        let trust = percent_decode_str(role.text("AssumeRolePolicyDocument")?).decode_utf8().ok()?;
        Some(Role {
            arn: role.text("Arn")?.into(),
            max_session_duration: role.text("MaxSessionDuration")?.parse().ok()?,
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
        let results = root.child("SimulatePrincipalPolicyResult")?.child("EvaluationResults")?;
        let result = results.child("member")?;
        let decision = match result.text("EvalDecision")? {
            "allowed" => Decision::Allowed,
            "explicitDeny" => Decision::ExplicitDeny,
            "implicitDeny" => Decision::ImplicitDeny,
            _ => return None,
        };
        // Where resources were named, IAM lists the missing keys with each of them.
        let each = result.child("ResourceSpecificResults").and_then(|each| each.child("member"));
        let missing = [Some(result), each].into_iter().flatten().flat_map(missing_keys).collect();
        let flag = |part, name| Some(result.child(part)?.text(name)? == "true");
        Some(Simulated {
            decision,
            missing,
            by_organization: flag("OrganizationsDecisionDetail", "AllowedByOrganizations"),
            by_boundary: flag("PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary"),
        })
    })
}

fn missing_keys(result: &Element<'_>) -> Vec<String> {
    let keys = result.child("MissingContextValues");
    let keys = keys.into_iter().flat_map(Element::children);
    keys.filter_map(Element::content).map(str::to_string).collect()
}
