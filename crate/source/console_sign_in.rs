//! A console sign-in, as `aws login` does it: on AWS's own page a person says who they are, or goes on as whoever is signed in to the
//! console there, and chains start from that. No key is stored anywhere: AWS gives credentials for 15 minutes, and new ones for 12 hours
//! at most to whoever has the newest refresh token and the key that the first of them was asked with.
//!
//! The page sends the browser to an address of this computer on which nothing listens; the code stands in it. Each function asks once:
//! when to ask, and where tokens and key are kept, the background knows, and it signs the proofs.

mod ask;
mod principal;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use url::Url;

use self::ask::Ask;
use self::principal::Principal;
use crate::aws::credentials::{Credentials, Secret};
use crate::aws::partition::Partition;
use crate::chain::Setting;
use crate::chain::own_lines::{CONSOLE, REGION};
use crate::failure::{Failure, FailureKind};
use crate::protocol::signin::{code_request, page, proof, refresh_request};
use crate::protocol::world::World;

/// Who signs in, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ConsoleSignIn {
    /// The region whose sign-in page is opened; only that one renews what it gave.
    pub region: String,
    /// The ARN of the user or of the role's session that the source is of; absent until somebody signed in for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
}

/// A sign-in that waits for the person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ConsoleSignInBegun {
    /// AWS's page.
    pub page: Secret,
    /// Where AWS's page leads to, with the code.
    pub redirect: String,
    /// What that has to bring back: so it is an answer to this page.
    pub state: Secret,
    /// What proves that the code is ours.
    pub verifier: Secret,
}

/// What a sign-in gave. All of it is secret but who it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct ConsoleTokens {
    /// What chains start with.
    pub credentials: Credentials,
    /// Gives the next, once.
    pub refresh_token: Secret,
    /// Who signed in, as an ARN; said with a code alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
}

/// The public half of the key that proofs are signed with, of P-256, as JWK has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
#[allow(missing_docs)] // RFC 7518 calls them so
pub struct ProofKey {
    pub x: String,
    pub y: String,
}

/// The line of AWS config that names who signs in.
const LOGIN_SESSION: &str = "login_session";

/// What the redirect begins with: an address of this computer, by its number, since AWS takes no name.
pub const LOOPBACK: &str = "http://127.0.0.1";

impl ConsoleSignIn {
    /// The sign-in that these lines name: AWS config's, our own, or both.
    pub fn of(settings: &[Setting]) -> Option<Self> {
        let line = |key: &str| settings.iter().find(|line| line.key == key).map(|line| line.value.trim().to_string());
        let (principal, region) = (line(LOGIN_SESSION), line(&format!("{CONSOLE}{REGION}")));
        if principal.is_none() && region.is_none() {
            return None;
        }
        let usual = || Partition::Aws.default_region().into();
        Some(Self { region: region.unwrap_or_else(usual), principal }).filter(|it| it.check().is_ok())
    }

    /// Those lines.
    ///
    /// # Errors
    /// A sentence where it cannot be one.
    pub fn settings(&self) -> Result<Vec<Setting>, String> {
        self.check()?;
        let principal = self.principal.as_ref().map(|arn| Setting::new(LOGIN_SESSION, arn));
        Ok(principal.into_iter().chain([Setting::new(format!("{CONSOLE}{REGION}"), &self.region)]).collect())
    }

    /// Begins a sign-in. `verifier` is 43 to 128 letters, digits or `-._~`, and `state` up to 128 characters, each drawn for this one;
    /// `port` is one on which nothing listens.
    ///
    /// # Errors
    /// [`FailureKind::Invalid`] where there is no such page.
    pub fn begin(&self, verifier: Secret, state: Secret, port: u16) -> Result<ConsoleSignInBegun, Failure> {
        let redirect = format!("{LOOPBACK}:{port}/oauth/callback");
        Ok(ConsoleSignInBegun { page: page(&self.host()?, &redirect, &state, &verifier), redirect, state, verifier })
    }

    /// What is to be signed before tokens are asked for: once for each request. `at` is AWS's time in milliseconds since 1970.
    ///
    /// # Errors
    /// [`FailureKind::Invalid`] where there is nobody to ask.
    pub fn proof(&self, key: &ProofKey, at: f64, id: &str) -> Result<String, Failure> {
        Ok(proof(&self.host()?, &key.x, &key.y, at, id))
    }

