//! What opens the vault, seals and opens what is in it, and makes each next generation of it. A key crosses as 32 bytes, so
//! that the module keeps nothing between two calls.

mod clear;
mod guesses;

use std::collections::{BTreeMap, BTreeSet};

use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;
use zeroize::Zeroizing;

use border::{js, many, rust, text, thrown, wrong_type};
use rolerelay::vault::copies::{self, Choice, Head, Outcome, Place, Records, Snapshot, checksum};
use rolerelay::vault::{self, Bytes, DataKey, Header, Lock, Record, VaultError, WrappingKey};

/// A sealed record under the key of storage.local where it stands.
#[derive(Debug, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StoredRecord {
    /// The key.
    pub name: String,
    /// What stands there.
    pub text: String,
}

/// A copy of the vault as it is found, with those of its records that are there.
#[derive(Debug, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct StoredCopy {
    /// Where it was found.
    pub place: Place,
    /// The snapshot's text.
    pub snapshot: String,
    /// At least what belongs to it.
    pub records: Vec<StoredRecord>,
}

/// Which copy to go on with: see [`Choice`].
#[derive(Debug, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct ChosenCopy {
    /// What became of the newest.
    pub outcome: Outcome,
    /// Where the one to go on with is; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Where the next one is to be written.
    pub next: Place,
    /// What is wrong with the others.
    pub faults: Vec<CopyFault>,
}

/// A copy that cannot be used.
#[derive(Debug, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct CopyFault {
    /// Which.
    pub place: Place,
    /// Why, as a sentence.
    pub message: String,
}

/// What anybody may read of a copy.
#[derive(Debug, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct VaultCopy {
    /// Counts the saves.
    pub generation: f64,
    /// Whether it is a vault's; in the clear otherwise.
    pub sealed: bool,
    /// The ways to open it.
    pub slots: Vec<VaultSlot>,
    /// The keys of storage.local under which its records stand.
    pub records: Vec<String>,
}

/// One way to open a vault.
#[derive(Debug, Serialize, Deserialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct VaultSlot {
    /// Names it.
    pub id: String,
    /// What it takes.
    pub lock: Lock,
}

/// A vault that was begun or got a new data key: nothing is sealed under it yet.
#[wasm_bindgen]
pub struct NewVault {
    header: Header,
    key: DataKey,
}

#[wasm_bindgen]
impl NewVault {
    /// The data key, for the browser's session memory.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> Vec<u8> {
        self.key.expose().to_vec()
    }

    /// The generation under which its records are to be sealed.
    #[wasm_bindgen(getter)]
    pub fn generation(&self) -> f64 {
        (self.header.generation() + 1) as f64
    }

    /// Its first snapshot, with these records.
    #[wasm_bindgen(js_name = withRecords)]
    pub fn with_records(
        &self,
        #[wasm_bindgen(unchecked_param_type = "StoredRecord[]")] records: JsValue,
    ) -> Result<String, JsValue> {
        snapshot(&self.header, &self.key, sums(many::<StoredRecord>(records)?))
    }
}

/// A lock for a new password, at today's cost.
#[wasm_bindgen(js_name = drawPasswordLock)]
pub fn draw_password_lock() -> Result<Ts<Lock>, JsValue> {
    js(&Lock::password(&mut chance))
}

/// The lock at a higher cost, where today's is higher than this one's.
#[wasm_bindgen(js_name = raisedLock)]
pub fn raised_lock(lock: Ts<Lock>) -> Result<Option<Ts<Lock>>, JsValue> {
    rust(&lock)?.raised(&mut chance).as_ref().map(js).transpose()
}

/// The wrapping key of a passkey's lock, from what its PRF gave for the lock's salt.
#[wasm_bindgen(js_name = prfKey)]
pub fn prf_key(
    lock: Ts<Lock>,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] output: JsValue,
) -> Result<Vec<u8>, JsValue> {
    let key = rust(&lock)?.unlock_with_prf(&bytes(output)?).map_err(refused)?;
    Ok(key.for_this_module().to_vec())
}

/// A new vault that this lock opens, in the place of what is there: `clear` is the snapshot of a whole store in the clear, and
/// `latest` the highest generation of any record.
#[wasm_bindgen(js_name = createVault)]
pub fn create_vault(
    lock: Ts<Lock>,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] wrapping: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string", js_name = clear)] stored: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "number")] latest: JsValue,
) -> Result<NewVault, JsValue> {
    let wrapping = wrapping_key_in(wrapping)?;
    let clear = if stored.is_undefined() { None } else { Some(read(&stored)?.clear().map_err(refused)?.0) };
    let latest = if latest.is_undefined() { 0 } else { number(&latest)? as u64 };
    let (header, key) = Header::over(clear.as_ref(), latest, rust(&lock)?, &wrapping, &mut chance).map_err(refused)?;
    Ok(NewVault { header, key })
}

