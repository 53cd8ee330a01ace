// Refusals of other kinds that the second search found (later-denials.ts says how), in the order in which it found them. Here it asked
// for the code or the words of each kind.

import type { Published } from './published.ts'
import { role } from './published.ts'

const R = role('target')
const INVALID = 'The security token included in the request is invalid.'
const hour = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'

const unknown = { status: 403, code: 'InvalidClientTokenId', says: INVALID } as const
const ofCaller = { operation: 'GetCallerIdentity', ...unknown } as const
const expired = {
  operation: 'GetCallerIdentity',
  by: 'session',
  status: 403,
  code: 'ExpiredToken',
  says: 'The security token included in the request is expired',
  cause: 'source-expired',
} as const
const tooLong = { by: 'session', status: 400, code: 'ValidationError', says: hour, role: R } as const
const throttled = { status: 400, code: 'Throttling', says: 'Rate exceeded', role: R, cause: 'throttled' } as const
const clock = {
  operation: 'GetCallerIdentity',
  by: 'key',
  status: 403,
  code: 'SignatureDoesNotMatch',
  cause: 'clock',
} as const
const name = (value: string, constraint: string) =>
  `1 validation error detected: Value '${value}' at 'roleSessionName' failed to satisfy constraint: Member must ${constraint}`

export const LATER_ANSWERS: Published[] = [
  {
    source: 'boto/boto3#1819',
    ...{ ...unknown, by: 'tokenless', role: R, cause: 'unknown-key' },
    found: 'Without the session token of the instance’s role it failed, with it it went well.',
  },
  {
    source: 'jrl84/amazon-sp-api#57',

    ...{ ...unknown, by: 'session', role: R, cause: 'source-expired' },
    found: 'A session of weeks ago: of those AWS does not say that they have ended.',
  },
  {
    source: 'tsibelman/aws-signer-v4-dot-net#39',
    ...{ by: 'key', status: 403, code: 'SignatureDoesNotMatch', role: R, cause: 'wrong-secret' },
    says: 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    found: 'The keys were the matter.',
  },
  {
    source: 'miquella/vaulted#107',

    ...expired,
    found: 'The hour of the session in the environment was over.',
  },
  {
    source: 'coinbase/assume-role#24',
    ...{ ...tooLong, cause: 'chained-duration' },
    found: 'A session of GetSessionToken signed.',
  },
  {
    source: '99designs/aws-vault#240',

    ...{ ...tooLong, cause: 'chained-duration' },
    found: 'The longer duration was asked for with a session.',
  },
  {
    source: 'zalando-stups/aws-credentials-service#7',
    ...{ by: 'session', status: 400, code: 'ValidationError', role: R, cause: 'session-name' },
    says: name('Operator/ana', 'satisfy regular expression pattern: [\\w+=,.@-]*'),
    found: 'The name had a slash.',
  },
  {
    source: 'youyo/awslogin#20',

    ...{ by: 'key', status: 400, code: 'ValidationError', role: R, cause: 'session-name' },
    says: name(`${'ana-at-the-office-'.repeat(4)}1`, 'have length less than or equal to 64'),
    found: 'The name was too long.',
  },
  {
    source: 'aws/aws-sdk-ruby#3200',
    ...{ ...ofCaller, by: 'tokenless', cause: 'unknown-key' },
    found: 'The session token was lost on its way from the environment.',
  },
  {
    source: 'newrelic/newrelic-lambda-cli#18',

    ...{ ...ofCaller, by: 'tokenless', cause: 'unknown-key' },
    found: 'The program did not hand on session tokens.',
  },
  {
    source: 'gravitational/teleport#9727',
    ...{ operation: 'getSigninToken', by: 'key', status: 400, says: '', role: R, sessionDuration: 43_200 },
    ...{ cause: 'sign-in-refused', found: 'Such a session takes no duration of the console’s.' },
  },
  {
    source: 'turbot/steampipe-plugin-aws#1510',

    ...{ by: 'key', status: 403, code: 'RegionDisabledException', role: R, region: 'us-east-2' },
    says: 'STS is not activated in this region for account:210987654321. Your account administrator can activate STS in this region using the IAM Console.',
    ...{ cause: 'region-disabled', found: 'STS’s endpoint had been made inactive in that region.' },
  },
  {
    source: 'cloud-custodian/cloud-custodian#4900',
    ...{ by: 'key', status: 403, code: 'SignatureDoesNotMatch', role: R, cause: 'wrong-region' },
    says: "Credential should be scoped to a valid region, not 'us-west-2'. ",
    found: 'Regional signatures went to another endpoint.',
  },
  {
    source: 'jlevers/selling-partner-api#42',

    ...{ by: 'key', status: 403, code: 'AccessDenied', role: R, cause: 'root-user' },
    ...{
      says: 'Roles may not be assumed by root accounts.',
      found: 'A root user cannot be used: an IAM user was needed.',
    },
  },
  {
    source: 'hashicorp/terraform-provider-aws#3885',
    ...{ by: 'key', status: 403, code: 'AccessDenied', role: R, cause: 'mfa-code' },
    sends: { mfaSerial: 'arn:aws:iam::210987654321:mfa/ana' },
    says: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    found: 'Several providers sent the same code, which AWS takes once.',
  },
  {
    source: 'aws-cloudformation/rain#7',

    ...{ ...ofCaller, by: 'tokenless', cause: 'unknown-key' },
    found: 'The program took the session’s keys without its token.',
  },
  {
    source: 'EngineerBetter/control-tower#51',
    ...clock,
    says: 'Signature expired: 20191102T154623Z is now earlier than 20191102T163344Z (20191102T164844Z - 15 min.)',
    found: 'The virtual machine’s clock was wrong.',
  },
  {
    source: 'appsecco/breaking-and-pwning-apps-and-servers-aws-azure-training#14',

    ...clock,
    says: 'Signature expired: 20200602T052050Z is now earlier than 20200602T052308Z (20200602T053808Z - 15 min.)',
    found: 'The virtual machine’s time was another than the server’s.',
  },
  { source: 'jlevers/selling-partner-api#278', ...throttled, by: 'key', found: 'Each call asked for a new session.' },
  {
    source: 'lakekeeper/lakekeeper#1397',

    ...throttled,
    by: 'session',
    found: 'A hundred files at once each asked for a session.',
  },
  {
    source: 'mmmorris1975/aws-runas#22',
    ...{ ...unknown, by: 'session', role: R, cause: 'source-expired' },
    found: 'The session in the environment was yesterday’s.',
  },
  {
    source: 'aws/aws-cli#6082',

    ...{ ...unknown, by: 'key', role: R, cause: 'unknown-key' },
    found: 'A variable’s name stood in the place of the key.',
  },
  { source: 'ruimarinho/gsts#60', ...expired, found: 'An old session was kept in the credentials file.' },
  {
    source: 'aws/aws-cli#8413',

    ...{ ...unknown, by: 'key', role: R, region: 'ap-east-1', cause: 'region-disabled' },
    found: 'The region has to be enabled in the account of the user too.',
  },
  {
    source: 'aws/aws-sdk-js-v3#5755',
    ...{ ...ofCaller, by: 'key', cause: 'unknown-key' },
    found: 'Keys of GovCloud went to an endpoint of another partition.',
  },
  {
    source: 'rebuy-de/aws-nuke#411',

    ...{ ...ofCaller, by: 'key', cause: 'unknown-key' },
    found: 'Keys of China went to an endpoint of another partition.',
  },
]
