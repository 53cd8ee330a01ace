//! IAM Identity Center: one sign-in at an access portal gives the credentials of every permission set that the person has there.
//!
//! The sign-in is OAuth's device authorization (RFC 8628): AWS's page shows the same code as ours, and we ask again and again until
//! the person has confirmed it there. Each function asks once; when to ask again, and where tokens are kept, the background knows.

mod ask;
mod permission_set;
mod portal;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use self::ask::Ask;
pub use self::permission_set::PermissionSet;
pub use self::portal::{Portal, PortalCheck};
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::invisible::shown;
use crate::failure::{Failure, FailureKind};
use crate::protocol::sso::{
    AccountPage, DeviceAuthorization, Registered, RoleCredentialsReply, RolePage, Token, accounts_request,
    credentials_request, device_request, logout_request, refresh_request, register_request, roles_request,
    token_request,
};
use crate::protocol::world::World;
use crate::walk::deliver::lasts;

/// That this extension is known to the OIDC service of a region, which it is for some weeks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Registration {
    /// Public.
    pub client_id: String,
    /// Sent with every request for a token.
    pub client_secret: Secret,
    /// In milliseconds since 1970.
    pub expires_at: f64,
}

/// A sign-in that waits for the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct DeviceCode {
    /// What is exchanged for tokens once the person has confirmed.
    pub device_code: Secret,
    /// What AWS's page shows too. A person confirms there only what they see here.
    pub user_code: String,
    /// The address of AWS's page.
    pub page: String,
    /// When it is too late to confirm, in milliseconds since 1970.
    pub expires_at: f64,
    /// How long to wait between two questions, in milliseconds.
    pub interval: f64,
}

/// What a sign-in gave. All of it is secret.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Tokens {
    /// Who holds it is the person, for the portal.
    pub access_token: Secret,
    /// When that ends, in milliseconds since 1970.
    pub expires_at: f64,
    /// Gives new tokens, once; absent where AWS gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<Secret>,
}

/// What came of asking whether the person has confirmed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Polled {
    /// Not yet.
    Pending,
    /// Not yet, and the interval is five seconds longer from now on.
    SlowDown,
    /// Yes.
    SignedIn {
        /// What it gave.
        tokens: Tokens,
    },
}

/// An account that the person has a permission set in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct PortalAccount {
    /// 12 digits.
    pub id: String,
    /// As its organisation calls it, safe to show; its id where it has no name.
    pub name: String,
}

/// The longest list that is read, in pages of 100. A list without end is none of AWS's.
const MOST_PAGES: usize = 200;

/// Registers this extension as a client. Needs no sign-in.
///
/// # Errors
/// What AWS says, here and below; [`FailureKind::SignedOut`] where only a new sign-in helps.
pub async fn register<W: World>(portal: &Portal, world: &W) -> Result<Registration, Failure> {
    let ask = Ask::new(portal.oidc_host(), portal, &[])?;
    let reply = ask.ask(world, &register_request(portal.oidc_host())).await?;
    let Registered { client_id, client_secret, client_secret_expires_at } = ask.read(&reply)?;
    // The model says seconds since 1970, and 0 for never.
    let expires_at = if client_secret_expires_at > 0.0 { client_secret_expires_at * 1_000.0 } else { f64::MAX };
    let expires_at = expires_at.min(world.aws_now() + LONGEST_KEPT); // 1e308 seconds are no number of milliseconds, and not kept as one
    Ok(Registration { client_id, client_secret, expires_at })
}

/// Begins a sign-in.
///
/// # Errors
/// [`FailureKind::Invalid`] where AWS does not know the start address in that region.
pub async fn begin<W: World>(portal: &Portal, client: &Registration, world: &W) -> Result<DeviceCode, Failure> {
    let Registration { client_id, client_secret, .. } = client;
    let ask = Ask::new(portal.oidc_host(), portal, &[client_secret])?;
    let request = device_request(portal.oidc_host(), client_id, client_secret, &portal.start_url);
    let reply: DeviceAuthorization = ask.read(&ask.ask(world, &request).await?)?;
    let page = reply.verification_uri_complete.unwrap_or(reply.verification_uri);
    if !portal.is_page(&page) || shown(&reply.user_code) != reply.user_code || reply.user_code.is_empty() {
        return Err(ask.malformed("AWS answered with a page to sign in on that is none of its own. It was not opened."));
    }
    Ok(DeviceCode {
        device_code: reply.device_code,
        user_code: reply.user_code,
        page,
        expires_at: world.aws_now() + reply.expires_in.clamp(0.0, LONGEST_CODE) * 1_000.0,
        interval: reply.interval.unwrap_or(5.0).clamp(1.0, LONGEST_CODE) * 1_000.0,
    })
}

/// In seconds: AWS says ten minutes.
const LONGEST_CODE: f64 = 3_600.0;

/// In milliseconds: a registration lasts 90 days, as does the longest session of a portal ("Configure session duration" in the user guide
/// of IAM Identity Center). Whatever an answer says, nothing of it is kept for longer.
const LONGEST_KEPT: f64 = 90.0 * 86_400_000.0;

