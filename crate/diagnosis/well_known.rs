//! Roles whose name or path AWS gives, and what its documents say of them: that few accounts have one, that a service alone assumes
//! it, that it may do everything or nothing of this.

use super::likelihood::Likelihood;
use super::remaining::{Facts, Likely};
use super::who::{Kind, Who};
use crate::aws::arn::RoleArn;
use crate::failure::cause::{Cause, CauseKind};

/// What a role's name or path shows of why it cannot be assumed: which cause comes first, and by what.
pub(super) struct Shown {
    pub kind: CauseKind,
    pub likelihood: Likelihood,
    pub evidence: String,
}

impl Shown {
    /// None of a role of which nothing is known.
    pub fn of(role: &RoleArn, who: Option<&Who<'_>>) -> Option<Self> {
        let shown = |kind, likelihood, evidence: String| Some(Self { kind, likelihood, evidence });
        let (name, account) = (role.name(), role.account());
        if role.path().contains(['*', '?']) {
            let evidence = "Its path holds a wildcard, and STS takes none: a role is assumed by its whole ARN.";
            return shown(CauseKind::NoSuchRole, Likelihood::WildcardInArn, evidence.into());
        }
        if let Some((of, path)) = lacks_path(role) {
            let evidence = format!("Roles of {of} have a path, which begins with {path}, and this ARN has none.");
            return shown(CauseKind::NoSuchRole, Likelihood::PathLeftOut, evidence);
        }
        if let Some((_, evidence)) = MADE_IN_SOME_ACCOUNTS.iter().find(|(made, _)| *made == name) {
            return shown(CauseKind::NoSuchRole, Likelihood::MadeInSomeAccounts, (*evidence).into());
        }
        if let Some((purpose, place)) = cdk(name) {
            let within = who.is_some_and(|who| who.account == account);
            return match purpose {
                _ if !place.starts_with(account) => {
                    let evidence = format!(
                        "cdk bootstrap makes a role of this name in the account that the name holds, and the ARN’s account is {account}."
                    );
                    shown(CauseKind::NoSuchRole, Likelihood::MadeInSomeAccounts, evidence)
                }
                "cfn-exec" => {
                    let evidence = "cdk bootstrap lets CloudFormation alone assume a role of this name.";
                    shown(CauseKind::TrustMissing, Likelihood::OfAService, evidence.into())
                }
                // It trusts its own account, so that the caller's own policies decide: aws/aws-cdk#16105.
                _ if within && who.and_then(Powers::of) != Some(Powers::All) => {
                    let evidence =
                        "cdk bootstrap lets all of its account assume a role of this name whose own policies allow it.";
                    shown(CauseKind::PermissionMissing, Likelihood::TrustsItsAccount, evidence.into())
                }
                _ if within => {
                    let evidence =
                        "cdk bootstrap makes a role of this name, in each account and region that it is run for.";
                    shown(CauseKind::NoSuchRole, Likelihood::MadeInSomeAccounts, evidence.into())
                }
                _ => None,
            };
        }
        if role.path() == "/service-role/" {
            let evidence =
                "AWS’s console makes the roles under /service-role/ for its services, and lets in the service alone.";
            return shown(CauseKind::TrustMissing, Likelihood::OfAService, evidence.into());
        }
        None
    }
}

/// Whether a caller may assume roles by the policies that AWS gives a role of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Powers {
    /// AdministratorAccess allows everything, and PowerUserAccess all but IAM and the like, so sts:AssumeRole too.
    All,
    /// One that only reads.
    Reading,
}

impl Powers {
    /// A permission set of such a name that is not one of AWS's may have other policies, so it is no proof. Those that begin with AWS are
    /// Control Tower's (AWS Control Tower User Guide, "IAM Identity Center groups for AWS Control Tower").
    pub fn of(who: &Who<'_>) -> Option<Self> {
        if who.kind != Kind::Role {
            return None;
        }
        // `AWSReservedSSO_ReadOnlyAccess_0123456789abcdef`
        let set = who.name().strip_prefix("AWSReservedSSO_").and_then(|rest| rest.rsplit_once('_')).map(|(set, _)| set);
        match set {
            Some("AdministratorAccess" | "PowerUserAccess" | "AWSAdministratorAccess" | "AWSPowerUserAccess") => {
                Some(Self::All)
            }
            Some("ReadOnlyAccess" | "ViewOnlyAccess" | "SecurityAudit" | "Billing" | "AWSReadOnlyAccess") => {
                Some(Self::Reading)
            }
            Some(_) => None,
            None => {
                ["OrganizationAccountAccessRole", "AWSControlTowerExecution"].contains(&who.name()).then_some(Self::All)
            }
        }
    }

    /// A missing permission, as likely as it is by that.
    pub fn weigh(self, cause: Cause) -> Likely {
        match self {
            Self::All => {
                let evidence = "AWS gives a role of the caller’s name a policy that allows it, AdministratorAccess or PowerUserAccess: so \
                                this is unlikely.";
                (Likelihood::Unlikely, cause.by(evidence))
            }
            Self::Reading => {
                let evidence =
                    "AWS’s own policy for a permission set of the caller’s name does not allow sts:AssumeRole.";
                (Likelihood::ReadingPermissionSet, cause.by(evidence))
            }
        }
    }
}

