//! Roles that stand in settings apart from each other: in sections, blocks or items of a list. Each is for itself, where a list of
//! `assume_role` or a chain has its own word.

use std::ops::Range;

mod section;

pub(super) use self::section::own;
use super::parameters::canonical;

/// Said where each of them became a chain.
pub(super) const NOTE: &str = "Roles stand in settings apart from each other: each of these is a chain of its own. If they are steps of one, paste the \
                               text into its hops.";

/// How a text keeps its roles.
#[derive(Default)]
pub(super) struct Apart {
    /// The parts of the text of which each has roles of its own; none where they are in one.
    pub blocks: Vec<Range<usize>>,
    /// What the text calls them, by their places.
    pub names: Vec<(usize, String)>,
    /// Whether nothing tells if they are steps of one chain.
    pub is_unsure: bool,
}

/// A line that gives a name the ARN of a role.
struct Setting<'a> {
    /// Where the line begins, and where it ends.
    start: usize,
    end: usize,
    line: &'a str,
    name: &'a str,
}

#[derive(Clone, Copy, PartialEq)]
enum Kinship {
    Together,
    Unsure,
    Apart,
}

/// Longer lines are no settings.
const LONGEST: usize = 512;

pub(super) fn of(text: &str) -> Apart {
    let mut settings: Vec<Setting<'_>> = Vec::new();
    let (mut at, mut above) = (0, "");
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let option = option(std::mem::replace(&mut above, line));
        if !line.contains(":role/") || is_comment(line) {
            continue;
        }
        let Some(name) = name(line).or(option.filter(|_| line.trim_start().starts_with("- "))) else {
            return Apart::default();
        };
        settings.push(Setting { start, end: at, line, name });
    }
    if settings.len() < 2 {
        return Apart::default();
    }
    let small = text.to_ascii_lowercase();
    if ["chain", "source_profile"].iter().any(|word| small.contains(word)) {
        return Apart::default();
    }
    // The column of the list's items, and what they are to each other: the next pair is mostly of the same list.
    let mut list = None;
    let kin: Vec<Kinship> =
        settings.windows(2).filter_map(|pair| kinship(text, pair.first()?, pair.get(1)?, &mut list)).collect();
    let is_unsure = kin.contains(&Kinship::Unsure);
    if !kin.contains(&Kinship::Apart) {
        let is_service = |one: &Setting<'_>| OF_SERVICES.iter().any(|word| letters(one.name).contains(word));
        let is_unsure = is_unsure || settings.iter().any(is_service);
        return Apart { is_unsure, ..Apart::default() };
    }
    // In a program the steps of a chain stand as far apart as they like. What one answers with goes into the next.
    if CALLS.iter().any(|call| small.contains(call)) {
        let is_handed_on = ["sessiontoken", "session_token", "credentials"].iter().any(|word| small.contains(word));
        return Apart { is_unsure: is_unsure || !is_handed_on, ..Apart::default() };
    }
    // Of what is beside each other in such a text nobody knows why it has two names.
    let mut pairs = settings.windows(2).zip(&kin);
    let is_unsure = is_unsure
        || pairs.any(|(pair, kin)| {
            let names = pair.iter().map(|setting| setting.name).collect::<Vec<_>>();
            *kin == Kinship::Together && names.first() != names.last()
        });
    let starts: Vec<usize> = settings
        .windows(2)
        .zip(&kin)
        .filter(|(_, kin)| **kin == Kinship::Apart)
        .filter_map(|(pair, _)| Some(section::start(text, pair.first()?.end, pair.get(1)?.start)))
        .collect();
    let first = settings.first().zip(starts.first());
    let first = first.map_or(0, |(setting, next)| section::first(text, setting.start, *next));
    let edges: Vec<usize> = [first].into_iter().chain(starts).chain([text.len()]).collect();
    let blocks: Vec<Range<usize>> = edges
        .windows(2)
        .filter_map(|pair| {
            let (start, next) = (*pair.first()?, *pair.get(1)?);
            let last = settings.get(settings.partition_point(|setting| setting.start < next).checked_sub(1)?)?;
            Some(start..section::end(text, last.end, next))
        })
        .collect();
    let names = section::names(text, &blocks);
    Apart { blocks, names, is_unsure }
}