/// The same vault under a new data key, which only this lock opens.
#[wasm_bindgen(js_name = rekeyVault)]
pub fn rekey_vault(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = snapshot)] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array", js_name = key)] data_key: JsValue,
    lock: Ts<Lock>,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] wrapping: JsValue,
) -> Result<NewVault, JsValue> {
    let wrapping = wrapping_key_in(wrapping)?;
    let locks = vec![(rust(&lock)?, &wrapping)];
    let (header, key) = sealed(&stored)?.0.rekey(&data_key_in(data_key)?, locks, &mut chance).map_err(refused)?;
    Ok(NewVault { header, key })
}

/// The newest whole copy among these; `latest` is the highest generation of any record beside the two copies.
#[wasm_bindgen(js_name = chooseCopy)]
pub fn choose_copy(
    #[wasm_bindgen(unchecked_param_type = "StoredCopy[]")] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] latest: JsValue,
) -> Result<Ts<ChosenCopy>, JsValue> {
    let stored = many::<StoredCopy>(stored)?;
    let found: Vec<_> = stored.iter().map(|copy| (copy.place, copy.snapshot.as_str())).collect();
    let texts: BTreeMap<_, _> = stored
        .iter()
        .flat_map(|copy| copy.records.iter().map(|record| ((copy.place, record.name.as_str()), record.text.as_bytes())))
        .collect();
    let record = |place, name: &str| Some(checksum(texts.get(&(place, name))?));
    let Choice { outcome, place, next, faults, .. } = copies::choose(&found, number(&latest)? as u64, record);
    let fault = |copies::Fault { place, error, .. }: copies::Fault| CopyFault { place, message: error.to_string() };
    js(&ChosenCopy { outcome, place, next, faults: faults.into_iter().map(fault).collect() })
}

/// Reads a snapshot without a key: what it says may have been changed.
#[wasm_bindgen(js_name = readCopy)]
pub fn read_copy(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = snapshot)] stored: JsValue,
) -> Result<Ts<VaultCopy>, JsValue> {
    js(&shown(&read(&stored)?))
}

/// Reads a snapshot and proves that it was written under this data key.
#[wasm_bindgen(js_name = verifyCopy)]
pub fn verify_copy(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = snapshot)] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array", js_name = key)] data_key: JsValue,
) -> Result<Ts<VaultCopy>, JsValue> {
    let (header, records) = sealed(&stored)?;
    header.verify(&data_key_in(data_key)?).map_err(refused)?;
    js(&shown(&Snapshot { header: header.into(), records }))
}

/// The data key, by the slot of that id.
#[wasm_bindgen(js_name = openVault)]
pub fn open_vault(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = snapshot)] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] slot: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] wrapping: JsValue,
) -> Result<Vec<u8>, JsValue> {
    let wrapping = wrapping_key_in(wrapping)?;
    let data_key = sealed(&stored)?.0.open(&id(&slot)?, &wrapping).map_err(refused)?;
    Ok(data_key.expose().to_vec())
}

/// The next generation's snapshot: with the records of these names from this one, and with these that were sealed for it.
#[wasm_bindgen(js_name = nextCopy)]
pub fn next_copy(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = snapshot)] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array", js_name = key)] data_key: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string[]")] kept: JsValue,
    #[wasm_bindgen(unchecked_param_type = "StoredRecord[]")] written: JsValue,
) -> Result<String, JsValue> {
    let (header, records) = sealed(&stored)?;
    snapshot(&header, &data_key_in(data_key)?, changed(records, kept, written)?)
}

/// The next generation's snapshot, with one more way to open it, or with another in the place of `insteadOf`.
#[wasm_bindgen(js_name = withSlot)]
pub fn with_slot(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = snapshot)] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array", js_name = key)] data_key: JsValue,
    lock: Ts<Lock>,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] wrapping: JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "string", js_name = insteadOf)] instead_of: JsValue,
) -> Result<String, JsValue> {
    let (header, records) = sealed(&stored)?;
    let (data_key, wrapping) = (data_key_in(data_key)?, wrapping_key_in(wrapping)?);
    let instead_of = if instead_of.is_undefined() { None } else { Some(id(&instead_of)?) };
    let next =
        header.with_slot(&data_key, rust(&lock)?, &wrapping, instead_of.as_ref(), &mut chance).map_err(refused)?;
    written(Snapshot::new(next, records))
}

/// The next generation's snapshot, without that way to open it.
#[wasm_bindgen(js_name = withoutSlot)]
pub fn without_slot(
    #[wasm_bindgen(unchecked_param_type = "string", js_name = snapshot)] stored: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array", js_name = key)] data_key: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] slot: JsValue,
) -> Result<String, JsValue> {
    let (header, records) = sealed(&stored)?;
    let next = header.without_slot(&data_key_in(data_key)?, &id(&slot)?).map_err(refused)?;
    written(Snapshot::new(next, records))
}

