// Refusals that a fourth search found, on 2026-11-30. It asked the same stored threads for the refusal's words together with a tool's or a
// service's name (Terraform, aws-vault, cloud-custodian, cert-manager, Grafana, kiam, Airflow, Crossplane, Atlantis, Control Tower, …), with
// an end ("fixed", "turns out"), and then for the words of the other codes; and took each thread that tells what was wrong. Left out are those
// whose ARN was of a user or broken (hashicorp/vault#11674, aws/aws-cli#4024, domain-protect/domain-protect#13), and those that end
// without a word on what it was; and synfinatic/aws-sso-cli#1247, since no such sign-in is sent. One query named the trust policy:
// ministryofjustice/modernisation-platform#9552 came of it.
//
// They were written down, and played, before the order knew of any: of the 39 it put what was found first in 26, and in 10 of the 23
// without a reason. All causes were told. Since then they count too.

import { ANA, denied, HOME, type Published, role, session } from './published.ts'

const R = role('target')
const TAG = [{ key: 'Test', value: 'attack', transitive: false }]
const UNQUOTED = 'AWS’s words are not quoted there.'

export const NEWEST_DENIALS: Published[] = [
  denied({
    ...{ source: 'awslabs/landing-zone-accelerator-on-aws#971', by: 'session', cause: 'no-such-role' },
    found: 'The pipeline went to accounts that Control Tower does not manage.',
    ...{ caller: session('pipeline-toolkit'), role: role('AWSControlTowerExecution') },
  }),
  denied({
    ...{ source: 'cloud-custodian/cloud-custodian#7478', by: 'session', cause: 'no-such-role' },
    found: `One of the accounts has no such role. ${UNQUOTED}`,
    ...{ caller: session('policy-runner'), role: role('OrganizationAccountAccessRole') },
  }),
  denied({
    ...{ source: 'zalando-stups/aws-credentials-service#22', by: 'session', cause: 'no-such-role' },
    found: `The role does not exist in the target account. ${UNQUOTED}`,
    ...{ caller: session('credentials-service'), role: role('Deployer') },
  }),
  denied({
    ...{ source: 'ministryofjustice/modernisation-platform#8559', by: 'session', cause: 'no-such-role' },
    found: `Accounts that are no members have no such role, and were not left out. ${UNQUOTED}`,
    ...{ caller: session('scheduler-function'), role: role('SchedulerAccess') },
  }),
  denied({
    ...{ source: 'ministryofjustice/modernisation-platform#2464', by: 'session', cause: 'trust-missing' },
    found: `The function’s role was added to those that the trust policy lets in. ${UNQUOTED}`,
    ...{ caller: session('scheduler-lambda'), role: role('SchedulerAccess') },
  }),
  denied({
    ...{ source: 'ministryofjustice/modernisation-platform#9552', by: 'session', cause: 'trust-missing' },
    found: `The trust policy did not name the workflow’s roles in two of the accounts. ${UNQUOTED}`,
    ...{ caller: session('workflow-dev-test'), role: role('PlatformAccess') },
  }),
  denied({
    ...{ source: 'ministryofjustice/modernisation-platform#9878', by: 'session', cause: 'permission-missing' },
    found: `The workflow’s own policy did not allow sts:AssumeRole on it. ${UNQUOTED}`,
    ...{ caller: session('workflow-plan'), role: role('PlatformAccess') },
  }),
  denied({
    ...{ source: 'ministryofjustice/modernisation-platform#8505', by: 'session', cause: 'permission-missing' },
    found: `The policy of the plan’s role allowed sts:AssumeRole on none of the roles. ${UNQUOTED}`,
    ...{ caller: session('actions-plan'), role: role('ReadState') },
  }),
  denied({
    ...{ source: 'alphagov/govuk-infrastructure#366', by: 'session', cause: 'trust-missing' },
    found: `The principals of the trust policy were written in a form that let nobody in. ${UNQUOTED}`,
    ...{ caller: session('concourse-worker'), role: role('pull-images') },
  }),
  denied({
    ...{ source: 'domain-protect/domain-protect#14', by: 'session', cause: 'trust-missing' },
    found: 'The trust policy was not set right.',
    ...{ caller: session('protect-lambda'), role: role('protect-audit') },
  }),
  denied({
    ...{ source: 'Aiven-Open/cloud-storage-connectors-for-apache-kafka#564', by: 'session', cause: 'external-id' },
    found: `The program left the external ID out of its request. ${UNQUOTED}`,
    ...{ caller: session('kafka-connect'), role: role('bucket-sink') },
  }),
  denied({
    ...{ source: '99designs/aws-vault#164', by: 'key', cause: 'mfa-missing' },
    found: 'The profile that signs had the device, and the one of the role had none, so that no code was asked for.',
    ...{ caller: ANA, role: role('OrganizationAccountAccessRole') },
  }),
  denied({
    ...{ source: 'peymanmortazavi/eks-helm-deploy#7', by: 'key', cause: 'no-such-role' },
    found: 'The ARN was that of the example, in its author’s account: one’s own has to be written there.',
    ...{ caller: ANA, role: role('example-eks-admin') },
  }),
  denied({
    ...{ source: 'basefarm/aws-session-tool#1', by: 'session', cause: 'already-role' },
    found:
      'The session was of the role already, and the program asked for it once more; from the user’s own it went well.',
    ...{ caller: session('readonly'), role: role('readonly', HOME) },
  }),
  denied({
    ...{ source: 'cert-manager/cert-manager#3079', by: 'session', cause: 'already-role' },
    found: 'The pod had the role already: it was taken out of the issuer.',
    ...{ caller: session('jetstack'), role: role('jetstack', HOME) },
  }),
  denied({
    ...{ source: 'cert-manager/cert-manager#5557', by: 'session', cause: 'already-role' },
    found: 'By pod identity the pod has the role already: it was taken out of the issuer.',
    ...{ caller: session('ops-certificates'), role: role('ops-certificates', HOME) },
  }),
  denied({
    ...{ source: 'external-secrets/kubernetes-external-secrets#284', by: 'session', cause: 'permission-missing' },
    found: 'With sts:AssumeRole on itself in the role’s own policy it went well, in 2020.',
    ...{ caller: session('external-secrets'), role: role('external-secrets', HOME) },
  }),
  denied({
    ...{ source: 'ministryofjustice/cloud-platform-infrastructure#577', by: 'session', cause: 'trust-missing' },
    found: 'The dashboards’ role had no trust policy that lets the server’s role in.',
    ...{ caller: session('kiam'), role: role('dashboards-metrics', HOME) },
  }),
  denied({
    ...{ source: 'terraform-aws-modules/terraform-aws-atlantis#310', by: 'session', cause: 'permission-missing' },
    found: `The task’s role was given a policy that allows sts:AssumeRole. ${UNQUOTED}`,
    ...{ caller: session('atlantis-task'), role: role('ci-runner', HOME) },
  }),
  denied({
    ...{ source: 'gravitational/teleport#20215', by: 'session', cause: 'guardrail' },
    found: `The agent’s permissions boundary, which the program had made, lacked sts:AssumeRole. ${UNQUOTED}`,
    ...{ caller: session('database-agent'), role: role('database-access', HOME) },
  }),
  denied({
    ...{ source: 'aws-samples/aws-genai-llm-chatbot#454', by: 'session', cause: 'guardrail' },
    found: `The credentials that Cloud9 gives may do less than whoever they are of: with others it went well. ${UNQUOTED}`,
    ...{ caller: session('developer'), role: role(`cdk-hnb659fds-deploy-role-${HOME}-us-east-1`, HOME) },
  }),
  denied({
    ...{ source: 'DataDog/stratus-red-team#463', by: 'session', cause: 'tag-session', action: 'TagSession' },
    found: `The trust policy lacked sts:TagSession. ${UNQUOTED}`,
    ...{ caller: session('red-team'), role: role('leave-organization', HOME), sends: { sessionTags: TAG } },
  }),
  denied({
    ...{
      source: 'awslabs/amazon-emr-user-role-mapper#38',
      by: 'session',
      cause: 'set-source-identity',
      action: 'SetSourceIdentity',
    },
    found: 'Of two roles one allowed it, and the other did not.',
    ...{ caller: session('cluster-mapper'), role: role('of-a-person', HOME), sends: { sourceIdentity: 'ana' } },
  }),
]

