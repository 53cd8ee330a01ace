//! Characters that get into a value by pasting and that no AWS identifier or key can hold, and those that no name may hide.

use icu_properties::props::{
    BidiControl, CanonicalCombiningClass, DefaultIgnorableCodePoint, EmojiModifier, ExtendedPictographic, JoiningType,
};
use icu_properties::{CodePointMapData, CodePointSetData};

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
///
/// Of Unicode's properties these are Default_Ignorable_Code_Point and Bidi_Control. Beside them stand the controls, the ends of
/// lines and paragraphs, the marks of interlinear notes, and the one letter of Braille that has no dots.
pub(crate) fn is_deceptive(c: char) -> bool {
    if c.is_ascii() {
        return c.is_control();
    }
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{2800}' | '\u{fff9}'..='\u{fffb}')
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || turns(c)
}

/// Whether `c` turns the direction of what is around it.
pub(crate) fn turns(c: char) -> bool {
    CodePointSetData::new::<BidiControl>().contains(c)
}

/// The first deceptive character of a name that its script or its emoji do not need where it stands.
///
/// Persian, Sinhala and others are not written without joiners, and many emoji are several characters joined. So a joiner passes in
/// the contexts of RFC 5892, appendix A, a joiner or a variation selector in those of an emoji (UTS #51), and nothing else.
pub(crate) fn hidden(name: &str) -> Option<char> {
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let (before, _) = name.split_at(name.len() - rest.len());
        let flag = FLAGS.iter().find(|flag| rest.starts_with(**flag));
        rest = rest.get(flag.map_or(c.len_utf8(), |flag| flag.len())..).unwrap_or_default();
        if flag.is_none() && is_deceptive(c) && !is_needed(before, c, rest) {
            return Some(c);
        }
    }
    None
}

/// The first letter of a name that looks like a Latin one and is of Cyrillic or Greek, in a word that has Latin letters too: with it the
/// name can pass for another. Of Unicode's confusables (UTS #39) those that a person cannot tell apart; names all of one script are left.
pub(crate) fn look_alike(name: &str) -> Option<char> {
    let is_of_word = |c: char| c.is_alphanumeric();
    let words = name.split(|c| !is_of_word(c));
    words
        .filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))
        .find_map(|word| word.chars().find(|c| LOOK_ALIKES.contains(*c)))
}

/// Cyrillic, then Greek.
const LOOK_ALIKES: &str = "\
    \u{430}\u{435}\u{43e}\u{440}\u{441}\u{443}\u{445}\u{455}\u{456}\u{458}\u{4bb}\u{501}\u{51b}\u{51d}\
    \u{410}\u{412}\u{415}\u{41a}\u{41c}\u{41d}\u{41e}\u{420}\u{421}\u{422}\u{423}\u{425}\u{405}\u{406}\u{408}\u{50c}\u{51a}\u{51c}\
    \u{3bf}\u{3bd}\u{3f2}\u{3f3}\u{391}\u{392}\u{395}\u{396}\u{397}\u{399}\u{39a}\u{39c}\u{39d}\u{39f}\u{3a1}\u{3a4}\u{3a5}\u{3a7}";

/// A text of somebody else's as one short line on which nothing is hidden.
pub(crate) fn shown(text: &str) -> String {
    let is_plain = hidden(text).is_none();
    text.chars().map(|c| if is_plain || !is_deceptive(c) { c } else { char::REPLACEMENT_CHARACTER }).take(100).collect()
}

/// Of England, Scotland and Wales, whose letters are characters that do not show.
const FLAGS: [&str; 3] = [
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "\u{1f3f4}\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

/// Whether `c` has a task between what stands before and after it.
fn is_needed(before: &str, c: char, after: &str) -> bool {
    let last = before.chars().next_back();
    match c {
        ZWJ => ends_in_virama(before) || (ends_in_emoji(before) && after.starts_with(is_pictograph)),
        ZWNJ => ends_in_virama(before) || (joins(before.chars().rev(), true) && joins(after.chars(), false)),
        TEXT | EMOJI if last.is_some_and(is_pictograph) => true,
        // A digit in the frame of a key.
        EMOJI => last.is_some_and(|c| c.is_ascii_digit() || "#*".contains(c)) && after.starts_with('\u{20e3}'),
        _ => false,
    }
}

const ZWNJ: char = '\u{200c}';
const ZWJ: char = '\u{200d}';
/// The variation selectors that have an emoji shown as text, or in colour.
const TEXT: char = '\u{fe0e}';
const EMOJI: char = '\u{fe0f}';

fn ends_in_virama(text: &str) -> bool {
    let class = |c| CodePointMapData::<CanonicalCombiningClass>::new().get(c);
    text.chars().next_back().is_some_and(|c| class(c) == CanonicalCombiningClass::Virama)
}

/// Whether a joiner may follow: after a pictograph, the tone of its skin and how it is shown.
fn ends_in_emoji(text: &str) -> bool {
    let text = text.strip_suffix(EMOJI).unwrap_or(text);
    let is_tone = |c| CodePointSetData::new::<EmojiModifier>().contains(c);
    text.strip_suffix(is_tone).unwrap_or(text).ends_with(is_pictograph)
}

fn is_pictograph(c: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(c)
}

/// Whether the first letter, marks left out, joins with the one on its left or, where it stands before the joiner, on its right.
fn joins(letters: impl Iterator<Item = char>, is_before: bool) -> bool {
    let side = if is_before { JoiningType::LeftJoining } else { JoiningType::RightJoining };
    letters
        .map(|c| CodePointMapData::<JoiningType>::new().get(c))
        .find(|joining| *joining != JoiningType::Transparent)
        .is_some_and(|joining| joining == JoiningType::DualJoining || joining == side)
}
