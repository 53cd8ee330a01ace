//! Tables whose heading says what stands in which column: CSV, columns of a sheet, Markdown. Each row is a role of its own, and so a chain,
//! unless a column says that they are steps of one. A role's name with its account in another column stands for its ARN.

mod broken;
mod turned;

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;

pub(super) use self::broken::{BREAK, joined};
pub(super) use self::turned::upright;
use super::literal::Value;
use super::parameters::{Parameters, canonical};
use super::replacing::Replacing;
use super::{place, spelled, unread};
use crate::aws::arn::{RoleArn, account_number};
use crate::aws::invisible::shown;
use crate::interchange::note::ImportNote;

/// What the rows of all tables of a text say.
#[derive(Default)]
pub(super) struct Tables {
    /// By where the ARN of the row begins.
    pub rows: BTreeMap<usize, Row>,
    /// The parts of the text that are headings.
    pub heads: Vec<(usize, usize)>,
    pub notes: Vec<ImportNote>,
}

/// A row of a table.
pub(super) struct Row {
    /// From byte to byte.
    pub line: Range<usize>,
    /// What it is called; none where no column says it.
    pub name: Option<String>,
    /// Whether it is a chain of its own.
    pub is_chain: bool,
    /// How long the ARN is.
    pub length: usize,
    pub pairs: Vec<(String, Value)>,
    /// The parts of the text that were read.
    pub spans: Vec<(usize, usize)>,
}

impl Row {
    pub fn parameters(self) -> (Parameters, Vec<(usize, usize)>) {
        (Parameters::new(self.pairs), self.spans)
    }
}

/// Longer lines are no rows that a person keeps.
const LONGEST: usize = 4_000;

/// The text with ARNs in the places of the names that stand in a row with their accounts, and with `|` between columns that blanks set
/// apart.
pub(super) fn spelled(text: &str) -> Cow<'_, str> {
    let mut spelled = Replacing::of(text);
    let mut heading: Option<Heading> = None;
    let partition = LazyCell::new(|| spelled::partition(text).name());
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if heading.is_some() && is_rule(line) {
            continue;
        }
        // Jira's heads.
        let plain = line.trim_start().starts_with("||").then(|| line.replace("||", "|"));
        let (written, line) = (line, plain.as_deref().unwrap_or(line));
        let row = heading.as_ref().and_then(|heading| heading.spelled(line, &partition));
        if row.is_none() {
            heading = Heading::of(line, start);
        }
        let is_apart = heading.as_ref().is_some_and(|heading| heading.mark == ' ');
        let row = row.or_else(|| is_apart.then(|| rebarred(&apart(line), line))).or_else(|| plain.clone());
        if let Some(row) = row.filter(|row| row != written) {
            spelled.put(start..at, &row);
        }
    }
    spelled.done()
}

/// Whether the line is what parts the head of a table from its rows.
fn is_rule(line: &str) -> bool {
    let is_line = |c: char| "-=".contains(c) || ('\u{2500}'..='\u{257f}').contains(&c);
    line.contains(is_line) && line.chars().all(|c| is_line(c) || "|:+ \t\r\n".contains(c))
}

pub(super) fn read(text: &str) -> Tables {
    let mut tables = Tables::default();
    let mut heading: Option<Heading> = None;
    let mut at = 0;
    let mut below = 1;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let number = below;
        below += line.matches(['\n', BREAK]).count();
        if heading.is_some() && is_rule(line) {
            continue;
        }
        let row = heading.as_ref().and_then(|heading| heading.row(line, start));
        match row {
            Some(row) => {
                if let Some(heading) = heading.as_mut() {
                    heading.tell(line, number, &mut tables.notes);
                    heading.rows.push(*row);
                }
            }
            None => {
                if let Some(heading) = heading.as_mut().filter(|heading| heading.names_role(line)) {
                    let is_first = !std::mem::replace(&mut heading.has_nameless, true);
                    tables.notes.extend(is_first.then(|| ImportNote::warning(LEFT_OUT).at_line(number)));
                    continue;
                }
                tables.take(heading.take());
                heading = Heading::of(line, start);
            }
        }
    }
    tables.take(heading);
    tables
}

