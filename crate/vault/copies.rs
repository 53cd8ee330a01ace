//! The copies of what is kept, in a vault or in the clear: two in turn in the browser's storage, and a mirror. Which of them is the
//! newest whole one, and what happened to the others.
//!
//! Each save writes into the place of the older copy, so that the last good one stands until the new one was read back. Nothing
//! here needs a key: wholeness is a matter of checksums, and is known before anybody is asked for a password.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::clear::{CLEAR_FORMAT, Clear};
use super::damage::{Damage, Refusal, VaultError};
use super::fields::{Bytes, Fields};
use super::header::{FORMAT, Header};

/// The records of one generation: under which key each is stored, and the SHA-256 of what is stored there.
pub type Records = BTreeMap<String, Bytes<32>>;

/// What a snapshot begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Head {
    /// Of a vault.
    Sealed(Header),
    /// Where there is no password.
    Clear(Clear),
}

impl Head {
    /// Counts the saves.
    pub fn generation(&self) -> u64 {
        match self {
            Self::Sealed(header) => header.generation(),
            Self::Clear(clear) => clear.generation(),
        }
    }

    /// Names the store, as it is and as the vault that it becomes.
    pub fn store(&self) -> &Bytes<16> {
        match self {
            Self::Sealed(header) => header.vault(),
            Self::Clear(clear) => clear.store(),
        }
    }

    /// Whether it is a vault's.
    pub fn is_sealed(&self) -> bool {
        matches!(self, Self::Sealed(_))
    }

    fn contents(&self) -> &Bytes<32> {
        match self {
            Self::Sealed(header) => header.contents(),
            Self::Clear(clear) => clear.contents(),
        }
    }

    fn check(&self) -> Result<(), VaultError> {
        match self {
            Self::Sealed(header) => header.check(),
            Self::Clear(clear) => clear.check(),
        }
    }
}

impl From<Header> for Head {
    fn from(header: Header) -> Self {
        Self::Sealed(header)
    }
}

impl From<Clear> for Head {
    fn from(clear: Clear) -> Self {
        Self::Clear(clear)
    }
}

/// One generation of what is kept, without its records' bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Its contents are those of `records`.
    pub header: Head,
    /// What belongs to it.
    pub records: Records,
}

/// The longest snapshot that is read, in bytes: thousands of records.
pub const MAX_SNAPSHOT: usize = 2 * 1024 * 1024;

impl Snapshot {
    /// Of a head that was made for these records.
    ///
    /// # Errors
    /// [`Refusal::Size`]; [`Damage::Header`] where the head has other contents.
    pub fn new(header: impl Into<Head>, records: Records) -> Result<Self, VaultError> {
        let header = header.into();
        if *header.contents() != contents(&records) {
            return Err(VaultError::Damaged(Damage::Header));
        }
        let snapshot = Self { header, records };
        if snapshot.write().len() > MAX_SNAPSHOT { Err(VaultError::Refused(Refusal::Size)) } else { Ok(snapshot) }
    }

    /// Reads one, and checks all of it but the records' bytes.
    ///
    /// # Errors
    /// As [`Header::read`].
    pub fn read(json: &str) -> Result<Self, VaultError> {
        let form = VaultError::Damaged(Damage::Form);
        if json.len() > MAX_SNAPSHOT {
            return Err(form);
        }
        let Versioned { header } = serde_json::from_str(json).map_err(|_| form)?;
        let snapshot = match header.format {
            FORMAT => Written::<Header>::read(json),
            CLEAR_FORMAT => Written::<Clear>::read(json),
            other if other > FORMAT.max(CLEAR_FORMAT) => return Err(VaultError::Newer),
            _ => None,
        };
        let snapshot = snapshot.ok_or(form)?;
        snapshot.header.check()?;
        if *snapshot.header.contents() == contents(&snapshot.records) {
            Ok(snapshot)
        } else {
            Err(VaultError::Damaged(Damage::Checksum))
        }
    }

    /// As JSON.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default() // as with a header
    }

    /// The vault's header.
    ///
    /// # Errors
    /// [`VaultError::NoSuchSlot`] where there is no password.
    pub fn sealed(self) -> Result<(Header, Records), VaultError> {
        match self.header {
            Head::Sealed(header) => Ok((header, self.records)),
            Head::Clear(_) => Err(VaultError::NoSuchSlot),
        }
    }

    /// The head of a store in the clear.
    ///
    /// # Errors
    /// [`VaultError::WrongPassword`] for a vault: nothing is written into it without its key.
    pub fn clear(self) -> Result<(Clear, Records), VaultError> {
        match self.header {
            Head::Clear(clear) => Ok((clear, self.records)),
            Head::Sealed(_) => Err(VaultError::WrongPassword),
        }
    }
}

/// A snapshot's JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written<H> {
    header: H,
    records: Records,
}

impl<H: for<'a> Deserialize<'a> + Into<Head>> Written<H> {
    fn read(json: &str) -> Option<Snapshot> {
        let Self { header, records } = serde_json::from_str(json).ok()?;
        Some(Snapshot { header: header.into(), records })
    }
}

/// What stands for the records in the header, and thereby under its MAC.
pub fn contents(records: &Records) -> Bytes<32> {
    let fields = Fields::of("contents").number(records.len() as u64);
    let all = records.iter().fold(fields, |fields, (name, sum)| fields.text(name).bytes(&sum.0)).done();
    checksum(&all)
}

/// The SHA-256 of a record as it is stored.
pub fn checksum(stored: &[u8]) -> Bytes<32> {
    Bytes(Sha256::digest(stored).into())
}

