// STS's answers: what each mistake is called, with which status and in which words, and what sessions carry on.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { assume, call, type CallOptions, type Keys, keysIn } from './client.ts'
import { accountOfKeyId } from './keys.ts'
import { startAws, type LocalAws } from './server.ts'
import { totp } from './totp.ts'
import { type AccessKey, allows, keyOf, policy, trusts, world } from './world.ts'

const HOME = '111122223333'
const AWAY = '444455556666'
const SEED = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const DEVICE = `arn:aws:iam::${HOME}:mfa/mia`
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const role = (name: string, account = HOME) => `arn:aws:iam::${account}:role/${name}`
const ALL = [allows('*', 'sts:*')]

function testWorld() {
  return world()
    .account(HOME, { enabledRegions: ['eu-south-1'], disabledRegions: ['sa-east-1'] })
    .user('alice', { policies: ALL })
    .user('mia', { mfa: [SEED], policies: ALL })
    .user('idle', { key: { active: false } })
    .root(SEED)
    .managedPolicy('Narrow', allows('*', 's3:*'))
    .role('Open', { trust: trusts(HOME, undefined, 'sts:*'), policies: ALL, maxSessionDuration: 43_200 })
    .role('Hour', { trust: trusts(HOME), policies: ALL })
    .role('Mfa', { trust: trusts(HOME, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), policies: ALL })
    .role('NoTags', { trust: trusts(HOME), policies: ALL })
    .account(AWAY)
    .role('Next', { trust: trusts(role('Open'), undefined, 'sts:*'), policies: ALL, maxSessionDuration: 43_200 })
    .role('Tagged', {
      trust: trusts(HOME, { StringEquals: { 'aws:PrincipalTag/team': 'red' } }, ['sts:AssumeRole', 'sts:TagSession']),
    })
    .role('NoSource', { trust: trusts(HOME, undefined, ['sts:AssumeRole', 'sts:TagSession']) })
    .account('222233334444', { partition: 'aws-us-gov' })
    .user('gail', { policies: ALL })
}

let aws: LocalAws
let alice: AccessKey
let mia: AccessKey
before(async () => {
  aws = await startAws(testWorld())
  alice = keyOf(aws.world, HOME, 'alice')
  mia = keyOf(aws.world, HOME, 'mia')
})
after(() => aws.close())

const toRole = (name: string, more: Record<string, string | number> = {}, account = HOME) => ({
  RoleArn: role(name, account),
  RoleSessionName: 'tester',
  ...more,
})

type Row = [
  what: string,
  parameters: Record<string, string | number>,
  status: number,
  code: string,
  message: string | RegExp,
]

async function refused(keys: Keys, row: Row, options?: CallOptions) {
  const [, parameters, status, code, message] = row
  const { Action = 'AssumeRole', ...rest } = parameters
  const answer = await call(aws, keys, String(Action), rest, options)
  assert.deepEqual([answer.code, answer.status], [code, status], answer.message)
  if (typeof message === 'string') assert.equal(answer.message, message)
  else assert.match(answer.message ?? '', message)
}

const invalid = (value: string, place: string, constraint: string) =>
  `1 validation error detected: Value '${value}' at '${place}' failed to satisfy constraint: ${constraint}`
const SHORT = (n: number) => `Member must have length greater than or equal to ${n}`
const LONG = (n: number) => `Member must have length less than or equal to ${n}`
const PATTERN = (pattern: string) => `Member must satisfy regular expression pattern: ${pattern}`
const NAME = PATTERN('[\\w+=,.@-]*')

