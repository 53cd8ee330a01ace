//! The grammar of `~/.aws/config` and `~/.aws/credentials`, as the AWS SDKs have agreed on it.
//!
//! Source: the SDKs' shared cases (`profile-parser-tests.json`) and the AWS SDK for Rust, which passes them. Where those
//! refuse a whole file for one line, that line is told of and the rest is read: one slip must not lose ten thousand
//! profiles. botocore, and so the AWS CLI, reads some lines otherwise; those are told of too.
//!
//! Each line is looked at once and text is borrowed, not copied, so time and memory grow with the input alone: at most
//! about 25 times its size (measured), for a file that is nothing but the shortest properties.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::mem;

use self::head::{DEFAULT, Head, Kind};
use super::oddities::{Odd, Oddities};

mod head;
mod line;

pub use head::Dialect;
pub(crate) use line::in_identifier;
use line::{BYTE_ORDER_MARK, COMMENT, before_comment, is_blank, is_piece, lower, trimmed};
pub(super) use line::{is_identifier, lines};

/// What files say together.
#[derive(Debug, Default)]
pub struct Profiles<'a> {
    /// In the order in which they are first named.
    pub profiles: Vec<Profile<'a>>,
    /// The `[sso-session …]` sections, likewise.
    pub sso_sessions: Vec<Profile<'a>>,
    /// The `[services …]` sections, likewise.
    pub services: Vec<Profile<'a>>,
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
    /// Whether it was asked for. What nobody asked for is told of, so that nothing of a file vanishes.
    used: Cell<bool>,
}

impl Property<'_> {
    /// Says that it was used.
    pub(super) fn use_up(&self) {
        self.used.set(true);
    }
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
    /// The value of a key in lower case, which has then been used.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.property(key).map(|property| property.value.as_ref())
    }

    /// The setting of a key in lower case, which has then been used.
    pub fn property(&self, key: &str) -> Option<&Property<'a>> {
        let at = self.properties.binary_search_by(|property| property.key.as_ref().cmp(key)).ok()?;
        self.properties.get(at).inspect(|property| property.used.set(true))
    }

    /// The value of a key in lower case, which is only looked at.
    pub(super) fn peek(&self, key: &str) -> Option<&str> {
        let at = self.properties.binary_search_by(|property| property.key.as_ref().cmp(key)).ok()?;
        self.properties.get(at).map(|property| property.value.as_ref())
    }

    /// Whether there is a setting of that key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.peek(key).is_some()
    }

    /// Adds a setting where there is none of its key.
    pub(super) fn add(&mut self, key: &'static str, value: Cow<'a, str>, place: Place) {
        if let Err(at) = self.properties.binary_search_by(|property| property.key.as_ref().cmp(key)) {
            self.properties.insert(at, Property { key: Cow::Borrowed(key), value, place, used: Cell::new(false) });
        }
    }

    /// The settings that nobody has asked for.
    pub(super) fn left_over(&self) -> impl Iterator<Item = &Property<'a>> {
        self.properties.iter().filter(|property| !property.used.get())
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
                } else if later.value != earlier.value {
                    oddities.note(Odd::KeyInBoth, earlier.place, name);
                }
                mem::swap(later, earlier);
            }
            same
        });
    }
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
    /// Whether the section is left out though it may say something of a chain.
    left_out: bool,
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
            left_out: false,
            open: Open::Nothing,
            indent: 0,
        }
    }
}

