//! The characters of a line: blanks, comments, and what a name may hold.

use std::borrow::Cow;

pub(super) const COMMENT: [char; 2] = ['#', ';'];
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// What botocore strips: a text that went through a document has spaces that do not break.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The lines of a text, each ended by `\n`, `\r\n` or, as Python reads it too, `\r` alone.
pub(in super::super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
}

/// Whether a section or a key may be called so.
pub(in super::super) fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.chars().all(in_identifier)
}

/// Whether the name of a section or a key may hold it.
pub(crate) fn in_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c)
}

/// The line up to a comment, trimmed. Behind a value a comment has to be set off by a space, behind a section it need not.
pub(super) fn before_comment(line: &str, set_off: bool) -> &str {
    let mut after_blank = !set_off;
    let end = line.char_indices().find_map(|(at, c)| {
        let begins = after_blank && COMMENT.contains(&c);
        after_blank = !set_off || c.is_whitespace();
        begins.then_some(at)
    });
    trimmed(end.and_then(|end| line.get(..end)).unwrap_or(line))
}

/// Whether the line is more of what the one above gives to this key: a token that a terminal or a mail has broken.
pub(super) fn is_piece(key: &str, text: &str) -> bool {
    let is_secret = ["aws_secret_access_key", "aws_session_token", "aws_security_token"].contains(&key);
    let letters = text.trim_end_matches('=');
    is_secret && letters.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/_-".contains(&byte))
}

pub(super) fn lower(key: &str) -> Cow<'_, str> {
    if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(key.to_ascii_lowercase())
    } else {
        Cow::Borrowed(key)
    }
}
