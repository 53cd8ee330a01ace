//! The order of causes where nothing that is known excludes one: how often people found each, in public reports of refused
//! AssumeRole calls, by repository and number. It is an order of likelihood and proves nothing.
//!
//! What an order can have first at the most has a limit, since the core is given the same of refusals that had several causes. The tests
//! reckon and print it (ceiling.ts): on 2026-12-01, 151 of the 197 refusals that they play, and 70 of the 115 that give no reason. This
//! order has 142 and 61, and wherever two or more are alike no other has more. The nine between are like no other: an order that had them
//! would follow one report each.
//!
//! Counted are the reports that tests/boundary/published plays, and four that publish a cause without AWS's words: a test there
//! holds the lists against each other. Which of them a denial is like, its caller says: whoever it is, and in which account.
//! Nothing else that reports tell apart has enough of them.

use std::cmp::Reverse;

use super::who::{Kind, Who};
use crate::aws::arn::RoleArn;
use crate::failure::cause::CauseKind::{self, *};

/// How likely a cause is, the most likely first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likelihood {
    /// AWS's own words name it.
    Named,
    /// The ARN holds a wildcard, which none of a role does.
    WildcardInArn,
    /// A role of AWS's own without its path, as no ARN of one is.
    PathLeftOut,
    /// The role is one that a service alone assumes.
    OfAService,
    /// An external ID was sent to a role that refuses each: data-dot-all/dataall#1858, cdklabs/cdk-pipelines-github#1414.
    ExternalIdRefused,
    /// The role trusts its whole account, whose policies decide.
    TrustsItsAccount,
    /// The role is made in some accounts alone: awslabs/landing-zone-accelerator-on-aws#10 and #937,
    /// oliverschenk/aws-multi-account-multi-region-bootstrapping-terraform#2.
    MadeInSomeAccounts,
    /// The caller's permission set has a policy that only reads.
    ReadingPermissionSet,
    /// The session before was narrowed by managed policies, few of which allow sts:AssumeRole.
    ManagedSessionPolicy,
    /// An external ID was sent. Of four reports of that it was the cause in three: data-dot-all/dataall#589, where the role asked for another
    /// one, and the two above. In langwatch/langwatch#7053 it was right.
    ExternalIdSent,
    /// How many found it where the denial was like this one, where a user or a session asked as here, and wherever: the most first.
    Found(Reverse<usize>, Reverse<usize>, Reverse<usize>),
    /// What is known of the caller speaks against it.
    Unlikely,
}

/// What the caller makes a denial like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alike {
    /// A session asks for its own role.
    Itself,
    /// A user, for a role of another account.
    UserAcross,
    /// A user, for a role of its own account.
    UserWithin,
    /// Another session, for a role of another account.
    SessionAcross,
    /// Another session, for a role of its own account.
    SessionWithin,
    /// Nobody knows who asked.
    Nobody,
}

impl Alike {
    /// `by_user` says that a user's own key signed, which is known of a caller whose name nobody knows.
    pub fn of(who: Option<&Who<'_>>, by_user: bool, role: &RoleArn) -> Self {
        let Some(who) = who else { return if by_user { Self::UserAcross } else { Self::Nobody } };
        match (who.kind, who.account == role.account()) {
            _ if who.is_role(role) => Self::Itself,
            (Kind::User, false) => Self::UserAcross,
            (Kind::User, true) => Self::UserWithin,
            (_, false) => Self::SessionAcross,
            (_, true) => Self::SessionWithin,
        }
    }

    /// How likely that cause is here. Of those that are as likely, the one that is given first is told first.
    pub fn likelihood(self, kind: CauseKind) -> Likelihood {
        let count = |counts: fn(Alike, Alike) -> bool| {
            let reports = REPORTS.iter().filter(|(alike, found, _)| *found == kind && counts(*alike, self));
            Reverse(reports.map(|(_, _, count)| count).sum())
        };
        Likelihood::Found(
            count(|alike, this| alike == this),
            count(|alike, this| alike.is_of_user() == this.is_of_user()),
            count(|_, _| true),
        )
    }

