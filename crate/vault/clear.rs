//! The same without a password: records as they are, and a snapshot's head that ties them together by checksums alone. They find
//! what happened by accident; whoever can write there can change them.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use super::damage::{Damage, Refusal, VaultError};
use super::fields::{Bytes, Fields};
use super::header::LAST_GENERATION;
use super::record::{MAX_RECORD, Record};
use super::{Chance, copies::checksum};

/// The format of such a head. It has to differ from every [`super::FORMAT`] that ever was: it is what tells the two apart.
pub const CLEAR_FORMAT: u32 = 2;

/// What a [`super::Header`] is where nothing is encrypted. A new one is made with each save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Clear {
    format: u32,
    store: Bytes<16>,
    generation: u64,
    contents: Bytes<32>,
    checksum: Bytes<32>,
}

impl Clear {
    /// A new store, with nothing in it.
    pub fn begin(chance: Chance<'_>) -> Self {
        Self::of(Bytes::drawn(chance), 0, super::copies::contents(&Default::default()))
    }

    /// The next generation, with those contents ([`super::copies::contents`]).
    ///
    /// # Errors
    /// [`Refusal::Size`] once there is no further one.
    pub fn next(&self, contents: Bytes<32>) -> Result<Self, VaultError> {
        let next = Self::of(self.store, self.generation + 1, contents);
        next.check().map(|()| next).map_err(|_| VaultError::Refused(Refusal::Size))
    }

    /// Counts the saves of this store.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Names the store, and the vault that it becomes with a password.
    pub fn store(&self) -> &Bytes<16> {
        &self.store
    }

    /// What belongs to this generation.
    pub fn contents(&self) -> &Bytes<32> {
        &self.contents
    }

    pub(super) fn check(&self) -> Result<(), VaultError> {
        if self.checksum != self.sum() {
            return Err(VaultError::Damaged(Damage::Checksum));
        }
        if self.generation < LAST_GENERATION { Ok(()) } else { Err(VaultError::Damaged(Damage::Form)) }
    }

    fn of(store: Bytes<16>, generation: u64, contents: Bytes<32>) -> Self {
        let head = Self { format: CLEAR_FORMAT, store, generation, contents, checksum: Bytes([0; 32]) };
        Self { checksum: head.sum(), ..head }
    }

    fn sum(&self) -> Bytes<32> {
        let fields = Fields::of("clear").number(self.format.into()).bytes(&self.store.0).number(self.generation);
        checksum(&fields.bytes(&self.contents.0).done())
    }
}

/// A record as it is stored: the generation (8 bytes), the SHA-256 of what it is and of its bytes (32), and the bytes, as base64.
///
/// # Errors
/// [`Refusal::Size`].
pub fn write_text(record: Record<'_>, plain: &[u8]) -> Result<String, VaultError> {
    if plain.len() > MAX_RECORD {
        return Err(VaultError::Refused(Refusal::Size));
    }
    let head = [&record.generation.to_be_bytes()[..], &sum(record, plain).0].concat();
    Ok(BASE64.encode(&[&head, plain].concat()))
}

/// The bytes of a record that [`write_text`] gave for it.
///
/// # Errors
/// [`Damage::Generation`] for a whole record of another generation, [`Damage::Record`] for all else.
pub fn read_text(record: Record<'_>, stored: &str) -> Result<Vec<u8>, VaultError> {
    let damaged = VaultError::Damaged(Damage::Record);
    let bytes = BASE64.decode(stored.as_bytes()).map_err(|_| damaged)?;
    let (generation, rest) = bytes.split_first_chunk::<8>().ok_or(damaged)?;
    let (sum_there, plain) = rest.split_first_chunk::<32>().ok_or(damaged)?;
    let generation = u64::from_be_bytes(*generation);
    if sum(Record { generation, ..record }, plain).0 != *sum_there {
        return Err(damaged);
    }
    if generation == record.generation { Ok(plain.to_vec()) } else { Err(VaultError::Damaged(Damage::Generation)) }
}

fn sum(record: Record<'_>, plain: &[u8]) -> Bytes<32> {
    let what = Fields::of("clear record").text(record.kind).text(record.id).number(record.generation);
    checksum(&what.bytes(plain).done())
}
