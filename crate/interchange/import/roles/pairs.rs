//! Lines such as `role-to-assume: arn:…` and those beside it, which say more of the same role: a step of GitHub Actions, a task
//! of Ansible, a block of Terraform, a profile of AWS config.

use super::literal::{self, Value};
use super::parameters::{Parameters, canonical};
use super::statement;

/// How long a line and how far away it may be. It bounds what is read again for each ARN.
const LONGEST: usize = 512;
const FARTHEST: usize = 20;

/// A line that gives a name a value.
struct Pair<'a> {
    /// How far the name is indented.
    column: usize,
    name: &'a str,
    value: &'a str,
}

/// What the lines around the ARN at `at` say of its role, and the parts of the text that they are; none if the ARN is no value of
/// such a line.
pub(super) fn around(text: &str, at: usize) -> Option<(Parameters, Vec<(usize, usize)>)> {
    let before = text.get(..at)?;
    let window = text.ceil_char_boundary(at.saturating_sub(LONGEST));
    let start = match before.get(window..)?.rfind('\n') {
        Some(line) => window + line + 1,
        None if window == 0 => 0,
        None => return None,
    };
    let own = line_at(text, start)?;
    let pair = pair(own)?;
    if canonical(pair.name) != Some("RoleArn") || own.matches("arn:aws").count() != 1 {
        return None;
    }
    let mut pairs = vec![(pair.name.to_string(), value(pair.value))];
    let mut spans = vec![(start, start + own.len())];
    // Up to where lists and maps go on over lines that say nothing by themselves.
    let mut read = 0..0;
    let mut take = |line: &str, from: usize| -> bool {
        match self::pair(line) {
            _ if read.contains(&from) => true,
            Some(other) if other.column == pair.column && canonical(other.name) != Some("RoleArn") => {
                if canonical(other.name).is_some() {
                    let (value, end) = match several(text, from + line.len() - other.value.len()) {
                        Some(several) => several,
                        None => (value(other.value), from + line.len()),
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
        if !take(line, from) {
            break;
        }
        from += line.len() + 1;
    }
    let mut end = start;
    for _ in 0..FARTHEST {
        let Some(above) = end.checked_sub(1) else { break };
        let window = text.ceil_char_boundary(above.saturating_sub(LONGEST));
        let part = text.get(window..above).unwrap_or_default();
        let from = part.rfind('\n').map_or(window, |line| window + line + 1);
        let line = text.get(from..above).unwrap_or_default();
        if (from == window && window > 0) || !take(line, from) {
            break;
        }
        end = from;
    }
    Some((Parameters::new(pairs), spans))
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
    let name = name.trim().trim_matches(['"', '\'']);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    let value = value.trim_start_matches('>').trim();
    (is_name && !value.is_empty()).then_some(Pair { column, name: name.rsplit('.').next().unwrap_or(name), value })
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
    let line = line.trim();
    line.starts_with(['#', ';', '"'])
        || line.starts_with("//")
        || (!line.is_empty() && line.chars().all(|c| "[]{}(),".contains(c)))
}

/// A string in quotes or a plain word; what is put together when it runs is not read.
fn value(text: &str) -> Value {
    let text = text.trim_end_matches([',', ';']).trim_end();
    let quoted = ['"', '\''].into_iter().find_map(|mark| text.strip_prefix(mark)?.split_once(mark));
    match quoted {
        Some((inner, behind)) if behind.is_empty() || behind.starts_with([' ', '\t']) => Value::Text(inner.into()),
        Some(_) => Value::Computed,
        None => {
            let word = text.split(" #").next().unwrap_or_default().trim_end();
            let is_program = word.contains(['(', '[', '{', '`', '"', '\'', '*']) || word.starts_with("time.");
            if is_program { statement::value(text) } else { Value::Text(word.into()) }
        }
    }
}
