//! Which copy is gone on with, for all that can have happened to them.

use std::collections::BTreeMap;

use rolerelay::vault::clear::Clear;
use rolerelay::vault::copies::{Choice, Head, Outcome, Place, Records, Snapshot, checksum, choose, contents};
use rolerelay::vault::{Damage, Header, Lock, VaultError};

use super::vault;

/// A browser's storage, of which a test takes away or changes what it likes.
#[derive(Clone, Default)]
struct Store {
    copies: BTreeMap<u8, (Place, String)>,
    records: BTreeMap<(u8, String), Vec<u8>>,
}

impl Store {
    /// Saves a generation of a vault in each place, the later the newer; the mirror has the newest too.
    fn of(generations: u32) -> Self {
        let (mut header, key) = vault();
        Self::saved(generations, |records| {
            header = header.next(&key, contents(records)).unwrap();
            header.clone().into()
        })
    }

    /// The same without a password.
    fn in_the_clear(generations: u32) -> Self {
        let mut clear = Clear::begin(&mut super::chance(2)).next(contents(&Records::new())).unwrap();
        Self::saved(generations, |records| {
            clear = clear.next(contents(records)).unwrap();
            clear.clone().into()
        })
    }

    fn both(generations: u32) -> [Self; 2] {
        [Self::of(generations), Self::in_the_clear(generations)]
    }

    fn saved(generations: u32, mut next: impl FnMut(&Records) -> Head) -> Self {
        let mut store = Self::default();
        for number in 1..=generations {
            let name = format!("chains@{number}");
            let stored = format!("sealed {number}").into_bytes();
            let records = Records::from([(name.clone(), checksum(&stored))]);
            let json = Snapshot::new(next(&records), records).unwrap().write();
            let slot = if number % 2 == 1 { Place::A } else { Place::B };
            for place in [slot, Place::Mirror] {
                store.copies.insert(place as u8, (place, json.clone()));
                store.records.insert((area(place), name.clone()), stored.clone());
            }
        }
        store
    }

    fn choose(&self) -> Choice {
        let found: Vec<_> = self.copies.values().map(|(place, json)| (*place, json.as_str())).collect();
        choose(&found, self.latest(), |place, name| {
            self.records.get(&(area(place), name.into())).map(|stored| checksum(stored))
        })
    }

    /// As the background finds it: by the names of the records.
    fn latest(&self) -> u64 {
        let names = self.records.keys().filter(|(area, _)| *area == 0);
        // The first save is of generation 2.
        names.filter_map(|(_, name)| name.rsplit_once('@')?.1.parse::<u64>().ok()).max().map_or(0, |number| number + 1)
    }

    fn without(mut self, place: Place) -> Self {
        self.copies.remove(&(place as u8));
        self
    }

    fn with(mut self, place: Place, json: &str) -> Self {
        self.copies.insert(place as u8, (place, json.into()));
        self
    }

    fn text(&self, place: Place) -> String {
        self.copies[&(place as u8)].1.clone()
    }
}

/// A and B share their records, the mirror has its own.
fn area(place: Place) -> u8 {
    u8::from(place == Place::Mirror)
}

fn told(choice: &Choice) -> (Outcome, Option<Place>, Place) {
    (choice.outcome, choice.place, choice.next)
}

#[test]
fn the_newest_is_taken_and_the_older_is_written_over() {
    assert_eq!(told(&Store::default().choose()), (Outcome::Nothing, None, Place::A));
    for at in 0..2 {
        assert_eq!(told(&Store::both(1)[at].choose()), (Outcome::Whole, Some(Place::A), Place::B));
        let two = Store::both(2)[at].choose();
        assert_eq!(told(&two), (Outcome::Whole, Some(Place::B), Place::A));
        assert_eq!(two.snapshot.map(|snapshot| snapshot.header.generation()), Some(3));
        assert_eq!(two.faults, []);
        assert_eq!(told(&Store::both(3)[at].choose()), (Outcome::Whole, Some(Place::A), Place::B));
    }
}

#[test]
fn with_the_newest_damaged_the_mirror_stands_in_and_the_older_is_kept() {
    for store in Store::both(2) {
        let cut = store.text(Place::B)[..200].to_string();
        let choice = store.clone().with(Place::B, &cut).choose();
        assert_eq!(told(&choice), (Outcome::Recovered, Some(Place::Mirror), Place::B));
        assert_eq!(choice.faults[0].error, VaultError::Damaged(Damage::Form));

        let choice = store.clone().with(Place::B, &cut).without(Place::Mirror).choose();
        assert_eq!(told(&choice), (Outcome::Recovered, Some(Place::A), Place::B));

        // All of storage.local gone, as Firefox has been seen to lose it.
        let choice = store.clone().without(Place::A).without(Place::B).choose();
        assert_eq!(told(&choice), (Outcome::Whole, Some(Place::Mirror), Place::A));
    }
}

