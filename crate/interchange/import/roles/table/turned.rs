//! Tables that lie on their side: each row is a field, and each column an account.

use std::borrow::Cow;

use super::{Column, Heading, LONGEST, apart, barred, cells, is_rule, names_arn};
use crate::aws::arn::account_number;
use crate::interchange::import::roles::replacing::Replacing;

/// More fields than these no role has.
const MOST: usize = 40;

/// The text with such tables as others are, a row for each account.
pub(in super::super) fn upright(text: &str) -> Cow<'_, str> {
    let mut upright = Replacing::of(text);
    let mut table = Lying::default();
    let mut at = 0;
    for line in text.split_inclusive('\n').chain([""]) {
        let start = at;
        at += line.len();
        if !table.rows.is_empty() && is_rule(line) {
            continue;
        }
        if let Some(row) = table.row(line) {
            table.rows.push(row);
            continue;
        }
        if let Some(mut rows) = table.upright() {
            // So that what follows is on its own line still.
            let lines = text.get(table.start..start).map_or(0, |lying| lying.matches('\n').count());
            rows.extend(std::iter::repeat_n('\n', lines.saturating_sub(rows.matches('\n').count())));
            upright.put(table.start..start, &rows);
        }
        table = Lying::begun(line, start);
    }
    upright.done()
}

/// Rows with as many cells as each other.
#[derive(Default)]
struct Lying<'a> {
    start: usize,
    mark: char,
    width: usize,
    /// Whether the first row heads columns.
    is_headed: bool,
    rows: Vec<Vec<&'a str>>,
}

impl<'a> Lying<'a> {
    fn begun(line: &'a str, start: usize) -> Self {
        let mark = ['|', '\t', ';', ','].into_iter().find(|mark| line.contains(*mark)).unwrap_or(' ');
        let row = split(line, mark);
        let width = row.len();
        let is_table = line.len() <= LONGEST && width > usize::from(mark == ' ') + 1;
        let is_headed = is_table && Heading::of(line, start).is_some();
        Self { start, mark, width, is_headed, rows: if is_table { vec![row] } else { Vec::new() } }
    }

    fn row(&self, line: &'a str) -> Option<Vec<&'a str>> {
        let may_be = !self.rows.is_empty() && line.len() <= LONGEST && line.contains(self.mark);
        let row = may_be.then(|| split(line, self.mark))?;
        (row.len() == self.width && self.rows.len() <= MOST).then_some(row)
    }

    /// The same with a row for each column, if the first cells of the rows head fields of a role.
    fn upright(&self) -> Option<String> {
        if self.is_headed || !(2..=MOST).contains(&self.rows.len()) {
            return None;
        }
        let heads: Vec<&str> = self.rows.iter().filter_map(|row| row.first().copied()).collect();
        let columns: Vec<Column> = heads.iter().map(|head| Column::of(head)).collect();
        let of_roles = columns.iter().filter(|column| **column == Column::Role).count();
        let says_more = heads.iter().any(|head| names_arn(head))
            || columns.iter().any(|column| matches!(column, Column::Parameter(_) | Column::Account));
        let is_value = |column: &Column, cell: &str| match column {
            _ if cell.is_empty() => true,
            Column::Account => account_number(cell).is_some(),
            Column::Role => !cell.contains(char::is_whitespace) && cell.contains(char::is_alphabetic),
            _ => true,
        };
        let mut all = columns.iter().zip(&self.rows);
        let are_values = all.all(|(column, row)| row.iter().skip(1).all(|cell| is_value(column, cell)));
        if of_roles != 1 || !says_more || !are_values {
            return None;
        }
        // What stands above the columns is what they are called.
        let is_named = columns.contains(&Column::Name) || !matches!(columns.first(), Some(Column::Other(_)));
        let head = |(at, head): (usize, &&str)| if at == 0 && !is_named { "Name".to_string() } else { plain(head) };
        let mut written = format!("{}\n", barred(heads.iter().enumerate().map(head)));
        for at in 1..self.width {
            let cells = || self.rows.iter().filter_map(|row| row.get(at));
            if cells().any(|cell| !cell.is_empty()) {
                written.push_str(&format!("{}\n", barred(cells().map(|cell| plain(cell)))));
            }
        }
        Some(written)
    }
}

fn split(line: &str, mark: char) -> Vec<&str> {
    match mark {
        ' ' => apart(line).into_iter().map(|(_, cell)| cell).collect(),
        mark => cells(line, mark).map(|(_, cell)| cell).collect(),
    }
}

fn plain(cell: &str) -> String {
    cell.replace('|', "/")
}
