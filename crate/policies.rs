//! What IAM has to allow for hops to be walked: statements for the trust policy of a role, and for the permission policy of
//! its caller. `json` and `hcl` write them.

pub(crate) mod hcl;
pub(crate) mod json;
pub mod mend;
pub(crate) mod names;
pub mod own_keys;
pub mod source;
mod steps;

use std::collections::{BTreeMap, HashSet};

use self::names::Names;
pub(crate) use self::steps::{Caller, Start, Step, steps};

/// A statement that allows something: to principals in a trust policy, on resources in a permission policy.
pub(crate) struct Statement {
    pub sid: String,
    pub actions: Vec<&'static str>,
    pub principals: Vec<Caller>,
    pub resources: Vec<String>,
    pub conditions: Vec<Condition>,
}

/// Operator, key and values, one of which has to hold.
pub(crate) type Condition = (&'static str, &'static str, Vec<String>);

/// The statements of a role's trust policy. Only sts:AssumeRole is asked with an external ID and with MFA, so what allows
/// tags and a source identity stands by itself.
pub(crate) fn trust(steps: &[&Step]) -> Vec<Statement> {
    let assume = by_condition(steps, |step| {
        let external_id = step.external_id.as_deref().map(|id| one("StringEquals", "sts:ExternalId", id));
        let mfa = step.mfa.then(|| one("Bool", "aws:MultiFactorAuthPresent", "true"));
        external_id.into_iter().chain(mfa).collect()
    });
    let those = |is: fn(&Step) -> bool| steps.iter().copied().filter(|step| is(step)).collect::<Vec<_>>();
    let beside = |action, steps: &[&Step]| by_condition(steps, |_| Vec::new()).into_iter().map(move |it| (action, it));
    let all = assume.into_iter().map(|it| (ASSUME, it));
    let all = all.chain(beside(TAG, &those(|step| step.tags)));
    let all = all.chain(beside(IDENTITY, &those(|step| step.source_identity)));
    let statement = |(action, (conditions, principals))| Statement {
        sid: String::new(),
        actions: vec![action],
        principals,
        resources: Vec::new(),
        conditions,
    };
    numbered(all.map(statement).collect())
}

/// The statements of a caller's permission policy: one for each set of actions, on all roles that need it.
pub(crate) fn calls(steps: &[&Step]) -> Vec<Statement> {
    let mut by_actions: BTreeMap<Vec<&'static str>, Vec<String>> = BTreeMap::new();
    let mut seen = HashSet::new();
    for step in steps {
        let beside = [(TAG, step.tags), (IDENTITY, step.source_identity)];
        let actions = [ASSUME].into_iter().chain(beside.into_iter().filter(|(_, is)| *is).map(|(action, _)| action));
        let actions: Vec<_> = actions.collect();
        if seen.insert((actions.clone(), &step.role)) {
            by_actions.entry(actions).or_default().push(without_wildcards(&step.role));
        }
    }
    let statement = |(actions, resources)| Statement {
        sid: String::new(),
        actions,
        principals: Vec::new(),
        resources,
        conditions: Vec::new(),
    };
    numbered(by_actions.into_iter().map(statement).collect())
}

/// The most characters that IAM takes, blanks not counted ("IAM and STS quotas").
pub(crate) mod most {
    /// In a trust policy, where the account's quota was raised; 2,048 else.
    pub const TRUST: usize = 8_192;
    /// In a trust policy.
    pub const TRUST_AT_FIRST: usize = 2_048;
    /// In all inline policies of a role.
    pub const ROLE: usize = 10_240;
    /// In all inline policies of a user.
    pub const USER: usize = 2_048;
    /// In a managed policy.
    pub const MANAGED: usize = 6_144;
}

const ASSUME: &str = "sts:AssumeRole";
const TAG: &str = "sts:TagSession";
const IDENTITY: &str = "sts:SetSourceIdentity";

/// Those who call under the same conditions together. What a caller itself is held to is one of them.
fn by_condition(steps: &[&Step], conditions: impl Fn(&Step) -> Vec<Condition>) -> Vec<(Vec<Condition>, Vec<Caller>)> {
    let mut groups: BTreeMap<Vec<Condition>, Vec<Caller>> = BTreeMap::new();
    for step in steps {
        let held_to = step.caller.held_to();
        groups.entry(conditions(step).into_iter().chain(held_to).collect()).or_default().push(step.caller.clone());
    }
    for callers in groups.values_mut() {
        callers.sort();
        callers.dedup();
    }
    groups.into_iter().collect()
}

fn one(operator: &'static str, key: &'static str, value: &str) -> Condition {
    (operator, key, vec![without_variables(value)])
}

/// Each with an id of its own, after what it allows.
fn numbered(mut statements: Vec<Statement>) -> Vec<Statement> {
    let mut names = Names::default();
    for statement in &mut statements {
        let first = statement.actions.first().copied().unwrap_or_default();
        // An id takes letters and digits only.
        statement.sid = names.free(first.trim_start_matches("sts:")).replace('-', "");
    }
    statements
}

/// A value in which IAM would put in a variable: its dollar sign written as IAM wants it.
fn without_variables(value: &str) -> String {
    value.replace("${", "${$}{")
}

/// An ARN, whose path may hold what a resource takes for wildcards.
fn without_wildcards(arn: &str) -> String {
    without_variables(arn).replace('*', "${*}").replace('?', "${?}")
}
