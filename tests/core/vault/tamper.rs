//! Whatever is changed, nothing opens as if it were not; and what can be told apart is told apart.

use proptest::prelude::*;
use rolerelay::vault::copies::Snapshot;
use rolerelay::vault::{Bytes, Damage, DataKey, Header, Record, VaultError, WrappingKey, open, open_text, seal};
use serde_json::{Value, json};

use super::forge::{flip, forged};
use super::{right, slot_of, vault};

const RECORD: Record<'_> = Record { kind: "chains", id: "07", generation: 3 };

fn sealed() -> (DataKey, Vec<u8>) {
    let (_, key) = vault();
    let sealed = seal(&key, RECORD, b"arn:aws:iam::123456789012:role/deploy", &Bytes([9; 24])).unwrap();
    (key, sealed)
}

#[test]
fn what_was_sealed_opens() {
    let (key, sealed) = sealed();
    assert_eq!(**open(&key, RECORD, &sealed).unwrap(), *b"arn:aws:iam::123456789012:role/deploy");
}

#[test]
fn no_bit_of_a_record_can_change() {
    let (key, sealed) = sealed();
    for at in 0..sealed.len() * 8 {
        let mut other = sealed.clone();
        other[at / 8] ^= 1 << (at % 8);
        assert_eq!(open(&key, RECORD, &other).unwrap_err(), VaultError::Damaged(Damage::Record), "bit {at}");
    }
    for length in 0..sealed.len() {
        assert!(open(&key, RECORD, &sealed[..length]).is_err(), "{length} bytes");
    }
}

#[test]
fn a_record_is_only_what_it_was_sealed_as() {
    let (key, sealed) = sealed();
    let damaged = VaultError::Damaged(Damage::Record);
    for other in [
        Record { kind: "source", ..RECORD },
        Record { id: "08", ..RECORD },
        // Nothing moves from one field to the next.
        Record { kind: "chains0", id: "7", ..RECORD },
        Record { kind: "", id: "chains07", ..RECORD },
    ] {
        assert_eq!(open(&key, other, &sealed).unwrap_err(), damaged, "{other:?}");
    }
    let (_, other_key) =
        super::Header::create(super::Lock::password(&mut super::chance(8)), &right(), &mut super::chance(9)).unwrap();
    assert_eq!(open(&other_key, RECORD, &sealed).unwrap_err(), damaged);
}

#[test]
fn an_old_record_put_back_is_said_to_be_old() {
    let (key, sealed) = sealed();
    let now = Record { generation: 4, ..RECORD };
    assert_eq!(open(&key, now, &sealed).unwrap_err(), VaultError::Damaged(Damage::Generation));
}

#[test]
fn accidents_to_a_header_are_found_without_a_key() {
    let (header, _) = vault();
    let json = header.write();
    for at in 0..json.len() * 8 {
        let mut bytes = json.clone().into_bytes();
        bytes[at / 8] ^= 1 << (at % 8);
        let Ok(text) = String::from_utf8(bytes) else { continue };
        assert!(
            matches!(Header::read(&text), Err(VaultError::Damaged(_) | VaultError::Newer)),
            "bit {at}, byte {}",
            at / 8
        );
    }
    for length in 0..json.len() {
        assert_eq!(Header::read(&json[..length]), Err(VaultError::Damaged(Damage::Form)), "{length} bytes");
    }
}

#[test]
fn a_wrong_password_is_not_damage() {
    let (header, _) = vault();
    let wrong = header.open(&slot_of(&header), &WrappingKey::new([8; 32]).unwrap());
    assert_eq!(wrong.unwrap_err(), VaultError::WrongPassword);
}

