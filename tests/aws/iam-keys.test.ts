// IAM's answers about access keys: who may do what to which, and what AWS says of each mistake. Then boto3, unchanged.

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type CallOptions, call, type Keys } from './client.ts'
import { Home, pythonTools } from './python.ts'
import { type LocalAws, startAws } from './server.ts'
import { totp } from './totp.ts'
import { type AccessKey, allows, keyOf, policy, world } from './world.ts'

const HOME = '111122223333'
const SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const OWN = allows(`arn:aws:iam::${HOME}:user/\${aws:username}`, 'iam:*AccessKey*')
const WITHOUT_MFA = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }

// Before all tests: the hooks around them end when those known so far have run, and on a fresh machine this takes a minute.
const tools = await pythonTools()

let aws: LocalAws
let ana: AccessKey
beforeEach(async () => {
  const users = world()
    .account(HOME)
    .user('ana', { policies: [OWN] })
    .user('bob', { path: '/team/', policies: [OWN] })
    .user('mia', {
      policies: [OWN, policy({ Effect: 'Deny', Action: 'iam:*', Resource: '*', Condition: WITHOUT_MFA })],
      mfa: [SEED],
    })
    .user('nobody')
    .root()
    .account('222233334444', { partition: 'aws-us-gov' })
    .user('gail', { policies: [allows('*', 'iam:*')] })
  await aws?.close()
  aws = await startAws(users)
  ana = keyOf(users, HOME, 'ana')
})
after(() => aws.close())

const iam = (keys: Keys, action: string, parameters: Record<string, string> = {}, options: CallOptions = {}) =>
  call(aws, keys, action, parameters, { host: 'iam.amazonaws.com', region: 'us-east-1', ...options })
const whoIs = (keys: Keys) => call(aws, keys, 'GetCallerIdentity')
const user = (name: string) => ({ UserName: name })

async function create(by: Keys, name = 'ana'): Promise<Keys> {
  const { result, code } = await iam(by, 'CreateAccessKey', user(name))
  if (!result) throw new Error(code)
  return { id: result.AccessKey.AccessKeyId, secret: result.AccessKey.SecretAccessKey }
}

