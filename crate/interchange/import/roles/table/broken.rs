//! Cells with line breaks in their quotation marks, as sheets export them.

use std::borrow::Cow;

use super::{Heading, LONGEST};

/// What stands in the place of a cell's line break: a blank to whoever reads the cell, and a line to whoever counts them.
pub(in super::super) const BREAK: char = '\x0b';

/// The text with each row of such a table on one line.
pub(in super::super) fn joined(text: &str) -> Cow<'_, str> {
    let Some(start) = text.contains('"').then(|| begin(text)).flatten() else { return Cow::Borrowed(text) };
    let mut plain = text.get(..start).unwrap_or_default().to_string();
    let mut opened: Option<usize> = None;
    let mut before = '\n';
    let mut chars = text.get(start..).unwrap_or_default().char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match (c, opened) {
            ('"', None) if before == '\n' || is_mark(before) => opened = Some(at),
            ('"', Some(_)) => match chars.next_if(|(_, next)| *next == '"') {
                Some((_, mark)) => plain.push(mark),
                None => opened = None,
            },
            // It has no end that belongs to it.
            (_, Some(from)) if at - from > LONGEST => return Cow::Borrowed(text),
            ('\n', None) if before == '\n' => {
                plain.push_str(text.get(start + at..).unwrap_or_default());
                return Cow::Owned(plain);
            }
            _ => {}
        }
        plain.push(if c == '\n' && opened.is_some() { BREAK } else { c });
        if c != ' ' {
            before = c;
        }
    }
    if opened.is_some() { Cow::Borrowed(text) } else { Cow::Owned(plain) }
}

fn is_mark(c: char) -> bool {
    matches!(c, ',' | ';' | '\t')
}

/// Where the table begins.
fn begin(text: &str) -> Option<usize> {
    let heads = |row: &str| Heading::of(row, 0).is_some_and(|heading| is_mark(heading.mark));
    let mut at = 0;
    let mut is_tried = false;
    for line in text.split_inclusive('\n') {
        // A heading may be broken itself. It is looked for once.
        let is_broken = line.matches('"').count() % 2 == 1 && !std::mem::replace(&mut is_tried, true);
        let is_head = if is_broken { row(text.get(at..)?).is_some_and(|row| heads(&row)) } else { heads(line) };
        if is_head {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// The row that begins here, on one line.
fn row(text: &str) -> Option<String> {
    let mut is_quoted = false;
    let end = text.get(..text.floor_char_boundary(LONGEST))?.find(|c: char| {
        is_quoted ^= c == '"';
        c == '\n' && !is_quoted
    })?;
    Some(text.get(..end)?.replace('\n', " "))
}
