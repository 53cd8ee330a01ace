//! In which order roles are assumed that a sentence names: “assume B from A”, “B is reached via A”, “through A to B”, `A -> B`,
//! `B <- A`, “2. B, 1. A”. What a sentence does not say for certain is told of.

mod labels;
mod names;
mod words;

use std::collections::BTreeSet;

use self::labels::by_label;
use self::names::with_names;
use self::words::{JOINS, Mark, Said, has_arrow, is_arrow, mark_of};
use crate::chain::Hop;

/// The order of what a text names.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The indexes, first the one that is assumed first. One that is named again is there once.
    pub order: Vec<usize>,
    /// Whether the text may mean another.
    pub is_unsure: bool,
}

/// A role that is named: which one, and from byte to byte.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    pub role: usize,
    pub start: usize,
    pub end: usize,
}

/// How often roles may be named, one again and again, before what is said of their order is read no further.
pub(super) const MOST_MENTIONS: usize = 256;

/// The order of these roles, which are named here, in the order of the text.
pub(super) fn order(text: &str, mentions: &[Mention], hops: &[Hop]) -> Order {
    let count = hops.len();
    if count < 2 {
        return Order { order: (0..count).collect(), is_unsure: false };
    }
    let is_same = |one: usize, other: usize| hops.get(one) == hops.get(other);
    if let Some(order) = by_label(text, mentions, count) {
        return order;
    }
    let first_of = |role: usize| (0..role).find(|other| is_same(*other, role)).unwrap_or(role);
    let mut scene = Scene::default();
    let mut before = 0;
    let all = with_names(text, mentions, |role| hops.get(role).map_or("", |hop| &hop.role_arn));
    for mention in &all {
        let between = text.get(before..mention.start).unwrap_or_default();
        scene.mention(first_of(mention.role), between, before == 0);
        before = mention.end;
    }
    scene.end_sentence(text.get(before..).unwrap_or_default());
    if !scene.is_marked {
        return Order {
            order: (0..count).collect(),
            is_unsure: scene.is_unsure
                || (count > 1 && (labels::names_start(text) || labels::is_drawn(text) || names::turns(&all, mentions))),
        };
    }
    let edges: BTreeSet<(usize, usize)> = scene.edges.into_iter().filter(|(first, then)| first != then).collect();
    let mut left: Vec<usize> = (0..count).filter(|role| first_of(*role) == *role).collect();
    let mut order = Vec::with_capacity(left.len());
    let is_apart = left.iter().any(|one| !edges.iter().any(|(first, then)| first == one || then == one));
    let mut is_unsure =
        scene.is_unsure || labels::names_start(text) || (is_apart && edges.iter().any(|(first, then)| first > then));
    while !left.is_empty() {
        let is_free = |one: &usize| !left.iter().any(|other| edges.contains(&(*other, *one)));
        let at = left.iter().position(is_free).unwrap_or_else(|| {
            is_unsure = true; // a circle
            0
        });
        order.push(left.remove(at));
    }
    Order { order, is_unsure }
}

#[derive(Default)]
struct Scene {
    /// What comes first, and what comes then.
    edges: Vec<(usize, usize)>,
    /// Whether any word says more than that one role is named after the other.
    is_marked: bool,
    is_unsure: bool,
    /// Whether a sentence before this one names a role.
    follows: bool,
    // Of the sentence.
    named: Vec<usize>,
    /// What is reached last: “to open B, …”, “before B, …”.
    purpose: Option<usize>,
    target: Option<usize>,
    from: Vec<usize>,
    via: Vec<usize>,
    mark: Option<Mark>,
}

impl Scene {
    fn mention(&mut self, index: usize, between: &str, is_first: bool) {
        let (trailing, leading) = match sentence_end(between) {
            _ if is_first => ("", between.get(sentence_end(between).unwrap_or(0)..).unwrap_or_default()),
            Some(end) => (between.get(..end).unwrap_or_default(), between.get(end..).unwrap_or_default()),
            None => ("", between),
        };
        if is_first || sentence_end(between).is_some() {
            self.end_sentence(trailing);
            self.begin_sentence(index, leading);
        } else {
            self.go_on(index, leading);
        }
        self.named.push(index);
    }

