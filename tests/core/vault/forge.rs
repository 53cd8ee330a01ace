//! What somebody can do who can write to the disk and knows the format: change a header and give it the checksum that fits.
//! Written from the format's description, not with the crate's own code, so that it also holds the format to its word.

use data_encoding::BASE64URL_NOPAD;
use rolerelay::vault::Header;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The header with one change and a checksum that fits.
pub fn forged(header: &Header, change: impl FnOnce(&mut Value)) -> String {
    let mut json: Value = serde_json::from_str(&header.write()).unwrap();
    change(&mut json);
    json["checksum"] = BASE64URL_NOPAD.encode(&checksum(&json)).into();
    json.to_string()
}

/// Flips the lowest bit of the first byte of base64url text.
pub fn flip(text: &mut Value) {
    let mut bytes = BASE64URL_NOPAD.decode(text.as_str().unwrap().as_bytes()).unwrap();
    bytes[0] ^= 1;
    *text = BASE64URL_NOPAD.encode(&bytes).into();
}

pub fn checksum(header: &Value) -> [u8; 32] {
    let mut all = Vec::new();
    let mut field = |bytes: &[u8]| {
        all.extend((bytes.len() as u64).to_be_bytes());
        all.extend(bytes);
    };
    let number = |value: &Value| value.as_u64().unwrap().to_be_bytes();
    let bytes = |value: &Value| BASE64URL_NOPAD.decode(value.as_str().unwrap().as_bytes()).unwrap();

    field(b"rolerelay vault");
    field(b"header");
    field(&1_u64.to_be_bytes());
    field(&number(&header["format"]));
    field(&bytes(&header["vault"]));
    field(&number(&header["generation"]));
    field(&bytes(&header["contents"]));
    let slots = header["slots"].as_array().unwrap();
    field(&(slots.len() as u64).to_be_bytes());
    for slot in slots {
        field(&bytes(&slot["id"]));
        field(&number(&slot["generation"]));
        let lock = &slot["lock"];
        field(lock["kind"].as_str().unwrap().as_bytes());
        if lock["kind"] == "password" {
            for part in ["memory", "passes", "lanes"] {
                field(&number(&lock["argon2id"][part]));
            }
        } else {
            field(lock["credential"].as_str().unwrap().as_bytes());
            let domain = lock["relyingParty"].as_str();
            field(&u64::from(domain.is_some()).to_be_bytes());
            field(domain.unwrap_or_default().as_bytes());
        }
        field(&bytes(&lock["salt"]));
        for part in ["check", "nonce", "wrapped"] {
            field(&bytes(&slot[part]));
        }
    }
    Sha256::new().chain_update(&all).chain_update(bytes(&header["mac"])).finalize().into()
}

#[test]
fn the_forger_knows_the_format() {
    let (header, _) = super::vault();
    assert_eq!(Header::read(&forged(&header, |_| {})), Ok(header));
}
