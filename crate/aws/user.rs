//! The ARN of an IAM user: `arn:{partition}:iam::{12 digits}:user{path}{name}`, as GetCallerIdentity gives it.

use std::fmt;

use super::arn::is_account;
use super::names::is_allowed;
use super::partition::Partition;

/// A user whose keys can be rotated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserArn {
    partition: Partition,
    /// All of it up to the name: `arn:aws:iam::123456789012:user/team/`.
    stem: String,
    name: String,
}

impl UserArn {
    /// Reads the ARN of a caller. The error is a sentence that says why the caller's keys cannot be rotated.
    ///
    /// The grammar is IAM's: a name of 1 to 64 of `[A-Za-z0-9_+=,.@-]`, a path of up to 512 printable ASCII characters.
    pub fn parse(arn: &str) -> Result<Self, String> {
        let mut parts = arn.splitn(6, ':');
        let (Some("arn"), Some(partition), Some(service), Some(""), Some(account), Some(resource)) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NO_USER.into());
        };
        let partition = Partition::from_name(partition).filter(|_| is_account(account)).ok_or(NO_USER)?;
        match (service, resource) {
            ("iam", "root") => return Err(ROOT.into()),
            ("sts", _) => return Err(SESSION.into()),
            _ => {}
        }
        let (kind, name) = resource.rsplit_once('/').filter(|_| service == "iam").ok_or(NO_USER)?;
        let path = kind.strip_prefix("user").filter(|path| path.is_empty() || path.starts_with('/')).ok_or(NO_USER)?;
        // The slash before the name is of the path.
        let path_fits = path.len() < 512 && path.bytes().all(|byte| byte.is_ascii_graphic());
        if !path_fits || !(1..=64).contains(&name.len()) || !name.chars().all(is_allowed) {
            return Err(NO_USER.into());
        }
        let stem = format!("arn:{}:iam::{account}:{kind}/", partition.name());
        Ok(Self { partition, stem, name: name.into() })
    }

    /// The partition that the user is in.
    pub fn partition(&self) -> Partition {
        self.partition
    }

    /// The account that the user is in, 12 digits.
    pub fn account(&self) -> &str {
        self.stem.split(':').nth(4).unwrap_or_default()
    }

    /// The user's name, without its path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ARN of this user's like in policies: of whoever calls, in the same account and path.
    pub fn of_any_caller(&self) -> String {
        format!("{}${{aws:username}}", self.stem)
    }
}

impl fmt::Display for UserArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.stem, self.name)
    }
}

const NO_USER: &str = "AWS did not name an IAM user as the owner of these keys, so they cannot be rotated here.";
const ROOT: &str = "These are keys of the account’s root user, which AWS advises not to have at all. Make an IAM user for the chains, \
                    enter its keys here, and delete the root user’s keys in the console.";
const SESSION: &str = "These keys are those of a session. Only an IAM user’s own access keys can be rotated; temporary ones end by \
                       themselves.";
