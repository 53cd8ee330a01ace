//! Whether a secret is all there: what a terminal, a mail, a program or a file has put between its parts, and whether they are its own.

use super::scan::{Kind, ends_word, is_assignment, split_where};

/// Whether a secret is all there.
pub(super) enum Whole<'a> {
    Yes,
    /// With what stands in the next lines or behind blanks, and what follows that.
    Joined(String, &'a str),
    /// What follows may be more of it.
    Unsure,
}

/// What a secret access key has of characters.
pub(super) const LENGTH: usize = 40;
/// A shorter word behind a blank is prose or another column.
pub(super) const SHORTEST_PIECE: usize = 16;
/// No terminal is narrower.
const SHORTEST_LINE: usize = 40;

pub(super) const BLANK: [char; 2] = [' ', '\t'];

/// Whether `value`, which was read of `text` up to `after`, is all of it.
pub(super) fn whole<'a>(text: &str, value: &str, after: &'a str, kind: Kind) -> Whole<'a> {
    let start = text.len().saturating_sub(after.len() + value.len());
    let is_quoted = text.get(..text.len() - after.len()).is_some_and(|read| read.ends_with(['"', '\'']));
    let column = columns(text, start.saturating_sub(usize::from(is_quoted)));
    // What stands for the rest of a long line. Other signs the check of its characters refuses.
    // Base64 ends with two equals signs at most, so a third is of a mail, whose line goes on.
    let is_shortened =
        value.contains("..") || value.trim_end().ends_with("===") || (!is_quoted && after.starts_with('>'));
    if kind != Kind::Secret && is_shortened {
        return Whole::Unsure;
    }
    if !is_quoted {
        return lines(value, after, column, margin(text, start), kind);
    }
    match joined(value, after, column, kind) {
        Whole::Yes if goes_on(after) && !(kind == Kind::Secret && value.len() == LENGTH) => Whole::Unsure,
        found => found,
    }
}

/// The value with the parts that a terminal, a mail or a list of PowerShell has put into further lines. They are its own for sure
/// where all but the last line are equally long, where they stand below each other, or where a secret has its 40 characters.
fn lines<'a>(value: &str, after: &'a str, column: usize, margin: &str, kind: Kind) -> Whole<'a> {
    let is_secret = kind == Kind::Secret;
    if !is_base64(value)
        // With an equals sign it may be a mail's line that goes on.
        || (is_secret && value.len() == LENGTH && !value.ends_with('='))
        || after.starts_with(['"', '\'', ',', ';', '&', '<'])
    {
        return Whole::Yes;
    }
    let mut joined = value.to_string();
    let (mut rest, mut width) = (after, column + value.len());
    let (mut even, mut below, mut pieces) = (true, true, 0);
    let first_width = width;
    while let Some(gap) = gap(rest, margin) {
        let (piece, behind) = split_where(gap.after, |c| c.is_whitespace() || ends_word(c));
        let ends = behind.trim_start_matches(BLANK);
        let alone = ends.is_empty() || ends.starts_with(['\n', '\r', '"', '\'', '\\', '`', '^', '|']);
        let is_more = is_base64(piece)
            && Kind::of(piece.trim_end_matches('=')).is_none()
            && !is_assignment(gap.after)
            && !is_command(piece);
        let is_likely = piece.len() >= SHORTEST_PIECE || is_random(piece);
        if !is_more || (!is_likely && !gap.is_close) {
            break;
        }
        if gap.breaks > 0 && !alone {
            // Of a line of prose or of another setting, unless it looks like more.
            pieces += usize::from(is_random(piece));
            (even, below) = (false, false);
            break;
        }
        // An equals sign is the end of base64, or a mail's own at the end of a line.
        let is_end = joined.ends_with('=') && piece != "=";
        let is_plain = gap.breaks == 1 && !gap.is_marked && !is_end;
        even &= is_plain && gap.indent == 0 && width == first_width && gap.margin + piece.len() <= first_width;
        below &= is_plain && gap.indent > 0 && gap.margin + gap.indent == column;
        joined.push_str(piece);
        width = gap.margin + gap.indent + piece.len();
        rest = behind;
        pieces += 1;
        if is_secret && joined.len() >= LENGTH {
            break;
        }
    }
    match pieces {
        0 => Whole::Yes,
        _ if joined.ends_with("===") => Whole::Unsure,
        _ if is_secret && joined.len() == LENGTH => Whole::Joined(joined, rest),
        // A line of a few letters is not worth wrapping.
        _ if !is_secret && (even || below) && first_width >= SHORTEST_LINE => Whole::Joined(joined, rest),
        _ => Whole::Unsure,
    }
}

/// What may stand between two parts of one value.
struct Gap<'a> {
    /// How many lines end in it.
    breaks: usize,
    /// Whether a mark of a shell says that the line goes on.
    is_marked: bool,
    /// Whether what follows belongs here, whatever it looks like.
    is_close: bool,
    /// The columns that all lines begin with, and the blanks behind them.
    margin: usize,
    indent: usize,
    /// The text behind it.
    after: &'a str,
}