/// Encrypts a record.
#[wasm_bindgen]
pub fn seal(
    #[wasm_bindgen(unchecked_param_type = "Uint8Array", js_name = key)] data_key: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] kind: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = id)] record_id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] generation: JsValue,
    #[wasm_bindgen(unchecked_param_type = "Uint8Array")] plain: JsValue,
) -> Result<String, JsValue> {
    let (kind, record_id) = (text(&kind)?, text(&record_id)?);
    let record = Record { kind: &kind, id: &record_id, generation: number(&generation)? as u64 };
    let mut nonce = [0; 24];
    chance(&mut nonce);
    vault::seal_text(&data_key_in(data_key)?, record, &bytes(plain)?, &Bytes(nonce)).map_err(refused)
}

/// Decrypts a record.
#[wasm_bindgen]
pub fn open(
    #[wasm_bindgen(unchecked_param_type = "Uint8Array", js_name = key)] data_key: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] kind: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string", js_name = id)] record_id: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number")] generation: JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] sealed: JsValue,
) -> Result<Uint8Array, JsValue> {
    let (kind, record_id) = (text(&kind)?, text(&record_id)?);
    let record = Record { kind: &kind, id: &record_id, generation: number(&generation)? as u64 };
    let plain = vault::open_text(&data_key_in(data_key)?, record, &text(&sealed)?).map_err(refused)?;
    Ok(Uint8Array::from(plain.as_slice()))
}

#[wasm_bindgen]
extern "C" {
    /// The browser's source of chance for keys. It takes up to 65,536 bytes; a nonce is the most that we ask for at once.
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn chance(bytes: &mut [u8]);
}

fn snapshot(header: &Header, key: &DataKey, records: Records) -> Result<String, JsValue> {
    let next = header.next(key, copies::contents(&records)).map_err(refused)?;
    written(Snapshot::new(next, records))
}

fn written(snapshot: Result<Snapshot, VaultError>) -> Result<String, JsValue> {
    Ok(snapshot.map_err(refused)?.write())
}

fn read(stored: &JsValue) -> Result<Snapshot, JsValue> {
    Snapshot::read(&text(stored)?).map_err(refused)
}

fn sealed(stored: &JsValue) -> Result<(Header, Records), JsValue> {
    read(stored)?.sealed().map_err(refused)
}

fn changed(mut records: Records, kept: JsValue, written: JsValue) -> Result<Records, JsValue> {
    let kept: BTreeSet<String> = many::<String>(kept)?.into_iter().collect();
    records.retain(|name, _| kept.contains(name));
    records.extend(sums(many::<StoredRecord>(written)?));
    Ok(records)
}

fn shown(Snapshot { header, records }: &Snapshot) -> VaultCopy {
    let slot = |slot: &vault::Slot| VaultSlot { id: slot.id().to_string(), lock: slot.lock().clone() };
    let slots = match header {
        Head::Sealed(header) => header.slots().iter().map(slot).collect(),
        Head::Clear(_) => Vec::new(),
    };
    VaultCopy {
        generation: header.generation() as f64,
        sealed: header.is_sealed(),
        slots,
        records: records.keys().cloned().collect(),
    }
}

fn sums(records: Vec<StoredRecord>) -> BTreeMap<String, Bytes<32>> {
    records.into_iter().map(|record| (record.name, checksum(record.text.as_bytes()))).collect()
}

fn number(value: &JsValue) -> Result<f64, JsValue> {
    value.as_f64().ok_or_else(|| wrong_type("a number"))
}

fn id(value: &JsValue) -> Result<Bytes<8>, JsValue> {
    Bytes::read(&text(value)?).ok_or_else(|| wrong_type("a slot’s id"))
}

fn bytes(value: JsValue) -> Result<Zeroizing<Vec<u8>>, JsValue> {
    let array: Uint8Array = value.dyn_into().map_err(|_| wrong_type("bytes"))?;
    Ok(Zeroizing::new(array.to_vec()))
}

fn key(value: JsValue) -> Result<Zeroizing<[u8; 32]>, JsValue> {
    let key: [u8; 32] = bytes(value)?.as_slice().try_into().map_err(|_| wrong_type("a key"))?;
    Ok(Zeroizing::new(key))
}

fn data_key_in(value: JsValue) -> Result<DataKey, JsValue> {
    DataKey::new(&*key(value)?).map_err(refused)
}

fn wrapping_key_in(value: JsValue) -> Result<WrappingKey, JsValue> {
    WrappingKey::new(*key(value)?).map_err(refused)
}

fn refused(error: VaultError) -> JsValue {
    thrown(error.into())
}
