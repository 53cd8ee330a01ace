//! The header of a vault: public, and the root of what is kept. Who opens it knows that all of it is of one piece.

use hmac::Mac;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Chance;
use super::clear::Clear;
use super::damage::{Damage, Refusal, VaultError};
use super::data_key::DataKey;
use super::fields::{Bytes, Fields};
use super::slot::{Lock, MAX_SLOTS, Slot};
use super::stretch::WrappingKey;

/// Raised when older versions would misread what this one writes.
pub const FORMAT: u32 = 1;

/// The longest header that is read, in bytes: sixteen passkeys with the longest ids take 29 kB.
pub const MAX_HEADER: usize = 64 * 1024;

/// The slots, and what ties everything to them. A new one is made with each save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Header {
    format: u32,
    vault: Bytes<16>,
    generation: u64,
    slots: Vec<Slot>,
    contents: Bytes<32>,
    mac: Bytes<32>,
    checksum: Bytes<32>,
}

impl Header {
    /// A new vault, with one way to open it.
    ///
    /// # Errors
    /// [`VaultError::Damaged`] for a lock whose parameters are out of bounds.
    pub fn create(lock: Lock, key: &WrappingKey, chance: Chance<'_>) -> Result<(Self, DataKey), VaultError> {
        Self::around(Bytes::drawn(chance), 1, vec![(lock, key)], chance)
    }

    /// A new vault in the place of what is there: the same store where that is whole and in the clear. Its generation is past
    /// `latest`, so that nothing that still lies there looks like a later save of it.
    ///
    /// # Errors
    /// As [`Header::create`].
    pub fn over(
        clear: Option<&Clear>,
        latest: u64,
        lock: Lock,
        key: &WrappingKey,
        chance: Chance<'_>,
    ) -> Result<(Self, DataKey), VaultError> {
        let store = clear.map_or_else(|| Bytes::drawn(chance), |clear| *clear.store());
        let generation = clear.map_or(0, Clear::generation).max(latest) + 1;
        Self::around(store, generation, vec![(lock, key)], chance)
    }

    /// Reads a header and finds what happened to it by accident. Cheap: nothing is derived.
    ///
    /// # Errors
    /// [`VaultError::Newer`], or [`VaultError::Damaged`] with [`Damage::Form`], [`Damage::Checksum`] or [`Damage::Cost`].
    pub fn read(json: &str) -> Result<Self, VaultError> {
        let form = VaultError::Damaged(Damage::Form);
        if json.len() > MAX_HEADER {
            return Err(form);
        }
        let Versioned { format } = serde_json::from_str(json).map_err(|_| form)?;
        if format > FORMAT {
            return Err(VaultError::Newer);
        }
        let header: Self = serde_json::from_str(json).map_err(|_| form)?;
        header.check().map(|()| header)
    }

