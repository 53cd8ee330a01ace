//! Where the details of a role begin for sure: a command, a cmdlet, a call, an object.

use super::command::{cmdlet_parameters, parameters, words};
use super::literal::{self, Value};
use super::parameters::Parameters;

/// What was read of a seed, if it is one.
pub(super) type Read<'a> = literal::Read<'a, Option<Parameters>>;

/// `aws sts assume-role --role-arn …`, from behind its name.
pub(super) fn command(after: &str) -> Option<Read<'_>> {
    if !after.starts_with(|c: char| c.is_whitespace() || "\\`^".contains(c)) {
        return None; // assume-role-with-saml, or prose
    }
    let (words, after) = words(after);
    Some((Some(parameters(words)), after, 0))
}

/// PowerShell's `Use-STSRole -RoleArn …`, from behind its name.
pub(super) fn cmdlet(after: &str) -> Read<'_> {
    let (words, after) = words(after);
    (Some(cmdlet_parameters(words)), after, 0)
}

/// `sts.assume_role(RoleArn=…)`, from behind its name.
pub(super) fn call(after: &str) -> Option<Read<'_>> {
    let (pairs, after, again) = literal::arguments(after.trim_start())?;
    Some((Some(Parameters::new(pairs)), after, again))
}

/// The parameters as an object, as `--cli-input-json` and other languages take them.
pub(super) fn object(rest: &str) -> Read<'_> {
    match literal::value(rest) {
        (Some(Value::Map(pairs)), after, again) => (Some(Parameters::new(pairs)), after, again),
        (_, after, again) => (None, after, again),
    }
}
