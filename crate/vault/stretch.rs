//! From what a person has, to a key that unwraps the data key: a password, made dear to guess, or a passkey's output.

use std::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::Bytes;
use super::damage::{Damage, Refusal, VaultError};
use super::data_key::derived;
use crate::credentials::Secret;

/// What Argon2id (version 1.3, RFC 9106) is asked to spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Argon2id {
    /// Memory in KiB.
    pub memory: u32,
    /// How often it is gone over.
    pub passes: u32,
    /// Lanes, which one thread walks one after the other.
    pub lanes: u32,
}

impl Argon2id {
    /// The second recommendation of RFC 9106, section 4, with one lane: a wasm instance has one thread, and so has the
    /// person, while whoever guesses has many.
    pub const DEFAULT: Self = Self { memory: 64 * 1024, passes: 3, lanes: 1 };

    /// The key under which a password wraps. The password should be in Unicode's form NFC, so that every keyboard types the
    /// same one.
    ///
    /// # Errors
    /// Before anything is allocated: [`Damage::Cost`] for parameters out of bounds, [`Refusal::Password`] for a password that
    /// is none. [`VaultError::Memory`] when there is not that much.
    pub fn stretch(self, password: &Secret, salt: &Bytes<16>) -> Result<WrappingKey, VaultError> {
        let password = password.expose().as_bytes(); // to derive from it
        if password.is_empty() || password.len() > MAX_PASSWORD {
            return Err(VaultError::Refused(Refusal::Password));
        }
        self.check()?;
        let params = Params::new(self.memory, self.passes, self.lanes, Some(32)).map_err(|_| cost())?;
        let mut memory = Wiped(Vec::new());
        memory.0.try_reserve_exact(params.block_count()).map_err(|_| VaultError::Memory)?;
        memory.0.resize(params.block_count(), Block::new());
        let mut key = WrappingKey([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(password, &salt.0, &mut key.0, &mut memory.0)
            .map_err(|_| cost())?;
        Ok(key)
    }

    /// Refuses what is too cheap for a key on disk (under OWASP's first option), and what only an attack would ask for.
    pub fn check(&self) -> Result<(), VaultError> {
        let fits = MEMORY.contains(&self.memory) && PASSES.contains(&self.passes) && LANES.contains(&self.lanes);
        if fits { Ok(()) } else { Err(cost()) }
    }

    /// What these become where [`Argon2id::DEFAULT`] asks for more; none where it does not. Nothing is ever lowered.
    pub fn raised(&self) -> Option<Self> {
        let Self { memory, passes, lanes } = Self::DEFAULT;
        let raised = Self { memory: self.memory.max(memory), passes: self.passes.max(passes), lanes: self.lanes.max(lanes) };
        (raised != *self).then_some(raised)
    }
}

/// The longest password, in bytes.
pub const MAX_PASSWORD: usize = 1024;

/// What a slot's data key is wrapped under. Its `Debug` says nothing and its memory is wiped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct WrappingKey([u8; 32]);

impl WrappingKey {
    /// The one that another instance derived and [`WrappingKey::expose`] gave there.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// The one of a passkey, from what WebAuthn's PRF extension gave for the slot's salt. It needs no stretching: it is random
    /// already, and bound to the salt in the authenticator.
    ///
    /// # Errors
    /// [`Refusal::Passkey`] for under 32 bytes, or all zeros, which broken authenticators have been seen to give.
    pub fn from_prf(output: &[u8], salt: &Bytes<32>) -> Result<Self, VaultError> {
        if output.len() < 32 || output.iter().all(|byte| *byte == 0) {
            return Err(VaultError::Refused(Refusal::Passkey));
        }
        Ok(Self(*derived(output, &salt.0, "passkey")))
    }

    /// The key itself, for the way from the instance that derived it to the one that unwraps. Say at each call why it may be
    /// seen there.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for WrappingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WrappingKey(…)")
    }
}

const MEMORY: std::ops::RangeInclusive<u32> = 19 * 1024..=1024 * 1024;
const PASSES: std::ops::RangeInclusive<u32> = 2..=32;
const LANES: std::ops::RangeInclusive<u32> = 1..=8;

/// Argon2's memory. Whoever reads its last blocks has the key, so they go before the memory is given back.
struct Wiped(Vec<Block>);

impl Drop for Wiped {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(Zeroize::zeroize);
    }
}

fn cost() -> VaultError {
    VaultError::Damaged(Damage::Cost)
}