const LEFT_OUT: &str = "The role of this row is left out: it has no ARN, and no account with 12 digits stands beside it. So too in rows like it.";

impl Tables {
    fn take(&mut self, heading: Option<Heading>) {
        let Some(heading) = heading.filter(|heading| !heading.rows.is_empty()) else { return };
        self.heads.push(heading.span);
        let is_list = heading.rows.len() > 1 && !heading.has_order;
        for (start, mut row) in heading.rows {
            row.is_chain = is_list;
            self.rows.insert(start, row);
        }
    }
}

struct Heading {
    span: (usize, usize),
    mark: char,
    columns: Vec<Column>,
    /// Where the columns begin in the heading.
    places: Vec<usize>,
    has_order: bool,
    /// The columns that were told of, and whether as what may be a role's.
    told: BTreeMap<usize, bool>,
    /// Whether a row was left out.
    has_nameless: bool,
    rows: Vec<(usize, Row)>,
}

#[derive(PartialEq)]
enum Column {
    Role,
    /// A parameter of AssumeRole.
    Parameter(&'static str),
    Name,
    /// The number of the role's account, or its name.
    Account,
    /// Of the steps of one chain.
    Order,
    Other(String),
}

impl Column {
    fn of(head: &str) -> Self {
        let letters: String = head.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        match (canonical(head), letters.as_str()) {
            (Some("RoleArn"), _) | (_, "arn" | "targetrole" | "iamrolearn") => Self::Role,
            _ if spelled::is_role(head) => Self::Role,
            (Some(parameter), _) => Self::Parameter(parameter),
            (_, "hop" | "step" | "order" | "no" | "nr" | "schritt" | "étape") => Self::Order,
            _ if spelled::is_account(head) => Self::Account,
            _ if head == "#" => Self::Order,
            (
                _,
                "name" | "customer" | "client" | "tenant" | "accountname" | "environment" | "env" | "profile" | "kunde"
                | "umgebung" | "kontoname",
            ) => Self::Name,
            _ => Self::Other(head.replace(BREAK, " ").chars().take(40).collect()),
        }
    }
}

impl Heading {
    /// If the line names a column of roles and one of what else is said of them.
    fn of(line: &str, start: usize) -> Option<Self> {
        if line.len() > LONGEST || line.contains("arn:") {
            return None;
        }
        let mark = ['|', '\t', ';', ','].into_iter().find(|mark| line.contains(*mark)).unwrap_or(' ');
        let found: Vec<(usize, &str)> = if mark == ' ' { apart(line) } else { cells(line, mark).collect() };
        let mut columns: Vec<Column> = found.iter().map(|(_, cell)| Column::of(cell)).collect();
        let of_roles = |columns: &[Column]| columns.iter().filter(|column| **column == Column::Role).count();
        // Where a table has their ARNs too, their names are what to call them.
        if of_roles(&columns) > 1 {
            let names = columns.iter_mut().zip(&found).filter(|(_, (_, head))| spelled::is_role(head));
            names.for_each(|(column, _)| *column = Column::Name);
        }
        let has_order = columns.contains(&Column::Order);
        // A heading for ARNs is no word of prose: what stands beside it is a column, whether it is known or not.
        let is_of_arns = |(column, head): (&Column, &(usize, &str))| *column == Column::Role && names_arn(head.1);
        let says_more = columns.iter().any(|column| matches!(column, Column::Parameter(_) | Column::Account))
            || columns.len() > 1 && columns.iter().zip(&found).any(is_of_arns);
        let span = (start, start + line.len());
        let places = found.iter().map(|(at, _)| *at).collect();
        (of_roles(&columns) == 1 && says_more).then(|| Self {
            span,
            mark,
            columns,
            places,
            has_order,
            told: BTreeMap::new(),
            has_nameless: false,
            rows: Vec::new(),
        })
    }

