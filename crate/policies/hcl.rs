//! Policies as Terraform's `aws_iam_policy_document`, and what of HCL it takes to write them.

use super::names::with_only;
use super::{Caller, Statement};

/// Writes a line to a `String`, which cannot fail.
macro_rules! put {
    ($text:expr, $($line:tt)*) => {{
        use std::fmt::Write as _;
        let _ = writeln!($text, $($line)*);
    }};
}
pub(crate) use put;

/// A document of these statements. `arn_of` gives a principal's ARN as a quoted string.
pub(crate) fn document(
    name: &str,
    provider: Option<&str>,
    statements: &[Statement],
    arn_of: impl Fn(&Caller) -> String,
) -> String {
    let mut text = format!("data \"aws_iam_policy_document\" \"{name}\" {{\n");
    if let Some(provider) = provider {
        put!(text, "  provider = aws.{provider}");
    }
    for (at, statement) in statements.iter().enumerate() {
        if at > 0 || provider.is_some() {
            text.push('\n');
        }
        text += &block(statement, &arn_of);
    }
    text + "}\n"
}

fn block(statement: &Statement, arn_of: impl Fn(&Caller) -> String) -> String {
    let width = if statement.resources.is_empty() { "actions".len() } else { "resources".len() };
    let mut text = String::from("  statement {\n");
    put!(text, "    {:width$} = {}", "sid", string(&statement.sid));
    put!(text, "    {:width$} = {}", "actions", list(statement.actions.iter().map(|action| string(action))));
    if !statement.resources.is_empty() {
        put!(text, "    resources = {}", list(statement.resources.iter().map(|resource| string(resource))));
    }
    if !statement.principals.is_empty() {
        let who = list(statement.principals.iter().map(arn_of));
        put!(text, "\n    principals {{\n      type        = \"AWS\"\n      identifiers = {who}\n    }}");
    }
    for (test, variable, values) in &statement.conditions {
        put!(text, "\n    condition {{");
        put!(text, "      test     = {}", string(test));
        put!(text, "      variable = {}", string(variable));
        put!(text, "      values   = {}", list(values.iter().map(|value| string(value))));
        put!(text, "    }}");
    }
    text + "  }\n"
}

/// A name that Terraform takes: letters, digits and underscores, a letter first.
pub(crate) fn identifier(parts: &[&str]) -> String {
    let plain = |part: &&str| with_only(&part.to_ascii_lowercase(), |c| c.is_ascii_alphanumeric(), "_");
    let name = parts.iter().map(plain).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("role_{name}") }
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<_> = items.collect();
    match items.as_slice() {
        [one] => format!("[{one}]"),
        _ => format!("[\n{}    ]", items.iter().map(|item| format!("      {item},\n")).collect::<String>()),
    }
}

/// A quoted string of HCL, in which `${` and `%{` would begin a template.
pub(crate) fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted += &format!("\\u{:04x}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted.replace("${", "$${").replace("%{", "%%{") + "\""
}
