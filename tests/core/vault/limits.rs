//! What is refused for its size or its number, before anything else is looked at.

use rolerelay::vault::copies::{MAX_SNAPSHOT, Outcome, Place, Records, Snapshot, checksum, choose, contents};
use rolerelay::vault::{
    Bytes, Damage, Header, Lock, MAX_HEADER, MAX_RECORD, Record, Refusal, VaultError, WrappingKey, seal,
};

use super::{CHEAPEST, chance, right, vault};

const PRF: [u8; 32] = [0x5a; 32];
const SIZE: VaultError = VaultError::Refused(Refusal::Size);
const FORM: VaultError = VaultError::Damaged(Damage::Form);

fn passkey(credential: &str, domain: Option<&str>, seed: u64) -> Lock {
    Lock::passkey(credential.into(), domain.map(str::to_string), &mut chance(seed))
}

#[test]
fn a_record_past_the_limit_is_not_sealed() {
    let (_, key) = vault();
    let record = Record { kind: "chains", id: "0", generation: 2 };
    assert_eq!(seal(&key, record, &vec![0; MAX_RECORD + 1], &Bytes([1; 24])).unwrap_err(), SIZE);
}

#[test]
fn no_passkey_has_a_longer_id_or_a_longer_domain() {
    let (header, key) = vault();
    let with = |credential: &str, domain: Option<&str>| {
        let lock = passkey(credential, domain, 20);
        let wrapping = lock.unlock_with_prf(&PRF).unwrap();
        header.with_slot(&key, lock, &wrapping, None, &mut chance(21)).map(|_| ())
    };
    assert_eq!(with(&"a".repeat(1400), Some(&"d".repeat(253))), Ok(()));
    assert_eq!(with(&"a".repeat(1401), None), Err(FORM));
    assert_eq!(with("a", Some(&"d".repeat(254))), Err(FORM));
}

#[test]
fn a_passkey_gives_another_key_for_each_salt() {
    let (header, key) = vault();
    let (lock, other) = (passkey("a", None, 20), passkey("a", None, 22));
    let wrapping = lock.unlock_with_prf(&PRF).unwrap();
    let both = header.with_slot(&key, lock, &wrapping, None, &mut chance(21)).unwrap();
    let wrong = other.unlock_with_prf(&PRF).unwrap();
    assert_eq!(both.open(both.slots()[1].id(), &wrong).unwrap_err(), VaultError::WrongPasskey);
}

#[test]
fn two_slots_of_one_id_are_not_written() {
    let (header, key) = vault();
    let wrapping = passkey("a", None, 20).unlock_with_prf(&PRF).unwrap();
    let one = header.with_slot(&key, passkey("a", None, 20), &wrapping, None, &mut chance(21)).unwrap();
    // Chance that repeats itself draws the same id.
    let again = one.with_slot(&key, passkey("b", None, 20), &wrapping, None, &mut chance(21));
    assert_eq!(again.unwrap_err(), VaultError::Refused(Refusal::Slots));
}

#[test]
fn a_header_or_a_snapshot_past_the_limit_is_not_read() {
    let (header, _) = vault();
    let filled = |text: &str, to: usize| format!("{text}{}", " ".repeat(to - text.len()));
    let text = header.write();
    assert_eq!(Header::read(&filled(&text, MAX_HEADER)).map(|_| ()), Ok(()));
    assert_eq!(Header::read(&filled(&text, MAX_HEADER + 1)).unwrap_err(), FORM);

    let snapshot = Snapshot::new(header, Records::new()).unwrap().write();
    assert!(Snapshot::read(&filled(&snapshot, MAX_SNAPSHOT)).is_ok(), "at the limit");
    let long = filled(&snapshot, MAX_SNAPSHOT + 1);
    assert_eq!(Snapshot::read(&long).unwrap_err(), FORM);
    // Nor is it asked which generation it is of.
    let choice = choose(&[(Place::A, &long)], 0, |_, _| None);
    assert_eq!((choice.outcome, choice.faults[0].generation), (Outcome::Damaged, None));
}

#[test]
fn a_snapshot_is_of_the_records_that_its_header_was_made_for_and_of_no_more_than_fit() {
    let (header, key) = vault();
    let records = |count: usize| -> Records {
        (0..count).map(|at| (format!("a record with a name of its own {at:08}"), checksum(b"x"))).collect()
    };
    assert_eq!(Snapshot::new(header.clone(), records(1)).unwrap_err(), VaultError::Damaged(Damage::Header));
    let many = records(MAX_SNAPSHOT / 80);
    let next = header.next(&key, contents(&many)).unwrap();
    assert_eq!(Snapshot::new(next, many).unwrap_err(), SIZE);
}

#[test]
fn no_generation_is_past_what_javascript_counts_to() {
    let over = |latest: u64| {
        let lock = Lock::Password { argon2id: CHEAPEST, salt: Bytes([7; 16]) };
        Header::over(None, latest, lock, &right(), &mut chance(9))
    };
    let last = (1 << 53) - 1;
    let (header, key) = over(last - 1).unwrap();
    assert_eq!(header.generation(), last);
    assert!(header.next(&key, *header.contents()).is_err() && over(last).is_err(), "there is no further one");
}

#[test]
fn a_copy_of_a_newer_version_counts_at_the_same_age() {
    let (header, _) = vault();
    let ours = Snapshot::new(header, Records::new()).unwrap().write();
    let newer = ours.replacen(r#""format":1"#, r#""format":9"#, 1);
    assert_ne!(ours, newer);
    for found in [[(Place::A, ours.as_str()), (Place::B, newer.as_str())], [(Place::A, &newer), (Place::B, &ours)]] {
        assert_eq!(choose(&found, 0, |_, _| None).outcome, Outcome::Newer);
    }
}

#[test]
fn a_wrapping_key_of_zeros_is_none() {
    assert_eq!(WrappingKey::new([0; 32]).unwrap_err(), VaultError::Refused(Refusal::Key));
}
