//! IAM's replies, in XML.

use super::{AccessKey, LastUsed, NewAccessKey};
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::user::UserArn;
use crate::protocol::http::Reply;
use crate::protocol::query::{Element, Refusal, read_with, time};

/// Reads the reply to CreateAccessKey. A key of another user than the one that was asked for is none.
///
/// # Errors
/// The [`Refusal`]; one with status 200 may have come after a key was made, whose secret nobody has then.
pub fn read_created(reply: &Reply, user: &UserArn) -> Result<NewAccessKey, Refusal> {
    read_with(reply, |root, _| {
        let key = root.child("CreateAccessKeyResult")?.child("AccessKey")?;
        key.text("UserName").filter(|name| *name == user.name())?;
        let credentials = Credentials {
            access_key_id: key.text("AccessKeyId")?.into(),
            secret_access_key: Secret::new(key.text("SecretAccessKey")?),
            session_token: None,
            expires_at: None,
        };
        Some(NewAccessKey { credentials, created_at: time(key, "CreateDate") })
    })
}

/// Reads the reply to ListAccessKeys: the keys, and where the next list starts if this one was cut.
///
/// # Errors
/// The [`Refusal`].
pub fn read_list(reply: &Reply) -> Result<(Vec<AccessKey>, Option<String>), Refusal> {
    read_with(reply, |root, _| {
        let result = root.child("ListAccessKeysResult")?;
        let members = result.child("AccessKeyMetadata")?.children().iter();
        let cut = result.text("IsTruncated") == Some("true");
        let marker = result.text("Marker").filter(|_| cut).map(str::to_string);
        Some((members.map(access_key).collect::<Option<_>>()?, marker))
    })
}

/// Reads the reply to GetAccessKeyLastUsed. IAM writes `N/A` for what never was.
///
/// # Errors
/// The [`Refusal`].
pub fn read_last_used(reply: &Reply) -> Result<LastUsed, Refusal> {
    read_with(reply, |root, _| {
        let used = root.child("GetAccessKeyLastUsedResult")?.child("AccessKeyLastUsed")?;
        let known = |name| used.text(name).filter(|said| *said != "N/A").map(str::to_string);
        Some(LastUsed { at: time(used, "LastUsedDate"), service: known("ServiceName"), region: known("Region") })
    })
}

/// Reads the reply to `action` where that gives nothing but its success.
///
/// # Errors
/// The [`Refusal`].
pub fn read_done(reply: &Reply, action: &str) -> Result<(), Refusal> {
    let wanted = format!("{action}Response");
    read_with(reply, |root, _| (root.name() == wanted).then_some(()))
}

fn access_key(member: &Element<'_>) -> Option<AccessKey> {
    Some(AccessKey {
        id: member.text("AccessKeyId")?.into(),
        active: member.text("Status")? == "Active",
        created_at: time(member, "CreateDate"),
    })
}