#[test]
fn a_damaged_older_copy_is_no_news() {
    for store in Store::both(2) {
        let flipped = store.text(Place::A).replace(r#""contents":""#, r#""contents":"A"#);
        let choice = store.with(Place::A, &flipped).choose();
        // It cannot even be read; but it says which generation it was.
        assert_eq!(told(&choice), (Outcome::Whole, Some(Place::B), Place::A));
        assert_eq!(choice.faults[0].generation, Some(2));
    }
}

#[test]
fn a_copy_whose_records_are_not_all_there_is_not_whole() {
    for store in Store::both(2) {
        let mut store = store.without(Place::Mirror);
        store.records.remove(&(0, "chains@2".into()));
        let choice = store.choose();
        assert_eq!(told(&choice), (Outcome::Recovered, Some(Place::A), Place::B));
        assert_eq!(choice.faults[0].error, VaultError::Damaged(Damage::Missing));

        store.records.insert((0, "chains@2".into()), b"sealed 3".to_vec());
        assert_eq!(store.choose().faults[0].error, VaultError::Damaged(Damage::Checksum));
        store.records.insert((0, "chains@2".into()), b"sealed 2".to_vec());
        assert_eq!(store.choose().outcome, Outcome::Whole);
    }
}

#[test]
fn a_list_of_records_that_the_header_does_not_know_is_not_whole() {
    for store in Store::both(2) {
        let mut store = store.without(Place::Mirror);
        let (was, other) = (checksum(b"sealed 2").to_string(), b"sealed by another".to_vec());
        let swapped = store.text(Place::B).replace(&was, &checksum(&other).to_string());
        assert_ne!(swapped, store.text(Place::B));
        store.records.insert((0, "chains@2".into()), other);
        let choice = store.with(Place::B, &swapped).choose();
        assert_eq!(told(&choice), (Outcome::Recovered, Some(Place::A), Place::B));
    }
}

#[test]
fn with_none_whole_nothing_is_said_to_be_empty() {
    for store in Store::both(2) {
        let choice = store.with(Place::A, "{}").with(Place::B, "").with(Place::Mirror, "null").choose();
        assert_eq!((choice.outcome, choice.snapshot, choice.faults.len()), (Outcome::Damaged, None, 3));
    }
}

#[test]
fn a_newer_version_beside_a_whole_copy_stops_everything() {
    let newer = r#"{"header":{"format":3,"generation":9},"elsewhere":true}"#;
    let choice = Store::of(2).with(Place::A, newer).choose();
    assert_eq!((choice.outcome, choice.snapshot, choice.place), (Outcome::Newer, None, None));
    let only = Store::default().with(Place::Mirror, newer).choose();
    assert_eq!((only.outcome, only.snapshot), (Outcome::Newer, None));

    // A wrong bit in an old copy's number is no newer version.
    let store = Store::of(2);
    let flipped = store.text(Place::A).replacen(r#""format":1"#, r#""format":9"#, 1);
    assert_eq!(told(&store.with(Place::A, &flipped).choose()), (Outcome::Whole, Some(Place::B), Place::A));
}

#[test]
fn the_mirror_of_an_earlier_vault_does_not_win() {
    // What was begun anew was deleted first, but for the mirror.
    let mut old = Store::of(9);
    old.records.retain(|(area, _), _| *area == 1);
    let lock = Lock::passkey("bmV3".into(), None, &mut super::chance(40));
    let (header, _) = Header::create(lock, &super::right(), &mut super::chance(41)).unwrap();
    let new = Snapshot::new(header.clone(), Records::new()).unwrap().write();
    let choice = old.without(Place::B).with(Place::A, &new).choose();
    assert_eq!(told(&choice), (Outcome::Whole, Some(Place::A), Place::B));
    assert_eq!(choice.snapshot.map(|snapshot| snapshot.header), Some(header.into()));
    assert_eq!(choice.faults[0].error, VaultError::Damaged(Damage::Stranger));
}

#[test]
fn every_cut_and_every_flip_of_the_newest_leaves_the_older() {
    for store in Store::both(2) {
        let store = store.without(Place::Mirror);
        let json = store.text(Place::B);
        for at in 0..json.len() {
            let choice = store.clone().with(Place::B, &json[..at]).choose();
            assert_eq!(told(&choice), (Outcome::Recovered, Some(Place::A), Place::B), "cut at {at}");
            let mut flipped = json.clone().into_bytes();
            flipped[at] ^= 1;
            let choice = store.clone().with(Place::B, &String::from_utf8(flipped).unwrap()).choose();
            // A format that reads 2 for 1 is one of the flips.
            assert!(matches!(choice.outcome, Outcome::Recovered | Outcome::Newer | Outcome::Whole), "flip at {at}");
            if choice.outcome != Outcome::Newer {
                assert_eq!(choice.place, Some(Place::A), "flip at {at}");
            }
        }
    }
}

/// What the background does to save, stopped after each step: `set` is whole or not at all.
#[test]
fn stopped_at_any_step_of_a_save_the_old_or_the_new_is_there() {
    for (before, after) in Store::both(2).into_iter().zip(Store::both(3)) {
        stopped_amid(before, &after);
    }
}

fn stopped_amid(before: Store, after: &Store) {
    let old = before.choose().snapshot.unwrap().header.generation();

    // 1. The new records and the new copy, in the older's place, in one write.
    let mut step = before.clone();
    step.copies.insert(Place::A as u8, (Place::A, after.text(Place::A)));
    step.records.insert((0, "chains@3".into()), b"sealed 3".to_vec());
    assert_eq!(told(&step.choose()), (Outcome::Whole, Some(Place::A), Place::B));
    // 2. The mirror's records, 3. the mirror.
    step.records.insert((1, "chains@3".into()), b"sealed 3".to_vec());
    assert_eq!(step.choose().snapshot.unwrap().header.generation(), old + 1);
    step.copies.insert(Place::Mirror as u8, (Place::Mirror, after.text(Place::Mirror)));
    assert_eq!(step.choose().faults, []);
    // 4. What no copy names goes.
    step.records.remove(&(0, "chains@1".into()));
    step.records.remove(&(1, "chains@2".into()));
    assert_eq!(told(&step.choose()), (Outcome::Whole, Some(Place::A), Place::B));
    assert_eq!(step.choose().faults, []);
}

#[test]
fn an_older_copy_beside_what_a_later_save_wrote_is_told() {
    for store in Store::both(4) {
        let store = store.without(Place::Mirror);
        assert_eq!(store.choose().outcome, Outcome::Whole);
        // The newest key of the browser's storage alone as it was two saves ago; its records are still there.
        let older = store.clone().with(Place::B, &Store::both(2)[0].text(Place::B));
        assert_eq!(told(&older.without(Place::B).choose()), (Outcome::Recovered, Some(Place::A), Place::B));
    }
    let store = Store::of(4).without(Place::Mirror).with(Place::B, &Store::of(2).text(Place::B));
    let choice = store.choose();
    assert_eq!(told(&choice), (Outcome::Recovered, Some(Place::A), Place::B));
}

#[test]
fn a_store_in_the_clear_becomes_a_vault_and_its_copies_count_no_more() {
    let clear = Store::in_the_clear(3);
    let Head::Clear(head) = clear.choose().snapshot.unwrap().header else { panic!("it is in the clear") };
    let lock = Lock::passkey("bmV3".into(), None, &mut super::chance(40));
    let (header, key) = Header::over(Some(&head), 0, lock, &super::right(), &mut super::chance(41)).unwrap();
    assert_eq!((header.vault(), header.generation()), (head.store(), head.generation() + 1));
    let after = |latest| {
        let lock = Lock::passkey("bmV3".into(), None, &mut super::chance(40));
        let (header, _) = Header::over(None, latest, lock, &super::right(), &mut super::chance(41)).unwrap();
        header.generation()
    };
    assert_eq!((after(0), after(57)), (1, 58));
    let header = header.next(&key, contents(&Records::new())).unwrap();
    let json = Snapshot::new(header, Records::new()).unwrap().write();

    // Beside what was there before, in the browser's storage and in the mirror.
    let choice = clear.clone().with(Place::B, &json).choose();
    assert_eq!((told(&choice), choice.faults), ((Outcome::Whole, Some(Place::B), Place::A), vec![]));
    // The browser brings back what was before the password: the mirror is the vault's.
    let choice = clear.clone().with(Place::Mirror, &json).choose();
    assert_eq!((told(&choice), choice.faults), ((Outcome::Whole, Some(Place::Mirror), Place::A), vec![]));
    // A later save in the clear does not take the vault's place either.
    let later = Store::in_the_clear(9).with(Place::Mirror, &json);
    assert_eq!(later.choose().place, Some(Place::Mirror));
    // Without a whole copy of the vault there is the one before it, and it is told.
    let choice = clear.with(Place::B, &json[..200]).choose();
    assert_eq!((choice.outcome, choice.place), (Outcome::Recovered, Some(Place::A)));
}

#[test]
fn nothing_is_written_into_a_vault_without_its_key() {
    let snapshot = Store::of(1).choose().snapshot.unwrap();
    assert_eq!(snapshot.clear(), Err(VaultError::WrongPassword));
    let snapshot = Store::in_the_clear(1).choose().snapshot.unwrap();
    assert_eq!(snapshot.sealed().map(|_| ()), Err(VaultError::NoSuchSlot));
}
