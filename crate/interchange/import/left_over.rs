//! What a reader did not use of a structured text, as one note that names its keys. Values may be secret and are not quoted.

use std::collections::BTreeMap;

use crate::aws::invisible::shown;
use crate::interchange::note::ImportNote;

/// How many keys the note names.
const NAMED: usize = 12;

/// The note on what was left over, each as its key and the entry that it is of; none where nothing was but what is `idle`.
pub(super) fn note<'a>(left_over: impl Iterator<Item = (&'a str, &'a str)>, idle: &[&str]) -> Option<ImportNote> {
    let mut keys: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for (key, entry) in left_over.filter(|(key, _)| !idle.contains(key)) {
        keys.entry(key).or_insert((0, entry)).0 += 1;
    }
    let (_, (_, first)) = keys.first_key_value()?;
    let mut words: Vec<String> = keys
        .iter()
        .take(NAMED)
        .map(|(key, (count, _))| match count {
            1 => format!("“{}”", cut(key)),
            _ => format!("“{}” ({count} times)", cut(key)),
        })
        .collect();
    let further: usize = keys.values().skip(NAMED).map(|(count, _)| count).sum();
    if further > 0 {
        words.push(format!("{further} more"));
    }
    let sentence = format!(
        "These settings are left out, since a chain has no place for them or what they belong to is left out: {}.",
        words.join(", ")
    );
    let note = ImportNote::warning(sentence);
    Some(if first.is_empty() { note } else { note.of(first) })
}

fn cut(key: &str) -> String {
    shown(&key.chars().take(60).collect::<String>())
}
