//! Which causes remain of a hop that STS denied, the most likely first.
//!
//! Between accounts STS says the same of a missing trust, a missing permission, a wrong external ID, an unmet condition and a role
//! that is not there, so that nobody learns from outside which roles exist. Within an account it names the policy. A tag or a source
//! identity that is not allowed it names by its own action, everywhere.

use super::denial::{Denial, PolicyType, Reason};
use super::who::{Kind, Who};
use super::{AskedHop, session_policy};
use crate::failure::cause::{Cause, CauseKind};

/// The causes that AWS's words, the chain and the caller leave open. One alone is certain.
pub(super) fn causes(denial: &Denial<'_>, said: &str, caller: Option<&str>, asked: &AskedHop<'_>) -> Vec<Cause> {
    let words = format!("STS answered AccessDenied: {said}");
    let facts = Facts { asked, who: caller.and_then(Who::parse) };
    let alone = |cause: Cause| ranked(vec![(0, cause.by(words.clone()))]);
    match (denial.action.unwrap_or("sts:AssumeRole"), denial.reason) {
        (action, Some(Reason::Denies(policy))) => alone(facts.explicit_deny(action, policy)),
        ("sts:TagSession", reason) => alone(facts.tag_session(reason)),
        ("sts:SetSourceIdentity", reason) => alone(facts.set_source_identity(reason)),
        (_, Some(Reason::NoneAllows(PolicyType::Identity))) => alone(facts.permission_missing()),
        (_, Some(Reason::NoneAllows(PolicyType::Trust))) => ranked(facts.of_trust()),
        (action, Some(Reason::NoneAllows(policy))) => alone(facts.guardrail(action, policy)),
        (_, None) => facts.untold(),
    }
}

struct Facts<'a> {
    asked: &'a AskedHop<'a>,
    who: Option<Who<'a>>,
}

/// A cause with its rank: the smaller, the more likely.
type Ranked = (u8, Cause);

/// In their order. One alone needs nothing to tell it from the others.
fn ranked(mut causes: Vec<Ranked>) -> Vec<Cause> {
    causes.sort_by_key(|(rank, _)| *rank);
    let mut causes: Vec<Cause> = causes.into_iter().map(|(_, cause)| cause).collect();
    if let [alone] = causes.as_mut_slice() {
        alone.test = None;
    }
    causes
}

