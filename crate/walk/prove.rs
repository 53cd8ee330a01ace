//! What IAM shows of a hop that STS denied, where the caller may ask it: of several causes the one that it is.
//!
//! The role and its trust policy are shown by iam:GetRole, the caller's own policies by iam:SimulatePrincipalPolicy. Whoever may not
//! ask learns nothing, and is told nothing of it.

mod shown;

use std::collections::BTreeMap;

use self::shown::no_such_role;
use super::iam::roles;
use crate::aws::credentials::Credentials;
use crate::aws::partition::IamHost;
use crate::diagnosis::trust::{self, Known, Trust};
use crate::diagnosis::who::Who;
use crate::diagnosis::{AskedHop, Denial, tell};
use crate::failure::aim::Aim;
use crate::failure::cause::{Cause, CauseKind};
use crate::failure::{Failure, FailureKind};
use crate::protocol::iam::ContextEntry;
use crate::protocol::sts::AssumeRole;
use crate::protocol::world::World;

/// A hop that was refused.
pub(crate) struct Case<'a> {
    pub asked: &'a AssumeRole<'a>,
    pub asked_hop: AskedHop<'a>,
    /// Whose request was refused.
    pub signer: &'a Credentials,
    /// Credentials in the role's own account, which alone can be let know it.
    pub witness: Option<&'a Credentials>,
}

/// The failure with fewer causes, where IAM shows which it is or is not.
pub(crate) async fn prove<W: World>(failure: Failure, case: &Case<'_>, world: &W) -> Failure {
    let said = failure.evidence.aws_message.as_deref().unwrap_or_default();
    // IAM is asked about sts:AssumeRole, and what stands beside it is a matter of its own.
    let about_assuming = Denial::parse(said).action.is_none_or(|action| action == "sts:AssumeRole");
    let several = failure.kind == FailureKind::Denied && failure.causes.len() > 1 && about_assuming;
    let Some(iam) = case.asked.role.partition().iam().filter(|_| several) else { return failure };
    let Some(caller) = failure.caller.clone() else { return failure };
    let Some(who) = Who::parse(&caller) else { return failure };
    let findings = Inquiry { case, iam, caller: &caller, who, world }.findings().await;
    let causes = settle(failure.causes.clone(), findings);
    tell(failure, Aim::Hop(case.asked_hop.hop, case.asked.role), causes)
}

/// What a call showed.
enum Finding {
    /// These causes, certainly.
    Is(Vec<Cause>),
    /// This cause certainly, unless it is one of these kinds, which would show the same.
    IsUnless(Cause, &'static [CauseKind]),
    /// None of these kinds, for this reason.
    IsNot(&'static [CauseKind], String),
    /// The same, and what is left of the trust policy is likelier than all else: it asks for what nobody but AWS knows.
    AsksFor(&'static [CauseKind], String),
}

fn settle(causes: Vec<Cause>, findings: Vec<Finding>) -> Vec<Cause> {
    let mut remaining = causes.clone();
    for finding in findings {
        match finding {
            Finding::Is(certain) => return with_what_is_not_needed(certain, causes),
            Finding::IsUnless(cause, others) => {
                remaining.retain(|other| others.contains(&other.kind) || other.leave_out.is_some());
                remaining.insert(0, cause);
            }
            Finding::IsNot(kinds, reason) => exclude(&mut remaining, kinds, &reason),
            Finding::AsksFor(kinds, reason) => {
                exclude(&mut remaining, kinds, &reason);
                remaining.sort_by_key(|cause| !OF_TRUST.contains(&cause.kind));
            }
        }
    }
    // Somebody may have changed the policies between the two answers.
    if remaining.is_empty() {
        return causes;
    }
    if let [alone] = remaining.as_mut_slice() {
        alone.test = None;
    }
    remaining
}

fn exclude(causes: &mut Vec<Cause>, kinds: &[CauseKind], reason: &str) {
    causes.retain(|cause| !kinds.contains(&cause.kind));
    causes.iter_mut().for_each(|cause| cause.evidence.push(reason.into()));
}

/// What a trust policy that is there can lack.
const OF_TRUST: &[CauseKind] = &[
    CauseKind::TrustMissing,
    CauseKind::DeletedPrincipal,
    CauseKind::ExternalId,
    CauseKind::MfaMissing,
    CauseKind::TrustCondition,
];

/// That the chain does not need the hop holds whatever is in the way.
fn with_what_is_not_needed(mut certain: Vec<Cause>, causes: Vec<Cause>) -> Vec<Cause> {
    let needless: Vec<Cause> = causes.into_iter().filter(|cause| cause.leave_out.is_some()).collect();
    if !needless.is_empty() {
        certain.iter_mut().for_each(|cause| {
            cause.test.get_or_insert_with(|| "Mend it, then test the chain again.".into());
        });
    }
    certain.extend(needless);
    certain
}

struct Inquiry<'a, W> {
    case: &'a Case<'a>,
    iam: IamHost,
    caller: &'a str,
    who: Who<'a>,
    world: &'a W,
}

impl<W: World> Inquiry<'_, W> {
    /// In the order in which they count: what is certain ends it.
    async fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let trust = match self.case.witness {
            Some(witness) => self.of_role(witness, &mut findings).await,
            None => Trust::Unread,
        };
        if !findings.iter().any(|finding| matches!(finding, Finding::Is(_))) {
            findings.extend(self.of_caller(&trust).await);
        }
        findings
    }

