//! Characters that get into a value by pasting and that no AWS identifier or key can hold.

/// A sentence on the first such character in `text`, which `what` names: `The ARN`. It quotes nothing else of the text.
pub(crate) fn stray(text: &str, what: &str) -> Option<String> {
    let stray = text.chars().find(|c| !c.is_ascii_graphic())?;
    Some(if stray.is_whitespace() {
        format!("{what} has a space or a line break inside it. Take it out.")
    } else {
        format!(
            "{what} holds a character (U+{:04X}) that cannot be part of it, though it may look like one that can. \
             Copy it anew from where AWS shows it.",
            u32::from(stray)
        )
    })
}

/// Whether `c` shows nothing or turns what is around it: text that holds one can look like other text.
pub(crate) fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}