/// Where a copy is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Place {
    /// storage.local, the one.
    A,
    /// storage.local, the other.
    B,
    /// IndexedDB, written after the others: it has to outlive them, not to be newer.
    Mirror,
}

/// What became of the newest copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Outcome {
    /// It is whole.
    Whole,
    /// It is not, or may not be; an older one is. Say so before anything is written.
    Recovered,
    /// None is whole. Nothing may be written over what is there.
    Damaged,
    /// One is of a newer version. Nothing may be opened or written.
    Newer,
    /// There never was one.
    Nothing,
}

/// The copy to go on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// What to tell.
    pub outcome: Outcome,
    /// The copy; none unless the outcome is `whole` or `recovered`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Snapshot>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Where the next one is written: never over the last good one.
    pub next: Place,
    /// What is wrong with the others.
    pub faults: Vec<Fault>,
}

/// A copy that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// Which.
    pub place: Place,
    /// Why.
    pub error: VaultError,
    /// The generation that it says it is, where it still says one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generation: Option<u64>,
}

/// Chooses among what is stored in each place; `stored` gives the checksum of a record there, or none where it is not. `latest` is
/// the highest generation of any record that lies beside the two copies, named by one of them or not.
///
/// A mirror of another store than the two copies' does not count: it was left behind when one was begun anew. Nor does a copy in
/// the clear beside a whole one of a vault: it is what was there before the password.
pub fn choose(
    found: &[(Place, &str)],
    latest: u64,
    mut stored: impl FnMut(Place, &str) -> Option<Bytes<32>>,
) -> Choice {
    let mut faults = Vec::new();
    let mut whole = Vec::new();
    for (place, json) in found {
        match read_whole(json, |name| stored(*place, name)) {
            Ok(snapshot) => whole.push((*place, snapshot)),
            Err(error) => faults.push(Fault { place: *place, error, generation: claimed(json) }),
        }
    }
    // The newest first; of the same age, the first that was named.
    if whole.iter().any(|(_, snapshot)| snapshot.header.is_sealed()) {
        whole.retain(|(_, snapshot)| snapshot.header.is_sealed());
    }
    whole.sort_by_key(|(place, snapshot)| (*place == Place::Mirror, std::cmp::Reverse(snapshot.header.generation())));
    let store = whole.first().map(|(_, snapshot)| *snapshot.header.store());
    whole.retain(|(place, Snapshot { header, .. })| {
        let ours = Some(header.store()) == store.as_ref();
        if !ours {
            let error = VaultError::Damaged(Damage::Stranger);
            faults.push(Fault { place: *place, error, generation: Some(header.generation()) });
        }
        ours
    });
    whole.sort_by_key(|(_, snapshot)| std::cmp::Reverse(snapshot.header.generation()));
    let next = free_place(&whole);
    let newest = whole.into_iter().next();
    let outcome = outcome(newest.as_ref().map(|(_, snapshot)| snapshot.header.generation()), latest, &faults);
    let (place, snapshot) = match newest {
        Some((place, snapshot)) if outcome != Outcome::Newer => (Some(place), Some(snapshot)),
        _ => (None, None),
    };
    Choice { outcome, snapshot, place, next, faults }
}

fn read_whole(json: &str, mut stored: impl FnMut(&str) -> Option<Bytes<32>>) -> Result<Snapshot, VaultError> {
    let snapshot = Snapshot::read(json)?;
    for (name, sum) in &snapshot.records {
        let damage = match stored(name) {
            Some(other) if other == *sum => continue,
            Some(_) => Damage::Checksum,
            None => Damage::Missing,
        };
        return Err(VaultError::Damaged(damage));
    }
    Ok(snapshot)
}

/// Of two places, the one that does not hold the newer whole copy.
fn free_place(whole: &[(Place, Snapshot)]) -> Place {
    match whole.iter().map(|(place, _)| *place).find(|place| *place != Place::Mirror) {
        Some(Place::A) => Place::B,
        _ => Place::A,
    }
}

fn outcome(newest: Option<u64>, latest: u64, faults: &[Fault]) -> Outcome {
    // One that is older than a whole copy of ours was not written by a newer version, but has a wrong bit in its number.
    let is_newest = |fault: &Fault| fault.generation.is_none_or(|lost| newest.is_none_or(|newest| lost >= newest));
    if faults.iter().any(|fault| fault.error == VaultError::Newer && is_newest(fault)) {
        return Outcome::Newer;
    }
    // A copy that is lost may have been newer, unless it says itself that it was older, or was another vault's.
    let may_be_newer = |fault: &Fault, newest: u64| {
        fault.error != VaultError::Damaged(Damage::Stranger) && fault.generation.is_none_or(|lost| lost > newest)
    };
    match newest {
        None if faults.is_empty() => Outcome::Nothing,
        None => Outcome::Damaged,
        // What a later save wrote lies there still, and no snapshot knows of it any more: somebody put an older one back.
        Some(newest) if latest > newest => Outcome::Recovered,
        Some(newest) if faults.iter().any(|fault| may_be_newer(fault, newest)) => Outcome::Recovered,
        Some(_) => Outcome::Whole,
    }
}

fn claimed(json: &str) -> Option<u64> {
    (json.len() <= MAX_SNAPSHOT).then(|| serde_json::from_str::<Versioned>(json).ok()?.header.generation)?
}

/// All that is known of a snapshot of any version, or of a damaged one.
#[derive(Deserialize)]
struct Versioned {
    header: Versions,
}

#[derive(Deserialize)]
struct Versions {
    format: u32,
    generation: Option<u64>,
}
