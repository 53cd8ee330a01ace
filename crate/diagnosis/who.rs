//! Who asked, read off its ARN.

use crate::aws::arn::RoleArn;

/// The caller of a hop: `arn:aws:iam::123456789012:user/path/name`, `arn:aws:sts::123456789012:assumed-role/role/session`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Who<'a> {
    partition: &'a str,
    /// The account, 12 digits.
    pub account: &'a str,
    pub kind: Kind,
    /// The name of the user or role, without a path.
    name: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A user, by its own key or by a session of GetSessionToken.
    User,
    /// A session of a role.
    Role,
    /// A session of GetFederationToken.
    Federated,
    /// The root user.
    Other,
}

impl<'a> Who<'a> {
    pub fn parse(arn: &'a str) -> Option<Self> {
        let mut parts = arn.strip_prefix("arn:")?.splitn(5, ':');
        let (partition, service, _region) = (parts.next()?, parts.next()?, parts.next()?);
        let (account, resource) = (parts.next()?, parts.next()?);
        let (kind, name) = match (service, resource.split_once('/')) {
            ("iam", Some(("user", path))) => (Kind::User, path.rsplit('/').next()?),
            ("sts", Some(("assumed-role", session))) => (Kind::Role, session.split('/').next()?),
            ("sts", Some(("federated-user", name))) => (Kind::Federated, name),
            _ => (Kind::Other, resource),
        };
        Some(Self { partition, account, kind, name })
    }

    /// As a sentence names it: `user alice in account 123456789012`.
    pub fn people(&self) -> String {
        let Self { account, kind, name, .. } = self;
        match kind {
            Kind::User => format!("user {name} in account {account}"),
            Kind::Role => format!("role {name} in account {account}"),
            Kind::Federated => format!("federated user {name} in account {account}"),
            Kind::Other => format!("{name} in account {account}"),
        }
    }

    /// The name of the user or role.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The ARN that a user's MFA device most likely has: the console has long proposed the user's own name for it.
    pub fn likely_mfa_device(&self) -> Option<String> {
        let Self { partition, account, kind, name } = self;
        (*kind == Kind::User).then(|| format!("arn:{partition}:iam::{account}:mfa/{name}"))
    }

    /// Whether it is a session of a role that Identity Center made: nobody can change that role in IAM.
    pub fn is_of_identity_center(&self) -> bool {
        self.kind == Kind::Role && self.name.starts_with("AWSReservedSSO_")
    }

    /// Whether it is a session of that role. Names are unique within an account, whatever their path.
    pub fn is_role(&self, role: &RoleArn) -> bool {
        self.kind == Kind::Role && self.account == role.account() && self.name == role.name()
    }
}
