//! Which causes remain of a hop that STS denied, the most likely first.
//!
//! STS says the same of a missing trust, a missing permission, a wrong external ID, an unmet condition and a role that is not there,
//! so that nobody learns from outside which roles exist; within an account it sometimes names the policy, and from its silence
//! nothing follows. A tag or a source identity that is not allowed it names by its own action, everywhere.

use super::denial::{Denial, PolicyType, Reason};
use super::likelihood::{Alike, Likelihood};
use super::refusal::FEDERATED;
use super::well_known::{Powers, Shown};
use super::who::{Kind, Who};
use super::{AskedHop, session_policy};
use crate::failure::cause::{Cause, CauseKind};
use crate::failure::remedy::Remedy;

/// The causes that AWS's words, the chain and the caller leave open. One alone is certain.
pub(super) fn causes(denial: &Denial<'_>, said: &str, caller: Option<&str>, asked: &AskedHop<'_>) -> Vec<Cause> {
    let words = format!("STS answered AccessDenied: {said}");
    let facts = Facts { asked, who: caller.and_then(Who::parse) };
    // Whatever else is in the way: with all of it mended, this is still there.
    if let Some(certain) = facts.reserved_role().or_else(|| facts.federated_caller()) {
        return vec![certain];
    }
    let named =
        |causes: Vec<Cause>| in_order(causes.into_iter().map(|it| (Likelihood::Named, it.by(&words))).collect());
    match (denial.action.unwrap_or("sts:AssumeRole"), denial.reason) {
        (action, Some(Reason::Denies(policy))) => named(facts.explicit_deny(action, policy)),
        ("sts:TagSession", reason) => named(facts.tag_session(reason)),
        ("sts:SetSourceIdentity", reason) => named(vec![facts.set_source_identity(reason)]),
        (_, Some(Reason::NoneAllows(PolicyType::Identity))) => named(facts.or_already_role(facts.permission_missing())),
        (_, Some(Reason::NoneAllows(PolicyType::Trust))) => in_order(facts.of_trust()),
        (action, Some(Reason::NoneAllows(policy))) => named(facts.or_already_role(facts.guardrail(action, policy))),
        (_, None) => facts.untold(),
    }
}

pub(super) struct Facts<'a> {
    pub asked: &'a AskedHop<'a>,
    pub who: Option<Who<'a>>,
}

pub(super) type Likely = (Likelihood, Cause);

