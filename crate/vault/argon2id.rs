//! Argon2id version 1.3 (RFC 9106), within bounds.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

/// What Argon2id is asked to spend.
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

/// Why no key was derived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoKey {
    /// The cost is out of bounds: too low to protect a key on disk, or so high that only an attack would ask for it.
    Cost,
    /// The password is empty, or longer than [`MAX_PASSWORD`].
    Password,
    /// There is not that much memory.
    Memory,
}

/// The longest password, in bytes.
pub const MAX_PASSWORD: usize = 1024;

impl Argon2id {
    /// The second recommendation of RFC 9106, section 4, with one lane: a wasm instance has one thread, and so has the
    /// person, while whoever guesses has many.
    pub const DEFAULT: Self = Self { memory: 64 * 1024, passes: 3, lanes: 1 };

    /// Derives 32 bytes. The bounds are looked at before anything is allocated.
    ///
    /// # Errors
    /// `NoKey`.
    pub fn derive(self, password: &[u8], salt: &[u8; 16]) -> Result<Zeroizing<[u8; 32]>, NoKey> {
        if password.is_empty() || password.len() > MAX_PASSWORD {
            return Err(NoKey::Password);
        }
        if !self.is_acceptable() {
            return Err(NoKey::Cost);
        }
        let params = Params::new(self.memory, self.passes, self.lanes, Some(32)).map_err(|_| NoKey::Cost)?;
        let mut memory = Wiped(Vec::new());
        memory.0.try_reserve_exact(params.block_count()).map_err(|_| NoKey::Memory)?;
        memory.0.resize(params.block_count(), Block::new());
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(password, salt, &mut *key, &mut memory.0)
            .map_err(|_| NoKey::Cost)?;
        Ok(key)
    }

    /// Neither under OWASP's first option nor over a gigabyte.
    pub fn is_acceptable(&self) -> bool {
        (19 * 1024..=1024 * 1024).contains(&self.memory)
            && (2..=32).contains(&self.passes)
            && (1..=8).contains(&self.lanes)
    }

    /// What these become where [`Argon2id::DEFAULT`] asks for more; none where it does not. Nothing is ever lowered.
    pub fn raised(&self) -> Option<Self> {
        let Self { memory, passes, lanes } = Self::DEFAULT;
        let raised =
            Self { memory: self.memory.max(memory), passes: self.passes.max(passes), lanes: self.lanes.max(lanes) };
        (raised != *self).then_some(raised)
    }
}

/// Argon2's memory. Whoever reads its last blocks has the key, so they go before the memory is given back.
struct Wiped(Vec<Block>);

impl Drop for Wiped {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(Zeroize::zeroize);
    }
}
