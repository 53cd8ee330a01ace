// Refusals that a fifth search found, on 2026-12-01. It asked the same stored threads for the refusal's words together with an end, a cause, or a
// tool that the earlier ones had not named (Copilot, Velero, Cluster API, Telegraf, Prowler, Snowflake, pipelines), and for users of one
// account without MFA, of whom there were few. It took each thread that tells what was wrong. Left out are those whose ARN was of a user or
// broken, and the many that end without a word on what it was. Where a report masks both accounts alike they count as two, as before.
//
// They were written down, and played, before the order knew of any: of the 20 it put what was found first in 10, and in 8 of the 18 without
// a reason. All causes were told. Since then they count too.

import { ANA, AWAY, denied, HOME, type Published, role, session } from './published.ts'

const R = role('target')
const UNQUOTED = 'AWS’s words are not quoted there.'
const LOOKUP = role(`cdk-hnb659fds-lookup-role-${AWAY}-eu-west-1`)

export const FIFTH_DENIALS: Published[] = [
  denied({
    ...{ source: '99designs/aws-vault#526', by: 'key', cause: 'mfa-missing' },
    found: 'The profile of the key had the device, and the one of the role had none, so that no code was sent.',
    ...{ caller: ANA, role: role('developer', HOME) },
  }),
  denied({
    ...{ source: 'fwdcloudsec/granted#123', by: 'key', cause: 'mfa-missing' },
    found: `The role asks for a code, and the device stood in the profile of the key alone. ${UNQUOTED}`,
    ...{ caller: ANA, role: role('of-the-user', HOME) },
  }),
  denied({
    ...{ source: '99designs/aws-vault#1249', by: 'key', cause: 'mfa-missing' },
    found:
      'The device stood in the profile of the key alone: the command line asks for its code, and the program did not.',
    ...{ caller: `arn:aws-cn:iam::${HOME}:user/ana`, role: role('to-assume', AWAY, 'aws-cn') },
  }),
  denied({
    ...{ source: 'aws/aws-toolkit-vscode#1624', by: 'key', cause: 'mfa-missing' },
    found: `The device stood in the profile of the key alone, so that nobody was asked for a code. ${UNQUOTED}`,
    ...{ caller: ANA, role: role('AdminRole') },
  }),
  denied({
    ...{ source: 'aws/copilot-cli#2941', by: 'key', cause: 'no-such-role' },
    found: 'The environment’s stack had been deleted, and its role with it.',
    ...{ caller: ANA, role: role('shop-test-EnvManagerRole', HOME) },
  }),
  denied({
    ...{ source: 'aws/copilot-cli#5615', by: 'key', cause: 'no-such-role' },
    found: 'IAM had no such role any more.',
    ...{ caller: ANA, role: role('bot-prod-EnvManagerRole') },
  }),
  denied({
    ...{ source: 'aws/copilot-cli#1771', by: 'key', cause: 'trust-missing' },
    found: 'Once the trust policy named the user, it went well.',
    ...{ caller: ANA, role: role('app-dev-EnvManagerRole') },
  }),
  denied({
    ...{ source: 'aws/aws-cdk#22535', by: 'key', cause: 'external-id' },
    found: 'The trust policy asks for an external ID, which the program sent for the other roles alone.',
    ...{ caller: ANA, role: LOOKUP },
  }),
  denied({
    ...{ source: 'aws/copilot-cli#5358', by: 'session', cause: 'set-source-identity', action: 'SetSourceIdentity' },
    found: 'The company’s sessions have a source identity, which the trust policy did not allow.',
    ...{ caller: session('developer'), role: role('shop-production-EnvManagerRole') },
  }),
  denied({
    ...{ source: 'velero-io/velero-plugin-for-aws#168', by: 'session', cause: 'already-role' },
    found: 'The pod had the role already, and the program asked for it once more: it does not any more.',
    ...{ caller: session('velero-backups'), role: role('velero-backups', HOME) },
  }),
  denied({
    ...{ source: 'external-secrets/external-secrets#1860', by: 'session', cause: 'already-role' },
    found: `The pod had the role already: it was taken out of the store. ${UNQUOTED}`,
    ...{ caller: session('secret-operator'), role: role('secret-operator', HOME) },
  }),
  denied({
    ...{ source: 'prometheus-community/yet-another-cloudwatch-exporter#629', by: 'session', cause: 'trust-missing' },
    found: `The role assumes itself, which its trust policy allows now. ${UNQUOTED}`,
    ...{ caller: session('exporter'), role: role('exporter', HOME) },
  }),
  denied({
    ...{ source: 'kubernetes-sigs/cluster-api-provider-aws#4046', by: 'session', cause: 'permission-missing' },
    found: `The trust policy was right; the controller’s own policy had no sts:AssumeRole. ${UNQUOTED}`,
    ...{ caller: session('controllers'), role: role('cluster-maker') },
  }),
  denied({
    ...{ source: 'data-dot-all/dataall#591', by: 'session', cause: 'permission-missing' },
    found: 'The build’s role had to be allowed sts:AssumeRole on it by hand.',
    ...{ caller: session('codebuild-baseline'), role: LOOKUP },
  }),
  denied({
    ...{ source: 'data-dot-all/dataall#759', by: 'session', cause: 'trust-condition' },
    found: 'The trust policy has a condition on aws:PrincipalArn, for the names of three roles.',
    ...{ caller: session('Admin'), role: role('PivotRole') },
  }),
  denied({
    ...{ source: 'data-dot-all/dataall#589', by: 'session', cause: 'external-id', sends: { externalId: 'a-new-one' } },
    found: `An upgrade had replaced the external ID, and the role asks for the one before. ${UNQUOTED}`,
    ...{ caller: session('graphql'), role: role('PivotRole') },
  }),
  denied({
    ...{ source: 'data-dot-all/dataall#1858', by: 'session', cause: 'external-id', sends: { externalId: 'as-ever' } },
    found: `The roles of cdk bootstrap refuse whoever sends an external ID since 2025. ${UNQUOTED}`,
    ...{ caller: session('graphql'), role: LOOKUP },
  }),
  denied({
    ...{
      source: 'cdklabs/cdk-pipelines-github#1414',
      by: 'session',
      cause: 'external-id',
      sends: { externalId: 'Pipeline' },
    },
    found: `The workflow sends an external ID, which version 29 of cdk bootstrap’s roles refuses. ${UNQUOTED}`,
    ...{ caller: session('workflow'), role: role(`cdk-hnb659fds-deploy-role-${AWAY}-us-east-1`) },
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

export const FIFTH_ANSWERS: Published[] = [
  { source: 'aws/aws-cdk-cli#162', ...chained, found: `The second role was asked for more than an hour. ${UNQUOTED}` },
  {
    source: 'awslabs/aws-device-farm-jenkins-plugin#108',
    ...chained,
    found: `Eight hours are asked for, by whatever signs. ${UNQUOTED}`,
  },
]
