//! Whether the chain of hashes holds: what shows where an entry is missing, was changed or was cut off.

use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use super::{JournalEntry, JournalMark, JournalSpan};

/// What a look at all entries showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct JournalVerdict {
    /// How many entries there are.
    pub count: u32,
    /// Where the chain of hashes does not hold, from the oldest on, at most `MOST`; none where all is well.
    pub breaks: Vec<JournalBreak>,
}

/// A place where the chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub struct JournalBreak {
    /// The number of the entry that is changed, or of the first that is missing.
    pub number: u32,
    /// What shows.
    pub kind: JournalBreakKind,
    /// The same, for a person.
    pub sentence: String,
}

/// What shows at a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum JournalBreakKind {
    /// Entries are missing between two others, or before all.
    Gap,
    /// An entry is another than the one that was written, stands in a wrong place, or cannot be read.
    Changed,
    /// The newest entries are missing.
    Cut,
    /// There are entries past the newest that was noted.
    Added,
}

/// How many breaks are told.
pub const MOST: usize = 100;

/// Holds entries, from the oldest on, against their hashes and against the marks between which they stand.
pub fn verify(entries: &[Result<JournalEntry, serde_json::Value>], span: &JournalSpan) -> JournalVerdict {
    let mut breaks = Vec::new();
    let mut at = Some(span.anchor.clone());
    let mut last = span.anchor.number;
    for entry in entries {
        let Ok(entry) = entry else {
            last = last.saturating_add(1);
            breaks.push(changed(last, format!("Entry {last} cannot be read.")));
            at = None;
            continue;
        };
        breaks.extend(broken(entry, last, at.as_ref()));
        last = entry.number.max(last);
        at = Some(JournalMark { number: entry.number, hash: entry.hash.clone() });
    }
    breaks.extend(end(last, at.as_ref(), &span.head));
    breaks.truncate(MOST);
    JournalVerdict { count: u32::try_from(entries.len()).unwrap_or(u32::MAX), breaks }
}

/// What is wrong with an entry that stands after `last`; `before` is the mark of that one, unless it cannot be read.
fn broken(entry: &JournalEntry, last: u32, before: Option<&JournalMark>) -> Option<JournalBreak> {
    let number = entry.number;
    if number <= last {
        return Some(changed(number, format!("Entry {number} stands after entry {last}.")));
    }
    if number > last.saturating_add(1) {
        return Some(missing(JournalBreakKind::Gap, last.saturating_add(1), number - 1));
    }
    if entry.computed_hash() != entry.hash {
        return Some(changed(number, format!("Entry {number} was changed after it was written.")));
    }
    let follows = before.is_none_or(|mark| mark.hash == entry.previous);
    (!follows).then(|| {
        changed(number, format!("Entry {number} does not follow from the one before it: one of the two was replaced."))
    })
}

fn end(last: u32, at: Option<&JournalMark>, head: &JournalMark) -> Option<JournalBreak> {
    if last < head.number {
        return Some(missing(JournalBreakKind::Cut, last.saturating_add(1), head.number));
    }
    if last > head.number {
        let sentence = format!("Entries after {} were not written by this journal.", head.number);
        return Some(JournalBreak { number: head.number.saturating_add(1), kind: JournalBreakKind::Added, sentence });
    }
    let holds = at.is_none_or(|mark| mark.hash == head.hash);
    (!holds).then(|| changed(last, format!("Entry {last}, the newest, was replaced.")))
}

fn changed(number: u32, sentence: String) -> JournalBreak {
    JournalBreak { number, kind: JournalBreakKind::Changed, sentence }
}

fn missing(kind: JournalBreakKind, from: u32, to: u32) -> JournalBreak {
    let which = if from == to { format!("Entry {from} is") } else { format!("Entries {from} to {to} are") };
    let place = if kind == JournalBreakKind::Cut { " missing at the end." } else { " missing." };
    JournalBreak { number: from, kind, sentence: which + place }
}
