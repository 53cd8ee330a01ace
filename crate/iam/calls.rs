//! Each call once: signed, sent, and sent again only where that cannot do harm.

use super::refusal::explain;
use super::{
    AccessKey, LastUsed, NewAccessKey, UserArn, create_request, delete_request, last_used_request, list_request,
    read_created, read_done, read_last_used, read_list, set_active_request,
};
use crate::credentials::Credentials;
use crate::error::{Failure, FailureKind};
use crate::http::{Reply, Request};
use crate::partition::{IamHost, Partition};
use crate::query::Refusal;
use crate::refusal;
use crate::sign::sign;
use crate::sts;
use crate::walk::World;
use crate::walk::deliver::{Delivery, deliver};
use crate::walk::stage::{Aim, Stage};

/// Whose keys these are (GetCallerIdentity, which needs no permission). Also tells whether AWS knows a new key yet.
///
/// # Errors
/// [`FailureKind::InvalidKey`] while AWS does not know the key, or in another partition than its own;
/// [`FailureKind::Invalid`] when the caller is no IAM user.
pub async fn caller<W: World>(base: &Credentials, partition: Partition, world: &W) -> Result<UserArn, Failure> {
    let region = partition.default_region();
    let host = partition.sts_host(region);
    let request = |now| sign(sts::caller_request(host.clone()), base, region, "sts", now);
    let delivery = deliver(world, false, request, |reply| sts::read_caller(reply).err()?.code).await?;
    let stage = Stage { aim: Aim::OwnKeys, host: &host, sent: base, code: None, attempts: delivery.attempts };
    let reply = delivery.answer.map_err(|no_reply| stage.no_reply(no_reply))?;
    let arn = sts::read_caller(&reply)
        .map_err(|refused| stage.refused(refused, |evidence| refusal::explain_caller(evidence, region)))?;
    let user = UserArn::parse(&arn).map_err(|sentence| Aim::OwnKeys.failure(FailureKind::Invalid, &sentence))?;
    if user.partition() == partition {
        Ok(user)
    } else {
        Err(Aim::OwnKeys
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
    let request = sign(create_request(ask.iam.host, user), signer, ask.iam.region, "iam", world.now())?;
    let delivery = Delivery { answer: world.send(request).await, attempts: 1 };
    ask.read(delivery, |reply| read_created(reply, user))
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
    let (mut keys, mut marker) = ask.send(world, |host| list_request(host, user, None), read_list).await?;
    // IAM may cut any list short, even one of two. A list without end is none of IAM's.
    for _ in 0..MOST_PAGES {
        let Some(from) = marker else { break };
        let (more, next) = ask.send(world, |host| list_request(host, user, Some(&from)), read_list).await?;
        keys.extend(more);
        marker = next;
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
    ask.send(world, |host| last_used_request(host, id), read_last_used).await
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
    let request = |host: &str| set_active_request(host, user, id, active);
    let done = ask.send(world, request, |reply| read_done(reply, "UpdateAccessKey")).await;
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
    unless_gone(
        ask.send(world, |host| delete_request(host, user, id), |reply| read_done(reply, "DeleteAccessKey")).await,
    )
}

const MOST_PAGES: usize = 10;

/// What each call of IAM's has in common.
struct Ask<'a> {
    action: &'static str,
    signer: &'a Credentials,
    user: &'a UserArn,
    iam: IamHost,
}

impl<'a> Ask<'a> {
    fn new(action: &'static str, signer: &'a Credentials, user: &'a UserArn) -> Result<Self, Failure> {
        let partition = user.partition();
        let unknown = || {
            let sentence = format!("Keys of {} cannot be rotated from here: its IAM is not known.", partition.people());
            Aim::OwnKeys.failure(FailureKind::Partition, &sentence)
        };
        Ok(Self { action, signer, user, iam: partition.iam().ok_or_else(unknown)? })
    }

    async fn send<W: World, T>(
        &self,
        world: &W,
        request: impl Fn(&str) -> Request,
        read: impl Fn(&Reply) -> Result<T, Refusal>,
    ) -> Result<T, Failure> {
        let signed = |now| sign(request(self.iam.host), self.signer, self.iam.region, "iam", now);
        let delivery = deliver(world, false, signed, |reply| read(reply).err()?.code).await?;
        self.read(delivery, read)
    }

    fn read<T>(&self, delivery: Delivery, read: impl Fn(&Reply) -> Result<T, Refusal>) -> Result<T, Failure> {
        let Delivery { answer, attempts } = delivery;
        let stage = Stage { aim: Aim::OwnKeys, host: self.iam.host, sent: self.signer, code: None, attempts };
        let reply = answer.map_err(|no_reply| stage.no_reply(no_reply))?;
        let by_session = !self.signer.is_long_term();
        read(&reply)
            .map_err(|refused| stage.refused(refused, |evidence| explain(evidence, self.action, self.user, by_session)))
    }
}

fn unless_gone(done: Result<(), Failure>) -> Result<(), Failure> {
    done.or_else(|failure| match failure.evidence.code.as_deref() {
        Some("NoSuchEntity") => Ok(()),
        _ => Err(failure),
    })
}