    /// What the role's account knows of it.
    async fn of_role(&self, witness: &Credentials, findings: &mut Vec<Finding>) -> Trust {
        let role = self.case.asked.role;
        let known = match roles::get_role(witness, self.iam, role.name(), self.world).await {
            Ok(Some(known)) if known.arn == role.to_string() => known,
            Ok(other) => {
                findings.push(Finding::Is(vec![no_such_role(role, other.map(|other| other.arn))]));
                return Trust::Unread;
            }
            Err(_) => return Trust::Unread,
        };
        findings.push(Finding::IsNot(&[CauseKind::NoSuchRole], "iam:GetRole shows the role.".into()));
        let trust = trust::read(&known.trust, &Known { caller: self.caller, context: self.context() });
        findings.extend(self.of_trust(&trust));
        trust
    }

    /// What the caller's own policies say of it.
    async fn of_caller(&self, trust: &Trust) -> Option<Finding> {
        let principal = self.principal().await?;
        let role = self.case.asked.role.to_string();
        let context = self.context();
        // Whose policies they are, the simulator knows by itself.
        let entries: Vec<ContextEntry<'_>> = context
            .iter()
            .filter(|(key, _)| !key.starts_with("aws:principal"))
            .filter_map(|(key, value)| Some((*key, if *key == MFA { "boolean" } else { "string" }, value.as_deref()?)))
            .collect();
        let asked = ("sts:AssumeRole", role.as_str());
        let said = roles::simulate(self.case.signer, self.iam, &principal, asked, &entries, self.world).await.ok()?;
        // What this hop certainly does not have makes no difference.
        let is_open = |key: &String| context.get(key.to_ascii_lowercase().as_str()).is_none_or(Option::is_some);
        if said.missing.iter().any(is_open) {
            return None;
        }
        self.of_simulated(&said, trust)
    }

    /// The user or role whose policies are the caller's. A session's ARN has no path, so its role has to be known, or asked for.
    async fn principal(&self) -> Option<String> {
        if let Some(known) = self.known_principal() {
            return Some(known);
        }
        let name = self.caller.split_once(":assumed-role/")?.1.split('/').next()?;
        Some(roles::get_role(self.case.signer, self.iam, name, self.world).await.ok()??.arn)
    }

    fn known_principal(&self) -> Option<String> {
        let user = || Some(self.caller.to_string()).filter(|arn| arn.contains(":user/"));
        self.case.asked_hop.before.map(|before| before.role.to_string()).or_else(user)
    }

    /// What is known of the request. A role's session always says that there was no MFA; a user's own key says so only where there was.
    fn context(&self) -> BTreeMap<&'static str, Option<String>> {
        let asked = self.case.asked;
        let mut context = BTreeMap::from([
            ("aws:principalaccount", Some(self.who.account.to_string())),
            ("sts:externalid", asked.external_id.map(str::to_string)),
            ("sts:rolesessionname", Some(asked.session_name.clone())),
        ]);
        // Without one of its own, the session that asks may have one.
        if let Some(identity) = &asked.source_identity {
            context.insert("sts:sourceidentity", Some(identity.clone()));
        }
        if let Some(principal) = self.known_principal() {
            context.insert("aws:principalarn", Some(principal));
        }
        let by_role = self.caller.contains(":assumed-role/");
        let user = self.caller.rsplit('/').next().filter(|_| !by_role);
        context.insert("aws:username", user.map(str::to_string));
        if asked.mfa.is_some() {
            context.insert(MFA, Some("true".into()));
        } else if by_role {
            context.extend([(MFA, Some("false".into())), (MFA_AGE, None)]);
        } else if self.case.asked_hop.by_user {
            context.extend([(MFA, None), (MFA_AGE, None)]);
        }
        context
    }
}

/// What the two keys on MFA begin with.
const OF_MFA: &str = "aws:multifactorauth";
const MFA: &str = "aws:multifactorauthpresent";
const MFA_AGE: &str = "aws:multifactorauthage";
