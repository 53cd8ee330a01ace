//! The ARN of an IAM role: `arn:{partition}:iam::{12 digits}:role{path}{name}`.

use std::fmt;

use super::invisible::stray;
use super::names::is_allowed;
use super::partition::Partition;

/// A role's ARN that has been checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleArn {
    partition: Partition,
    account: String,
    path: String,
    name: String,
}

impl RoleArn {
    /// Reads a role's ARN; spaces around it do not matter. The error is a sentence that tells the usual mistakes apart.
    ///
    /// The grammar is IAM's: the path is `/` or `/…/` of up to 512 printable ASCII characters, the name 1 to 64 of
    /// `[A-Za-z0-9_+=,.@-]`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err(format!("Write the role’s ARN, such as {EXAMPLE}."));
        }
        if let Some(sentence) = stray(text, "The ARN") {
            return Err(sentence);
        }
        let mut parts = text.splitn(6, ':');
        let (Some("arn"), Some(partition), Some(service), Some(region), Some(account), Some(resource)) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(not_an_arn(text));
        };
        let partition = Partition::from_name(partition).ok_or_else(|| {
            "The second part of the ARN is not a partition of AWS: it is aws, or for example aws-us-gov or aws-cn."
                .to_string()
        })?;
        if let Some(session) = resource.strip_prefix("assumed-role/").filter(|_| service == "sts") {
            return Err(session_sentence(partition, account, session));
        }
        if service != "iam" {
            return Err(format!("This ARN is of another service than IAM. A role’s ARN looks like {EXAMPLE}."));
        }
        if !region.is_empty() {
            return Err("A role’s ARN names no region: two colons follow iam.".into());
        }
        if account.is_empty() {
            return Err("The account is missing: its 12 digits go between iam:: and :role/.".into());
        }
        if !is_account(account) {
            return Err("The account in the ARN is not 12 digits.".into());
        }
        let Some(("role", role)) = resource.split_once('/') else {
            return Err(other_resource(resource));
        };
        let (path, name) = match role.rsplit_once('/') {
            Some((path, name)) => (format!("/{path}/"), name),
            None => ("/".to_string(), role),
        };
        check_path(&path)?;
        check_name(name)?;
        Ok(Self { partition, account: account.into(), path, name: name.into() })
    }

    /// The partition that the role is in.
    pub fn partition(&self) -> Partition {
        self.partition
    }

    /// The account that the role is in, 12 digits.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The role's path, `/` for none.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The role's name, without its path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ARN of its session of that name.
    pub fn session(&self, name: &str) -> String {
        format!("arn:{}:sts::{}:assumed-role/{}/{name}", self.partition.name(), self.account, self.name)
    }

    /// Whether `assumed_role_arn` is a session of this role. The session's ARN carries the role's name without its path,
    /// so roles of one name and two paths cannot be told apart; IAM keeps names unique within an account.
    pub fn is_session(&self, assumed_role_arn: &str) -> bool {
        assumed_role_arn
            .strip_prefix(&self.session(""))
            .is_some_and(|session| !session.is_empty() && !session.contains('/'))
    }
}

impl fmt::Display for RoleArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "arn:{}:iam::{}:role{}{}", self.partition.name(), self.account, self.path, self.name)
    }
}

/// Whether `text` is the number of an account: 12 digits.
pub fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number of an account that may be written as AWS's console shows it: `1234-5678-9012`.
pub fn account_number(text: &str) -> Option<String> {
    let is_shown = text.len() == 14 && text.match_indices('-').map(|(at, _)| at).eq([4, 9]);
    let digits = if is_shown { text.replace('-', "") } else { text.to_string() };
    is_account(&digits).then_some(digits)
}

const EXAMPLE: &str = "arn:aws:iam::123456789012:role/name";

fn check_path(path: &str) -> Result<(), String> {
    if path.starts_with("//") {
        return Err("There is a slash too many after role/.".into());
    }
    if path.len() > 512 {
        return Err("The role’s path is longer than the 512 characters that IAM allows.".into());
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("The role’s name is missing: it is the last part of the ARN.".into());
    }
    if name.len() > 64 {
        return Err("The role’s name is longer than the 64 characters that IAM allows.".into());
    }
    match name.chars().find(|c| !is_allowed(*c)) {
        Some(stranger) => Err(format!("A role’s name cannot hold the character {stranger}.")),
        None => Ok(()),
    }
}

// The sentences quote nothing of the text but what its grammar has narrowed: someone may have pasted a secret.

fn not_an_arn(text: &str) -> String {
    let what = if text.starts_with("https://") {
        "This is a web address."
    } else if text.starts_with("AROA") {
        "This is a role’s id, which STS does not take."
    } else if is_account(text) {
        "This is an account number."
    } else {
        "This is not a whole ARN."
    };
    format!("{what} A role’s ARN looks like {EXAMPLE}; IAM shows it at the top of the role’s page.")
}

fn session_sentence(partition: Partition, account: &str, session: &str) -> String {
    let name = session.split('/').next().unwrap_or_default();
    let sentence = "This is the ARN of a session of a role, not of the role itself.";
    match RoleArn::parse(&format!("arn:{}:iam::{account}:role/{name}", partition.name())) {
        Ok(role) => {
            format!("{sentence} The role’s own ARN is {role}, with the role’s path before its name if it has one.")
        }
        Err(_) => format!("{sentence} A role’s ARN looks like {EXAMPLE}."),
    }
}

fn other_resource(resource: &str) -> String {
    let what = match resource.split(['/', ':']).next().unwrap_or_default() {
        "user" => "a user’s ARN",
        "group" => "a group’s ARN",
        "policy" => "a policy’s ARN",
        "instance-profile" => "an instance profile’s ARN",
        "mfa" => "an MFA device’s ARN",
        "saml-provider" | "oidc-provider" => "an identity provider’s ARN",
        "root" => "the ARN of a whole account",
        "role" => return format!("The role’s name is missing: an ARN looks like {EXAMPLE}."),
        _ => "the ARN of something that is not a role",
    };
    format!("This is {what}; only a role can be assumed. A role’s ARN looks like {EXAMPLE}.")
}
