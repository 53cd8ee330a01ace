//! The policy that lets a user rotate its own access keys.

use serde_json::json;

use super::UserArn;

/// As JSON, for an administrator to attach to the user or to a group that it is in.
///
/// The actions are those of the IAM user guide, "Permissions required to manage access keys", as far as they are asked here.
/// A user with a path needs it in the resource, which the guide's own example leaves out.
pub fn policy(user: &UserArn) -> String {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "RotateOwnAccessKeys",
            "Effect": "Allow",
            "Action": ACTIONS,
            "Resource": user.of_any_caller(),
        }],
    });
    format!("{policy:#}")
}

const ACTIONS: [&str; 5] = [
    "iam:CreateAccessKey",
    "iam:DeleteAccessKey",
    "iam:GetAccessKeyLastUsed",
    "iam:ListAccessKeys",
    "iam:UpdateAccessKey",
];
