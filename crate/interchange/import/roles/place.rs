//! What stands beside a role without a name: `assume("arn:…", "alice", "x1")`, `./assume.sh arn:… alice x1`, a row of a table. Which of
//! them is an external ID only the function or the table knows, so they are told of.

use std::ops::Range;

use super::tokens::{Kind, Token, tokens};
use super::{spelled, unread};

/// How far a call reaches to either side of the ARN, in bytes.
const REACH: usize = 600;

/// What is called with the ARN from `start` to `end`, and how many values it is given by place beside it; `is_read` tells what of
/// the text was read. None where there are none.
pub(super) fn beside(text: &str, start: usize, end: usize, is_read: impl Fn(usize) -> bool) -> Option<(String, usize)> {
    let call = Call::around(text, start, end).map(|call| (call.callee(), call.values(is_read)));
    let command = || Some((command_before(text, start)?, words_behind(text, end)));
    let (callee, count) = call.filter(|(_, count)| *count > 0).or_else(command)?;
    (count > 0).then(|| (callee.chars().take(40).collect(), count))
}

/// A call that is given the ARN directly.
struct Call<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// The token of the ARN.
    own: usize,
    /// The token of the bracket that opens its arguments.
    opened: usize,
}

impl<'a> Call<'a> {
    fn around(text: &'a str, start: usize, end: usize) -> Option<Self> {
        let from = text.ceil_char_boundary(start.saturating_sub(REACH));
        let to = text.floor_char_boundary(end + REACH);
        let tokens = tokens(text, from, to);
        let own = tokens.iter().position(|token| token.start <= start && end <= token.end)?;
        let mut depth = 0_usize;
        let opened = (0..own).rev().find(|at| match tokens.get(*at).map(|token| token.kind) {
            Some(Kind::Close) => {
                depth += 1;
                false
            }
            Some(Kind::Open) if depth > 0 => {
                depth -= 1;
                false
            }
            kind => kind == Some(Kind::Open),
        })?;
        let call = Self { text, tokens, own, opened };
        let touches = call.tokens.get(opened.checked_sub(1)?)?.end == call.tokens.get(opened)?.start;
        let is_name = call.callee().ends_with(|c: char| c.is_alphanumeric() || "_>".contains(c));
        (call.word(opened) == "(" && touches && is_name).then_some(call)
    }

    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).and_then(|token| self.text.get(token.start..token.end)).unwrap_or_default()
    }

    fn callee(&self) -> &'a str {
        self.opened.checked_sub(1).map_or("", |at| self.word(at))
    }

    /// How many of its arguments are values without a name that were not read.
    fn values(&self, is_read: impl Fn(usize) -> bool) -> usize {
        let is_unread = |at: &usize| self.tokens.get(*at).is_some_and(|token| !is_read(token.start));
        self.arguments().iter().filter_map(|argument| self.value(argument)).filter(is_unread).count()
    }

    /// The tokens of each argument.
    fn arguments(&self) -> Vec<Vec<usize>> {
        let mut arguments = vec![Vec::new()];
        let mut depth = 0_usize;
        for (at, token) in self.tokens.iter().enumerate().skip(self.opened + 1) {
            match token.kind {
                Kind::Close if depth == 0 => return arguments,
                Kind::Other if depth == 0 && self.word(at) == "," => {
                    arguments.push(Vec::new());
                    continue;
                }
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                Kind::Line => continue,
                _ => {}
            }
            if let Some(argument) = arguments.last_mut() {
                argument.push(at);
            }
        }
        arguments.pop(); // it goes on beyond what is looked at
        arguments
    }

    /// The token of the value that an argument is, alone or as in Rust's `Some("x1")`.
    fn value(&self, argument: &[usize]) -> Option<usize> {
        let at = match argument {
            [one] => *one,
            [_, open, inner, _] if self.word(*open) == "(" => *inner,
            _ => return None,
        };
        let word = self.word(at);
        let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        let is_text = self.tokens.get(at)?.kind == Kind::Text && word.len() > 2;
        // What stands before the role is mostly a client.
        let is_variable = at > self.own && word.starts_with(|c: char| c.is_alphabetic() || "_$".contains(c));
        let is_value = is_number || is_text || (is_variable && !IDLE.contains(&word));
        (is_value && !word.contains("arn:")).then_some(at)
    }
}

