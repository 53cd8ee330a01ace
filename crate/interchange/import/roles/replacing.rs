//! A text with parts of it replaced, from its begin on.

use std::borrow::Cow;
use std::ops::Range;

pub(super) struct Replacing<'a> {
    text: &'a str,
    replaced: String,
    copied: usize,
}

impl<'a> Replacing<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, replaced: String::new(), copied: 0 }
    }

    /// Where what was replaced last ends.
    pub(super) fn copied(&self) -> usize {
        self.copied
    }

    /// Puts `by` in the place of that part, which begins no earlier than the one before has ended.
    pub(super) fn put(&mut self, place: Range<usize>, by: &str) {
        self.replaced.push_str(self.text.get(self.copied..place.start).unwrap_or_default());
        self.replaced.push_str(by);
        self.copied = place.end;
    }

    /// The text, which is the same where nothing was replaced.
    pub(super) fn done(mut self) -> Cow<'a, str> {
        if self.copied == 0 {
            return Cow::Borrowed(self.text);
        }
        self.replaced.push_str(self.text.get(self.copied..).unwrap_or_default());
        Cow::Owned(self.replaced)
    }
}
