//! What git leaves in a file that two people changed in one place: both sides, one below the other. Which of them is meant it does not
//! say, so nothing of such a text is read.

/// The line, counted from 1, at which the first conflict begins that is left in the text.
pub(super) fn line(text: &str) -> Option<usize> {
    let mut begin = None;
    for (at, line) in text.lines().enumerate() {
        // `git diff` of a conflict has plus signs before it.
        let line = line.trim_start_matches(['+', ' ', '\t']);
        if is_marker(line, "<<<<<<<") {
            begin = begin.or(Some(at + 1));
        } else if is_marker(line, ">>>>>>>") && begin.is_some() {
            return begin;
        }
    }
    None
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|behind| behind.trim_end().is_empty() || behind.starts_with(' '))
}

/// What is said of it, from behind the word for the text.
pub(super) const SENTENCE: &str = "holds a conflict that git left in it, between <<<<<<< and >>>>>>>, and which of its two sides is meant \
                                   it does not say. Nothing was read. Settle it, and try again.";
