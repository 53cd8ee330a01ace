//! Whom the console opens as.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::arn::RoleArn;

/// The role that the console opens as: the last one of a chain, or, of a chain that walks none, the one whose session its source gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct End {
    /// Its partition, as in an ARN: `aws-us-gov`.
    pub partition: String,
    /// Its account, 12 digits.
    pub account: String,
    /// Its name, without its path. Of IAM Identity Center that of the permission set, which AWS puts into the name of a role.
    pub role: String,
    /// Its ARN; absent where it is not known, as that of a permission set, whose role has a suffix that AWS chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
}

impl From<&RoleArn> for End {
    fn from(role: &RoleArn) -> Self {
        Self {
            partition: role.partition().name().into(),
            account: role.account().into(),
            role: role.name().into(),
            role_arn: Some(role.to_string()),
        }
    }
}
