//! What IAM has to allow for chains to be walked: in the trust policy of each role, and in the permission policy of each
//! caller.
//!
//! The caller of the first hop is the source, which stands for its whole account: whose key it is, the key does not say.
//! The caller of each later hop is the role before it. Tags and a source identity need their own permission on the hop that
//! sets them and on every later one that inherits them (IAM User Guide, on session tags and on source identity).

use std::collections::{HashMap, HashSet};

use super::Reasons;
use super::selection::{Selected, Selection};
use crate::aws::arn::RoleArn;
use crate::aws::partition::Partition;
use crate::chain::Hop;
use crate::chain::placeholders::names_reason;
use crate::chain::route::reason::ReasonPlace;
use crate::interchange::note::ImportNote;
use crate::policies::names::{Names, one_line};
use crate::policies::source::{ExportSource, account, account_of};
use crate::policies::{Caller, Start, Statement, Step, calls, most, steps, trust};

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
    /// Whether it has an MFA device, which is that of each chain that names none.
    brings_mfa: bool,
}

impl Needs {
    pub fn of(selection: &Selection<'_>, reasons: &Reasons) -> Self {
        let sources = selection.sources.iter().map(|it| (it.source.id.as_str(), *it)).collect();
        let mut collector = Collector::default();
        for selected in &selection.chains {
            collector.chain(selected, &sources, reasons);
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
    fn chain(&mut self, selected: &Selected, sources: &HashMap<&str, &ExportSource>, reasons: &Reasons) {
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
        let mfa = self.needs.sources.get(at).is_some_and(|source| source.brings_mfa);
        let device = selected.hops().next().and_then(|hop| hop.mfa_serial.as_deref()).and_then(account_of);
        if let (Some(source), Some(account)) = (self.needs.sources.get_mut(at), device) {
            source.account.get_or_insert(account);
        }
        for arn in &arns {
            if self.roles.insert(arn.to_string()) {
                self.needs.roles.push(RoleNeeds { arn: arn.clone(), trust: Vec::new(), calls: Vec::new() });
            }
        }
        let placed = reasons.placed(selected);
        let start = Start {
            caller: Caller::Source(at),
            mfa: mfa.then_some(true),
            tags: matches!(placed, Some(ReasonPlace::Tag { .. })),
            source_identity: placed == Some(&ReasonPlace::SourceIdentity),
        };
        for step in steps(start, selected.hops().zip(&arns)) {
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
        let account = found.copied().and_then(account);
        self.needs.sources.push(SourceNeeds {
            name: self.source_names.free(&one_line(name)),
            account,
            partition,
            calls: Vec::new(),
            brings_mfa: found.is_some_and(|it| it.source.mfa_serial.is_some()),
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
            role.calls = by_caller.get(&Caller::Arn(arn)).map(|steps| calls(steps)).unwrap_or_default();
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

impl Reasons {
    /// Where a reason goes in this chain, if it goes anywhere but into its templates: as `Route::with_reason` puts it.
    fn placed(&self, selected: &Selected) -> Option<&ReasonPlace> {
        let named = |hop: &Hop| {
            let templates = [selected.session_name(hop), hop.source_identity.as_deref()];
            templates.into_iter().flatten().any(names_reason)
        };
        let asks = self.for_all || selected.chain.asks_reason;
        let sets_identity = || selected.hops().any(|hop| hop.source_identity.is_some());
        match &self.into {
            _ if !asks || selected.hops().any(named) => None,
            ReasonPlace::SourceIdentity if sets_identity() => Some(&ReasonPlace::SessionName),
            place => Some(place),
        }
    }
}

impl Needs {
    /// A note on each policy that is longer than IAM takes. IAM counts the characters that are not blank.
    fn too_long(&self) -> Vec<ImportNote> {
        let note = |name: &str, what: &str, statements: &[Statement], most: usize| {
            let length: usize = statements.iter().map(length).sum();
            let sentence = format!(
                "The {what} policy has about {length} characters, and IAM takes {most}. Name its roles by a pattern instead, such \
                 as arn:aws:iam::*:role/Admin."
            );
            (length > most).then(|| ImportNote::warning(sentence).of(name))
        };
        let roles = self.roles.iter().flat_map(|role| {
            let arn = role.arn.to_string();
            [note(&arn, "trust", &role.trust, most::TRUST), note(&arn, "permission", &role.calls, most::ROLE)]
        });
        roles
            .chain(self.sources.iter().map(|it| note(&it.name, "permission", &it.calls, most::MANAGED)))
            .flatten()
            .collect()
    }
}

/// About as many characters as IAM counts.
fn length(statement: &Statement) -> usize {
    const FRAME: usize = 100;
    const ACCOUNT: usize = 30;
    const QUOTES: usize = 3;
    let principals = statement.principals.iter().map(|caller| match caller {
        Caller::Arn(arn) | Caller::SessionOf { account: arn, .. } => arn.len() + QUOTES,
        Caller::Source(_) => ACCOUNT + QUOTES,
    });
    let resources = statement.resources.iter().map(|resource| resource.len() + QUOTES);
    FRAME + principals.chain(resources).sum::<usize>()
}
