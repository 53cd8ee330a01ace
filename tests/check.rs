//! What is said of a chain or a source while it is being written.

use rolerelay::chain::{Chain, Hop, MAX_HOPS, summarize};
use rolerelay::check::{Surroundings, check_chain, check_source};
use rolerelay::credentials::{Credentials, Secret};
use rolerelay::error::{Finding, Severity};

fn hop(role_arn: &str) -> Hop {
    Hop { role_arn: role_arn.into(), ..Hop::default() }
}

fn role(number: usize) -> Hop {
    hop(&format!("arn:aws:iam::{number:012}:role/team/role-{number}"))
}

fn chain(hops: usize) -> Chain {
    Chain {
        id: "c-1_A".into(),
        name: "Production".into(),
        source_id: "s1".into(),
        hops: (1..=hops).map(role).collect(),
        ..Chain::default()
    }
}

/// The chain after `change`, and what is found in it, hints apart, as (place, whether it is an error, sentence).
fn found(hops: usize, change: impl FnOnce(&mut Chain)) -> Vec<(String, bool, String)> {
    let mut chain = chain(hops);
    change(&mut chain);
    plain(check_chain(&chain, &Surroundings::default()))
}

fn plain(findings: Vec<Finding>) -> Vec<(String, bool, String)> {
    let findings = findings.into_iter().filter(|found| found.severity != Severity::Hint);
    findings.map(|found| (found.place, found.severity == Severity::Error, found.message)).collect()
}

/// Asserts that there is one finding, at that place, that says that.
#[track_caller]
fn one(found: Vec<(String, bool, String)>, place: &str, is_error: bool, said: &str) {
    match &found[..] {
        [(at, error, sentence)] if at == place && *error == is_error && sentence.contains(said) => {}
        _ => panic!("expected {place}, error: {is_error}, {said:?}; found {found:?}"),
    }
}

#[test]
fn finds_nothing_in_good_chains() {
    for hops in [1, 2, 3, MAX_HOPS] {
        assert_eq!(found(hops, |_| {}), [], "{hops} hops");
    }
    let full = |chain: &mut Chain| {
        chain.id = String::new();
        chain.region = Some("eu-west-1".into());
        chain.destination = Some("/s3/home".into());
        chain.tags = vec!["prod".into(), "Größe".into()];
        chain.hops[0] = Hop {
            session_name: Some("alice+b=c,d.e@f-g_1".into()),
            external_id: Some("a:b/c=d,e.f@g-h+i".into()),
            duration_seconds: Some(900),
            ..role(1)
        };
        chain.hops[1].duration_seconds = Some(3600);
    };
    assert_eq!(found(2, full), []);
    assert_eq!(found(1, |chain| chain.session_duration = Some(43200)), []);
    assert_eq!(found(1, |chain| chain.hops[0] = hop("arn:aws-eusc:iam::123456789012:role/r")), []);
}

#[test]
fn checks_the_name() {
    for (name, said) in [
        ("", "Write a name"),
        (" \t", "Write a name"),
        (&*"n".repeat(101), "100"),
        ("a\nb", "does not show"),
        ("a\u{202e}b", "does not show"),
    ] {
        one(found(1, |chain| chain.name = name.into()), "name", true, said);
    }
    assert_eq!(found(1, |chain| chain.name = "ü".repeat(100)), []);
}

#[test]
fn checks_id_source_and_tags() {
    one(found(1, |chain| chain.id = "a/b".into()), "id", true, "letters");
    one(found(1, |chain| chain.id = "a".repeat(65)), "id", true, "64");
    one(found(1, |chain| chain.source_id = String::new()), "sourceId", true, "source");
    one(found(1, |chain| chain.tags = vec!["a".into(), " ".into()]), "tags.1", true, "A tag has");
    one(found(1, |chain| chain.tags = vec!["a".repeat(41)]), "tags.0", true, "40");
    one(found(1, |chain| chain.tags = vec!["a".into(); 21]), "tags", true, "20");
}

#[test]
fn checks_how_many_hops_there_are() {
    one(found(0, |_| {}), "hops", true, "first role");
    one(found(MAX_HOPS + 1, |_| {}), "hops", true, "16");
}

#[test]
fn checks_each_role() {
    one(found(3, |chain| chain.hops[1].role_arn = "role".into()), "hops.1.roleArn", true, "not a whole ARN");
    one(found(1, |chain| chain.hops[0].role_arn = String::new()), "hops.0.roleArn", true, "Write the role’s ARN");
}

#[test]
fn a_chain_cannot_cross_partitions() {
    let found = found(3, |chain| chain.hops[2] = hop("arn:aws-cn:iam::123456789012:role/r"));
    one(found.clone(), "hops.2.roleArn", true, "is in AWS China, the role before it in AWS.");
}

