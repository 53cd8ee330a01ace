//! The two policies of a hop as text, with what to know before they are pasted.

use super::console_page::{Section, console_page};
use super::holder::Holder;
use super::{Broken, PolicyKind, PolicyText};
use crate::aws::partition::Partition;
use crate::failure::cause::CauseKind;
use crate::policies::hcl::{self, identifier, put, string};
use crate::policies::json::Policy;
use crate::policies::{Caller, Statement, Step, calls, most};

/// The trust policy of the role.
pub(super) fn trust(hop: &Broken<'_>, steps: &[&Step]) -> PolicyText {
    let role = hop.role;
    let statements = crate::policies::trust(steps);
    let json = Policy::of(&statements, arn_of).text();
    let command = format!(
        "aws iam update-assume-role-policy{} --role-name {} --policy-document {}",
        region(role.partition()),
        role.name(),
        quoted(&json),
    );
    let name = identifier(&[role.name(), role.account()]);
    let mut terraform = document(&format!("{name}_trust"), &statements);
    put!(terraform, "\n# Of a role that your Terraform has already, change assume_role_policy alone.");
    put!(terraform, "resource \"aws_iam_role\" \"{name}\" {{");
    put!(terraform, "  name               = {}", string(role.name()));
    put!(terraform, "  path               = {}", string(role.path()));
    put!(terraform, "  assume_role_policy = data.aws_iam_policy_document.{name}_trust.json");
    put!(terraform, "}}");
    let mut notes = trust_notes(hop);
    notes.extend(too_long(&json, most::TRUST_AT_FIRST, "a trust policy, unless the account’s quota was raised"));
    PolicyText {
        kind: PolicyKind::Trust,
        holder: format!("role {} in account {}", role.name(), role.account()),
        json,
        terraform,
        command: Some(command),
        statements: Some(Policy::of(&statements, arn_of).statements_to_add()),
        console_page: console_page(role.partition(), "roles", role.name(), Section::Trust),
        notes,
    }
}

/// The permission policy of the caller. It bears the role's name, so that it takes the place of none for another role.
pub(super) fn permission(hop: &Broken<'_>, steps: &[&Step]) -> PolicyText {
    let (role, caller) = (hop.role, hop.caller);
    let statements = calls(steps);
    let json = Policy::of(&statements, arn_of).text();
    let title = format!("rolerelay-{}-{}", role.account(), role.name());
    let attach = attach(caller);
    let command = attach.as_ref().map(|Attach { command, holder, .. }| {
        let region = region(caller.partition());
        format!("aws iam {command}{region}{holder} --policy-name {title} --policy-document {}", quoted(&json))
    });
    let name = identifier(&["assume", role.name(), role.account()]);
    let mut terraform = document(&name, &statements);
    if let Some(Attach { resource, argument, .. }) = &attach {
        put!(terraform, "\nresource \"{resource}\" \"{name}\" {{");
        put!(terraform, "  name   = {}", string(&title));
        if let Some((argument, value)) = argument {
            put!(terraform, "  {argument:6} = {}", string(value));
        }
        put!(terraform, "  policy = data.aws_iam_policy_document.{name}.json");
        put!(terraform, "}}");
    }
    let mut notes = permission_notes(hop);
    let room = match caller {
        Holder::User(_) => (most::USER, "all inline policies of a user"),
        Holder::Someone { .. } => (most::MANAGED, "a managed policy"),
        Holder::Role(_) | Holder::Session(_) => (most::ROLE, "all inline policies of a role"),
    };
    notes.extend(too_long(&json, room.0, room.1));
    PolicyText {
        kind: PolicyKind::Permission,
        holder: caller.words(),
        json,
        terraform,
        command,
        statements: None,
        console_page: caller.console_page(),
        notes,
    }
}

fn arn_of(caller: &Caller) -> String {
    match caller {
        Caller::Arn(arn) | Caller::SessionOf { account: arn, .. } => arn.clone(),
        Caller::Source(_) => String::new(), // only an export has several
    }
}

fn document(name: &str, statements: &[Statement]) -> String {
    hcl::document(name, None, statements, |caller| string(&arn_of(caller)))
}

/// How a caller gets a policy.
struct Attach<'a> {
    /// Of `aws iam`.
    command: &'static str,
    /// The command's option that names the caller.
    holder: String,
    /// Of Terraform.
    resource: &'static str,
    /// The resource's argument that names the caller.
    argument: Option<(&'static str, &'a str)>,
}

fn attach(caller: &Holder) -> Option<Attach<'_>> {
    match caller {
        _ if caller.is_of_identity_center() => None,
        Holder::Role(role) | Holder::Session(role) => Some(Attach {
            command: "put-role-policy",
            holder: format!(" --role-name {}", role.name()),
            resource: "aws_iam_role_policy",
            argument: Some(("role", role.name())),
        }),
        Holder::User(user) => Some(Attach {
            command: "put-user-policy",
            holder: format!(" --user-name {}", user.name()),
            resource: "aws_iam_user_policy",
            argument: Some(("user", user.name())),
        }),
        Holder::Someone { .. } => {
            Some(Attach { command: "create-policy", holder: String::new(), resource: "aws_iam_policy", argument: None })
        }
    }
}

