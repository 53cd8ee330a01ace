//! Templates of session names and source identities: whatever a check lets pass gives text that AWS takes.

use proptest::prelude::*;
use rolerelay::aws::arn::RoleArn;
use rolerelay::chain::placeholders::Templated::{SessionName, SourceIdentity};
use rolerelay::chain::placeholders::{Values, check, expand};

/// 2026-03-09T23:59:59.999Z.
const NOW: f64 = 1_773_100_799_999.0;

fn role(name: &str) -> RoleArn {
    RoleArn::parse(&format!("arn:aws:iam::123456789012:role/team/{name}")).unwrap()
}

fn filled(template: &str, chain: &str, user: Option<&str>) -> Result<String, String> {
    let values = Values { chain, hop: 1, role: &role("deploy"), now: NOW, user, reason: Some("JIRA-123") };
    expand(SessionName, template, &values)
}

#[test]
fn each_placeholder_is_filled_in() {
    for (template, text) in [
        ("rolerelay", "rolerelay"),
        ("{chain}", "Prod"),
        ("{hop}-of", "2-of"),
        ("{account}", "123456789012"),
        ("{role}", "deploy"),
        ("{date}", "2026-03-09"),
        ("{user}", "ana@example.com"),
        ("{reason}-by-{user}", "JIRA-123-by-ana@example.com"),
        ("{user}={chain},{role}+{account}.{date}@{hop}_x", "ana@example.com=Prod,deploy+123456789012.2026-03-09@2_x"),
        ("{hop}{hop}{hop}", "222"),
    ] {
        assert_eq!(filled(template, "Prod", Some("ana@example.com")).unwrap(), text);
    }
}

#[test]
fn what_is_put_in_keeps_only_what_aws_takes() {
    for (chain, text) in [
        ("Prod · EU (west)", "Prod-EU-west"),
        ("  a//b  ", "a-b"),
        ("José", "Jos"),
        ("日本", "--"),
        ("", "--"),
        ("x", "x-"),
        ("a-_-b", "a-_-b"),
        ("{user}", "user"),
        ("a\nb\0c", "a-b-c"),
    ] {
        assert_eq!(filled("{chain}", chain, None).unwrap(), text, "{chain:?}");
    }
}

#[test]
fn too_long_a_text_is_cut_where_it_was_put_in_the_longest_first() {
    let long = "c".repeat(100);
    assert_eq!(filled("{chain}", &long, None).unwrap(), "c".repeat(64));
    assert_eq!(filled("{chain}-{user}", &long, Some("ana")).unwrap(), format!("{}-ana", "c".repeat(60)));
    let both = filled("by-{user}/{chain}".replace('/', "=").as_str(), &long, Some(&"u".repeat(100))).unwrap();
    assert_eq!(both, format!("by-{}={}", "u".repeat(30), "c".repeat(30)));
    let written = "w".repeat(64);
    assert_eq!(filled(&format!("{written}{{chain}}"), &long, None).unwrap(), written);
}

#[test]
fn a_check_names_the_mistake() {
    for (template, sentence) in [
        ("", "2 to 64 characters; this has 0"),
        ("a", "2 to 64 characters; this has 1"),
        (&"w".repeat(65), "2 to 64 characters; this has 65"),
        ("{nobody}", "{nobody} stands for nothing. These do: {chain} {hop} {account} {role} {date} {user} {reason}."),
        ("{}", "{} stands for nothing"),
        ("{User}", "{User} stands for nothing"),
        ("a{chain", "lone {"),
        ("chain}b", "lone }"),
        ("{{chain}}", "lone {"),
        ("{chain}}", "lone }"),
        ("a:b", "cannot hold the character :."),
        ("{chain}/x", "cannot hold the character /."),
        ("a b", "a space or a line break"),
        ("аna", "U+0430"),
    ] {
        let said = check(SessionName, template, Some("ana")).unwrap_err();
        assert!(said.contains(sentence), "{template:?}: {said}");
        assert_eq!(filled(template, "Prod", Some("ana")).unwrap_err(), said, "filling in says the same");
    }
}

#[test]
fn a_source_identity_may_be_longer_than_a_session_name() {
    for (length, session_name, source_identity) in
        [(1, false, false), (64, true, true), (65, false, true), (256, false, true), (257, false, false)]
    {
        let text = "w".repeat(length);
        assert_eq!(check(SessionName, &text, None).is_ok(), session_name, "{length}");
        assert_eq!(check(SourceIdentity, &text, None).is_ok(), source_identity, "{length}");
    }
    let values = Values { chain: &"c".repeat(300), hop: 0, role: &role("deploy"), now: NOW, user: None, reason: None };
    assert_eq!(expand(SourceIdentity, "{chain}", &values).unwrap().len(), 256);
    assert_eq!(expand(SessionName, "{chain}", &values).unwrap().len(), 64);
}

