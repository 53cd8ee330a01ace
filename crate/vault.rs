//! The vault: how what is kept is encrypted, and how it is opened again.
//!
//! A random data key of 256 bits encrypts every record. It is kept only wrapped, once in each [`Slot`]: under a password
//! ([`Argon2id`]) or under a passkey (HKDF over the output of WebAuthn's PRF). The slots stand in the [`Header`],
//! which anybody may read and, once the vault is open, nobody can have changed: a MAC under the data key covers it.
//!
//! The cipher is XChaCha20-Poly1305 throughout. Its nonce has 192 bits, so that one drawn at random never comes twice,
//! however often 10,000 records are rewritten; with AES-GCM's 96 bits that would have to be counted, and a counter is lost
//! with the first backup that is put back. It is also as fast, and without timing by data, where there is no AES instruction:
//! in wasm.
//!
//! Nothing here reads a clock, draws chance or stores: [`Chance`] is handed in, and what comes out is data.

mod argon2id;
pub mod clear;
pub mod copies;
mod damage;
mod data_key;
mod fields;
pub mod guesses;
mod header;
mod record;
mod slot;
mod stretch;

pub use self::argon2id::{Argon2id, MAX_PASSWORD};
pub use self::damage::{Damage, Refusal, VaultError};
pub use self::data_key::DataKey;
pub use self::fields::Bytes;
pub use self::header::{FORMAT, Header, MAX_HEADER};
pub use self::record::{MAX_RECORD, Record, open, open_text, seal, seal_text};
pub use self::slot::{Lock, MAX_SLOTS, Slot};
pub use self::stretch::WrappingKey;

use crate::aws::credentials::Secret;

/// Fills a slice with random bytes from a source that is fit for keys.
pub type Chance<'a> = &'a mut dyn FnMut(&mut [u8]);

/// A new vault with a password. Derives the key in this very memory: see [`Header::create`] for doing that elsewhere.
///
/// # Errors
/// [`VaultError::Refused`] for an empty password, [`VaultError::Memory`].
pub fn create(password: &Secret, chance: Chance<'_>) -> Result<(Header, DataKey), VaultError> {
    let lock = Lock::password(chance);
    let key = lock.stretch(password)?;
    Header::create(lock, &key, chance)
}

/// Opens a vault by its password, in this very memory: see [`Header::open`].
///
/// # Errors
/// [`VaultError::WrongPassword`], or [`VaultError::Damaged`] for a header that was changed after the password was right.
pub fn unlock(header: &Header, password: &Secret) -> Result<DataKey, VaultError> {
    let slot = header.password_slot().ok_or(VaultError::NoSuchSlot)?;
    header.open(slot.id(), &slot.lock().stretch(password)?)
}
