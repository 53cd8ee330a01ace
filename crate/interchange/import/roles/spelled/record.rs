//! Settings beside each other, of which one has an account and another the name of a role: an item of YAML's, an object, a section.

use std::ops::Range;

use super::{is_name, is_of_account, is_of_name, is_role};

/// How far to either side of its account a record is looked through, in bytes.
const REACH: usize = 600;

/// Where the name of the role stands that a setting beside that of the account at `place` has.
pub(super) fn name(text: &str, place: &Range<usize>) -> Option<Range<usize>> {
    let window =
        text.ceil_char_boundary(place.start.saturating_sub(REACH))..text.floor_char_boundary(place.end + REACH);
    let start = text.get(window.start..place.start)?.rfind('\n').map_or(window.start, |end| window.start + end + 1);
    let own = text.get(start..place.start)?;
    let key = own.rsplit([',', '{', '[', '(']).next()?.split_once([':', '=']).filter(|(_, value)| is_open(value))?.0;
    if !is_of_account(key.trim().trim_start_matches("- ")) {
        return None;
    }
    let column = indent(own);
    let mut found = Vec::new();
    let mut look = |from: usize, to: usize| {
        let mut at = from;
        for field in text.get(from..to).unwrap_or_default().split([',', '{', '}', '[', ']', '\n']) {
            let name = role(field).map(|name| at + name.start..at + name.end);
            found.extend(name);
            at += field.len() + 1;
        }
    };
    // What stands in brackets on one line is a record by itself.
    let line = text.get(start..window.end)?.split('\n').next()?;
    let opened = own.rfind('{').filter(|at| !own.get(*at..).unwrap_or_default().contains('}'));
    let closed = text.get(place.end..start + line.len())?.find('}');
    look(opened.map_or(start, |at| start + at + 1), closed.map_or(start + line.len(), |at| place.end + at));
    if opened.is_none() {
        let mut end = start;
        let mut lowest = own;
        while end > window.start && !begins_item(lowest) {
            let above = text.get(window.start..end - 1)?;
            let from = above.rfind('\n').map_or(window.start, |end| window.start + end + 1);
            let line = text.get(from..end - 1)?;
            if ends_record(line) || indent(line) < column || from == window.start && window.start > 0 {
                break;
            }
            if indent(line) == column {
                look(from, end - 1);
            }
            (end, lowest) = (from, line);
        }
    }
    if closed.is_none() {
        let mut from = start + line.len() + 1;
        for below in text.get(from..window.end).unwrap_or_default().split('\n') {
            if ends_record(below) || indent(below) < column || begins_item(below) && indent(below) <= column {
                break;
            }
            if indent(below) == column {
                look(from, from + below.len());
            }
            from += below.len() + 1;
        }
    }
    // Of several nobody knows which is meant.
    if let [one] = &*found { Some(one.clone()) } else { None }
}

/// The name that this field gives a role, from byte to byte of it.
fn role(field: &str) -> Option<Range<usize>> {
    let (key, value) = field.split_once([':', '='])?;
    let is_assumed = key.trim_end().trim_matches(['"', '\'']).to_ascii_lowercase().ends_with("assumerole");
    let key = key.trim().trim_start_matches("- ").trim_matches(['"', '\'']);
    if !(is_assumed || is_role(key)) {
        return None;
    }
    let behind = value.trim_start_matches([' ', '\t', '"', '\'']);
    let name = behind.trim_end().trim_end_matches(['"', '\'', ';']);
    let start = field.len() - behind.len();
    (is_name(name) && name.chars().all(is_of_name)).then(|| start..start + name.len())
}

/// Whether nothing but a mark of quotation stands between the setting's name and its value.
fn is_open(value: &str) -> bool {
    value.chars().all(|c| " \t\"'>=".contains(c))
}

/// How far the setting is indented; the dash of a list counts.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().trim_start_matches("- ").trim_start().len()
}

fn begins_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

fn ends_record(line: &str) -> bool {
    let text = line.trim();
    text.is_empty() || text.starts_with(['[', '<', '}']) || text.ends_with('{') || text.starts_with("---")
}
