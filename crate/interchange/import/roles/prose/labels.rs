//! What stands before roles on their lines: a number, or a word for one of them.

use super::{Mention, Order};

/// The order that stands before the roles, each at the begin of its line: `2. …`, `Step 1: …`, `Second: …`, `target role: …`.
pub(super) fn by_label(text: &str, mentions: &[Mention], count: usize) -> Option<Order> {
    let mut numbers: Vec<(Option<u8>, usize)> = Vec::with_capacity(count);
    let mut places: Vec<(i8, usize)> = Vec::with_capacity(count);
    for role in 0..count {
        let start = mentions.iter().find(|mention| mention.role == role)?.start;
        let lead = text.get(..start)?.rsplit('\n').next()?;
        numbers.push((number(lead), role));
        places.push((place(lead), role));
    }
    numbers.sort_unstable();
    let first = numbers.first()?.0.unwrap_or(2);
    if first < 2
        && numbers.iter().zip(usize::from(first)..).all(|((number, _), at)| number.map(usize::from) == Some(at))
    {
        return Some(Order { order: numbers.into_iter().map(|(_, role)| role).collect(), is_unsure: false });
    }
    let is_in_order = places.is_sorted();
    places.sort_unstable();
    (!is_in_order).then(|| Order { order: places.into_iter().map(|(_, role)| role).collect(), is_unsure: true })
}

/// The number at the begin of what stands before a role on its line.
fn number(lead: &str) -> Option<u8> {
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

const ORDINALS: [&str; 8] = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

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
