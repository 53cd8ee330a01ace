//! One field by itself, and what a chain of one or more plain roles shows.

use rolerelay::chain::check::{Surroundings, check_chain};
use rolerelay::chain::{Chain, Hop, MAX_HOPS};

use super::{anywhere, chain, found, hop, mended, one, plain, role};

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
fn spaces_around_an_id_are_taken_away_by_a_click() {
    let mut chain = chain(1);
    chain.hops[0].external_id = Some(" partner-7\n".into());
    assert_eq!(mended(&chain, &anywhere(), "hops.0.externalId").hops[0].external_id.as_deref(), Some("partner-7"));
    chain.hops[0].external_id = Some(" a b ".into());
    assert!(check_chain(&chain, &anywhere()).iter().all(|found| found.fix.is_none()), "nobody knows what is meant");
    chain.hops[0] = Hop { session_name: Some("alice ".into()), ..role(1) };
    assert_eq!(mended(&chain, &anywhere(), "hops.0.sessionName").hops[0].session_name.as_deref(), Some("alice"));
}

#[test]
fn session_names_and_source_identities_are_templates() {
    let with = |name: &str, user: Option<&str>| {
        let mut chain = chain(1);
        chain.session_name = Some(name.into());
        chain.hops[0].source_identity = Some(name.into());
        let around = Surroundings { user: user.map(Into::into), ..anywhere() };
        let places = plain(check_chain(&chain, &around)).into_iter().map(|(place, ..)| place);
        places.collect::<Vec<_>>()
    };
    const BOTH: [&str; 2] = ["sessionName", "hops.0.sourceIdentity"];
    assert_eq!(with("{user}-{hop}", Some("alice")), [""; 0]);
    assert_eq!(with("{user}", None), BOTH);
    assert_eq!(with("{who}", Some("alice")), BOTH);
    assert_eq!(with("a", None), BOTH);
    one(
        found(1, |chain| chain.hops[0].source_identity = Some("aws:alice".into())),
        "hops.0.sourceIdentity",
        true,
        "aws:",
    );
}

#[test]
fn what_a_chain_says_for_all_its_hops_is_said_once() {
    let inherited = |chain: &mut Chain| {
        chain.session_name = Some("a/b".into());
        chain.hops.iter_mut().for_each(|hop| hop.session_name = Some("a/b".into()));
    };
    one(found(2, inherited), "sessionName", true, "character /");
    let regions = |chain: &mut Chain| {
        for text in [&mut chain.region, &mut chain.hops[0].region] {
            *text = Some("us-moon-1".into());
        }
    };
    one(found(1, regions), "region", true, "not a region");
}

#[test]
fn checks_the_region_of_a_hop() {
    one(found(2, |chain| chain.hops[0].region = Some("cn-north-1".into())), "hops.0.region", true, "AWS China");
    assert_eq!(found(2, |chain| chain.hops[0].region = Some("eu-west-1".into())), []);
}

#[test]
fn checks_mfa_devices() {
    let with = |serial: &str| found(1, |chain| chain.hops[0].mfa_serial = Some(serial.into()));
    for serial in ["arn:aws:iam::123456789012:mfa/alice", "arn:aws:iam::123456789012:mfa/team/alice", "GAHT12345678"] {
        assert_eq!(with(serial), [], "{serial}");
    }
    for (serial, said) in [
        ("", "9 to 256"),
        ("123456", "This is a code"),
        ("12345678", "9 to 256"),
        ("GAHT 12345678", "space"),
        ("GAHT*12345678", "character *"),
        ("arn:aws:iam::123456789012:u2f/user/alice/key-1", "passkey"),
        ("arn:aws:iam::123456789012:user/alice", "not the ARN of an MFA device"),
        ("arn:aws:iam::123456789012:mfa/", "not the ARN of an MFA device"),
        ("arn:aws:iam::1234:mfa/alice", "not the ARN of an MFA device"),
        ("arn:aws:sts::123456789012:mfa/alice", "not the ARN of an MFA device"),
        ("arn:aws-cn:iam::123456789012:mfa/alice", "AWS China"),
    ] {
        one(with(serial), "hops.0.mfaSerial", true, said);
    }
}

#[test]
fn the_word_of_a_guard_is_short_and_shows() {
    let guard = |word: &str| found(1, |chain| chain.guard = Some(word.into()));
    for fine in ["PRODUCTION", "x", "Vorsicht: Kunden-Daten!!", "本番"] {
        assert_eq!(guard(fine), []);
    }
    for (word, said) in [
        ("", "or leave the field empty"),
        ("  ", "or leave the field empty"),
        ("PRODUCTION, with care now", "at most 24 characters"),
        ("PROD\u{200b}", "does not show"),
        ("PRO\u{202e}D", "does not show"),
        ("PRO\nD", "does not show"),
    ] {
        one(guard(word), "guard", true, said);
    }
}
