//! The grammar of AWS config and credentials files: AWS's shared cases, what other tools read otherwise, and any text.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use rolerelay::interchange::import::oddities::Odd;
use rolerelay::interchange::import::profiles::{Dialect, Profile, Profiles, read};
use serde_json::Value;

type Sections = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn the_shared_cases_of_the_sdks_hold() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/profile-parser-tests.json");
    let Ok(text) = fs::read_to_string(&file) else {
        println!("SKIPPED: ../shared/vectors/profile-parser-tests.json is not here; AWS's shared cases are not tried");
        return;
    };
    let cases: Value = serde_json::from_str(&text).unwrap();
    let cases = cases["tests"].as_array().unwrap();
    assert_eq!(cases.len(), 65);
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let text = |key: &str| case["input"][key].as_str().unwrap_or_default();
        let read = read(&[(Dialect::Credentials, text("credentialsFile")), (Dialect::Config, text("configFile"))]);
        let output = &case["output"];
        match output["errorContaining"].as_str() {
            Some(error) => {
                let mistakes: Vec<_> = mistakes(&read).map(Odd::sentence).collect();
                assert!(matches!(mistakes[..], [only] if only.contains(error)), "{name}: {mistakes:?}");
            }
            None => {
                assert_eq!(mistakes(&read).count(), 0, "{name}");
                assert_eq!(sections(&read.profiles), wanted(&output["config"]["profiles"]), "{name}");
                assert_eq!(sections(&read.sso_sessions), wanted(&output["config"]["sso_sessions"]), "{name}");
            }
        }
    }
}

fn wanted(value: &Value) -> Sections {
    if value.is_null() { Sections::new() } else { serde_json::from_value(value.clone()).unwrap() }
}

fn sections(profiles: &[Profile]) -> Sections {
    let pairs = |profile: &Profile| {
        profile.properties().iter().map(|p| (p.key.clone().into_owned(), p.value.clone().into_owned())).collect()
    };
    profiles.iter().map(|profile| (profile.name.to_string(), pairs(profile))).collect()
}

fn mistakes(read: &Profiles) -> impl Iterator<Item = Odd> {
    read.oddities.kinds().map(|(odd, _)| odd).filter(|odd| odd.is_mistake())
}

/// What is odd, with the first line of each kind.
fn odd(dialect: Dialect, text: &str) -> Vec<(Odd, usize)> {
    read(&[(dialect, text)]).oddities.kinds().map(|(odd, place)| (odd, place.line)).collect()
}

#[test]
fn what_botocore_reads_otherwise_is_told_with_its_line() {
    for (text, kind, line) in [
        ("[profile a]\nregion = b # c", Odd::CommentAfterValue, 2),
        ("[profile a]\n[profile a]", Odd::SectionTwice, 2),
        ("[profile a]\nb = 1\nc = 2\nB = 3", Odd::KeyTwice, 4),
        ("[profile a]\nregion: b", Odd::Colon, 2),
        ("\n[DEFAULT]", Odd::DefaultInCapitals, 2),
        ("[default]\n[profile default]", Odd::DefaultTwice, 2),
        ("[profile \"a b\"]", Odd::QuotedName, 1),
        ("[sso-session 'a b']", Odd::QuotedName, 1),
        ("[profile 'a\"]", Odd::BadSectionName, 1),
        ("[profile \"\"]", Odd::BadSectionName, 1),
        ("\n\t[profile a]", Odd::IndentedHead, 2),
        ("[profile a] b", Odd::TextBehindHead, 1),
        ("[profile a]\nb c = d", Odd::BadKey, 2),
        ("[profile a b]", Odd::BadSectionName, 1),
        ("[ profile a ]", Odd::SpaceInSection, 1),
        ("[a]", Odd::NoPrefix, 1),
        ("\u{feff}[profile a]", Odd::ByteOrderMark, 1),
        ("[profile a]\n  # b\nregion = c", Odd::IndentedComment, 2),
    ] {
        assert_eq!(odd(Dialect::Config, text), [(kind, line)], "{text}");
    }
    assert_eq!(odd(Dialect::Credentials, "[profile a]\nb = c"), [(Odd::PrefixInCredentials, 1), (Odd::LeftOut, 2)]);
    assert_eq!(odd(Dialect::Config, "[DEFAULT]\nregion = b"), [(Odd::DefaultInCapitals, 1), (Odd::LeftOut, 2)]);
    assert_eq!(odd(Dialect::Config, "[services s]\ns3 =\n  endpoint_url = x\n[plugins]\n[preview]"), []);
}

#[test]
fn the_rest_is_read_behind_a_mistake() {
    let text = "stray = 1\n[profile a]\nb = c\nnonsense\nd = e\n[profile f\ng = h\n[profile i]\nj: k";
    let read = read(&[(Dialect::Config, text)]);
    assert_eq!(sections(&read.profiles), wanted(&serde_json::json!({"a": {"b": "c", "d": "e"}, "i": {"j": "k"}})));
    let odd: Vec<_> = read.oddities.kinds().map(|(odd, place)| (odd, place.line)).collect();
    assert_eq!(
        odd,
        [(Odd::NoSection, 1), (Odd::OpenSection, 6), (Odd::NoEquals, 4), (Odd::Colon, 9), (Odd::LeftOut, 7)]
    );
}

