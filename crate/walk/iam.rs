//! Each call of IAM's once: signed, sent, and sent again only where that cannot do harm.

pub(crate) mod roles;

use super::user::Asker;
use crate::aws::credentials::Credentials;
use crate::aws::partition::{IamHost, Partition};
use crate::aws::user::UserArn;
use crate::diagnosis::refusal;
use crate::diagnosis::refusal::iam::explain;
use crate::failure::aim::Aim;
use crate::failure::{Evidence, Failure, FailureKind};
use crate::protocol::http::{Reply, Request};
use crate::protocol::iam::{
    AccessKey, LastUsed, NewAccessKey, create_request, delete_request, last_used_request, list_request, read_created,
    read_done, read_last_used, read_list, set_active_request,
};
use crate::protocol::query::Refusal;
use crate::protocol::sts;
use crate::protocol::world::World;

/// Whose keys these are (GetCallerIdentity, which needs no permission). Also tells whether AWS knows a new key yet.
///
/// # Errors
/// [`FailureKind::InvalidKey`] while AWS does not know the key, or in another partition than its own;
/// [`FailureKind::Invalid`] when the caller is no IAM user.
pub async fn caller<W: World>(base: &Credentials, partition: Partition, world: &W) -> Result<UserArn, Failure> {
    let region = partition.default_region();
    let asker = Asker { signer: base, region, service: "sts", code: None };
    let request = sts::caller_request(partition.sts_host(region));
    let explain = |evidence: &Evidence| refusal::explain_caller(evidence, region);
    let arn = asker.ask(world, &request, sts::read_caller, explain).await?;
    let user = UserArn::parse(&arn).map_err(|sentence| Aim::User.failure(FailureKind::Invalid, &sentence))?;
    if user.partition() == partition {
        Ok(user)
    } else {
        Err(Aim::User
            .failure(FailureKind::Malformed, "STS answered with a user of another partition. It was not used."))
    }
}

/// Makes a key. Sent once: a reply that was lost may have been that of a key, which [`list_access_keys`] then shows.
///
/// # Errors
/// What IAM says; [`FailureKind::Refused`] with the code `LimitExceeded` when the user has two keys.
pub async fn create_access_key<W: World>(
    signer: &Credentials,
    user: &UserArn,
    world: &W,
) -> Result<NewAccessKey, Failure> {
    let ask = Ask::new("iam:CreateAccessKey", signer, user)?;
    let read = |reply: &Reply| read_created(reply, user);
    ask.asker.ask_once(world, &create_request(ask.host, user), read, |evidence| ask.explain(evidence)).await
}

/// The user's keys.
///
/// # Errors
/// What IAM says.
pub async fn list_access_keys<W: World>(
    signer: &Credentials,
    user: &UserArn,
    world: &W,
) -> Result<Vec<AccessKey>, Failure> {
    let ask = Ask::new("iam:ListAccessKeys", signer, user)?;
    let (mut keys, mut marker) = (Vec::new(), None);
    // IAM may cut any list short, even one of two. A list without end is none of IAM's.
    for _ in 0..MOST_PAGES {
        let (more, next) = ask.send(world, &list_request(ask.host, user, marker.as_deref()), read_list).await?;
        keys.extend(more);
        marker = next;
        if marker.is_none() {
            break;
        }
    }
    Ok(keys)
}

/// When the key was used last.
///
/// # Errors
/// What IAM says.
pub async fn last_used<W: World>(
    signer: &Credentials,
    user: &UserArn,
    id: &str,
    world: &W,
) -> Result<LastUsed, Failure> {
    let ask = Ask::new("iam:GetAccessKeyLastUsed", signer, user)?;
    ask.send(world, &last_used_request(ask.host, id), read_last_used).await
}

/// Makes the key active, or inactive. A key that is gone is inactive.
///
/// # Errors
/// What IAM says; [`FailureKind::Refused`] with the code `NoSuchEntity` for a key that is gone and is to be active.
pub async fn set_active<W: World>(
    signer: &Credentials,
    user: &UserArn,
    id: &str,
    active: bool,
    world: &W,
) -> Result<(), Failure> {
    let ask = Ask::new("iam:UpdateAccessKey", signer, user)?;
    let request = set_active_request(ask.host, user, id, active);
    let done = ask.send(world, &request, |reply| read_done(reply, "UpdateAccessKey")).await;
    if active { done } else { unless_gone(done) }
}

/// Deletes the key. One that is gone is deleted.
///
/// # Errors
/// What IAM says.
pub async fn delete_access_key<W: World>(
    signer: &Credentials,
    user: &UserArn,
    id: &str,
    world: &W,
) -> Result<(), Failure> {
    let ask = Ask::new("iam:DeleteAccessKey", signer, user)?;
    let request = delete_request(ask.host, user, id);
    unless_gone(ask.send(world, &request, |reply| read_done(reply, "DeleteAccessKey")).await)
}

const MOST_PAGES: usize = 11;

/// What each call of IAM's has in common.
struct Ask<'a> {
    action: &'static str,
    user: &'a UserArn,
    host: &'static str,
    asker: Asker<'a>,
}

impl<'a> Ask<'a> {
    fn new(action: &'static str, signer: &'a Credentials, user: &'a UserArn) -> Result<Self, Failure> {
        let partition = user.partition();
        let unknown = || {
            let sentence = format!("Keys of {} cannot be rotated from here: its IAM is not known.", partition.people());
            Aim::User.failure(FailureKind::Partition, &sentence)
        };
        let IamHost { host, region } = partition.iam().ok_or_else(unknown)?;
        Ok(Self { action, user, host, asker: Asker { signer, region, service: "iam", code: None } })
    }

    async fn send<W: World, T>(
        &self,
        world: &W,
        request: &Request,
        read: impl Fn(&Reply) -> Result<T, Refusal>,
    ) -> Result<T, Failure> {
        self.asker.ask(world, request, read, |evidence| self.explain(evidence)).await
    }

    fn explain(&self, evidence: &Evidence) -> (FailureKind, String) {
        explain(evidence, self.action, self.user, !self.asker.signer.is_long_term())
    }
}

fn unless_gone(done: Result<(), Failure>) -> Result<(), Failure> {
    done.or_else(|failure| match failure.evidence.code.as_deref() {
        Some("NoSuchEntity") => Ok(()),
        _ => Err(failure),
    })
}
