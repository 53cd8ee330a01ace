//! Whose policy it is: as far as that is known, and how a policy names it.

use super::console_page::{Section, console_page};
use crate::aws::arn::RoleArn;
use crate::aws::partition::Partition;
use crate::aws::user::UserArn;
use crate::chain::route::Leg;
use crate::policies::Caller;
use crate::policies::names::one_line;
use crate::policies::source::{ExportSource, account, account_of};

/// Who calls a hop.
pub(super) enum Holder {
    /// The role of the hop before.
    Role(RoleArn),
    /// The user whose key the source holds.
    User(UserArn),
    /// The role whose session the source holds. AWS tells a session's ARN without the role's path, so here it has none.
    Session(RoleArn),
    /// Whoever holds the keys of the source of that name; its account, where it is known.
    Someone { partition: Partition, account: Option<String>, source: String },
}

/// Who calls the first hop. `caller` is the ARN that AWS told.
pub(super) fn holder(first: &Leg, source: Option<&ExportSource>, caller: Option<&str>) -> Holder {
    if let Some(user) = caller.and_then(|arn| UserArn::parse(arn).ok()) {
        return Holder::User(user);
    }
    if let Some(role) = caller.and_then(role_of_session) {
        return Holder::Session(role);
    }
    let device = first.hop.mfa_serial.as_deref();
    let told = caller.and_then(account_of);
    Holder::Someone {
        partition: first.role.partition(),
        account: told.or_else(|| source.and_then(account)).or_else(|| device.and_then(account_of)),
        source: one_line(source.map_or("the source", |it| &it.source.name)),
    }
}

/// The role of `arn:aws:sts::123456789012:assumed-role/name/session`.
fn role_of_session(arn: &str) -> Option<RoleArn> {
    let (head, session) = arn.split_once(":assumed-role/")?;
    let (name, _) = session.split_once('/')?;
    RoleArn::parse(&format!("{}:role/{name}", head.replacen(":sts:", ":iam:", 1))).ok()
}

impl Holder {
    /// How a policy names it.
    pub fn caller(&self) -> Caller {
        match self {
            Self::Role(role) => Caller::Arn(role.to_string()),
            Self::User(user) => Caller::Arn(user.to_string()),
            Self::Session(role) => {
                let (partition, account, name) = (role.partition(), role.account(), role.name());
                let path = if self.is_of_identity_center() { "aws-reserved/sso.amazonaws.com/" } else { "" };
                let stem = format!("arn:{}:iam::{account}:role/{path}", partition.name());
                // IAM has no second role of that name in the account, whatever its path.
                let role = vec![format!("{stem}{name}"), format!("{stem}*/{name}")];
                Caller::SessionOf { account: root(partition, account), role }
            }
            Self::Someone { partition, .. } => Caller::Arn(root(*partition, &self.account_or_place())),
        }
    }

    /// The same for a person.
    pub fn words(&self) -> String {
        match self {
            Self::Role(role) | Self::Session(role) => format!("role {} in account {}", role.name(), role.account()),
            Self::User(user) => format!("user {} in account {}", user.name(), user.account()),
            Self::Someone { source, account: Some(account), .. } => {
                format!("whoever holds the keys of {source}, in account {account}")
            }
            Self::Someone { source, .. } => format!("whoever holds the keys of {source}"),
        }
    }

    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Role(role) | Self::Session(role) => Some(role.account()),
            Self::User(user) => Some(user.account()),
            Self::Someone { account, .. } => account.as_deref(),
        }
    }

    pub fn partition(&self) -> Partition {
        match self {
            Self::Role(role) | Self::Session(role) => role.partition(),
            Self::User(user) => user.partition(),
            Self::Someone { partition, .. } => *partition,
        }
    }

    /// Whether its role is one that Identity Center makes of a permission set, and that IAM lets nobody else change.
    pub fn is_of_identity_center(&self) -> bool {
        matches!(self, Self::Role(role) | Self::Session(role) if role.name().starts_with("AWSReservedSSO_"))
    }

    pub fn console_page(&self) -> Option<String> {
        match self {
            Self::Role(role) | Self::Session(role) => {
                console_page(role.partition(), "roles", role.name(), Section::Permissions)
            }
            Self::User(user) => console_page(user.partition(), "users", user.name(), Section::Permissions),
            Self::Someone { .. } => None,
        }
    }

    /// Its account, or what is to be replaced by it. IAM takes no such principal, so none stays by mistake.
    pub fn account_or_place(&self) -> String {
        match self {
            Self::Someone { account: None, source, .. } => format!("<account of {source}>"),
            known => known.account().unwrap_or_default().into(),
        }
    }
}

/// The ARN by which a policy names a whole account.
fn root(partition: Partition, account: &str) -> String {
    format!("arn:{}:iam::{account}:root", partition.name())
}