describe('parameters of AssumeRole', () => {
  const rows: Row[] = [
    [
      'a session name with a colon',
      toRole('Open', { RoleSessionName: 'a:b' }),
      400,
      'ValidationError',
      invalid('a:b', 'roleSessionName', NAME),
    ],
    [
      'a session name beyond ASCII',
      toRole('Open', { RoleSessionName: 'zoë' }),
      400,
      'ValidationError',
      invalid('zoë', 'roleSessionName', NAME),
    ],
    [
      'a session name of one letter',
      toRole('Open', { RoleSessionName: 'a' }),
      400,
      'ValidationError',
      invalid('a', 'roleSessionName', SHORT(2)),
    ],
    [
      'a session name of 65 letters',
      toRole('Open', { RoleSessionName: 'a'.repeat(65) }),
      400,
      'ValidationError',
      invalid('a'.repeat(65), 'roleSessionName', LONG(64)),
    ],
    [
      'no session name',
      { RoleArn: role('Open') },
      400,
      'ValidationError',
      "1 validation error detected: Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    ],
    [
      'two mistakes',
      toRole('Open', { RoleSessionName: 'a', ExternalId: 'b' }),
      400,
      'ValidationError',
      /^2 validation errors detected: Value 'a' at 'roleSessionName' .*; Value 'b' at 'externalId' /,
    ],
    [
      'a short ARN',
      toRole('Open', { RoleArn: 'arn:aws:iam' }),
      400,
      'ValidationError',
      invalid('arn:aws:iam', 'roleArn', SHORT(20)),
    ],
    [
      'an ARN of a user',
      toRole('Open', { RoleArn: `arn:aws:iam::${HOME}:user/alice` }),
      400,
      'ValidationError',
      'Request ARN is invalid',
    ],
    [
      'an ARN of no IAM role',
      toRole('Open', { RoleArn: 'not an arn, but long enough' }),
      400,
      'ValidationError',
      'Request ARN is invalid',
    ],
    [
      '899 seconds',
      toRole('Open', { DurationSeconds: 899 }),
      400,
      'ValidationError',
      invalid('899', 'durationSeconds', 'Member must have value greater than or equal to 900'),
    ],
    [
      '43201 seconds',
      toRole('Open', { DurationSeconds: 43_201 }),
      400,
      'ValidationError',
      invalid('43201', 'durationSeconds', 'Member must have value less than or equal to 43200'),
    ],
    ['an hour in words', toRole('Open', { DurationSeconds: 'an hour' }), 400, 'MalformedInput', /Integer/],
    [
      'an external id with a space',
      toRole('Open', { ExternalId: 'a b' }),
      400,
      'ValidationError',
      invalid('a b', 'externalId', PATTERN('[\\w+=,.@:\\/-]*')),
    ],
    [
      'an external id of 1225 letters',
      toRole('Open', { ExternalId: 'a'.repeat(1225) }),
      400,
      'ValidationError',
      invalid('a'.repeat(1225), 'externalId', LONG(1224)),
    ],
    [
      'an empty MFA code',
      toRole('Open', { SerialNumber: DEVICE, TokenCode: '' }),
      400,
      'ValidationError',
      invalid('', 'tokenCode', SHORT(6)),
    ],
    [
      'an MFA code in letters',
      toRole('Open', { SerialNumber: DEVICE, TokenCode: 'abcdef' }),
      400,
      'ValidationError',
      invalid('abcdef', 'tokenCode', PATTERN('[\\d]*')),
    ],
    [
      'a tag key that is not allowed',
      toRole('Open', { 'Tags.member.1.Key': 'a!', 'Tags.member.1.Value': '' }),
      400,
      'ValidationError',
      invalid('a!', 'tags.1.member.key', PATTERN('[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+')),
    ],
    [
      'a tag without a value',
      toRole('Open', { 'Tags.member.1.Key': 'a' }),
      400,
      'ValidationError',
      /Value null at 'tags\.1\.member\.value'/,
    ],
    [
      '51 tags',
      { ...toRole('Open'), ...manyTags(51) },
      400,
      'ValidationError',
      /at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50/,
    ],
    ['members with a gap', toRole('Open', { 'TransitiveTagKeys.member.2': 'a' }), 400, 'MalformedInput', /./],
    [
      'the same tag twice',
      { ...toRole('Open'), ...tags({ Team: 'a' }), 'Tags.member.2.Key': 'team', 'Tags.member.2.Value': 'b' },
      400,
      'InvalidParameterValue',
      /Duplicate tag keys/,
    ],
    ['a tag of AWS', { ...toRole('Open'), ...tags({ 'aws:x': 'a' }) }, 400, 'InvalidParameterValue', /aws:/],
    [
      'a transitive key that is no tag',
      toRole('Open', { 'TransitiveTagKeys.member.1': 'a' }),
      400,
      'InvalidParameterValue',
      'The specified transitive tag key must be included in the requested tags.',
    ],
    ['a policy that is no JSON', toRole('Open', { Policy: '{' }), 400, 'MalformedPolicyDocument', /Json/],
    [
      'a policy with a principal',
      toRole('Open', { Policy: JSON.stringify(trusts('*')) }),
      400,
      'MalformedPolicyDocument',
      /principal/,
    ],
    [
      'a policy of 2049 letters',
      toRole('Open', { Policy: ' '.repeat(2049) }),
      400,
      'ValidationError',
      /at 'policy' .* less than or equal to 2048/,
    ],
    [
      'a managed policy of another account',
      toRole('Open', { 'PolicyArns.member.1.arn': `arn:aws:iam::${AWAY}:policy/Narrow` }),
      400,
      'ValidationError',
      /not valid/,
    ],
    [
      'eleven managed policies',
      {
        ...toRole('Open'),
        ...Object.fromEntries(
          Array.from({ length: 11 }, (_, at) => [
            `PolicyArns.member.${at + 1}.arn`,
            `arn:aws:iam::${HOME}:policy/Narrow`,
          ]),
        ),
      },
      400,
      'ValidationError',
      /at 'policyArns'/,
    ],
    [
      'tags that do not pack',
      { ...toRole('Open'), ...manyTags(50, noise) },
      400,
      'PackedPolicyTooLarge',
      /^Packed size of session tags consumes \d{3}% of allotted space\.$/,
    ],
    [
      'a source identity that is too short',
      toRole('Open', { SourceIdentity: 'a' }),
      400,
      'ValidationError',
      invalid('a', 'sourceIdentity', SHORT(2)),
    ],
    [
      'a context that nobody provided',
      toRole('Open', {
        'ProvidedContexts.member.1.ProviderArn': 'arn:aws:iam::aws:contextProvider/x',
        'ProvidedContexts.member.1.ContextAssertion': 'abcd',
      }),
      400,
      'ValidationError',
      /context/,
    ],
  ]
  for (const row of rows) test(row[0], () => refused(alice, row))

  test('the longest of everything is accepted', async () => {
    const answer = await call(aws, alice, 'AssumeRole', {
      ...toRole('Open', { RoleSessionName: 'a'.repeat(64), ExternalId: 'a'.repeat(1224), DurationSeconds: 43_200 }),
      ...tags({ 'Tëam: 1/2=+-@': '' }),
      MinimumSessionTokenSize: 4096,
    })
    assert.equal(answer.status, 200, answer.body)
    assert.ok(answer.result.Credentials.SessionToken.length >= 4096)
    assert.ok(Number(answer.result.PackedPolicySize) > 0)
  })
})

/** Text that does not compress. */
function noise(): string {
  return randomBytes(180).toString('base64')
}

function tags(pairs: Record<string, string>, transitive = false): Record<string, string> {
  const all = Object.entries(pairs).flatMap(([key, value], at) => [
    [`Tags.member.${at + 1}.Key`, key],
    [`Tags.member.${at + 1}.Value`, value],
    ...(transitive ? [[`TransitiveTagKeys.member.${at + 1}`, key]] : []),
  ])
  return Object.fromEntries(all)
}
function manyTags(count: number, value = () => ''): Record<string, string> {
  return tags(Object.fromEntries(Array.from({ length: count }, (_, at) => [`key${at}`, value()])))
}

describe('who calls', () => {
  test('a user, root and a role session', async () => {
    const user = await call(aws, alice, 'GetCallerIdentity')
    assert.equal(user.result.Arn, `arn:aws:iam::${HOME}:user/alice`)
    assert.match(user.result.UserId, /^AIDA[A-Z2-7]{17}$/)
    const root = await call(aws, keyOf(aws.world, HOME, 'root'), 'GetCallerIdentity')
    assert.deepEqual([root.result.Arn, root.result.UserId], [`arn:aws:iam::${HOME}:root`, HOME])
    const session = await call(aws, await assume(aws, alice, role('Open')), 'GetCallerIdentity')
    assert.match(session.result.UserId, /^AROA[A-Z2-7]{17}:tester$/)
  })

  const unknown: Row = [
    '',
    { Action: 'GetCallerIdentity' },
    403,
    'InvalidClientTokenId',
    'The security token included in the request is invalid',
  ]
  test('a key that does not exist', () => refused({ id: 'AKIAIOSFODNN7EXAMPLE', secret: 'x' }, unknown))
  test('an inactive key', () => refused(keyOf(aws.world, HOME, 'idle'), unknown))
  test('a long-term key with a token', () => refused({ ...alice, token: 'abc' }, unknown))
  test('a session without its token', async () => {
    const { id, secret } = await assume(aws, alice, role('Open'))
    await refused({ id, secret }, unknown)
  })
  test('a session with the token of another', async () => {
    const one = await assume(aws, alice, role('Open'))
    const other = await assume(aws, alice, role('Open'))
    await refused({ ...one, ...(other.token && { token: other.token }) }, unknown)
  })
  test('a key of another partition', () => refused(keyOf(aws.world, '222233334444', 'gail'), unknown))
  test('root may not assume roles', () =>
    refused(keyOf(aws.world, HOME, 'root'), [
      '',
      toRole('Open'),
      403,
      'AccessDenied',
      'Roles may not be assumed by root accounts.',
    ]))
  test('a session of a role that was deleted since', async () => {
    const local = await startAws(testWorld())
    const session = await assume(local, alice, role('Open'))
    local.world.accounts.get(HOME)?.roles.delete('open')
    assert.equal((await call(local, session, 'GetCallerIdentity')).code, 'InvalidClientTokenId')
    await local.close()
  })

  test('key ids carry the account', async () => {
    const session = await assume(aws, await assume(aws, alice, role('Open')), role('Next', AWAY))
    assert.equal(accountOfKeyId(session.id), AWAY)
    assert.equal(accountOfKeyId(alice.id), HOME)
    const info = await call(aws, alice, 'GetAccessKeyInfo', { AccessKeyId: session.id })
    assert.equal(info.result.Account, AWAY)
  })
})

describe('who may', () => {
  const generic = (name: string, account: string): Row =>
    [
      ...['', toRole(name, {}, account), 403, 'AccessDenied'],
      `User: arn:aws:iam::${HOME}:user/alice is not authorized to perform: sts:AssumeRole on resource: ${role(name, account)}`,
    ] as unknown as Row
  test('a role that does not exist', () => refused(alice, generic('Nowhere', HOME)))
  test('an account that does not exist', () => refused(alice, generic('Open', '999999999999')))
  test('a role under another path', () => refused(alice, generic('path/Open', HOME)))
  test('a role in another case', () => refused(alice, generic('open', HOME)))
  test('a role that does not trust the caller', () => refused(alice, generic('Next', AWAY)))
  test('a role of another partition', () =>
    refused(alice, [
      '',
      { RoleArn: 'arn:aws-us-gov:iam::222233334444:role/Any', RoleSessionName: 'tester' },
      403,
      'AccessDenied',
      /not authorized/,
    ]))
  test('within the account the reason is told', () =>
    refused(mia, [
      '',
      toRole('Mfa'),
      403,
      'AccessDenied',
      /:role\/Mfa because no role trust policy allows the sts:AssumeRole action$/,
    ]))
  test('a session policy limits what comes next', async () => {
    const narrow = await assume(aws, alice, role('Open'), {
      Policy: JSON.stringify(policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })),
    })
    await refused(narrow, [
      '',
      toRole('Next', {}, AWAY),
      403,
      'AccessDenied',
      /not authorized to perform: sts:AssumeRole/,
    ])
    const managed = await assume(aws, alice, role('Open'), {
      'PolicyArns.member.1.arn': `arn:aws:iam::${HOME}:policy/Narrow`,
    })
    await refused(managed, [
      '',
      toRole('Next', {}, AWAY),
      403,
      'AccessDenied',
      /not authorized to perform: sts:AssumeRole/,
    ])
  })
})

