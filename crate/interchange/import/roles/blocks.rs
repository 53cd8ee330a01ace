//! Terraform's blocks of providers, and of where it keeps its state. Each configures one provider: what it assumes, several `assume_role` too, is a chain, and another
//! block is another chain.

use std::ops::Range;

/// The parts of the text from `provider "aws" {` to its closing bracket, in their order; they lie in no other such part.
pub(super) fn providers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if found.last().is_some_and(|last: &Range<usize>| start < last.end) {
            continue;
        }
        if let Some(open) = opens(line).map(|open| start + open) {
            found.push(start..end(text, open).unwrap_or(text.len()));
        }
    }
    found
}

/// What a provider is called by those that use it: `alias = "prod"`.
pub(super) fn alias(block: &str) -> Option<&str> {
    block.lines().find_map(|line| {
        let value = line.trim_start().strip_prefix("alias")?.trim_start().strip_prefix('=')?;
        let (alias, _) = value.trim_start().strip_prefix('"')?.split_once('"')?;
        (!alias.is_empty() && !alias.contains("${")).then_some(alias)
    })
}

/// Where the bracket is that opens a block, if this line begins a provider's: `provider "aws" {`, once without the quotes.
fn opens(line: &str) -> Option<usize> {
    let rest = ["provider", "backend"]
        .iter()
        .find_map(|kind| line.trim_start().strip_prefix(kind))
        .filter(|rest| rest.starts_with([' ', '\t', '"']))?;
    let label = rest.trim_start().trim_start_matches('"');
    let behind = label.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let bracket = behind.trim_start_matches('"').trim_start();
    (behind.len() < label.len() && bracket.starts_with('{')).then(|| line.len() - bracket.len())
}

/// Behind the bracket that closes the one at `open`; brackets in strings and comments do not count.
fn end(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate().skip(open).peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b'"' => {
                // A string ends with its line, if it has no end.
                while let Some((_, inner)) = bytes.next() {
                    match inner {
                        b'"' | b'\n' => break,
                        b'\\' => {
                            bytes.next();
                        }
                        _ => {}
                    }
                }
            }
            b'/' if bytes.peek().is_none_or(|(_, next)| *next != b'/') => {}
            b'#' | b'/' => {
                bytes.find(|(_, byte)| *byte == b'\n');
            }
            _ => {}
        }
    }
    None
}
