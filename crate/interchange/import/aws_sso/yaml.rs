//! YAML as a tree. Its aliases and merge keys make it possible to write a billion nodes in ten lines: what they unfold to is
//! counted before it is built.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use saphyr_parser::{Event, Parser};

use crate::interchange::import::LONGEST_TEXT;

/// The most nodes that a text may unfold to. 10,000 roles have 100,000.
pub(super) const MOST_NODES: usize = 400_000;
/// How deep they may lie in each other; aws-sso-cli needs 8.
pub(super) const DEPTH: usize = 64;

/// A node; what an alias stands for is shared, not copied.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// Nodes in it and below, itself included, as often as aliases repeat them. A long text counts for several.
    size: usize,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    Scalar(String),
    List(Vec<Rc<Node>>),
    Map(Map),
}

#[derive(Debug, Clone, Default)]
struct Map {
    /// In the order of the text.
    entries: Vec<(Rc<str>, Rc<Node>)>,
    /// Which of them somebody asked for.
    used: RefCell<BTreeSet<usize>>,
    /// Where each key stands in `entries`.
    places: BTreeMap<Rc<str>, usize>,
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
    pub fn entries(&self) -> &[(Rc<str>, Rc<Node>)] {
        if let Kind::Map(map) = &self.kind { &map.entries } else { &[] }
    }

    /// The same, all of which have then been used.
    pub fn take_entries(&self) -> &[(Rc<str>, Rc<Node>)] {
        if let Kind::Map(map) = &self.kind {
            map.used.borrow_mut().extend(0..map.entries.len());
        }
        self.entries()
    }

    /// The same, of which those have then been used that hold more than a text.
    pub fn take_maps(&self) -> &[(Rc<str>, Rc<Node>)] {
        if let Kind::Map(map) = &self.kind {
            let maps = map.entries.iter().enumerate().filter(|(_, (_, node))| !node.entries().is_empty());
            map.used.borrow_mut().extend(maps.map(|(at, _)| at));
        }
        self.entries()
    }

    /// The keys below that nobody asked for, each by itself without what is below it, and how many there are besides.
    pub fn left_over<'a>(&'a self, keys: &mut Vec<&'a str>) {
        match &self.kind {
            Kind::Scalar(_) => {}
            Kind::List(items) => items.iter().for_each(|item| item.left_over(keys)),
            Kind::Map(map) => {
                let used = map.used.borrow();
                for (at, (key, node)) in map.entries.iter().enumerate() {
                    if !used.contains(&at) {
                        keys.push(key);
                    }
                    node.left_over(keys);
                }
            }
        }
    }

    /// The node at that key, which has then been used.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let Kind::Map(map) = &self.kind else { return None };
        let at = *map.places.get(key)?;
        map.used.borrow_mut().insert(at);
        map.entries.get(at).map(|(_, node)| &**node)
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
    anchors: BTreeMap<usize, Rc<Node>>,
    root: Option<Rc<Node>>,
    /// How many nodes were built so far, those that were merged among them.
    built: usize,
}

struct Open {
    anchor: usize,
    kind: Kind,
    /// The key whose value comes next, in a map.
    key: Option<Rc<str>>,
    /// What `<<` merges into the map.
    merges: Vec<Rc<Node>>,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) -> Result<(), &'static str> {
        match event {
            Event::Scalar(text, _, anchor, _) => self.scalar(text, anchor),
            Event::Alias(anchor) => {
                // An alias inside what it stands for is a circle, whose node is not there yet.
                let node =
                    self.anchors.get(&anchor).cloned().ok_or("This alias stands for nothing that is whole yet.")?;
                self.count(1)?;
                self.put(node)
            }
            Event::SequenceStart(anchor, _) => self.open(anchor, Kind::List(Vec::new())),
            Event::MappingStart(anchor, _) => self.open(anchor, Kind::Map(Map::default())),
            Event::SequenceEnd | Event::MappingEnd => self.close(),
            _ => Ok(()),
        }
    }

    fn scalar(&mut self, text: Cow<'_, str>, anchor: usize) -> Result<(), &'static str> {
        if text.len() > LONGEST_TEXT {
            return Err("This text is longer than any that a role has.");
        }
        let size = 1 + text.len() / 64;
        self.count(size)?;
        let node = Rc::new(Node { size, kind: Kind::Scalar(text.into_owned()) });
        self.name(anchor, &node);
        self.put(node)
    }

    fn open(&mut self, anchor: usize, kind: Kind) -> Result<(), &'static str> {
        self.count(1)?;
        self.open.push(Open { anchor, kind, key: None, merges: Vec::new() });
        if self.open.len() > DEPTH { Err("The YAML is nested too deep.") } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), &'static str> {
        let Some(Open { anchor, mut kind, merges, .. }) = self.open.pop() else { return Ok(()) };
        if let Kind::Map(map) = &mut kind {
            self.merge(&merges, map)?;
        }
        let sum = |sizes: &mut dyn Iterator<Item = usize>| sizes.fold(1, usize::saturating_add);
        let size = match &kind {
            Kind::Scalar(_) => 1,
            Kind::List(items) => sum(&mut items.iter().map(|item| item.size)),
            Kind::Map(map) => sum(&mut map.entries.iter().map(|(key, node)| 1 + key.len() / 64 + node.size)),
        };
        if size > MOST_NODES {
            return Err(TOO_MANY);
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
        let Some(Open { kind, key, merges, .. }) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (kind, key.take()) {
            (Kind::Map(_), Some(key)) if *key == *"<<" => merges.push(node),
            (Kind::Map(map), Some(key)) => {
                if !map.add(key, node) {
                    return Err("The key of this value stands in its map twice.");
                }
            }
            (Kind::Map(_), None) => *key = Some(node.text().ok_or("A list or a map is no key here.")?.into()),
            (Kind::List(items), _) => items.push(node),
            (Kind::Scalar(_), _) => {}
        }
        Ok(())
    }

    /// Puts what maps hold into `map`, whose own entries stay, and of the maps the first one's.
    fn merge(&mut self, merges: &[Rc<Node>], map: &mut Map) -> Result<(), &'static str> {
        for from in merges {
            let maps = if let Kind::List(items) = &from.kind { items } else { std::slice::from_ref(from) };
            self.count(maps.len())?;
            for (key, node) in maps.iter().flat_map(|map| map.entries()) {
                self.count(1)?;
                map.add(Rc::clone(key), Rc::clone(node));
            }
        }
        Ok(())
    }

    fn count(&mut self, more: usize) -> Result<(), &'static str> {
        self.built = self.built.saturating_add(more);
        if self.built > MOST_NODES { Err(TOO_MANY) } else { Ok(()) }
    }
}

const TOO_MANY: &str = "The YAML unfolds to more than 400,000 entries.";

impl Map {
    /// Whether there was no entry of that key yet.
    fn add(&mut self, key: Rc<str>, node: Rc<Node>) -> bool {
        let Entry::Vacant(place) = self.places.entry(Rc::clone(&key)) else { return false };
        place.insert(self.entries.len());
        self.entries.push((key, node));
        true
    }
}
