//! The line that begins a section: `[profile name]`, as botocore reads it where AWS's tools differ.

use super::{is_blank, is_identifier, trimmed};
use crate::interchange::import::oddities::Odd;

/// Which of the two files a text is. They name profiles differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// `[profile name]`, `[default]`, `[sso-session name]`.
    Config,
    /// `[name]`.
    Credentials,
}

/// What a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `[default]` in config, which counts only where there is no `[profile default]`.
    BareDefault,
    Profile,
    SsoSession,
    /// `[services name]`: endpoints.
    Services,
}

pub(super) const DEFAULT: &str = "default";

/// What a section is, its name, and what is odd with it.
pub(super) struct Head<'a> {
    pub kind: Kind,
    pub name: &'a str,
    pub odd: Option<Odd>,
}

/// The section whose line has this between its brackets; or what is odd with it, if it is worth telling.
pub(super) fn read(dialect: Dialect, inner: &str) -> Result<Head<'_>, Option<Odd>> {
    let text = trimmed(inner);
    let (prefix, name) = match text.split_once(is_blank) {
        Some((prefix, name)) => (Some(prefix), trimmed(name)),
        None => (None, text),
    };
    let kind = match (dialect, prefix) {
        (Dialect::Config, Some("profile")) => Kind::Profile,
        (Dialect::Config, Some("sso-session")) => Kind::SsoSession,
        (Dialect::Config, Some("services")) => Kind::Services,
        (Dialect::Config, None) => match text {
            DEFAULT => Kind::BareDefault,
            // What the AWS CLI alone keeps there has no part in a chain.
            "plugins" | "preview" => return Err(None),
            "DEFAULT" => return Err(Some(Odd::DefaultInCapitals)),
            _ => return Err(Some(Odd::NoPrefix)),
        },
        (Dialect::Credentials, Some("profile" | "sso-session")) => return Err(Some(Odd::PrefixInCredentials)),
        (Dialect::Credentials, None) => Kind::Profile,
        (_, Some(_)) => return Err(Some(Odd::BadSectionName)),
    };
    match unquoted(name).filter(|_| dialect == Dialect::Config) {
        Some(name) => Ok(Head { kind, name, odd: Some(Odd::QuotedName) }),
        None if is_identifier(name) => {
            Ok(Head { kind, name, odd: inner.starts_with(is_blank).then_some(Odd::SpaceInSection) })
        }
        None => Err(Some(Odd::BadSectionName)),
    }
}

/// The name inside its quotation marks, which `aws configure sso` writes around a name with a space.
fn unquoted(name: &str) -> Option<&str> {
    const LONGEST: usize = 128;
    let inner = ['\'', '"'].into_iter().find_map(|mark| name.strip_prefix(mark)?.strip_suffix(mark))?;
    let plain = |c: char| !c.is_control() && !matches!(c, '\'' | '"' | '\\');
    (!trimmed(inner).is_empty() && inner.len() <= LONGEST && inner.chars().all(plain)).then_some(inner)
}
