// GetScopedCredentials as botocore's model has it: what it takes, what it refuses, and that what it gives is never more than either
// what the caller had or what was laid over it.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { assume, Browser, call, type Keys, keysIn, loginUrl, textOf } from './client.ts'
import { type LocalAws, startAws } from './server.ts'
import { HOME, type Row, refused, role, tags, testWorld, toRole } from './sts-scene.ts'
import { allows, keyOf, policy, trusts } from './world.ts'

const BUCKET = 'arn:aws:s3:::reports/*'
const may = (...actions: string[]) => JSON.stringify(allows(BUCKET, actions))
const description = 'ScopedSessionDescription'

let aws: LocalAws
let session: Keys
before(async () => {
  const world = testWorld()
  world
    .account(HOME)
    .role('Data', { trust: trusts(HOME, undefined, 'sts:*'), policies: [allows('*', ['s3:*', 'sts:*'])] })
  aws = await startAws(world)
  session = await assume(aws, keyOf(world, HOME, 'alice'), role('Data'), tags({ team: 'red' }))
})
after(() => aws.close())

const scoped = (keys: Keys, parameters: Record<string, string | number>) =>
  call(aws, keys, 'GetScopedCredentials', parameters)

/** What the console lets the session do with an object of the bucket. */
async function tried(keys: Keys, action: string): Promise<string | undefined> {
  const browser = new Browser(aws)
  const page = `https://us-east-1.console.aws.amazon.com/s3/home?try=${action}&on=arn:aws:s3:::reports/may`
  return textOf('tried', (await browser.open(await loginUrl(aws, keys, page))).body)
}

