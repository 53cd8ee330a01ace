//! Lines of AWS config and credentials files that are wrong, or that AWS's tools read differently, and what is said of them.

use std::collections::BTreeMap;

use super::ImportFile;
use super::profiles::Place;
use crate::interchange::note::ImportNote;

/// What can be odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    /// A setting before the first section.
    NoSection,
    /// `[profile a` without the end.
    OpenSection,
    /// A line that is no setting.
    NoEquals,
    /// `key: value`.
    Colon,
    /// `= value`.
    NoName,
    /// A line that begins with a space, with nothing to go on with.
    StrayContinuation,
    /// A setting that begins with a space, with nothing to go on with.
    Indented,
    /// A line below a property without a value that is no setting.
    SubNoEquals,
    /// `= value` there.
    SubNoName,
    /// A section whose line begins with a space.
    IndentedHead,
    /// `[profile name] text`.
    TextBehindHead,
    /// `[name]` in config.
    NoPrefix,
    /// `[profile name]` in a credentials file.
    PrefixInCredentials,
    /// A section's name that holds another character than AWS takes.
    BadSectionName,
    /// `[DEFAULT]`.
    DefaultInCapitals,
    /// A setting whose name holds another character than AWS takes.
    BadKey,
    /// A line of a section or profile that is left out itself.
    LeftOut,
    /// `[profile "name"]`.
    QuotedName,
    /// A key that both files have in one profile, with two values.
    KeyInBoth,
    /// `[default]` beside `[profile default]`.
    DefaultTwice,
    /// A section that stands in one file twice.
    SectionTwice,
    /// A key that stands in one profile of a file twice.
    KeyTwice,
    /// `key = value # comment`.
    CommentAfterValue,
    /// A comment that begins with a space.
    IndentedComment,
    /// `[ profile name ]`.
    SpaceInSection,
    /// A byte order mark before the first line.
    ByteOrderMark,
}

/// What is odd in some files, each kind once with the first of its lines.
#[derive(Debug, Default)]
pub struct Oddities(BTreeMap<(Odd, usize), Lines>);

#[derive(Debug, Default)]
struct Lines {
    first: Vec<usize>,
    count: usize,
    /// The first of the profiles.
    profile: String,
}

/// How many lines, or names, one note lists.
pub(super) const LISTED: usize = 10;

impl Oddities {
    /// Adds a line. `profile` is the section that it stands in, or empty.
    pub(super) fn note(&mut self, odd: Odd, place: Place, profile: &str) {
        let lines = self.0.entry((odd, place.file)).or_default();
        if lines.count == 0 {
            lines.profile = profile.chars().take(100).collect();
        }
        lines.count += 1;
        if lines.first.len() < LISTED {
            lines.first.push(place.line);
        }
    }

    /// The kinds, in each file, with the first line of each.
    pub fn kinds(&self) -> impl Iterator<Item = (Odd, Place)> {
        self.0.iter().map(|((odd, file), lines)| {
            (*odd, Place { file: *file, line: lines.first.first().copied().unwrap_or_default() })
        })
    }

    /// One note for each kind in each file.
    pub(super) fn notes(&self, files: &[&ImportFile]) -> Vec<ImportNote> {
        self.0
            .iter()
            .map(|((odd, file), lines)| {
                let message = format!("{}{}", odd.sentence(), lines.others());
                let note = match odd.loses() {
                    true => ImportNote::warning(message),
                    false => ImportNote::hint(message),
                };
                let note = ImportNote { line: lines.first.first().copied(), ..note };
                let note = files.get(*file).map_or(note.clone(), |file| note.clone().in_file(file));
                if lines.profile.is_empty() { note } else { note.of(&lines.profile) }
            })
            .collect()
    }
}

impl Lines {
    /// The lines after the first, which the note itself bears.
    fn others(&self) -> String {
        match self.first.get(1..) {
            None | Some([]) => String::new(),
            Some(rest) => {
                let rest: Vec<_> = rest.iter().map(usize::to_string).collect();
                match self.count - self.first.len() {
                    0 => format!(" So too in line {}.", rest.join(", ")),
                    more => format!(" So too in line {} and {more} more.", rest.join(", ")),
                }
            }
        }
    }
}

impl Odd {
    /// Whether AWS's SDKs refuse the whole file for it.
    pub fn is_mistake(self) -> bool {
        self < Self::NoPrefix
    }

