//! Where the details of a role begin for sure: a command, a cmdlet, a call, an object.

use super::command::{cmdlet_parameters, parameters, words};
use super::literal::{self, Value};
use super::parameters::Parameters;

/// What was read of a seed, if it is one.
pub(super) type Read<'a> = literal::Read<'a, Option<Parameters>>;

/// `aws sts assume-role --role-arn …`, from behind its name.
pub(super) fn command(after: &str) -> Option<Read<'_>> {
    if !after.starts_with(|c: char| c.is_whitespace() || "\\`^".contains(c)) {
        return None; // assume-role-with-saml, or prose
    }
    let (words, after) = words(after);
    Some((Some(parameters(words)), after, 0))
}

/// PowerShell's `Use-STSRole -RoleArn …`, from behind its name.
pub(super) fn cmdlet(after: &str) -> Read<'_> {
    let (words, after) = words(after);
    (Some(cmdlet_parameters(words)), after, 0)
}

/// `sts.assume_role(RoleArn=…)`, from behind its name.
pub(super) fn call(after: &str) -> Option<Read<'_>> {
    let (pairs, after, again) = literal::arguments(after.trim_start())?;
    Some((Some(Parameters::new(pairs)), after, again))
}

/// The parameters as an object, as `--cli-input-json` and other languages take them.
pub(super) fn object(rest: &str) -> Read<'_> {
    if let Some(read) = escaped(rest) {
        return read;
    }
    match literal::value(rest) {
        (Some(Value::Map(pairs)), after, again) => (Some(Parameters::new(pairs)), after, again),
        (_, after, again) => (None, after, again),
    }
}

/// An object that stands in a string, with a backslash before each quotation mark: `{\"RoleArn\": \"…\"}`.
fn escaped(rest: &str) -> Option<Read<'_>> {
    let mut begin = rest.strip_prefix('{')?;
    while let Some(after) = [" ", "\\n", "\\r", "\\t"].iter().find_map(|blank| begin.strip_prefix(blank)) {
        begin = after;
    }
    // Where that string lies in another, the backslash has one before it.
    if !begin.trim_start_matches('\\').starts_with('"') || !begin.starts_with('\\') {
        return None;
    }
    let mut plain = String::new();
    // Behind each closing bracket: where that is in the plain text, and where here.
    let mut ends = Vec::new();
    let mut chars = rest.char_indices();
    let mut read = rest.len();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                read = at;
                break;
            }
            '\\' => match chars.next() {
                Some((_, 'n' | 'r' | 't')) => plain.push(' '),
                Some((_, other)) => plain.push(other),
                None => {}
            },
            _ => plain.push(c),
        }
        if c == '}' {
            ends.push((plain.len(), at + 1));
        }
    }
    let (parameters, after, _) = object(&plain);
    let end = ends.binary_search_by_key(&(plain.len() - after.len()), |(plain, _)| *plain);
    let end = end.ok().and_then(|at| ends.get(at)).map(|(_, here)| *here);
    Some(match (parameters, end.and_then(|end| rest.get(end..))) {
        (Some(parameters), Some(after)) => (Some(parameters), after, read),
        _ => (None, rest, read),
    })
}