    /// The cells of a row, each with its place in the line; none where it has not as many as there are columns.
    fn cells<'a>(&self, line: &'a str) -> Option<Vec<(usize, &'a str)>> {
        let found: Vec<(usize, &str)> = match self.mark {
            ' ' if line.trim().is_empty() => return None,
            ' ' => apart(line),
            mark => cells(line, mark).collect(),
        };
        if found.len() == self.columns.len() {
            return Some(found);
        }
        // Of a column without a value there is nothing but blanks.
        let ends = self.places.iter().skip(1).map(|end| (*end).min(line.len())).chain([line.len()]);
        let cell = |(from, to): (&usize, usize)| {
            let cell = line.get((*from).min(line.len())..to)?;
            let begins = line.get(..*from).is_none_or(|before| before.is_empty() || before.ends_with(' '));
            begins.then_some((*from, cell.trim()))
        };
        self.places.iter().zip(ends).map(cell).collect::<Option<_>>().filter(|_| self.mark == ' ')
    }

    /// The row with the ARN in the place of the role's name; none where it is no row.
    fn spelled(&self, line: &str, partition: &LazyCell<&'static str, impl FnOnce() -> &'static str>) -> Option<String> {
        let mut found = self.cells(line).filter(|_| line.len() <= LONGEST)?;
        let mut accounts = self.columns.iter().zip(&found).filter(|(column, _)| **column == Column::Account);
        let account = accounts.find_map(|(_, (_, cell))| account_number(cell));
        let role = self.columns.iter().position(|column| *column == Column::Role);
        let (at, name) = found.get_mut(role?).filter(|(_, cell)| !cell.is_empty())?;
        let place = *at..*at + name.len();
        let arn =
            account.map(|account| format!("arn:{}:iam::{account}:role/{}", **partition, name.trim_start_matches('/')));
        let arn = arn.filter(|arn| !name.starts_with("arn:") && RoleArn::parse(arn).is_ok());
        *name = arn.as_deref().unwrap_or(name);
        match self.mark {
            ' ' => Some(rebarred(&found, line)),
            _ => Some(format!("{}{name}{}", line.get(..place.start)?, line.get(place.end..)?)),
        }
    }

    /// Whether the line is a row whose role is named without its ARN.
    fn names_role(&self, line: &str) -> bool {
        let found = self.cells(line).unwrap_or_default();
        let mut roles = self.columns.iter().zip(found).filter(|(column, _)| **column == Column::Role);
        let is_name =
            |cell: &str| !cell.is_empty() && !cell.contains([' ', ':']) && cell.chars().any(char::is_alphanumeric);
        roles.any(|(_, (_, cell))| is_name(cell))
    }

    /// What the line says, if it is a row with the ARN of one role; by where that begins.
    fn row(&self, line: &str, start: usize) -> Option<Box<(usize, Row)>> {
        if line.len() > LONGEST || line.matches("arn:").count() == 0 {
            return None;
        }
        let found: Vec<(usize, &str)> = cells(line, self.mark).collect();
        if found.len() != self.columns.len() {
            return None;
        }
        let (mut role, mut name) = (None, None);
        let (mut pairs, mut spans) = (Vec::new(), Vec::new());
        for (column, (at, cell)) in self.columns.iter().zip(found) {
            let from = start + at;
            match column {
                _ if cell.is_empty() => continue,
                // A list of accounts has ARNs too.
                Column::Role if cell.starts_with("arn:") && unread::may_be_role(cell) => {
                    // What else is in the cell is told of.
                    let arn = cell.split([' ', '<']).next().unwrap_or_default();
                    role = Some((from, arn.len()));
                    pairs.push(("RoleArn".to_string(), Value::Text(arn.into())));
                    spans.push((from, from + arn.len()));
                    continue;
                }
                Column::Role => return None,
                Column::Parameter(_) if matches!(cell, "-" | "–" | "—" | "n/a" | "N/A") => {}
                Column::Parameter(parameter) => pairs.push(((*parameter).to_string(), Value::Text(cell.into()))),
                Column::Account if account_number(cell).is_some() => {}
                Column::Name | Column::Account => {
                    name.get_or_insert_with(|| shown(&cell.replace(BREAK, " ")).chars().take(100).collect());
                    continue;
                }
                Column::Order | Column::Other(_) => continue,
            }
            spans.push((from, from + cell.len()));
        }
        let (at, length) = role?;
        Some(Box::new((at, Row { line: start..start + line.len(), name, is_chain: false, length, pairs, spans })))
    }

