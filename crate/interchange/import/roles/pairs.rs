//! Lines such as `role-to-assume: arn:…` and those beside it, which say more of the same role: a step of GitHub Actions, a task
//! of Ansible, a block of Terraform, a profile of AWS config, an output of Fluent Bit, where blanks alone stand between name and value.

use super::literal::{self, Value};
use super::parameters::{Parameters, canonical};
use super::{spelled, statement};

/// How long a line and how far away it may be. It bounds what is read again for each ARN.
const LONGEST: usize = 512;
const FARTHEST: usize = 20;

/// A line that gives a name a value.
struct Pair<'a> {
    /// How far the name is indented.
    column: usize,
    name: &'a str,
    value: &'a str,
    /// Whether an equals sign stands between blanks, as in programs and not in shells.
    is_assigned: bool,
}

/// What the lines around the ARN at `at` say of its role, and the parts of the text that they are; none if the ARN is no value of
/// such a line.
pub(super) fn around(text: &str, at: usize, arn: &str) -> Option<(Parameters, Vec<(usize, usize)>)> {
    let before = text.get(..at)?;
    let window = text.ceil_char_boundary(at.saturating_sub(LONGEST));
    let start = match before.get(window..)?.rfind('\n') {
        Some(line) => window + line + 1,
        None if window == 0 => 0,
        None => return None,
    };
    let own = line_at(text, start)?;
    let (pair, pair_of): (_, fn(&str) -> Option<Pair<'_>>) = match (pair(own), spaced(own)) {
        (Some(own), _) => (own, pair),
        (None, own) => (own.filter(|own| canonical(own.name) == Some("RoleArn"))?, spaced),
    };
    if !names_role(pair.name) || own.matches("arn:aws").count() != 1 {
        return None;
    }
    // What stands behind it is an argument of the same call, say.
    let is_program = match value(pair.value, false)? {
        Value::Text(text) if text == arn => pair.is_assigned && pair.value.starts_with(['"', '\'']),
        _ => return None,
    };
    let mut pairs = vec![("RoleArn".to_string(), Value::Text(arn.into()))];
    let mut spans = vec![(start, start + own.len())];
    // Up to where lists and maps go on over lines that say nothing by themselves.
    let mut read = 0..0;
    let mut is_several = false;
    let mut take = |line: &str, from: usize| -> bool {
        match pair_of(line) {
            _ if read.contains(&from) => true,
            // The brackets around all of it: beyond them is another's.
            _ if is_bracket(line) && line.len() - line.trim_start().len() < pair.column => false,
            Some(other)
                if other.column == pair.column && !(names_role(other.name) && other.value.contains("arn:aws")) =>
            {
                if canonical(other.name).is_some() {
                    let (value, end) = match several(text, from + line.len() - other.value.len()) {
                        Some(several) => several,
                        None => match value(other.value, is_program) {
                            Some(value) => (value, from + line.len()),
                            None => {
                                is_several = true;
                                return false;
                            }
                        },
                    };
                    pairs.push((other.name.to_string(), value));
                    spans.push((from, end));
                    read = from..end;
                }
                true
            }
            Some(other) => other.column > pair.column,
            None => says_nothing(line),
        }
    };
    let mut from = start + own.len() + 1;
    for _ in 0..FARTHEST {
        let Some(line) = line_at(text, from) else { break };
        // The next item of the list.
        if begins_item(line) && line.len() - line.trim_start().len() < pair.column || !take(line, from) {
            break;
        }
        from += line.len() + 1;
    }
    let (mut end, mut lowest) = (start, own);
    for _ in 0..FARTHEST {
        if begins_item(lowest) {
            break;
        }
        let Some(above) = end.checked_sub(1) else { break };
        let window = text.ceil_char_boundary(above.saturating_sub(LONGEST));
        let part = text.get(window..above).unwrap_or_default();
        let from = part.rfind('\n').map_or(window, |line| window + line + 1);
        let line = text.get(from..above).unwrap_or_default();
        if (from == window && window > 0) || !take(line, from) {
            break;
        }
        (end, lowest) = (from, line);
    }
    (!is_several).then(|| (Parameters::new(pairs), spans))
}