/// The AWS CLI finds IAM by the region, and people's own is seldom one of these partitions.
fn region(partition: Partition) -> String {
    match partition {
        Partition::Aws => String::new(),
        other => format!(" --region {}", other.default_region()),
    }
}

/// Quoted for a POSIX shell. Names need none: IAM allows nothing in them that a shell would read.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn too_long(json: &str, most: usize, place: &str) -> Option<String> {
    let length = json.chars().filter(|c| !c.is_whitespace()).count();
    (length > most).then(|| format!("It has {length} characters, and IAM takes {most} in {place}."))
}

/// Where the one cause that remains is a matter of the other policy.
fn other_at_fault(hop: &Broken<'_>, kinds: &[CauseKind]) -> Option<String> {
    let sentence = "The other policy is what the hop was refused for. This one may be as it should be.";
    matches!(hop.failure.causes.as_slice(), [cause] if kinds.contains(&cause.kind)).then(|| sentence.into())
}

fn trust_notes(hop: &Broken<'_>) -> Vec<String> {
    let (role, caller) = (hop.role.name(), hop.caller);
    let mut notes = Vec::from_iter(other_at_fault(hop, &[CauseKind::PermissionMissing]));
    notes.push(format!(
        "This takes the place of the whole trust policy of {role}. If others assume it too, add only the statements to those that \
         are there."
    ));
    let may_lack = |kind| hop.failure.causes.is_empty() || hop.failure.causes.iter().any(|cause| cause.kind == kind);
    let asked_for = [
        ("an external ID", hop.step.external_id.is_none() && may_lack(CauseKind::ExternalId)),
        ("MFA", hop.at == 0 && !hop.step.mfa && may_lack(CauseKind::MfaMissing)),
    ];
    let asked_for: Vec<_> = asked_for.iter().filter(|(_, is)| *is).map(|(what, _)| *what).collect();
    if !asked_for.is_empty() {
        notes.push(format!(
            "If the trust policy that is there asks for {}, this would no longer do so: write it on the hop instead.",
            asked_for.join(" or for "),
        ));
    }
    match caller {
        Holder::Session(session) => notes.push(format!(
            "AWS names a session’s role without its path, which a trust policy needs. So the policy names account {} and holds it to \
             the role {} by a condition.",
            session.account(),
            session.name(),
        )),
        Holder::Someone { account: Some(account), .. } => notes.push(format!(
            "Whose keys these are AWS did not say, so the policy names all of account {account}. Name the user or role itself if \
             you know it."
        )),
        Holder::Someone { account: None, .. } => notes.push(fill_in(caller)),
        Holder::Role(_) | Holder::User(_) => {}
    }
    notes
}

fn permission_notes(hop: &Broken<'_>) -> Vec<String> {
    use CauseKind::{ExternalId, MfaMissing, TrustCondition, TrustMissing};
    let (role, caller) = (hop.role, hop.caller);
    let mut notes = Vec::from_iter(other_at_fault(hop, &[TrustMissing, TrustCondition, ExternalId, MfaMissing]));
    let names_itself = matches!(caller, Holder::Role(_) | Holder::User(_));
    // A source identity that is handed on needs the caller's own permission always (IAM User Guide, "Monitor and control
    // actions taken with assumed roles").
    let hands_on = hop.at > 0 && hop.step.source_identity;
    if names_itself && caller.account() == Some(role.account()) && !hands_on {
        notes.push(
            "Both are in one account, where a trust policy that names the caller itself is enough. Start with that."
                .into(),
        );
    }
    if caller.is_of_identity_center() {
        notes.push(format!(
            "{} is made by Identity Center, and IAM lets nobody change it. Add the statement to the inline policy of its permission \
             set there.",
            caller.words(),
        ));
    }
    if let Holder::Someone { source, .. } = caller {
        notes.push(format!("Attach it to the user or role whose keys the source {source} holds."));
    }
    if hop.before.is_some_and(|before| before.hop.policy.is_some() || !before.hop.policy_arns.is_empty()) {
        notes.push(format!(
            "Hop {} has session policies, which narrow what its session may do. They have to allow this as well.",
            hop.at,
        ));
    }
    let kinds = [CauseKind::ExplicitDeny, CauseKind::Guardrail];
    if hop.failure.causes.iter().any(|cause| kinds.contains(&cause.kind)) {
        notes.push("A permissions boundary or a policy of the organization may forbid it all the same.".into());
    }
    notes
}

fn fill_in(caller: &Holder) -> String {
    let place = caller.account_or_place();
    format!("Put the 12 digits of the account in the place of {place}.")
}
