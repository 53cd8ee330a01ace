//! From what a person has, to a key that unwraps the data key: a password, made dear to guess, or a passkey's output.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::argon2id::{Argon2id, NoKey};
use super::damage::{Damage, Refusal, VaultError};
use super::data_key::{derived, not_wiped};
use super::fields::Bytes;
use crate::aws::credentials::Secret;

/// What a slot's data key is wrapped under. Its `Debug` says nothing and its memory is wiped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct WrappingKey([u8; 32]);

impl WrappingKey {
    /// The one that another instance derived.
    ///
    /// # Errors
    /// [`Refusal::Key`] for zeros, which is what a key leaves that was wiped.
    pub fn new(key: [u8; 32]) -> Result<Self, VaultError> {
        not_wiped(&key)?;
        Ok(Self(key))
    }

    /// The one of a password, which should be in Unicode's form NFC, so that every keyboard types the same one. Slow on
    /// purpose, and it takes the memory that the cost says.
    ///
    /// # Errors
    /// Before anything is allocated: [`Damage::Cost`] for a cost out of bounds, [`Refusal::Password`] for a password that is
    /// none. [`VaultError::Memory`] when there is not that much.
    pub fn from_password(password: &Secret, cost: Argon2id, salt: &Bytes<16>) -> Result<Self, VaultError> {
        let key = cost.derive(password.expose().as_bytes(), &salt.0); // to derive from it
        key.map(|key| Self(*key)).map_err(VaultError::from)
    }

    /// The one of a passkey, from what WebAuthn's PRF extension gave for the slot's salt. It needs no stretching: it is
    /// random already, and bound to the salt in the authenticator.
    ///
    /// # Errors
    /// [`Refusal::Passkey`] for under 32 bytes, or all zeros: broken authenticators must not make an open vault.
    pub fn from_prf(output: &[u8], salt: &Bytes<32>) -> Result<Self, VaultError> {
        if output.len() < 32 || output.iter().all(|byte| *byte == 0) {
            return Err(VaultError::Refused(Refusal::Passkey));
        }
        Ok(Self(*derived(output, &salt.0, "passkey")))
    }

    /// The key itself, for who derives it in one call and uses it in the next.
    #[cfg(target_family = "wasm")]
    pub fn for_this_module(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key itself, to derive from it. Say at each call why it may be seen there.
    pub(super) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for WrappingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrappingKey(…)")
    }
}

impl From<NoKey> for VaultError {
    fn from(why: NoKey) -> Self {
        match why {
            NoKey::Cost => Self::Damaged(Damage::Cost),
            NoKey::Password => Self::Refused(Refusal::Password),
            NoKey::Memory => Self::Memory,
        }
    }
}
