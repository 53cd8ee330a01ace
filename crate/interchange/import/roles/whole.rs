//! What a text is as a whole: what a change takes out and puts in, a table, a chain.

use super::parameters::canonical;
use super::{link, markup, spelled, table};
use crate::aws::arn::RoleArn;
use crate::interchange::characters;
use crate::interchange::note::ImportNote;

/// The text with plain characters; and the same with rows, and with ARNs in the places of roles that are named by account and name.
pub(super) fn with_arns(text: &str) -> (String, String) {
    let plain = characters::plain(text);
    let plain = link::unwrapped(&plain);
    let plain = characters::decoded(&plain).into_owned();
    let text = markup::rows(&plain);
    let text = table::joined(&text);
    let text = table::upright(&text);
    let text = table::spelled(&text);
    let text = spelled::spelled(&text).into_owned();
    (plain, text)
}

/// What is said of roles whose ARNs were made of an account and a name, which tell no path. None where no role is such a one.
pub(super) fn without_path<'a>(plain: &str, text: &str, mut arns: impl Iterator<Item = &'a str>) -> Option<ImportNote> {
    if plain == text {
        return None;
    }
    let (before, after) = (spelled::known(plain), spelled::known(text));
    let is_made = |role: &RoleArn| {
        let key = (role.account(), role.name());
        role.path() == "/" && after.contains(&key) && !before.contains(&key)
    };
    let role = arns.find_map(|arn| RoleArn::parse(arn).ok().filter(is_made))?;
    let name = role.name();
    Some(ImportNote::hint(format!(
        "The text names roles by account and name, and their ARNs are made of these. A role that has a path needs it before its name: \
         role/path/{name}."
    )))
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