describe('how long', () => {
  const chained = 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.'
  test("over the role's maximum", () =>
    refused(alice, [
      '',
      toRole('Hour', { DurationSeconds: 3601 }),
      400,
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    ]))
  test('a chained hop has one hour', async () => {
    const first = await assume(aws, alice, role('Open'), { DurationSeconds: 43_200 })
    await refused(first, ['', toRole('Next', { DurationSeconds: 7200 }, AWAY), 400, 'ValidationError', chained])
    await assume(aws, first, role('Next', AWAY), { DurationSeconds: 3600 })
  })
  test('and so has who comes from GetSessionToken', async () => {
    const session = keysIn((await call(aws, alice, 'GetSessionToken')).result)
    await refused(session, ['', toRole('Open', { DurationSeconds: 7200 }), 400, 'ValidationError', chained])
  })
  test('a session ends when it said', async () => {
    const answer = await call(aws, alice, 'AssumeRole', toRole('Open', { DurationSeconds: 900 }))
    const ends = Date.parse(answer.result.Credentials.Expiration)
    assert.ok(Math.abs(ends - aws.clock.now() - 15 * MINUTE) <= 1000)
    aws.clock.advance(14 * MINUTE)
    assert.equal((await call(aws, keysIn(answer.result), 'GetCallerIdentity')).status, 200)
    aws.clock.advance(2 * MINUTE)
    await refused(keysIn(answer.result), [
      '',
      { Action: 'GetCallerIdentity' },
      403,
      'ExpiredToken',
      'The security token included in the request is expired',
    ])
  })
})

