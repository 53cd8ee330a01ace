//! Role ARNs in any text, command lines of the AWS CLI, and calls of boto3: the hops that a person has at hand, pasted.
//!
//! The text is gone through once, from seed to seed: `assume-role` in a command line, `assume_role(` in a program, an object
//! with a `RoleArn`, and else the ARN of a role by itself. What turns out to be none of them is read a few times at most
//! (see [`PATIENCE`]), so the time grows with the text alone.

mod apart;
mod blocks;
mod command;
mod drafted;
mod finish;
mod keys;
mod link;
mod literal;
mod markup;
mod nesting;
mod pairs;
mod parameters;
mod place;
mod policy;
mod prose;
mod query;
mod repeated;
mod replacing;
mod seeds;
mod spelled;
mod statement;
mod table;
mod telling;
mod tokens;
mod unread;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(super) use self::drafted::read;
use self::parameters::Parameters;
use self::prose::{MOST_MENTIONS, Mention};
use super::{ImportFile, PastedHops};
use crate::aws::arn::RoleArn;
use crate::chain::{Hop, MAX_HOPS};
use crate::interchange::comments::{self, Comments, block, line};
use crate::interchange::note::ImportNote;

pub(super) fn is(file: &ImportFile) -> bool {
    !read_hops(file.text.expose()).hops.is_empty() // looked through for roles only
}

/// What a text that names no role says of one.
pub(super) fn seen(file: &ImportFile) -> impl Iterator<Item = ImportNote> {
    let text = file.text.expose(); // of which principals and accounts alone are shown
    policy::others(text).into_iter().chain(spelled::nameless(text)).map(ImportNote::warning)
}

/// The hops of one chain: where the text has several, of the first.
pub(super) fn read_hops(text: &str) -> PastedHops {
    let Found { chains, mut notes } = find(&whole::with_arns(text), false);
    if let Some(others) = chains.len().checked_sub(1).filter(|others| *others > 0) {
        let sentence = format!(
            "The text has {} provider blocks with roles. Each is a chain of its own: the first is here. Give the text to Import for the \
             other {others}.",
            chains.len()
        );
        notes.push(ImportNote::warning(sentence));
    }
    notes.extend(keys::are_beside(text).then(|| ImportNote::warning(keys::APART)));
    let hops = chains.into_iter().next().map(|part| part.hops).unwrap_or_default();
    PastedHops { hops, notes }
}

/// What a text says.
#[derive(Default)]
struct Found {
    /// One with no hops, where it names no role.
    chains: Vec<Part>,
    notes: Vec<ImportNote>,
}

/// The hops of one chain.
#[derive(Default)]
struct Part {
    /// What the text calls it.
    name: Option<String>,
    hops: Vec<Hop>,
    /// The part of the text that is about it; none where that is all of it.
    block: Option<Range<usize>>,
}

/// `rows_are_chains`: each row of a table of roles is a chain, where none says that they are steps of one.
fn find((plain, text): &(String, String), rows_are_chains: bool) -> Found {
    let table::Tables { rows, heads, notes } = table::read(text);
    let mut blocks = blocks::providers(text);
    let mut names = BTreeMap::new();
    let is_list = rows.values().any(|row| row.is_chain);
    let mut table_notes = notes;
    if is_list && !rows_are_chains {
        let sentence =
            "Each row of the table is a hop here, in its order. Give the text to Import for a chain of each.";
        table_notes.push(ImportNote::warning(sentence));
    } else if blocks.is_empty() {
        let is_alone = rows.len() == 1;
        for row in rows.values().filter(|row| row.is_chain || is_alone) {
            names.extend(row.name.clone().map(|name| (blocks.len(), name)));
            blocks.push(row.line.clone());
        }
    }
    let apart = if blocks.is_empty() { apart::of(text) } else { apart::Apart::default() };
    let is_unsure = apart.is_unsure || (!rows_are_chains && !apart.blocks.is_empty());
    if rows_are_chains && !apart.blocks.is_empty() {
        table_notes.push(ImportNote::hint(apart::NOTE));
        (blocks, names) = (apart.blocks, apart.names.into_iter().collect());
    }
    let mut reader = Reader {
        text,
        at: 0,
        line: 1,
        counted: 0,
        in_vain: 0,
        places: Vec::new(),
        mentions: Vec::new(),
        mere: BTreeSet::new(),
        used: heads,
        found: PastedHops { hops: Vec::new(), notes: table_notes },
        blocks,
        names,
        listed: Vec::new(),
        rows,
        has_rows: false,
        is_unsure,
        is_change: whole::is_change(text),
        is_in_table: whole::heads_table(text),
    };
    let mut comments = Comments::default();
    let mut before = '\n';
    while let Some(c) = reader.rest().chars().next() {
        let comment = match c {
            '-' if before == '\n' && reader.is_change => Some(line(reader.rest())),
            _ if before == '\n' => comments.at_line(reader.passed(), reader.rest()),
            '#' | '/' | ';' | '-' => unread::remark(reader.passed(), reader.rest()),
            '&' => comments::remark(reader.rest()),
            _ => None,
        };
        let comment = comment.or_else(|| if matches!(c, '<' | '/' | '~') { block(reader.rest()) } else { None });
        if let Some(comment) = comment {
            before = comment.chars().next_back().unwrap_or('\n');
            reader.pass_over(comment);
            continue;
        }
        let taken = if reader.is_full() { None } else { reader.seed(c, before) };
        let taken = taken.filter(|taken| *taken > 0).unwrap_or(c.len_utf8());
        reader.at += taken;
        before = reader.passed().chars().next_back().unwrap_or(' ');
    }
    let mut found = reader.finish();
    let arns = found.chains.iter().flat_map(|part| &part.hops).map(|hop| hop.role_arn.as_str());
    found.notes.extend(whole::without_path(plain, text, arns));
    found
}