    /// The first role of a sentence.
    fn begin_sentence(&mut self, index: usize, leading: &str) {
        let said = Said::of(leading);
        if said.is_purpose() {
            self.purpose = Some(index);
            return;
        }
        match said.mark() {
            Mark::From => self.from.push(index),
            Mark::Via => self.via.push(index),
            Mark::Then | Mark::Back => self.target = Some(index),
        }
        self.mark = Some(said.mark());
    }

    fn go_on(&mut self, index: usize, leading: &str) {
        let said = Said::of(leading);
        let mark = said.mark();
        self.is_unsure |= said.is_unsure(mark);
        self.is_marked |= said.is_marked();
        if let Some(purpose) = self.purpose {
            self.edges.push((index, purpose));
            self.is_marked = true;
        }
        let last = self.named.last().copied();
        let group = self.mark.filter(|mark| matches!(mark, Mark::From | Mark::Via));
        match (mark, self.target) {
            // It is spoken of again.
            (Mark::Then, _) if self.named.contains(&index) => self.target = Some(index),
            (Mark::Back, _) => self.edges.extend(last.map(|last| (index, last))),
            // “B via A and C”
            (Mark::Then, Some(target)) if group.is_some() && said.only_joins() => {
                self.is_unsure |= said.has("then");
                self.edges.extend(last.map(|last| (last, index)));
                self.edges.push((index, target));
                return;
            }
            (Mark::Then, _) => {
                let pending = self.from.drain(..).chain(self.via.drain(..)).chain(self.target);
                self.edges.extend(pending.map(|first| (first, index)));
                self.target = Some(index);
            }
            (Mark::From | Mark::Via, target) => {
                self.edges.extend(target.map(|target| (index, target)));
                if mark == Mark::From {
                    self.edges.extend(self.via.iter().map(|via| (index, *via)));
                    self.from.push(index);
                } else {
                    self.is_unsure |= !self.via.is_empty();
                    self.edges.extend(self.from.iter().map(|from| (*from, index)));
                    self.via.push(index);
                }
            }
        }
        self.mark = Some(mark);
    }

    fn end_sentence(&mut self, trailing: &str) {
        let said = Said::of(trailing);
        let is_first = said.words.first().is_some_and(|word| ["first", "beforehand"].contains(&word.as_str()));
        if let Some((last, others)) = self.named.split_last().filter(|(_, others)| is_first && !others.is_empty()) {
            self.edges.retain(|(first, then)| !(then == last && others.contains(first)));
            self.edges.extend(others.iter().map(|other| (*last, *other)));
            self.is_marked = true;
        }
        // “How do I get into B? You go through A.”
        let is_apart = self.named.len() == 1 && self.target.is_none() && self.purpose.is_none();
        let before = std::mem::take(self);
        *self = Self {
            edges: before.edges,
            is_marked: before.is_marked,
            is_unsure: before.is_unsure || (is_apart && before.follows),
            follows: before.follows || !before.named.is_empty(),
            ..Self::default()
        };
    }
}

/// Behind the last sentence, or item of a list, that ends in the text between two roles.
fn sentence_end(between: &str) -> Option<usize> {
    let mut end = None;
    let mut before = ' ';
    for (at, c) in between.char_indices() {
        let rest = between.get(at + c.len_utf8()..).unwrap_or_default();
        if c == '\n' {
            // A mail's quotation, the bullet of a list.
            let next = rest.trim_start_matches([' ', '\t', '>', '*', '-', '•', '–', '◦', '▪', '└', '─', '├', '│']);
            let word: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
            // The role is the first word of its line, behind words that lead to it or behind none.
            let lead = between.get(..at).unwrap_or_default();
            let is_led = next.is_empty() && (lead.contains(char::is_alphanumeric) || has_arrow(lead));
            let goes_on =
                mark_of(&word.to_lowercase()).is_some() || is_arrow(next) || is_led || JOINS.contains(&&*word);
            if !goes_on || rest.starts_with('\n') {
                end = Some(at + 1);
            }
        } else if c.is_whitespace() && ".!?;".contains(before) {
            end = Some(at);
        } else if "{}=\\$".contains(c) && !is_arrow(between.get(at..).unwrap_or_default()) && !"<-=".contains(before) {
            end = Some(at); // a program's
        }
        before = c;
    }
    end
}
