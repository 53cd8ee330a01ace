//! Where a tab comes out that was sent to sign in. Of one that did not go on to the console, AWS says why on a page that nobody reads but
//! the person.

use serde::Deserialize;
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::Url;

use crate::aws::destination::{destination, session_account, session_of};
use crate::chain::route::Route;
use crate::failure::aim::Aim;
use crate::failure::{Evidence, Failure, FailureKind};
use crate::protocol::sessions::sign_out_address;

/// What is known of the console sessions of a browser that AWS keeps on a page of its sign-in service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct Stay {
    /// An account that it was signed in to, and that is not the one that was to open.
    #[serde(default)]
    pub other: Option<String>,
    /// Whether it was signed out of whatever it was in right before.
    #[serde(default)]
    pub signed_out: bool,
    /// Whether AWS let it be in several at a time before.
    #[serde(default)]
    pub several: bool,
}

/// What to tell of a tab that stays at `address`, which is one of the sign-in service's. Causes that `stay` rules out are not told, and the
/// likeliest of the others is told first.
pub fn stays(route: &Route, address: &str, stay: &Stay) -> Failure {
    let url = Url::parse(address).ok();
    let others = "a policy of your organisation for signing in may deny this network, or the page was loaded twice or too late: AWS takes \
                  each sign-in once, for a quarter of an hour";
    let sentence = match stay {
        _ if is_session_limit(address) => {
            "AWS did not open the console, since this browser has as many console sessions as AWS allows, which is five. Sign out of one \
             of them on the page that AWS shows, then open the chain again."
                .into()
        }
        Stay { signed_out: true, .. } => format!(
            "AWS did not go on to the console, though this browser was signed out first; AWS’s page in the tab says why. Most likely {others}."
        ),
        Stay { several: true, other, .. } => {
            let who = other.as_ref().map_or_else(|| "the other account".into(), |account| format!("account {account}"));
            format!(
                "AWS did not go on to the console; its page in the tab says why. Several sessions were turned on in this browser. Unless \
                 they are off by now, so that {who} has to be signed out first, {others}."
            )
        }
        Stay { other: Some(account), .. } => format!(
            "AWS did not go on to the console. This browser is signed in to account {account}, and unless several sessions are turned on, \
             AWS wants that signed out first."
        ),
        _ => format!(
            "AWS did not go on to the console; its page in the tab says why. Most likely this browser is signed in to another account, \
             which AWS wants signed out first. Else {others}."
        ),
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
    Some(sign_out_address(partition, Some(&region), &label))
}

/// The label of that session: `111122223333-ab12cd34`.
pub fn session_label(address: &str) -> Option<String> {
    session_of(address).map(|(label, ..)| label)
}

/// The page that a page of the sign-in service leads back to once somebody has signed in, as it does where the session of that page has
/// ended. AWS writes the page's fragment, which no server sees, into its query: `state=hashArgs%23…`; or it stands behind the address still,
/// since browsers keep it through a redirect.
pub fn page_behind(address: &str) -> Option<String> {
    let address = Url::parse(address).ok()?;
    let back = address.query_pairs().find(|(name, _)| name == "redirect_uri")?.1;
    let mut page = Url::parse(&back).ok()?;
    let (theirs, own): (Vec<_>, Vec<_>) = page
        .query_pairs()
        .into_owned()
        .partition(|(name, value)| name == "isauthcode" || (name == "state" && value.starts_with(HASH)));
    if !theirs.is_empty() {
        page.set_query(None);
        if !own.is_empty() {
            page.query_pairs_mut().extend_pairs(own);
        }
    }
    let fragment = theirs.iter().find_map(|(_, value)| value.strip_prefix(HASH)?.strip_prefix('#'));
    let known = [fragment, address.fragment()].into_iter().flatten().find(|text| !text.is_empty());
    if let (Some(fragment), None) = (known, page.fragment()) {
        page.set_fragment(Some(fragment));
    }
    Some(page.into())
}

/// What to tell of a tab that came out in the console of another role than the chain's, as AWS's list says.
pub fn other_role(route: &Route, who: &str) -> Failure {
    let end = route.end();
    let sentence = format!(
        "AWS opened the console of {account} as {who} in the place of {}, says its list of sessions. Sign out of that session in its \
         tab, then open the chain again.",
        end.role,
        account = end.account,
    );
    Aim::SignIn(end).failure(FailureKind::SignIn, &sentence)
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
    match session_account(address).filter(|account| *account != end.account) {
        Some(account) => {
            let sentence = format!(
                "AWS opened the console in account {account} in the place of {}. Sign out of that session in its tab, then open the chain \
                 again.",
                end.account
            );
            Err(Aim::SignIn(end).failure(FailureKind::SignIn, &sentence))
        }
        None => Ok(true),
    }
}

/// What AWS's sign-in calls the fragment of the page that it leads back to.
const HASH: &str = "hashArgs";
/// Where a sign-in beyond the most sessions lands.
const LIMIT: &str = "/sessions/limit";