describe('regions', () => {
  const disabled = `STS is not activated in this region for account:${HOME}. Your account administrator can activate STS in this region using the IAM Console.`
  const at = (region: string): CallOptions => ({ host: `sts.${region}.amazonaws.com` })
  const identity: Row = ['', { Action: 'GetCallerIdentity' }, 403, 'RegionDisabledException', disabled]
  test('an opt-in region that is off', () => refused(alice, identity, at('af-south-1')))
  test('a default region that was switched off', () => refused(alice, identity, at('sa-east-1')))
  test('an opt-in region that is on', async () => {
    assert.equal((await call(aws, alice, 'GetCallerIdentity', {}, at('eu-south-1'))).status, 200)
  })
  test('a token of the global host does not work in an opt-in region, one of a region does', async () => {
    const global = await assume(aws, alice, role('Open'), {}, { host: 'sts.amazonaws.com' })
    await refused(global, ['', { Action: 'GetCallerIdentity' }, 403, 'InvalidClientTokenId', /./], at('eu-south-1'))
    assert.equal((await call(aws, global, 'GetCallerIdentity', {}, at('eu-west-1'))).status, 200)
    const regional = await assume(aws, alice, role('Open'))
    assert.equal((await call(aws, regional, 'GetCallerIdentity', {}, at('eu-south-1'))).status, 200)
  })
})

