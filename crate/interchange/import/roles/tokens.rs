//! What programs and command lines are made of, as far as all their languages agree.

use super::unread;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// A name, a number or an option: whatever stands between blanks and the other kinds.
    Word,
    /// A string with its quotation marks, which ends on its line.
    Text,
    Open,
    Close,
    /// A line break that may end a statement.
    Line,
    /// `=`, `:`, `=>`, `:=`.
    Gives,
    Other,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub kind: Kind,
    /// In bytes of the text; `end` is behind it.
    pub start: usize,
    pub end: usize,
}

/// The tokens of the text from byte to byte, without blanks and comments.
pub(super) fn tokens(text: &str, from: usize, to: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = from;
    while at < to {
        let rest = text.get(at..to).unwrap_or_default();
        let Some(c) = rest.chars().next() else { break };
        let is_word = |c: char| c.is_alphanumeric() || "_-.$@/+,\\%~".contains(c);
        let (kind, length) = match c {
            '"' | '\'' | '`' => match closing(rest, c) {
                Some(end) => (Kind::Text, end),
                None => (Kind::Other, 1),
            },
            '(' | '[' | '{' => (Kind::Open, 1),
            ')' | ']' | '}' => (Kind::Close, 1),
            '\n' => (Kind::Line, 1),
            ':' if rest.starts_with("::") => (Kind::Other, 2),
            '=' if rest.starts_with("==") => (Kind::Other, 2),
            '=' | ':' => (Kind::Gives, if rest.starts_with("=>") || rest.starts_with(":=") { 2 } else { 1 }),
            'a' if rest.starts_with("arn:") => {
                (Kind::Word, rest.find(|c: char| !is_word(c) && c != ':' && c != '=').unwrap_or(rest.len()))
            }
            ',' | ';' => (Kind::Other, 1),
            '#' | '/' if unread::remark(text.get(..at).unwrap_or_default(), rest).is_some() => {
                (Kind::Other, rest.find('\n').unwrap_or(rest.len()))
            }
            '\\' | '^'
                if rest.get(1..).is_some_and(|rest| rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n')) =>
            {
                (Kind::Other, rest.find('\n').unwrap_or(0) + 1) // the line goes on
            }
            _ if is_word(c) => (Kind::Word, rest.find(|c: char| !is_word(c) || c == ',').unwrap_or(rest.len())),
            _ => (Kind::Other, c.len_utf8()),
        };
        if !c.is_whitespace() || c == '\n' {
            tokens.push(Token { kind, start: at, end: at + length });
        }
        at += length;
    }
    tokens
}

/// How long the string is that begins with this mark, if it ends on its line.
fn closing(rest: &str, mark: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if c == mark => return Some(at + 1),
            _ => {}
        }
    }
    None
}
