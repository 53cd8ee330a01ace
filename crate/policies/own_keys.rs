//! The policy that lets a user rotate its own access keys.

use serde::Serialize;

use crate::aws::user::UserArn;

/// As JSON, for an administrator to attach to the user or to a group that it is in.
///
/// The actions are those of the IAM user guide, "Permissions required to manage access keys", as far as they are asked here.
/// A user with a path needs it in the resource, which the guide's own example leaves out.
pub fn policy(user: &UserArn) -> String {
    let statement = Statement {
        sid: "RotateOwnAccessKeys",
        effect: "Allow",
        action: [
            "iam:CreateAccessKey",
            "iam:DeleteAccessKey",
            "iam:GetAccessKeyLastUsed",
            "iam:ListAccessKeys",
            "iam:UpdateAccessKey",
        ],
        resource: user.of_any_caller(),
    };
    serde_json::to_string_pretty(&Policy { version: "2012-10-17", statement: [statement] }).unwrap_or_default()
}

// In the order in which people write them.

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    version: &'static str,
    statement: [Statement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    action: [&'static str; 5],
    resource: String,
}
