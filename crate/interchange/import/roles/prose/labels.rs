//! What stands before roles on their lines: a number, or a word for one of them.

use super::words::has_arrow;
use super::{Mention, Order};

/// The order that stands before the roles, each at the begin of its line or behind another: `2. …`, `Step 1: …`, `② …`, `b) …`, `II. …`, `Second: …`,
/// `target role: …`.
pub(super) fn by_label(text: &str, mentions: &[Mention], count: usize) -> Option<Order> {
    let mut leads: Vec<&str> = Vec::with_capacity(count);
    let mut places: Vec<(i8, usize)> = Vec::with_capacity(count);
    for role in 0..count {
        let at = mentions.iter().position(|mention| mention.role == role)?;
        let start = mentions.get(at)?.start;
        let before = at.checked_sub(1).and_then(|before| mentions.get(before)).map_or(0, |before| before.end);
        let line = text.get(..start)?.rsplit('\n').next()?;
        leads.push(text.get(before.max(start - line.len())..start)?);
        places.push((place(line), role));
    }
    // “i” is a letter, and a number of the Romans.
    if let Some(order) = [number, letter, roman].into_iter().find_map(|counts| counted(&leads, counts)) {
        return Some(Order { order, is_unsure: false });
    }
    let is_in_order = places.is_sorted();
    places.sort_unstable();
    (!is_in_order).then(|| Order { order: places.into_iter().map(|(_, role)| role).collect(), is_unsure: true })
}

/// The order of what these leads count, if they do so without a gap from 0 or 1.
fn counted(leads: &[&str], count: fn(&str) -> Option<u8>) -> Option<Vec<usize>> {
    let mut numbers: Vec<(u8, usize)> =
        leads.iter().enumerate().map(|(role, lead)| Some((count(lead)?, role))).collect::<Option<_>>()?;
    numbers.sort_unstable();
    let first = numbers.first()?.0;
    let is_whole = first < 2 && numbers.iter().zip(first..).all(|((number, _), at)| *number == at);
    is_whole.then(|| numbers.into_iter().map(|(_, role)| role).collect())
}

/// The number at the begin of what stands before a role on its line.
fn number(lead: &str) -> Option<u8> {
    let sign = lead.trim_start().chars().next()?;
    if let Some(first) = CIRCLED.into_iter().find(|first| (*first..).take(10).any(|circled| circled == sign)) {
        return u8::try_from(u32::from(sign) - u32::from(first) + 1).ok();
    }
    // Of keycaps the digit is one in a frame.
    let lead = &lead.replace(['\u{fe0f}', '\u{20e3}'], "");
    let words = lead.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (word, behind) = words.split_at(words.find(|c: char| !c.is_alphabetic())?);
    let word = word.to_ascii_lowercase();
    if let Some(at) = ORDINALS.iter().position(|ordinal| *ordinal == word) {
        return u8::try_from(at + 1).ok().filter(|_| lead.contains([':', '=']));
    }
    let is_label = ["step", "hop", "role", "stage", "no", "nr"].contains(&word.as_str());
    let digits = if is_label { behind } else { words }.trim_start_matches([' ', '.', '#', '_', '-']);
    let (digits, behind) = digits.split_at(digits.find(|c: char| !c.is_ascii_digit())?);
    digits.parse().ok().filter(|_| behind.starts_with(['.', ')', ':', ']', ' ', '|', ',', '-', '=', '_']))
}

/// `b)`, `B.`
fn letter(lead: &str) -> Option<u8> {
    match mark(lead)?.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(letter - b'a' + 1),
        _ => None,
    }
}

/// `II.`, `ii)`
fn roman(lead: &str) -> Option<u8> {
    let mark = mark(lead)?;
    let at = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"].iter().position(|number| *number == mark)?;
    u8::try_from(at + 1).ok()
}

/// The letters at the begin of a line before a bracket or a point, in small ones.
fn mark(lead: &str) -> Option<String> {
    let words = lead.trim_start_matches(|c: char| !c.is_alphanumeric());
    let (word, behind) = words.split_at(words.find(|c: char| !c.is_ascii_alphabetic())?);
    behind.starts_with([')', '.']).then(|| word.to_ascii_lowercase())
}

/// Of Unicode's rows of circled numbers each that of one.
const CIRCLED: [char; 4] = ['①', '➀', '❶', '➊'];

const ORDINALS: [&str; 8] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/// Whether a setting says by its name, and not by a role, what something starts from: `parent: hub`, `"source": "hub"`.
pub(super) fn names_start(text: &str) -> bool {
    const KEYS: [&str; 9] =
        ["parent", "parentrole", "source", "sourcerole", "via", "base", "from", "dependson", "assumefrom"];
    let is_name = |value: &str| {
        let name = value.trim().trim_matches(['"', '\'', '[', ']', '}']).trim();
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c))
    };
    // Of a list each may be for itself, and what is additional is mostly on the way.
    const LISTS: [&str; 6] = ["accounts", "additionalroles", "customers", "environments", "targets", "tenants"];
    let opens = |value: &str| value.trim().trim_matches(['[', ' ']).is_empty();
    // What languages whose order is not read say of a step before the one that they named.
    const BEFORE: [&str; 7] = ["antes", "previamente", "vorher", "zuvor", "auparavant", "avant", "prima"];
    let small = text.to_lowercase();
    if small.split(|c: char| !c.is_alphanumeric()).any(|word| BEFORE.contains(&word)) {
        return true;
    }
    text.split(['\n', ',', '{', ';']).filter_map(|part| part.split_once([':', '='])).any(|(key, value)| {
        let key =
            key.trim().trim_start_matches("- ").trim_matches(['"', '\'']).replace(['_', '-'], "").to_ascii_lowercase();
        (KEYS.contains(&key.as_str()) && is_name(value)) || (LISTS.contains(&key.as_str()) && opens(value))
    })
}

/// Whether a line says of two words alone that one follows the other: `H --> P`.
pub(super) fn is_drawn(text: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.lines().map(str::trim).any(|line| {
        has_arrow(line)
            && line.starts_with(is_word)
            && line.ends_with(is_word)
            && line.chars().all(|c| is_word(c) || " -=<>←→".contains(c))
    })
}

/// Whether a label calls a role one of the first, -1, or of the last, 1.
fn place(lead: &str) -> i8 {
    let is_label = lead.trim_end_matches([' ', '\t', '"', '\'', '`', '*', '|']).ends_with([':', '=']);
    if !is_label || lead.contains("arn:") {
        return 0;
    }
    let has = |names: &[&str]| {
        let mut words = lead.split(|c: char| !c.is_alphabetic());
        words.any(|word| names.contains(&word.to_ascii_lowercase().as_str()))
    };
    match () {
        () if has(&[
            "source",
            "base",
            "parent",
            "intermediate",
            "intermediary",
            "jump",
            "bastion",
            "entry",
            "start",
            "via",
        ]) =>
        {
            -1
        }
        () if has(&["target", "destination", "final", "last", "end"]) => 1,
        () => 0,
    }
}