/// With a checksum that fits, and with the right password.
#[test]
fn a_forged_header_opens_nothing() {
    let (header, _) = vault();
    let slot = |json: &mut Value| json["slots"][0].take();
    type Change = fn(&mut Value);
    let forgeries: [(&str, Change, VaultError); 10] = [
        ("vault", |json| flip(&mut json["vault"]), VaultError::Damaged(Damage::Wrapped)),
        ("generation", |json| json["generation"] = 2.into(), VaultError::Damaged(Damage::Header)),
        ("contents", |json| flip(&mut json["contents"]), VaultError::Damaged(Damage::Header)),
        ("mac", |json| flip(&mut json["mac"]), VaultError::Damaged(Damage::Header)),
        ("slot generation", |json| json["slots"][0]["generation"] = 2.into(), VaultError::Damaged(Damage::Wrapped)),
        // With another salt or cost even the right password gives another key; that key given all the same, it is damage.
        ("salt", |json| flip(&mut json["slots"][0]["lock"]["salt"]), VaultError::Damaged(Damage::Wrapped)),
        (
            "cost",
            |json| json["slots"][0]["lock"]["argon2id"]["memory"] = (32 * 1024).into(),
            VaultError::Damaged(Damage::Wrapped),
        ),
        ("nonce", |json| flip(&mut json["slots"][0]["nonce"]), VaultError::Damaged(Damage::Wrapped)),
        ("wrapped", |json| flip(&mut json["slots"][0]["wrapped"]), VaultError::Damaged(Damage::Wrapped)),
        // The one that nobody can tell from a wrong password.
        ("check", |json| flip(&mut json["slots"][0]["check"]), VaultError::WrongPassword),
    ];
    for (what, change, expected) in forgeries {
        let forged = Header::read(&forged(&header, change)).unwrap();
        assert_eq!(forged.open(&slot_of(&forged), &right()).unwrap_err(), expected, "{what}");
    }

    // Another slot's id.
    let renamed = Header::read(&forged(&header, |json| flip(&mut json["slots"][0]["id"]))).unwrap();
    assert_eq!(renamed.open(&slot_of(&renamed), &right()).unwrap_err(), VaultError::Damaged(Damage::Wrapped));

    // A slot of the thief's own beside the owner's.
    let (theirs, _) = Header::create(
        super::Lock::passkey("dGhpZWY".into(), None, &mut super::chance(5)),
        &WrappingKey::new([6; 32]).unwrap(),
        &mut super::chance(5),
    )
    .unwrap();
    let added: Value = serde_json::from_str(&theirs.write()).unwrap();
    let added = forged(&header, |json| {
        let own = slot(json);
        json["slots"] = json!([own, added["slots"][0]]);
    });
    let added = Header::read(&added).unwrap();
    assert_eq!(added.open(&slot_of(&added), &right()).unwrap_err(), VaultError::Damaged(Damage::Header));
}

#[test]
fn a_changed_header_is_never_made_genuine() {
    let (header, key) = vault();
    let forged = Header::read(&forged(&header, |json| json["generation"] = 7.into())).unwrap();
    let damaged = VaultError::Damaged(Damage::Header);
    assert_eq!(forged.next(&key, Bytes([0; 32])).unwrap_err(), damaged);
    assert_eq!(forged.without_slot(&key, &slot_of(&forged)).unwrap_err(), damaged);
    assert_eq!(forged.rekey(&key, vec![], &mut super::chance(1)).unwrap_err(), damaged);
    let lock = super::Lock::passkey("cGFzc2tleQ".into(), None, &mut super::chance(2));
    assert_eq!(forged.with_slot(&key, lock, &right(), None, &mut super::chance(3)).unwrap_err(), damaged);
}

#[test]
fn a_newer_format_is_said_to_be_newer_whatever_else_it_is() {
    assert_eq!(Header::read(r#"{"format":2,"slots":"in another way"}"#), Err(VaultError::Newer));
    assert_eq!(Snapshot::read(r#"{"header":{"format":3},"more":1}"#), Err(VaultError::Newer));
    assert_eq!(Header::read(r#"{"format":0}"#), Err(VaultError::Damaged(Damage::Form)));
}

#[test]
fn secrets_are_not_printed() {
    let (_, key) = vault();
    assert_eq!(format!("{key:?} {:?}", right()), "DataKey(…) WrappingKey(…)");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), json in "[\\[\\]{}\":,0-9a-z]{0,200}") {
        for text in [&text, &json] {
            let _ = Header::read(text);
            let _ = Snapshot::read(text);
            let _ = open_text(&sealed().0, RECORD, text);
        }
    }

    #[test]
    fn no_bytes_make_it_panic_or_open(bytes in any::<Vec<u8>>()) {
        prop_assert!(open(&sealed().0, RECORD, &bytes).is_err());
    }

    #[test]
    fn no_header_with_its_fields_mangled_opens(
        field in prop::sample::select(vec!["format", "vault", "generation", "slots", "contents", "mac", "checksum"]),
        value in prop_oneof![
            any::<String>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            Just(Value::Null),
            Just(json!([])),
            Just(json!([null])),
        ],
    ) {
        let (header, _) = vault();
        let mut json: Value = serde_json::from_str(&header.write()).unwrap();
        prop_assume!(json[field] != value);
        json[field] = value;
        prop_assert!(Header::read(&json.to_string()).is_err());
    }

    #[test]
    fn what_is_sealed_opens_to_the_same(plain in any::<Vec<u8>>(), kind in any::<String>(), id in any::<String>(), generation in any::<u64>()) {
        let (_, key) = vault();
        let record = Record { kind: &kind, id: &id, generation };
        let sealed = seal(&key, record, &plain, &Bytes([1; 24])).unwrap();
        prop_assert_eq!(&**open(&key, record, &sealed).unwrap(), &plain);
    }
}