describe('GetScopedCredentials', () => {
  test('keeps who it is, and says how many layers there are', async () => {
    const answer = await scoped(session, { Policy: may('s3:GetObject'), [description]: 'for the audit' })
    const { SessionInfo, ScopedPoliciesCount, SessionTokenSize, SessionTokenUtilization, Credentials } = answer.result
    const whole = aws.state.sessions.get(session.id)
    assert.deepEqual(SessionInfo, { ScopedSessionId: whole?.userId, Arn: whole?.arn })
    assert.equal(ScopedPoliciesCount, '1')
    assert.equal(Number(SessionTokenSize), Credentials.SessionToken.length)
    assert.ok(Number(SessionTokenUtilization) > 0 && Number(SessionTokenUtilization) <= 100, SessionTokenUtilization)
    assert.equal(Date.parse(Credentials.Expiration), whole?.expiresAt)
    const who = await call(aws, keysIn(answer.result), 'GetCallerIdentity')
    assert.equal(who.result.Arn, whole?.arn)
    assert.deepEqual(aws.state.sessions.get(keysIn(answer.result).id)?.tags, { team: 'red' })
  })

  test('gives the intersection, layer by layer, and no way out of it', async () => {
    const read = keysIn((await scoped(session, { Policy: may('s3:Get*', 's3:List*', 'ec2:*') })).result)
    assert.equal(await tried(session, 's3:DeleteObject'), 'allowed')
    assert.equal(await tried(read, 's3:GetObject'), 'allowed')
    assert.match((await tried(read, 's3:DeleteObject')) ?? '', /no session policy allows the s3:DeleteObject action/)
    assert.match((await tried(read, 'ec2:RunInstances')) ?? '', /no identity-based policy allows/)
    const wider = keysIn((await scoped(read, { Policy: may('s3:DeleteObject', 's3:GetObject') })).result)
    assert.match((await tried(wider, 's3:DeleteObject')) ?? '', /no session policy/)
    assert.equal(await tried(wider, 's3:GetObject'), 'allowed')
    await refused(aws, read, ['', toRole('Open'), 403, 'AccessDenied', /no session policy allows the sts:AssumeRole/])
  })

  test('a deny of a later layer counts', async () => {
    const all = policy(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:GetObject', Resource: BUCKET },
    )
    const keys = keysIn((await scoped(session, { Policy: JSON.stringify(all) })).result)
    assert.match((await tried(keys, 's3:GetObject')) ?? '', /with an explicit deny in a session policy/)
  })

  test('lays three policies over a session and no fourth; a shorter life is no layer', async () => {
    let keys = session
    for (const count of ['1', '2', '3']) {
      const { result } = await scoped(keys, { Policy: may('s3:GetObject') })
      assert.equal(result.ScopedPoliciesCount, count)
      keys = keysIn(result)
    }
    await refused(aws, keys, of({ Policy: may('s3:GetObject') }, 403, 'AccessDenied', /3 scope-down policies/))
    assert.equal((await scoped(keys, { DurationSeconds: 1 })).result.ScopedPoliciesCount, '3')
  })

  test('takes as long a life as is left, to the second, and as long texts as the model has', async () => {
    const parameters = { Policy: may('s3:GetObject').padEnd(2048), DurationSeconds: 1, [description]: 'é'.repeat(256) }
    const { result } = await scoped(session, { ...parameters, MinimumSessionTokenSize: 4096 })
    assert.ok(Number(result.SessionTokenSize) >= 4096, result.SessionTokenSize)
    assert.ok(Date.parse(result.Credentials.Expiration) <= aws.clock.now() + 1000, result.Credentials.Expiration)
  })

  test('takes what GetSessionToken and GetFederationToken gave', async () => {
    for (const [Action, more] of [
      ['GetSessionToken', {}],
      ['GetFederationToken', { Name: 'fed' }],
    ] as const) {
      const keys = keysIn((await call(aws, keyOf(aws.world, HOME, 'alice'), Action, more)).result)
      assert.equal((await scoped(keys, { DurationSeconds: 60 })).status, 200, Action)
    }
  })

  const rows: Row[] = [
    ['neither a policy nor a life', {}, 400, 'ValidationError', /At least one of/],
    [
      'a description of one letter',
      { [description]: 'a', DurationSeconds: 1 },
      400,
      'ValidationError',
      /at 'scopedSessionDescription'.* 2/,
    ],
    [
      'a description of 257 letters',
      { [description]: 'a'.repeat(257), DurationSeconds: 1 },
      400,
      'ValidationError',
      /than or equal to 256/,
    ],
    [
      'a description with a letter past Latin-1',
      { [description]: 'Łódź', DurationSeconds: 1 },
      400,
      'ValidationError',
      /regular expression/,
    ],
    ['a life of no second', { DurationSeconds: 0 }, 400, 'ValidationError', /greater than or equal to 1$/],
    [
      'a life of more than 36 hours',
      { DurationSeconds: 129_601 },
      400,
      'ValidationError',
      /less than or equal to 129600$/,
    ],
    [
      'a life longer than is left',
      { DurationSeconds: 3_601 },
      400,
      'InsufficientSessionLifetime',
      /remaining lifetime/,
    ],
    ['a policy of 2049 letters', { Policy: ' '.repeat(2049) }, 400, 'ValidationError', /less than or equal to 2048/],
    ['a policy that is no JSON', { Policy: '{' }, 400, 'MalformedPolicyDocument', /Json/],
    [
      'managed policies alone, which it does not know',
      { 'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      400,
      'ValidationError',
      /At least one of/,
    ],
  ]
  for (const [what, ...rest] of rows) test(`refuses ${what}`, () => refused(aws, session, of(...rest)))

  test('refuses keys of a user and of root, and the global host', async () => {
    for (const user of ['alice', 'root'])
      await refused(
        aws,
        keyOf(aws.world, HOME, user),
        of({ DurationSeconds: 60 }, 400, 'InvalidSubjectCredentials', /./),
      )
    await refused(aws, session, of({ DurationSeconds: 60 }, 400, 'InvalidAction', /GetScopedCredentials/), {
      host: 'sts.amazonaws.com',
      region: 'us-east-1',
    })
  })

  test('refuses what cannot be packed', async () => {
    // Random, so that it does not compress.
    const noise = () =>
      JSON.stringify(allows(`arn:aws:s3:::${randomBytes(1400).toString('base64url')}`, 's3:GetObject'))
    let keys = session
    for (let at = 0; at < 3; at++) {
      const answer = await scoped(keys, { Policy: noise() })
      if (answer.code) return assert.deepEqual([answer.code, answer.status], ['PackedPolicyTooLarge', 400])
      keys = keysIn(answer.result)
    }
    assert.fail('three long policies were packed')
  })

  test('managed policies that only read are those of the partition, under their own paths', async () => {
    const alice = keyOf(aws.world, HOME, 'alice')
    const asked = (arn: string) => call(aws, alice, 'AssumeRole', { ...toRole('Data'), 'PolicyArns.member.1.arn': arn })
    for (const [arn, status] of [
      ['arn:aws:iam::aws:policy/ReadOnlyAccess', 200],
      ['arn:aws:iam::aws:policy/job-function/ViewOnlyAccess', 200],
      ['arn:aws:iam::aws:policy/ViewOnlyAccess', 404],
      ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess', 400],
    ] as const)
      assert.equal((await asked(arn)).status, status, arn)
  })
})

const of = (parameters: Row[1], ...rest: [Row[2], Row[3], Row[4]]): Row => [
  '',
  { Action: 'GetScopedCredentials', ...parameters },
  ...rest,
]
