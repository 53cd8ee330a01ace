//! A role that an identity provider lets a person assume, as a source's settings name it.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::Url;

use crate::aws::arn::RoleArn;
use crate::aws::limits::{DURATION, SESSION_NAME};
use crate::aws::names::is_allowed;
use crate::chain::Setting;
use crate::chain::own_lines::{NAME, PROVIDER, REGION, ROLE, SAML, SECONDS, SIGN_IN, WEB_IDENTITY};

/// What is assumed, and who vouches for the person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct FederatedRole {
    /// `arn:aws:iam::123456789012:role/name`.
    pub role_arn: String,
    /// The one provider that may vouch. Of SAML the ARN of the provider in the role's account, never absent; of web identity the
    /// token's issuer, absent where any will do that AWS takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Where the person signs in, an https address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in_url: Option<String>,
    /// The region whose STS is asked; the default one of the role's partition when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// How long the session lasts; as the role has it when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// RoleSessionName. Of web identity alone: an assertion says it itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
}

/// The line of AWS config that makes a profile's `role_arn` one of a web identity.
const TOKEN_FILE: &str = "web_identity_token_file";

impl FederatedRole {
    /// The role of SAML that these lines name; none where one is missing or cannot be.
    pub fn of_saml(settings: &[Setting]) -> Option<Self> {
        Self::of(settings, SAML).filter(|role| role.check_saml().is_ok())
    }

    /// The role of a web identity that these lines name: our own, or those of a profile of AWS config.
    pub fn of_web_identity(settings: &[Setting]) -> Option<Self> {
        let line = |key: &str| settings.iter().find(|line| line.key == key).map(|line| line.value.trim().to_string());
        let of_config = || {
            line(TOKEN_FILE)?;
            Some(Self { role_arn: line(ROLE)?, session_name: line(NAME), ..Self::default() })
        };
        Self::of(settings, WEB_IDENTITY).or_else(of_config).filter(|role| role.check_web_identity().is_ok())
    }

    /// The lines of a role of SAML.
    ///
    /// # Errors
    /// A sentence where it cannot be one.
    pub fn saml_settings(&self) -> Result<Vec<Setting>, String> {
        self.check_saml().map(|()| self.settings(SAML))
    }

    /// The lines of a role of a web identity.
    ///
    /// # Errors
    /// A sentence where it cannot be one.
    pub fn web_identity_settings(&self) -> Result<Vec<Setting>, String> {
        self.check_web_identity().map(|()| self.settings(WEB_IDENTITY))
    }

    /// The origin of the STS that is asked; none where the role can be none.
    pub fn origin(&self) -> Option<String> {
        let partition = RoleArn::parse(&self.role_arn).ok()?.partition();
        let region = self.region.as_deref().unwrap_or(partition.default_region());
        Some(format!("https://{}", partition.sts_host(region)))
    }

    fn of(settings: &[Setting], prefix: &str) -> Option<Self> {
        let line = |name: &str| {
            let line = settings.iter().find(|line| line.key.strip_prefix(prefix) == Some(name));
            line.map(|line| line.value.trim().to_string())
        };
        Some(Self {
            role_arn: line(ROLE)?,
            provider: line(PROVIDER),
            sign_in_url: line(SIGN_IN),
            region: line(REGION),
            duration_seconds: line(SECONDS).and_then(|seconds| seconds.parse().ok()),
            session_name: line(NAME),
        })
    }

    fn settings(&self, prefix: &str) -> Vec<Setting> {
        let seconds = self.duration_seconds.map(|seconds| seconds.to_string());
        let lines = [
            (ROLE, Some(&self.role_arn)),
            (PROVIDER, self.provider.as_ref()),
            (SIGN_IN, self.sign_in_url.as_ref()),
            (REGION, self.region.as_ref()),
            (SECONDS, seconds.as_ref()),
            (NAME, self.session_name.as_ref()),
        ];
        let line = |(name, value): (&str, Option<&String>)| Some(Setting::new(format!("{prefix}{name}"), value?));
        lines.into_iter().filter_map(line).collect()
    }

    fn check_saml(&self) -> Result<(), String> {
        let role = self.check()?;
        let provider = self.provider.as_deref().unwrap_or_default();
        if is_provider_of(&role, provider) { Ok(()) } else { Err(NO_PROVIDER.into()) }
    }

    fn check_web_identity(&self) -> Result<(), String> {
        self.check()?;
        let name = self.session_name.as_deref().unwrap_or("ok");
        let is_name = SESSION_NAME.contains(&name.len()) && name.chars().all(is_allowed);
        if is_name { Ok(()) } else { Err("A session name is 2 to 64 letters, digits or _ + = , . @ -.".into()) }
    }

    fn check(&self) -> Result<RoleArn, String> {
        let role = RoleArn::parse(&self.role_arn)?;
        if let Some(region) = &self.region {
            role.partition().check_region(region)?;
        }
        if self.duration_seconds.is_some_and(|seconds| !DURATION.contains(&(seconds as usize))) {
            return Err("A session lasts 900 to 43,200 seconds.".into());
        }
        if self.sign_in_url.as_deref().is_some_and(|address| !is_address(address)) {
            return Err(
                "The sign-in address is none that can be opened: it begins with https:// and holds no password.".into(),
            );
        }
        Ok(role)
    }
}

const NO_PROVIDER: &str =
    "The provider is none of the role’s account: its ARN looks like arn:aws:iam::123456789012:saml-provider/name.";

/// Whether that is the ARN of a SAML provider in the role's own account, where AWS looks for it.
pub(super) fn is_provider_of(role: &RoleArn, provider: &str) -> bool {
    let prefix = format!("arn:{}:iam::{}:saml-provider/", role.partition().name(), role.account());
    let is_name = |name: &str| {
        (1..=128).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    };
    provider.strip_prefix(&prefix).is_some_and(is_name)
}

/// In bytes, of an address.
const LONGEST: usize = 2_048;

fn is_address(text: &str) -> bool {
    let address = Url::parse(text).ok().filter(|_| text.len() <= LONGEST);
    address.is_some_and(|it| it.scheme() == "https" && it.username().is_empty() && it.password().is_none())
}
