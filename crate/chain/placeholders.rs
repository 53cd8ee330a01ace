//! Templates for RoleSessionName and SourceIdentity: text with placeholders that each walk fills in.
//!
//! | placeholder | what stands for it |
//! |---|---|
//! | `{chain}` | the name of the chain that is walked, also on the hops of those that it builds on |
//! | `{hop}` | the hop's number, from 1 |
//! | `{account}` `{role}` | the account and the name of the hop's role |
//! | `{date}` | the day on which the walk begins, `YYYY-MM-DD` in UTC |
//! | `{user}` | the person, as the settings say |
//! | `{reason}` | the ticket or the reason that the person gives for this walk |
//!
//! AWS takes characters of `[A-Za-z0-9_+=,.@-]`, as many as [`limits`] says of either. What a person writes around placeholders is
//! never changed. What is put in is: other characters are left out, with one hyphen for each run of them between two that
//! stay. Where the whole would be longer, the longest inserts are cut to one length, the greatest that fits. Where
//! it would be shorter than 2, hyphens follow it. Only a reason is never changed beyond its spaces, nor cut: what is left of a
//! ticket's number would be another ticket.

use std::ops::RangeInclusive;

use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use serde::{Deserialize, Serialize};
#[cfg(target_family = "wasm")]
use tsify::Tsify;

use crate::aws::arn::RoleArn;
use crate::aws::invisible::{is_deceptive, stray};
use crate::aws::limits;
use crate::aws::names::{MARKS, is_allowed};

/// What a template is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(target_family = "wasm", derive(Tsify))]
pub enum Templated {
    /// A RoleSessionName.
    SessionName,
    /// A SourceIdentity.
    SourceIdentity,
}

impl Templated {
    /// As a sentence begins with it.
    pub fn people(self) -> &'static str {
        match self {
            Self::SessionName => "The session name",
            Self::SourceIdentity => "The source identity",
        }
    }

    /// How many characters AWS takes.
    fn length(self) -> RangeInclusive<usize> {
        match self {
            Self::SessionName => limits::SESSION_NAME,
            Self::SourceIdentity => limits::SOURCE_IDENTITY,
        }
    }
}

/// What one walk puts in on one hop.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// The name of the chain.
    pub chain: &'a str,
    /// The hop, counted from 0.
    pub hop: usize,
    /// Its role.
    pub role: &'a RoleArn,
    /// When the walk began, in milliseconds since 1970 UTC.
    pub now: f64,
    /// What stands for `{user}`.
    pub user: Option<&'a str>,
    /// What stands for `{reason}`.
    pub reason: Option<&'a str>,
}

/// What is wrong with a template. `user` is what stands for `{user}`.
///
/// # Errors
/// A sentence for the person. Without one, [`expand`] gives text that AWS takes, on every hop of every chain, or says what is wrong
/// with the reason.
pub fn check(of: Templated, template: &str, user: Option<&str>) -> Result<(), String> {
    parse(of, template, user).map(drop)
}

/// The text that a template gives.
///
/// # Errors
/// As [`check`]; and where a reason is wanted, a sentence if there is none, or none that AWS takes there whole.
pub fn expand(of: Templated, template: &str, values: &Values<'_>) -> Result<String, String> {
    let (what, length) = (of.people(), of.length());
    let pieces = parse(of, template, values.user)?;
    if names(&pieces, Placeholder::Reason) {
        check_reason(of, values.reason.unwrap_or_default())?;
    }
    let pieces: Vec<_> = pieces.into_iter().map(|piece| piece.filled(values)).collect();
    let cut = |longest: usize| {
        pieces.iter().map(move |(text, cuttable)| if *cuttable { head(text, longest) } else { text.as_str() })
    };
    let fits = |longest: &usize| cut(*longest).map(str::len).sum::<usize>() <= *length.end();
    let too_long = || {
        let (length, most) = (cut(0).map(str::len).sum::<usize>(), length.end());
        format!(
            "{what} would have {length} characters with this reason, and AWS takes at most {most}. Write a shorter one."
        )
    };
    let longest = (0..=*length.end()).rev().find(fits).ok_or_else(too_long)?;
    Ok(format!("{:-<1$}", cut(longest).collect::<String>(), *length.start()))
}

/// Whether a template names `{reason}`.
pub fn names_reason(template: &str) -> bool {
    template.contains(REASON)
}

/// The template that gives the reason alone.
pub const REASON: &str = "{reason}";
/// The template that gives the person alone.
pub const USER: &str = "{user}";

