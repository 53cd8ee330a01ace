//! AWS's own list of the console sessions that a browser is signed in to.
//!
//! AWS documents it nowhere. Its address and its form are what a shipped extension (Console Hopper) asks and reads, in the commercial
//! partition alone. So nothing may rest on it, and what is not of that form is no answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::aws::arn::is_account;
use crate::aws::destination::label_account;
use crate::aws::names::is_allowed;
use crate::aws::partition::Partition;

/// The longest list that is read, in bytes. One of five sessions is under 2 kB.
pub const MAX_SESSION_LIST: usize = 64 * 1024;

/// How long a console session lasts at most, in milliseconds: IAM's MaxSigninSessionDuration goes up to 90 days.
const LONGEST_SESSION: f64 = 90.0 * 24.0 * 3_600_000.0;

/// What the list says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct SessionList {
    /// The sessions, in AWS's order.
    pub sessions: Vec<ListedSession>,
    /// How many more it names in a form that is not known.
    pub unread: usize,
}

/// A console session that the browser is signed in to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ListedSession {
    /// The account that it is in, 12 digits.
    pub account: String,
    /// Who it is: the role's name, or `user alice` for one that is no role's.
    pub who: String,
    /// Whether `who` is a role.
    pub is_role: bool,
    /// What the hosts of its pages begin with, `111122223333-ab12cd34`; absent while a browser has one session alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The address that signs out of it alone; absent where the label is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_out: Option<String>,
    /// When it ends, by AWS's clock, in milliseconds since 1970; absent where the list gives no such time, or one that is too far off to be
    /// a session's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<f64>,
}

/// The address that signs out of the session with that label.
pub(crate) fn sign_out_address(partition: Partition, region: Option<&str>, label: &str) -> String {
    format!("https://{}/sessions/{label}/v1/logout", partition.sign_in_host(region, true))
}

/// Reads the list; none where `text` is not in its form, or longer than [`MAX_SESSION_LIST`]. `now` is AWS's clock, in milliseconds
/// since 1970.
pub fn read_sessions(partition: Partition, text: &str, now: f64) -> Option<SessionList> {
    if text.len() > MAX_SESSION_LIST {
        return None;
    }
    let List { sessions: named } = serde_json::from_str(text).ok()?;
    let sessions: Vec<ListedSession> = named.iter().filter_map(|one| session(partition, one, now)).collect();
    Some(SessionList { unread: named.len() - sessions.len(), sessions })
}

#[derive(Deserialize)]
struct List {
    sessions: Vec<Value>,
}

fn session(partition: Partition, one: &Value, now: f64) -> Option<ListedSession> {
    let (account, who, is_role) = principal(partition, one.get("principal_arn")?.as_str()?)?;
    let label = match one.get("differentiator") {
        None | Some(Value::Null) => None,
        Some(label) => Some(label.as_str()?).filter(|label| !label.is_empty()),
    };
    if label.is_some_and(|label| label_account(label) != Some(account)) {
        return None;
    }
    Some(ListedSession {
        account: account.into(),
        who,
        is_role,
        label: label.map(String::from),
        sign_out: label.map(|label| sign_out_address(partition, None, label)),
        ends_at: one.get("expiry").and_then(milliseconds).filter(|end| *end <= now + LONGEST_SESSION),
    })
}

/// The account of a principal's ARN, who it is in words, and whether that is a role.
fn principal(partition: Partition, arn: &str) -> Option<(&str, String, bool)> {
    let (service, rest) =
        arn.strip_prefix("arn:")?.strip_prefix(partition.name())?.strip_prefix(':')?.split_once("::")?;
    let (account, resource) = rest.split_once(':').filter(|(account, _)| is_account(account))?;
    let (who, is_role) = match (service, resource.split_once('/')) {
        ("sts", Some(("assumed-role", session))) => {
            let (role, name) = session.split_once('/')?;
            let role = Some(role).filter(|role| is_name(role) && !name.is_empty())?;
            (permission_set(role).unwrap_or(role).to_string(), true)
        }
        ("sts", Some(("federated-user", name))) if is_name(name) => (format!("federated user {name}"), false),
        ("iam", Some(("user", path))) => {
            let name = path.rsplit('/').next().filter(|name| is_name(name))?;
            (format!("user {name}"), false)
        }
        ("iam", None) if resource == "root" => ("the root user".to_string(), false),
        _ => return None,
    };
    Some((account, who, is_role))
}

/// The permission set of IAM Identity Center that AWS made this role of: people know it by that name.
fn permission_set(role: &str) -> Option<&str> {
    let (name, suffix) = role.strip_prefix("AWSReservedSSO_")?.rsplit_once('_')?;
    let is_suffix = suffix.len() == 16 && suffix.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some(name).filter(|name| is_suffix && !name.is_empty())
}

/// IAM's characters for the name of a role or of a user, of which it allows 64.
fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.chars().all(is_allowed)
}

/// Of a time that is given in seconds or in milliseconds, as a number or in digits: which of them is not known.
fn milliseconds(time: &Value) -> Option<f64> {
    let number = time.as_f64().or_else(|| Some(time.as_str()?.parse::<u64>().ok()? as f64))?;
    match number {
        1e9..1e11 => Some(number * 1_000.0),
        1e12..1e14 => Some(number),
        _ => None,
    }
}
