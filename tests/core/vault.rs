//! The vault: that it opens for whom it should, and for nobody and nothing else.

mod clear;
mod copies;
mod cost;
mod forge;
mod golden;
mod guesses;
mod limits;
mod slots;
mod tamper;
mod vectors;

use rolerelay::aws::credentials::Secret;
use rolerelay::vault::{Argon2id, Bytes, DataKey, Header, Lock, WrappingKey};

/// Bytes that look random and are the same each time.
fn chance(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed;
    move |bytes| {
        for byte in bytes {
            // Knuth's MMIX generator.
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 56) as u8;
        }
    }
}

fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// What Argon2 would give: the tests of what comes after it need not wait for it.
const RIGHT: [u8; 32] = [7; 32];

/// A vault whose password slot opens with [`RIGHT`].
fn vault() -> (Header, DataKey) {
    let mut chance = chance(1);
    let lock = Lock::password(&mut chance);
    Header::create(lock, &WrappingKey::new(RIGHT).unwrap(), &mut chance).unwrap()
}

fn right() -> WrappingKey {
    WrappingKey::new(RIGHT).unwrap()
}

fn slot_of(header: &Header) -> Bytes<8> {
    *header.slots()[0].id()
}

/// The least that is accepted, where a test has to derive for real.
const CHEAPEST: Argon2id = Argon2id { memory: 19 * 1024, passes: 2, lanes: 1 };
