//! Tables whose heading says what stands in which column: CSV, columns of a sheet, Markdown. Each row is a role of its own, and so a chain,
//! unless a column says that they are steps of one.

use std::collections::BTreeMap;
use std::ops::Range;

use super::literal::Value;
use super::parameters::{Parameters, canonical};
use super::place;
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

pub(super) fn read(text: &str) -> Tables {
    let mut tables = Tables::default();
    let mut heading: Option<Heading> = None;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let is_rule = line.contains('-') && line.chars().all(|c| "|-:+= \t\r\n".contains(c));
        if is_rule && heading.is_some() {
            continue;
        }
        let row = heading.as_ref().and_then(|heading| heading.row(line, start));
        match row {
            Some(row) => {
                if let Some(heading) = heading.as_mut() {
                    heading.tell(line, number + 1, &mut tables.notes);
                    heading.rows.push(*row);
                }
            }
            None => {
                tables.take(heading.take());
                heading = Heading::of(line, start);
            }
        }
    }
    tables.take(heading);
    tables
}

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
    has_order: bool,
    is_told: bool,
    rows: Vec<(usize, Row)>,
}

#[derive(PartialEq)]
enum Column {
    Role,
    /// A parameter of AssumeRole.
    Parameter(&'static str),
    Name,
    /// Of the steps of one chain.
    Order,
    Other(String),
}

impl Column {
    fn of(head: &str) -> Self {
        let letters: String = head.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        match (canonical(head), letters.as_str()) {
            (Some("RoleArn"), _) | (_, "role" | "arn" | "targetrole" | "iamrolearn") => Self::Role,
            (Some(parameter), _) => Self::Parameter(parameter),
            (_, "hop" | "step" | "order" | "no" | "nr") => Self::Order,
            _ if head == "#" => Self::Order,
            (
                _,
                "name" | "customer" | "client" | "tenant" | "account" | "accountname" | "environment" | "env"
                | "profile",
            ) => Self::Name,
            _ => Self::Other(head.chars().take(40).collect()),
        }
    }
}

impl Heading {
    /// If the line names a column of roles and one of what else is said of them.
    fn of(line: &str, start: usize) -> Option<Self> {
        if line.len() > LONGEST || line.contains("arn:") {
            return None;
        }
        let mark = ['|', '\t', ';', ','].into_iter().find(|mark| line.contains(*mark))?;
        let columns: Vec<Column> = cells(line, mark).map(|(_, cell)| Column::of(cell)).collect();
        let roles = columns.iter().filter(|column| **column == Column::Role).count();
        let has_order = columns.contains(&Column::Order);
        let says_more = columns.iter().any(|column| matches!(column, Column::Parameter(_)));
        let span = (start, start + line.len());
        (roles == 1 && says_more).then(|| Self { span, mark, columns, has_order, is_told: false, rows: Vec::new() })
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
                Column::Role if cell.starts_with("arn:") => {
                    role = Some((from, cell.len()));
                    pairs.push(("RoleArn".to_string(), Value::Text(cell.into())));
                }
                Column::Role => return None,
                Column::Parameter(_) if matches!(cell, "-" | "–" | "—" | "n/a" | "N/A") => {}
                Column::Parameter(parameter) => pairs.push(((*parameter).to_string(), Value::Text(cell.into()))),
                Column::Name => {
                    name.get_or_insert_with(|| shown(cell).chars().take(100).collect());
                    continue;
                }
                Column::Order | Column::Other(_) => continue,
            }
            spans.push((from, from + cell.len()));
        }
        let (at, length) = role?;
        Some(Box::new((at, Row { line: start..start + line.len(), name, is_chain: false, length, pairs, spans })))
    }

    /// Tells once of columns that nobody knows.
    fn tell(&mut self, line: &str, number: usize, notes: &mut Vec<ImportNote>) {
        let columns = self.columns.iter().zip(cells(line, self.mark));
        let unread: Vec<String> =
            columns
                .filter(|(_, (_, cell))| place::is_value(cell, ""))
                .filter_map(|(column, _)| {
                    if let Column::Other(name) = column { Some(format!("“{}”", shown(name))) } else { None }
                })
                .collect();
        if !self.is_told && !unread.is_empty() {
            self.is_told = true;
            let sentence = format!(
                "What the table says under {} was not read. Fill it in where a role needs it.",
                unread.join(" and ")
            );
            notes.push(ImportNote::warning(sentence).at_line(number));
        }
    }
}

/// The cells of a row without what a sheet or a page puts around them, each with its place in the line.
fn cells(line: &str, mark: char) -> impl Iterator<Item = (usize, &str)> {
    let around = |c: char| c.is_whitespace() || "\"'`*".contains(c);
    let (from, to) = match mark {
        // The first and the last stand at the edges.
        '|' => (
            line.find('|')
                .filter(|at| line.get(..*at).is_some_and(|edge| edge.trim().is_empty()))
                .map_or(0, |at| at + 1),
            Some(line.trim_end()).filter(|line| line.ends_with('|')).map_or(line.len(), |line| line.len() - 1),
        ),
        _ => (0, line.len()),
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
