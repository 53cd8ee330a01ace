//! A user's own access keys: CreateAccessKey and its neighbours as HTTP requests, and what IAM replies. And what IAM tells of
//! roles, to who may know it.
//!
//! The API is that of 2010-05-08 (IAM API reference). Every request names its user: without a name IAM authorizes the call
//! against no user at all, and the usual policy on `user/${aws:username}` then denies it (99designs/aws-vault issue 190).

mod reply;
mod roles;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

pub use self::reply::{read_created, read_done, read_last_used, read_list};
pub use self::roles::{
    ContextEntry, Decision, Role, Simulated, read_role, read_simulated, role_request, simulate_request,
};
use super::http::Request;
use super::query::Form;
use crate::aws::credentials::Credentials;
use crate::aws::user::UserArn;

/// An access key of a user, as IAM lists it: without its secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct AccessKey {
    /// `AKIA…`
    pub id: String,
    /// Whether requests can be signed with it.
    pub active: bool,
    /// When it was made, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<f64>,
}

/// An access key that was just made, the only time that IAM tells its secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct NewAccessKey {
    /// The key.
    pub credentials: Credentials,
    /// When it was made, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<f64>,
}

/// When an access key signed a request last, and for what. All absent for one that never did.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct LastUsed {
    /// In milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
    /// AWS's name of the service: `sts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// How many keys IAM lets a user have, active or not (IAM user guide, "IAM and AWS STS quotas").
pub const MOST_KEYS: usize = 2;

/// CreateAccessKey, not signed yet. To be sent once: each that arrives makes a key, and only its own reply tells the secret.
pub fn create_request(host: &str, user: &UserArn) -> Request {
    form("CreateAccessKey", user).post(host.into())
}

/// ListAccessKeys, from `marker` on where the list before it was cut.
pub fn list_request(host: &str, user: &UserArn, marker: Option<&str>) -> Request {
    form("ListAccessKeys", user).set_if("Marker", marker).post(host.into())
}

/// GetAccessKeyLastUsed, the one that takes no user.
pub fn last_used_request(host: &str, id: &str) -> Request {
    Form::new("GetAccessKeyLastUsed", VERSION).set("AccessKeyId", id).post(host.into())
}

/// UpdateAccessKey.
pub fn set_active_request(host: &str, user: &UserArn, id: &str, active: bool) -> Request {
    let status = if active { "Active" } else { "Inactive" };
    form("UpdateAccessKey", user).set("AccessKeyId", id).set("Status", status).post(host.into())
}

/// DeleteAccessKey.
pub fn delete_request(host: &str, user: &UserArn, id: &str) -> Request {
    form("DeleteAccessKey", user).set("AccessKeyId", id).post(host.into())
}

const VERSION: &str = "2010-05-08";

fn form(action: &str, user: &UserArn) -> Form {
    let mut form = Form::new(action, VERSION);
    form.set("UserName", user.name());
    form
}
