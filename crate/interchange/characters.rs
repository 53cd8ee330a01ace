//! What documents, chats and web pages make of the plain characters of a script, made plain again.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use percent_encoding::percent_decode_str;

use super::conflict;

/// The text with plain blanks, quotation marks, line ends and, before an option, hyphens. AWS's grammars for what a role has
/// (ARNs, external IDs, names of sessions) hold none of the characters that are replaced.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.contains(['\r', '\0', '\u{1b}']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        match c {
            // UTF-16 that was taken for one byte a character has every second one 0.
            '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}' | '\0' => continue,
            // A terminal's colours: ESC [ … m
            '\u{1b}' => {
                if chars.next_if_eq(&'[').is_some() {
                    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
                    chars.next();
                }
                continue;
            }
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    plain.push('\n');
                }
            }
            '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '″' => plain.push('"'),
            '‘' | '’' | '‚' | '‛' | '＇' | '′' => plain.push('\''),
            '＝' => plain.push('='),
            '：' => plain.push(':'),
            '│' | '┃' | '║' => plain.push('|'),
            // Two hyphens become one dash where a document "corrects" them. Inside a word it may stand for one.
            _ if is_dash(c) && before.is_whitespace() && begins_option(&chars) => plain.push_str("--"),
            _ if is_dash(c) && (before == '-' || is_dash(before)) => plain.push('-'),
            _ if is_dash(c)
                && before.is_whitespace()
                && chars.peek().is_some_and(|next| *next == '-' || is_dash(*next)) =>
            {
                plain.push('-')
            }
            _ if c.is_whitespace() && !c.is_ascii() => plain.push(' '),
            _ => plain.push(c),
        }
        before = c;
    }
    Cow::Owned(plain)
}

/// Whether what follows a dash may be the name of an option. Behind that of a list there may be an ARN.
fn begins_option(rest: &Peekable<Chars<'_>>) -> bool {
    let mut start = rest.clone();
    start.clone().next().is_some_and(char::is_alphanumeric) && !start.by_ref().take(4).eq("arn:".chars())
}

/// The text as it was before it became part of an address: a query of STS, a connection of Airflow.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if ["arn%3A", "arn%3a"].iter().any(|start| text.contains(start)) {
        percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether it is a dash that may stand for a hyphen.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// The text without the marks of a mail's or a Markdown page's quotation: `> ` before each of its lines, once or again. No format that is
/// read has a line that begins so, but for shells that wait for the rest of a command, and for a conflict of git.
pub(super) fn unquoted(text: &str) -> Cow<'_, str> {
    let is_quoted =
        |line: Option<&&str>| line.is_some_and(|line| line.trim_start_matches([' ', '\t']).starts_with('>'));
    if conflict::line(text).is_some() || !text.contains('>') || !text.lines().any(|line| is_quoted(Some(&line))) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n').peekable();
    let mut follows = false;
    while let Some(line) = lines.next() {
        let quoted = is_quoted(Some(&line));
        let behind = behind_marks(line);
        let is_mark =
            behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n']) || follows || is_quoted(lines.peek());
        plain.push_str(if quoted && is_mark { behind.strip_prefix(' ').unwrap_or(behind) } else { line });
        follows = quoted;
    }
    Cow::Owned(plain)
}

/// What stands behind `>`, `>>` and `> >`.
fn behind_marks(line: &str) -> &str {
    let mut behind = line;
    while let Some(rest) = behind.trim_start_matches([' ', '\t']).strip_prefix('>') {
        behind = rest;
    }
    behind
}