/// Whether the name is of a role where its value is an ARN: some tools have a shorter one than STS.
fn names_role(name: &str) -> bool {
    let others = ["arn", "assume_role", "assumerole", "target_role", "target role"];
    canonical(name) == Some("RoleArn") || spelled::is_role(name) || others.contains(&name.to_ascii_lowercase().as_str())
}

/// The line from there on, if there is one and it is not too long.
fn line_at(text: &str, from: usize) -> Option<&str> {
    let rest = text.get(from..)?;
    let most = rest.floor_char_boundary(LONGEST);
    let part = rest.get(..most)?;
    match part.find('\n') {
        Some(end) => part.get(..end),
        None if most == rest.len() && !rest.is_empty() => Some(part),
        None => None,
    }
}

fn pair(line: &str) -> Option<Pair<'_>> {
    let trimmed = line.trim_start().trim_start_matches("- ").trim_start();
    let column = line.len() - trimmed.len();
    let (name, value) = trimmed.split_once(['=', ':'])?;
    let is_assigned = name.ends_with(' ') && trimmed.get(name.len()..).is_some_and(|rest| rest.starts_with("= "));
    let name = name.trim().trim_matches(['"', '\'']);
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    // A mail has `External ID: …`.
    let is_name = !name.is_empty() && (is_word || canonical(name).is_some() || names_role(name));
    let value = value.trim_start_matches('>').trim();
    (is_name && !value.is_empty()).then_some(Pair {
        column,
        name: name.rsplit('.').next().unwrap_or(name),
        value,
        is_assigned,
    })
}

/// A name and a word behind blanks.
fn spaced(line: &str) -> Option<Pair<'_>> {
    let trimmed = line.trim();
    let (name, value) = trimmed.split_once([' ', '\t'])?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_@-.".contains(&byte));
    let value = value.trim_start();
    // Prose has more words, of which none is a name of ours with a line to itself.
    let is_pair =
        is_name && (canonical(name).is_none() || !value.contains([' ', '\t']) || value.starts_with(['"', '\'']));
    is_pair.then(|| Pair { column: line.len() - line.trim_start().len(), name, value, is_assigned: false })
}

/// The list or the map that begins there, and where it ends. It may go on over some lines.
fn several(text: &str, at: usize) -> Option<(Value, usize)> {
    let rest = text.get(at..).filter(|rest| rest.starts_with(['[', '{']))?;
    let part = rest.get(..rest.floor_char_boundary(4 * LONGEST))?;
    let (value, after) = literal::assigned(part);
    Some((value?, at + part.len() - after.len()))
}

/// A bracket, a comment or an item of a list.
fn says_nothing(line: &str) -> bool {
    let text = line.trim();
    text.starts_with(['#', ';', '"']) || text.starts_with("//") || is_bracket(line)
}

fn is_bracket(line: &str) -> bool {
    !line.trim().is_empty() && line.trim().chars().all(|c| "[]{}(),".contains(c))
}

/// Whether it is the first line of an item of YAML's.
fn begins_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

/// A string in quotes or a plain word; what is put together when it runs is not read, and of a program neither is a word. None where
/// another pair follows on the line.
fn value(text: &str, is_program: bool) -> Option<Value> {
    let text = text.trim_end_matches([',', ';']).trim_end();
    let quoted = ['"', '\''].into_iter().find_map(|mark| text.strip_prefix(mark)?.split_once(mark));
    Some(match quoted {
        Some((inner, behind)) if behind.trim_start_matches([')', ']', '}', ',', ';']).is_empty() => {
            Value::Text(inner.into())
        }
        Some((inner, behind)) if behind.starts_with([' ', '\t']) => Value::Text(inner.into()),
        Some((_, behind)) if behind.contains([':', '=']) => return None,
        Some(_) => Value::Computed,
        None => {
            let word = text.split(" #").next().unwrap_or_default().trim_end();
            let is_code = word.contains(['(', '[', '{', '`', '"', '\'', '*']) || word.starts_with("time.");
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            match statement::value(text) {
                _ if is_reference(word) || (is_program && !is_code && !is_number) => Value::Computed,
                value if is_code => value,
                _ => Value::Text(word.into()),
            }
        }
    })
}

/// Whether the word is a variable of Terraform's.
fn is_reference(word: &str) -> bool {
    ["var.", "local.", "data.", "module.", "each.", "path."].iter().any(|start| word.starts_with(start))
}
