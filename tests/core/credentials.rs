//! What an access key id says of itself, and what a secret never says.

use proptest::prelude::*;
use rolerelay::aws::credentials::{Credentials, Secret, likely_account};
use rolerelay::interchange::credential_text::{profiles, read, read_profile};

#[test]
fn reads_the_account_off_an_access_key_id() {
    for (id, account) in [
        ("ASIAY34FZKBOKMUTVV7A", Some("609629065308")),
        ("ASIAQNZGKIQY56JQ7WML", Some("029608264753")),
        ("AKIARZPUZDIKGB2VALC4", Some("123456789012")),
        ("ASIAQAAAAAAAGMKEM7X5", Some("000000000000")),
        // Older ids carry none.
        ("AKIAIOSFODNN7EXAMPLE", None),
        ("ASIAJ34FZKBOKMUTVV7A", None),
        // 40 bits can say more than 12 digits.
        ("AKIA7777777777777777", None),
        // Not ids.
        ("", None),
        ("AKIA", None),
        ("AKIARZPUZDIKGB2VALC", None),
        ("AKIARZPUZDIKGB2VALC44", None),
        ("AKIARZPUZDIKGB2VALC1", None),
        ("AKIArzpuzdikgb2valc4", None),
        ("AKIARZPUZDIKGB2VALÄ", None),
        ("ÄÄARZPUZDIKGB2VALC4", None),
    ] {
        assert_eq!(likely_account(id).as_deref(), account, "{id}");
    }
}

#[test]
fn an_empty_token_is_none() {
    let read = |json: &str| serde_json::from_str::<Credentials>(json).unwrap();
    let long_term = read(r#"{"accessKeyId":"AKIA","secretAccessKey":"s","sessionToken":""}"#);
    assert_eq!(long_term.session_token, None);
    assert!(long_term.is_long_term());
    assert!(read(r#"{"accessKeyId":"AKIA","secretAccessKey":"s"}"#).is_long_term());
    assert!(!read(r#"{"accessKeyId":"ASIA","secretAccessKey":"s","sessionToken":"t"}"#).is_long_term());
}

#[test]
fn prints_no_secret() {
    let credentials = Credentials {
        access_key_id: "AKIA".into(),
        secret_access_key: Secret::new("hidden"),
        session_token: Some(Secret::new("hidden")),
        expires_at: None,
    };
    assert!(!format!("{credentials:?}").contains("hidden"));
}

proptest! {
    #[test]
    fn never_panics(id in ".{0,30}") {
        let _ = likely_account(&id);
    }

    #[test]
    fn accounts_have_twelve_digits(id in "A[KS]IA[A-Z2-7]{16}") {
        prop_assert!(likely_account(&id).is_none_or(|account| account.len() == 12));
    }
}

#[test]
fn of_several_profiles_the_one_that_is_chosen_is_read() {
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let profile =
        |head: &str, id: &str| format!("{head}\naws_access_key_id = {id}\naws_secret_access_key = {secret}\n\n");
    let text =
        profile("", "AKIAIOSFODNN7EXAMPLE") + &profile("[dev]", "AKIARZPUZDIKGB2VALC4") + &profile("[dev]", "AKIA");
    assert_eq!(profiles(&text), ["", "dev", "dev"]);
    let chosen = |at| read_profile(&text, at).map(|credentials| credentials.access_key_id);
    assert_eq!(chosen(0).as_deref(), Ok("AKIAIOSFODNN7EXAMPLE"));
    assert_eq!(chosen(1).as_deref(), Ok("AKIARZPUZDIKGB2VALC4"));
    // What is wrong with one is no matter of the others; and where there is none of that place, it is still to be chosen.
    assert!(chosen(2).is_err());
    assert_eq!(chosen(3), read(&text).map(|credentials| credentials.access_key_id));
    // Of one there is nothing to choose.
    assert_eq!(profiles(&profile("[only]", "AKIAIOSFODNN7EXAMPLE")), Vec::<String>::new());
}

/// What got into a value on its way is no part of it, and a value with a hole is none.
#[test]
fn takes_nothing_into_a_pasted_key_that_aws_puts_into_none() {
    let pasted = |secret: &str, token: &str| {
        let text = format!(
            r#"{{"AccessKeyId":"ASIAQNZGKIQY56JQ7WML","SecretAccessKey":"{secret}","SessionToken":"{token}"}}"#
        );
        read(&text).map_err(|findings| findings.into_iter().map(|finding| finding.place).collect::<Vec<_>>())
    };
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let token = "IQoJb3JpZ2luX2VjEXAMPLETOKEN+0123456789/==";
    assert!(pasted(secret, token).is_ok());
    for inside in ['`', '$', '\'', '-', ';', '<', '=', '…'] {
        let cut = |text: &str| format!("{}{inside}{}", &text[..5], &text[5 + inside.len_utf8()..]);
        assert_eq!(
            pasted(&cut(secret), token).err(),
            Some(vec!["credentials.secretAccessKey".to_string()]),
            "{inside}"
        );
        let of_token = pasted(secret, &cut(token)).err();
        let expected = (!"-=".contains(inside)).then(|| vec!["credentials.sessionToken".to_string()]);
        assert_eq!(of_token, expected, "{inside}");
    }
}
