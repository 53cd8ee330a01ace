//! The policies that chains need, as Terraform: a document for each trust policy, and the permission policies in place.
//!
//! Roles are left alone, since they are most likely written elsewhere. Each account has a provider that works in that
//! account only, so nothing is made in another by mistake.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Exported;
use super::names::{Names, with_only};
use super::needs::{Caller, Needs, RoleNeeds, SourceNeeds, Statement};
use super::selection::Selection;
use crate::partition::Partition;

pub(super) fn write(selection: Selection<'_>) -> Exported {
    let needs = Needs::of(&selection);
    let mut names = Names::default();
    let accounts = needs.sources.iter().map(|source| match &source.account {
        Some(digits) => Account::known(digits),
        None => Account::variable(&names.free(&identifier(&["account_of", &source.name]))),
    });
    let mut file = File { text: HEAD.into(), needs: &needs, accounts: accounts.collect(), names: Names::default() };
    file.variables();
    file.providers();
    for role in &needs.roles {
        file.role(role);
    }
    for (source, account) in needs.sources.iter().zip(file.accounts.clone()) {
        file.source(source, &account);
    }
    let text = file.text;
    let notes = selection.notes.into_iter().chain(needs.notes).collect();
    Exported { text, file_name: "policies.tf".into(), notes }
}

const HEAD: &str = "# Written by Rolerelay: what IAM has to allow for these chains to be walked. It holds no keys.\n\
    # Tell each provider how to get into its account, with a profile or an assume_role block.\n\n\
    terraform {\n  required_providers {\n    aws = { source = \"hashicorp/aws\" }\n  }\n}\n";

/// An account as Terraform needs it in three places.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Account {
    /// `"111122223333"` or `var.account_of_base`.
    expression: String,
    /// Within a string: `111122223333` or `${var.account_of_base}`.
    inside: String,
    /// The alias of its provider.
    alias: String,
}

impl Account {
    fn known(digits: &str) -> Self {
        Self { expression: string(digits), inside: digits.into(), alias: identifier(&["account", digits]) }
    }

    fn variable(name: &str) -> Self {
        Self { expression: format!("var.{name}"), inside: format!("${{var.{name}}}"), alias: name.into() }
    }
}

struct File<'a> {
    text: String,
    needs: &'a Needs,
    /// Those of the sources.
    accounts: Vec<Account>,
    names: Names,
}

// Writing to a String cannot fail.
macro_rules! put {
    ($file:expr, $($text:tt)*) => {{ let _ = writeln!($file.text, $($text)*); }};
}

impl File<'_> {
    fn variables(&mut self) {
        let needs = self.needs;
        for (source, account) in needs.sources.iter().zip(self.accounts.clone()) {
            if source.account.is_none() {
                put!(self, "\nvariable {} {{", string(&account.alias));
                put!(self, "  type        = string");
                put!(
                    self,
                    "  description = {}",
                    string(&format!("The account of the source {}, 12 digits.", source.name))
                );
                put!(self, "}}");
            }
        }
    }

    fn providers(&mut self) {
        let roles = self.needs.roles.iter().map(|role| (Account::known(role.arn.account()), role.arn.partition()));
        let sources = self.accounts.iter().cloned().zip(self.needs.sources.iter().map(|source| source.partition));
        let accounts: BTreeMap<Account, Partition> = roles.chain(sources).collect();
        for (account, partition) in accounts {
            put!(self, "\nprovider \"aws\" {{");
            put!(self, "  alias               = {}", string(&account.alias));
            put!(self, "  region              = {}", string(partition.default_region()));
            put!(self, "  allowed_account_ids = [{}]", account.expression);
            put!(self, "}}");
        }
    }

    fn role(&mut self, role: &RoleNeeds) {
        let (arn, account) = (&role.arn, Account::known(role.arn.account()));
        let name = self.names.free(&identifier(&[arn.name(), arn.account()]));
        put!(self, "\n# {arn}");
        put!(self, "# In its aws_iam_role: assume_role_policy = data.aws_iam_policy_document.{name}_trust.json");
        self.document(&format!("{name}_trust"), &account, &role.trust);
        if role.calls.is_empty() {
            return;
        }
        put!(self, "");
        self.document(&format!("{name}_calls"), &account, &role.calls);
        put!(self, "\nresource \"aws_iam_role_policy\" \"{name}_calls\" {{");
        put!(self, "  provider = aws.{}", account.alias);
        put!(self, "  name     = \"rolerelay\"");
        put!(self, "  role     = {}", string(arn.name()));
        put!(self, "  policy   = data.aws_iam_policy_document.{name}_calls.json");
        put!(self, "}}");
    }

    fn source(&mut self, source: &SourceNeeds, account: &Account) {
        let name = self.names.free(&identifier(&["source", &source.name]));
        put!(self, "\n# Attach this to whoever holds the keys of the source {}.", source.name);
        self.document(&name, account, &source.calls);
        put!(self, "\nresource \"aws_iam_policy\" \"{name}\" {{");
        put!(self, "  provider = aws.{}", account.alias);
        put!(self, "  name     = \"rolerelay-{name}\"");
        put!(self, "  policy   = data.aws_iam_policy_document.{name}.json");
        put!(self, "}}");
    }

    fn document(&mut self, name: &str, account: &Account, statements: &[Statement]) {
        put!(self, "data \"aws_iam_policy_document\" \"{name}\" {{");
        put!(self, "  provider = aws.{}", account.alias);
        for statement in statements {
            self.statement(statement);
        }
        put!(self, "}}");
    }

    fn statement(&mut self, statement: &Statement) {
        let width = if statement.resources.is_empty() { "actions".len() } else { "resources".len() };
        put!(self, "\n  statement {{");
        put!(self, "    {:width$} = {}", "sid", string(&statement.sid));
        put!(self, "    {:width$} = {}", "actions", list(statement.actions.iter().map(|action| string(action))));
        if !statement.resources.is_empty() {
            put!(self, "    resources = {}", list(statement.resources.iter().map(|resource| string(resource))));
        }
        if !statement.principals.is_empty() {
            let who = list(statement.principals.iter().map(|caller| self.principal(caller)));
            put!(self, "\n    principals {{\n      type        = \"AWS\"\n      identifiers = {who}\n    }}");
        }
        for (test, variable, value) in &statement.conditions {
            put!(self, "\n    condition {{");
            put!(self, "      test     = {}", string(test));
            put!(self, "      variable = {}", string(variable));
            put!(self, "      values   = [{}]", string(value));
            put!(self, "    }}");
        }
        put!(self, "  }}");
    }

    fn principal(&self, caller: &Caller) -> String {
        match caller {
            Caller::Role(arn) => string(arn),
            Caller::Source(at) => {
                let partition = self.needs.sources.get(*at).map(|it| it.partition.name()).unwrap_or_default();
                let account = self.accounts.get(*at).map(|account| account.inside.as_str()).unwrap_or_default();
                format!("\"arn:{partition}:iam::{account}:root\"")
            }
        }
    }
}

/// A name that Terraform takes: letters, digits and underscores, a letter first.
fn identifier(parts: &[&str]) -> String {
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
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.replace("${", "$${").replace("%{", "%%{") + "\""
}
