//! Bookmark links: what is written comes back, and nothing else is taken.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use rolerelay::aws::destination::MAX_DESTINATION;
use rolerelay::chain::link::{MAX_LINK, authenticated, fragment, payload, read};
use rolerelay::failure::FailureKind;

const MAC: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_x";
const PAGE: &str = "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1&tab=a#/b%20c";

#[track_caller]
fn refused(text: &str, said: &str) {
    let failure = read(text).expect_err(text);
    assert_eq!(failure.kind, FailureKind::Invalid);
    assert!(failure.message.contains(said), "{text:.80}: {}", failure.message);
}

#[test]
fn has_one_form() {
    assert_eq!(payload("prod-1", None), "v=1&chain=prod-1");
    assert_eq!(payload("prod-1", Some("/s3/home?a=b#c")), "v=1&chain=prod-1&page=%2Fs3%2Fhome%3Fa%3Db%23c");
    assert_eq!(fragment("v=1&chain=prod-1", MAC), format!("v=1&chain=prod-1&mac={MAC}"));
}

#[test]
fn comes_back_whole() {
    for page in [None, Some(PAGE)] {
        let payload = payload("prod-1", page);
        for text in [fragment(&payload, MAC), format!("#{}", fragment(&payload, MAC))] {
            let link = read(&text).unwrap();
            assert_eq!((link.chain_id.as_str(), link.destination.as_deref()), ("prod-1", page));
            assert_eq!((link.payload, link.mac.as_deref()), (payload.clone(), Some(MAC)));
        }
    }
}

#[test]
fn takes_a_link_written_by_hand_as_not_ours() {
    let link = read("chain=prod-1&v=1&page=/s3/home").unwrap();
    assert_eq!(link.mac, None);
    assert_eq!(link.destination.as_deref(), Some("/s3/home"));
    assert_eq!(link.payload, payload("prod-1", Some("/s3/home")));
}

#[test]
fn takes_the_address_that_firefox_hands_over() {
    let ours = fragment(&payload("prod-1", Some(PAGE)), MAC);
    for scheme in ["ext+rolerelay:", "ext+rolerelay://", "ext+rolerelay:#", "ext+rolerelay:?"] {
        let encoded = utf8_percent_encode(&format!("{scheme}{ours}"), NON_ALPHANUMERIC).to_string();
        for text in [format!("u={encoded}"), format!("#u={encoded}"), format!("?u={encoded}")] {
            assert_eq!(read(&text).unwrap(), read(&ours).unwrap());
        }
    }
    refused("u=https%3A%2F%2Fevil.example", "not a link");
    refused("u=%FF%FE", "damaged");
}

#[test]
fn refuses_what_is_no_link_of_ours() {
    for (text, said) in [
        ("", "not a link"),
        ("#", "not a link"),
        ("chain=prod-1", "not a link"),
        ("v=2&chain=prod-1", "another version"),
        ("v=1", "names no chain"),
        ("v=1&chain=", "names no chain"),
        ("v=1&chain=a/b", "names no chain"),
        ("v=1&chain=a b", "names no chain"),
        ("v=1&chain=a&chain=b", "damaged"),
        ("v=1&v=1&chain=a", "damaged"),
        ("v=1&chain=a&next=b", "damaged"),
        ("v=1&chain=a&page=", "damaged"),
        ("v=1&chain=a&page=a%0Ab", "damaged"),
        ("v=1&chain=a&page=a%E2%80%AEb", "damaged"),
        ("v=1&chain=a&mac=", "damaged"),
        ("v=1&chain=a&mac=short", "damaged"),
        (&format!("v=1&chain=a&mac={}=", &MAC[1..]), "damaged"),
        (&format!("v=1&chain={}", "a".repeat(65)), "names no chain"),
        (&format!("v=1&chain=a&page={}", "a".repeat(MAX_DESTINATION + 1)), "damaged"),
        (&format!("v=1&chain=a&page={}", "a".repeat(MAX_LINK)), "longer"),
        (&format!("u={}", "a".repeat(3 * MAX_LINK + 1)), "longer"),
        (&format!("u=ext%2Brolerelay%3A{}", "a".repeat(2 * MAX_LINK)), "longer"),
    ] {
        refused(text, said);
    }
}

#[test]
fn never_quotes_the_link() {
    assert!(!read("v=1&chain=a&<script>=1").unwrap_err().message.contains("script"));
}

proptest! {
    #[test]
    fn never_panics(text in ".*") {
        let _ = read(&text);
        let _ = read(&format!("u={text}"));
        let _ = read(&format!("v=1&chain={text}&page={text}"));
    }

    #[test]
    fn every_payload_comes_back(id in "[A-Za-z0-9_-]{1,64}", page in prop::option::of("[ -~]{1,600}|[ü€-]{1,60}")) {
        let payload = payload(&id, page.as_deref());
        prop_assert!(payload.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'));
        let link = read(&fragment(&payload, MAC)).unwrap();
        prop_assert_eq!((link.chain_id, link.destination, link.payload), (id, page, payload));
    }

    /// What is authenticated is one text for one meaning: a link that reads the same has the same payload.
    #[test]
    fn what_was_read_is_canonical(text in "(v=1|chain=[a-c%0-9]{1,4}|page=[a-c%0-9+]{1,4}|&){1,9}") {
        if let Ok(link) = read(&text) {
            prop_assert_eq!(&link.payload, &payload(&link.chain_id, link.destination.as_deref()));
            let again = read(&link.payload).unwrap();
            prop_assert_eq!((again.chain_id, again.destination), (link.chain_id, link.destination));
        }
    }

    #[test]
    fn nothing_longer_than_the_limit_is_read(length in MAX_LINK - 17..MAX_LINK * 4) {
        let link = format!("v=1&chain=a&page={}", "a".repeat(length));
        prop_assert!(read(&link).is_err());
    }
}

/// The id of a record can be that of a chain that a shape makes.
#[test]
fn a_record_and_a_chain_of_a_shape_have_links_of_their_own() {
    let made = authenticated("p", "shape_111122223333", true);
    assert_eq!((made.as_str(), authenticated("p", "shape_111122223333", false).as_str()), ("p", "p&record"));
    assert_eq!(authenticated("p", "plain", false), "p");
}
