// Denials of AssumeRole that give no reason. Those within one account are of 2018 to 2025.

import { ANA, AWAY, BARE, denied, HOME, may, type Published, role, session } from './published.ts'

const TAG = [{ key: 'Repository', value: 'app', transitive: false }]
const CHINA = '787878787878'

export const DENIALS: Published[] = [
  denied({
    ...{ source: 'aws-containers/ecsworkshop#66', by: 'session', cause: 'trust-missing' },
    found: 'An instance’s role assumes itself, which its trust policy has to allow since 2023: it was added there.',
    ...{ caller: session('workshop-admin'), role: role('workshop-admin', HOME) },
  }),
  denied({
    ...{ source: 'aws-samples/scp-alternative-solution#18', by: 'session', cause: 'trust-missing' },
    found:
      'A function in the role of the account’s organization assumes that role: its session was added to the trust policy.',
    ...{ caller: session('OrgAccess', CHINA, 'aws-cn'), role: role('OrgAccess', CHINA, 'aws-cn') },
  }),
  denied({
    ...{ source: 'aws-actions/configure-aws-credentials#1219', by: 'session', cause: 'already-role' },
    found: 'The session was of the role already: the role was taken out of the kubeconfig.',
    ...{ caller: session('Deployer'), role: role('Deployer', HOME) },
  }),
  denied({
    ...{ source: 'grafana/grafana#7295', by: 'session', cause: 'already-role' },
    found: 'The instance had the role already, and was told to assume it.',
    ...{ caller: session('dashboards'), role: role('dashboards', HOME) },
  }),
  denied({
    ...{ source: 'cisagov/cool-assessment-terraform#8', by: 'session', cause: 'trust-missing' },
    found: 'A statement was gone from the trust policy that let the instance’s role in.',
    ...{ caller: session('desktop_gateway'), role: role('ParametersReadOnly') },
  }),
  denied({
    ...{ source: 'jtblin/kube2iam#169', by: 'key', cause: 'trust-missing' },
    found: 'A user’s key signed, not the node’s role that the trust policy names.',
    ...{ caller: ANA, role: role('bucket-access') },
  }),
  denied({
    ...{ source: 'trek10inc/awsume#214', by: 'key', cause: 'mfa-missing' },
    found: 'The device was not in the profile that signs, so that no code was sent.',
    ...{ caller: ANA, role: role('User') },
  }),
  denied({
    ...{ source: 'mmmorris1975/aws-runas#1', by: 'key', cause: 'mfa-missing' },
    found: 'The role asks for MFA, and the program had asked for no code.',
    ...{ caller: ANA, role: role('managed-role/Engineers') },
  }),
  denied({
    ...{ source: 'deep-security/cloudformation#20', by: 'session', cause: 'permission-missing' },
    found: 'No policy of the instance’s role allowed sts:AssumeRole.',
    ...{ caller: session('manager-node-1'), role: role('security-connector') },
  }),
  denied({
    ...{ source: 'aws-solutions/instance-scheduler-on-aws#311', by: 'session', cause: 'permission-missing' },
    found: 'The caller’s policy allowed roles of another name pattern alone.',
    ...{ caller: session('scheduler-SchedulerRole'), role: role('OpsScheduler') },
  }),
  denied({
    ...{ source: 'awslabs/aws-simple-cicd#11', by: 'session', cause: 'permission-missing' },
    found: 'The build’s role was allowed another role than the one that was asked for.',
    ...{ caller: session('cicd-pipeline-build'), role: role('admin') },
  }),
  denied({
    ...{ source: 'ustaxcourt/ef-cms#5514', by: 'key', cause: 'permission-missing' },
    found: 'The trust policy named the user, and no policy of the user allowed sts:AssumeRole.',
    ...{ caller: ANA, role: role('restore_role_test') },
  }),
  denied({
    ...{
      source: 'langwatch/langwatch#7053',
      by: 'session',
      cause: 'permission-missing',
      sends: { externalId: 'k3y-0f-them' },
    },
    found: 'The role in the other account was right; the service’s own role had no sts:AssumeRole.',
    ...{ caller: session('app-service-account'), role: role('queue-writer') },
  }),
  denied({
    ...{ source: 'getlago/lago-api#6391', by: 'session', cause: 'external-id' },
    found: 'The trust policy asks for an external ID, and none was sent.',
    ...{ caller: session('billing-worker'), role: role('stream-writer') },
  }),
  denied({
    ...{ source: 'aws-solutions/automated-security-response-on-aws#53', by: 'session', cause: 'no-such-role' },
    found: 'The templates that make the role had not been run.',
    ...{ caller: session('Orchestrator-Admin'), role: role('Orchestrator-Member', HOME) },
  }),
  denied({
    ...{ source: 'awslabs/mcp#1521', by: 'session', cause: 'no-such-role' },
    found: 'The program put letters behind the role’s name.',
    ...{ caller: session('AWSReservedSSO_may_assume_0123456789abcdef'), role: role('AdminUserTool', HOME) },
  }),
  denied({
    ...{
      source: 'aws-samples/bulk-policy-migrator-scripts-for-account-cost-billing-consoles#9',
      by: 'key',
      cause: 'no-such-role',
    },
    found: 'The stack had not made the role in the member accounts.',
    ...{ caller: ANA, role: role('PolicyMigrator') },
  }),
  {
    ...{ source: 'uswitch/kiam#33', by: 'session', cause: 'no-such-role', status: 403, code: 'AccessDenied' },
    found: 'The role does not exist.',
    ...{ says: BARE, caller: session('pod-roles'), role: role('of-a-pod', HOME) },
  },
  {
    ...{ source: 'SWO-GS/auto-tag#19', by: 'session', cause: 'no-such-role', status: 403, code: 'AccessDenied' },
    found: 'The role has to be made in each account.',
    ...{ says: BARE, caller: session('tagger'), role: role('AutoTag') },
  },
  denied({
    ...{ source: 'aws/aws-cli#7216', by: 'session', cause: 'trust-condition' },
    found: 'With the session name of the caller’s own session it went well.',
    ...{ caller: session('main-admin'), role: role('prod-admin') },
  }),
  denied({
    ...{ source: '99designs/aws-vault#720', by: 'hop', cause: 'trust-condition' },
    found: 'The second role asks for MFA, which the session of the first does not bring.',
    ...{ caller: session('first-role'), role: role('second-role') },
  }),
  denied({
    ...{ source: 'awslabs/aws-deployment-framework#472', by: 'session', cause: 'deleted-principal' },
    found: 'The trust policies kept the id of a role that had been made anew. AWS’s words are not quoted there.',
    ...{ caller: session('deployment-pipeline'), role: role('deployment-target') },
  }),
  denied({
    ...{ source: 'hashicorp/terraform-provider-aws#6566', by: 'key', cause: 'just-made' },
    found: 'The role could be assumed 10 to 30 seconds after it was made.',
    ...{ caller: ANA, role: role('test/provisioned', HOME) },
  }),
  denied({
    ...{ source: 'DataDog/stratus-red-team#358', by: 'key', cause: 'just-made' },
    found: 'The program made the role and assumed it at once; now it tries again for a minute.',
    ...{ caller: ANA, role: role('get-user-data', HOME) },
  }),
  denied({
    ...{ source: 'aws-actions/configure-aws-credentials#54', by: 'key', cause: 'tag-session', action: 'TagSession' },
    found: 'The trust policy allowed sts:AssumeRole alone.',
    ...{ caller: ANA, role: role('devops'), sends: { sessionTags: TAG } },
  }),
  denied({
    ...{ source: 'aws-actions/configure-aws-credentials#465', by: 'key', cause: 'tag-session', action: 'TagSession' },
    found: 'Without tags the same call went well.',
    ...{ caller: ANA, role: role('pipeline'), sends: { sessionTags: TAG } },
  }),
  denied({
    ...{ source: '18F/identity-terraform#115', by: 'key', cause: 'tag-session', action: 'TagSession' },
    found: 'The users’ policy lacked sts:TagSession.',
    ...{ caller: ANA, role: role('account-admin'), sends: { sessionTags: TAG } },
  }),
  denied({
    ...{ source: 'aws/aws-cdk-cli#762', by: 'session', cause: 'tag-session', action: 'TagSession' },
    found: 'The pod’s session hands on tags, and the bootstrap roles did not allow sts:TagSession.',
    ...{ caller: session('eks-pod'), role: role('cdk-lookup') },
  }),
  denied({
    ...{ source: 'OvertureMaps/stac#114', by: 'session', cause: 'tag-session', action: 'TagSession' },
    found: 'Nothing read the tags: they are not sent any more.',
    ...{ caller: session('publish'), role: role('invalidator'), sends: { sessionTags: TAG } },
  }),
  denied({
    ...{ source: 'binbashar/le-tf-infra-aws#1078', by: 'key', cause: 'tag-session', action: 'TagSession' },
    found: 'The trust policy lacked sts:TagSession for the machine’s user.',
    ...{ caller: ANA, role: role('DeployMaster'), sends: { sessionTags: TAG } },
  }),
  denied({
    ...{ source: 'grafana/grafana#127716', by: 'session', cause: 'external-id', action: 'TagSession' },
    found: 'The statement asks for an external ID, which was not sent; AWS names sts:TagSession.',
    ...{ caller: session('pod-identity'), role: role('metrics-reader') },
  }),
  denied({
    ...{ source: 'noqdev/iambic#357', by: 'session', cause: 'set-source-identity', action: 'SetSourceIdentity' },
    found: 'The company’s sessions have a source identity, and the hub’s trust policy did not allow it.',
    ...{ caller: session('engineer'), role: role('Hub', HOME) },
  }),
  denied({
    ...{
      source: 'MaterializeInc/materialize#37427',
      by: 'hop',
      cause: 'set-source-identity',
      action: 'SetSourceIdentity',
    },
    found:
      'A source identity of an earlier hop is handed on, and the trust policies of the later ones did not allow it.',
    ...{ caller: session('connection'), role: role('customer', HOME) },
  }),
]

/** Whether a refusal says that somebody may not, and not why. */
export const givesNoReason = ({ says, code }: Published) =>
  code === 'AccessDenied' &&
  /authorized to perform|^Access denied$/.test(says) &&
  !/because no|explicit deny/.test(says)

export { AWAY, may }