describe('MFA', () => {
  const code = () => totp(SEED, aws.clock.now())
  const withMfa = (more: Record<string, string>) => toRole('Mfa', { SerialNumber: DEVICE, ...more })
  const denied = (parameters: Record<string, string | number>, message: string): Row => [
    '',
    parameters,
    403,
    'AccessDenied',
    message,
  ]

  test('a code opens the role, once', async () => {
    aws.clock.advance(MINUTE)
    const parameters = withMfa({ TokenCode: code() })
    assert.equal((await call(aws, mia, 'AssumeRole', parameters)).status, 200)
    await refused(mia, denied(parameters, 'MultiFactorAuthentication failed with invalid MFA one time pass code.'))
    aws.clock.advance(30_000)
    assert.equal((await call(aws, mia, 'AssumeRole', withMfa({ TokenCode: code() }))).status, 200)
  })
  test('an old code', async () => {
    const old = code()
    aws.clock.advance(5 * MINUTE)
    await refused(
      mia,
      denied(withMfa({ TokenCode: old }), 'MultiFactorAuthentication failed with invalid MFA one time pass code.'),
    )
  })
  test('half of it', () =>
    refused(
      mia,
      denied(
        withMfa({}),
        'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
      ),
    ))
  test('the device of another user', () =>
    refused(
      alice,
      denied(
        withMfa({ TokenCode: code() }),
        'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
      ),
    ))
  test('GetSessionToken carries it to AssumeRole; a role session does not', async () => {
    aws.clock.advance(MINUTE)
    const answer = await call(aws, mia, 'GetSessionToken', { SerialNumber: DEVICE, TokenCode: code() })
    const session = keysIn(answer.result)
    assert.equal((await call(aws, session, 'GetCallerIdentity')).result.Arn, `arn:aws:iam::${HOME}:user/mia`)
    const first = await assume(aws, session, role('Mfa'))
    await refused(first, ['', toRole('Mfa'), 403, 'AccessDenied', /role trust policy/])
  })
})