impl Facts<'_> {
    /// Neither Identity Center's roles nor service-linked ones can be changed (IAM answers UnmodifiableEntity).
    pub fn reserved_role(&self) -> Option<Cause> {
        let role = self.asked.role;
        let (name, account) = (role.name(), role.account());
        let path = role.path();
        let sentence = if path.starts_with(IDENTITY_CENTER) {
            format!(
                "Role {name} in account {account} is one of Identity Center, which alone can assume it, and nobody can change its \
                 trust policy: have Identity Center’s administrator assign the permission set to you and start from there, or \
                 assume another role."
            )
        } else if path.starts_with("/aws-reserved/") || path.starts_with("/aws-service-role/") {
            format!(
                "Role {name} in account {account} belongs to one of AWS’s services, which alone can assume it, and nobody can change \
                 its trust policy: assume another role."
            )
        } else {
            return None;
        };
        Some(Cause::new(CauseKind::ReservedRole, sentence).by(format!("A role under {path} is AWS’s own.")))
    }

    /// What would be in the way of a role of AWS's own, had its ARN the path that it lacks.
    pub fn reserved_with_its_path(&self) -> Option<Likely> {
        let (role, account) = (self.asked.role.name(), self.account());
        let (of, path) = lacks_path(self.asked.role)?;
        let instead = if path == IDENTITY_CENTER {
            "have its administrator assign the permission set to you and start from there, or assume another role"
        } else {
            "assume another role"
        };
        let sentence = format!(
            "With its path, role {role} in account {account} is one of {of}, which alone can assume it: {instead}."
        );
        let cause = Cause::new(CauseKind::ReservedRole, sentence)
            .by(format!("The names of roles of {of} begin so."))
            .told_by(format!("Look at the role’s trust policy: if it lets in nobody but {of}, this is it."));
        Some((Likelihood::PathLeftOut, cause))
    }
}

/// Where AWS, or whoever follows its guides, makes roles of a name (AWS Organizations User Guide, "Accessing a member account that has
/// OrganizationAccountAccessRole"; AWS Control Tower User Guide, "How AWS Control Tower works with roles"; AWS CloudFormation User
/// Guide, "Grant self-managed permissions").
const MADE_IN_SOME_ACCOUNTS: [(&str, &str); 3] = [
    (
        "OrganizationAccountAccessRole",
        "Organizations makes a role of this name in the accounts that it creates, and neither in its management account nor in one that \
         was invited.",
    ),
    (
        "AWSControlTowerExecution",
        "Control Tower makes a role of this name in the accounts that it creates or enrols, and not in its management account.",
    ),
    (
        "AWSCloudFormationStackSetExecutionRole",
        "A role of this name is made by hand, in each account that stack sets are to deploy to.",
    ),
];

/// The path of Identity Center's roles, before the region.
const IDENTITY_CENTER: &str = "/aws-reserved/sso.amazonaws.com/";

/// Names that AWS gives together with a path, and the path's beginning (IAM Identity Center User Guide, "Referencing permission sets";
/// IAM User Guide, "Create a service-linked role").
const WITH_A_PATH: [(&str, &str, &str); 2] = [
    ("AWSReservedSSO_", "IAM Identity Center", IDENTITY_CENTER),
    ("AWSServiceRoleFor", "AWS’s services", "/aws-service-role/"),
];

/// Whose role it is by its name, and the path that its ARN lacks.
fn lacks_path(role: &RoleArn) -> Option<(&'static str, &'static str)> {
    let (_, of, path) = WITH_A_PATH.iter().find(|(prefix, ..)| role.name().starts_with(prefix))?;
    (role.path() == "/").then_some((*of, *path))
}

/// Whether a role of its name denies sts:AssumeRole to whoever sends an external ID (AWS CDK Developer Guide, "AWS CDK bootstrapping": the
/// option --no-deny-external-id). The one for CloudFormation lets nobody else in anyway.
pub(super) fn refuses_external_ids(role: &RoleArn) -> bool {
    cdk(role.name()).is_some_and(|(purpose, _)| purpose != "cfn-exec")
}

/// `deploy` and `111122223333-eu-west-1` of `cdk-hnb659fds-deploy-role-111122223333-eu-west-1` (AWS CDK Developer Guide, "Customize AWS
/// CDK bootstrapping").
fn cdk(name: &str) -> Option<(&str, &str)> {
    let (qualified, place) = name.strip_prefix("cdk-")?.split_once("-role-")?;
    let (_, purpose) = qualified.split_once('-')?;
    let is_purpose = ["deploy", "lookup", "file-publishing", "image-publishing", "cfn-exec"].contains(&purpose);
    let (account, _) = place.split_at_checked(12)?;
    (is_purpose && account.bytes().all(|byte| byte.is_ascii_digit())).then_some((purpose, place))
}
