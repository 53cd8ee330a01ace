//! What IAM shows of a hop that STS denied, where the caller may ask it: of several causes the one that it is.
//!
//! The role and its trust policy are shown by iam:GetRole, the caller's own policies by iam:SimulatePrincipalPolicy. Whoever may not
//! ask learns nothing, and is told nothing of it.

use std::collections::BTreeMap;

use super::trust::{self, Demand, Known, Trust};
use super::who::Who;
use super::{AskedHop, Cause, CauseKind, tell};
use crate::arn::RoleArn;
use crate::credentials::Credentials;
use crate::error::{Failure, FailureKind, quotable};
use crate::iam::{self, ContextEntry, Decision, Simulated};
use crate::partition::IamHost;
use crate::sts::AssumeRole;
use crate::walk::World;
use crate::walk::stage::Aim;

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
    let several = failure.kind == FailureKind::Denied && failure.causes.len() > 1;
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
}

fn settle(causes: Vec<Cause>, findings: Vec<Finding>) -> Vec<Cause> {
    let mut remaining = causes.clone();
    for finding in findings {
        match finding {
            Finding::Is(certain) => return certain,
            Finding::IsUnless(cause, others) => {
                remaining.retain(|other| others.contains(&other.kind));
                remaining.insert(0, cause);
            }
            Finding::IsNot(kinds, reason) => {
                remaining.retain(|cause| !kinds.contains(&cause.kind));
                remaining.iter_mut().for_each(|cause| cause.evidence.push(reason.clone()));
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
        let known = match iam::get_role(witness, self.iam, role.name(), self.world).await {
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

    fn of_trust(&self, trust: &Trust) -> Option<Finding> {
        const OF_TRUST: &[CauseKind] =
            &[CauseKind::TrustMissing, CauseKind::ExternalId, CauseKind::MfaMissing, CauseKind::TrustCondition];
        const MET: &[CauseKind] = &[CauseKind::TrustMissing, CauseKind::ExternalId, CauseKind::MfaMissing];
        let role = self.role();
        Some(match trust {
            Trust::Unread => return None,
            Trust::NamesOthers => {
                let sentence = format!(
                    "The trust policy of {role} does not name the caller: let it allow sts:AssumeRole to {}.",
                    self.who.people()
                );
                Finding::Is(vec![Cause::new(CauseKind::TrustMissing, sentence).by(SHOWN)])
            }
            Trust::Denies => {
                let sentence = format!("The trust policy of {role} denies sts:AssumeRole to the caller explicitly.");
                Finding::Is(vec![Cause::new(CauseKind::ExplicitDeny, sentence).by(SHOWN)])
            }
            Trust::Asks(demands) => Finding::Is(self.of_demands(demands)),
            Trust::MayAsk(keys) => {
                let asks = |key: &str| keys.iter().any(|asked| asked.to_ascii_lowercase().starts_with(key));
                let reason = format!(
                    "iam:GetRole shows that the trust policy names the caller, and asks for {}.",
                    keys.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
                );
                Finding::IsNot(
                    match (asks("sts:externalid"), asks(OF_MFA)) {
                        (false, false) => MET,
                        (true, false) => &[CauseKind::TrustMissing, CauseKind::MfaMissing],
                        (false, true) => &[CauseKind::TrustMissing, CauseKind::ExternalId],
                        (true, true) => &[CauseKind::TrustMissing],
                    },
                    reason,
                )
            }
            Trust::Allows { .. } => {
                Finding::IsNot(OF_TRUST, "iam:GetRole shows a trust policy that allows this hop.".into())
            }
        })
    }

    /// A cause for each kind of what the trust policy asks for in vain.
    fn of_demands(&self, demands: &[Demand]) -> Vec<Cause> {
        let role = self.role();
        let (mut causes, mut others) = (Vec::new(), Vec::new());
        for demand in demands {
            if demand.is_on("sts:externalid") {
                let sentence = if self.case.asked.external_id.is_some() {
                    format!(
                        "The external ID of this hop is not the one that the trust policy of {role} asks for. Copy it anew."
                    )
                } else {
                    format!("The trust policy of {role} asks for an external ID, and this hop sends none.")
                };
                causes.push(Cause::new(CauseKind::ExternalId, sentence).by(SHOWN));
            } else if demand.is_on(OF_MFA) && self.case.asked_hop.by_user {
                let sentence = format!(
                    "The trust policy of {role} asks for MFA, and none was brought: write the user’s MFA device on this hop, or on the \
                     source."
                );
                causes.push(Cause::new(CauseKind::MfaMissing, sentence).by(SHOWN));
            } else {
                others.push(quotable(&demand.told, &[]));
            }
        }
        if !others.is_empty() {
            let mfa = if demands.iter().any(|demand| demand.is_on(OF_MFA)) {
                ", and a role’s session never brings MFA"
            } else {
                ""
            };
            let sentence = format!(
                "The trust policy of {role} asks for what this hop does not bring: {}{mfa}.",
                others.join("; ")
            );
            causes.push(Cause::new(CauseKind::TrustCondition, sentence).by(SHOWN));
        }
        causes
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
        let said = iam::simulate(self.case.signer, self.iam, &principal, asked, &entries, self.world).await.ok()?;
        // What this hop certainly does not have makes no difference.
        let is_open = |key: &String| context.get(key.to_ascii_lowercase().as_str()).is_none_or(Option::is_some);
        if said.missing.iter().any(is_open) {
            return None;
        }
        self.of_simulated(&said, trust)
    }

    fn of_simulated(&self, said: &Simulated, trust: &Trust) -> Option<Finding> {
        let (who, role) = (self.who.people(), self.case.asked.role);
        let shown = |decision: &str| {
            let asks = if said.missing.is_empty() {
                String::new()
            } else {
                format!(", and that they ask about {}", said.missing.join(", "))
            };
            format!("iam:SimulatePrincipalPolicy says {decision} of the policies of {who}{asks}.")
        };
        let asks_mfa = said.missing.iter().any(|key| key.to_ascii_lowercase().starts_with(OF_MFA));
        let mfa = match asks_mfa && self.case.asked_hop.by_user {
            true => {
                " The policies ask about MFA: try it with the user’s MFA device, written on this hop or on the source."
            }
            false => "",
        };
        let limit = match (said.by_organization, said.by_boundary) {
            (Some(false), _) => Some("A service control policy (SCP) of the caller’s organization".to_string()),
            (_, Some(false)) => Some(format!("The permissions boundary of {who}")),
            _ => None,
        };
        let lacks = |kind, sentence: String| {
            // Policies may name the right role, and the chain another by mistake.
            let test =
                format!("Open the role in account {}: if IAM shows it with this very ARN, this is it.", role.account());
            let cause = Cause::new(kind, sentence).by(shown("implicitDeny")).told_by(test);
            Some(Finding::IsUnless(cause, &[CauseKind::NoSuchRole]))
        };
        match (said.decision, limit) {
            (Decision::Allowed, _) => Some(Finding::IsNot(&[CauseKind::PermissionMissing], shown("allowed"))),
            (Decision::ExplicitDeny, _) => {
                let sentence = format!(
                    "A policy of {who}, or of its organization, denies sts:AssumeRole on {role} explicitly.{mfa}"
                );
                let cause = Cause::new(CauseKind::ExplicitDeny, sentence).by(shown("explicitDeny"));
                Some(Finding::Is(vec![cause]))
            }
            // Within an account the trust policy may grant by itself.
            _ if self.who.account == role.account() && !matches!(trust, Trust::Allows { itself: false }) => None,
            (_, Some(limit)) => {
                let sentence = format!("{limit} does not allow sts:AssumeRole on {role}, whatever else allows it.");
                lacks(CauseKind::Guardrail, sentence)
            }
            (_, None) => {
                let sentence = format!("No policy of {who} allows sts:AssumeRole on {role}: add one that does.{mfa}");
                lacks(CauseKind::PermissionMissing, sentence)
            }
        }
    }

    /// The user or role whose policies are the caller's. A session's ARN has no path, so its role has to be known, or asked for.
    async fn principal(&self) -> Option<String> {
        if let Some(known) = self.known_principal() {
            return Some(known);
        }
        let name = self.caller.split_once(":assumed-role/")?.1.split('/').next()?;
        Some(iam::get_role(self.case.signer, self.iam, name, self.world).await.ok()??.arn)
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

    fn role(&self) -> String {
        let role = self.case.asked.role;
        format!("role {} in account {}", role.name(), role.account())
    }
}

/// What the two keys on MFA begin with.
const OF_MFA: &str = "aws:multifactorauth";
const MFA: &str = "aws:multifactorauthpresent";
const MFA_AGE: &str = "aws:multifactorauthage";

const SHOWN: &str = "iam:GetRole shows the trust policy.";

fn no_such_role(role: &RoleArn, other: Option<String>) -> Cause {
    let (name, account) = (role.name(), role.account());
    match other {
        Some(arn) => {
            let arn = quotable(&arn, &[]);
            let sentence =
                format!("The ARN of role {name} in account {account} is another: {arn}. Write that one on this hop.");
            Cause::new(CauseKind::NoSuchRole, sentence).by(format!("iam:GetRole shows {arn}."))
        }
        None => {
            let sentence = format!(
                "There is no role {name} in account {account}: its name is another, or it was deleted. Copy the ARN from the role’s page in IAM."
            );
            Cause::new(CauseKind::NoSuchRole, sentence).by("iam:GetRole answered NoSuchEntity.")
        }
    }
}
