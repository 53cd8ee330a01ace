//! One way to open a vault: the data key, wrapped under a key that a password or a passkey gives.

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, Tag, XChaCha20Poly1305, XNonce};
use hmac::Mac;
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;
use zeroize::Zeroizing;

use super::Chance;
use super::argon2id::Argon2id;
use super::damage::{Damage, Refusal, VaultError};
use super::data_key::{DataKey, derived, mac};
use super::fields::{Bytes, Fields};
use super::stretch::WrappingKey;
use crate::aws::credentials::Secret;

/// How many slots a header has at most.
pub const MAX_SLOTS: usize = 16;

/// What has to be known to derive a slot's wrapping key, beside the secret. Public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase", tag = "kind", deny_unknown_fields)]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Lock {
    /// A password.
    Password {
        /// What its derivation costs.
        #[cfg_attr(target_family = "wasm", tsify(type = "{ memory: number; passes: number; lanes: number }"))]
        argon2id: Argon2id,
        /// Drawn anew with each password.
        #[cfg_attr(target_family = "wasm", tsify(type = "string"))]
        salt: Bytes<16>,
    },
    /// A passkey with WebAuthn's PRF extension.
    Passkey {
        /// The credential's id in base64url, to ask the browser for this very one.
        credential: String,
        /// The domain it belongs to; none for the extension itself, which Chrome takes and Firefox does not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        relying_party: Option<String>,
        /// What the PRF is asked about.
        #[cfg_attr(target_family = "wasm", tsify(type = "string"))]
        salt: Bytes<32>,
    },
}

impl Lock {
    /// For a new password, at today's cost.
    pub fn password(chance: Chance<'_>) -> Self {
        Self::Password { argon2id: Argon2id::DEFAULT, salt: Bytes::drawn(chance) }
    }

    /// For a passkey.
    pub fn passkey(credential: String, relying_party: Option<String>, chance: Chance<'_>) -> Self {
        Self::Passkey { credential, relying_party, salt: Bytes::drawn(chance) }
    }

    /// The wrapping key of a password. Slow on purpose.
    ///
    /// # Errors
    /// As [`WrappingKey::from_password`]; [`VaultError::NoSuchSlot`] for a passkey's.
    pub fn stretch(&self, password: &Secret) -> Result<WrappingKey, VaultError> {
        match self {
            Self::Password { argon2id, salt } => WrappingKey::from_password(password, *argon2id, salt),
            Self::Passkey { .. } => Err(VaultError::NoSuchSlot),
        }
    }

    /// The wrapping key of a passkey's PRF output.
    ///
    /// # Errors
    /// As [`WrappingKey::from_prf`]; [`VaultError::NoSuchSlot`] for a password's.
    pub fn unlock_with_prf(&self, output: &[u8]) -> Result<WrappingKey, VaultError> {
        match self {
            Self::Passkey { salt, .. } => WrappingKey::from_prf(output, salt),
            Self::Password { .. } => Err(VaultError::NoSuchSlot),
        }
    }

    /// The same lock at a higher cost and with a new salt, where today's cost is higher than this one's.
    pub fn raised(&self, chance: Chance<'_>) -> Option<Self> {
        match self {
            Self::Password { argon2id, .. } => {
                argon2id.raised().map(|argon2id| Self::Password { argon2id, salt: Bytes::drawn(chance) })
            }
            Self::Passkey { .. } => None,
        }
    }

    pub(super) fn is_password(&self) -> bool {
        matches!(self, Self::Password { .. })
    }

    fn check(&self) -> Result<(), VaultError> {
        match self {
            Self::Password { argon2id, .. } if !argon2id.is_acceptable() => Err(VaultError::Damaged(Damage::Cost)),
            // WebAuthn's limit for an id is 1,023 bytes, a domain's 253.
            Self::Passkey { credential, relying_party, .. }
                if credential.len() > 1400 || relying_party.as_ref().is_some_and(|domain| domain.len() > 253) =>
            {
                Err(VaultError::Damaged(Damage::Form))
            }
            _ => Ok(()),
        }
    }