/// How much may be read in vain, as a multiple of the text: an object that is no hop is read again for those in it, and
/// brackets that never close from each of them. Past it only bare ARNs are looked for.
const PATIENCE: usize = 8;

/// The most notes that are worth reading.
const MOST_NOTES: usize = 20;

struct Reader<'a> {
    text: &'a str,
    /// How far it is read, in bytes.
    at: usize,
    /// The line of the byte up to which lines are counted.
    line: usize,
    counted: usize,
    /// How many bytes were read of what looked like a seed and was none.
    in_vain: usize,
    /// Where each hop stands.
    places: Vec<usize>,
    /// Where each is named, once or again.
    mentions: Vec<Mention>,
    /// Which hops are named and nothing else: a command or a call is a step of its own, a name may be of one.
    mere: BTreeSet<usize>,
    /// The parts of the text that became hops or were told of, from byte to byte.
    used: Vec<(usize, usize)>,
    found: PastedHops,
    /// Terraform's blocks, or the rows of tables, each of which is a chain.
    blocks: Vec<Range<usize>>,
    /// What tables call theirs.
    names: BTreeMap<usize, String>,
    /// What was told of a policy.
    listed: Vec<policy::Listed>,
    /// The rows of tables that were not come to, by where their ARNs begin.
    rows: BTreeMap<usize, table::Row>,
    /// Whether values beside a role were told of that stand in a row with it.
    has_rows: bool,
    /// Whether settings beside each other have roles, and nothing tells if these are steps of one chain.
    is_unsure: bool,
    /// Whether the text is what a change takes away and puts in: lines with `-` and lines with `+`.
    is_change: bool,
    /// Whether the text is a table whose cells end with commas, which a role's name may hold.
    is_in_table: bool,
}

impl<'a> Reader<'a> {
    /// Whether there are more hops than chains can have.
    fn is_full(&self) -> bool {
        self.found.hops.len() > MAX_HOPS * (self.blocks.len() + 1)
    }

    /// The block that this byte is in.
    fn block(&self, at: usize) -> Option<usize> {
        let last = self.blocks.partition_point(|block| block.start <= at).checked_sub(1)?;
        self.blocks.get(last).filter(|block| at < block.end).map(|_| last)
    }

    /// Whether it is the role of the hop before it, which is named twice.
    fn is_again(&self, role: &RoleArn) -> bool {
        let is_same = self.found.hops.last().is_some_and(|last| last.role_arn == role.to_string());
        is_same && self.places.last().is_some_and(|last| self.block(*last) == self.block(self.at))
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn passed(&self) -> &'a str {
        self.text.get(..self.at).unwrap_or_default()
    }

    /// How much of the text the seed takes that begins here, if one does that gives a hop.
    fn seed(&mut self, c: char, before: char) -> Option<usize> {
        let rest = self.rest();
        // In a string a line's end is a letter behind a backslash.
        let is_in_string = || ["\\n", "\\r", "\\t"].iter().any(|end| self.passed().ends_with(end));
        let is_whole = c == 'a' && (!before.is_alphanumeric() || is_in_string());
        if is_whole && (rest.starts_with("arn:aws") || (rest.starts_with("arn:") && !"_-.".contains(before))) {
            return Some(self.bare(rest));
        }
        if self.in_vain > PATIENCE * self.text.len() {
            return None;
        }
        let starts = |word: &str| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let (parameters, after, again) = if c == '{' {
            seeds::object(rest)
        } else if c.eq_ignore_ascii_case(&'u') && !before.is_alphanumeric() && starts("use-stsrole") {
            seeds::cmdlet(rest.get("use-stsrole".len()..)?)
        } else if c == 's' && starts("switchrole?") {
            link::read(self.passed(), rest.get("switchrole?".len()..)?)
        } else if let Some(after) = rest.strip_prefix("assume-role").filter(|_| is_whole) {
            seeds::command(after)?
        } else {
            seeds::call(rest.strip_prefix("assume_role").filter(|_| is_whole)?)?
        };
        let read = rest.len() - after.len();
        self.in_vain += again;
        match parameters.filter(Parameters::has_role) {
            Some(parameters) => {
                self.add(parameters, read);
                self.used.push((self.at, self.at + read));
                Some(read)
            }
            None => {
                self.in_vain += read;
                None
            }
        }
    }

