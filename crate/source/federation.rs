//! Roles that an identity provider outside of AWS lets a person assume: with an assertion of SAML, or with a token of OpenID Connect
//! (web identity). Either stands for a sign-in there, is sent to AWS once, unsigned, and gives the session that chains start from.
//!
//! It is a secret while it counts, some minutes: nothing here keeps it, and no failure quotes it.

mod assertion;
mod exchange;
mod role;
mod token;

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

pub use self::assertion::{Assertion, AssertionRole};
pub use self::exchange::credentials;
pub use self::role::FederatedRole;
pub use self::token::Token;
use crate::aws::credentials::Secret;
use crate::aws::limits::SAML_ASSERTION;
use crate::failure::{Failure, FailureKind};

/// In bytes: the longest assertion, each of whose characters may be percent-encoded, in several lines and with what goes along with it.
const MAX_BROUGHT: usize = 4 * *SAML_ASSERTION.end();

/// What a person brought from their identity provider, as far as it is to be shown to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Brought {
    /// An assertion of SAML, which lists roles.
    Saml(Assertion),
    /// A token of OpenID Connect, which lists none.
    WebIdentity(Token),
}

/// Reads what a person brought. Whether it is genuine, AWS alone knows.
///
/// # Errors
/// [`FailureKind::Invalid`] with a sentence, which quotes nothing of the text, where it is neither.
pub fn read(text: &Secret) -> Result<Brought, Failure> {
    parsed(text).map(|(brought, _)| brought)
}

/// The same, with what AWS is to be sent.
fn parsed(text: &Secret) -> Result<(Brought, Secret), Failure> {
    let text = text.expose().trim(); // to read it
    let invalid = |sentence: &str| Failure::new(FailureKind::Invalid, sentence);
    if text.len() > MAX_BROUGHT {
        return Err(invalid("This is longer than anything that AWS takes of an identity provider. It was not read."));
    }
    if text.is_empty() {
        return Err(invalid("Paste the assertion or the token that your identity provider gave."));
    }
    let read = if token::looks_like(text) {
        token::read(text).map(|(token, sent)| (Brought::WebIdentity(token), sent))
    } else {
        assertion::read(text).map(|(assertion, sent)| (Brought::Saml(assertion), sent))
    };
    read.map_err(invalid)
}
