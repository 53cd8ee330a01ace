//! Session tags: AWS's model of STS, and the rules of "Pass session tags in AWS STS" in the IAM user guide.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use super::line::{Line, Step};
use crate::aws::invisible::is_deceptive;
use crate::aws::limits;
use crate::aws::session_tag::SessionTag;
use crate::chain::finding::Finding;

pub(super) fn check(line: &Line<'_>, step: &Step<'_>) -> Vec<Finding> {
    let tags = &step.hop.session_tags;
    let mut found = Vec::new();
    if tags.len() > MOST {
        let sentence = format!("AWS takes at most {MOST} tags of a session; these are {}.", tags.len());
        found.push(Finding::error(step.place("sessionTags"), sentence));
    }
    let inherited = if tags.is_empty() { HashMap::new() } else { inherited(line.before(step)) };
    let mut seen = HashSet::new();
    for (at, tag) in tags.iter().take(MOST).enumerate() {
        let folded = tag.key.to_lowercase();
        let key = wrong_text("A tag’s key", &tag.key, limits::TAG_KEY)
            .or_else(|| wrong_key(&folded))
            .or_else(|| inherited.get(&folded).map(|earlier| passed_on(earlier)))
            .or_else(|| seen.contains(&folded).then(|| TWICE.into()));
        seen.insert(folded);
        found.extend(key.map(|sentence| Finding::error(step.place(&format!("sessionTags.{at}.key")), sentence)));
        let value = wrong_value("A tag’s value", &tag.value);
        found.extend(value.map(|sentence| Finding::error(step.place(&format!("sessionTags.{at}.value")), sentence)));
    }
    found
}

/// A sentence if `text`, which it calls `what`, cannot be the value of a session tag.
pub(crate) fn wrong_value(what: &str, text: &str) -> Option<String> {
    wrong_text(what, text, limits::TAG_VALUE)
}

const MOST: usize = *limits::SESSION_TAGS.end();
const TWICE: &str = "This key is here already: AWS tells keys apart whatever their case. Take one of the two out.";

/// The keys that the sessions of these hops pass on, in lower case, with the hop that set each.
fn inherited<'s, 'a>(steps: &'s [Step<'a>]) -> HashMap<String, &'s Step<'a>> {
    let passed_on =
        |step: &'s Step<'a>| step.hop.session_tags.iter().filter(|tag| tag.transitive).map(move |tag| (tag, step));
    let key = |(tag, step): (&SessionTag, _)| (tag.key.to_lowercase(), step);
    // Back to front, so that the first hop that set a key stays.
    steps.iter().rev().flat_map(passed_on).map(key).collect()
}

fn passed_on(earlier: &Step<'_>) -> String {
    format!(
        "{} passes a tag of this key on, and AWS lets no later hop set it again. Take it out here, or let that hop not pass it on.",
        capital(&earlier.name())
    )
}

fn wrong_key(folded: &str) -> Option<String> {
    let reserved = folded.starts_with("aws:");
    reserved.then(|| "AWS keeps keys that begin with aws: to itself. Choose another.".into())
}

/// A sentence if `text` is not of AWS's pattern `[\p{L}\p{Z}\p{N}_.:/=+\-@]`, or of another length.
fn wrong_text(what: &str, text: &str, length: RangeInclusive<usize>) -> Option<String> {
    let count = text.chars().count();
    if let Some(other) = text.chars().find(|c| !is_allowed(*c)) {
        let other = if is_deceptive(other) { format!("U+{:04X}", u32::from(other)) } else { other.into() };
        Some(format!("{what} cannot hold the character {other}. Beside letters, digits and spaces it takes {MARKS}"))
    } else if !length.contains(&count) {
        Some(format!("{what} has {} to {} characters; this has {count}.", length.start(), length.end()))
    } else {
        None
    }
}

const MARKS: &str = "_.:/=+-@";

/// What std calls alphabetic is a little more than `\p{L}`: of some vowel signs only AWS can say that it does not take them.
fn is_allowed(c: char) -> bool {
    let is_space = c.is_whitespace() && !c.is_control();
    c.is_alphabetic() || c.is_numeric() || is_space || MARKS.contains(c)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
