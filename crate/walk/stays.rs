//! Where a tab comes out that was sent to sign in. Of one that did not go on to the console, AWS says why on a page that nobody reads but
//! the person.

use url::Url;

use crate::aws::destination::{destination, session_account, session_of};
use crate::chain::route::Route;
use crate::failure::aim::Aim;
use crate::failure::{Evidence, Failure, FailureKind};

/// What to tell of a tab that stays at `address`, which is one of the sign-in service's. `other` is an account that this browser was
/// signed in to, and is not the one that was to open.
pub fn stays(route: &Route, address: &str, other: Option<&str>) -> Failure {
    let url = Url::parse(address).ok();
    let sentence = if is_session_limit(address) {
        "AWS did not open the console, since this browser has as many console sessions as AWS allows, which is five. Sign out of one of \
         them on the page that AWS shows, then open the chain again."
            .into()
    } else if let Some(account) = other {
        format!(
            "AWS did not go on to the console. This browser is signed in to account {account}, and unless several sessions are turned on, \
             AWS wants that signed out first."
        )
    } else {
        "AWS did not go on to the console; its page in the tab says why. Most likely this browser is signed in to another account, which \
         AWS wants signed out first. Else a policy of your organisation for signing in may deny this network, or the page was loaded \
         twice: AWS takes each sign-in once."
            .into()
    };
    // The address holds the token, or what is left of it.
    let host = url.and_then(|url| url.host_str().map(String::from));
    let evidence = Evidence { host, ..Evidence::default() };
    Failure { evidence, ..Aim::SignIn(route.end()).failure(FailureKind::SignIn, &sentence) }
}

/// Whether `address` is where AWS leads whose browser has as many console sessions as it allows.
pub fn is_session_limit(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.path().starts_with(LIMIT))
}

/// The address that signs out of the console session that `address`, a page of the console, names in its host; nothing where it names
/// none, as while a browser has one session alone.
pub fn sign_out_of(address: &str) -> Option<String> {
    let (label, partition, region) = session_of(address)?;
    Some(format!("https://{}/sessions/{label}/v1/logout", partition.sign_in_host(Some(&region), true)))
}

/// Whether `address` is a page of the console that was to open.
///
/// # Errors
/// [`FailureKind::SignIn`] where it is one of another account's session, which the host names while several are open.
pub fn arrived(route: &Route, address: &str) -> Result<bool, Failure> {
    let Some(mut url) = Url::parse(address).ok().filter(|url| url.scheme() == "https") else { return Ok(false) };
    // Where it is on the console does not count, nor how long that is.
    url.set_path("");
    url.set_query(None);
    url.set_fragment(None);
    if destination(route.partition(), None, Some(url.as_str())).is_err() {
        return Ok(false);
    }
    let end = route.end();
    match session_account(address).filter(|account| account != end.account()) {
        Some(account) => {
            let sentence = format!(
                "AWS opened the console in account {account} in the place of {}. Sign out of that session in its tab, then open the chain \
                 again.",
                end.account()
            );
            Err(Aim::SignIn(end).failure(FailureKind::SignIn, &sentence))
        }
        None => Ok(true),
    }
}

/// Where a sign-in beyond the most sessions lands.
const LIMIT: &str = "/sessions/limit";