#[derive(Clone, Copy)]
enum Piece<'a> {
    Text(&'a str),
    Insert(Placeholder),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Placeholder {
    Chain,
    Hop,
    Account,
    Role,
    Date,
    User,
    Reason,
}

const PLACEHOLDERS: [(&str, Placeholder); 7] = [
    ("chain", Placeholder::Chain),
    ("hop", Placeholder::Hop),
    ("account", Placeholder::Account),
    ("role", Placeholder::Role),
    ("date", Placeholder::Date),
    ("user", Placeholder::User),
    ("reason", Placeholder::Reason),
];

impl Piece<'_> {
    /// Its text, and whether that may be cut.
    fn filled(self, values: &Values<'_>) -> (String, bool) {
        let text = match self {
            Piece::Text(text) => return (text.into(), false),
            Piece::Insert(Placeholder::Chain) => plain(values.chain),
            Piece::Insert(Placeholder::Hop) => (values.hop + 1).to_string(),
            Piece::Insert(Placeholder::Account) => values.role.account().into(),
            Piece::Insert(Placeholder::Role) => plain(values.role.name()),
            Piece::Insert(Placeholder::Date) => day(values.now),
            Piece::Insert(Placeholder::User) => plain(values.user.unwrap_or_default()),
            Piece::Insert(Placeholder::Reason) => return (plain(values.reason.unwrap_or_default()), false),
        };
        (text, true)
    }
}

fn parse<'a>(of: Templated, template: &'a str, user: Option<&str>) -> Result<Vec<Piece<'a>>, String> {
    let (what, length) = (of.people(), of.length());
    if let Some(sentence) = stray(template, what) {
        return Err(sentence);
    }
    let pieces = split(what, template)?;
    let texts = pieces.iter().filter_map(|piece| if let Piece::Text(text) = piece { Some(*text) } else { None });
    if let Some(other) = texts.clone().flat_map(str::chars).find(|c| !is_allowed(*c)) {
        return Err(format!("{what} cannot hold the character {other}. Beside letters and digits it takes {MARKS}"));
    }
    let inserts = pieces.len() - texts.clone().count();
    let (least, most, written) = (length.start(), length.end(), texts.map(str::len).sum::<usize>());
    if written > *most || (inserts == 0 && written < *least) {
        return Err(format!("{what} has {least} to {most} characters; this has {written}."));
    }
    if names(&pieces, Placeholder::User) {
        check_user(what, user)?;
    }
    Ok(pieces)
}

fn check_user(what: &str, user: Option<&str>) -> Result<(), String> {
    let user = user.unwrap_or_default();
    if user.is_empty() {
        return Err(format!("{what} holds {{user}}, but the settings do not say who you are. Write it there first."));
    }
    if plain(user).is_empty() {
        return Err(format!("{what} holds {{user}}, but AWS takes no character of what the settings have for it."));
    }
    Ok(())
}

fn check_reason(of: Templated, reason: &str) -> Result<(), String> {
    let (what, lengths) = (of.people(), of.length());
    let (least, most) = (lengths.start(), lengths.end());
    if reason.trim().is_empty() {
        return Err(format!("{what} holds a ticket or a reason, and none was given. Write one."));
    }
    if let Some(other) = reason.chars().find(|c| *c != ' ' && !is_allowed(*c)) {
        let other = if is_deceptive(other) { format!("U+{:04X}", u32::from(other)) } else { other.into() };
        return Err(format!(
            "{what} cannot hold the character {other} of this reason. Beside letters and digits it takes {MARKS}, and - for a space."
        ));
    }
    match plain(reason).len() {
        length if lengths.contains(&length) => Ok(()),
        length => Err(format!("A reason has {least} to {most} characters there; this has {length}.")),
    }
}

fn names(pieces: &[Piece<'_>], placeholder: Placeholder) -> bool {
    pieces.iter().any(|piece| matches!(piece, Piece::Insert(named) if *named == placeholder))
}

/// The pieces of a template between its braces and in them.
fn split<'a>(what: &str, template: &'a str) -> Result<Vec<Piece<'a>>, String> {
    let lone = |brace| {
        format!("{what} has a lone {brace}. Placeholders are written in a pair of braces: {}.", all_placeholders())
    };
    let mut pieces = Vec::new();
    for (at, part) in template.split('{').enumerate() {
        let text = if at == 0 {
            part
        } else {
            let (name, text) = part.split_once('}').ok_or_else(|| lone('{'))?;
            let known = PLACEHOLDERS.into_iter().find(|(known, _)| *known == name);
            let (_, placeholder) =
                known.ok_or_else(|| format!("{{{name}}} stands for nothing. These do: {}.", all_placeholders()))?;
            pieces.push(Piece::Insert(placeholder));
            text
        };
        if text.contains('}') {
            return Err(lone('}'));
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
    }
    Ok(pieces)
}

fn all_placeholders() -> String {
    PLACEHOLDERS.map(|(name, _)| format!("{{{name}}}")).join(" ")
}

/// `text` in characters that AWS takes.
fn plain(text: &str) -> String {
    text.split(|c| !is_allowed(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// At most the first `length` characters; what is put in is ASCII.
fn head(text: &str, length: usize) -> &str {
    text.get(..length).unwrap_or(text)
}

/// `2026-05-14`, of milliseconds since 1970, in UTC.
pub(crate) fn day(now: f64) -> String {
    let time = DateTime::from_millis(now as i64).fmt(Format::DateTime).unwrap_or_default();
    head(&time, "YYYY-MM-DD".len()).into()
}