    fn is_of_user(self) -> bool {
        matches!(self, Self::UserAcross | Self::UserWithin)
    }

    /// Of what the chain gives reason to think of, and nobody reported, such as that the session before was narrowed too far by its own
    /// policy: before all else that nobody did of such a caller.
    pub const UNREPORTED: Likelihood = Likelihood::Found(Reverse(0), Reverse(usize::MAX), Reverse(0));
}

/// How often each cause was found.
const REPORTS: [(Alike, CauseKind, usize); 23] = [
    // Either mends it: let its trust policy name the role itself, as AWS has asked for since September 2022, or leave the hop out.
    // Thirteen of nineteen left it out, which changes no policy and needs nobody else: so that goes first, and its sentence says the other.
    (
        Alike::Itself,
        TrustMissing,
        among(&[
            "aws-containers/ecsworkshop#66",
            "aws-samples/scp-alternative-solution#18",
            "aws-samples/aws-refarch-shibboleth#19",
            "aws-ia/terraform-aws-eks-blueprints-addons#269",
            "prometheus-community/yet-another-cloudwatch-exporter#629",
        ]),
    ),
    (
        Alike::Itself,
        AlreadyRole,
        among(&[
            "aws-actions/configure-aws-credentials#1219",
            "grafana/grafana#7295",
            "cert-manager/cert-manager#5893",
            "aws/aws-cli#3039",
            "data-dot-all/dataall#140",
            "aws-samples/cdk-assume-role-credential-plugin#20",
            "cert-manager/website#1487",
            "ministryofjustice/cloud-platform-infrastructure#198",
            "basefarm/aws-session-tool#1",
            "cert-manager/cert-manager#3079",
            "cert-manager/cert-manager#5557",
            "velero-io/velero-plugin-for-aws#168",
            "external-secrets/external-secrets#1860",
        ]),
    ),
    (Alike::Itself, PermissionMissing, among(&["external-secrets/kubernetes-external-secrets#284"])),
    // Of unbounce/iidy#112 the words are not published.
    (
        Alike::UserAcross,
        MfaMissing,
        among(&[
            "trek10inc/awsume#214",
            "mmmorris1975/aws-runas#1",
            "99designs/aws-vault#381",
            "jenkinsci/aws-credentials-plugin#16",
            "xeger/awsume-1password-plugin#12",
            "trek10inc/awsume#146",
            "99designs/aws-vault#946",
            "unbounce/iidy#112",
            "99designs/aws-vault#164",
            "99designs/aws-vault#1249",
            "aws/aws-toolkit-vscode#1624",
        ]),
    ),
    (
        Alike::UserAcross,
        NoSuchRole,
        among(&[
            "aws-samples/bulk-policy-migrator-scripts-for-account-cost-billing-consoles#9",
            "aws-samples/bulk-policy-migrator-scripts-for-account-cost-billing-consoles#15",
            "oliverschenk/aws-multi-account-multi-region-bootstrapping-terraform#2",
            "peymanmortazavi/eks-helm-deploy#7",
            "aws/copilot-cli#5615",
        ]),
    ),
    (Alike::UserAcross, TrustMissing, among(&["jtblin/kube2iam#169", "aws/copilot-cli#1771"])),
    (Alike::UserAcross, PermissionMissing, among(&["ustaxcourt/ef-cms#5514", "openshift/installer#7253"])),
    (Alike::UserAcross, ExternalId, among(&["aws/aws-cdk#22535"])),
    (Alike::UserAcross, JustMade, among(&["cloud-toolkit/cloud-toolkit-aws#31"])),
    // Of aws/aws-cli#2279 and trek10inc/awsume#308 the words are not published.
    (
        Alike::UserWithin,
        MfaMissing,
        among(&["aws/aws-cli#2279", "trek10inc/awsume#308", "99designs/aws-vault#526", "fwdcloudsec/granted#123"]),
    ),
    (
        Alike::UserWithin,
        JustMade,
        among(&["hashicorp/terraform-provider-aws#6566", "DataDog/stratus-red-team#358", "JuliaCloud/AWS.jl#282"]),
    ),
    (Alike::UserWithin, NoSuchRole, among(&["service-cloud-voice/examples-from-doc#34", "aws/copilot-cli#2941"])),
    (
        Alike::SessionAcross,
        PermissionMissing,
        among(&[
            "deep-security/cloudformation#20",
            "aws-solutions/instance-scheduler-on-aws#311",
            "awslabs/aws-simple-cicd#11",
            "langwatch/langwatch#7053",
            "awslabs/consolidated-organizations-wide-cases-activity#2",
            "data-dot-all/dataall#1873",
            "ministryofjustice/modernisation-platform#9878",
            "ministryofjustice/modernisation-platform#8505",
            "kubernetes-sigs/cluster-api-provider-aws#4046",
            "data-dot-all/dataall#591",
        ]),
    ),
    (
        Alike::SessionAcross,
        TrustMissing,
        among(&[
            "cisagov/cool-assessment-terraform#8",
            "aws/aws-cryptographic-material-providers-library#1602",
            "aws-ia/terraform-aws-control_tower_account_factory#259",
            "awslabs/aws-deployment-framework#509",
            "ministryofjustice/modernisation-platform#2464",
            "ministryofjustice/modernisation-platform#9552",
            "alphagov/govuk-infrastructure#366",
            "domain-protect/domain-protect#14",
        ]),
    ),
    (
        Alike::SessionAcross,
        TrustCondition,
        among(&[
            "aws/aws-cli#7216",
            "99designs/aws-vault#720",
            "awslabs/aws-deployment-framework#230",
            "data-dot-all/dataall#759",
        ]),
    ),
    (
        Alike::SessionAcross,
        ExternalId,
        among(&[
            "getlago/lago-api#6391",
            "aws/aws-msk-iam-auth#108",
            "phillbaker/terraform-provider-elasticsearch#346",
            "Aiven-Open/cloud-storage-connectors-for-apache-kafka#564",
        ]),
    ),
    (
        Alike::SessionAcross,
        NoSuchRole,
        among(&[
            "SWO-GS/auto-tag#19",
            "awslabs/landing-zone-accelerator-on-aws#10",
            "aws-samples/bulk-policy-migrator-scripts-for-account-cost-billing-consoles#10",
            "awslabs/landing-zone-accelerator-on-aws#971",
            "cloud-custodian/cloud-custodian#7478",
            "zalando-stups/aws-credentials-service#22",
            "ministryofjustice/modernisation-platform#8559",
        ]),
    ),
    (Alike::SessionAcross, JustMade, among(&["cdklabs/cdk-stacksets#61"])),
    (Alike::SessionAcross, DeletedPrincipal, among(&["awslabs/aws-deployment-framework#472"])),
    (
        Alike::SessionWithin,
        NoSuchRole,
        among(&[
            "aws-solutions/automated-security-response-on-aws#53",
            "awslabs/mcp#1521",
            "uswitch/kiam#33",
            "data-dot-all/dataall#108",
            "awslabs/landing-zone-accelerator-on-aws#937",
        ]),
    ),
    // Of ministryofjustice/analytics-platform-ops#109 the words are not published.
    (
        Alike::SessionWithin,
        TrustMissing,
        among(&[
            "awslabs/aws-deployment-framework#536",
            "external-secrets/kubernetes-external-secrets#368",
            "aws/karpenter-provider-aws#4680",
            "aws/aws-cdk#23090",
            "ministryofjustice/analytics-platform-ops#109",
            "ministryofjustice/cloud-platform-infrastructure#577",
        ]),
    ),
    (
        Alike::SessionWithin,
        PermissionMissing,
        among(&["aws/aws-cdk#16105", "terraform-aws-modules/terraform-aws-atlantis#310"]),
    ),
    (
        Alike::SessionWithin,
        Guardrail,
        among(&["gravitational/teleport#20215", "aws-samples/aws-genai-llm-chatbot#454"]),
    ),
];

/// Only how many they are is needed once the core runs.
const fn among(reports: &[&str]) -> usize {
    reports.len()
}