    /// Tells once of each column that nobody knows.
    fn tell(&mut self, line: &str, number: usize, notes: &mut Vec<ImportNote>) {
        let (mut unread, mut is_grave) = (Vec::new(), false);
        for (at, (column, (_, cell))) in self.columns.iter().zip(cells(line, self.mark)).enumerate() {
            let (name, is_value) = match column {
                Column::Other(name) if !cell.is_empty() => (format!("“{}”", shown(name)), place::is_value(cell, "")),
                Column::Role if cell.contains([' ', '<']) => ("a role’s ARN".to_string(), true),
                _ => continue,
            };
            // Words are told of, and once more what may be a value of a role's.
            if self.told.get(&at).is_none_or(|was_value| is_value && !was_value) {
                self.told.insert(at, is_value);
                unread.push(name);
                is_grave |= is_value;
            }
        }
        if !unread.is_empty() {
            let sentence = format!(
                "What the table says under {} was not read. Fill it in where a role needs it.",
                unread.join(" and ")
            );
            let note = if is_grave { ImportNote::warning(sentence) } else { ImportNote::hint(sentence) };
            notes.push(note.at_line(number));
        }
    }
}

/// Whether the heading is of a column of ARNs.
fn names_arn(head: &str) -> bool {
    canonical(head) == Some("RoleArn") || head.to_ascii_lowercase().contains("arn")
}

/// The cells of a row without what a sheet or a page puts around them, each with its place in the line.
fn cells(line: &str, mark: char) -> impl Iterator<Item = (usize, &str)> {
    let around = |c: char| c.is_whitespace() || "\"'`*".contains(c);
    let edge = line.find('|').filter(|at| mark == '|' && line.get(..*at).is_some_and(|edge| edge.trim().is_empty()));
    let (from, to) = match edge {
        // The first and the last stand at the edges.
        Some(first) => {
            let last = line.trim_end().len();
            (first + 1, if line.trim_end().ends_with('|') { (last - 1).max(first + 1) } else { line.len() })
        }
        None => (0, line.len()),
    };
    let mut is_quoted = false;
    let row = line.get(from..to).unwrap_or_default();
    let parts = row.split(move |c: char| {
        is_quoted ^= c == '"' && mark != '|';
        c == mark && !is_quoted
    });
    let mut at = from;
    parts.map(move |part| {
        let start = at + (part.len() - part.trim_start_matches(around).len());
        at += part.len() + 1;
        (start, part.trim_matches(around))
    })
}

/// The cells of a row that two blanks or more set apart, each with its place in the line.
fn apart(line: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in line.split("  ") {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 2;
        if !part.trim().is_empty() {
            found.push((start, part.trim()));
        }
    }
    found
}

/// The cells of the row with `|` around them.
fn rebarred(cells: &[(usize, &str)], line: &str) -> String {
    format!("{}{}", barred(cells.iter().map(|(_, cell)| cell)), if line.ends_with('\n') { "\n" } else { "" })
}

fn barred(cells: impl Iterator<Item = impl Display>) -> String {
    let row: String = cells.map(|cell| format!(" {cell} |")).collect();
    format!("|{row}")
}
