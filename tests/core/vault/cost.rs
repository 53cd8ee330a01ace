//! What a password's protection costs: never too little, and never more than anybody but an attacker would ask for.

use rolerelay::vault::{Argon2id, Bytes, Damage, Header, VaultError, WrappingKey};

use super::forge::forged;
use super::{CHEAPEST, chance, secret, vault};

const REFUSED: [Argon2id; 8] = [
    Argon2id { memory: 19 * 1024 - 1, ..Argon2id::DEFAULT },
    Argon2id { memory: 1024 * 1024 + 1, ..Argon2id::DEFAULT },
    Argon2id { memory: u32::MAX, ..Argon2id::DEFAULT },
    Argon2id { memory: 0, ..Argon2id::DEFAULT },
    Argon2id { passes: 1, ..Argon2id::DEFAULT },
    Argon2id { passes: 33, ..Argon2id::DEFAULT },
    Argon2id { lanes: 0, ..Argon2id::DEFAULT },
    Argon2id { lanes: 9, ..Argon2id::DEFAULT },
];

#[test]
fn out_of_bounds_is_refused_before_anything_is_allocated() {
    let (password, salt) = (secret("correct horse"), Bytes([0; 16]));
    for cost in REFUSED {
        let allocated = allocation_counter::measure(|| {
            assert_eq!(
                WrappingKey::from_password(&password, cost, &salt).unwrap_err(),
                VaultError::Damaged(Damage::Cost)
            );
        });
        assert_eq!(allocated.count_total, 0, "{cost:?}");
    }
    // The measure measures.
    let allocated =
        allocation_counter::measure(|| drop(WrappingKey::from_password(&password, CHEAPEST, &salt).unwrap()));
    assert!(allocated.bytes_max >= 19 * 1024 * 1024, "{} bytes", allocated.bytes_max);
}

#[test]
fn a_header_that_asks_for_it_is_not_read() {
    let (header, _) = vault();
    for cost in REFUSED {
        let json = forged(&header, |json| json["slots"][0]["lock"]["argon2id"] = serde_json::to_value(cost).unwrap());
        let allocated = allocation_counter::measure(|| {
            assert_eq!(Header::read(&json), Err(VaultError::Damaged(Damage::Cost)), "{cost:?}");
        });
        assert!(allocated.bytes_max < 64 * 1024, "{cost:?}: {} bytes", allocated.bytes_max);
    }
}

#[test]
fn a_gigabyte_is_the_most_and_accepted() {
    assert!(Argon2id { memory: 1024 * 1024, passes: 32, lanes: 8 }.is_acceptable());
    assert!(CHEAPEST.is_acceptable());
    assert_eq!(Argon2id::DEFAULT, Argon2id { memory: 65536, passes: 3, lanes: 1 });
}

#[test]
fn it_is_raised_to_the_default_and_never_lowered() {
    assert_eq!(CHEAPEST.raised(), Some(Argon2id::DEFAULT));
    assert_eq!(Argon2id::DEFAULT.raised(), None);
    let patient = Argon2id { memory: 19 * 1024, passes: 9, lanes: 2 };
    assert_eq!(patient.raised(), Some(Argon2id { memory: 64 * 1024, passes: 9, lanes: 2 }));
    assert_eq!(Argon2id { memory: 128 * 1024, passes: 3, lanes: 1 }.raised(), None);
}

#[test]
fn a_password_has_to_be_one() {
    let salt = Bytes([0; 16]);
    for text in [String::new(), "a".repeat(1025)] {
        assert!(matches!(WrappingKey::from_password(&secret(&text), CHEAPEST, &salt), Err(VaultError::Refused(_))));
    }
    let refused = rolerelay::vault::create(&secret(""), &mut chance(1));
    assert!(matches!(refused, Err(VaultError::Refused(_))));
}
