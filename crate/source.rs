//! Where the credentials come from that a chain starts with. A source is of a kind: what a person enters is kept as keys, and what
//! can be asked for has its own room here, with the requests that ask for it.
//!
//! The kind is read from the record's [`settings`](Source::settings), which are in the words of AWS config. So what was imported or
//! kept by an earlier version is of its kind at once, and what is written out again is what AWS's own tools read.

pub mod console_sign_in;
pub mod federation;
pub mod identity_center;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use self::console_sign_in::ConsoleSignIn;
use self::federation::FederatedRole;
use self::identity_center::PermissionSet;
use crate::aws::arn::RoleArn;
use crate::aws::end::End;
use crate::aws::endpoint::Endpoint;
use crate::chain::user_console::UserConsole;
use crate::chain::{Setting, Source};

/// What a source is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum SourceKind {
    /// Keys that a person enters, long-term or temporary.
    Keys,
    /// A permission set of IAM Identity Center: whoever signed in is given its credentials.
    IdentityCenter(PermissionSet),
    /// A role that is assumed with an assertion of a SAML provider.
    Saml(FederatedRole),
    /// A role that is assumed with a token of an OpenID Connect provider.
    WebIdentity(FederatedRole),
    /// Whoever signs in on the console's own sign-in page, as `aws login` has it.
    ConsoleSignIn(ConsoleSignIn),
    /// Keys that a person enters for a host of their own in the place of AWS's, and that are good nowhere else.
    Endpoint(Endpoint),
}

/// The kind of a source. One whose settings do not say all that its kind needs has keys that are to be entered.
pub fn kind_of(source: &Source) -> SourceKind {
    let settings = &source.settings;
    // Before all others: whatever else a record says, what is entered for an endpoint goes there, and nothing of AWS's does.
    if let Some(endpoint) = source.endpoint() {
        return SourceKind::Endpoint(endpoint);
    }
    PermissionSet::of(settings)
        .map(SourceKind::IdentityCenter)
        .or_else(|| FederatedRole::of_saml(settings).map(SourceKind::Saml))
        .or_else(|| FederatedRole::of_web_identity(settings).map(SourceKind::WebIdentity))
        .or_else(|| ConsoleSignIn::of(settings).map(SourceKind::ConsoleSignIn))
        .unwrap_or(SourceKind::Keys)
}

/// The role whose session a source gives, or the user whose console its keys can open, where its settings say it: a chain that walks no
/// role opens the console as that one.
pub fn own_end(source: &Source) -> Option<End> {
    match kind_of(source) {
        SourceKind::IdentityCenter(PermissionSet { portal, account_id, role_name }) => Some(End {
            partition: portal.partition().name().into(),
            account: account_id,
            role: role_name,
            role_arn: None,
        }),
        SourceKind::Saml(role) | SourceKind::WebIdentity(role) => {
            RoleArn::parse(&role.role_arn).ok().map(|role| End::from(&role))
        }
        SourceKind::Keys => user_console(source)?.end(),
        SourceKind::ConsoleSignIn(_) | SourceKind::Endpoint(_) => None,
    }
}

/// What the console of the user may do whose keys the source has, where its settings say it.
pub fn user_console(source: &Source) -> Option<UserConsole> {
    UserConsole::of(&source.settings).filter(|_| kind_of(source) == SourceKind::Keys)
}

/// Whether a line of AWS config, or one of our own, says that credentials are fetched where others are entered: from AWS by whoever signs in,
/// by a program, or from the machine.
pub fn says_fetched(key: &str) -> bool {
    FETCHED.contains(&key)
}

const FETCHED: [&str; 10] = [
    "credential_process",
    "credential_source",
    "login_session",
    "saml_role_arn",
    "sso_account_id",
    "sso_session",
    "sso_start_url",
    "console_sign_in_region",
    "web_identity_role_arn",
    "web_identity_token_file",
];

impl SourceKind {
    /// The lines that make a source one of this kind; none of one that has keys.
    ///
    /// # Errors
    /// A sentence where there can be none such.
    pub fn settings(&self) -> Result<Vec<Setting>, String> {
        match self {
            Self::Keys => Ok(Vec::new()),
            Self::IdentityCenter(set) => Ok(set.settings()),
            Self::Saml(role) => role.saml_settings(),
            Self::WebIdentity(role) => role.web_identity_settings(),
            Self::ConsoleSignIn(it) => it.settings(),
            Self::Endpoint(it) => {
                let source = Source::default().at(Some(it)).map_err(|wrong| wrong.sentence)?;
                Ok(source.settings)
            }
        }
    }
}