/// What languages have for nothing, and for yes and no.
const IDLE: [&str; 9] = ["true", "false", "True", "False", "null", "nil", "none", "None", "undefined"];

/// The command of which the ARN is the first word.
fn command_before(text: &str, start: usize) -> Option<&str> {
    let from = text.ceil_char_boundary(start.saturating_sub(REACH));
    let before = text.get(from..start)?;
    let lead = before.trim_end_matches(['"', '\'']).rsplit(['\n', ';', '|', '(']).next()?;
    let stands_apart = lead.ends_with(' ') || before.ends_with(['"', '\'']);
    lead.split_whitespace().next_back().filter(|word| stands_apart && is_command(word))
}

fn is_command(word: &str) -> bool {
    let small = word.to_ascii_lowercase();
    // “to assume arn:…” is prose.
    let is_verb = ["assume", "assumed", "assumes", "assuming", "assume-role"].contains(&small.as_str());
    let is_name = word.chars().all(|c| c.is_ascii_alphanumeric() || "_./-~@$".contains(c)) && !word.starts_with('-');
    is_name && !is_verb && (small.contains("assume") || word.ends_with(".sh") || word.ends_with(".py"))
}

/// How many words the command is given behind the ARN, up to its first option.
fn words_behind(text: &str, end: usize) -> usize {
    let behind = text.get(end..text.floor_char_boundary(end + REACH)).unwrap_or_default();
    let words = behind.trim_start_matches(['"', '\'']).split(['\n', ';', '|', '&', ')', '>', '#']).next();
    let words = words.unwrap_or_default().split_whitespace().take_while(|word| !word.starts_with('-'));
    words.filter(|word| *word != "\\").count()
}

/// The options of one letter beside that which has the ARN: what they mean only their command knows.
pub(super) fn options(text: &str, start: usize, end: usize, is_read: impl Fn(usize) -> bool) -> Vec<&str> {
    let from = text.ceil_char_boundary(start.saturating_sub(REACH));
    let before = text.get(from..start).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let behind = text.get(end..text.floor_char_boundary(end + REACH)).unwrap_or_default();
    let behind = behind.split(['\n', '|', ';', '&']).next().unwrap_or_default();
    let is_value_of_option = before.split_whitespace().next_back().is_some_and(|word| word.starts_with('-'));
    let part = |from: usize, part: &'_ str| -> Vec<&str> {
        let words = spelled::words(text, from, from + part.len());
        let is_option = |word: &spelled::Word<'_>| {
            word.letters.len() == 1 && text.get(..word.at.start).is_some_and(|lead| lead.ends_with(" -"))
        };
        let has_value = |word: &spelled::Word<'_>| {
            text.get(word.at.end..)
                .is_some_and(|rest| rest.starts_with(' ') && !rest.trim_start().starts_with(['-', 'a']))
        };
        words
            .into_iter()
            .filter(|word| is_option(word) && has_value(word) && !is_read(word.at.start))
            .map(|word| word.letters)
            .collect()
    };
    if !is_value_of_option {
        return Vec::new();
    }
    part(start - before.len(), before).into_iter().chain(part(end, behind)).collect()
}

