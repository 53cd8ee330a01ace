// Refusals in AWS's newer words, and of kinds that reports are few of: made up, in the form in which people publish them. Each says what has
// to be told of it: the causes in order, what the sentence says, and what AWS points to.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CauseKind } from 'rolerelay-core'
import { played } from './play.ts'
import { ANA, AWAY, HOME, type Published, role, session } from './published.ts'

interface Told {
  first: CauseKind
  /** What else it may be, in order; absent where any others may be. */
  others?: CauseKind[]
  says: RegExp
  policy?: string
  page?: string
}

const R = role('deploy')
const S = session('builder')
const ITSELF = session('deploy', AWAY)
const ID = 'a1b2c3d4e5f6g7h8'
const DENY_POLICY = `arn:aws:iam::${HOME}:policy/team/NoDeploy`
const SCP = 'arn:aws:organizations::123123123123:policy/o-abcdef1234/service_control_policy/p-12345678'
const page = (host: string, region: string) => `https://${host}/iam/home?region=${region}#/authorization-details/${ID}`
const PAGE = page('us-east-1.console.aws.amazon.com', 'us-east-1')
/** The page of the console's own host, made of the ID alone. */
const OURS = page('console.aws.amazon.com', 'us-east-1')
const byId = `call the GetRequestAuthorizationDetails API with the following authorization id: ${ID}`
const go = (to: string) => `. Go to ${to} for complete details, or ${byId}`

/** A denial of sts:AssumeRole, with what follows AWS's sentence. */
const denial = (by: Published['by'], caller: string, rest: string, asked = R): Published => ({
  ...{
    source: 'made up',
    found: '',
    cause: 'trust-missing',
    status: 403,
    code: 'AccessDenied',
    by,
    caller,
    role: asked,
  },
  says: `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${asked}${rest}`,
})
const answer = (code: string, says: string, more: Partial<Published> = {}): Published => ({
  ...denial('session', S, ''),
  ...{ code, says, ...more },
})
const noneAllows = (policy: string) => ` because no ${policy} allows the sts:AssumeRole action`
const denies = (policy: string) => ` with an explicit deny in ${policy}`

