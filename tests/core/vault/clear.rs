//! Records in the clear: that each is what it is taken for, and that no bit of it has changed.

use rolerelay::vault::clear::{Clear, read_text, write_text};
use rolerelay::vault::copies::{Records, Snapshot};
use rolerelay::vault::{Damage, MAX_RECORD, Record, Refusal, VaultError};

const RECORD: Record<'_> = Record { kind: "chains", id: "07", generation: 3 };

#[test]
fn a_record_comes_back_as_it_was_and_as_nothing_else() {
    for plain in [&b""[..], b"{}", &[0; 4000]] {
        let text = write_text(RECORD, plain).unwrap();
        assert_eq!(read_text(RECORD, &text).as_deref(), Ok(plain));
        let damaged = Err(VaultError::Damaged(Damage::Record));
        assert_eq!(read_text(Record { kind: "use", ..RECORD }, &text), damaged);
        assert_eq!(read_text(Record { id: "08", ..RECORD }, &text), damaged);
        let other = Err(VaultError::Damaged(Damage::Generation));
        assert_eq!(read_text(Record { generation: 4, ..RECORD }, &text), other);
    }
    let long = vec![0; MAX_RECORD + 1];
    assert_eq!(write_text(RECORD, &long), Err(VaultError::Refused(Refusal::Size)));
}

#[test]
fn every_cut_and_every_flip_is_found() {
    let text = write_text(RECORD, b"as it is").unwrap();
    for at in 0..text.len() {
        assert!(read_text(RECORD, &text[..at]).is_err(), "cut at {at}");
        let mut flipped = text.clone().into_bytes();
        flipped[at] ^= 1;
        assert!(read_text(RECORD, &String::from_utf8(flipped).unwrap()).is_err(), "flip at {at}");
    }
}

#[test]
fn the_format_on_the_disk_stays_what_it_is() {
    let store = Clear::begin(&mut |bytes| bytes.fill(7));
    let json = Snapshot::new(store, Records::new()).unwrap().write();
    assert_eq!(
        json,
        r#"{"header":{"format":2,"store":"BwcHBwcHBwcHBwcHBwcHBw","generation":0,"contents":"RRFb6gj-Lb3n3YYcCtob1gBY4p5GdOsuonmw8DQ03ts","checksum":"Irtc2kCnRILyPp_90PXkYaZvgjuEOgWHgRyLCLSG57g"},"records":{}}"#
    );
    assert_eq!(write_text(RECORD, b"{}").unwrap(), "AAAAAAAAAAPQI90pl4JmAv4Ay2mWIFqRuEX52A87WI2KirrjIGTRu3t9");
}