/// One alone needs nothing to tell it from the others.
fn in_order(mut causes: Vec<Likely>) -> Vec<Cause> {
    causes.sort_by_key(|(likelihood, _)| *likelihood);
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
        let permission = self.permission_missing().by(self.silence());
        causes.push(match self.who.as_ref().and_then(Powers::of) {
            Some(powers) => powers.weigh(permission),
            None => self.found(permission),
        });
        causes.extend(self.no_such_role());
        causes.extend([self.found(self.just_made()), self.some_guardrail(), self.found(self.some_deny())]);
        if let Some(shown) = self.shown() {
            for (likelihood, cause) in causes.iter_mut().filter(|(_, cause)| cause.kind == shown.kind) {
                *likelihood = shown.likelihood;
                cause.evidence = vec![shown.evidence.clone()];
            }
        }
        causes.extend(self.reserved_with_its_path());
        self.weigh_earlier(&mut causes);
        in_order(causes)
    }

    /// What a trust policy that is there can lack.
    fn of_trust(&self) -> Vec<Likely> {
        let mut causes = vec![self.found(self.trust_missing())];
        causes.extend(self.already_role().map(|cause| match self.asked.sets_session {
            true => (Alike::UNREPORTED, cause.by("Without this hop, what it sets for its session is gone too.")),
            false => self.found(cause),
        }));
        causes.extend(self.mfa_missing());
        causes.push(self.likely_external_id());
        causes.extend([self.found(self.trust_condition()), self.found(self.deleted_principal())]);
        causes
    }

    /// As likely as reports of such denials make it.
    pub(super) fn found(&self, cause: Cause) -> Likely {
        (Alike::of(self.who.as_ref(), self.asked.by_user, self.asked.role).likelihood(cause.kind), cause)
    }

    pub fn trust_missing(&self) -> Cause {
        let (role, who, account) = (self.role(), self.caller(), self.account());
        let cause = Cause::new(
            CauseKind::TrustMissing,
            format!("The trust policy of {role} does not name the caller: let it allow sts:AssumeRole to {who}."),
        )
        .told_by(format!(
            "Open the role in account {account} and read its trust policy: if no statement names {who} or that account, this \
             is it."
        ));
        if self.assumes_itself() {
            cause.by("The role assumes itself, which its own trust policy has to allow since 2023.")
        } else {
            cause.by(self.silence())
        }
    }

    fn already_role(&self) -> Option<Cause> {
        let (role, hop) = (self.role(), self.asked.hop);
        let out = match hop {
            0 => format!(
                "The source’s session is one of {role} already: leave hop 1 out, and if the chain has no other, use the session as it is."
            ),
            _ => format!("The session that asks is {role} already: leave hop {} out.", hop + 1),
        };
        let sentence = format!("{out} Or, if the hop is needed, let the role’s trust policy name the role itself.");
        let cause = Cause::new(CauseKind::AlreadyRole, sentence)
            .by("Caller and role are the same role.")
            .told_by("Test the chain without this hop.");
        self.assumes_itself().then_some(Cause { leave_out: Some(hop), ..cause })
    }

    /// What AWS named, or that nobody needs the hop: whatever is in its way, the session is one of that role.
    pub fn or_already_role(&self, named: Cause) -> Vec<Cause> {
        match self.already_role() {
            Some(already) => vec![named.told_by("Ask whoever owns that policy what it allows."), already],
            None => vec![named],
        }
    }

    /// Whatever the policies say (IAM User Guide, "Compare AWS STS credentials").
    fn federated_caller(&self) -> Option<Cause> {
        let who = self.who.filter(|who| who.kind == Kind::Federated)?;
        let by =
            format!("AWS lets no session of GetFederationToken assume a role, and that of {} is one.", who.people());
        Some(Cause::new(CauseKind::WrongCaller, FEDERATED).by(by))
    }

    /// A trust policy keeps the id of whom it names, and shows it once its owner is gone (IAM User Guide, "AWS JSON policy elements:
    /// Principal", "IAM user principals").
    fn deleted_principal(&self) -> Cause {
        let (role, who, account) = (self.role(), self.caller(), self.account());
        Cause::new(
            CauseKind::DeletedPrincipal,
            format!(
                "The trust policy of {role} names {who} by an id from before it was deleted and made again: type the ARN anew there."
            ),
        )
        .by(self.silence())
        .told_by(format!(
            "Read the trust policy in account {account}: if a principal begins with AROA or AIDA in the place of an ARN, this is it."
        ))
    }

    /// What the role's name or path shows. Of one that asks for itself that is its path alone: there is such a role, and it lets
    /// others in.
    fn shown(&self) -> Option<Shown> {
        let of_path = |shown: &Shown| matches!(shown.likelihood, Likelihood::WildcardInArn | Likelihood::PathLeftOut);
        Shown::of(self.asked.role, self.who.as_ref()).filter(|shown| of_path(shown) || !self.assumes_itself())
    }

    pub fn permission_missing(&self) -> Cause {
        let (role, who) = (self.asked.role, self.caller());
        let remedy = if self.who.is_some_and(|who| who.is_of_identity_center()) {
            "have Identity Center’s administrator add it to the permission set, since nobody can change that role in IAM"
        } else {
            "add one that does"
        };
        let among_themselves = if self.same_account() {
            " In one account it is as good to name the caller itself in the role’s trust policy."
        } else {
            ""
        };
        Cause::new(
            CauseKind::PermissionMissing,
            format!("No policy of {who} allows sts:AssumeRole on {role}: {remedy}.{among_themselves}"),
        )
        .told_by(format!(
            "Ask IAM’s policy simulator about {who}, sts:AssumeRole and this role: if it says implicitly denied, this is it."
        ))
    }

    fn mfa_missing(&self) -> Option<Likely> {
        if !self.may_lack_mfa() {
            return None;
        }
        let sentence = format!(
            "The trust policy of {} asks for MFA, and none was brought: {}.",
            self.role(),
            self.how_to_bring_mfa()
        );
        let cause = Cause::new(CauseKind::MfaMissing, sentence)
            .told_by("Look for aws:MultiFactorAuthPresent in the role’s trust policy.");
        let signed = if self.asked.by_user {
            "A user’s own key signed this hop, without a code of an MFA device. Many roles that people assume ask for one."
        } else {
            "A session signed this hop, and nobody but AWS knows whether it was started with MFA."
        };
        Some(self.found(self.with_device(cause.by(signed))))
    }

    /// A code is taken with a user's own key. A session has to have been started with one.
    pub fn how_to_bring_mfa(&self) -> &'static str {
        if self.asked.by_user {
            "write the user’s MFA device on this hop, or on the source"
        } else {
            "enter a session that was started with a code of the user’s MFA device, or the user’s own key with that device"
        }
    }

    /// A lack of MFA, with the device to try where a user's own key signed.
    pub fn with_device(&self, cause: Cause) -> Cause {
        match self.asked.by_user {
            true => lacking_device(cause, self.who.as_ref()),
            false => cause.mended_by(Remedy::Keys),
        }
    }

    /// Whether a code would make a difference: it is taken of a user alone, and a role's session never bears witness to one (IAM
    /// User Guide, "Secure API access with MFA").
    pub fn may_lack_mfa(&self) -> bool {
        let asked = self.asked;
        let by_role = asked.hop > 0 || self.who.is_some_and(|who| who.kind == Kind::Role);
        asked.device.is_none() && !by_role
    }

    fn no_such_role(&self) -> Option<Likely> {
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
        if !self.assumes_itself() {
            return Some(self.found(cause.by(self.silence())));
        }
        // A role of that name is there, since its session asks. Its path a session does not tell.
        let is_whole = self.asked.before.is_some_and(|before| before.role == *role);
        let evidence = format!("There is a role {name}, since its session asks. Its path may be another.");
        (!is_whole).then(|| self.found(cause.by(evidence)))
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

    /// IAM's changes are known everywhere after a while (IAM User Guide, "Changes that I make are not always immediately visible").
    fn just_made(&self) -> Cause {
        Cause::new(
            CauseKind::JustMade,
            format!(
                "{}, or one of the policies, was made or changed a moment ago, and AWS does not know it everywhere yet: wait a minute, \
                 then try again.",
                capital(&self.role())
            ),
        )
        .by(self.silence())
        .told_by("Try again in a minute.")
    }

    fn some_guardrail(&self) -> Likely {
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
                (Likelihood::ManagedSessionPolicy, cause.by(evidence).told_by(test))
            }
            Some(hop) if hop.policy.is_some() => {
                let evidence = format!("The session of hop {at} cannot go beyond its session policy.");
                (Alike::UNREPORTED, cause.by(evidence).told_by(test))
            }
            _ => {
                let test =
                    "Ask who runs the organization, and look at the permissions boundary on the caller’s page in IAM.";
                self.found(cause.by(self.silence()).told_by(test))
            }
        }
    }

    fn some_deny(&self) -> Cause {
        let sentence = format!("A policy denies sts:AssumeRole on {} explicitly.", self.role());
        let test = "Look for statements with the effect Deny, in the caller’s policies and in the role’s trust policy.";
        Cause::new(CauseKind::ExplicitDeny, sentence).by(self.silence()).told_by(test)
    }

    /// What AWS's silence rests on.
    fn silence(&self) -> String {
        match self.who {
            Some(who) if who.account == self.account() => {
                "Caller and role are in one account. STS names the policy that is in the way there sometimes, and here it does not."
                    .into()
            }
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

    fn assumes_itself(&self) -> bool {
        self.who.is_some_and(|who| who.is_role(self.asked.role))
    }

    pub fn account(&self) -> &str {
        self.asked.role.account()
    }

    pub fn role(&self) -> String {
        format!("role {} in account {}", self.asked.role.name(), self.account())
    }

    pub fn caller(&self) -> String {
        self.who.map_or_else(|| "the caller".into(), |who| who.people())
    }
}

/// A lack of MFA of the user who asked, with the device to try.
pub(crate) fn lacking_device(cause: Cause, user: Option<&Who<'_>>) -> Cause {
    let suggestion = user.and_then(Who::likely_mfa_device);
    cause.mended_by(Remedy::Hop { setting: "mfaSerial".into(), suggestion })
}

pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
