//! A record: bytes that are encrypted under the data key and bound to what they are.
//!
//! Sealed, it is the generation (8 bytes), the nonce (24), the ciphertext, and the tag (16).

use chacha20poly1305::aead::AeadInOut;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::damage::{Damage, Refusal, VaultError};
use super::data_key::DataKey;
use super::fields::{Bytes, Fields};

/// What a record is. It is not part of what is sealed: who opens it has to know, so that none can stand in for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// Such as `chains` or `source`.
    pub kind: &'a str,
    /// Which of that kind.
    pub id: &'a str,
    /// The generation in which it was sealed.
    pub generation: u64,
}

/// The longest plaintext, in bytes. All of storage.local takes 10 MB without a further permission.
pub const MAX_RECORD: usize = 32 * 1024 * 1024;

/// Encrypts. The nonce is drawn at random for each call, also when the same record is sealed again.
///
/// # Errors
/// [`Refusal::Size`].
pub fn seal(key: &DataKey, record: Record<'_>, plain: &[u8], nonce: &Bytes<24>) -> Result<Vec<u8>, VaultError> {
    let too_large = VaultError::Refused(Refusal::Size);
    if plain.len() > MAX_RECORD {
        return Err(too_large);
    }
    let mut sealed = Vec::with_capacity(HEAD + plain.len() + TAG);
    sealed.extend(record.generation.to_be_bytes());
    sealed.extend(nonce.0);
    sealed.extend(plain);
    let (_, text) = sealed.split_at_mut(HEAD);
    let tag = cipher(key)
        .encrypt_inout_detached(&XNonce::from(nonce.0), &record.bound(), text.into())
        .map_err(|_| too_large)?;
    sealed.extend(tag);
    Ok(sealed)
}

/// Decrypts.
///
/// # Errors
/// [`Damage::Generation`] for a whole record of another generation, [`Damage::Record`] for all else.
pub fn open(key: &DataKey, record: Record<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let damaged = VaultError::Damaged(Damage::Record);
    let (generation, rest) = sealed.split_first_chunk::<8>().ok_or(damaged)?;
    let (nonce, rest) = rest.split_first_chunk::<24>().ok_or(damaged)?;
    let (text, tag) = rest.split_last_chunk::<TAG>().ok_or(damaged)?;
    let mut plain = Zeroizing::new(text.to_vec());
    let generation = u64::from_be_bytes(*generation);
    cipher(key)
        .decrypt_inout_detached(
            &XNonce::from(*nonce),
            &Record { generation, ..record }.bound(),
            plain.as_mut_slice().into(),
            &(*tag).into(),
        )
        .map_err(|_| damaged)?;
    if generation == record.generation { Ok(plain) } else { Err(VaultError::Damaged(Damage::Generation)) }
}

/// [`seal`], as base64: storage.local keeps JSON.
///
/// # Errors
/// As [`seal`].
pub fn seal_text(key: &DataKey, record: Record<'_>, plain: &[u8], nonce: &Bytes<24>) -> Result<String, VaultError> {
    Ok(BASE64.encode(&seal(key, record, plain, nonce)?))
}

/// [`open`], from base64.
///
/// # Errors
/// As [`open`].
pub fn open_text(key: &DataKey, record: Record<'_>, sealed: &str) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let bytes = BASE64.decode(sealed.as_bytes()).map_err(|_| VaultError::Damaged(Damage::Record))?;
    open(key, record, &bytes)
}

const HEAD: usize = 8 + 24;
const TAG: usize = 16;

impl Record<'_> {
    fn bound(&self) -> Vec<u8> {
        Fields::of("record").text(self.kind).text(self.id).number(self.generation).done()
    }
}

fn cipher(key: &DataKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.for_records().into())
}