impl<'a> Reader<'a> {
    fn read(&mut self, file: usize, dialect: Dialect, text: &'a str) {
        (self.current, self.in_section, self.open, self.indent) = (None, false, Open::Nothing, 0);
        for (at, line) in lines(text).enumerate() {
            let place = Place { file, line: at + 1 };
            let body = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line); // a file that was put behind another keeps its own
            if body.len() < line.len() {
                self.oddities.note(Odd::ByteOrderMark, place, "");
            }
            self.line(dialect, body, place);
        }
    }

    fn line(&mut self, dialect: Dialect, line: &'a str, place: Place) {
        let text = trimmed(line);
        let indent = line.chars().take_while(|c| is_blank(*c)).count();
        if text.is_empty() || line.starts_with(COMMENT) {
        } else if indent > 0 && text.starts_with(COMMENT) {
            // To the SDKs it goes on with the value above, which nobody means who writes one.
            self.odd(Odd::IndentedComment, place);
        } else if self.in_section && indent > self.indent && self.open != Open::Nothing {
            self.continuation(text, place);
        } else if text.starts_with('[') {
            self.section(dialect, text, place);
            if indent > 0 {
                self.odd(Odd::IndentedHead, place);
                self.indent = indent;
            }
        } else if !self.in_section {
            self.odd(Odd::NoSection, place);
        } else if self.open == Open::Property && self.last().is_some_and(|last| is_piece(&last.key, text)) {
            self.continuation(text, place);
        } else if indent > 0 {
            self.indented(text, indent, place);
        } else {
            self.indent = 0;
            self.property(line, place);
        }
    }

    fn last(&self) -> Option<&Property<'a>> {
        self.sections.get(self.current?)?.properties.last()
    }

    fn section(&mut self, dialect: Dialect, line: &'a str, place: Place) {
        (self.current, self.in_section, self.open, self.indent) = (None, true, Open::Nothing, 0);
        self.left_out = false;
        let line = before_comment(line, false);
        let Some((inner, behind)) = line.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) else {
            self.left_out = true;
            return self.odd(Odd::OpenSection, place);
        };
        match head::read(dialect, inner) {
            Ok(Head { kind, name, odd }) => {
                if let Some(odd) = odd {
                    self.oddities.note(odd, place, name);
                }
                self.enter(kind, name, place);
            }
            Err(odd) => {
                self.left_out = odd.is_some();
                if let Some(odd) = odd {
                    self.oddities.note(odd, place, trimmed(inner));
                }
            }
        }
        if !behind.is_empty() {
            self.odd(Odd::TextBehindHead, place);
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
        let (key, value) = (trimmed(key), trimmed(value));
        self.open = Open::Ignored;
        if key.is_empty() {
            return self.odd(Odd::NoName, place);
        }
        let Some(section) = self.current.and_then(|at| self.sections.get_mut(at)) else {
            return self.lost(place);
        };
        if !is_identifier(key) {
            return self.odd(Odd::BadKey, place);
        }
        if text.len() < trimmed(line).len() {
            self.oddities.note(Odd::CommentAfterValue, place, section.name);
        }
        section.properties.push(Property {
            key: lower(key),
            value: Cow::Borrowed(value),
            place,
            used: Cell::new(false),
        });
        self.open = if value.is_empty() { Open::Parent } else { Open::Property };
    }

    fn continuation(&mut self, text: &'a str, place: Place) {
        if self.open == Open::Parent {
            match text.split_once('=') {
                None => return self.odd(Odd::SubNoEquals, place),
                Some((key, _)) if trimmed(key).is_empty() => return self.odd(Odd::SubNoName, place),
                Some(_) => {}
            }
        }
        let section = self.current.and_then(|at| self.sections.get_mut(at));
        match section.and_then(|section| section.properties.last_mut()).filter(|_| self.open != Open::Ignored) {
            Some(property) => {
                let value = property.value.to_mut();
                value.push('\n');
                value.push_str(text);
            }
            None => self.lost(place),
        }
    }

    /// A line of a section, or below a setting, that is left out.
    fn lost(&mut self, place: Place) {
        if self.left_out || self.current.is_some() {
            self.odd(Odd::LeftOut, place);
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
                Some(Kind::Services) => read.services.push(section),
                Some(Kind::Profile | Kind::BareDefault) => read.profiles.push(section),
                // A [default] that another took the place of.
                None => section.properties.iter().for_each(|lost| {
                    for below in 0..=lost.value.matches('\n').count() {
                        let place = Place { line: lost.place.line + below, ..lost.place };
                        self.oddities.note(Odd::LeftOut, place, DEFAULT);
                    }
                }),
            }
        }
        read.oddities = self.oddities;
        read
    }
}
