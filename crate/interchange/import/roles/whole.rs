//! What a text is as a whole: what a change takes out and puts in, a table, a chain.

use super::parameters::canonical;
use super::{markup, spelled, table};
use crate::aws::arn::RoleArn;
use crate::interchange::characters;

/// The text with plain characters and rows, and with ARNs in the places of roles that are named by account and name.
pub(super) fn with_arns(text: &str) -> String {
    let text = characters::plain(text);
    let text = characters::decoded(&text);
    let text = markup::rows(&text);
    let text = table::spelled(&text);
    spelled::spelled(&text).into_owned()
}

/// Whether lines of the text name roles behind `-`, and others behind `+`, as `git diff` writes them.
pub(super) fn is_change(text: &str) -> bool {
    let has = |mark: char| text.lines().any(|line| line.starts_with(mark) && line.contains(":role/"));
    has('-') && has('+')
}

/// Whether the first line names columns, one of which is of roles.
pub(super) fn heads_table(text: &str) -> bool {
    const LONGEST: usize = 1_000;
    let first = text.trim_start().lines().next().filter(|line| line.len() <= LONGEST && !line.contains("arn:"));
    first
        .is_some_and(|line| line.contains(',') && line.split(',').any(|name| canonical(name.trim()) == Some("RoleArn")))
}

/// What to call a chain that ends at this role.
pub(super) fn name_of(arn: &str) -> String {
    match RoleArn::parse(arn) {
        Ok(role) => format!("{} · {}", role.name(), role.account()),
        Err(_) => "Pasted roles".into(),
    }
}