/// People indent below a section; the AWS CLI reads that, so nobody knows that the grammar does not have it.
#[test]
fn an_indented_profile_is_read_as_botocore_reads_it() {
    let text =
        "[profile a]\n  role_arn = b\n  # why\n  source_profile = c\n    d\nregion = e\n  f\n[profile g]\n\th = i";
    let read = read(&[(Dialect::Config, text)]);
    let wanted = wanted(&serde_json::json!({
        "a": {"role_arn": "b", "source_profile": "c\nd", "region": "e\nf"},
        "g": {"h": "i"},
    }));
    assert_eq!(sections(&read.profiles), wanted);
    assert_eq!(mistakes(&read).collect::<Vec<_>>(), [Odd::Indented]);
}

#[test]
fn line_ends_and_stray_bytes_do_not_matter() {
    let text = "\u{feff}[profile a]\r\nb = c\u{0}d\r\n\r\n[profile e]\r\nf =\r\n  g = h\r\n";
    let read = read(&[(Dialect::Config, text)]);
    assert_eq!(sections(&read.profiles), wanted(&serde_json::json!({"a": {"b": "c\u{0}d"}, "e": {"f": "\ng = h"}})));
}

/// A file of a hundred kilobytes of the worst kind ends; were anything in it quadratic, this would not.
#[test]
fn a_long_file_of_one_kind_is_read_once() {
    let one_profile: String = (0..12_000).map(|n| format!("k{n}=\n")).collect();
    let many_profiles: String = (0..8_000).map(|n| format!("[profile p{n}]\n")).collect();
    let texts = [
        format!("[profile a]\n{one_profile}"),
        many_profiles,
        format!("[profile a]\nb=c\n{}", " d\n".repeat(30_000)),
        "[profile a]\n".repeat(10_000),
        format!("[profile a]\n{}", "b=c\n".repeat(30_000)),
        "[".repeat(125_000),
        format!("[profile a]\nb={}", " #".repeat(60_000)),
        "x\n".repeat(60_000),
    ];
    for text in &texts {
        for dialect in [Dialect::Config, Dialect::Credentials] {
            read(&[(dialect, text)]);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), credentials: bool) {
        let dialect = if credentials { Dialect::Credentials } else { Dialect::Config };
        read(&[(dialect, &String::from_utf8_lossy(&bytes))]);
    }

    #[test]
    fn no_text_near_the_grammar_makes_it_panic(pieces in prop::collection::vec(piece(), 0..60)) {
        let text = pieces.concat();
        let read = read(&[(Dialect::Config, &text), (Dialect::Credentials, &text)]);
        for profile in read.profiles.iter().chain(&read.sso_sessions) {
            for pair in profile.properties().windows(2) {
                prop_assert!(pair[0].key < pair[1].key, "{} stands twice", pair[1].key);
            }
            for property in profile.properties() {
                prop_assert_eq!(profile.get(&property.key), Some(property.value.as_ref()));
            }
        }
    }

    #[test]
    fn what_is_written_is_read(sections_of in prop::collection::btree_map(NAME, properties(), 0..8), crlf: bool) {
        let end = if crlf { "\r\n" } else { "\n" };
        let mut text = String::new();
        for (name, properties) in &sections_of {
            text += &format!("# one{end}[profile {name}]{end}");
            for (key, value) in properties {
                text += &format!("{}\t={}{end}", key.to_uppercase(), value.replace('\n', &format!("{end}  ")));
            }
        }
        let read = read(&[(Dialect::Config, &text)]);
        prop_assert_eq!(sections(&read.profiles), sections_of);
        prop_assert_eq!(read.oddities.kinds().count(), 0);
    }
}

const NAME: &str = "[A-Za-z0-9_/.%@:+-]{1,12}";

/// Values of one line, or of several that are trimmed and not empty. A first line without text would make the others
/// settings of their own.
fn properties() -> impl Strategy<Value = BTreeMap<String, String>> {
    prop::collection::btree_map(
        "[a-z0-9_-]{1,10}",
        "([!-~&&[^#;]]([ -~&&[^#;]]{0,20}[!-~&&[^#;]])?(\n[!-~&&[^#;]]{1,9}){0,2})?",
        0..6,
    )
}

fn piece() -> impl Strategy<Value = String> {
    let words = [
        "[",
        "]",
        "profile ",
        "sso-session ",
        "default",
        "DEFAULT",
        "services ",
        "a",
        "b",
        "\"",
        "=",
        ":",
        " ",
        "\t",
        "\n",
        "\r\n",
        "#",
        ";",
        "\u{feff}",
        "\u{0}",
        "é",
        "role_arn",
        "source_profile",
        "\u{85}",
        "\u{a0}",
    ];
    prop_oneof![4 => prop::sample::select(words.to_vec()).prop_map(String::from), 1 => ".{0,3}"]
}
