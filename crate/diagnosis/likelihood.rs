//! The order of causes where nothing that is known excludes one: how often people found each, in public reports of refused
//! AssumeRole calls. It is an order of likelihood and proves nothing. Beside each are reports of it, by repository and number;
//! tests/boundary/published holds most of them. A cause without any has its place by what is known of the chain.

/// How likely a cause is, the most likely first: the order of these names is the order in which causes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likelihood {
    /// AWS's own words name it.
    Named,
    /// The ARN holds a wildcard, which none of a role does.
    WildcardInArn,
    /// A role of Identity Center without its path, as no ARN of one is.
    PathLeftOut,
    /// A role assumes itself, which its trust policy has to allow since 2023: aws-containers/ecsworkshop#66,
    /// aws-samples/scp-alternative-solution#18.
    TrustOfItself,
    /// A role assumes itself, which no chain needs: aws-actions/configure-aws-credentials#1219, grafana/grafana#7295.
    AlreadyRole,
    /// The session before was narrowed by managed policies, few of which allow sts:AssumeRole.
    ManagedSessionPolicy,
    /// An external ID was sent, which whoever wrote it down had from somebody.
    ExternalIdSent,
    /// A user's own key signed, without an MFA code: trek10inc/awsume#214, unbounce/iidy#112, aws/aws-cli#2279, nccgroup/opinel#34.
    KeyWithoutCode,
    /// The trust policy does not name the caller: cisagov/cool-assessment-terraform#8, jtblin/kube2iam#169, uswitch/kiam#135,
    /// ministryofjustice/analytics-platform-ops#109.
    TrustMissing,
    /// No policy of the caller allows it: deep-security/cloudformation#20, aws-solutions/instance-scheduler-on-aws#311,
    /// langwatch/langwatch#7053.
    PermissionMissing,
    /// No external ID was sent: getlago/lago-api#6391, grafana/grafana#127716.
    ExternalIdNotSent,
    /// The session before was narrowed by a policy of its own.
    SessionPolicy,
    /// The ARN is not of a role that is there: aws-solutions/automated-security-response-on-aws#53, awslabs/mcp#1521, uswitch/kiam#33.
    NoSuchRole,
    /// The trust policy asks for something else: aws/aws-cli#7216.
    TrustCondition,
    /// The trust policy names somebody who was deleted: awslabs/aws-deployment-framework#235.
    DeletedPrincipal,
    /// The role or a policy is new: hashicorp/terraform-provider-aws#6566, DataDog/stratus-red-team#358.
    JustMade,
    /// A session signed whose start may have been without MFA.
    SessionWithoutCode,
    /// A boundary or a policy of an organization.
    Guardrail,
    /// An explicit deny that AWS does not name.
    UntoldDeny,
}
