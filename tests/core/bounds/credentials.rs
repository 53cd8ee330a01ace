//! Pasted credentials, and what else a person or a page hands over as one line: links, addresses, seeds, names.

use rolerelay::aws::credentials::Secret;
use rolerelay::aws::destination::{MAX_DESTINATION, destination};
use rolerelay::aws::partition::Partition;
use rolerelay::chain::check::check_seed;
use rolerelay::chain::link::{self, MAX_LINK};
use rolerelay::interchange::credential_text::read;
use rolerelay::interchange::limits::MAX_CREDENTIALS;
use rolerelay::protocol::totp;

use super::growth::{Shape, all_even, counted, repeated};

#[test]
fn pasted_credentials() {
    let name = "AWS_ACCESS_KEY_ID";
    let mut shapes: Vec<Shape<'static>> = vec![
        ("different values", counted("", |n| format!("SessionId={n:010}\n"), "")),
        ("different tokens", counted("", |n| format!("SessionToken: \"{n:010}\",\n"), "")),
        ("different bare values", counted("", |n| format!("AKIA{n:016}\n"), "")),
        ("names as values", repeated("", "SessionId=", "")),
        ("names as values behind colons", repeated("", "SessionId:", " =")),
        ("names with a minus", repeated("", "SessionId:-", "")),
        ("names with a dollar", repeated("", "SessionId:$", "")),
        ("names in quotation marks", repeated("", "\"SessionId\":\"", "")),
        ("names with dollars in quotation marks", repeated("", "SessionId=\"$", "")),
        ("names with an apostrophe", repeated("", "SessionId='", "")),
        ("names with a curly quotation mark", repeated("", "SessionId=“", "")),
        ("names with a curly apostrophe", repeated("", "SessionId=‘", "")),
        ("a value that hides its end", repeated("SessionId=\"", "\\\"", "")),
        ("values that hide their ends", repeated("", "SessionId=\"\\", "")),
        ("equals signs", repeated("SessionId", "=", "")),
        ("names and equals signs", repeated("", "SessionId==", "")),
        ("names and blanks", repeated("", "SessionId ", "")),
        ("blanks", repeated("SessionId=", " ", "")),
        ("sections", counted("", |n| format!("[p{n}]\nSessionId=0123456789\n"), "")),
        ("sections without an end", repeated("", "\n[", "")),
        ("profiles without an end", repeated("", "\n[profile a", "")),
        ("sections that are none", repeated("", "[Environment]::", "")),
        ("brackets", repeated("", "[", "")),
        ("a bracket that ends far away", repeated("", " [", "]")),
        ("comments", repeated("", "# a\n", "")),
        ("remarks", repeated("", "rem a\n", "")),
        ("moments", counted("", |n| format!("2026-01-01T00:00:{:02}Z ", n % 60), "")),
        ("a long moment", repeated("2026-01-01T00:00:00.", "0", "Z")),
        ("a long number", repeated("Expiration=", "9", "")),
        ("a long word", repeated("", "a", "")),
        ("colons", repeated("", "::", "")),
        ("tags of XML", repeated("", "<SessionId>", "")),
        ("commas", repeated("", "SessionId,", "")),
        ("lists of names and values", repeated("", "name: AWS_SESSION_TOKEN\nvalue: ", "")),
        ("backslashes before a quotation mark", repeated("\\\":", "\\", "\"")),
        ("percent signs", repeated("SessionId=%2F", "%2F", "")),
        ("lines that begin with an apostrophe", repeated("", "'a\n", "")),
        ("docstrings", repeated("", ":\n\"\"\"a\n", "")),
    ];
    for piece in ["=", ":", "\"", "'", "}", "$", "%", "\\", "é", "\0", "\n", "-"] {
        shapes.push((&*format!("{piece:?} behind a name").leak(), repeated(name, piece, "")));
        shapes.push((&*format!("names and {piece:?}").leak(), repeated("", &*format!("{name}{piece} ").leak(), "")));
    }
    all_even(shapes, MAX_CREDENTIALS, 40, |text| {
        let _ = read(text);
    });
}

#[test]
fn links() {
    let shapes: Vec<Shape<'static>> = vec![
        ("fields", repeated("", "a=b&", "")),
        ("one field again and again", repeated("", "v=1&", "")),
        ("ampersands", repeated("", "&", "")),
        ("a long page", repeated("v=1&chain=a&page=", "a", "")),
        ("an encoded page", repeated("v=1&chain=a&page=", "%41", "")),
        ("percent signs", repeated("v=1&chain=a&page=", "%", "")),
        ("an encoded link", repeated("u=ext%2Brolerelay%3A", "%2F", "")),
        ("a link that is encoded twice", repeated("u=ext%2Brolerelay%3A%23v%3D1%26chain%3Da%26page%3D", "%2541", "")),
        ("a link in a link", repeated("", "u=", "")),
        ("a long id", repeated("v=1&chain=", "a", "")),
        ("a long proof", repeated("v=1&chain=a&mac=", "A", "")),
        ("number signs", repeated("", "#", "")),
        ("no text", repeated("", "\0", "")),
    ];
    all_even(shapes, 4 * MAX_LINK, 40, |text| {
        let _ = link::read(text);
    });
}

#[test]
fn console_pages() {
    let shapes: Vec<Shape<'static>> = vec![
        ("slashes", repeated("", "/", "")),
        ("a path", repeated("/s3", "/a", "")),
        ("steps back", repeated("https://console.aws.amazon.com", "/..", "")),
        ("steps on the spot", repeated("https://console.aws.amazon.com", "/./", "")),
        ("dots", repeated("https://", ".", "")),
        ("labels", repeated("https://", "a.", "console.aws.amazon.com")),
        ("labels beyond ASCII", repeated("https://", "é.", "console.aws.amazon.com")),
        ("names for users", repeated("https://", "a@", "console.aws.amazon.com")),
        ("ports", repeated("https://console.aws.amazon.com", ":1", "")),
        ("a long number of a port", repeated("https://console.aws.amazon.com:", "0", "")),
        ("percent signs", repeated("https://console.aws.amazon.com/", "%", "")),
        ("an encoded path", repeated("https://console.aws.amazon.com/", "%2e%2e/", "")),
        ("brackets", repeated("https://", "[", "")),
        ("an address of numbers", repeated("https://", "1.", "")),
        ("an address of colons", repeated("https://[", "::", "]")),
        ("a query", repeated("https://console.aws.amazon.com/?", "a=b&", "")),
        ("a fragment", repeated("https://console.aws.amazon.com/#", "é", "")),
        ("blanks", repeated("", " ", "")),
    ];
    all_even(shapes, 4 * MAX_DESTINATION, 60, |page| {
        let _ = destination(Partition::Aws, Some("eu-west-1"), Some(page));
        let _ = destination(Partition::Aws, Some(page), None);
    });
}

#[test]
fn seeds_of_mfa_devices() {
    let shapes: Vec<Shape<'static>> = vec![
        ("letters", repeated("", "A", "")),
        ("blanks", repeated("", " A", "")),
        ("padding", repeated("AAAA", "=", "")),
        ("an address", repeated("otpauth://totp/a?secret=", "A", "")),
        ("parameters", repeated("otpauth://totp/a?", "secret=A&", "")),
    ];
    all_even(shapes, 1 << 16, 40, |seed| {
        let _ = totp::totp(&Secret::new(seed), 0.0);
        let _ = check_seed(&Secret::new(seed));
    });
}