const ROWS: [what: string, refusal: Published, told: Told][] = [
  [
    'a deny of a user’s key, with policy, page and ID',
    denial('key', ANA, `${denies('an identity-based policy')}: ${DENY_POLICY}${go(PAGE)}`),
    { first: 'mfa-missing', others: ['explicit-deny'], says: /without MFA/, policy: DENY_POLICY, page: PAGE },
  ],
  [
    'a deny of an organization',
    denial('session', S, `${denies('a service control policy')}: ${SCP}`),
    { first: 'explicit-deny', others: [], says: /service control policy \(SCP\)/, policy: SCP },
  ],
  [
    'a deny with a guide behind it that names other policies',
    denial('key', ANA, `${denies('an identity-based policy')}. For more on service control policies, see the guide`),
    { first: 'mfa-missing', others: ['explicit-deny'], says: /An identity-based policy of the caller denies/ },
  ],
  [
    'a boundary that lacks it, with a page',
    denial('hop', S, `${noneAllows('permissions boundary')}${go(PAGE)}`),
    { first: 'guardrail', others: [], says: /permissions boundary/, page: PAGE },
  ],
  [
    'the ID alone',
    denial('session', S, `${noneAllows('identity-based policy')}. To see why, ${byId}`),
    { first: 'permission-missing', others: [], says: /No policy of role builder/, page: OURS },
  ],
  [
    'a page of a host that only looks like the console’s, and the ID',
    denial('session', S, `${noneAllows('identity-based policy')}${go(PAGE.replace('.com', '.com.evil.example'))}`),
    { first: 'permission-missing', others: [], says: /No policy of role builder/, page: OURS },
  ],
  [
    'a page of the console that would make something',
    denial(
      'session',
      S,
      `${noneAllows('identity-based policy')}. Go to https://us-east-1.console.aws.amazon.com/cloudformation/home#/stacks/create/review?templateURL=https://evil.example/#/authorization-details/${ID}`,
    ),
    { first: 'permission-missing', others: [], says: /No policy of role builder/ },
  ],
  [
    'a page in GovCloud',
    denial(
      'session',
      session('builder', HOME, 'aws-us-gov'),
      denies('a permissions boundary') + go(page('us-gov-west-1.console.amazonaws-us-gov.com', 'us-gov-west-1')),
      role('deploy', AWAY, 'aws-us-gov'),
    ),
    {
      ...{ first: 'explicit-deny', others: [], says: /permissions boundary/ },
      page: page('us-gov-west-1.console.amazonaws-us-gov.com', 'us-gov-west-1'),
    },
  ],
  [
    'a page of another partition',
    denial(
      'session',
      S,
      `${denies('a session policy')}. Go to ${page('cn-north-1.console.amazonaws.cn', 'cn-north-1')}`,
    ),
    { first: 'explicit-deny', others: [], says: /session policy/ },
  ],
  [
    'an opt-in region, by its own code',
    answer('OptInRequired', 'The AWS Access Key Id needs a subscription for the service', { region: 'ap-east-2' }),
    { first: 'region-disabled', others: [], says: /have that region enabled/ },
  ],
  [
    'a session of the global endpoint',
    answer('InvalidClientTokenId', 'The security token included in the request is invalid', { region: 'il-central-1' }),
    {
      ...{ first: 'global-session', others: ['region-disabled', 'source-expired', 'unknown-key'] as CauseKind[] },
      says: /il-central-1/,
    },
  ],
  [
    'an opt-in region, amid a chain',
    answer('InvalidClientTokenId', 'The security token included in the request is invalid.', {
      ...{ by: 'hop', region: 'mx-central-1' },
    }),
    { first: 'region-disabled', others: ['unknown-key'], says: /mx-central-1/ },
  ],
  [
    'a signature that lost a part',
    answer(
      'IncompleteSignature',
      "'Hush' not a valid key=value pair (missing equal-sign) in Authorization header: 'x'.",
      {
        status: 400,
      },
    ),
    { first: 'altered', others: [], says: /changed the request’s Authorization header/ },
  ],
  [
    'an MFA device out of step',
    answer('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', {
      ...{ by: 'key', caller: ANA, sends: { mfaSerial: `arn:aws:iam::${HOME}:mfa/ana` } },
    }),
    { first: 'mfa-code', others: ['mfa-out-of-step'], says: /Wait for the next one/ },
  ],
  [
    'a role of Identity Center',
    denial(
      'session',
      S,
      noneAllows('role trust policy') + go(PAGE),
      role('aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_Ops_0123456789abcdef'),
    ),
    { first: 'reserved-role', others: [], says: /permission set/, page: PAGE },
  ],
  [
    'a service-linked role',
    denial('key', ANA, '', role('aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS')),
    { first: 'reserved-role', others: [], says: /one of AWS’s services/ },
  ],
  [
    'a role that asks for itself, without a reason',
    denial('session', ITSELF, ''),
    { first: 'already-role', says: /10 causes remain/ },
  ],
  ...['identity-based policy', 'permissions boundary', 'VPC endpoint policy'].map(
    (policy): [string, Published, Told] => [
      `a role that asks for itself, and no ${policy} that allows it`,
      denial('session', ITSELF, noneAllows(policy)),
      {
        first: policy === 'identity-based policy' ? 'permission-missing' : 'guardrail',
        ...{ others: ['already-role'], says: /most likely of 2 causes/ },
      },
    ],
  ),
  [
    'a role that asks for itself, and a deny',
    denial('session', ITSELF, denies('a resource control policy')),
    { first: 'explicit-deny', others: ['already-role'], says: /resource control policy \(RCP\)/ },
  ],
  [
    'an external ID, sent to a role of cdk bootstrap, and a deny',
    {
      ...denial('session', S, denies('a resource-based policy'), role(`cdk-hnb659fds-deploy-role-${AWAY}-us-east-1`)),
      sends: { externalId: 'Pipeline' },
    },
    { first: 'external-id', others: ['explicit-deny'], says: /leave it out of this hop/ },
  ],
  [
    'an external ID, sent to a role of cdk bootstrap in the same account',
    {
      ...denial('session', S, '', role(`cdk-hnb659fds-deploy-role-${HOME}-us-east-1`, HOME)),
      sends: { externalId: 'Pipeline' },
    },
    { first: 'external-id', says: /causes remain/ },
  ],
  [
    'a federated user',
    denial('session', `arn:aws:sts::${HOME}:federated-user/ana`, ''),
    { first: 'wrong-caller', others: [], says: /GetFederationToken/ },
  ],
  [
    'the sign-in service, of the credentials',
    answer('', 'Invalid credentials parameter', { operation: 'getSigninToken', status: 400, by: 'key' }),
    { first: 'sign-in-refused', others: [], says: /clock is right/ },
  ],
  [
    'the sign-in service, of the duration',
    answer('', 'The session duration value is not valid', {
      ...{ operation: 'getSigninToken', status: 400, by: 'key', sessionDuration: 43_200 },
    }),
    { first: 'sign-in-refused', others: [], says: /leave its session duration empty/ },
  ],
]

for (const [what, refusal, { first, others, says, policy, page }] of ROWS)
  test(`${what}: ${first}`, async () => {
    const { message, causes = [], evidence } = await played(refusal)
    const kinds = causes.map(({ kind }) => kind)
    assert.deepEqual(others ? kinds : kinds[0], others ? [first, ...others] : first)
    assert.match(message, says)
    assert.deepEqual([evidence?.policyArn, evidence?.detailsPage], [policy, page])
  })