    /// An ARN by itself. What is around it tells where it ends: a comma may be part of a role's name, and may not.
    fn bare(&mut self, rest: &str) -> usize {
        if let Some(row) = self.rows.remove(&self.at) {
            let length = row.length;
            let (parameters, spans) = row.parameters();
            self.add(parameters, length);
            self.used.extend(spans);
            return length;
        }
        let is_arn = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@:/-".contains(&byte);
        let next = |at: usize| at > 0 && rest.get(at..).is_some_and(|rest| rest.starts_with("arn:"));
        // A cell of a table: what follows its comma is the next.
        let is_in_row = self.is_in_row();
        let is_cell = |at: usize| is_in_row && rest.as_bytes().get(at) == Some(&b',');
        let end = rest.bytes().enumerate().position(|(at, byte)| !is_arn(byte) || next(at) || is_cell(at));
        let end = end.unwrap_or(rest.len());
        let run = rest.get(..end).unwrap_or_default(); // ASCII all through
        let after = rest.get(run.len()..).unwrap_or_default();
        let run = if after.starts_with('>') { run.trim_end_matches(['-', '=']) } else { run }; // an arrow
        let arn = run.trim_end_matches(|c: char| ",.:=@/+".contains(c));
        let is_told = self.used.last().is_some_and(|(from, end)| *from <= self.at && *end > self.at);
        let used = (self.at, self.at + run.len());
        match RoleArn::parse(arn) {
            _ if is_told => {}
            _ if unread::is_cut(self.text, self.at, run) || unread::is_gap(arn) => {
                if unread::may_be_role(run) {
                    let shown: String = run.chars().take(60).collect();
                    let sentence = format!(
                        "“{shown}…” is left out: it is not sure that this is the whole ARN, since there is a gap, a variable or \
                         another sign than an ARN has. Write the role’s own."
                    );
                    self.note(ImportNote::warning(sentence));
                }
            }
            // A link has its text and its address, and AWS's own answers name a role twice.
            Ok(role) if self.is_again(&role) => self.mention(arn.len()),
            Ok(role) => {
                let read = query::around(self.text, self.at)
                    .or_else(|| pairs::around(self.text, self.at, arn))
                    .or_else(|| statement::around(self.text, self.at, self.at + arn.len()));
                match read {
                    Some((parameters, spans)) => {
                        self.add(parameters, arn.len());
                        self.used.extend(spans);
                    }
                    None => {
                        self.mere.insert(self.found.hops.len());
                        self.found.hops.push(Hop { role_arn: role.to_string(), ..Hop::default() });
                        self.places.push(self.at);
                        self.mention(arn.len());
                    }
                }
                self.tell_of_policy();
                self.tell_of_places(arn.len());
            }
            Err(_) if run == "arn:" => {} // a word of prose
            Err(sentence) if unread::may_be_role(run) => self.note(ImportNote::warning(sentence)),
            Err(_) => {} // of a policy, a user or a bucket
        }
        self.used.push(used);
        run.len()
    }

    /// Adds the hop that the next `length` bytes name.
    fn add(&mut self, parameters: Parameters, length: usize) {
        let (hop, notes) = parameters.hop();
        self.places.push(self.at);
        self.found.hops.push(hop);
        self.mention(length);
        for note in notes {
            self.note(ImportNote::warning(note));
        }
    }

    /// The next `length` bytes name the hop that was found last.
    fn mention(&mut self, length: usize) {
        let role = self.found.hops.len().saturating_sub(1);
        if self.mentions.len() < MOST_MENTIONS {
            self.mentions.push(Mention { role, start: self.at, end: self.at + length });
        }
    }

    fn note(&mut self, note: ImportNote) {
        if self.found.notes.len() == MOST_NOTES {
            return;
        }
        let passed = self.text.get(self.counted..self.at).unwrap_or_default();
        self.line += passed.matches(['\n', table::BREAK]).count();
        self.counted = self.at;
        self.found.notes.push(note.at_line(self.line));
    }
}