describe('session tags and source identity', () => {
  test('transitive tags go on, others do not', async () => {
    const first = await assume(aws, alice, role('Open'), tags({ team: 'red' }, true))
    const second = await assume(aws, first, role('Next', AWAY))
    assert.equal(aws.state.sessions.get(second.id)?.tags.team, 'red')
    const plain = await assume(aws, alice, role('Open'), tags({ team: 'red' }))
    assert.deepEqual(aws.state.sessions.get((await assume(aws, plain, role('Next', AWAY))).id)?.tags, {})
  })
  test("a trust policy can ask for the caller's tag", async () => {
    const red = await assume(aws, alice, role('Open'), tags({ team: 'red' }))
    await assume(aws, red, role('Tagged', AWAY))
    const blue = await assume(aws, alice, role('Open'), tags({ team: 'blue' }))
    await refused(blue, ['', toRole('Tagged', {}, AWAY), 403, 'AccessDenied', /sts:AssumeRole/])
  })
  test('tags need sts:TagSession, inherited ones too', async () => {
    await refused(alice, [
      '',
      { ...toRole('NoTags'), ...tags({ a: 'b' }) },
      403,
      'AccessDenied',
      /not authorized to perform: sts:TagSession on resource: .*NoTags/,
    ])
    const first = await assume(aws, alice, role('Open'), tags({ team: 'red' }, true))
    await refused(first, ['', toRole('NoTags'), 403, 'AccessDenied', /sts:TagSession/])
  })
  test('an inherited tag cannot be set again', async () => {
    const first = await assume(aws, alice, role('Open'), tags({ team: 'red' }, true))
    await refused(first, [
      '',
      { ...toRole('Next', {}, AWAY), ...tags({ Team: 'blue' }) },
      400,
      'InvalidParameterValue',
      /conflicts with a transitive tag key/,
    ])
  })
  test('a source identity stays, cannot be changed, and needs sts:SetSourceIdentity', async () => {
    const answer = await call(aws, alice, 'AssumeRole', toRole('Open', { SourceIdentity: 'alice-a' }))
    assert.equal(answer.result.SourceIdentity, 'alice-a')
    const next = await call(aws, keysIn(answer.result), 'AssumeRole', toRole('Next', {}, AWAY))
    assert.equal(next.result.SourceIdentity, 'alice-a')
    await refused(keysIn(answer.result), [
      '',
      toRole('Next', { SourceIdentity: 'other' }, AWAY),
      403,
      'AccessDenied',
      /cannot be changed/,
    ])
    await refused(keysIn(answer.result), [
      '',
      toRole('NoSource', {}, AWAY),
      403,
      'AccessDenied',
      /sts:SetSourceIdentity on resource: .*NoSource/,
    ])
  })
})

