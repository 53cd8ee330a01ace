//! Where the part of a text that has one of its roles begins and ends, and what it is called: a section between heads, an item of a list,
//! a block with a label.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{indent, is_comment};

/// Where the part begins that has the setting at `setting`; `from` is the end of the one before it.
pub(super) fn start(text: &str, from: usize, setting: usize) -> usize {
    let lines = || lines(text, from, setting);
    if let Some((at, _)) = lines().filter(|(_, line)| head(line).is_some()).last() {
        return at;
    }
    let lowest = lines().map(|(_, line)| indent(line)).chain([column(text, setting)]).min();
    let is_lowest = |at: usize| Some(column(text, at)) == lowest;
    if is_lowest(setting) {
        setting
    } else {
        lines().map(|(at, _)| at).filter(|at| is_lowest(*at)).last().unwrap_or(setting)
    }
}

/// The same of the first setting: the line above it that is as far to the left as the begin of the part that is `next`.
pub(super) fn first(text: &str, setting: usize, next: usize) -> usize {
    if lines(text, 0, setting).any(|(_, line)| head(line).is_some()) {
        return start(text, 0, setting);
    }
    let like = column(text, next);
    let above = lines(text, 0, setting).map(|(at, _)| at).filter(|at| column(text, *at) == like).last();
    if column(text, setting) == like { setting } else { above.unwrap_or(0) }
}

/// Where the part ends whose setting ends at `from`, and the one behind it begins at `next`: with a head, there may be one without roles.
pub(super) fn end(text: &str, from: usize, next: usize) -> usize {
    lines(text, from, next).find(|(_, line)| head(line).is_some()).map_or(next, |(at, _)| at)
}

/// The only section that has a role, of a text that has others.
pub(in super::super) fn own(text: &str) -> Option<Range<usize>> {
    let heads: Vec<usize> =
        lines(text, 0, text.len()).filter(|(_, line)| head(line).is_some()).map(|(at, _)| at).collect();
    let ends = heads.iter().skip(1).copied().chain([text.len()]);
    let mut with_role = heads.iter().zip(ends).map(|(start, end)| *start..end).filter(|part| has_role(text, part));
    let own = with_role.next().filter(|_| with_role.next().is_none())?;
    let first = *heads.first()?;
    (heads.len() > 1 && !has_role(text, &(0..first))).then_some(own)
}

fn has_role(text: &str, part: &Range<usize>) -> bool {
    text.get(part.clone()).is_some_and(|part| part.contains(":role/"))
}

/// What the parts are called, where no two have one name.
pub(super) fn names(text: &str, blocks: &[Range<usize>]) -> Vec<(usize, String)> {
    let found: Vec<(usize, String)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| Some((at, name(text.get(block.clone())?)?.chars().take(100).collect())))
        .collect();
    let different: BTreeSet<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
    if different.len() == found.len() { found } else { Vec::new() }
}

/// `[name]`, `connection "name" {`, `- name: name`.
fn name(block: &str) -> Option<&str> {
    let first = block.lines().find(|line| !line.trim().is_empty())?;
    let labelled = || first.trim_end().strip_suffix('{')?.trim_end().strip_suffix('"')?.rsplit('"').next();
    let set = || block.lines().filter(|line| inner(line) == inner(first)).find_map(set_name);
    head(first).or_else(labelled).or_else(set).filter(|name| !name.is_empty() && !name.contains("${"))
}

/// What the line sets the name to.
fn set_name(line: &str) -> Option<&str> {
    let (key, value) = line.trim_start_matches([' ', '-']).split_once([':', '='])?;
    let is_name = key.trim().trim_matches('"').eq_ignore_ascii_case("name");
    is_name.then_some(value.trim().trim_end_matches(',').trim_matches(['"', '\'']))
}

/// How far the setting is indented; the dash of a list counts.
fn inner(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '-']).len()
}

/// What stands between the brackets, if the line is nothing else.
fn head(line: &str) -> Option<&str> {
    let line = line.trim();
    if line == "---" {
        return Some("");
    }
    let name = line.strip_prefix('[')?.strip_suffix(']')?.trim_matches(['[', ']', ' ', '"', '\'']);
    (!name.is_empty() && !name.contains([',', '{', ':'])).then_some(name)
}

/// Each line from byte to byte that says something, with its place.
fn lines(text: &str, from: usize, to: usize) -> impl Iterator<Item = (usize, &str)> {
    let part = text.get(from..to).unwrap_or_default();
    let mut at = from;
    let places = part.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    });
    places.filter(|(_, line)| !line.trim().is_empty() && !is_comment(line))
}

fn column(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.lines().next()).map_or(0, indent)
}