    fn fields(&self, fields: Fields) -> Fields {
        match self {
            Self::Password { argon2id: Argon2id { memory, passes, lanes }, salt } => {
                let cost =
                    [memory, passes, lanes].into_iter().fold(fields.text("password"), |f, n| f.number((*n).into()));
                cost.bytes(&salt.0)
            }
            Self::Passkey { credential, relying_party, salt } => {
                let fields = fields.text("passkey").text(credential).number(relying_party.is_some().into());
                fields.text(relying_party.as_deref().unwrap_or_default()).bytes(&salt.0)
            }
        }
    }
}

/// A [`Lock`] and the data key behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Slot {
    id: Bytes<8>,
    /// Of the header in which it was written first.
    generation: u64,
    lock: Lock,
    check: Bytes<32>,
    nonce: Bytes<24>,
    wrapped: Bytes<48>,
}

impl Slot {
    /// Names the slot, in a header.
    pub fn id(&self) -> &Bytes<8> {
        &self.id
    }

    /// What it takes to open it.
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    pub(super) fn check(&self) -> Result<(), VaultError> {
        self.lock.check()
    }

    /// Wraps the data key for the vault of that id.
    pub(super) fn wrap(
        vault: &Bytes<16>,
        generation: u64,
        lock: Lock,
        key: &WrappingKey,
        data_key: &DataKey,
        chance: Chance<'_>,
    ) -> Result<Self, VaultError> {
        lock.check()?;
        let (id, nonce) = (Bytes::drawn(chance), Bytes::<24>::drawn(chance));
        let check = Bytes(key_check(key).finalize().into_bytes().into());
        let mut slot = Self { id, generation, lock, check, nonce, wrapped: Bytes([0; 48]) };
        let mut whole = Zeroizing::new(*data_key.expose()); // to wrap it
        let tag = cipher(key)
            .encrypt_inout_detached(&XNonce::from(nonce.0), &slot.bound_to(vault), whole.as_mut_slice().into())
            .map_err(|_| VaultError::Refused(Refusal::Size))?;
        for (to, from) in slot.wrapped.0.iter_mut().zip(whole.iter().chain(&tag)) {
            *to = *from;
        }
        Ok(slot)
    }

    /// The data key.
    pub(super) fn unwrap(&self, vault: &Bytes<16>, key: &WrappingKey) -> Result<DataKey, VaultError> {
        // First whether it is the right key at all. XChaCha20-Poly1305 does not commit to its key: a wrapped key can be made
        // that two passwords open, and by which of two an answer would tell which half of a list the right one is in.
        if key_check(key).verify_slice(&self.check.0).is_err() {
            return Err(if self.lock.is_password() { VaultError::WrongPassword } else { VaultError::WrongPasskey });
        }
        let damaged = VaultError::Damaged(Damage::Wrapped);
        let (wrapped, tag) = self.wrapped.0.split_last_chunk::<16>().ok_or(damaged)?;
        let mut whole = Zeroizing::new(<[u8; 32]>::try_from(wrapped).map_err(|_| damaged)?);
        cipher(key)
            .decrypt_inout_detached(
                &XNonce::from(self.nonce.0),
                &self.bound_to(vault),
                whole.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .map_err(|_| damaged)?;
        DataKey::new(&whole)
    }

    /// All of it, for the header's MAC and checksum.
    pub(super) fn fields(&self, fields: Fields) -> Fields {
        let fields = self.lock.fields(fields.bytes(&self.id.0).number(self.generation));
        fields.bytes(&self.check.0).bytes(&self.nonce.0).bytes(&self.wrapped.0)
    }

    /// What the wrapped key is good for: this slot of this vault, at this cost.
    fn bound_to(&self, vault: &Bytes<16>) -> Vec<u8> {
        let fields = Fields::of("wrapped key").bytes(&vault.0).bytes(&self.id.0).number(self.generation);
        self.lock.fields(fields).done()
    }
}

fn cipher(key: &WrappingKey) -> XChaCha20Poly1305 {
    let wrap = derived(key.expose(), &[], "wrap"); // to wrap under it
    XChaCha20Poly1305::new(&(*wrap).into())
}

/// Tells the right key from a wrong one without the data key: what was changed with the right key is damage.
fn key_check(key: &WrappingKey) -> hmac::Hmac<sha2::Sha256> {
    mac(&derived(key.expose(), &[], "check"), &[]) // to compare it
}
