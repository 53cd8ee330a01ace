//! What IAM has to allow for chains to be walked: in the trust policy of each role, and in the permission policy of each
//! caller.
//!
//! The caller of the first hop is the source, which stands for its whole account: whose key it is, the key does not say.
//! The caller of each later hop is the role before it. Tags and a source identity need their own permission on the hop that
//! sets them and on every later one that inherits them (IAM User Guide, on session tags and on source identity).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::ExportSource;
use super::names::{Names, one_line};
use super::selection::{Selected, Selection};
use crate::arn::RoleArn;
use crate::import::ImportNote;
use crate::partition::Partition;

/// What all chains of a selection need together.
#[derive(Default)]
pub(super) struct Needs {
    /// In the order in which they are walked.
    pub roles: Vec<RoleNeeds>,
    pub sources: Vec<SourceNeeds>,
    pub notes: Vec<ImportNote>,
}

pub(super) struct RoleNeeds {
    pub arn: RoleArn,
    /// Of its trust policy.
    pub trust: Vec<Statement>,
    /// Of its permission policy; none at the end of chains.
    pub calls: Vec<Statement>,
}

pub(super) struct SourceNeeds {
    /// Unlike those of the others.
    pub name: String,
    /// 12 digits, if they are known.
    pub account: Option<String>,
    pub partition: Partition,
    pub calls: Vec<Statement>,
    /// Whether it walks with a session that an MFA code started.
    mfa_session: bool,
}

/// A statement that allows something: to principals in a trust policy, on resources in a permission policy.
pub(super) struct Statement {
    pub sid: String,
    pub actions: Vec<&'static str>,
    pub principals: Vec<Caller>,
    pub resources: Vec<String>,
    /// Operator, key and value.
    pub conditions: Vec<(&'static str, &'static str, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Caller {
    /// By its place in [`Needs::sources`].
    Source(usize),
    /// By its ARN.
    Role(String),
}

/// That one caller assumes one role in one way.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Step {
    caller: Caller,
    role: String,
    external_id: Option<String>,
    mfa: bool,
    tags: bool,
    source_identity: bool,
}

impl Needs {
    pub fn of(selection: &Selection<'_>) -> Self {
        let sources = selection.sources.iter().map(|it| (it.source.id.as_str(), *it)).collect();
        let mut collector = Collector::default();
        for selected in &selection.chains {
            collector.chain(selected, &sources);
        }
        collector.finish()
    }
}

#[derive(Default)]
struct Collector {
    needs: Needs,
    /// Places in [`Needs::sources`], by id.
    sources: HashMap<String, usize>,
    source_names: Names,
    roles: HashSet<String>,
    steps: Vec<Step>,
    seen: HashSet<Step>,
}

impl Collector {
    fn chain(&mut self, selected: &Selected, sources: &HashMap<&str, &ExportSource>) {
        let arns: Result<Vec<_>, _> = selected.hops().map(|hop| RoleArn::parse(&hop.role_arn)).collect();
        let arns = match arns {
            Ok(arns) => arns,
            Err(sentence) => {
                let note = ImportNote::warning(format!("{sentence} It was left out.")).of(&selected.chain.name);
                return self.needs.notes.push(note);
            }
        };
        let Some(first) = arns.first() else { return };
        let at = self.source(&selected.source_id, sources, first.partition());
        let mfa_session = self.needs.sources.get(at).is_some_and(|source| source.mfa_session);
        let mut caller = Caller::Source(at);
        let (mut tags, mut source_identity) = (false, false);
        for (index, (hop, arn)) in selected.hops().zip(&arns).enumerate() {
            let serial = hop.mfa_serial.as_deref().filter(|_| index == 0);
            if let (Some(source), Some(account)) = (self.needs.sources.get_mut(at), serial.and_then(account_of)) {
                source.account.get_or_insert(account);
            }
            source_identity |= hop.source_identity.is_some();
            let step = Step {
                caller,
                role: arn.to_string(),
                external_id: hop.external_id.clone(),
                mfa: index == 0 && (serial.is_some() || mfa_session),
                tags: tags || !hop.session_tags.is_empty(),
                source_identity,
            };
            tags |= hop.session_tags.iter().any(|tag| tag.transitive);
            caller = Caller::Role(step.role.clone());
            if self.roles.insert(step.role.clone()) {
                self.needs.roles.push(RoleNeeds { arn: arn.clone(), trust: Vec::new(), calls: Vec::new() });
            }
            if self.seen.insert(step.clone()) {
                self.steps.push(step);
            }
        }
    }

    /// Its place in [`Needs::sources`].
    fn source(&mut self, id: &str, sources: &HashMap<&str, &ExportSource>, partition: Partition) -> usize {
        if let Some(at) = self.sources.get(id) {
            return *at;
        }
        let found = sources.get(id);
        let name = found.map_or("Source", |it| it.source.name.as_str());
        let account = found.and_then(|it| {
            let of_sso = it.source.settings.iter().find(|setting| setting.key == "sso_account_id");
            let of_device = it.source.mfa_serial.as_deref().and_then(account_of);
            it.account
                .clone()
                .or_else(|| of_sso.map(|setting| setting.value.clone()))
                .filter(|it| is_account(it))
                .or(of_device)
        });
        self.needs.sources.push(SourceNeeds {
            name: self.source_names.free(&one_line(name)),
            account,
            partition,
            calls: Vec::new(),
            mfa_session: found.is_some_and(|it| it.source.mfa_session),
        });
        self.sources.insert(id.into(), self.needs.sources.len() - 1);
        self.needs.sources.len() - 1
    }

