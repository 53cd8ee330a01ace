//! Secrets and tokens in pieces: whatever a terminal, a mail, a program or a pager put between them, what is read is whole, or it is
//! refused. A shorter value would be kept, and AWS would only say that it is invalid.

use rolerelay::interchange::credential_text::read;

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
