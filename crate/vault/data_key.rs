//! The data key, and the keys that are derived from it, one for each use.

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::Chance;
use super::damage::{Refusal, VaultError};
use super::fields::Fields;

/// What opens every record. Its `Debug` says nothing and its memory is wiped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DataKey {
    whole: [u8; 32],
    records: [u8; 32],
    header: [u8; 32],
}

impl DataKey {
    /// A new one.
    ///
    /// # Errors
    /// [`Refusal::Key`], should chance give zeros.
    pub fn drawn(chance: Chance<'_>) -> Result<Self, VaultError> {
        let mut whole = Zeroizing::new([0; 32]);
        chance(&mut *whole);
        Self::new(&whole)
    }

    /// The one that [`DataKey::expose`] gave.
    ///
    /// # Errors
    /// [`Refusal::Key`] for zeros, which is what a key leaves that was wiped.
    pub fn new(whole: &[u8; 32]) -> Result<Self, VaultError> {
        not_wiped(whole)?;
        let (records, header) = (*derived(whole, &[], "records"), *derived(whole, &[], "header"));
        Ok(Self { whole: *whole, records, header })
    }

    /// The key itself, for the browser's session memory and for wrapping. Say at each call why it may be seen there.
    pub fn expose(&self) -> &[u8; 32] {
        &self.whole
    }

    pub(super) fn for_records(&self) -> &[u8; 32] {
        &self.records
    }

    pub(super) fn header_mac(&self, header: &[u8]) -> Hmac<Sha256> {
        mac(&self.header, header)
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// Refuses zeros: whatever is sealed under them, anybody opens.
pub(super) fn not_wiped(key: &[u8; 32]) -> Result<(), VaultError> {
    if key.iter().all(|byte| *byte == 0) { Err(VaultError::Refused(Refusal::Key)) } else { Ok(()) }
}

/// A key for one use: HKDF-SHA-256 (RFC 5869).
pub(super) fn derived(from: &[u8], salt: &[u8], purpose: &str) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    let info = Fields::of(purpose).done();
    // 32 bytes are never too long for it. Should they be, then rather no program than a key of zeros.
    Hkdf::<Sha256>::new(Some(salt), from).expand(&info, &mut *key).unwrap_or_else(|_| std::process::abort());
    key
}

/// HMAC-SHA-256, which takes a key of any length.
pub(super) fn mac(key: &[u8; 32], message: &[u8]) -> Hmac<Sha256> {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key);
    mac.unwrap_or_else(|_| std::process::abort()).chain_update(message)
}
