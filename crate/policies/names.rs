//! Names that a grammar can hold, each used once.

use std::collections::HashMap;

#[derive(Default)]
pub(crate) struct Names {
    /// How often each was asked for.
    taken: HashMap<String, usize>,
}

impl Names {
    /// `wanted`, or with the first number behind it that makes it unlike those before.
    pub fn free(&mut self, wanted: &str) -> String {
        let Some(mut number) = self.taken.get(wanted).copied() else {
            self.taken.insert(wanted.into(), 1);
            return wanted.into();
        };
        let name = loop {
            number += 1;
            let name = format!("{wanted}-{number}");
            if !self.taken.contains_key(&name) {
                break name;
            }
        };
        self.taken.insert(wanted.into(), number);
        self.taken.insert(name.clone(), 1);
        name
    }
}

/// `text` with one `between` for each run of characters that are not allowed, and none at its ends.
pub(crate) fn with_only(text: &str, allowed: impl Fn(char) -> bool, between: &str) -> String {
    text.split(|c| !allowed(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

/// `text` as one line that shows, for a comment.
pub(crate) fn one_line(text: &str) -> String {
    text.chars().map(|c| if crate::aws::invisible::is_deceptive(c) { ' ' } else { c }).collect()
}
