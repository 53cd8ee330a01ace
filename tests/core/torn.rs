//! Secrets and tokens in pieces: whatever a terminal, a mail, a program or a pager put between them, what is read is whole, or it is
//! refused. A shorter value would be kept, and AWS would only say that it is invalid.

use proptest::prelude::*;
use rolerelay::interchange::credential_text::read;

use crate::shapes;

const ID: &str = "ASIAQNZGKIQY56JQ7WML";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEz";
/// With lines that begin as comments do, wherever it is broken.
const TOKEN: &str = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJHMEUCIQDx9kQ+Zt7LmPw0RsYvAb3/9kQ+Zt7LmPw0RsYv//1Q2w3E4r\
                     5T6y7U8i9O0pA1s2D3f4G5h6J7k8L9zXcVbNm//Q2w3E4r5T6y7U8i9O0pA1s2D3f4G5h6J7k8L9zXcVbNm1Q2w3E4r5T6y7QzQ==";

/// Where keys stand, with the marks around each.
const PLACES: [(&str, &str); 9] = [
    ("AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY=S!\nAWS_SESSION_TOKEN=T!\n", ""),
    ("export AWS_SESSION_TOKEN=T!\nexport AWS_ACCESS_KEY_ID=ID!\nexport AWS_SECRET_ACCESS_KEY=S!\n", ""),
    ("export AWS_SESSION_TOKEN=\"T!\"\nexport AWS_ACCESS_KEY_ID=ID!\nexport AWS_SECRET_ACCESS_KEY=\"S!\"\n", "\""),
    ("aws_session_token = 'T!'\naws_access_key_id = ID!\naws_secret_access_key = 'S!'\n", "'"),
    ("{\"AccessKeyId\": \"ID!\", \"SecretAccessKey\": \"S!\", \"SessionToken\": \"T!\", \"Expiration\": null}", "\""),
    ("Credentials:\n  AccessKeyId: ID!\n  SecretAccessKey: S!\n  SessionToken: T!\n", ""),
    ("> set AWS_ACCESS_KEY_ID=ID!\n> set AWS_SECRET_ACCESS_KEY=S!\n> set AWS_SESSION_TOKEN=T!\n", ""),
    ("AccessKeyId     : ID!\nSecretAccessKey : S!\nSessionToken    : T!\n", ""),
    ("ID!\nS!\nT!\n", ""),
];

/// What comes between two pieces: line ends, continuations of shells, margins, a mail's soft line ends, strings that are added, what
/// pagers and documents leave or put in.
const GAPS: [&str; 34] = [
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\r\n\r\n",
    " ",
    "\t",
    "   ",
    "\n  ",
    " \n",
    " \n ",
    "\\\n",
    "\\\r\n  ",
    " \\\n",
    "`\r\n",
    " ^\n",
    "^\r\n",
    "=\n",
    "\n> ",
    "\n> > ",
    "\n| ",
    " |\n| ",
    "\n│",
    "│\n│",
    "...",
    "…",
    ">\n",
    "\u{a0}",
    "\u{200b}",
    "\u{2060}",
    "\u{ad}",
    "\u{2028}",
    "\u{1b}[33m",
    "**",
];

/// Between two strings, of the marks around each.
const ADDED: [&str; 7] = ["Q\nQ", "Q + Q", "Q +\n    Q", "Q .\n  Q", "Q & _\n  Q", "Q\\\n  Q", "Q Q"];

/// How comments over several lines begin and end, in the languages that keys and roles are pasted from.
pub const BLOCKS: [(&str, &str); 10] = [
    ("/*", "*/"),
    ("<!--", "-->"),
    ("<#", "#>"),
    ("{{/*", "*/}}"),
    ("{#", "#}"),
    ("(*", "*)"),
    ("--[[", "]]"),
    ("{-", "-}"),
    ("=begin", "=end"),
    ("#=", "=#"),
];

