//! What the parts of a key show of themselves.

use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::chain::check::check_source;

use super::{one, plain};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn source(id: &str, secret: &str, token: Option<&str>) -> Vec<(String, bool, String)> {
    plain(check_source(
        "Source",
        &Credentials {
            access_key_id: id.into(),
            secret_access_key: Secret::new(secret),
            session_token: token.map(Secret::new),
            expires_at: None,
        },
        None,
    ))
}

#[test]
fn finds_nothing_in_good_keys() {
    assert_eq!(source("AKIAIOSFODNN7EXAMPLE", SECRET, None), []);
    assert_eq!(source("ASIAIOSFODNN7EXAMPLE", SECRET, Some("IQoJb3JpZ2luX2VjEXAMPLE==")), []);
}

#[test]
fn checks_access_key_ids() {
    for (id, is_error, said) in [
        ("", true, "AKIA or ASIA"),
        ("AROAIOSFODNN7EXAMPLE", true, "id of a role"),
        ("AIDAIOSFODNN7EXAMPLE", true, "id of a user"),
        ("ASCAIOSFODNN7EXAMPLE", true, "another thing"),
        ("AKIAIOSFODNN7EXAMPL", true, "this has 19"),
        (SECRET, true, "secret access key"),
        ("AKIAiosfodnn7example", true, "capital"),
        ("AKIAIOSFODNN7EXAMPLE ", true, "space"),
        ("AKIAIOSFODNN7EXAMPL\u{415}", true, "U+0415"),
        ("XKIAIOSFODNN7EXAMPLE", false, "starts with AKIA"),
    ] {
        one(source(id, SECRET, None), "credentials.accessKeyId", is_error, said);
    }
}

#[test]
fn checks_secrets() {
    for (secret, is_error, said) in [
        ("", true, "Write the secret"),
        ("AKIAIOSFODNN7EXAMPLE", true, "an access key id"),
        (&SECRET[1..], false, "this has 39"),
        (&SECRET.replace('w', "*"), false, "only letters"),
        (&SECRET.replace('w', "\u{feff}"), true, "U+FEFF"),
        (&SECRET.replace('w', "\n"), true, "line break"),
    ] {
        let found = source("AKIAIOSFODNN7EXAMPLE", secret, None);
        assert!(secret.is_empty() || !found[0].2.contains(secret));
        one(found, "credentials.secretAccessKey", is_error, said);
    }
}

#[test]
fn checks_tokens() {
    const TOKEN: &str = "credentials.sessionToken";
    one(source("ASIAIOSFODNN7EXAMPLE", SECRET, None), TOKEN, true, "temporary");
    one(source("AKIAIOSFODNN7EXAMPLE", SECRET, Some("token")), TOKEN, true, "long-term");
    one(source("ASIAIOSFODNN7EXAMPLE", SECRET, Some("to ken")), TOKEN, true, "space");
}

#[test]
fn checks_the_name_of_a_source() {
    let credentials = Credentials {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
        secret_access_key: Secret::new(SECRET),
        session_token: None,
        expires_at: None,
    };
    one(plain(check_source("", &credentials, None)), "name", true, "Write a name");
}
