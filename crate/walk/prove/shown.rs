//! What an answer of IAM's means for the causes, in sentences.

use super::{Finding, Inquiry, OF_MFA, OF_TRUST};
use crate::aws::arn::RoleArn;
use crate::diagnosis::lacking_device;
use crate::diagnosis::trust::{Demand, Trust};
use crate::failure::cause::{Cause, CauseKind};
use crate::failure::quotable;
use crate::failure::remedy::Remedy;
use crate::protocol::iam::{Decision, Simulated};

impl<W> Inquiry<'_, W> {
    /// What the role's trust policy tells.
    pub fn of_trust(&self, trust: &Trust) -> Option<Finding> {
        const MET: &[CauseKind] =
            &[CauseKind::TrustMissing, CauseKind::DeletedPrincipal, CauseKind::ExternalId, CauseKind::MfaMissing];
        let role = self.role();
        Some(match trust {
            Trust::Unread => return None,
            Trust::NamesDeleted(ids) => {
                let sentence = format!(
                    "The trust policy of {role} names {} by {}, an id from before it was deleted and made again: type the ARN anew there.",
                    self.who.people(),
                    ids.join(" or "),
                );
                let others = format!("The trust policy of {role} does not name {} otherwise.", self.who.people());
                let test = "Look in IAM whose id that is: if its owner is gone, the trust policy shows it in the place of the ARN.";
                Finding::Is(vec![
                    Cause::new(CauseKind::DeletedPrincipal, sentence).by(SHOWN).told_by(test),
                    Cause::new(CauseKind::TrustMissing, others).by(SHOWN).told_by(test),
                ])
            }
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
                Finding::AsksFor(
                    match (asks("sts:externalid"), asks(OF_MFA)) {
                        (false, false) => MET,
                        (true, false) => &[CauseKind::TrustMissing, CauseKind::DeletedPrincipal, CauseKind::MfaMissing],
                        (false, true) => &[CauseKind::TrustMissing, CauseKind::DeletedPrincipal, CauseKind::ExternalId],
                        (true, true) => &[CauseKind::TrustMissing, CauseKind::DeletedPrincipal],
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
                let cause = Cause::new(CauseKind::MfaMissing, sentence).by(SHOWN);
                causes.push(lacking_device(cause, Some(&self.who)));
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

    /// What the policy simulator's answer tells.
    pub fn of_simulated(&self, said: &Simulated, trust: &Trust) -> Option<Finding> {
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
                if mfa.is_empty() {
                    return Some(Finding::Is(vec![cause]));
                }
                let sentence = format!(
                    "A policy denies sts:AssumeRole to {who} without MFA, and none was brought: write the user’s MFA device on this hop, or \
                     on the source."
                );
                let lacks_mfa = Cause::new(CauseKind::MfaMissing, sentence).by(shown("explicitDeny"));
                let lacks_mfa = lacking_device(lacks_mfa, Some(&self.who));
                let test = "Try it with a code of the user’s MFA device.";
                Some(Finding::Is(vec![lacks_mfa.told_by(test), cause.told_by(test)]))
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

    fn role(&self) -> String {
        let role = self.case.asked.role;
        format!("role {} in account {}", role.name(), role.account())
    }
}

const SHOWN: &str = "iam:GetRole shows the trust policy.";

/// Of a role that IAM does not have, or has by another ARN.
pub(super) fn no_such_role(role: &RoleArn, other: Option<String>) -> Cause {
    let (name, account) = (role.name(), role.account());
    match other {
        Some(arn) => {
            let arn = quotable(&arn, &[]);
            let sentence =
                format!("The ARN of role {name} in account {account} is another: {arn}. Write that one on this hop.");
            let remedy = Remedy::Hop { setting: "roleArn".into(), suggestion: Some(arn.clone()) };
            Cause::new(CauseKind::NoSuchRole, sentence).by(format!("iam:GetRole shows {arn}.")).mended_by(remedy)
        }
        None => {
            let sentence = format!(
                "There is no role {name} in account {account}: its name is another, or it was deleted. Copy the ARN from the role’s page in IAM."
            );
            Cause::new(CauseKind::NoSuchRole, sentence).by("iam:GetRole answered NoSuchEntity.")
        }
    }
}