/// Where it is broken: near its ends everywhere, and here and there between.
fn places(value: &str) -> impl Iterator<Item = usize> {
    let last = value.len();
    (1..last).filter(move |at| *at < 12 || at + 12 > last || at % 7 == 0)
}

fn holds(text: &str) {
    if let Ok(read) = read(text) {
        let (secret, token) = (read.secret_access_key.expose(), read.session_token.as_ref().map(|it| it.expose()));
        assert_eq!((secret, token), (SECRET, Some(TOKEN)), "{text}");
    }
}

#[test]
fn no_piece_is_taken_for_the_whole() {
    let mut tried = 0;
    for (place, mark) in PLACES {
        let fill = |secret: &str, token: &str| {
            // Last, what holds the signs that are filled in.
            place.replace("ID!", ID).replace("S!", secret).replace("T!", token)
        };
        let whole = read(&fill(SECRET, TOKEN)).unwrap_or_else(|why| panic!("{place}: {why:?}"));
        assert_eq!(whole.session_token.map(|it| it.expose().to_string()).as_deref(), Some(TOKEN), "{place}");
        let added: Vec<String> = ADDED.iter().map(|gap| gap.replace('Q', mark)).collect();
        let added = added.iter().map(String::as_str).filter(|_| !mark.is_empty());
        for gap in GAPS.into_iter().chain(added) {
            for at in places(TOKEN) {
                holds(&fill(SECRET, &format!("{}{gap}{}", &TOKEN[..at], &TOKEN[at..])));
                tried += 1;
            }
            for at in places(SECRET) {
                holds(&fill(&format!("{}{gap}{}", &SECRET[..at], &SECRET[at..]), TOKEN));
                tried += 1;
            }
        }
    }
    assert!(tried > 15_000, "{tried} were tried");
}

