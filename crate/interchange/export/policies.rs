//! The policies that chains need, as JSON by role and by source.

use std::collections::BTreeMap;

use serde::Serialize;

use super::needs::Needs;
use super::selection::Selection;
use super::{Exported, Reasons};
use crate::interchange::note::ImportNote;
use crate::policies::json::Policy;
use crate::policies::{Caller, Statement};

pub(super) fn write(selection: Selection<'_>, reasons: &Reasons) -> Exported {
    let needs = Needs::of(&selection, reasons);
    let mut notes = selection.notes;
    let text = serde_json::to_string_pretty(&policies(&needs)).unwrap_or_else(|_| {
        notes.push(ImportNote::error("The policies could not be written. Please report it."));
        String::new()
    });
    notes.extend(needs.notes);
    Exported { text: text + "\n", file_name: "policies.json".into(), notes }
}

#[derive(Serialize)]
struct Policies {
    /// By their ARNs.
    roles: BTreeMap<String, RolePolicies>,
    /// By their names.
    sources: BTreeMap<String, SourcePolicies>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RolePolicies {
    trust_policy: Policy,
    #[serde(skip_serializing_if = "Option::is_none")]
    permission_policy: Option<Policy>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourcePolicies {
    account: String,
    permission_policy: Policy,
}

fn policies(needs: &Needs) -> Policies {
    let role = |it: &super::needs::RoleNeeds| RolePolicies {
        trust_policy: policy(needs, &it.trust),
        permission_policy: Some(&it.calls).filter(|calls| !calls.is_empty()).map(|calls| policy(needs, calls)),
    };
    let source = |at: usize, calls: &[Statement]| SourcePolicies {
        account: account(needs, at),
        permission_policy: policy(needs, calls),
    };
    Policies {
        roles: needs.roles.iter().map(|it| (it.arn.to_string(), role(it))).collect(),
        sources: needs.sources.iter().enumerate().map(|(at, it)| (it.name.clone(), source(at, &it.calls))).collect(),
    }
}

fn policy(needs: &Needs, statements: &[Statement]) -> Policy {
    Policy::of(statements, |caller| principal(needs, caller))
}

fn principal(needs: &Needs, caller: &Caller) -> String {
    match caller {
        Caller::Arn(arn) | Caller::SessionOf { account: arn, .. } => arn.clone(),
        Caller::Source(at) => {
            let partition = needs.sources.get(*at).map(|source| source.partition.name()).unwrap_or_default();
            format!("arn:{partition}:iam::{}:root", account(needs, *at))
        }
    }
}

/// The account of a source, or what is to be replaced by it. IAM takes no such principal, so none stays by mistake.
fn account(needs: &Needs, at: usize) -> String {
    let source = needs.sources.get(at);
    source.map(|it| it.account.clone().unwrap_or_else(|| format!("<account of {}>", it.name))).unwrap_or_default()
}
