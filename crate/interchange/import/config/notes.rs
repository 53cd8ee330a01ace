//! Notes on profiles. One sentence that goes for many is said once, with the first ten of them.

use std::collections::BTreeMap;

use super::shown;
use crate::chain::finding::Severity;
use crate::interchange::import::ImportFile;
use crate::interchange::import::oddities::LISTED;
use crate::interchange::import::profiles::{Place, Profile};
use crate::interchange::note::ImportNote;

/// What there is to say of some files.
pub(super) struct Notes<'a> {
    files: &'a [&'a ImportFile],
    notes: Vec<Said>,
    by_sentence: BTreeMap<String, usize>,
    /// How many profiles have a sentence of their own that there was no room for.
    untold: usize,
}

struct Said {
    severity: Severity,
    sentence: String,
    place: Place,
    names: Vec<String>,
    count: usize,
}

/// More sentences than this nobody reads.
const MOST: usize = 200;

impl<'a> Notes<'a> {
    pub fn new(files: &'a [&'a ImportFile]) -> Self {
        Self { files, notes: Vec::new(), by_sentence: BTreeMap::new(), untold: 0 }
    }

    /// A thing of the profile that is lost or to be filled in; in the line of `key`, or else of its section.
    pub fn warning(&mut self, profile: &Profile, key: Option<&str>, sentence: impl Into<String>) {
        self.add(Severity::Warning, place(profile, key), profile.name, sentence.into());
    }

    /// A thing that is lost of the profile of that name, in that line.
    pub fn warning_at(&mut self, place: Place, name: &str, sentence: impl Into<String>) {
        self.add(Severity::Warning, place, name, sentence.into());
    }

    /// A thing of the profile that is good to know.
    pub fn hint(&mut self, profile: &Profile, key: Option<&str>, sentence: impl Into<String>) {
        self.add(Severity::Hint, place(profile, key), profile.name, sentence.into());
    }

    /// All of them, the gravest first.
    pub fn into_notes(self) -> Vec<ImportNote> {
        let mut notes: Vec<_> = self.notes.iter().map(|said| said.note(self.files)).collect();
        if self.untold > 0 {
            let sentence =
                format!("There is more to say of {} further profiles. Mend those above and try again.", self.untold);
            notes.push(ImportNote::warning(sentence));
        }
        notes.sort_by_key(|note| note.severity != Severity::Warning);
        notes
    }

    fn add(&mut self, severity: Severity, place: Place, name: &str, sentence: String) {
        let known = self.by_sentence.get(&sentence).and_then(|at| self.notes.get_mut(*at));
        if let Some(said) = known {
            said.count += 1;
            if said.names.len() < LISTED {
                said.names.push(shown(name));
            }
        } else if self.notes.len() == MOST {
            self.untold += 1;
        } else {
            self.by_sentence.insert(sentence.clone(), self.notes.len());
            self.notes.push(Said { severity, sentence, place, names: vec![shown(name)], count: 1 });
        }
    }
}

fn place(profile: &Profile, key: Option<&str>) -> Place {
    key.and_then(|key| profile.property(key)).map_or(profile.place, |property| property.place)
}

impl Said {
    fn note(&self, files: &[&ImportFile]) -> ImportNote {
        let (first, others) = self.names.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let also = match (others, self.count - self.names.len()) {
            ([], _) => String::new(),
            (names, 0) => format!(" So too: {}.", names.join(", ")),
            (names, more) => format!(" So too: {} and {more} more.", names.join(", ")),
        };
        let note = ImportNote::warning(format!("{}{also}", self.sentence)).at_line(self.place.line).of(first);
        let note = ImportNote { severity: self.severity, ..note };
        match files.get(self.place.file) {
            Some(file) => note.in_file(file),
            None => note,
        }
    }
}