#[test]
fn the_user_has_to_be_known_where_it_is_named() {
    for user in [None, Some("")] {
        assert!(check(SourceIdentity, "{user}", user).unwrap_err().contains("do not say who you are"));
    }
    assert!(check(SourceIdentity, "{user}", Some("日本")).unwrap_err().contains("no character of what"));
    check(SourceIdentity, "{user}", Some("a")).unwrap();
    check(SourceIdentity, "{chain}", None).unwrap();
}

fn said(template: &str, reason: Option<&str>) -> Result<String, String> {
    let values = Values { chain: "Prod", hop: 0, role: &role("deploy"), now: NOW, user: None, reason };
    expand(SourceIdentity, template, &values)
}

#[test]
fn a_reason_is_put_in_whole_with_hyphens_for_its_spaces() {
    for (reason, text) in [
        ("JIRA-123", "JIRA-123"),
        ("  INC 42  night shift ", "INC-42-night-shift"),
        ("ab", "ab"),
        (&"r".repeat(256), "r".repeat(256).as_str()),
    ] {
        assert_eq!(said("{reason}", Some(reason)).unwrap(), text);
    }
    assert_eq!(
        said("{chain}.{reason}", Some(&"r".repeat(253))).unwrap(),
        format!("Pr.{}", "r".repeat(253)),
        "the rest is cut"
    );
}

#[test]
fn a_reason_that_would_not_be_recorded_whole_is_refused() {
    for (template, reason, sentence) in [
        ("{reason}", None, "The source identity holds a ticket or a reason, and none was given. Write one."),
        ("{reason}", Some(" "), "none was given"),
        ("{reason}", Some("#123"), "The source identity cannot hold the character # of this reason."),
        ("{reason}", Some("Störung"), "the character ö"),
        ("{reason}", Some("a\u{202e}b"), "the character U+202E"),
        ("{reason}", Some("a\nb"), "the character U+000A"),
        ("{reason}", Some("a"), "2 to 256 characters there; this has 1"),
        ("{reason}", Some(&"r".repeat(257)), "this has 257"),
        (
            "for-{reason}",
            Some(&"r".repeat(253)),
            "would have 257 characters with this reason, and AWS takes at most 256",
        ),
    ] {
        let refused = said(template, reason).unwrap_err();
        assert!(refused.contains(sentence), "{template} {reason:?}: {refused}");
        check(SourceIdentity, template, None).unwrap();
    }
    assert_eq!(said("{chain}", Some("#")).unwrap(), "Prod", "nobody looks at a reason that is not named");
}

/// Templates of pieces that are mostly right, and any text at all.
fn template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[A-Za-z0-9_+=,.@-]{1,9}",
        prop::sample::select(
            &["{chain}", "{hop}", "{account}", "{role}", "{date}", "{user}", "{reason}", "{", "}", " "][..]
        )
        .prop_map(String::from),
    ];
    prop_oneof![prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn a_template_gives_what_aws_takes_or_the_check_says_no(
        template in template(),
        chain in any::<String>(),
        user in proptest::option::of(any::<String>()),
        name in "[A-Za-z0-9_+=,.@-]{1,64}",
        hop in 0_usize..16,
        now in 0.0..4e12,
        reason in proptest::option::of(prop_oneof!["[A-Za-z0-9 _+=,.@-]{0,70}", any::<String>()]),
    ) {
        let role = role(&name);
        let values = Values { chain: &chain, hop, role: &role, now, user: user.as_deref(), reason: reason.as_deref() };
        let text = expand(SessionName, &template, &values);
        let checked = check(SessionName, &template, user.as_deref()).is_ok();
        // A reason is the only thing that no check can know.
        prop_assert!(text.is_ok() == checked || (checked && template.contains("{reason}")), "{:?}", text);
        if let Ok(text) = text {
            prop_assert!((2..=64).contains(&text.len()), "{}", text);
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte)), "{}", text);
            if let Some(reason) = reason.filter(|_| template.contains("{reason}")) {
                let whole = reason.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
                prop_assert!(text.contains(&whole), "{} in {}", whole, text);
            }
            if !template.contains('{') {
                prop_assert_eq!(text, template);
            }
        }
    }

    #[test]
    fn what_a_person_wrote_stands_there_whole(before in "[a-z]{0,20}", after in "[a-z]{0,20}", chain in "[A-Z]{0,99}") {
        let text = filled(&format!("{before}{{chain}}{after}"), &chain, None).unwrap();
        prop_assert!(text.starts_with(&before) && text.trim_end_matches('-').ends_with(&after), "{}", text);
    }
}