    /// As JSON. Other JSON of the same header is as good: what is checked are its fields.
    pub fn write(&self) -> String {
        // Text, numbers and lists: it cannot fail. An empty text would be refused when it is read back.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The data key, by the slot of that id. Everything else in the header is then known to be genuine.
    ///
    /// # Errors
    /// [`VaultError::WrongPassword`] or [`VaultError::WrongPasskey`]; [`VaultError::Damaged`] with [`Damage::Wrapped`] or
    /// [`Damage::Header`] where the key was right; [`VaultError::NoSuchSlot`].
    pub fn open(&self, slot: &Bytes<8>, key: &WrappingKey) -> Result<DataKey, VaultError> {
        let slot = self.slots.iter().find(|other| other.id() == slot).ok_or(VaultError::NoSuchSlot)?;
        let data_key = slot.unwrap(&self.vault, key)?;
        self.verify(&data_key).map(|()| data_key)
    }

    /// Whether this header is what was written with that data key: for a key that comes from the session's memory.
    ///
    /// # Errors
    /// [`Damage::Header`].
    pub fn verify(&self, key: &DataKey) -> Result<(), VaultError> {
        let mac = key.header_mac(&self.authenticated());
        mac.verify_slice(&self.mac.0).map_err(|_| VaultError::Damaged(Damage::Header))
    }

    /// The next generation, with those contents ([`super::copies::contents`]).
    ///
    /// # Errors
    /// As [`Header::verify`]: a header that was changed is never made genuine.
    pub fn next(&self, key: &DataKey, contents: Bytes<32>) -> Result<Self, VaultError> {
        self.verify(key)?;
        Self { generation: self.generation + 1, contents, ..self.clone() }.finished(key)
    }

    /// The next generation, with one more way to open it, or with another in the place of `instead_of`: a password at a higher
    /// cost. The data key stays, so this is not how a password is changed after it was known to others: see [`Header::rekey`].
    ///
    /// # Errors
    /// As [`Header::verify`]; [`Refusal::Slots`] for a second password or a slot too many.
    pub fn with_slot(
        &self,
        key: &DataKey,
        lock: Lock,
        wrapping: &WrappingKey,
        instead_of: Option<&Bytes<8>>,
        chance: Chance<'_>,
    ) -> Result<Self, VaultError> {
        self.verify(key)?;
        let mut next = Self { generation: self.generation + 1, ..self.clone() };
        next.slots.retain(|slot| Some(slot.id()) != instead_of);
        next.slots.push(Slot::wrap(&next.vault, next.generation, lock, wrapping, key, chance)?);
        next.finished(key)
    }

    /// The next generation, without that slot. Who opened the vault by it may still have the data key or an old copy.
    ///
    /// # Errors
    /// As [`Header::verify`]; [`Refusal::Slots`] for the last one, [`VaultError::NoSuchSlot`].
    pub fn without_slot(&self, key: &DataKey, slot: &Bytes<8>) -> Result<Self, VaultError> {
        self.verify(key)?;
        let mut next = Self { generation: self.generation + 1, ..self.clone() };
        next.slots.retain(|other| other.id() != slot);
        if next.slots.len() == self.slots.len() {
            return Err(VaultError::NoSuchSlot);
        }
        next.finished(key)
    }

    /// The next generation under a new data key, which only these locks open. Every record has to be sealed anew under it.
    ///
    /// # Errors
    /// As [`Header::verify`] for the old key; [`Refusal::Slots`].
    pub fn rekey(
        &self,
        key: &DataKey,
        locks: Vec<(Lock, &WrappingKey)>,
        chance: Chance<'_>,
    ) -> Result<(Self, DataKey), VaultError> {
        self.verify(key)?;
        Self::around(self.vault, self.generation + 1, locks, chance)
    }

    /// Counts the saves of this vault.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Names the vault, for as long as it lives.
    pub fn vault(&self) -> &Bytes<16> {
        &self.vault
    }

    /// What belongs to this generation: see [`super::copies::contents`].
    pub fn contents(&self) -> &Bytes<32> {
        &self.contents
    }

    /// The ways to open it.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The slot that a password opens.
    pub fn password_slot(&self) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.lock().is_password())
    }

    fn around(
        vault: Bytes<16>,
        generation: u64,
        locks: Vec<(Lock, &WrappingKey)>,
        chance: Chance<'_>,
    ) -> Result<(Self, DataKey), VaultError> {
        let key = DataKey::drawn(chance)?;
        let wrap = |(lock, wrapping)| Slot::wrap(&vault, generation, lock, wrapping, &key, chance);
        let slots = locks.into_iter().map(wrap).collect::<Result<_, _>>()?;
        let (contents, nothing) = (super::copies::contents(&Default::default()), Bytes([0; 32]));
        let header = Self { format: FORMAT, vault, generation, slots, contents, mac: nothing, checksum: nothing };
        Ok((header.finished(&key)?, key))
    }

    fn finished(mut self, key: &DataKey) -> Result<Self, VaultError> {
        self.mac = Bytes(key.header_mac(&self.authenticated()).finalize().into_bytes().into());
        self.checksum = self.sum();
        // What could not be read back is not written.
        self.check().map_err(|_| VaultError::Refused(Refusal::Slots))?;
        if self.write().len() > MAX_HEADER { Err(VaultError::Refused(Refusal::Size)) } else { Ok(self) }
    }

    pub(super) fn check(&self) -> Result<(), VaultError> {
        if self.checksum != self.sum() {
            return Err(VaultError::Damaged(Damage::Checksum));
        }
        let ids = self.slots.iter().enumerate();
        let unique = ids.clone().all(|(at, slot)| self.slots.iter().take(at).all(|other| other.id() != slot.id()));
        let passwords = self.slots.iter().filter(|slot| slot.lock().is_password()).count();
        let counts = (1..=MAX_SLOTS).contains(&self.slots.len()) && passwords <= 1;
        if !(unique && counts && self.generation < LAST_GENERATION) {
            return Err(VaultError::Damaged(Damage::Form));
        }
        self.slots.iter().try_for_each(Slot::check)
    }

    fn authenticated(&self) -> Vec<u8> {
        let fields = Fields::of("header").number(self.format.into()).bytes(&self.vault.0).number(self.generation);
        let fields = fields.bytes(&self.contents.0).number(self.slots.len() as u64);
        self.slots.iter().fold(fields, |fields, slot| slot.fields(fields)).done()
    }

    fn sum(&self) -> Bytes<32> {
        Bytes(Sha256::new().chain_update(self.authenticated()).chain_update(self.mac.0).finalize().into())
    }
}

/// JavaScript counts no further without loss.
pub(super) const LAST_GENERATION: u64 = 1 << 53;

/// All that is known of a header of any version.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}
