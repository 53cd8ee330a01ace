// Denials that a second search found, on 2026-11-29, in the order in which it found them. It asked stored GitHub threads for the
// refusal's words together with a tool's or a platform's name (Terraform, aws-vault, Jenkins, CDK, EKS, kiam, Grafana, Control Tower,
// …) and for an end ("fixed", "solved"), not for a cause, and took each thread that shows AWS's refusal of such a call and what was
// wrong. Left out are those whose ARN was of a user or broken, since no such chain is taken. The last two came up beside another
// search, and three of users were found by searches that named MFA: jenkinsci/aws-credentials-plugin#16, xeger/awsume-1password-plugin#12,
// trek10inc/awsume#146.
//
// Until every second of them counted too, the order put what was found first in 16 of those 23, and in 4 of the 10 without a reason.

import { ANA, AWAY, BARE, denied, HOME, type Published, role, session } from './published.ts'

const TAG = [{ key: 'Repository', value: 'app', transitive: false }]

export const LATER_DENIALS: Published[] = [
  denied({
    ...{ source: 'service-cloud-voice/examples-from-doc#34', by: 'key', cause: 'no-such-role' },
    found: 'The role had been given another name than the one that the product asks for.',
    ...{ caller: ANA, role: role('Provisioning', HOME) },
  }),
  denied({
    ...{ source: 'awslabs/aws-deployment-framework#230', by: 'session', cause: 'trust-condition' },
    found: 'The trust policy asks for aws:SourceArn, which such a call does not have.',
    ...{ caller: session('pipeline-build'), role: role('readonly-automation') },
  }),
  denied({
    ...{ source: 'data-dot-all/dataall#108', by: 'session', cause: 'no-such-role' },
    found: 'IAM showed no such role.',
    ...{ caller: session('sandbox-graphql'), role: role('PivotRole', HOME) },
  }),
  denied({
    ...{ source: 'data-dot-all/dataall#1873', by: 'session', cause: 'permission-missing' },
    found: 'The caller’s policy allowed roles of a name with a dash, which this one has not.',
    ...{ caller: session('dev-graphql'), role: role('PivotRole-eu') },
  }),
  denied({
    ...{
      source: 'awslabs/consolidated-organizations-wide-cases-activity#2',
      by: 'session',
      cause: 'permission-missing',
    },
    found: 'The role with which it was run lacked the permission.',
    ...{ caller: session('Administrator'), role: role('CasesAssumeRole') },
  }),
  denied({
    ...{ source: 'awslabs/aws-deployment-framework#536', by: 'session', cause: 'trust-missing' },
    found: 'The function’s role was not among those that the trust policy lets in.',
    ...{ caller: session('CreateRepositoryRole'), role: role('automation-role', HOME) },
  }),
  denied({
    ...{ source: 'aws-actions/configure-aws-credentials#600', by: 'session', cause: 'trust-missing' },
    found: 'The instance’s role asked, since the token was missing with which another was meant to ask.',
    ...{ action: 'TagSession', caller: session('runner'), role: role('deploy'), sends: { sessionTags: TAG } },
  }),
  {
    ...{
      source: '99designs/aws-vault#381',

      by: 'session',
      cause: 'mfa-missing',
      status: 403,
      code: 'AccessDenied',
    },
    found: 'The user’s session had been started without MFA, which the role asks for.',
    ...{ says: 'Access denied', caller: ANA, role: role('admin') },
  },
  denied({
    ...{ source: 'infrahouse/terraform-aws-secret#34', by: 'session', cause: 'reserved-role' },
    found: 'A session of Identity Center’s role asked for that role.',
    caller: session('AWSReservedSSO_Admin_0123456789abcdef'),
    role: role('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef', HOME),
  }),
  denied({
    ...{
      source: 'external-secrets/kubernetes-external-secrets#368',

      by: 'session',
      cause: 'trust-missing',
    },
    found: 'Once the trust policy let the instance’s role in, it went well.',
    ...{ caller: session('node-instance-role'), role: role('secrets-reader', HOME) },
  }),
  denied({
    ...{ source: 'cert-manager/cert-manager#5893', by: 'session', cause: 'already-role' },
    found: 'The pod had the role already: it was taken out of the configuration.',
    ...{ caller: session('certificates'), role: role('certificates', HOME) },
  }),
  denied({
    ...{ source: 'data-dot-all/dataall#140', by: 'session', cause: 'already-role' },
    found: 'A task assumed its own role, which it has already: it does not any more.',
    ...{ caller: session('ecs-tasks'), role: role('ecs-tasks', HOME) },
  }),
  denied({
    ...{ source: 'awslabs/landing-zone-accelerator-on-aws#937', by: 'session', cause: 'no-such-role' },
    found: 'The management account has no such role.',
    ...{ caller: session('toolkit-admin'), role: role('AWSControlTowerExecution', HOME) },
  }),
  denied({
    ...{ source: 'awslabs/landing-zone-accelerator-on-aws#10', by: 'session', cause: 'no-such-role' },
    found: 'Control Tower was not used, so that nothing had made its role.',
    ...{ caller: session('toolkit-admin'), role: role('AWSControlTowerExecution') },
  }),
  denied({
    ...{
      source: 'oliverschenk/aws-multi-account-multi-region-bootstrapping-terraform#2',
      by: 'key',
      cause: 'no-such-role',
    },
    found: 'The account has no such role.',
    ...{ caller: ANA, role: role('OrganizationAccountAccessRole') },
  }),
  denied({
    ...{ source: 'jenkinsci/aws-credentials-plugin#16', by: 'key', cause: 'mfa-missing' },
    found: 'The role asks for MFA, and the code had been used for another call.',
    ...{ caller: ANA, role: role('deployer') },
  }),
  {
    ...{ source: 'aws/aws-cli#3039', by: 'hop', cause: 'already-role', status: 403, code: 'AccessDenied' },
    found: 'The profile had assumed the role already; without it, it went well.',
    ...{ says: BARE, caller: session('Implementation', AWAY), role: role('Implementation') },
  },
  denied({
    ...{ source: 'cargo-lambda/cargo-lambda#724', by: 'session', cause: 'set-source-identity' },
    found: 'The session has a source identity, which the new role’s trust policy did not allow.',
    ...{ action: 'SetSourceIdentity', caller: session('Admin'), role: role('function-role', HOME) },
  }),
  denied({
    ...{ source: 'aws-samples/aws-refarch-shibboleth#19', by: 'session', cause: 'trust-missing' },
    found: 'A build assumes its own role, which its trust policy has to allow: it was added there.',
    ...{ caller: session('build-service'), role: role('build-service', HOME) },
  }),
  denied({
    ...{
      source: 'aws/aws-cryptographic-material-providers-library#1602',

      by: 'session',
      cause: 'trust-missing',
    },
    found: 'The build’s role was added to the trust policy.',
    ...{ caller: session('python-test-service'), role: role('ci-role') },
  }),
  denied({
    ...{ source: 'xeger/awsume-1password-plugin#12', by: 'key', cause: 'mfa-missing' },
    found: 'The key was used as it is, without the code that the role asks for.',
    ...{ caller: ANA, role: role('engineer') },
  }),
  denied({
    ...{ source: 'trek10inc/awsume#146', by: 'key', cause: 'mfa-missing' },
    found: 'Keys that a program gives were used without asking for the code.',
    ...{ caller: ANA, role: role('SuperRole') },
  }),
]
