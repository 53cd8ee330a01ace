//! The grammar of `~/.aws/config` and `~/.aws/credentials`, as the AWS SDKs have agreed on it.
//!
//! Source: the SDKs' shared cases (`profile-parser-tests.json`) and the AWS SDK for Rust, which passes them. Where those
//! refuse a whole file for one line, that line is told of and the rest is read: one slip must not lose ten thousand
//! profiles. botocore, and so the AWS CLI, reads some lines otherwise; those are told of too.
//!
//! Each line is looked at once and text is borrowed, not copied, so time and memory grow with the input alone: at most
//! about 25 times its size (measured), for a file that is nothing but the shortest properties.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem;

use super::oddities::{Odd, Oddities};

/// Which of the two files a text is. They name profiles differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `[profile name]`, `[default]`, `[sso-session name]`.
    Config,
    /// `[name]`.
    Credentials,
}

/// What files say together.
#[derive(Debug, Default)]
pub struct Profiles<'a> {
    /// In the order in which they are first named.
    pub profiles: Vec<Profile<'a>>,
    /// The `[sso-session …]` sections, likewise.
    pub sso_sessions: Vec<Profile<'a>>,
    /// Lines that are wrong, or that other tools read otherwise.
    pub oddities: Oddities,
}

/// A profile, or another section of settings.
#[derive(Debug)]
pub struct Profile<'a> {
    /// As it stands in its section's line, without the prefix.
    pub name: &'a str,
    /// Where it is first named.
    pub place: Place,
    /// By key, each key once.
    properties: Vec<Property<'a>>,
}

/// A line of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which of the files that were read, from 0.
    pub file: usize,
    /// From 1.
    pub line: usize,
}

/// A setting.
#[derive(Debug)]
pub struct Property<'a> {
    /// In lower case.
    pub key: Cow<'a, str>,
    /// Trimmed. Lines that go on with it follow, each after a line break.
    pub value: Cow<'a, str>,
    /// Where it stands.
    pub place: Place,
}

/// Reads files together, each in its dialect. What a credentials file says of a profile goes before what config says.
pub fn read<'a>(files: &[(Dialect, &'a str)]) -> Profiles<'a> {
    let mut reader = Reader::default();
    for dialect in [Dialect::Config, Dialect::Credentials] {
        for (file, (_, text)) in files.iter().enumerate().filter(|(_, (of, _))| *of == dialect) {
            reader.read(file, dialect, text);
        }
        reader.settle_default();
    }
    reader.finish()
}

impl<'a> Profile<'a> {
    /// The value of a key in lower case.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.property(key).map(|property| property.value.as_ref())
    }

    /// The setting of a key in lower case.
    pub fn property(&self, key: &str) -> Option<&Property<'a>> {
        let at = self.properties.binary_search_by(|property| property.key.as_ref().cmp(key)).ok()?;
        self.properties.get(at)
    }

    /// All settings, by key.
    pub fn properties(&self) -> &[Property<'a>] {
        &self.properties
    }

    /// Takes away the settings whose value is of that kind, and gives them.
    pub(super) fn take(&mut self, kind: impl Fn(&str) -> bool) -> Vec<Property<'a>> {
        self.properties.extract_if(.., |property| kind(&property.value)).collect()
    }

    /// The last of each key stays; its sort is stable, so the last read is the last.
    fn settle(&mut self, oddities: &mut Oddities) {
        self.properties.sort_by(|one, other| one.key.cmp(&other.key));
        let name = self.name;
        self.properties.dedup_by(|later, earlier| {
            let same = later.key == earlier.key;
            if same {
                if later.place.file == earlier.place.file {
                    oddities.note(Odd::KeyTwice, later.place, name);
                }
                mem::swap(later, earlier);
            }
            same
        });
    }
}

/// What a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// `[default]` in config, which counts only where there is no `[profile default]`.
    BareDefault,
    Profile,
    SsoSession,
}

/// What a line that begins with a space goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Nothing: no property stands above it in its section.
    Nothing,
    /// The last property of the section.
    Property,
    /// One without a value, whose own settings these are.
    Parent,
    /// One that is left out, for its name.
    Ignored,
}

struct Reader<'a> {
    sections: Vec<Profile<'a>>,
    kinds: BTreeMap<(Kind, &'a str), usize>,
    oddities: Oddities,
    /// The section that is being read; none before the first, and in one that is left out.
    current: Option<usize>,
    in_section: bool,
    open: Open,
    /// How far the open property is itself indented.
    indent: usize,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        Self {
            sections: Vec::new(),
            kinds: BTreeMap::new(),
            oddities: Oddities::default(),
            current: None,
            in_section: false,
            open: Open::Nothing,
            indent: 0,
        }
    }
}