/// Asks whether the person has confirmed.
///
/// # Errors
/// [`FailureKind::SignedOut`] where they refused, or it is too late.
pub async fn poll<W: World>(
    portal: &Portal,
    client: &Registration,
    code: &DeviceCode,
    world: &W,
) -> Result<Polled, Failure> {
    let Registration { client_id, client_secret, .. } = client;
    let ask = Ask::new(portal.oidc_host(), portal, &[client_secret, &code.device_code])?;
    let request = token_request(portal.oidc_host(), client_id, client_secret, &code.device_code);
    match ask.ask_once(world, request).await {
        Ok(reply) => Ok(Polled::SignedIn { tokens: tokens(ask.read(&reply)?, world) }),
        Err(failure) => match failure.evidence.code.as_deref() {
            Some("authorization_pending") => Ok(Polled::Pending),
            Some("slow_down") => Ok(Polled::SlowDown),
            _ => Err(failure),
        },
    }
}

/// New tokens for old ones. The refresh token is worth nothing afterwards, be it that the reply is lost.
pub async fn refresh<W: World>(
    portal: &Portal,
    client: &Registration,
    refresh_token: &Secret,
    world: &W,
) -> Result<Tokens, Failure> {
    let Registration { client_id, client_secret, .. } = client;
    let ask = Ask::new(portal.oidc_host(), portal, &[client_secret, refresh_token])?;
    let request = refresh_request(portal.oidc_host(), client_id, client_secret, refresh_token);
    Ok(tokens(ask.read(&ask.ask_once(world, request).await?)?, world))
}

/// The accounts that the person has something in, by name; an organisation may have none.
pub async fn accounts<W: World>(
    portal: &Portal,
    access_token: &Secret,
    world: &W,
) -> Result<Vec<PortalAccount>, Failure> {
    let ask = Ask::new(portal.portal_host(), portal, &[access_token])?;
    let (mut accounts, mut next) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let request = accounts_request(portal.portal_host(), access_token, next.as_deref());
        let page: AccountPage = ask.read(&ask.ask(world, &request).await?)?;
        accounts.extend(page.account_list.into_iter().map(|account| PortalAccount {
            name: shown(account.account_name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&account.account_id)),
            id: shown(&account.account_id),
        }));
        next = page.next_token.filter(|next| !next.is_empty());
        if next.is_none() {
            accounts.sort_by_cached_key(|account| (account.name.to_lowercase(), account.id.clone()));
            return Ok(accounts);
        }
    }
    Err(ask.malformed("AWS’s list of accounts has no end. It was not used."))
}

/// The names of the permission sets that the person has in an account.
pub async fn roles<W: World>(
    portal: &Portal,
    access_token: &Secret,
    account_id: &str,
    world: &W,
) -> Result<Vec<String>, Failure> {
    let ask = Ask::new(portal.portal_host(), portal, &[access_token])?;
    let (mut roles, mut next) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let request = roles_request(portal.portal_host(), access_token, account_id, next.as_deref());
        let page: RolePage = ask.read(&ask.ask(world, &request).await?)?;
        roles.extend(page.role_list.into_iter().map(|role| shown(&role.role_name)));
        next = page.next_token.filter(|next| !next.is_empty());
        if next.is_none() {
            roles.sort_by_cached_key(|name| name.to_lowercase());
            return Ok(roles);
        }
    }
    Err(ask.malformed("AWS’s list of roles has no end. It was not used."))
}

/// The credentials of a permission set: a role's session, so that each hop after it lasts an hour at most.
pub async fn role_credentials<W: World>(
    set: &PermissionSet,
    access_token: &Secret,
    world: &W,
) -> Result<Credentials, Failure> {
    let PermissionSet { portal, account_id, role_name } = set;
    let ask = Ask::new(portal.portal_host(), portal, &[access_token])?.for_set(set);
    let request = credentials_request(portal.portal_host(), access_token, account_id, role_name);
    let RoleCredentialsReply { role_credentials: given } = ask.read(&ask.ask(world, &request).await?)?;
    let mut credentials = Credentials {
        access_key_id: given.access_key_id,
        secret_access_key: given.secret_access_key,
        session_token: Some(given.session_token),
        expires_at: Some(given.expiration),
    };
    if !credentials.is_as_given() || !lasts(&mut credentials, world, &portal.portal_host()).await {
        return Err(
            ask.malformed("AWS answered with credentials that are none, or have ended already. They were not used.")
        );
    }
    Ok(credentials)
}

/// Ends the sign-in at AWS.
pub async fn sign_out<W: World>(portal: &Portal, access_token: &Secret, world: &W) -> Result<(), Failure> {
    let ask = Ask::new(portal.portal_host(), portal, &[access_token])?;
    match ask.ask(world, &logout_request(portal.portal_host(), access_token)).await {
        // It has ended already.
        Err(Failure { kind: FailureKind::SignedOut, .. }) => Ok(()),
        done => done.map(|_| ()),
    }
}

fn tokens<W: World>(Token { access_token, expires_in, refresh_token }: Token, world: &W) -> Tokens {
    let lasts = (expires_in * 1_000.0).clamp(0.0, LONGEST_KEPT);
    Tokens { access_token, refresh_token, expires_at: world.aws_now() + lasts }
}