/// The name that the line gives an ARN, or what the ARN is in.
fn name(line: &str) -> Option<&str> {
    let (before, _) =
        line.split_once("arn:aws").filter(|_| line.len() <= LONGEST && line.matches("arn:aws").count() == 1)?;
    let own = before.rsplit([',', '{', '[', '(']).next()?;
    // What is put together, or handed on, has its name at the begin of the line.
    [own, before].into_iter().find_map(|field| {
        let field = field.trim_start_matches([' ', '\t', '-']);
        let field = field.strip_prefix("export ").unwrap_or(field).trim_start_matches(['"', '\'']);
        let end = field.find(|c: char| !(c.is_ascii_alphanumeric() || "_-.@/".contains(c)))?;
        let (name, behind) = field.split_at(end);
        let behind = behind.trim_start_matches(['"', '\'']);
        let gives = behind.trim_start().starts_with([':', '=']) || behind.starts_with("  ") || behind.starts_with('\t');
        let is_plain = canonical(name) == Some("RoleArn") && behind.trim().is_empty();
        (!name.is_empty() && (gives || is_plain)).then_some(name)
    })
}

/// The option that an item of a list is, and whose value is the next item.
fn option(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix("- ")?.trim_matches(['"', '\'']);
    (name.starts_with('-') && !name.contains([' ', '='])).then(|| name.trim_start_matches('-'))
}

fn kinship(text: &str, one: &Setting<'_>, other: &Setting<'_>, list: &mut Option<(usize, Kinship)>) -> Option<Kinship> {
    let of_list = list.take();
    let between = text.get(one.end..other.start)?;
    let column = indent(one.line).min(indent(other.line));
    let lines = || between.lines().chain([other.line]).filter(|line| !line.trim().is_empty() && !is_comment(line));
    let opens_section = |line: &str| {
        let line = line.trim();
        line.starts_with('[') && line.ends_with(']') || line.starts_with('<') || line == "---"
    };
    if between.lines().any(opens_section) {
        return Some(Kinship::Apart);
    }
    let lowest = lines().map(indent).min()?;
    let edges: Vec<&str> = lines().filter(|line| indent(line) == lowest).map(str::trim).collect();
    let is_bracket = |line: &str| line.chars().all(|c| "[]{}(), ".contains(c));
    let is_item = |line: &&str| line.starts_with("- ") || is_bracket(line);
    // Beside each other, or the next of the same list.
    if edges.iter().all(is_item) {
        let kin = of_list.filter(|(column, _)| *column == lowest).map(|(_, kin)| kin).unwrap_or_else(|| {
            match text.get(..one.start).and_then(|before| parent(before, lowest)).map(letters) {
                Some(list) if EACH.iter().any(|name| list.ends_with(name)) => Kinship::Apart,
                Some(list) if !CHAINS.iter().any(|name| list.contains(name)) => Kinship::Unsure,
                _ => Kinship::Together,
            }
        });
        *list = Some((lowest, kin));
        return Some(kin);
    }
    // In the same block, or one in the other's.
    if lowest >= column && indent(one.line) == indent(other.line) || lowest > indent(one.line) {
        return Some(Kinship::Together);
    }
    let is_of_chain = |line: &&str| is_bracket(line) || CHAINS.iter().any(|name| letters(line).contains(name));
    Some(if edges.iter().all(is_of_chain) { Kinship::Together } else { Kinship::Apart })
}

/// The lists of which each item is somebody's own.
const EACH: [&str; 13] = [
    "accounts",
    "clients",
    "configs",
    "connections",
    "customers",
    "datasources",
    "environments",
    "jobs",
    "projects",
    "targets",
    "tenants",
    "users",
    "write",
];

/// In the names of roles that a service is handed, which are no step of a chain by themselves.
const OF_SERVICES: [&str; 7] = ["cloudformation", "deploy", "execution", "instance", "lambda", "sceptre", "task"];

/// The calls that assume a role, in small letters.
const CALLS: [&str; 4] = ["assume_role(", "assumerole(", "assumerolecommand(", "assumerolerequest("];

/// What is assumed one after the other.
const CHAINS: [&str; 2] = ["assumerole", "chain"];

/// The name of the setting under which something stands that is indented so far.
fn parent(before: &str, column: usize) -> Option<&str> {
    const FARTHEST: usize = 40;
    let mut above = before.lines().rev().take(FARTHEST).filter(|line| !line.trim().is_empty() && !is_comment(line));
    // YAML's items may stand as far as the name of their list.
    let line = above.find(|line| indent(line) < column || indent(line) == column && line.trim_end().ends_with(':'))?;
    Some(line)
}

fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_ascii_lowercase()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(['#', ';']) || line.starts_with("//")
}
