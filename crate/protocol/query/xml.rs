//! XML as elements that hold elements or a text. Attributes and namespaces have no part in AWS's answers: they are passed over
//! and never looked at, so whoever writes thousands of them gains nothing.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

/// The longest document that is read, in bytes. A real one is under 10 kB.
pub(crate) const MAX_XML: usize = 64 * 1024;

/// Real documents have about 20 elements.
const MOST_ELEMENTS: usize = 1_000;
/// How deep they may lie in each other; real ones lie 6 deep.
const DEPTH: usize = 16;

/// An element, by its name without a prefix.
#[derive(Default)]
pub(crate) struct Element<'a> {
    name: String,
    /// Borrowed where it stands in one piece, as a secret does: so there is no copy of it to wipe.
    text: Cow<'a, str>,
    children: Vec<Element<'a>>,
}

impl<'a> Element<'a> {
    /// The root of a whole document; none where it is not well-formed, has a DTD, or passes the limits.
    pub fn read(xml: &'a str) -> Option<Self> {
        if xml.len() > MAX_XML {
            return None;
        }
        let mut reader = Reader::from_str(xml);
        let (mut open, mut count) = (vec![Self::default()], 0); // the document, whose only child is the root
        loop {
            match reader.read_event().ok()? {
                Event::Start(start) => {
                    count += 1;
                    open.push(Self::named(start.local_name().into_inner()));
                }
                Event::Empty(start) => {
                    count += 1;
                    open.last_mut()?.children.push(Self::named(start.local_name().into_inner()));
                }
                Event::End(_) => {
                    let whole = open.pop()?;
                    open.last_mut()?.children.push(whole);
                }
                Event::Text(text) => open.last_mut()?.push(text.xml10_content()),
                Event::CData(text) => open.last_mut()?.push(text.xml10_content()),
                Event::GeneralRef(reference) => open.last_mut()?.push(character(&reference)?),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::DocType(_) => return None, // it may define entities of any size
                Event::Eof => break,
            }
            if count > MOST_ELEMENTS || open.len() > DEPTH {
                return None;
            }
        }
        let (document, []) = open.split_first_mut()? else { return None };
        let outside = document.text.trim();
        document.children.pop().filter(|_| outside.is_empty() && document.children.is_empty())
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The elements in it.
    pub fn children(&self) -> &[Self] {
        &self.children
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Its own text, trimmed, if it is nothing but a text.
    pub fn content(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty() && self.children.is_empty())
    }

    /// The text of the child of that name, if there is any.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.child(name)?.content()
    }

    fn named(name: &str) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    fn push(&mut self, more: Cow<'a, str>) {
        if self.text.is_empty() {
            self.text = more;
        } else {
            self.text.to_mut().push_str(&more);
        }
    }
}

/// What `&lt;` or `&#65;` stands for; none for an entity that only a DTD could define.
pub(crate) fn character<'a>(reference: &BytesRef<'_>) -> Option<Cow<'a, str>> {
    match reference.resolve_char_ref().ok()? {
        Some(character) => Some(character.to_string().into()),
        None => resolve_predefined_entity(reference).map(Cow::Borrowed),
    }
}