    /// What a code gives. It is worth nothing afterwards.
    ///
    /// # Errors
    /// [`FailureKind::Invalid`] where somebody else signed in than the source is of, or somebody who may assume no role;
    /// [`FailureKind::SignedOut`] where only a new sign-in helps; here and below, what AWS says.
    pub async fn tokens<W: World>(
        &self,
        begun: &ConsoleSignInBegun,
        code: &Secret,
        proof: &Secret,
        world: &W,
    ) -> Result<ConsoleTokens, Failure> {
        let ask = Ask::new(self.host()?, [code, &begun.verifier]);
        let request = code_request(self.host()?, code, &begun.verifier, &begun.redirect, proof);
        let (tokens, id_token) = ask.tokens(world, request).await?;
        let who = id_token.as_ref().and_then(Principal::in_id_token);
        let who = who.ok_or_else(|| ask.malformed("AWS did not say who signed in. Try again."))?;
        self.admit(&who).map_err(|sentence| Failure::new(FailureKind::Invalid, sentence))?;
        Ok(ConsoleTokens { principal: Some(who.arn), ..tokens })
    }

    /// New ones for the refresh token, which is worth nothing afterwards, be it that the reply is lost.
    pub async fn refresh<W: World>(
        &self,
        refresh_token: &Secret,
        proof: &Secret,
        world: &W,
    ) -> Result<ConsoleTokens, Failure> {
        let ask = Ask::new(self.host()?, [refresh_token, proof]);
        let (tokens, _) = ask.tokens(world, refresh_request(self.host()?, refresh_token, proof)).await?;
        Ok(tokens)
    }

    fn admit(&self, who: &Principal) -> Result<(), String> {
        if who.is_root() {
            return Err(format!(
                "You signed in as the root user of account {}, whom AWS lets assume no role. Sign in as an IAM user, or in to a role.",
                who.account
            ));
        }
        let wanted = self.principal.as_deref().and_then(Principal::parse);
        match wanted {
            Some(wanted) if !wanted.is_same(who) => Err(format!(
                "You signed in as {}, and this source is of {}. Nothing was kept. Sign in as that, or make another source.",
                who.arn, wanted.arn
            )),
            _ => Ok(()),
        }
    }

    fn host(&self) -> Result<String, Failure> {
        self.check().map_err(|sentence| Failure::new(FailureKind::Invalid, sentence))?;
        Ok(Partition::Aws.sign_in_host(Some(&self.region), true))
    }

    /// AWS has it in the commercial partition alone.
    fn check(&self) -> Result<(), String> {
        if !Partition::Aws.has_region(&self.region) {
            return Err(
                "Sign-ins of the console start in a region of AWS’s commercial partition. One is us-east-1.".into()
            );
        }
        match &self.principal {
            Some(arn) if Principal::parse(arn).is_none() => {
                Err("Nobody signs in to the console as that: it is no ARN of a user, or of a role’s session.".into())
            }
            _ => Ok(()),
        }
    }
}

impl ConsoleSignInBegun {
    /// The code in the address that AWS's page led to.
    ///
    /// # Errors
    /// [`FailureKind::Invalid`] where it is none that this page leads to, as one that somebody else made up;
    /// [`FailureKind::SignedOut`] where the page says that nobody signed in. Neither quotes it.
    pub fn code(&self, address: &Secret) -> Result<Secret, Failure> {
        let invalid = |sentence: &str| Failure::new(FailureKind::Invalid, sentence);
        let text = address.expose().trim(); // to read it
        // An address bar shows `http://` to nobody, and a part of what it shows is copied as it stands there.
        let is_shown = text.starts_with(LOOPBACK.trim_start_matches("http://"));
        let whole = if is_shown { format!("http://{text}") } else { text.into() };
        let url = Url::parse(&whole).ok().filter(|_| text.len() <= LONGEST).ok_or_else(|| invalid(NO_REDIRECT))?;
        let (mut plain, answer) = (url.clone(), |name: &str| url.query_pairs().find(|(key, _)| key == name));
        plain.set_query(None);
        plain.set_fragment(None);
        if plain.as_str() != self.redirect {
            return Err(invalid(NO_REDIRECT));
        }
        if answer("state").is_none_or(|(_, state)| state != self.state.expose()) {
            return Err(invalid("This address is of another sign-in than the one that waits here. It was not used."));
        }
        match answer("code") {
            Some((_, code)) if CODE.contains(&code.len()) => Ok(Secret::new(code)),
            _ => Err(Failure::new(
                FailureKind::SignedOut,
                "AWS’s page gave no code: nobody was signed in there. Sign in again.",
            )),
        }
    }
}

const NO_REDIRECT: &str =
    "This is not the address that AWS’s page led to. It begins with http://127.0.0.1 and holds a code.";

/// In characters, by the model.
const CODE: std::ops::RangeInclusive<usize> = 1..=512;
/// In bytes: of an address that holds such a code.
const LONGEST: usize = 4_096;