describe('other operations', () => {
  const denied = (Action: string, message: string): Row => ['', { Action, Name: 'fed' }, 403, 'AccessDenied', message]
  test('GetSessionToken and GetFederationToken are for long-term keys', async () => {
    const session = await assume(aws, alice, role('Open'))
    await refused(session, denied('GetSessionToken', 'Cannot call GetSessionToken with session credentials'))
    await refused(session, denied('GetFederationToken', 'Cannot call GetFederationToken with session credentials'))
  })
  test('a federated user can ask who it is, and no more', async () => {
    const answer = await call(aws, alice, 'GetFederationToken', { Name: 'fed', DurationSeconds: 900 })
    const federated = keysIn(answer.result)
    assert.equal(
      (await call(aws, federated, 'GetCallerIdentity')).result.Arn,
      `arn:aws:sts::${HOME}:federated-user/fed`,
    )
    await refused(federated, ['', toRole('Open'), 403, 'AccessDenied', /Cannot call AssumeRole/])
  })
  test('root gets an hour of GetSessionToken', async () => {
    const answer = await call(aws, keyOf(aws.world, HOME, 'root'), 'GetSessionToken', { DurationSeconds: 43_200 })
    assert.ok(Date.parse(answer.result.Credentials.Expiration) <= aws.clock.now() + HOUR)
  })
  test('an action that there is not', () =>
    refused(alice, [
      '',
      { Action: 'ListRoles' },
      400,
      'InvalidAction',
      'Could not find operation ListRoles for version 2011-06-15',
    ]))
  test('another version', () =>
    refused(alice, [
      '',
      { Version: '2010-05-08' },
      400,
      'InvalidAction',
      'Could not find operation AssumeRole for version 2010-05-08',
    ]))
  test('a parameter twice', () =>
    refused(alice, ['', toRole('Open'), 404, 'MalformedQueryString', /./], {
      tamper: (sent) => Object.assign(sent, { body: `${sent.body}&RoleSessionName=more` }),
    }))
})

describe('the form of the answer', () => {
  test("XML, with AWS's headers and namespace", async () => {
    const answer = await call(aws, alice, 'AssumeRole', toRole('Open'))
    assert.equal(answer.headers['content-type'], 'text/xml')
    assert.match(String(answer.headers['x-amzn-requestid']), /^[0-9a-f-]{36}$/)
    assert.match(answer.body, /^<AssumeRoleResponse xmlns="https:\/\/sts\.amazonaws\.com\/doc\/2011-06-15\/">/)
    assert.match(answer.body, new RegExp(`<RequestId>${answer.headers['x-amzn-requestid']}</RequestId>`))
    assert.match(answer.result.Credentials.Expiration, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  })
  test('a refusal, with what is special in XML made harmless', async () => {
    const answer = await call(aws, alice, 'AssumeRole', toRole('Open', { RoleSessionName: '<b>&' }))
    assert.match(
      answer.body,
      /<Error>\s*<Type>Sender<\/Type>\s*<Code>ValidationError<\/Code>\s*<Message>.*&lt;b&gt;&amp;/,
    )
    assert.match(answer.body, /<\/Error>\s*<RequestId>/)
  })
  test('JSON for who asks for it', async () => {
    const options = { headers: { accept: 'application/json' } }
    const good = JSON.parse((await call(aws, alice, 'AssumeRole', toRole('Open'), options)).body)
    assert.equal(typeof good.AssumeRoleResponse.AssumeRoleResult.Credentials.Expiration, 'number')
    const bad = JSON.parse((await call(aws, alice, 'AssumeRole', toRole('Nowhere'), options)).body)
    assert.deepEqual([bad.Error.Code, bad.Error.Type, typeof bad.RequestId], ['AccessDenied', 'Sender', 'string'])
  })
})