const chained = {
  by: 'session',
  status: 400,
  code: 'ValidationError',
  role: R,
  cause: 'chained-duration',
  says: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
} as const
const root = {
  by: 'key',
  status: 403,
  code: 'AccessDenied',
  role: R,
  cause: 'root-user',
  says: 'Roles may not be assumed by root accounts.',
} as const
const name = (value: string, constraint: string) =>
  ({
    status: 400,
    code: 'ValidationError',
    role: R,
    cause: 'session-name',
    says: `1 validation error detected: Value '${value}' at 'roleSessionName' failed to satisfy constraint: Member must ${constraint}`,
  }) as const
const pattern = 'satisfy regular expression pattern: [\\w+=,.@-]*'
const signIn = { operation: 'getSigninToken', status: 400, says: '', role: R, cause: 'sign-in-refused' } as const

export const NEWEST_ANSWERS: Published[] = [
  {
    source: 'y13i/sgviz#9',
    ...{ by: 'key', status: 403, code: 'AccessDenied', role: R, cause: 'mfa-missing' },
    says: 'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    found: 'The role asks for MFA, and the program sends the device without a code.',
  },
  { source: 'amzn/selling-partner-api-docs#2005', ...root, found: 'The key was another than was meant.' },
  { source: 'tbekas/aws-organization-example#1', ...root, found: 'The key was the root user’s: users were made.' },
  { source: 'Netflix/security_monkey#1026', ...root, found: 'The key was the root user’s.' },
  {
    source: 'benkehoe/aws-assume-role-lib#2',
    ...name(`${'trust-policy-'.repeat(4)}1234567890abcdef`, 'have length less than or equal to 64'),
    ...{ by: 'session', found: 'The name of a function and its instance was too long.' },
  },
  {
    source: 'JuliaCloud/AWSCore.jl#38',
    ...{ ...name('a:b', pattern), by: 'key', found: 'The name was a profile’s, which may have other marks.' },
  },
  {
    source: 'aws/aws-cdk#34016',
    ...{ ...name('1712345/custom', pattern), by: 'session', found: 'Marks that are not allowed are taken out now.' },
  },
  {
    source: 'aws/aws-sdk-js-v3#2275',
    ...{ by: 'session', status: 403, code: 'ExpiredToken', role: R, cause: 'source-expired' },
    says: 'The security token included in the request is expired',
    found: 'The session of the profile that this one starts from had ended, and was not renewed.',
  },
  {
    source: 'cloudposse/geodesic#4',
    ...{ by: 'key', status: 403, code: 'SignatureDoesNotMatch', role: R, cause: 'clock' },
    says: 'Signature expired: 20170103T233357Z is now earlier than 20170104T042623Z (20170104T044123Z - 15 min.)',
    found: 'The container’s clock had fallen behind.',
  },
  { source: 'fwdcloudsec/granted#284', ...chained, found: 'A session signed, and more than an hour was asked for.' },
  { source: 'aws-actions/configure-aws-credentials#79', ...chained, found: 'Six hours are asked for by default.' },
  {
    source: 'lonelyplanet/aws-mfa#21',
    ...{ operation: 'GetSessionToken', by: 'key', status: 403, code: 'AccessDenied', cause: 'mfa-code' },
    says: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
    found: 'The code was mistyped.',
  },
  {
    source: 'aws/aws-cli#6751',
    ...{ operation: 'GetCallerIdentity', by: 'key', status: 403, code: 'SignatureDoesNotMatch', cause: 'wrong-secret' },
    says: 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    found: 'A secret with a plus had not come through whole; with a new one it went well.',
  },
  {
    source: 'spinnaker/swabbie#666',
    ...{ by: 'key', status: 403, code: 'RegionDisabledException', role: R, region: 'us-west-2' },
    says: 'STS is not activated in this region for account:210987654321. Your account administrator can activate STS in this region using the IAM Console.',
    ...{ cause: 'region-disabled', found: 'STS’s endpoint was inactive in that region: another one is asked now.' },
  },
  { source: 'wnkz/aws-sso#11', ...signIn, by: 'key', sessionDuration: 7273, found: 'It was the duration.' },
  {
    source: 'aws-cloudformation/rain#111',
    ...signIn,
    by: 'key',
    sessionDuration: 43_200,
    found: 'It was the duration.',
  },
]