/// Where the long options stand, each with a value, beside that which has the ARN: `--via hub`. What names no parameter of a role, only
/// their command knows.
pub(super) fn long_options(text: &str, start: usize, end: usize, is_read: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let from = text.ceil_char_boundary(start.saturating_sub(REACH));
    let before = last_command(text.get(from..start).unwrap_or_default());
    let from = start - before.len();
    let behind = text.get(end..text.floor_char_boundary(end + REACH)).unwrap_or_default();
    let to = end + command_end(behind);
    let own = before.trim_end_matches(['"', '\'']);
    let option = own.trim_end_matches('=').split_whitespace().next_back().unwrap_or_default();
    // Of a value that is named some other way, as in a program, what stands beside it is no option.
    if !option.starts_with("--") || !(own.ends_with('=') || own.ends_with(char::is_whitespace)) {
        return Vec::new();
    }
    let command = text.get(from..to).unwrap_or_default();
    let mut found = Vec::new();
    for (at, _) in command.match_indices("--") {
        let behind = command.get(at + 2..).unwrap_or_default();
        let name = behind
            .get(..behind.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)).unwrap_or(behind.len()));
        let name = name.unwrap_or_default();
        let begins = command.get(..at).is_some_and(|lead| lead.is_empty() || lead.ends_with(char::is_whitespace));
        let rest = behind.get(name.len()..).unwrap_or_default();
        let value = rest.strip_prefix('=').or_else(|| Some(rest.trim_start()).filter(|it| it.len() < rest.len()));
        let value = value
            .map(|it| it.trim_start_matches(['"', '\'', '\\', '\n', ' ']))
            .filter(|it| !it.is_empty() && !it.starts_with('-'));
        let Some(value) = value.filter(|_| begins && name.starts_with(|c: char| c.is_ascii_alphabetic())) else {
            continue;
        };
        let (place, value) = (from + at, to - value.len());
        let is_arn = text.get(value..to).is_some_and(|it| it.starts_with("arn:"));
        let is_told = is_arn || is_read(place) || is_read(place + 2) || is_read(value) || (start..end).contains(&value);
        if !is_told && !SAYS_NOTHING.contains(&name) && !unread::is_told_of(name) {
            found.push(place..place + 2 + name.len());
        }
    }
    found
}

/// Options by which a command only says how it prints.
const SAYS_NOTHING: [&str; 8] = ["output", "query", "format", "color", "colour", "log-level", "loglevel", "page-size"];

/// The command in which `before` ends: a line, and those before it that go on in the next.
fn last_command(before: &str) -> &str {
    let cut = before.rmatch_indices(ENDS).find(|(at, _)| ends_command(before, *at));
    cut.map_or(before, |(at, sign)| before.get(at + sign.len()..).unwrap_or_default())
}

/// How far the command goes that `behind` is the rest of.
fn command_end(behind: &str) -> usize {
    behind.match_indices(ENDS).find(|(at, _)| ends_command(behind, *at)).map_or(behind.len(), |(at, _)| at)
}

const ENDS: [char; 4] = ['\n', '|', ';', '&'];

/// Whether the sign there, of [`ENDS`], ends a command: a line does not whose last sign has it go on in the next.
fn ends_command(text: &str, at: usize) -> bool {
    let (line, rest) = text.split_at(at);
    !(rest.starts_with('\n') && line.trim_end_matches([' ', '\r']).ends_with(['\\', '`', '^']))
}

/// Whether values stand behind the ARN in its row: single words that are no prose, `arn:… x1`, `arn:…\tx1`, `| arn:… | x1 |`.
pub(super) fn has_row(text: &str, start: usize, end: usize, is_read: impl Fn(usize) -> bool) -> bool {
    let arn = text.get(start..end).unwrap_or_default();
    let row = row_behind(text, end);
    let is_program = row.contains(['(', '{', '[', '=', '$', '<', '>', '\\', '#']);
    if is_read(end) || is_program || !row.starts_with([' ', '\t', ',', ';', '|', ':']) {
        return false;
    }
    let cells: Vec<&str> =
        row.split(['\t', ',', ';', '|', ':']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    match cells.as_slice() {
        [] => false,
        [words] if !row.contains(['|', '\t']) => words.split_whitespace().all(|word| is_value(word, arn)),
        cells => cells.iter().any(|cell| is_value(cell, arn)),
    }
}

/// What stands on the line behind the ARN, up to the next one.
fn row_behind(text: &str, end: usize) -> &str {
    let behind = text.get(end..text.floor_char_boundary(end + REACH)).unwrap_or_default();
    let line = behind.split('\n').next().unwrap_or_default();
    line.split("arn:").next().unwrap_or_default().trim_start_matches(['"', '\'', '`', '*'])
}

/// Whether a cell is a word that is neither prose nor a part of the ARN itself.
pub(super) fn is_value(cell: &str, arn: &str) -> bool {
    let cell = cell.trim_matches(['"', '\'', '`', '*', '.']);
    let is_word = cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&byte));
    let is_prose = !cell.contains(|c: char| c.is_ascii_digit() || "_@-/".contains(c)) || cell.starts_with('-');
    let is_own = arn.split([':', '/']).any(|part| part == cell.replace('-', "") || part == cell);
    is_word && !is_prose && !is_own && !cell.contains("//") && cell != "/"
}