    /// Whether something is left out, or may not be what was meant.
    fn loses(self) -> bool {
        self < Self::LeftOut
    }

    /// What it is, and what became of it. The words of AWS's shared cases are in it, so that a search finds them.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NoSection => {
                "Expected a profile definition, such as [profile name], before the first setting. The line is left out; \
                 AWS SDKs refuse the whole file."
            }
            Self::OpenSection => {
                "Profile definition must end with ']'. The section is left out; AWS tools refuse the whole file."
            }
            Self::NoEquals => {
                "Expected an '=' sign defining a property, as in region = eu-west-1. The line is left out; AWS tools \
                 refuse the whole file."
            }
            Self::Colon => {
                "Expected an '=' sign defining a property. Here it is a colon, which only the AWS CLI and botocore take; \
                 the line is read as they do."
            }
            Self::NoName => {
                "Property did not have a name: nothing stands before the '=' sign. The line is left out; AWS tools refuse \
                 the whole file."
            }
            Self::StrayContinuation => {
                "Expected a property definition, found continuation: the line begins with a space, and there is nothing \
                 above it to go on with. It is left out; AWS SDKs refuse the whole file."
            }
            Self::Indented => {
                "Expected a property definition, found continuation: the line begins with a space. The AWS CLI and \
                 botocore take it for a setting, and so it is read; other AWS SDKs refuse the whole file."
            }
            Self::SubNoEquals => {
                "Expected an '=' sign defining a sub-property, since the property above has no value. The line is left \
                 out; AWS tools refuse the whole file."
            }
            Self::SubNoName => {
                "Sub-property did not have a name: nothing stands before the '=' sign. The line is left out; AWS tools \
                 refuse the whole file."
            }
            Self::NoPrefix => {
                "A section of a config file that does not begin with the word profile, sso-session or services is left \
                 out, as AWS tools do. Write [profile name]."
            }
            Self::PrefixInCredentials => {
                "In a credentials file a section is the profile’s name alone. One with the word profile before it is left \
                 out, as AWS SDKs do; to the AWS CLI and botocore that word is part of the name."
            }
            Self::IndentedHead => {
                "A section’s line begins with a space. It is read, as the AWS CLI and botocore do; other AWS SDKs refuse the \
                 whole file."
            }
            Self::TextBehindHead => {
                "Profile definition must end with ']'. The text behind it is left out, as the AWS CLI and botocore do; other \
                 AWS SDKs refuse the whole file."
            }
            Self::BadSectionName => {
                "A profile’s name has letters, digits and _-/.%@:+ only. Another is left out, as most AWS SDKs do."
            }
            Self::DefaultInCapitals => {
                "[DEFAULT] is left out, as AWS SDKs do. To the AWS CLI and botocore its settings are those of every \
                 profile."
            }
            Self::BadKey => {
                "A setting’s name has letters, digits and _-/.%@:+ only. One with another is left out, with its value."
            }
            Self::LeftOut => "A line that belongs to what is left out is left out with it.",
            Self::QuotedName => {
                "A name in quotation marks is read without them, as the AWS CLI and botocore do. Other AWS SDKs leave such \
                 a profile out."
            }
            Self::KeyInBoth => {
                "Both files say this of the profile, and not the same. What the credentials file says counts, as with AWS \
                 tools."
            }
            Self::DefaultTwice => {
                "[profile default] takes the place of [default]. The AWS CLI and botocore take whichever comes last."
            }
            Self::SectionTwice => {
                "The section stands in the file more than once. Both are read together; the AWS CLI and botocore refuse \
                 the whole file."
            }
            Self::KeyTwice => {
                "The profile says one thing twice. The last counts; the AWS CLI and botocore refuse the whole file."
            }
            Self::CommentAfterValue => {
                "What follows a # or ; after a space is a comment. To the AWS CLI and botocore it is part of the value."
            }
            Self::IndentedComment => {
                "A comment that begins with a space is read as a comment, as the AWS CLI and botocore do. To other AWS \
                 SDKs it is part of the value above."
            }
            Self::SpaceInSection => {
                "With a space after its opening bracket, a section is not seen by the AWS CLI and botocore."
            }
            Self::ByteOrderMark => {
                "The file begins with a byte order mark, as some Windows editors write. The AWS CLI and botocore refuse \
                 such a file."
            }
        }
    }
}
