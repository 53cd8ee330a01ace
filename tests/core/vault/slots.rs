//! The ways to open a vault, and how they come and go.

use rolerelay::vault::{
    Bytes, Damage, DataKey, Header, Lock, Record, Refusal, VaultError, WrappingKey, open, seal, unlock,
};

use super::{CHEAPEST, chance, right, secret, slot_of, vault};

const PRF: [u8; 32] = [0x5a; 32];

fn passkey() -> Lock {
    Lock::passkey("cGFzc2tleQ".into(), None, &mut chance(20))
}

#[test]
fn a_new_vault_opens_by_its_password_alone() {
    let (header, key) = rolerelay::vault::create(&secret("correct horse"), &mut chance(3)).unwrap();
    let kept = Header::read(&header.write()).unwrap();
    assert_eq!(unlock(&kept, &secret("correct horse")).unwrap().expose(), key.expose());
    assert_eq!(unlock(&kept, &secret("Correct horse")).unwrap_err(), VaultError::WrongPassword);
}

#[test]
fn nothing_of_two_vaults_with_one_password_is_the_same() {
    let one = rolerelay::vault::create(&secret("correct horse"), &mut chance(3)).unwrap();
    let other = rolerelay::vault::create(&secret("correct horse"), &mut chance(4)).unwrap();
    assert_ne!(one.1.expose(), other.1.expose());
    assert_ne!(one.0.slots()[0].lock(), other.0.slots()[0].lock());
    assert_ne!(one.0.vault(), other.0.vault());
}

#[test]
fn a_passkey_opens_beside_the_password_and_goes_again() {
    let (header, key) = vault();
    let wrapping = passkey().unlock_with_prf(&PRF).unwrap();
    let both = header.with_slot(&key, passkey(), &wrapping, None, &mut chance(21)).unwrap();
    let both = Header::read(&both.write()).unwrap();
    let [_, slot] = both.slots() else { panic!("{both:?}") };
    assert_eq!(both.open(slot.id(), &wrapping).unwrap().expose(), key.expose());
    assert_eq!(both.open(&slot_of(&both), &right()).unwrap().expose(), key.expose());

    let other = slot.lock().unlock_with_prf(&[0x5b; 32]).unwrap();
    assert_eq!(both.open(slot.id(), &other).unwrap_err(), VaultError::WrongPasskey);
    // A password's key opens no passkey's slot.
    assert_eq!(both.open(slot.id(), &right()).unwrap_err(), VaultError::WrongPasskey);

    let one = both.without_slot(&key, slot.id()).unwrap();
    assert_eq!(one.open(slot.id(), &wrapping).unwrap_err(), VaultError::NoSuchSlot);
    assert_eq!(one.generation(), 3);
}

#[test]
fn the_last_way_in_stays_and_a_second_password_does_not_come() {
    let (header, key) = vault();
    assert!(matches!(header.without_slot(&key, &slot_of(&header)), Err(VaultError::Refused(_))));
    let second = Lock::password(&mut chance(22));
    assert!(matches!(header.with_slot(&key, second, &right(), None, &mut chance(23)), Err(VaultError::Refused(_))));
    let mut many = header;
    for seed in 0..15 {
        let lock = Lock::passkey("cGFzc2tleQ".into(), None, &mut chance(30 + seed));
        many = many.with_slot(&key, lock, &right(), None, &mut chance(50 + seed)).unwrap();
    }
    assert!(matches!(many.with_slot(&key, passkey(), &right(), None, &mut chance(70)), Err(VaultError::Refused(_))));
}

#[test]
fn a_prf_output_that_is_none_is_refused() {
    for output in [&[0; 32][..], &[0; 64], &[1; 31], &[]] {
        assert!(matches!(passkey().unlock_with_prf(output), Err(VaultError::Refused(_))), "{output:?}");
    }
    assert!(passkey().unlock_with_prf(&[1; 64]).is_ok());
}

#[test]
fn a_dearer_lock_takes_the_place_of_a_cheap_one() {
    let cheap = Lock::Password { argon2id: CHEAPEST, salt: Bytes([1; 16]) };
    let (header, key) = Header::create(cheap, &right(), &mut chance(24)).unwrap();
    let old = slot_of(&header);
    let lock = header.slots()[0].lock().raised(&mut chance(25)).unwrap();
    assert_eq!(lock.raised(&mut chance(25)), None);
    let dear = WrappingKey::new([9; 32]).unwrap();
    let raised = header.with_slot(&key, lock.clone(), &dear, Some(&old), &mut chance(26)).unwrap();
    assert_eq!(raised.slots().len(), 1);
    assert_eq!(raised.open(&slot_of(&raised), &dear).unwrap().expose(), key.expose());
    assert_eq!(raised.open(&slot_of(&raised), &right()).unwrap_err(), VaultError::WrongPassword);
    assert_ne!(raised.slots()[0].id(), &old);
}

#[test]
fn a_new_password_makes_a_new_data_key() {
    let (header, key) = vault();
    let record = Record { kind: "source", id: "s1", generation: 1 };
    let old = seal(&key, record, b"AKIA", &Bytes([1; 24])).unwrap();

    let new = WrappingKey::new([9; 32]).unwrap();
    let (next, new_key) = header.rekey(&key, vec![(Lock::password(&mut chance(27)), &new)], &mut chance(28)).unwrap();
    assert_ne!(new_key.expose(), key.expose());
    assert_eq!((next.vault(), next.generation()), (header.vault(), 2));
    assert_eq!(next.open(&slot_of(&next), &right()).unwrap_err(), VaultError::WrongPassword);
    assert_eq!(next.open(&slot_of(&next), &new).unwrap().expose(), new_key.expose());
    assert_eq!(open(&new_key, record, &old).unwrap_err(), VaultError::Damaged(Damage::Record));
    // The copy that was taken before opens as it did.
    assert_eq!(header.open(&slot_of(&header), &right()).unwrap().expose(), key.expose());
    assert_eq!(next.verify(&key).unwrap_err(), VaultError::Damaged(Damage::Header));
}

#[test]
fn each_error_says_another_thing() {
    let errors = [
        VaultError::Nothing,
        VaultError::Newer,
        VaultError::WrongPassword,
        VaultError::WrongPasskey,
        VaultError::Damaged(Damage::Checksum),
        VaultError::Damaged(Damage::Cost),
        VaultError::Damaged(Damage::Header),
        VaultError::Memory,
    ];
    let sentences: std::collections::BTreeSet<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(sentences.len(), errors.len());
}

#[test]
fn a_key_that_was_wiped_seals_nothing_and_opens_nothing() {
    let zeros = [0; 32];
    assert_eq!(DataKey::new(&zeros).unwrap_err(), VaultError::Refused(Refusal::Key));
    assert_eq!(WrappingKey::new(zeros).unwrap_err(), VaultError::Refused(Refusal::Key));
    assert_eq!(DataKey::drawn(&mut |_| {}).unwrap_err(), VaultError::Refused(Refusal::Key));
    assert!(Header::create(passkey(), &right(), &mut |_| {}).is_err(), "a vault that anybody opens");
}