impl<'a> Reader<'a> {
    fn read(&mut self, file: usize, dialect: Dialect, text: &'a str) {
        (self.current, self.in_section, self.open, self.indent) = (None, false, Open::Nothing, 0);
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        if body.len() < text.len() {
            self.oddities.note(Odd::ByteOrderMark, Place { file, line: 1 }, "");
        }
        for (at, line) in body.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            self.line(dialect, line, Place { file, line: at + 1 });
        }
    }

    fn line(&mut self, dialect: Dialect, line: &'a str, place: Place) {
        let text = line.trim_matches(BLANK);
        let indent = line.len() - line.trim_start_matches(BLANK).len();
        if text.is_empty() || line.starts_with(COMMENT) {
        } else if indent > 0 && text.starts_with(COMMENT) {
            // To the SDKs it goes on with the value above, which nobody means who writes one.
            self.odd(Odd::IndentedComment, place);
        } else if line.starts_with('[') {
            self.section(dialect, line, place);
        } else if !self.in_section {
            self.odd(Odd::NoSection, place);
        } else if indent > self.indent && self.open != Open::Nothing {
            self.continuation(text, place);
        } else if indent > 0 {
            self.indented(text, indent, place);
        } else {
            self.indent = 0;
            self.property(line, place);
        }
    }

    fn section(&mut self, dialect: Dialect, line: &'a str, place: Place) {
        (self.current, self.in_section, self.open, self.indent) = (None, true, Open::Nothing, 0);
        let line = before_comment(line, false);
        let Some(inner) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
            return self.odd(Odd::OpenSection, place);
        };
        match section_kind(dialect, inner) {
            Ok((kind, name)) => {
                if inner.starts_with(BLANK) {
                    self.oddities.note(Odd::SpaceInSection, place, name);
                }
                self.enter(kind, name, place);
            }
            Err(Some(odd)) => self.oddities.note(odd, place, inner.trim_matches(BLANK)),
            Err(None) => {}
        }
    }

    fn enter(&mut self, kind: Kind, name: &'a str, place: Place) {
        let next = self.sections.len();
        let at = *self.kinds.entry((kind, name)).or_insert(next);
        match self.sections.get(at) {
            Some(known) if known.place.file == place.file => self.oddities.note(Odd::SectionTwice, place, name),
            Some(_) => {}
            None => self.sections.push(Profile { name, place, properties: Vec::new() }),
        }
        self.current = Some(at);
    }

    fn property(&mut self, line: &'a str, place: Place) {
        let text = before_comment(line, true);
        let (key, value) = match text.split_once('=') {
            Some(pair) => pair,
            None => match text.split_once(':') {
                // botocore's way, which a person may well have used without knowing.
                Some(pair) => {
                    self.odd(Odd::Colon, place);
                    pair
                }
                None => {
                    self.open = Open::Ignored;
                    return self.odd(Odd::NoEquals, place);
                }
            },
        };
        let (key, value) = (key.trim_matches(BLANK), value.trim_matches(BLANK));
        self.open = Open::Ignored;
        if key.is_empty() {
            return self.odd(Odd::NoName, place);
        }
        let Some(section) = self.current.and_then(|at| self.sections.get_mut(at)).filter(|_| is_identifier(key)) else {
            return;
        };
        if text.len() < line.trim_matches(BLANK).len() {
            self.oddities.note(Odd::CommentAfterValue, place, section.name);
        }
        section.properties.push(Property { key: lower(key), value: Cow::Borrowed(value), place });
        self.open = if value.is_empty() { Open::Parent } else { Open::Property };
    }

    fn continuation(&mut self, text: &'a str, place: Place) {
        if self.open == Open::Parent {
            match text.split_once('=') {
                None => return self.odd(Odd::SubNoEquals, place),
                Some((key, _)) if key.trim_matches(BLANK).is_empty() => return self.odd(Odd::SubNoName, place),
                Some(_) => {}
            }
        }
        let section = self.current.and_then(|at| self.sections.get_mut(at));
        if let Some(property) =
            section.and_then(|section| section.properties.last_mut()).filter(|_| self.open != Open::Ignored)
        {
            let value = property.value.to_mut();
            value.push('\n');
            value.push_str(text);
        }
    }

    /// A line that begins with a space, below none that it could go on with. botocore takes it for a property, and the
    /// lines below that are indented as far for more of them.
    fn indented(&mut self, text: &'a str, indent: usize, place: Place) {
        if !text.contains('=') {
            return self.odd(Odd::StrayContinuation, place);
        }
        self.odd(Odd::Indented, place);
        self.indent = indent;
        self.property(text, place);
    }

    fn odd(&mut self, odd: Odd, place: Place) {
        let name = self.current.and_then(|at| self.sections.get(at)).map_or("", |section| section.name);
        self.oddities.note(odd, place, name);
    }

    /// `[profile default]` takes the place of `[default]`. After that a credentials file may add to it.
    fn settle_default(&mut self) {
        let Some(bare) = self.kinds.remove(&(Kind::BareDefault, DEFAULT)) else { return };
        match self.kinds.get(&(Kind::Profile, DEFAULT)).and_then(|at| self.sections.get(*at)) {
            None => {
                self.kinds.insert((Kind::Profile, DEFAULT), bare);
            }
            Some(profile) => self.oddities.note(Odd::DefaultTwice, profile.place, DEFAULT),
        }
    }

    fn finish(mut self) -> Profiles<'a> {
        let mut kinds: Vec<_> = vec![None; self.sections.len()];
        for ((kind, _), at) in &self.kinds {
            if let Some(place) = kinds.get_mut(*at) {
                *place = Some(*kind);
            }
        }
        let mut read = Profiles::default();
        for (mut section, kind) in self.sections.into_iter().zip(kinds) {
            section.settle(&mut self.oddities);
            match kind {
                Some(Kind::SsoSession) => read.sso_sessions.push(section),
                Some(_) => read.profiles.push(section),
                None => {} // a [default] that another took the place of
            }
        }
        read.oddities = self.oddities;
        read
    }
}

