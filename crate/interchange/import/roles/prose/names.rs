//! Roles that a text names by a word after it gave the ARN: “Hub: arn:…”, `P[arn:…]`, and then “Prod is reached from Hub”, `H --> P`.

use std::collections::BTreeMap;

use super::words::says_something;
use super::{MOST_MENTIONS, Mention};
use crate::interchange::import::roles::parameters::canonical;
use crate::interchange::import::roles::spelled::{is_role, words};

/// The mentions of ARNs, and those of the words that stand for them, in the order of the text.
pub(super) fn with_names<'a>(text: &str, mentions: &[Mention], arn: impl Fn(usize) -> &'a str) -> Vec<Mention> {
    let mut names: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for mention in mentions {
        let own = arn(mention.role).rsplit('/').next().unwrap_or_default();
        for name in [Some(own), label(text, mention.start)].into_iter().flatten() {
            let is_idle = says_something(&name.to_lowercase()) || canonical(name).is_some() || is_role(name);
            if !is_idle && name.chars().any(char::is_alphabetic) {
                let role = names.entry(folded(name)).or_insert(Some(mention.role));
                *role = role.filter(|role| arn(*role) == arn(mention.role)); // a word for two is one for none
            }
        }
    }
    let mut all = mentions.to_vec();
    let mut at = 0;
    for mention in mentions.iter().copied().chain([Mention { role: 0, start: text.len(), end: text.len() }]) {
        for word in words(text, at, mention.start) {
            if let Some(Some(role)) = names.get(&folded(word.letters)).filter(|_| all.len() < MOST_MENTIONS) {
                all.push(Mention { role: *role, start: word.at.start, end: word.at.end });
            }
        }
        at = mention.end;
    }
    all.sort_unstable_by_key(|mention| mention.start);
    all
}

/// Whether the words name the roles in another order than their ARNs stand in, as a program may use what it defined.
pub(super) fn turns(all: &[Mention], mentions: &[Mention]) -> bool {
    let mut order: Vec<usize> = Vec::new();
    for name in all.iter().filter(|name| !mentions.iter().any(|mention| mention.start == name.start)) {
        let is_behind = mentions.iter().any(|mention| mention.role == name.role && mention.end < name.start);
        if is_behind && !order.contains(&name.role) {
            order.push(name.role);
        }
    }
    !order.is_sorted()
}

/// A letter alone is one of a drawing's, and says another thing than the small one.
fn folded(name: &str) -> String {
    if name.len() > 1 { name.to_lowercase() } else { name.into() }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || "_-".contains(c)
}

/// The word that stands alone before the ARN on its line.
fn label(text: &str, start: usize) -> Option<&str> {
    const LONGEST: usize = 80;
    let near = text.get(text.ceil_char_boundary(start.saturating_sub(LONGEST))..start)?;
    let lead = near.rsplit('\n').next()?;
    let lead = lead.strip_suffix("\\n").unwrap_or(lead); // a drawing's line end
    let word = lead.trim_matches(|c| !is_of_word(c)).trim_matches('-');
    (!word.is_empty() && word.chars().all(is_of_word)).then_some(word)
}
