//! YAML as a tree. Its aliases make it possible to write a billion nodes in ten lines: what they unfold to is bounded.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use saphyr_parser::{Event, Parser};

/// The most nodes that a text may unfold to. 10,000 roles have 100,000.
pub(super) const MOST_NODES: usize = 1_000_000;
/// How deep they may lie in each other; aws-sso-cli needs 8.
pub(super) const DEPTH: usize = 64;

/// A node; what an alias stands for is shared, not copied.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Nodes in it and below, itself included, as often as aliases repeat them.
    size: usize,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Scalar(String),
    List(Vec<Rc<Node>>),
    Map(Vec<(String, Rc<Node>)>),
}

/// Why a text is not read: a sentence, and the line.
#[derive(Debug)]
pub(super) struct Wrong {
    pub sentence: &'static str,
    pub line: usize,
}

/// The first document of the text.
pub(super) fn read(text: &str) -> Result<Rc<Node>, Wrong> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        // The parser's own words may quote the text.
        let (event, span) =
            event.map_err(|wrong| Wrong { sentence: "The YAML is malformed here.", line: wrong.marker().line() })?;
        let line = span.start.line();
        builder.event(event).map_err(|sentence| Wrong { sentence, line })?;
        if let Some(root) = builder.root {
            return Ok(root);
        }
    }
    Err(Wrong { sentence: "The YAML is empty.", line: 1 })
}

impl Node {
    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        if let Kind::Scalar(text) = &self.kind { Some(text) } else { None }
    }

    /// The entries of a map, in the order of the text; none of anything else.
    pub fn entries(&self) -> &[(String, Rc<Node>)] {
        if let Kind::Map(entries) = &self.kind { entries } else { &[] }
    }

    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, node)| &**node)
    }

    /// The text at that key; none where it is empty or YAML's null.
    pub fn text_at(&self, key: &str) -> Option<&str> {
        self.get(key)?.text().filter(|text| !matches!(*text, "" | "~" | "null"))
    }
}

#[derive(Default)]
struct Builder {
    /// The lists and maps that are still open.
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
    root: Option<Rc<Node>>,
}

struct Open {
    anchor: usize,
    kind: Kind,
    /// The key whose value comes next, in a map.
    key: Option<String>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), &'static str> {
        match event {
            Event::Scalar(text, _, anchor, _) => self.scalar(text, anchor),
            Event::Alias(anchor) => {
                // An alias inside what it stands for is a circle, whose node is not there yet.
                let node =
                    self.anchors.get(&anchor).cloned().ok_or("This alias stands for nothing that is whole yet.")?;
                self.put(node)
            }
            Event::SequenceStart(anchor, _) => self.open(anchor, Kind::List(Vec::new())),
            Event::MappingStart(anchor, _) => self.open(anchor, Kind::Map(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            _ => Ok(()),
        }
    }

    fn scalar(&mut self, text: Cow<'_, str>, anchor: usize) -> Result<(), &'static str> {
        let node = Rc::new(Node { size: 1, kind: Kind::Scalar(text.into_owned()) });
        self.name(anchor, &node);
        self.put(node)
    }

    fn open(&mut self, anchor: usize, kind: Kind) -> Result<(), &'static str> {
        self.open.push(Open { anchor, kind, key: None });
        if self.open.len() > DEPTH { Err("The YAML is nested too deep.") } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), &'static str> {
        let Some(Open { anchor, kind, .. }) = self.open.pop() else { return Ok(()) };
        let kind = merged(kind);
        let size = match &kind {
            Kind::Scalar(_) => 1,
            Kind::List(items) => items.iter().fold(1, |size: usize, item| size.saturating_add(item.size)),
            Kind::Map(entries) => entries.iter().fold(1, |size: usize, (_, node)| size.saturating_add(1 + node.size)),
        };
        if size > MOST_NODES {
            return Err("The YAML unfolds to more than a million entries.");
        }
        let node = Rc::new(Node { size, kind });
        self.name(anchor, &node);
        self.put(node)
    }

    fn name(&mut self, anchor: usize, node: &Rc<Node>) {
        if anchor > 0 {
            self.anchors.insert(anchor, Rc::clone(node));
        }
    }

    fn put(&mut self, node: Rc<Node>) -> Result<(), &'static str> {
        let Some(Open { kind, key, .. }) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (kind, key.take()) {
            (Kind::Map(entries), Some(key)) => entries.push((key, node)),
            (Kind::Map(_), None) => *key = Some(node.text().ok_or("A list or a map is no key here.")?.into()),
            (Kind::List(items), _) => items.push(node),
            (Kind::Scalar(_), _) => {}
        }
        Ok(())
    }
}

/// A map with what `<<` merges into it; its own entries stay.
fn merged(kind: Kind) -> Kind {
    let Kind::Map(mut entries) = kind else { return kind };
    let Some(at) = entries.iter().position(|(key, _)| key == "<<") else { return Kind::Map(entries) };
    let (_, from) = entries.remove(at);
    let mut known: HashSet<String> = entries.iter().map(|(key, _)| key.clone()).collect();
    let from = match &from.kind {
        Kind::List(items) => items.clone(),
        _ => vec![from],
    };
    for (key, node) in from.iter().flat_map(|map| map.entries()) {
        if known.insert(key.clone()) {
            entries.push((key.clone(), Rc::clone(node)));
        }
    }
    Kind::Map(entries)
}