const BLANK: [char; 2] = [' ', '\t'];
const COMMENT: [char; 2] = ['#', ';'];
const DEFAULT: &str = "default";

/// What the section is whose line has this between its brackets, and its name; or what is odd with it, if it is worth telling.
fn section_kind(dialect: Dialect, inner: &str) -> Result<(Kind, &str), Option<Odd>> {
    let text = inner.trim_matches(BLANK);
    let (prefix, name) = match text.split_once(BLANK) {
        Some((prefix, name)) => (Some(prefix), name.trim_matches(BLANK)),
        None => (None, text),
    };
    let kind = match (dialect, prefix) {
        (Dialect::Config, Some("profile")) => Kind::Profile,
        (Dialect::Config, Some("sso-session")) => Kind::SsoSession,
        // Endpoints of services, and what the AWS CLI alone keeps there, have no part in a chain.
        (Dialect::Config, Some("services")) => return Err(None),
        (Dialect::Config, None) => match text {
            DEFAULT => Kind::BareDefault,
            "plugins" | "preview" => return Err(None),
            "DEFAULT" => return Err(Some(Odd::DefaultInCapitals)),
            _ => return Err(Some(Odd::NoPrefix)),
        },
        (Dialect::Credentials, Some("profile" | "sso-session")) => return Err(Some(Odd::PrefixInCredentials)),
        (Dialect::Credentials, None) => Kind::Profile,
        (_, Some(_)) => return Err(Some(Odd::BadSectionName)),
    };
    if name.starts_with(['"', '\'']) {
        Err(Some(Odd::QuotedName))
    } else if is_identifier(name) {
        Ok((kind, name))
    } else {
        Err(Some(Odd::BadSectionName))
    }
}

/// Whether a section or a key may be called so.
pub(super) fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.chars().all(in_identifier)
}

/// Whether the name of a section or a key may hold it.
pub(crate) fn in_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-/.%@:+".contains(c)
}

/// The line up to a comment, trimmed. Behind a value a comment has to be set off by a space, behind a section it need not.
fn before_comment(line: &str, set_off: bool) -> &str {
    let mut after_blank = !set_off;
    let end = line.char_indices().find_map(|(at, c)| {
        let begins = after_blank && COMMENT.contains(&c);
        after_blank = !set_off || c.is_whitespace();
        begins.then_some(at)
    });
    end.and_then(|end| line.get(..end)).unwrap_or(line).trim_matches(BLANK)
}

fn lower(key: &str) -> Cow<'_, str> {
    if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(key.to_ascii_lowercase())
    } else {
        Cow::Borrowed(key)
    }
}
