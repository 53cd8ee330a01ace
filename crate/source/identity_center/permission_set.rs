//! A permission set in an account, as AWS config names it.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::Portal;
use crate::aws::arn::is_account;
use crate::aws::names::is_allowed;
use crate::chain::Setting;
use crate::chain::own_lines::GRANTED;

/// What a person who signed in at a portal may become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct PermissionSet {
    /// Where the person signs in.
    pub portal: Portal,
    /// 12 digits.
    pub account_id: String,
    /// The name of the permission set, which AWS calls a role here.
    pub role_name: String,
}

const SESSION: &str = "sso_session";
const START_URL: &str = "sso_start_url";
const REGION: &str = "sso_region";
const ACCOUNT: &str = "sso_account_id";
const ROLE: &str = "sso_role_name";
const SCOPES: &str = "sso_registration_scopes";

impl PermissionSet {
    /// The permission set that these lines of AWS config name: those of an `sso-session`, or the older ones of a profile. None
    /// where one is missing or cannot be. granted has the older ones under names of its own ([`GRANTED`]).
    pub fn of(settings: &[Setting]) -> Option<Self> {
        let value = |key: &str| settings.iter().find(|line| line.key == key).map(|line| line.value.trim());
        let line = |key: &str| value(key).or_else(|| value(&format!("{GRANTED}{key}")));
        let shared = |key: &str| line(&format!("sso-session.{key}")).or_else(|| line(key));
        let (account_id, role_name) = (line(ACCOUNT)?, line(ROLE)?);
        let is_role = (1..=64).contains(&role_name.len()) && role_name.chars().all(is_allowed);
        if !is_account(account_id) || !is_role {
            return None;
        }
        let portal = Portal::parse(shared(START_URL)?, shared(REGION)?).ok()?;
        Some(Self { portal, account_id: account_id.into(), role_name: role_name.into() })
    }

    /// Those lines, for one that a person chose from the portal's list. AWS's own tools then sign in once for all that name the
    /// session, which is called as the portal's host begins.
    pub fn settings(&self) -> Vec<Setting> {
        let Self { portal: Portal { start_url, region }, account_id, role_name } = self;
        let host = start_url.trim_start_matches("https://");
        let session = host.split(['.', '/']).next().unwrap_or("sso");
        let of_session = |key: &str, value: &str| Setting::new(format!("sso-session.{key}"), value);
        vec![
            Setting::new(ACCOUNT, account_id),
            Setting::new(ROLE, role_name),
            Setting::new(SESSION, session),
            of_session(REGION, region),
            of_session(SCOPES, "sso:account:access"),
            of_session(START_URL, start_url),
        ]
    }
}