    fn finish(self) -> Needs {
        let Self { mut needs, steps, .. } = self;
        let mut by_role: HashMap<&str, Vec<&Step>> = HashMap::new();
        let mut by_caller: HashMap<&Caller, Vec<&Step>> = HashMap::new();
        for step in &steps {
            by_role.entry(&step.role).or_default().push(step);
            by_caller.entry(&step.caller).or_default().push(step);
        }
        for role in &mut needs.roles {
            let arn = role.arn.to_string();
            role.trust = by_role.get(arn.as_str()).map(|steps| trust(steps)).unwrap_or_default();
            role.calls = by_caller.get(&Caller::Role(arn)).map(|steps| calls(steps)).unwrap_or_default();
        }
        for (at, source) in needs.sources.iter_mut().enumerate() {
            source.calls = by_caller.get(&Caller::Source(at)).map(|steps| calls(steps)).unwrap_or_default();
            if source.account.is_none() {
                let sentence =
                    "The account of this source is not known: put its 12 digits where a place is left for it.";
                needs.notes.push(ImportNote::warning(sentence).of(&source.name));
            }
        }
        needs.notes.extend(needs.too_long());
        needs
    }
}

impl Needs {
    /// A note on each policy that is longer than IAM takes. IAM counts the characters that are not blank ("IAM and STS
    /// quotas"): 10,240 in a role's inline policies, 6,144 in a managed policy, at most 8,192 in a trust policy.
    fn too_long(&self) -> Vec<ImportNote> {
        let note = |name: &str, what: &str, statements: &[Statement], most: usize| {
            let length: usize = statements.iter().map(Statement::length).sum();
            let sentence = format!(
                "The {what} policy has about {length} characters, and IAM takes {most}. Name its roles by a pattern instead, such \
                 as arn:aws:iam::*:role/Admin."
            );
            (length > most).then(|| ImportNote::warning(sentence).of(name))
        };
        let roles = self.roles.iter().flat_map(|role| {
            let arn = role.arn.to_string();
            [note(&arn, "trust", &role.trust, 8192), note(&arn, "permission", &role.calls, 10_240)]
        });
        roles.chain(self.sources.iter().map(|it| note(&it.name, "permission", &it.calls, 6144))).flatten().collect()
    }
}

impl Statement {
    /// About as many characters as IAM counts.
    fn length(&self) -> usize {
        const FRAME: usize = 100;
        const ACCOUNT: usize = 30;
        const QUOTES: usize = 3;
        let principals = self.principals.iter().map(|caller| match caller {
            Caller::Role(arn) => arn.len() + QUOTES,
            Caller::Source(_) => ACCOUNT + QUOTES,
        });
        let resources = self.resources.iter().map(|resource| resource.len() + QUOTES);
        FRAME + principals.chain(resources).sum::<usize>()
    }
}

/// The account in the ARN of an MFA device, which is the user's.
fn account_of(serial: &str) -> Option<String> {
    serial.split(':').nth(4).filter(|account| is_account(account)).map(String::from)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The statements of a role's trust policy. Only sts:AssumeRole is asked with an external ID and with MFA, so what allows
/// tags and a source identity stands by itself.
fn trust(steps: &[&Step]) -> Vec<Statement> {
    let mut by_condition: BTreeMap<(Option<&str>, bool), Vec<Caller>> = BTreeMap::new();
    for step in steps {
        by_condition.entry((step.external_id.as_deref(), step.mfa)).or_default().push(step.caller.clone());
    }
    let assume = by_condition.into_iter().map(|((external_id, mfa), principals)| {
        let external_id = external_id.map(|id| ("StringEquals", "sts:ExternalId", without_variables(id)));
        let mfa = mfa.then(|| ("Bool", "aws:MultiFactorAuthPresent", "true".into()));
        Statement { conditions: external_id.into_iter().chain(mfa).collect(), ..allows(ASSUME, principals) }
    });
    let those = |is: fn(&Step) -> bool| steps.iter().filter(|step| is(step)).map(|step| step.caller.clone()).collect();
    let beside = [(TAG, those(|step| step.tags)), (IDENTITY, those(|step| step.source_identity))];
    numbered(assume.chain(beside.into_iter().map(|(action, callers)| allows(action, callers))).collect())
}

/// The statements of a caller's permission policy: one for each set of actions, on all roles that need it.
fn calls(steps: &[&Step]) -> Vec<Statement> {
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
    let statement = |(actions, resources)| Statement { actions, resources, ..allows(ASSUME, Vec::new()) };
    numbered_calls(by_actions.into_iter().map(statement).collect())
}

const ASSUME: &str = "sts:AssumeRole";
const TAG: &str = "sts:TagSession";
const IDENTITY: &str = "sts:SetSourceIdentity";

fn allows(action: &'static str, mut principals: Vec<Caller>) -> Statement {
    principals.sort();
    principals.dedup();
    let sid = action.trim_start_matches("sts:").into();
    Statement { sid, actions: vec![action], principals, resources: Vec::new(), conditions: Vec::new() }
}

/// Those that are for anyone, each with an id of its own.
fn numbered(mut statements: Vec<Statement>) -> Vec<Statement> {
    statements.retain(|statement| !statement.principals.is_empty());
    numbered_calls(statements)
}

fn numbered_calls(mut statements: Vec<Statement>) -> Vec<Statement> {
    let mut names = Names::default();
    for statement in &mut statements {
        // An id takes letters and digits only.
        statement.sid = names.free(&statement.sid).replace('-', "");
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
