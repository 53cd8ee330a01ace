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
    let variables: Vec<_> = needs.sources.iter().map(|it| names.free(&identifier(&["account_of", &it.name]))).collect();
    let mut file = File { text: HEAD.into(), needs: &needs, variables, names };
    file.variables();
    file.providers();
    for role in &needs.roles {
        file.role(role);
    }
    for (at, source) in needs.sources.iter().enumerate() {
        file.source(at, source);
    }
    let text = file.text;
    let notes = selection.notes.into_iter().chain(needs.notes).collect();
    Exported { text, file_name: "policies.tf".into(), notes }
}

const HEAD: &str = "# Written by Rolerelay: what IAM has to allow for these chains to be walked. It holds no keys.\n\
    # Tell each provider how to get into its account, with a profile or an assume_role block.\n\n\
    terraform {\n  required_providers {\n    aws = { source = \"hashicorp/aws\" }\n  }\n}\n";

struct File<'a> {
    text: String,
    needs: &'a Needs,
    /// The variable for the account of each source.
    variables: Vec<String>,
    names: Names,
}

impl File<'_> {
    fn variables(&mut self) {
        let unknown = self.needs.sources.iter().zip(&self.variables).filter(|(source, _)| source.account.is_none());
        for (source, variable) in unknown {
            let description = string(&format!("The account of the source {}, 12 digits.", source.name));
            let _ = write!(
                self.text,
                "\nvariable {} {{\n  type        = string\n  description = {description}\n}}\n",
                string(variable)
            );
        }
    }

    fn providers(&mut self) {
        let roles = self.needs.roles.iter().map(|role| (string(role.arn.account()), role.arn.partition()));
        let sources = (0..).zip(&self.needs.sources).map(|(at, source)| (self.account(at), source.partition));
        let accounts: BTreeMap<String, Partition> = roles.chain(sources).collect();
        for (account, partition) in accounts {
            let _ = write!(
                self.text,
                "\nprovider \"aws\" {{\n  alias               = {}\n  region              = {}\n  allowed_account_ids = [{account}]\n}}\n",
                string(&alias(&account)),
                string(partition.default_region()),
            );
        }
    }

    fn role(&mut self, role: &RoleNeeds) {
        let (arn, account) = (&role.arn, string(role.arn.account()));
        let name = self.names.free(&identifier(&[arn.name(), arn.account()]));
        let _ = write!(
            self.text,
            "\n# {arn}\n# In its aws_iam_role: assume_role_policy = data.aws_iam_policy_document.{name}_trust.json\n"
        );
        self.document(&format!("{name}_trust"), &account, &role.trust);
        if role.calls.is_empty() {
            return;
        }
        self.text.push('\n');
        self.document(&format!("{name}_calls"), &account, &role.calls);
        let _ = write!(
            self.text,
            "\nresource \"aws_iam_role_policy\" \"{name}_calls\" {{\n  provider = aws.{}\n  name     = \"rolerelay\"\n  \
             role     = {}\n  policy   = data.aws_iam_policy_document.{name}_calls.json\n}}\n",
            alias(&account),
            string(arn.name()),
        );
    }

    fn source(&mut self, at: usize, source: &SourceNeeds) {
        let name = self.names.free(&identifier(&["source", &source.name]));
        let account = self.account(at);
        let _ = write!(self.text, "\n# Attach this to whoever holds the keys of the source {}.\n", source.name);
        self.document(&name, &account, &source.calls);
        let _ = write!(
            self.text,
            "\nresource \"aws_iam_policy\" \"{name}\" {{\n  provider = aws.{}\n  name     = \"rolerelay-{name}\"\n  \
             policy   = data.aws_iam_policy_document.{name}.json\n}}\n",
            alias(&account),
        );
    }

    fn document(&mut self, name: &str, account: &str, statements: &[Statement]) {
        let _ =
            write!(self.text, "data \"aws_iam_policy_document\" \"{name}\" {{\n  provider = aws.{}\n", alias(account));
        for statement in statements {
            let actions = list(statement.actions.iter().map(|action| string(action)));
            let _ = write!(
                self.text,
                "\n  statement {{\n    sid     = {}\n    actions = {actions}\n",
                string(&statement.sid)
            );
            if !statement.principals.is_empty() {
                let who = list(statement.principals.iter().map(|caller| self.principal(caller)));
                let _ = write!(
                    self.text,
                    "\n    principals {{\n      type        = \"AWS\"\n      identifiers = {who}\n    }}\n"
                );
            }
            if !statement.resources.is_empty() {
                let _ =
                    writeln!(self.text, "    resources = {}", list(statement.resources.iter().map(|it| string(it))));
            }
            for (test, variable, value) in &statement.conditions {
                let _ = write!(
                    self.text,
                    "\n    condition {{\n      test     = {}\n      variable = {}\n      values   = [{}]\n    }}\n",
                    string(test),
                    string(variable),
                    string(value)
                );
            }
            self.text.push_str("  }\n");
        }
        self.text.push_str("}\n");
    }

    fn principal(&self, caller: &Caller) -> String {
        match caller {
            Caller::Role(arn) => string(arn),
            Caller::Source(at) => {
                let partition = self.needs.sources.get(*at).map(|it| it.partition.name()).unwrap_or_default();
                let account = self.account(*at);
                let account =
                    account.strip_prefix("var.").map(|_| format!("${{{account}}}")).unwrap_or(account.replace('"', ""));
                format!("\"arn:{partition}:iam::{account}:root\"")
            }
        }
    }

    /// An expression for the account of a source: a string, or a variable.
    fn account(&self, at: usize) -> String {
        let known = self.needs.sources.get(at).and_then(|source| source.account.as_deref());
        let variable = || format!("var.{}", self.variables.get(at).map(String::as_str).unwrap_or_default());
        known.map_or_else(variable, string)
    }
}

/// The alias of the provider of an account, which is given as an expression.
fn alias(account: &str) -> String {
    identifier(&["account", account.trim_start_matches("var.account_of_")])
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
