//! What stands beside a role without a name: `assume("arn:…", "alice", "x1")`, `./assume.sh arn:… alice x1`, a row of a table. Which of
//! them is an external ID only the function or the table knows, so they are told of.

use super::tokens::{Kind, tokens};

/// How far a call reaches to either side of the ARN, in bytes.
const REACH: usize = 600;

/// What is called with the ARN from `start` to `end`, and how many values it is given by place beside it; `is_read` tells what of
/// the text was read. None where there are none.
pub(super) fn beside(text: &str, start: usize, end: usize, is_read: impl Fn(usize) -> bool) -> Option<(String, usize)> {
    in_brackets(text, start, end, is_read).or_else(|| on_line(text, start, end))
}

fn in_brackets(text: &str, start: usize, end: usize, is_read: impl Fn(usize) -> bool) -> Option<(String, usize)> {
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
    let word = |at: usize| tokens.get(at).and_then(|token| text.get(token.start..token.end)).unwrap_or_default();
    let callee = word(opened.checked_sub(1)?);
    let is_call = word(opened) == "(" && callee.ends_with(|c: char| c.is_alphanumeric() || "_>".contains(c));
    let touches = tokens.get(opened - 1)?.end == tokens.get(opened)?.start;
    if !is_call || !touches {
        return None;
    }
    let is_value = |at: usize| {
        let (said, token) = (word(at), tokens.get(at));
        let is_number = !said.is_empty() && said.bytes().all(|byte| byte.is_ascii_digit());
        let is_text = token.is_some_and(|token| token.kind == Kind::Text) && said.len() > 2;
        let is_variable =
            at > own && said.starts_with(|c: char| c.is_alphabetic() || "_$".contains(c)) && !IDLE.contains(&said);
        let is_seen = said.contains("arn:") || token.is_none_or(|token| is_read(token.start));
        (is_number || is_text || is_variable) && !is_seen
    };
    let mut count = 0;
    let mut argument: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate().skip(opened + 1) {
        if depth == 0 && (token.kind == Kind::Close || word(at) == ",") {
            // Rust's `Some("x1")`
            let value = match argument.as_slice() {
                [one] => Some(*one),
                [_, open, inner, _] if word(*open) == "(" => Some(*inner),
                _ => None,
            };
            count += usize::from(value.is_some_and(&is_value));
            argument.clear();
            if token.kind == Kind::Close {
                break;
            }
            continue;
        }
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth -= 1,
            Kind::Line => continue,
            _ => {}
        }
        argument.push(at);
    }
    (count > 0).then(|| (callee.chars().take(40).collect(), count))
}

/// What languages have for nothing, and for yes and no.
const IDLE: [&str; 9] = ["true", "false", "True", "False", "null", "nil", "none", "None", "undefined"];

/// The words behind the ARN of a line that begins with a command.
fn on_line(text: &str, start: usize, end: usize) -> Option<(String, usize)> {
    let from = text.ceil_char_boundary(start.saturating_sub(REACH));
    let lead = text.get(from..start)?.rsplit(['\n', ';', '|', '(']).next()?.trim_end_matches(['"', '\'']);
    let command = lead.split_whitespace().next_back()?;
    let is_command =
        command.to_ascii_lowercase().contains("assume") || command.ends_with(".sh") || command.ends_with(".py");
    let is_name = command.chars().all(|c| c.is_ascii_alphanumeric() || "_./-~@$".contains(c));
    // “to assume arn:…” is prose.
    let is_verb =
        ["assume", "assumed", "assumes", "assuming", "assume-role"].contains(&command.to_ascii_lowercase().as_str());
    if !is_command
        || !is_name
        || is_verb
        || command.starts_with('-')
        || !lead.ends_with(' ') && !text.get(..start)?.ends_with(['"', '\''])
    {
        return None;
    }
    let behind = text.get(end..text.floor_char_boundary(end + REACH))?.trim_start_matches(['"', '\'']);
    let behind = behind.split(['\n', ';', '|', '&', ')', '>', '#']).next()?;
    let count =
        behind.split_whitespace().take_while(|word| !word.starts_with('-')).filter(|word| *word != "\\").count();
    (count > 0).then(|| (command.chars().take(40).collect(), count))
}

/// Whether values stand behind the ARN in its row: single words that are no prose, `arn:… x1`, `arn:…\tx1`, `| arn:… | x1 |`.
pub(super) fn has_row(text: &str, start: usize, end: usize, is_read: impl Fn(usize) -> bool) -> bool {
    let arn = text.get(start..end).unwrap_or_default();
    let behind = text.get(end..text.floor_char_boundary(end + REACH)).unwrap_or_default();
    let behind = behind.split('\n').next().unwrap_or_default();
    let behind = behind.find("arn:").and_then(|next| behind.get(..next)).unwrap_or(behind);
    let row = behind.trim_start_matches(['"', '\'', '`', '*']);
    if is_read(end)
        || !row.starts_with([' ', '\t', ',', ';', '|', ':'])
        || row.contains(['(', '{', '[', '=', '$', '<', '>', '\\', '#'])
    {
        return false;
    }
    let is_value = |cell: &str| {
        let cell = cell.trim_matches(['"', '\'', '`', '*', '.']);
        let is_word =
            !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&byte));
        let is_prose = !cell.contains(|c: char| c.is_ascii_digit() || "_@-/".contains(c)) || cell.starts_with('-');
        let is_own =
            cell.contains("//") || arn.split([':', '/']).any(|part| part == cell.replace('-', "") || part == cell);
        is_word && !is_prose && !is_own
    };
    let cells = row.split(['\t', ',', ';', '|', ':']).map(str::trim).filter(|cell| !cell.is_empty());
    let mut words = row.trim_start_matches([',', ';', ':']).split_whitespace();
    let is_row = (cells.clone().count() > 1 || row.contains(['|', '\t'])) && cells.clone().any(is_value);
    is_row || (cells.count() == 1 && words.all(is_value))
}
