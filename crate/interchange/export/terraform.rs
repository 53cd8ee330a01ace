//! The policies that chains need, as Terraform: a document for each trust policy, and the permission policies in place.
//!
//! Roles are left alone, since they are most likely written elsewhere. Each account has a provider that works in that
//! account only, so nothing is made in another by mistake.

use std::collections::BTreeMap;

use super::needs::{Needs, RoleNeeds, SourceNeeds};
use super::selection::Selection;
use super::{Exported, Reasons};
use crate::aws::partition::Partition;
use crate::policies::hcl::{self, identifier, put, string};
use crate::policies::names::Names;
use crate::policies::{Caller, Statement};

pub(super) fn write(selection: Selection<'_>, reasons: &Reasons) -> Exported {
    let needs = Needs::of(&selection, reasons);
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

impl File<'_> {
    fn variables(&mut self) {
        let needs = self.needs;
        for (source, account) in needs.sources.iter().zip(self.accounts.clone()) {
            if source.account.is_none() {
                put!(self.text, "\nvariable {} {{", string(&account.alias));
                put!(self.text, "  type        = string");
                put!(
                    self.text,
                    "  description = {}",
                    string(&format!("The account of the source {}, 12 digits.", source.name))
                );
                put!(self.text, "}}");
            }
        }
    }

    fn providers(&mut self) {
        let roles = self.needs.roles.iter().map(|role| (Account::known(role.arn.account()), role.arn.partition()));
        let sources = self.accounts.iter().cloned().zip(self.needs.sources.iter().map(|source| source.partition));
        let accounts: BTreeMap<Account, Partition> = roles.chain(sources).collect();
        for (account, partition) in accounts {
            put!(self.text, "\nprovider \"aws\" {{");
            put!(self.text, "  alias               = {}", string(&account.alias));
            put!(self.text, "  region              = {}", string(partition.default_region()));
            put!(self.text, "  allowed_account_ids = [{}]", account.expression);
            put!(self.text, "}}");
        }
    }

    fn role(&mut self, role: &RoleNeeds) {
        let (arn, account) = (&role.arn, Account::known(role.arn.account()));
        let name = self.names.free(&identifier(&[arn.name(), arn.account()]));
        put!(self.text, "\n# {arn}");
        put!(self.text, "# In its aws_iam_role: assume_role_policy = data.aws_iam_policy_document.{name}_trust.json");
        self.document(&format!("{name}_trust"), &account, &role.trust);
        if role.calls.is_empty() {
            return;
        }
        put!(self.text, "");
        self.document(&format!("{name}_calls"), &account, &role.calls);
        put!(self.text, "\nresource \"aws_iam_role_policy\" \"{name}_calls\" {{");
        put!(self.text, "  provider = aws.{}", account.alias);
        put!(self.text, "  name     = \"rolerelay\"");
        put!(self.text, "  role     = {}", string(arn.name()));
        put!(self.text, "  policy   = data.aws_iam_policy_document.{name}_calls.json");
        put!(self.text, "}}");
    }

    fn source(&mut self, source: &SourceNeeds, account: &Account) {
        let name = self.names.free(&identifier(&["source", &source.name]));
        put!(self.text, "\n# Attach this to whoever holds the keys of the source {}.", source.name);
        self.document(&name, account, &source.calls);
        put!(self.text, "\nresource \"aws_iam_policy\" \"{name}\" {{");
        put!(self.text, "  provider = aws.{}", account.alias);
        put!(self.text, "  name     = \"rolerelay-{name}\"");
        put!(self.text, "  policy   = data.aws_iam_policy_document.{name}.json");
        put!(self.text, "}}");
    }

    fn document(&mut self, name: &str, account: &Account, statements: &[Statement]) {
        let document = hcl::document(name, Some(&account.alias), statements, |caller| self.principal(caller));
        self.text += &document;
    }

    fn principal(&self, caller: &Caller) -> String {
        match caller {
            Caller::Arn(arn) | Caller::SessionOf { account: arn, .. } => string(arn),
            Caller::Source(at) => {
                let partition = self.needs.sources.get(*at).map(|it| it.partition.name()).unwrap_or_default();
                let account = self.accounts.get(*at).map(|account| account.inside.as_str()).unwrap_or_default();
                format!("\"arn:{partition}:iam::{account}:root\"")
            }
        }
    }
}
