//! The causes that AWS's own words name: an explicit deny, a limit of a certain type, an action beside sts:AssumeRole.

use super::denial::{PolicyType, Reason};
use super::remaining::{Facts, capital};
use crate::failure::cause::{Cause, CauseKind};
use crate::failure::remedy::Remedy;

impl Facts<'_> {
    /// A deny mostly has a condition, and of a user's key that of MFA is the one that people meet.
    pub fn explicit_deny(&self, action: &str, policy: PolicyType) -> Vec<Cause> {
        let (by, role, who) = (policy.people(), self.role(), self.caller());
        let sentence = format!(
            "There is an explicit deny of {action} on {role} in {by}. It counts more than whatever allows it. Such a deny mostly has a \
             condition: see whether it asks for a network, a region, a time, tags or an organization that this request is not of. \
             If it has none, whoever owns that policy has to change it."
        );
        let deny = Cause::new(CauseKind::ExplicitDeny, sentence);
        let about_mfa = matches!(policy, PolicyType::Identity | PolicyType::Trust | PolicyType::Unnamed);
        if let Some(own) = self.own_session_policy(CauseKind::ExplicitDeny, policy) {
            return vec![own];
        }
        if matches!(policy, PolicyType::Trust | PolicyType::Unnamed) && self.is_refused_for_its_external_id() {
            return vec![
                self.external_id(),
                deny.told_by("Try it without the external ID: if AWS refuses that too, this is it."),
            ];
        }
        if !about_mfa || !self.may_lack_mfa() {
            return self.or_already_role(deny);
        }
        let sentence = format!(
            "{} denies {action} to {who} without MFA, and none was brought: {}.",
            capital(by),
            self.how_to_bring_mfa()
        );
        let mfa = Cause::new(CauseKind::MfaMissing, sentence)
            .told_by("Look whether the deny has a condition on aws:MultiFactorAuthPresent, or try it with a code.");
        vec![
            self.with_device(mfa),
            deny.told_by("Read the statements with the effect Deny, and hold their conditions against this request."),
        ]
    }

    /// The session policies that the chain itself gave to the session that asks: they are changed here.
    fn own_session_policy(&self, kind: CauseKind, policy: PolicyType) -> Option<Cause> {
        let before = self.asked.before.filter(|_| policy == PolicyType::Session)?;
        let hop = (before.hop.policy.is_some() || !before.hop.policy_arns.is_empty()).then_some(self.asked.hop)?;
        let sentence = format!(
            "The session policies of hop {hop}, which this chain sets, do not let it assume {}: change them, or take them off.",
            self.role()
        );
        Some(Cause::new(kind, sentence).mended_by(Remedy::Chain))
    }

    pub fn guardrail(&self, action: &str, policy: PolicyType) -> Cause {
        if let Some(own) = self.own_session_policy(CauseKind::Guardrail, policy) {
            return own;
        }
        let (policy, role) = (policy.people(), self.role());
        let sentence = format!(
            "What {policy} allows does not include {action} on {role}, and nothing else can make up for that: it has to be allowed there \
             too."
        );
        Cause::new(CauseKind::Guardrail, sentence)
    }

    /// `sts:TagSession` is needed in the role's trust policy, and again on each later hop by tags that are transitive (IAM user
    /// guide, "Pass session tags in AWS STS"). It may be allowed for some keys and values alone (aws:RequestTag, aws:TagKeys).
    pub fn tag_session(&self, reason: Option<Reason>) -> Vec<Cause> {
        let (tags, off) = match self.asked.tags_from {
            Some(hop) if hop == self.asked.hop => {
                ("This hop sets session tags".into(), "take the tags off this hop".into())
            }
            Some(hop) => (
                format!("Hop {} sets transitive session tags, which this one inherits", hop + 1),
                format!("take the tags off hop {}, or do not pass them on", hop + 1),
            ),
            None => (
                "The session that starts the chain has transitive session tags, which this hop inherits".to_string(),
                "start from a session without them".to_string(),
            ),
        };
        let need = match reason {
            Some(Reason::NoneAllows(policy)) if policy != PolicyType::Trust => {
                format!("{} must allow sts:TagSession beside sts:AssumeRole", policy.people())
            }
            Some(_) => "the role’s trust policy must allow sts:TagSession beside sts:AssumeRole".into(),
            None => "the role’s trust policy must allow sts:TagSession beside sts:AssumeRole. Where that policy names a whole account, the \
                     caller’s own policies must allow it too"
                .into(),
        };
        let missing = Cause::new(CauseKind::TagSession, format!("{tags}, so {need}. Or {off}."));
        if matches!(reason, Some(Reason::NoneAllows(policy)) if !matches!(policy, PolicyType::Trust | PolicyType::Identity))
        {
            return vec![missing];
        }
        let sentence = format!(
            "{tags}, and sts:TagSession may be allowed for other keys or values alone: send those that the policies of {} ask for. Or \
             {off}.",
            self.role()
        );
        let condition = Cause::new(CauseKind::TagCondition, sentence).told_by(
            "Look for conditions on aws:RequestTag, aws:TagKeys or sts:TransitiveTagKeys beside sts:TagSession.",
        );
        let test = "Look whether both policies allow sts:TagSession at all.";
        let mut causes = vec![missing.told_by(test), condition];
        // STS looks at this action first, so it names it whatever the trust policy lacks: a statement on both actions whose condition
        // is not met allows neither (grafana/grafana#127716), nor does one that names another caller
        // (aws-actions/configure-aws-credentials#600).
        if !matches!(reason, Some(Reason::NoneAllows(PolicyType::Identity))) {
            causes.extend([self.external_id(), self.trust_missing()]);
        }
        causes
    }

    /// `sts:SetSourceIdentity` is needed on both sides, and on every later hop (IAM user guide, "Monitor and control actions taken
    /// with assumed roles").
    pub fn set_source_identity(&self, reason: Option<Reason>) -> Cause {
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
}