fn gap<'a>(rest: &'a str, margin: &str) -> Option<Gap<'a>> {
    let line_break = |text: &'a str| {
        let text = text.trim_start_matches(BLANK);
        text.strip_prefix("\r\n").or_else(|| text.strip_prefix(['\n', '\r']))
    };
    let spaced = rest.trim_start_matches(BLANK);
    let marked = spaced.strip_prefix(['\\', '`', '^']).and_then(line_break);
    // The right edge of a frame.
    let is_frame = |text: &&str| margin.contains('|') || text.trim_start_matches(BLANK).starts_with('|');
    let framed = spaced.strip_prefix('|').and_then(line_break).filter(is_frame);
    let Some(mut after) = marked.or(framed).or_else(|| line_break(rest)) else {
        let is_gap = spaced.len() < rest.len() && !spaced.is_empty();
        return is_gap.then_some(Gap {
            breaks: 0,
            is_marked: false,
            is_close: false,
            margin: 0,
            indent: 0,
            after: spaced,
        });
    };
    let mut breaks = 1;
    while let Some(next) = line_break(after) {
        (after, breaks) = (next, breaks + 1);
    }
    // Of the first line no margin may have been copied, or less of it.
    let usual = after.strip_prefix(margin).unwrap_or(after);
    let within = usual.trim_start_matches(['>', '|', ' ']);
    let is_further = within.len() < usual.trim_start_matches(BLANK).len();
    let within = if is_further { within } else { usual };
    let margin = after.len() - within.len();
    let after = within.trim_start_matches(BLANK);
    let is_marked = marked.is_some() || framed.is_some();
    let is_close = is_marked || (breaks == 1 && !is_further);
    Some(Gap { breaks, is_marked, is_close, margin, indent: within.len() - after.len(), after })
}

/// What the line of this place begins with, if that is no word: a prompt, the bar of a quotation or of a frame.
fn margin(text: &str, place: usize) -> &str {
    const LONGEST: usize = 512; // of a line that is looked back at
    const WIDEST: usize = 8;
    let window = text.ceil_char_boundary(place.saturating_sub(LONGEST));
    let before = text.get(window..place).unwrap_or_default();
    let line = match before.rfind(['\n', '\r']) {
        Some(end) => before.get(end + 1..).unwrap_or_default(),
        None if window == 0 => before,
        None => return "",
    };
    let end = line.char_indices().take(WIDEST).take_while(|(_, c)| "> |".contains(*c)).last();
    let margin = line.get(..end.map_or(0, |(at, c)| at + c.len_utf8())).unwrap_or_default();
    if margin.trim().is_empty() { "" } else { margin }
}

/// The same of what stands between quotation marks, where it ends for sure.
fn joined<'a>(value: &str, after: &'a str, column: usize, kind: Kind) -> Whole<'a> {
    let joined: String = value.split_whitespace().collect();
    if joined.len() == value.len() || !is_base64(&joined) {
        return Whole::Yes;
    }
    let mut lines = value.lines();
    let first = column + lines.next().unwrap_or_default().len();
    let widths: Vec<usize> = lines.map(str::len).collect();
    let even =
        widths.split_last().is_some_and(|(last, rest)| *last <= first && rest.iter().all(|width| *width == first));
    let blank = value.contains(BLANK) || value.contains("=\n"); // a mail's line that goes on
    // Of two lines alone it cannot be told whether they are equally long.
    let wrapped = even && widths.len() >= 2 && !blank && first >= SHORTEST_LINE;
    let sure = if kind == Kind::Secret { joined.len() == LENGTH } else { wrapped };
    if sure { Whole::Joined(joined, after) } else { Whole::Yes } // the check of its characters refuses it
}

/// Whether another string follows that a program adds to the one that ended here: `"…" + "…"`, or one below the other.
fn goes_on(after: &str) -> bool {
    let is_gap = |c: char| c.is_whitespace() || "\\`^_".contains(c);
    let next = after.trim_start_matches(is_gap);
    let next = next.strip_prefix(['+', '.', '&', '~']).unwrap_or(next).trim_start_matches(is_gap);
    let Some(next) = next.strip_prefix(['"', '\'']) else { return false };
    let (piece, behind) = split_where(next, |c| !is_part(c));
    let behind = behind.trim_start_matches(['"', '\'']).trim_start();
    !piece.is_empty() && Kind::of(piece).is_none() && !behind.starts_with([':', '='])
}

pub(super) fn is_base64(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_part)
}

pub(super) fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || "+/=_-".contains(c)
}

/// Whether a short text is no word of prose or of a command.
pub(super) fn is_random(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    text.contains(['+', '=']) || (has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase))
}

fn is_command(word: &str) -> bool {
    matches!(word, "export" | "unset" | "set" | "setx" | "aws" | "exit" | "done" | "EOF" | "expires" | "region")
}

/// How many columns of its line are before a place of the text. No terminal is as wide as what is looked at.
fn columns(text: &str, place: usize) -> usize {
    const WIDEST: usize = 512;
    let line = text.as_bytes().get(place.saturating_sub(WIDEST)..place).unwrap_or_default();
    line.iter().rev().take_while(|byte| !matches!(byte, b'\n' | b'\r')).filter(|byte| **byte & 0xc0 != 0x80).count()
}
