// STS's answers: what each mistake is called, with which status and in which words, and what sessions carry on.
// Mistakes in the parameters themselves: sts-parameters.test.ts.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { assume, type CallOptions, call, type Keys, keysIn } from './client.ts'
import { accountOfKeyId } from './keys.ts'
import { type LocalAws, startAws } from './server.ts'
import * as scene from './sts-scene.ts'
import { AWAY, DEVICE, HOME, type Row, role, SEED, tags, testWorld, toRole } from './sts-scene.ts'
import { totp } from './totp.ts'
import { type AccessKey, keyOf, policy } from './world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let aws: LocalAws
let alice: AccessKey
let mia: AccessKey
before(async () => {
  aws = await startAws(testWorld())
  alice = keyOf(aws.world, HOME, 'alice')
  mia = keyOf(aws.world, HOME, 'mia')
})
after(() => aws.close())
const refused = (keys: Keys, row: Row, options?: CallOptions) => scene.refused(aws, keys, row, options)

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
  test('within the account the reason is told, or kept where the world says so', async () => {
    const { world } = aws
    world.silent = true
    try {
      await refused(mia, ['', toRole('Mfa'), 403, 'AccessDenied', /sts:AssumeRole on resource: \S+:role\/Mfa$/])
    } finally {
      world.silent = false
    }
  })
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
    const asked = aws.clock.now()
    const answer = await call(aws, alice, 'AssumeRole', toRole('Open', { DurationSeconds: 900 }))
    // It is told in whole seconds.
    const begun = Date.parse(answer.result.Credentials.Expiration) - 15 * MINUTE
    assert.ok(begun > asked - 1000 && begun <= aws.clock.now())
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
