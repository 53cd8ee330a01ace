//! Who is signed in to the console.

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;

use crate::aws::arn::is_account;
use crate::aws::credentials::Secret;
use crate::aws::invisible::is_deceptive;

/// A user, the root user, or a session of a role or of a federated user.
#[derive(Debug, Clone)]
pub(super) struct Principal {
    pub arn: String,
    /// 12 digits.
    pub account: String,
}

/// In bytes; a user's ARN has at most 611.
const LONGEST: usize = 2_048;

impl Principal {
    /// Reads its ARN, of the commercial partition.
    pub fn parse(arn: &str) -> Option<Self> {
        let (service, rest) = arn.strip_prefix("arn:aws:")?.split_once("::")?;
        let (account, resource) = rest.split_once(':')?;
        let (kind, name) = resource.split_once('/').unwrap_or((resource, ""));
        let is_one = match (service, kind) {
            ("iam", "root") => resource == "root",
            ("iam", "user") | ("sts", "federated-user") => !name.is_empty(),
            ("sts", "assumed-role") => {
                name.split_once('/').is_some_and(|(role, by)| !role.is_empty() && !by.is_empty())
            }
            _ => false,
        };
        let is_plain = arn.len() <= LONGEST && !arn.contains(char::is_whitespace) && !arn.contains(is_deceptive);
        (is_one && is_plain && is_account(account)).then(|| Self { arn: arn.into(), account: account.into() })
    }

    /// Whom the ID token is of. It came from AWS itself over TLS, which stands for its signature (OpenID Connect Core, 3.1.3.7).
    pub fn in_id_token(token: &Secret) -> Option<Self> {
        #[derive(Deserialize)]
        struct Claims {
            sub: String,
        }
        let claims = token.expose().split('.').nth(1)?; // to read it
        let Claims { sub } = serde_json::from_slice(&BASE64URL_NOPAD.decode(claims.as_bytes()).ok()?).ok()?;
        Self::parse(&sub)
    }

    pub fn is_root(&self) -> bool {
        self.arn.ends_with(":root")
    }

    /// Whether AWS lets both assume the same roles: of a role's session the name is another each time with some sign-ins.
    pub fn is_same(&self, other: &Self) -> bool {
        self.stem() == other.stem()
    }

    fn stem(&self) -> &str {
        let is_role = self.arn.contains(":assumed-role/");
        self.arn.rsplit_once('/').filter(|_| is_role).map_or(&self.arn, |(stem, _)| stem)
    }
}