#[test]
fn the_same_role_twice_in_a_row_is_a_warning() {
    one(found(2, |chain| chain.hops[1] = role(1)), "hops.1.roleArn", false, "again");
    assert_eq!(found(3, |chain| chain.hops[2] = role(1)), [], "there and back is fine");
    // A hop that cannot be read stands between the two.
    one(found(3, |chain| (chain.hops[1], chain.hops[2]) = (hop("x"), role(1))), "hops.1.roleArn", true, "ARN");
}

#[test]
fn the_iso_family_is_named() {
    let found = found(1, |chain| chain.hops[0] = hop("arn:aws-iso-e:iam::123456789012:role/r"));
    one(found, "hops.0.roleArn", true, "aws-iso-e");
}

#[test]
fn checks_session_names() {
    for (name, said) in [
        ("", "2 to 64"),
        ("a", "2 to 64"),
        (&*"a".repeat(65), "2 to 64"),
        ("a b", "space"),
        ("team/alice", "cannot hold the character /"),
        ("ålice", "U+00E5"),
    ] {
        one(found(1, |chain| chain.hops[0].session_name = Some(name.into())), "hops.0.sessionName", true, said);
    }
}

#[test]
fn checks_external_ids() {
    for (id, said) in
        [("a", "2 to 1224"), (&*"a".repeat(1225), "2 to 1224"), ("a\u{200b}b", "U+200B"), ("a*b", "character *")]
    {
        one(found(2, |chain| chain.hops[1].external_id = Some(id.into())), "hops.1.externalId", true, said);
    }
    assert_eq!(found(1, |chain| chain.hops[0].external_id = Some("a".repeat(1224))), []);
}

#[test]
fn checks_durations_and_the_one_hour_rule() {
    let with = |at: usize, seconds| found(2, |chain| chain.hops[at].duration_seconds = Some(seconds));
    for (at, seconds, is_error, said) in [
        (0, 899, true, "900 seconds"),
        (0, 43201, true, "43200 seconds"),
        (1, 0, true, "900 seconds"),
        (1, 3601, true, "3600"),
    ] {
        one(with(at, seconds), &format!("hops.{at}.durationSeconds"), is_error, said);
    }
    for (at, seconds) in [(0, 900), (0, 3600), (0, 3601), (0, 43200), (1, 900), (1, 3600)] {
        assert_eq!(with(at, seconds), []);
    }
}

#[test]
fn a_console_session_has_a_length_of_its_own_only_after_one_hop() {
    one(found(2, |chain| chain.session_duration = Some(3600)), "sessionDuration", true, "chain of one role");
    one(found(1, |chain| chain.session_duration = Some(899)), "sessionDuration", true, "900");
    one(found(1, |chain| chain.session_duration = Some(43201)), "sessionDuration", true, "43200");
}

#[test]
fn checks_region_and_page_against_the_end_role() {
    one(found(1, |chain| chain.region = Some("us-moon-1".into())), "region", true, "not a region of AWS");
    one(found(1, |chain| chain.region = Some("cn-north-1".into())), "region", true, "AWS China");
    one(found(1, |chain| chain.destination = Some("javascript:alert(1)".into())), "destination", true, "web page");
    let both = found(1, |chain| {
        chain.region = Some("us-moon-1".into());
        chain.destination = Some("https://evil.example".into());
    });
    assert_eq!(both.iter().map(|(place, ..)| place.as_str()).collect::<Vec<_>>(), ["region", "destination"]);
}

#[test]
fn finds_everything_at_once() {
    let places: Vec<_> = found(2, |chain| {
        chain.name = String::new();
        chain.hops[0].external_id = Some("!".into());
        chain.hops[1].role_arn = "x".into();
        chain.session_duration = Some(1);
    })
    .into_iter()
    .map(|(place, ..)| place)
    .collect();
    assert_eq!(places, ["name", "hops.0.externalId", "hops.1.roleArn", "sessionDuration"]);
}

#[test]
fn summarizes_a_chain_by_its_end() {
    let summary = summarize(&[chain(3).clone()]).remove(0);
    assert_eq!((summary.account.as_str(), summary.role.as_str(), summary.hops), ("000000000003", "role-3", 3));
    let mut unread = chain(1);
    unread.hops[0].role_arn = "what?".into();
    let summary = summarize(&[unread.clone()]).remove(0);
    assert_eq!((summary.account.as_str(), summary.role.as_str()), ("", "what?"));
    assert_eq!(summarize(&[chain(0).clone()]).remove(0).role, "");
}

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
    one(plain(check_source("", &credentials)), "name", true, "Write a name");
}