describe('a key’s life', () => {
  test('it is made, works, rests, works again and is deleted', async () => {
    const made = await iam(ana, 'CreateAccessKey', user('ana'))
    const { UserName, Status, AccessKeyId: id, SecretAccessKey: secret, CreateDate } = made.result.AccessKey
    assert.deepEqual([UserName, Status], ['ana', 'Active'])
    assert.match(id, /^AKIA[Q-Z2-7][A-Z2-7]{15}$/)
    assert.match(secret, /^[\w/+]{40}$/)
    assert.match(CreateDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const made2 = { id, secret }
    assert.equal((await whoIs(made2)).result.Arn, `arn:aws:iam::${HOME}:user/ana`)

    const set = (Status: string) => iam(ana, 'UpdateAccessKey', { ...user('ana'), AccessKeyId: id, Status })
    assert.equal((await set('Inactive')).status, 200)
    assert.deepEqual([(await whoIs(made2)).status, (await whoIs(made2)).code], [403, 'InvalidClientTokenId'])
    await set('Active')
    assert.equal((await whoIs(made2)).status, 200)
    assert.equal((await iam(made2, 'DeleteAccessKey', { ...user('ana'), AccessKeyId: id })).status, 200)
    assert.equal((await whoIs(made2)).code, 'InvalidClientTokenId')
    assert.equal((await whoIs(ana)).status, 200)
  })

  test('two at most, active or not; the list tells when each was made', async () => {
    const { id } = await create(ana)
    await iam(ana, 'UpdateAccessKey', { ...user('ana'), AccessKeyId: id, Status: 'Inactive' })
    const third = await iam(ana, 'CreateAccessKey', user('ana'))
    assert.deepEqual([third.status, third.code], [409, 'LimitExceeded'])
    assert.equal(third.message, 'Cannot exceed quota for AccessKeysPerUser: 2')
    const { member } = (await iam(ana, 'ListAccessKeys', user('ana'))).result.AccessKeyMetadata
    assert.deepEqual(
      member.map((key: Record<string, string>) => [key.AccessKeyId, key.Status]),
      [
        [ana.id, 'Active'],
        [id, 'Inactive'],
      ],
    )
    assert.equal(member[0].CreateDate, '2026-01-01T00:00:00Z')
  })

  test('when it was used last', async () => {
    const made = await create(ana)
    const last = async () => (await iam(ana, 'GetAccessKeyLastUsed', { AccessKeyId: made.id })).result
    assert.deepEqual(await last(), { UserName: 'ana', AccessKeyLastUsed: { Region: 'N/A', ServiceName: 'N/A' } })
    await call(aws, made, 'GetCallerIdentity', {}, { host: 'sts.eu-west-1.amazonaws.com' })
    const { Region, ServiceName, LastUsedDate } = (await last()).AccessKeyLastUsed
    assert.deepEqual([Region, ServiceName], ['eu-west-1', 'sts'])
    assert.ok(Math.abs(Date.parse(LastUsedDate) - aws.clock.now()) < 60_000)
  })

  test('a new key and one that became active again are unknown for a while, where a test says so', async () => {
    aws.state.keyDelay = 2
    const made = await create(ana)
    const codes = [await whoIs(made), await iam(made, 'ListAccessKeys', user('ana')), await whoIs(made)]
    assert.deepEqual(
      codes.map(({ code }) => code),
      ['InvalidClientTokenId', 'InvalidClientTokenId', undefined],
    )
    for (const Status of ['Inactive', 'Active'])
      await iam(ana, 'UpdateAccessKey', { ...user('ana'), AccessKeyId: made.id, Status })
    assert.equal((await whoIs(made)).code, 'InvalidClientTokenId')
  })
})

describe('who may', () => {
  const by = (name: string) => keyOf(aws.world, HOME, name)
  const refused = async (keys: Keys, action: string, parameters: Record<string, string>, message: RegExp) => {
    const answer = await iam(keys, action, parameters)
    assert.deepEqual([answer.status, answer.code], [403, 'AccessDenied'])
    assert.match(answer.message ?? '', message)
  }

  test('without a policy nobody, and AWS says which is missing', () =>
    refused(
      by('nobody'),
      'CreateAccessKey',
      user('nobody'),
      /^User: arn:aws:iam::111122223333:user\/nobody is not authorized to perform: iam:CreateAccessKey on resource: user nobody because no identity-based policy allows the iam:CreateAccessKey action$/,
    ))
  test('nobody else’s keys', () => refused(ana, 'ListAccessKeys', user('bob'), /on resource: user bob because/))
  test('without a name the policy is asked about no user', () =>
    refused(ana, 'CreateAccessKey', {}, /on resource: user null because/))
  test('a user with a path is not one without', () =>
    refused(by('bob'), 'CreateAccessKey', user('bob'), /on resource: user bob/))
  test('a key of nobody', () =>
    refused(ana, 'GetAccessKeyLastUsed', { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, /on resource: access key AKIAI/))
  test('where a policy demands MFA, only a session with a code', async () => {
    const mia = by('mia')
    await refused(mia, 'CreateAccessKey', user('mia'), /with an explicit deny in an identity-based policy$/)
    const device = `arn:aws:iam::${HOME}:mfa/mia`
    const session = async (mfa: Record<string, string>) => {
      const { result } = await call(aws, mia, 'GetSessionToken', mfa)
      const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token } = result.Credentials
      return { id, secret, token }
    }
    // A session without a code calls no IAM at all.
    const bare = await iam(await session({}), 'ListAccessKeys', user('mia'))
    assert.deepEqual([bare.status, bare.code], [403, 'InvalidClientTokenId'])
    const withCode = await session({ SerialNumber: device, TokenCode: totp(SEED, aws.clock.now()) })
    assert.equal((await iam(withCode, 'CreateAccessKey', user('mia'))).status, 200)
  })
  test('root, its own and any user’s', async () => {
    assert.equal((await iam(by('root'), 'ListAccessKeys', user('ana'))).status, 200)
  })
})

describe('mistakes', () => {
  const rows: [string, string, Record<string, string>, number, string][] = [
    [
      'an unknown key',
      'DeleteAccessKey',
      { UserName: 'ana', AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      404,
      'NoSuchEntity',
    ],
    ['no key', 'DeleteAccessKey', { UserName: 'ana' }, 400, 'ValidationError'],
    ['a key id that is too short', 'GetAccessKeyLastUsed', { AccessKeyId: 'AKIA' }, 400, 'ValidationError'],
    ['an operation that is not played', 'CreateUser', { UserName: 'x' }, 400, 'InvalidAction'],
    ['a name with a space', 'ListAccessKeys', { UserName: 'a b' }, 400, 'ValidationError'],
  ]
  for (const [what, action, parameters, status, code] of rows)
    test(what, async () => {
      const answer = await iam(ana, action, parameters)
      assert.deepEqual([answer.status, answer.code], [status, code], answer.message)
    })

  test('a status that is none', async () => {
    const answer = await iam(ana, 'UpdateAccessKey', { ...user('ana'), AccessKeyId: ana.id, Status: 'Asleep' })
    assert.match(answer.message ?? '', /'Asleep' at 'status' failed to satisfy constraint/)
  })
  test('a wrong signature, a wrong region, the wrong partition', async () => {
    const wrong = await iam({ ...ana, secret: `${ana.secret.slice(1)}x` }, 'ListAccessKeys', user('ana'))
    assert.equal(wrong.code, 'SignatureDoesNotMatch')
    const region = await iam(ana, 'ListAccessKeys', user('ana'), { region: 'eu-west-1' })
    assert.match(region.message ?? '', /scoped to a valid region, not 'eu-west-1'/)
    const gov = { host: 'iam.us-gov.amazonaws.com', region: 'us-gov-west-1' }
    assert.equal((await iam(ana, 'ListAccessKeys', user('ana'), gov)).code, 'InvalidClientTokenId')
    const gail = keyOf(aws.world, '222233334444', 'gail')
    assert.equal((await iam(gail, 'ListAccessKeys', user('gail'), gov)).status, 200)
  })
})

describe('boto3', { skip: 'missing' in tools && tools.missing }, () => {
  let home: Home
  before(async () => {
    home = await Home.make('bin' in tools ? tools.bin : '', { id: 'x', secret: 'x' }, '')
  })
  after(() => home.remove())

  test('rotates a key', async () => {
    const ran = await home.run(aws, 'python', ['-c', BOTO3, ana.id, ana.secret])
    assert.equal(ran.code, 0, ran.error)
    const { keys, used, limit, left } = JSON.parse(ran.out)
    assert.deepEqual(keys, ['Active', 'Active'])
    // The question itself is its latest use.
    assert.deepEqual(used, 'iam')
    assert.deepEqual(limit, ['LimitExceeded', 409])
    assert.equal(left.length, 1)
    assert.notEqual(left[0], ana.id)
  })
})

const BOTO3 = `
import json, sys, boto3
from botocore.exceptions import ClientError

def clients(key, secret):
    session = boto3.Session(aws_access_key_id=key, aws_secret_access_key=secret, region_name='eu-west-1')
    return session.client('iam'), session.client('sts')

iam, _ = clients(*sys.argv[1:3])
new = iam.create_access_key(UserName='ana')['AccessKey']
try:
    iam.create_access_key(UserName='ana')
except ClientError as error:
    limit = [error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode']]
keys = [key['Status'] for key in iam.list_access_keys(UserName='ana')['AccessKeyMetadata']]
iam, sts = clients(new['AccessKeyId'], new['SecretAccessKey'])
assert sts.get_caller_identity()['Arn'].endswith('user/ana')
used = iam.get_access_key_last_used(AccessKeyId=new['AccessKeyId'])['AccessKeyLastUsed']['ServiceName']
old = sys.argv[1]
iam.update_access_key(UserName='ana', AccessKeyId=old, Status='Inactive')
iam.delete_access_key(UserName='ana', AccessKeyId=old)
left = [key['AccessKeyId'] for key in iam.list_access_keys(UserName='ana')['AccessKeyMetadata']]
print(json.dumps(dict(keys=keys, used=used, limit=limit, left=left)))
`