impl Facts<'_> {
    /// Without a reason.
    fn untold(&self) -> Vec<Cause> {
        let role = self.asked.role.to_string();
        let ruled_out = self.asked.before.filter(|before| session_policy::rules_out(&before.hop, &role));
        if ruled_out.is_some() && !self.same_account() {
            let cause = self.guardrail("sts:AssumeRole", PolicyType::Session);
            return vec![cause.by(format!(
                "The session policy of hop {} has no statement that can allow sts:AssumeRole on {role}.",
                self.asked.hop
            ))];
        }
        let mut causes = self.of_trust();
        causes.extend([
            (20, self.permission_missing().by(self.silence())),
            self.no_such_role(),
            self.some_guardrail(),
            (80, self.some_deny()),
        ]);
        ranked(causes)
    }

    /// What a trust policy that is there can lack.
    fn of_trust(&self) -> Vec<Ranked> {
        let mut causes = vec![self.trust_missing(), self.external_id(), (60, self.trust_condition())];
        causes.extend(self.mfa_missing());
        causes
    }

    fn trust_missing(&self) -> Ranked {
        let (role, who, account) = (self.role(), self.caller(), self.account());
        let cause = Cause::new(
            CauseKind::TrustMissing,
            format!("The trust policy of {role} does not name the caller: let it allow sts:AssumeRole to {who}."),
        )
        .told_by(format!(
            "Open the role in account {account} and read its trust policy: if no statement names {who} or that account, this \
             is it."
        ));
        let asked = self.asked;
        if self.who.is_some_and(|who| who.is_role(asked.role)) {
            (1, cause.by("The role assumes itself, which its own trust policy has to allow since 2023."))
        } else if ["/aws-reserved/", "/aws-service-role/"].iter().any(|path| asked.role.path().starts_with(path)) {
            (2, cause.by(format!("A role under {} is AWS’s own, and trusts only AWS’s services.", asked.role.path())))
        } else {
            (10, cause.by(self.silence()))
        }
    }

    fn permission_missing(&self) -> Cause {
        let (role, who) = (self.asked.role, self.caller());
        let among_themselves = if self.same_account() {
            " In one account it is as good to name the caller itself in the role’s trust policy."
        } else {
            ""
        };
        Cause::new(
            CauseKind::PermissionMissing,
            format!("No policy of {who} allows sts:AssumeRole on {role}: add one that does.{among_themselves}"),
        )
        .told_by(format!(
            "Ask IAM’s policy simulator about {who}, sts:AssumeRole and this role: if it says implicitly denied, this is it."
        ))
    }

    fn external_id(&self) -> Ranked {
        let role = self.role();
        let account = self.account();
        if self.asked.external_id {
            let sentence = format!(
                "The external ID of this hop is not the one that the trust policy of {role} asks for. Its case counts: copy it anew from \
                 whoever owns account {account}."
            );
            let test = "Compare it, letter by letter, with the condition on sts:ExternalId in the role’s trust policy.";
            (5, Cause::new(CauseKind::ExternalId, sentence).by("This hop sends an external ID.").told_by(test))
        } else {
            let sentence = format!(
                "The trust policy of {role} asks for an external ID, and this hop sends none. Ask whoever owns account {account} for it."
            );
            let test = "Look for a condition on sts:ExternalId in the role’s trust policy.";
            (30, Cause::new(CauseKind::ExternalId, sentence).by("This hop sends no external ID.").told_by(test))
        }
    }

    /// A code is taken of a user alone, and a role's session never bears witness to one (IAM User Guide, "Secure API access with MFA").
    fn mfa_missing(&self) -> Option<Ranked> {
        let asked = self.asked;
        let by_role = asked.hop > 0 || self.who.is_some_and(|who| who.kind == Kind::Role);
        if asked.device.is_some() || by_role {
            return None;
        }
        let sentence = format!(
            "The trust policy of {} asks for MFA, and none was brought: write the user’s MFA device on this hop, or on the source.",
            self.role()
        );
        let cause = Cause::new(CauseKind::MfaMissing, sentence)
            .told_by("Look for aws:MultiFactorAuthPresent in the role’s trust policy.");
        Some(if asked.by_user {
            let by_key = "A user’s own key signed this hop, without a code of an MFA device. Many roles that people assume ask for one.";
            (8, cause.by(by_key))
        } else {
            (65, cause.by("A session signed this hop, and nobody but AWS knows whether it was started with MFA."))
        })
    }

    fn no_such_role(&self) -> Ranked {
        let role = self.asked.role;
        let (account, path, name) = (role.account(), role.path(), role.name());
        let cause = Cause::new(
            CauseKind::NoSuchRole,
            format!(
                "There is no role {role}: its name, its path or its account is another, or it was deleted. Copy the ARN from the role’s \
                 page in IAM."
            ),
        )
        .told_by(format!(
            "Open IAM in account {account}: if it shows no role {name} with the path {path}, this is it. Upper and lower case count."
        ));
        if path.contains(['*', '?']) {
            (1, cause.by("Its path holds a wildcard, and STS takes none: a role is assumed by its whole ARN."))
        } else if name.starts_with("AWSReservedSSO_") && path == "/" {
            let path = "/aws-reserved/sso.amazonaws.com/";
            (
                2,
                cause.by(format!(
                    "Roles of IAM Identity Center have a path, which begins with {path}, and this ARN has none."
                )),
            )
        } else if self.same_account() {
            let account = "Caller and role are in one account. There STS names the policy that is in the way, and it names none here.";
            (3, cause.by(account))
        } else {
            (50, cause.by(self.silence()))
        }
    }

    fn trust_condition(&self) -> Cause {
        let role = self.role();
        let by_role = self.who.is_some_and(|who| who.kind == Kind::Role);
        let mfa = if by_role { ", or MFA, which a role’s session never brings" } else { "" };
        Cause::new(
            CauseKind::TrustCondition,
            format!(
                "Another condition in the trust policy of {role} is not met: on the organization, the network, the session name, the \
                 source identity, tags or the time{mfa}."
            ),
        )
        .by(self.silence())
        .told_by("Read the Condition blocks of the role’s trust policy, and hold each against this hop.")
    }

    fn some_guardrail(&self) -> Ranked {
        let who = self.caller();
        let cause = Cause::new(
            CauseKind::Guardrail,
            format!(
                "A permissions boundary or a session policy of {who}, or a policy of an organization (SCP, RCP), does not allow it, though the \
                 caller’s own policies may."
            ),
        );
        let (policies, at) = (self.asked.before.map(|before| &before.hop), self.asked.hop);
        let test = format!("Test the chain without the session policies of hop {at}.");
        match policies {
            Some(hop) if !hop.policy_arns.is_empty() => {
                let arns = hop.policy_arns.join(", ");
                let evidence = format!(
                    "The session of hop {at} cannot go beyond {arns}. Few managed policies allow sts:AssumeRole."
                );
                (4, cause.by(evidence).told_by(test))
            }
            Some(hop) if hop.policy.is_some() => {
                (35, cause.by(format!("The session of hop {at} cannot go beyond its session policy.")).told_by(test))
            }
            _ => {
                let test =
                    "Ask who runs the organization, and look at the permissions boundary on the caller’s page in IAM.";
                (70, cause.by(self.silence()).told_by(test))
            }
        }
    }

    fn some_deny(&self) -> Cause {
        let sentence = format!("A policy denies sts:AssumeRole on {} explicitly.", self.role());
        let test = "Look for statements with the effect Deny, in the caller’s policies and in the role’s trust policy.";
        Cause::new(CauseKind::ExplicitDeny, sentence).by(self.silence()).told_by(test)
    }

    fn explicit_deny(&self, action: &str, policy: PolicyType) -> Cause {
        let (policy, role) = (policy.people(), self.role());
        let sentence = format!(
            "There is an explicit deny of {action} on {role} in {policy}. It counts more than whatever allows it: whoever owns that policy \
             has to change it."
        );
        Cause::new(CauseKind::ExplicitDeny, sentence)
    }

    fn guardrail(&self, action: &str, policy: PolicyType) -> Cause {
        let (policy, role) = (policy.people(), self.role());
        let sentence = format!(
            "What {policy} allows does not include {action} on {role}, and nothing else can make up for that: it has to be allowed there \
             too."
        );
        Cause::new(CauseKind::Guardrail, sentence)
    }

    /// `sts:TagSession` is needed in the role's trust policy, and again on each later hop by tags that are transitive (IAM user
    /// guide, "Pass session tags in AWS STS").
    fn tag_session(&self, reason: Option<Reason>) -> Cause {
        let tags = match self.asked.tags_from {
            Some(hop) if hop == self.asked.hop => "This hop sets session tags".into(),
            Some(hop) => format!("Hop {} sets transitive session tags, which this one inherits", hop + 1),
            None => "The session that starts the chain has transitive session tags, which this hop inherits".into(),
        };
        let need = match reason {
            Some(Reason::NoneAllows(policy)) if policy != PolicyType::Trust => {
                format!("{} must allow sts:TagSession beside sts:AssumeRole.", policy.people())
            }
            Some(_) => "the role’s trust policy must allow sts:TagSession beside sts:AssumeRole.".into(),
            None => "the role’s trust policy must allow sts:TagSession beside sts:AssumeRole. Where that policy names a whole account, the \
                     caller’s own policies must allow it too."
                .into(),
        };
        Cause::new(CauseKind::TagSession, format!("{tags}, so {need}"))
    }

    /// `sts:SetSourceIdentity` is needed on both sides, and on every later hop (IAM user guide, "Monitor and control actions taken
    /// with assumed roles").
    fn set_source_identity(&self, reason: Option<Reason>) -> Cause {
        let identity = match self.asked.source_identity_from {
            Some(hop) if hop == self.asked.hop => "This hop sets a source identity".into(),
            Some(hop) => format!("Hop {} sets a source identity, which this one inherits", hop + 1),
            None => "The session that starts the chain has a source identity, which this hop inherits".into(),
        };
        let lacks = match reason {
            Some(Reason::NoneAllows(policy)) => format!(" It is {} that lacks it.", policy.people()),
            _ => String::new(),
        };
        Cause::new(
            CauseKind::SetSourceIdentity,
            format!(
                "{identity}, so both the role’s trust policy and the caller’s own policies must allow sts:SetSourceIdentity beside \
                 sts:AssumeRole.{lacks}"
            ),
        )
    }

    /// What AWS's silence rests on.
    fn silence(&self) -> String {
        match self.who {
            Some(who) if who.account == self.account() => "STS gives no further reason.".into(),
            Some(who) => format!(
                "The caller is in account {}, the role in account {}: between accounts STS gives no reason.",
                who.account,
                self.account()
            ),
            None => "STS gives no reason, and does not say who asked.".into(),
        }
    }

    fn same_account(&self) -> bool {
        self.who.is_some_and(|who| who.account == self.account())
    }

    fn account(&self) -> &str {
        self.asked.role.account()
    }

    fn role(&self) -> String {
        format!("role {} in account {}", self.asked.role.name(), self.account())
    }

    fn caller(&self) -> String {
        self.who.map_or_else(|| "the caller".into(), |who| who.people())
    }
}