#[test]
fn no_line_of_a_terminal_is_lost() {
    for (place, _) in PLACES {
        let text = place.replace("ID!", ID).replace("S!", SECRET).replace("T!", TOKEN);
        for width in 12..300 {
            for (end, begin) in [("\n", ""), ("\r\n", ""), ("\n", "> "), ("\n", "    "), ("\\\n", ""), ("=\n", "")] {
                let lines = text.lines().map(|line| {
                    let pieces = line.as_bytes().chunks(width).map(|piece| std::str::from_utf8(piece).unwrap());
                    pieces.collect::<Vec<_>>().join(&format!("{end}{begin}"))
                });
                holds(&lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
}

#[test]
fn what_is_put_aside_counts_no_more() {
    let old = "AWS_ACCESS_KEY_ID=AKIAQAAAAAAAGMKEM7Y6\nAWS_SECRET_ACCESS_KEY=More/base+key0123456789abcdefghijklmnopq";
    let new = format!("AWS_ACCESS_KEY_ID={ID}\nAWS_SECRET_ACCESS_KEY={SECRET}\nAWS_SESSION_TOKEN={TOKEN}");
    let line = |mark: &str| old.lines().map(|line| format!("{mark}{line}\n")).collect::<String>();
    let marks = ["#", "# ", ";", "//", "// ", "-- ", "REM ", "@rem ", "::", ":: ", "%% ", "dnl ", "' "];
    let of_blocks = BLOCKS.iter().map(|(open, close)| format!("{open}\n{old}\n{close}\n"));
    for text in marks.iter().map(|mark| line(mark)).chain(of_blocks) {
        holds(&format!("{text}{new}"));
        assert!(read(&format!("{text}{new}")).is_ok(), "{text}");
    }
}

/// Whole or refused: a shorter token would be kept, and AWS would only say that it is invalid.
#[test]
fn a_value_in_pieces_is_joined_or_refused() {
    use crate::shapes::{SECRET, TOKEN, filled, temporary};
    let (one, two, three) = (&TOKEN[..50], &TOKEN[50..100], &TOKEN[100..]);
    let keys = "AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY=SECRET!\n";
    for text in [
        // A terminal of as many columns as the first line has; PowerShell's Format-List; quotation marks; YAML.
        format!("{keys}export AWS_SESSION_TOKEN={}\n{}\n", &TOKEN[..60], &TOKEN[60..]),
        format!(
            "{keys}AWS_SESSION_TOKEN={}\n{}\n{}\nAWS_REGION=eu-west-1\n",
            &TOKEN[..40],
            &TOKEN[40..98],
            &TOKEN[98..]
        ),
        format!(
            "AccessKeyId     : ID!\nSecretAccessKey : SECRET!\nSessionToken    : {one}\n                  {two}\n                  {three}\n"
        ),
        format!("{keys}AWS_SESSION_TOKEN=\"{}\n{}\n{}\"", &TOKEN[..40], &TOKEN[40..99], &TOKEN[99..]),
        format!("AccessKeyId: ID!\nSecretAccessKey: SECRET!\nSessionToken: >-\n  {one}\n  {two}\n  {three}\n"),
        format!(
            "AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY={}\n{}\nAWS_SESSION_TOKEN=TOKEN!",
            &SECRET[..31],
            &SECRET[31..]
        ),
        format!(
            "AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY={} {}\nAWS_SESSION_TOKEN=TOKEN!",
            &SECRET[..20],
            &SECRET[20..]
        ),
    ] {
        assert_eq!(read(&filled(&text)), Ok(temporary(None)), "{text}");
    }
    for text in [
        format!("{keys}AWS_SESSION_TOKEN={one}\n{}\n{}\n", &TOKEN[50..57], &TOKEN[57..]),
        format!("{keys}AWS_SESSION_TOKEN={one} {two} {three}\n"),
        format!("{keys}AWS_SESSION_TOKEN=\"{one}\n  {two}\n{three}\""),
        format!("{keys}AWS_SESSION_TOKEN={one}\n\t{two}{three}\n"),
        format!("AWS_ACCESS_KEY_ID=ID!\nAWS_SECRET_ACCESS_KEY={}\nAWS_SESSION_TOKEN=TOKEN!", &SECRET[..31]),
        format!("ID!\nSECRET!\n{TOKEN}\n{}\n", &TOKEN[..41]),
        format!("aws_access_key_id=ID!\naws_secret_access_key='{}'\naws_session_token=TOKEN!", &SECRET[..39]),
    ] {
        let findings = read(&filled(&text)).expect_err(&text);
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert!(
            !findings[0].message.contains(&TOKEN[..12]) && !findings[0].message.contains(&SECRET[..12]),
            "{findings:?}"
        );
    }
}

proptest! {
    #[test]
    fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&String::from_utf8_lossy(&bytes));
    }

    /// Texts that are almost credentials, where a scanner's corners are.
    #[test]
    fn never_panics_nor_quotes_a_secret(
        parts in prop::collection::vec(
            prop_oneof![
                Just("AWS_ACCESS_KEY_ID"), Just("SecretAccessKey"), Just("aws_session_token"), Just("Expiration"),
                Just("ASIAQNZGKIQY56JQ7WML"), Just(shapes::SECRET), Just(shapes::TOKEN), Just("[a]"), Just("["), Just("]"),
                Just("="), Just(":"), Just("\""), Just("'"), Just("“"), Just("\\"), Just("\n"), Just("\r\n"), Just(" "),
                Just("export "), Just("{"), Just("}"), Just(","), Just("$Env:"), Just("#"), Just("ü"), Just("\u{0}"),
            ],
            0..40,
        ),
    ) {
        if let Err(findings) = read(&parts.concat()) {
            prop_assert!(!findings.is_empty());
            prop_assert!(findings.iter().all(|found| !found.message.contains(shapes::SECRET) && !found.message.contains(shapes::TOKEN)));
        }
    }
}
