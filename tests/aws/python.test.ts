// Other people's clients, unchanged: what they read and say is the measure of how close to AWS this is.

import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { fetchRaw } from './client.ts'
import { Home, pythonTools } from './python.ts'
import { accounts, aliceKey, externalId, mfaSeed, sampleWorld, threeHops } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'
import { totp } from './totp.ts'
import { keyOf } from './world.ts'

const tools = await pythonTools()
if ('missing' in tools) console.warn(`SKIPPED: ${tools.missing}`)

const [hub, security, prod] = threeHops.map(({ roleArn }) => roleArn)
const config = `
[profile base]
region = us-east-1
[profile hub]
role_arn = ${hub}
source_profile = base
role_session_name = python
region = us-east-1
[profile security]
role_arn = ${security}
source_profile = hub
role_session_name = python
region = us-east-1
[profile prod]
role_arn = ${prod}
source_profile = security
role_session_name = python
external_id = ${externalId}
region = us-east-1
[profile wrong]
role_arn = ${prod}
source_profile = security
role_session_name = python
external_id = something-else
region = us-east-1
`

describe('boto3 and the aws command line', { skip: 'missing' in tools && tools.missing }, () => {
  let aws: LocalAws
  let home: Home
  before(async () => {
    aws = await startAws(sampleWorld())
    home = await Home.make('bin' in tools ? tools.bin : '', aliceKey(aws.world), config)
  })
  after(async () => {
    await home.remove()
    await aws.close()
  })

  const direct = () => `https://localhost:${aws.port}`
  const ROUTES: [string, () => string | undefined][] = [
    ['under the real host names', () => undefined],
    ['at an endpoint of its own', direct],
  ]

  for (const [how, endpoint] of ROUTES) {
    test(`aws sts get-caller-identity as the user, ${how}`, async () => {
      const ran = await home.run(aws, 'aws', ['sts', 'get-caller-identity', '--profile', 'base'], endpoint())
      assert.equal(ran.code, 0, ran.error)
      assert.equal(JSON.parse(ran.out).Arn, `arn:aws:iam::${accounts.hub}:user/alice`)
    })

    test(`aws walks three hops of source_profile, ${how}`, async () => {
      const ran = await home.run(aws, 'aws', ['sts', 'get-caller-identity', '--profile', 'prod'], endpoint())
      assert.equal(ran.code, 0, ran.error)
      assert.equal(JSON.parse(ran.out).Arn, `arn:aws:sts::${accounts.prod}:assumed-role/ProductionAdmin/python`)
    })

    test(`aws says that a wrong external id is refused, ${how}`, async () => {
      const ran = await home.run(aws, 'aws', ['sts', 'get-caller-identity', '--profile', 'wrong'], endpoint())
      assert.notEqual(ran.code, 0)
      assert.match(
        ran.error,
        /\(AccessDenied\) when calling the AssumeRole operation: User: arn:aws:sts::444455556666:assumed-role\/SecurityGate\/python is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::777788889999:role\/ProductionAdmin/,
      )
    })
  }

  test('--endpoint-url on the command line', async () => {
    const command = ['sts', 'get-caller-identity', '--profile', 'base', '--endpoint-url', direct()]
    const ran = await home.run(aws, 'aws', command)
    assert.equal(ran.code, 0, ran.error)
  })

  test('aws assume-role with every parameter that has a form of its own', async () => {
    const ran = await home.run(aws, 'aws', [
      ...['sts', 'assume-role', '--profile', 'base', '--role-arn', hub ?? '', '--role-session-name', 'all+of=it,.@-'],
      ...['--duration-seconds', '7200', '--policy', '{"Version":"2012-10-17","Statement":[]}'],
      ...['--policy-arns', 'arn=arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ])
    assert.notEqual(ran.code, 0)
    assert.match(ran.error, /MalformedPolicyDocument/)
    const good = await home.run(aws, 'aws', [
      ...['sts', 'assume-role', '--profile', 'base', '--role-arn', hub ?? '', '--role-session-name', 'all+of=it,.@-'],
      ...['--duration-seconds', '7200', '--policy-arns', 'arn=arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ])
    assert.equal(good.code, 0, good.error)
    const answer = JSON.parse(good.out)
    assert.equal(answer.AssumedRoleUser.Arn, `arn:aws:sts::${accounts.hub}:assumed-role/RelayHub/all+of=it,.@-`)
    assert.equal(typeof answer.PackedPolicySize, 'number')
    assert.match(answer.Credentials.AccessKeyId, /^ASIA[Q-Z2-7][A-Z2-7]{15}$/)
  })

  test("aws eks get-token makes an address that says who it is, in the way of EKS's own server", async () => {
    const ran = await home.run(aws, 'aws', ['eks', 'get-token', '--cluster-name', 'blue', '--profile', 'prod'])
    assert.equal(ran.code, 0, ran.error)
    const [, address] = /^k8s-aws-v1\.(.+)$/.exec(JSON.parse(ran.out).status.token) ?? []
    const { host, pathname, search } = new URL(Buffer.from(address ?? '', 'base64url').toString())
    const get = (cluster: string) =>
      fetchRaw(aws, { method: 'GET', host, path: pathname + search, headers: { 'x-k8s-aws-id': cluster }, body: '' })
    assert.match((await get('blue')).body, /<Arn>[^<]*:assumed-role\/ProductionAdmin\/python<\/Arn>/)
    assert.match((await get('green')).body, /SignatureDoesNotMatch/)
  })

  test('boto3 reads the credentials, the error and the MFA session', async () => {
    const dana = keyOf(aws.world, accounts.hub, 'dana')
    const code = totp(mfaSeed, aws.clock.now())
    const ran = await home.run(aws, 'python', ['-c', BOTO3, dana.id, dana.secret, code])
    assert.equal(ran.code, 0, ran.error)
    assert.deepEqual(JSON.parse(ran.out), {
      assumed: `arn:aws:sts::${accounts.hub}:assumed-role/MfaHub/boto`,
      minutes: 60,
      reused: ['AccessDenied', 403, 'MultiFactorAuthentication failed with invalid MFA one time pass code.'],
      direct: ['AccessDenied', 403],
      unknown: ['InvalidClientTokenId', 403, 'The security token included in the request is invalid'],
      wrong: ['SignatureDoesNotMatch', 403],
      region: ['RegionDisabledException', 403],
      dated: `arn:aws:iam::${accounts.hub}:user/dana`,
    })
  })

  test('boto3 calls GetScopedCredentials by its own model', async () => {
    const ran = await home.run(aws, 'python', [
      '-c',
      SCOPED,
      ...[aliceKey(aws.world)].flatMap(({ id, secret }) => [id, secret]),
    ])
    assert.equal(ran.code, 0, ran.error)
    assert.deepEqual(JSON.parse(ran.out), {
      count: 1,
      same: true,
      size: true,
      denied: 'AccessDenied',
      long: 'InsufficientSessionLifetimeException',
      malformed: 'MalformedPolicyDocumentException',
      user: 'InvalidSubjectCredentialsException',
    })
  })
})

const BOTO3 = `
import json, sys, datetime, boto3
from botocore.exceptions import ClientError

key, secret, code = sys.argv[1:4]
serial = 'arn:aws:iam::${accounts.hub}:mfa/dana'
role = dict(RoleArn='arn:aws:iam::${accounts.hub}:role/MfaHub', RoleSessionName='boto')

def sts(key, secret, token=None, region='eu-west-1'):
    return boto3.client('sts', region_name=region, aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token)

def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode'], error.response['Error']['Message']]

dana = sts(key, secret)
session = dana.get_session_token(SerialNumber=serial, TokenCode=code)['Credentials']
with_mfa = sts(session['AccessKeyId'], session['SecretAccessKey'], session['SessionToken'])
answer = with_mfa.assume_role(**role)
left = answer['Credentials']['Expiration'] - datetime.datetime.now(datetime.timezone.utc)
# With a Date header botocore signs that, in HTTP's form, and leaves X-Amz-Date out.
dated = sts(key, secret)
dated.meta.events.register('before-sign.sts', lambda request, **_: request.headers.add_header('Date', 'now'))
print(json.dumps(dict(
    dated=dated.get_caller_identity()['Arn'],
    assumed=answer['AssumedRoleUser']['Arn'],
    minutes=round(left.total_seconds() / 60),
    reused=refused(dana.assume_role, **role, SerialNumber=serial, TokenCode=code),
    direct=refused(dana.assume_role, **role)[:2],
    unknown=refused(sts('AKIAIOSFODNN7EXAMPLE', secret).get_caller_identity),
    wrong=refused(sts(key, secret[:-1] + 'x').get_caller_identity)[:2],
    region=refused(sts(key, secret, region='af-south-1').get_caller_identity)[:2],
)))
`

const SCOPED = `
import json, sys, boto3

def sts(key, secret, token=None):
    return boto3.client('sts', region_name='eu-west-1', aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token)

def keys_of(answer):
    keys = answer['Credentials']
    return keys['AccessKeyId'], keys['SecretAccessKey'], keys['SessionToken']

user = sts(*sys.argv[1:3])
whole = sts(*keys_of(user.assume_role(RoleArn='${hub}', RoleSessionName='boto')))
policy = json.dumps(dict(Version='2012-10-17', Statement=dict(Effect='Allow', Action='s3:GetObject', Resource='*')))
answer = whole.get_scoped_credentials(Policy=policy, DurationSeconds=900, ScopedSessionDescription='for the audit', MinimumSessionTokenSize=1000)
narrow = sts(*keys_of(answer))

def refused(client, call, **arguments):
    try:
        getattr(client, call)(**arguments)
    except client.exceptions.ClientError as error:
        # What the model names has a class of its own.
        return error.response['Error']['Code'] if type(error).__name__ == 'ClientError' else type(error).__name__

print(json.dumps(dict(
    count=answer['ScopedPoliciesCount'],
    same=narrow.get_caller_identity()['Arn'] == answer['SessionInfo']['Arn'] == whole.get_caller_identity()['Arn'],
    size=answer['SessionTokenSize'] == len(answer['Credentials']['SessionToken']),
    denied=refused(narrow, 'assume_role', RoleArn='${security}', RoleSessionName='boto'),
    long=refused(narrow, 'get_scoped_credentials', DurationSeconds=901),
    malformed=refused(narrow, 'get_scoped_credentials', Policy='{'),
    user=refused(user, 'get_scoped_credentials', DurationSeconds=900),
)))
`
