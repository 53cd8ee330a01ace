//! Which characters a name may hold: what nobody sees is refused, and what a script or an emoji is written with is not.

use rolerelay::aws::credentials::{Credentials, Secret};
use rolerelay::chain::check::check_source;

use super::found;

/// The places of what is said of a chain whose name, word and tag are that text, and the first sentence.
fn told(text: &str) -> (Vec<String>, String) {
    let findings = found(1, |chain| {
        (chain.name, chain.guard, chain.tags) = (text.into(), Some(text.into()), vec![text.into()]);
    });
    let sentence = findings.first().map(|(_, _, sentence)| sentence.clone()).unwrap_or_default();
    (findings.into_iter().map(|(place, ..)| place).collect(), sentence)
}

fn places(text: &str) -> Vec<String> {
    told(text).0
}

/// Each alone between letters, where nothing needs it.
#[test]
fn what_does_not_show_is_refused() {
    let ranges = [
        0x00..=0x1f_u32,
        0x7f..=0x9f,
        0xad..=0xad,
        0x34f..=0x34f,
        0x61c..=0x61c,
        0x115f..=0x1160,
        0x17b4..=0x17b5,
        0x180b..=0x180f,
        0x200b..=0x200f,
        0x2028..=0x202e,
        0x2060..=0x206f,
        0x2800..=0x2800,
        0x3164..=0x3164,
        0xfe00..=0xfe0f,
        0xfeff..=0xfeff,
        0xffa0..=0xffa0,
        0xfff0..=0xfffb,
        0x1bca0..=0x1bca3,
        0x1d173..=0x1d17a,
        0xe0000..=0xe0fff,
    ];
    for c in ranges.into_iter().flatten().filter_map(char::from_u32) {
        for text in [format!("a{c}b"), format!("{c}b"), format!("a{c}")] {
            assert_eq!(places(&text), ["name", "tags.0", "guard"], "{text:?}");
        }
        let (_, sentence) = told(&format!("a{c}b"));
        assert!(sentence.contains(&format!("U+{:04X}", u32::from(c))), "{sentence}");
    }
}

#[test]
fn what_scripts_and_emoji_need_is_taken() {
    for text in [
        "می\u{200c}خواهم",                  // Persian: a letter that ends its join
        "نامه\u{200c}ای",                   // before a letter that joins on the right alone
        "ශ්\u{200d}රී ලංකා",                   // Sinhala: a conjunct
        "क्\u{200d}ष",                       // Devanagari: half a letter
        "क्\u{200c}ष",                       // and a whole one
        "👩\u{200d}💻",                     // a person and what they do
        "👩🏽\u{200d}⚕\u{fe0f}",              // of a tone
        "🏳\u{fe0f}\u{200d}🌈",              // a flag
        "👨\u{200d}👩\u{200d}👧\u{200d}👦", // a family
        "❤\u{fe0f} prod",
        "❤\u{fe0e}",
        "1\u{fe0f}\u{20e3}",
        "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}", // Scotland
        "日本 · Ελλάδα · مصر",
    ] {
        assert_eq!(places(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn the_same_elsewhere_is_refused() {
    for text in [
        "pro\u{200d}d",
        "pro\u{200c}d",
        "prod\u{200d}",
        "\u{200c}prod",
        "👩\u{200d}",
        "\u{200d}👩",
        "👩\u{200d}\u{200d}💻",
        "a\u{200d}💻",
        "می\u{200c}\u{200c}خواهم",
        "می\u{200c} ",
        "d\u{200c}خ",
        "1\u{fe0f}",
        "❤\u{fe0f}\u{fe0f}",
        "a\u{fe0f}\u{20e3}",
        "\u{1f3f4}\u{e0061}\u{e007f}",
        "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}",
        "\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    ] {
        assert_eq!(places(text), ["name", "tags.0", "guard"], "{text:?}");
    }
}

#[test]
fn a_source_is_named_by_the_same_rule() {
    let keys = Credentials {
        access_key_id: "AKIAQAAAAAAAGMKEM7X5".into(),
        secret_access_key: Secret::new("x".repeat(40)),
        session_token: None,
        expires_at: None,
    };
    let said = |name: &str| check_source(name, &keys, None).len();
    assert_eq!((said("می\u{200c}خواهم"), said("a\u{2800}b"), said("a\u{3164}")), (0, 1, 1));
}

/// A letter of another script that nobody can tell from a Latin one, in a word that has Latin letters.
#[test]
fn a_name_that_can_pass_for_another_is_told_of() {
    let of = |name: &str| {
        let findings = found(1, |chain| chain.name = name.into());
        findings.iter().map(|(place, is_error, sentence)| format!("{place} {is_error} {sentence}")).collect::<String>()
    };
    for (name, letter) in [
        ("Pr\u{43e}duction", "“\u{43e}” (U+043E)"),
        ("team prod \u{420}ayments", "“\u{420}” (U+0420)"),
        ("api-pr\u{3bf}d", "“\u{3bf}” (U+03BF)"),
        ("adm\u{456}n2", "“\u{456}” (U+0456)"),
    ] {
        let told = of(name);
        assert!(told.starts_with("name false") && told.contains(letter), "{name}: {told}");
    }
    // All of one script, or of several that are told apart.
    for name in ["Production", "Сборка prod", "Ωmega Β", "рос", "日本 prod", "Zürich", "µservice"] {
        assert_eq!(of(name), "", "{name}");
    }
}
