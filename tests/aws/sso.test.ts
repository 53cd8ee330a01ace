// IAM Identity Center's answers: who is given a token, when, and what for. Then botocore's own clients, unchanged.

import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { fetchRaw } from './client.ts'
import { Clock } from './clock.ts'
import { Home, pythonTools } from './python.ts'
import { accounts, aliceKey, portal, sampleWorld } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'

// Before all tests: see iam-keys.test.ts.
const tools = await pythonTools()

const OIDC = 'oidc.eu-west-1.amazonaws.com'
const PORTAL = 'portal.sso.eu-west-1.amazonaws.com'
const MINUTE = 60_000

let aws: LocalAws
beforeEach(async () => {
  await aws?.close()
  // It stands still but for what a test advances.
  const now = Date.now()
  aws = await startAws(sampleWorld(), { clock: new Clock(() => now) })
})
after(() => aws.close())

type Json = Record<string, unknown>

async function post(path: string, body: object, host = OIDC): Promise<{ status: number; json: Json }> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetchRaw(aws, { method: 'POST', host, path, headers, body: JSON.stringify(body) })
  return { status: reply.status, json: reply.body ? JSON.parse(reply.body) : {} }
}

async function get(path: string, token: unknown, host = PORTAL): Promise<{ status: number; json: Json }> {
  const headers = token === undefined ? {} : { 'x-amz-sso_bearer_token': String(token) }
  const reply = await fetchRaw(aws, { method: 'GET', host, path, headers, body: '' })
  return { status: reply.status, json: JSON.parse(reply.body) }
}

const register = async (scopes = ['sso:account:access']): Promise<Json> =>
  (await post('/client/register', { clientName: 'a test', clientType: 'public', scopes })).json

async function begun(client?: Json) {
  const { clientId, clientSecret } = client ?? (await register())
  const { json } = await post('/device_authorization', { clientId, clientSecret, startUrl: portal.startUrl })
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
  const ask = { clientId, clientSecret, grantType, deviceCode: json.deviceCode }
  return {
    code: json,
    poll: (more = {}, host = OIDC) => post('/token', { ...ask, ...more }, host),
    clientId,
    clientSecret,
  }
}

/** As the person does on AWS's page. */
async function answerOnPage(code: Json, answer: 'allow' | 'deny'): Promise<string> {
  const { host, pathname, search } = new URL(String(code.verificationUriComplete))
  const shown = await fetchRaw(aws, { method: 'GET', host, path: pathname + search, headers: {}, body: '' })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ user_code: String(code.userCode), answer }).toString()
  await fetchRaw(aws, { method: 'POST', host, path: '/', headers, body })
  return shown.body
}

async function signedIn(client?: Json) {
  const { code, poll, ...rest } = await begun(client)
  await answerOnPage(code, 'allow')
  const { json } = await poll()
  const { clientId, clientSecret } = rest
  const refresh = (refreshToken: unknown, more = {}) =>
    post('/token', { clientId, clientSecret, grantType: 'refresh_token', refreshToken, ...more })
  return { tokens: json, refresh, poll }
}

describe('the polling of a device code', () => {
  test('is pending until the person confirmed on a page that shows the code, and gives tokens once', async () => {
    const { code, poll } = await begun()
    assert.deepEqual([code.expiresIn, code.interval], [600, 5])
    assert.deepEqual((await poll()).json.error, 'authorization_pending')
    assert.ok((await answerOnPage(code, 'allow')).includes(`<p id="code">${code.userCode}</p>`), 'the page shows it')
    aws.clock.advance(5_000)
    const { status, json } = await poll()
    assert.deepEqual([status, json.tokenType, json.expiresIn], [200, 'Bearer', 3600])
    assert.equal((await poll()).json.error, 'invalid_grant')
  })

  test('is to be slowed down for good by whoever asks too soon', async () => {
    const { poll } = await begun()
    await poll()
    assert.equal((await poll()).json.error, 'slow_down')
    aws.clock.advance(6_000)
    assert.equal((await poll()).json.error, 'slow_down', 'ten seconds by now')
    aws.clock.advance(15_000)
    assert.equal((await poll()).json.error, 'authorization_pending')
  })

  test('ends when the person refuses, and after ten minutes', async () => {
    const refused = await begun()
    await answerOnPage(refused.code, 'deny')
    assert.equal((await refused.poll()).json.error, 'access_denied')
    const late = await begun()
    aws.clock.advance(10 * MINUTE)
    assert.equal((await late.poll()).json.error, 'expired_token')
    assert.match(await answerOnPage(late.code, 'allow'), /not valid/)
  })

  test('takes the client that it was begun by, in its own region', async () => {
    const { code, poll } = await begun()
    await answerOnPage(code, 'allow')
    const other = await register()
    const theirs = { clientId: other.clientId, clientSecret: other.clientSecret }
    assert.equal((await poll(theirs)).json.error, 'invalid_grant')
    const wrong = await poll({ clientSecret: 'wrong' })
    assert.deepEqual([wrong.status, wrong.json.error], [401, 'invalid_client'])
    assert.equal((await poll({}, 'oidc.us-east-1.amazonaws.com')).json.error, 'invalid_client')
    assert.equal((await poll({ grantType: 'password' })).json.error, 'unsupported_grant_type')
    assert.equal((await poll()).status, 200)
  })
})

test('a start address is known in its own region, to a client that is', async () => {
  const { clientId, clientSecret } = await register()
  const at = (startUrl: string) => post('/device_authorization', { clientId, clientSecret, startUrl })
  assert.equal((await at('https://nobody.awsapps.com/start')).json.error, 'invalid_request')
  const stranger = await post('/device_authorization', { clientId: 'x', clientSecret: 'y', startUrl: portal.startUrl })
  assert.deepEqual([stranger.status, stranger.json.error], [401, 'invalid_client'])
  aws.clock.advance(91 * 24 * 60 * MINUTE)
  assert.equal((await at(portal.startUrl)).json.error, 'invalid_client', 'its registration ends')
  const bad = { clientName: 'x', clientType: 'confidential' }
  assert.equal((await post('/client/register', bad)).json.error, 'invalid_client_metadata')
  const scoped = { clientName: 'x', clientType: 'public', scopes: ['everything'] }
  assert.equal((await post('/client/register', scoped)).json.error, 'invalid_scope')
})

test('a refresh token is taken once, and gives the next', async () => {
  const { tokens, refresh } = await signedIn()
  const second = (await refresh(tokens.refreshToken)).json
  assert.equal((await refresh(tokens.refreshToken)).json.error, 'invalid_grant', 'the old one')
  assert.equal((await refresh(second.refreshToken)).status, 200)
  aws.clock.advance(9 * 60 * MINUTE)
  assert.equal((await refresh(second.refreshToken)).json.error, 'invalid_grant')
  const plain = await signedIn(await register([]))
  assert.equal(plain.tokens.refreshToken, undefined, 'no scope, no refresh token')
})

test('an access token counts for an hour, in its own region, until it is signed out', async () => {
  const { tokens } = await signedIn()
  const list = (token: unknown, host?: string) => get('/assignment/accounts', token, host)
  assert.equal((await list(tokens.accessToken)).status, 200)
  for (const [token, host] of [
    [undefined, PORTAL],
    ['made up', PORTAL],
    [tokens.accessToken, 'portal.sso.us-east-1.amazonaws.com'],
  ] as const)
    assert.equal((await list(token, host)).status, 401)
  aws.clock.advance(60 * MINUTE)
  assert.equal((await list(tokens.accessToken)).status, 401)
  const { tokens: later, refresh } = await signedIn()
  const headers = { 'x-amz-sso_bearer_token': String(later.accessToken) }
  const out = await fetchRaw(aws, { method: 'POST', host: PORTAL, path: '/logout', headers, body: '' })
  assert.deepEqual([out.status, out.body], [200, ''])
  assert.equal((await list(later.accessToken)).status, 401)
  assert.equal((await refresh(later.refreshToken)).json.error, 'invalid_grant')
})

test('lists come in pages, and credentials are those of what is assigned', async () => {
  const { accessToken } = (await signedIn()).tokens
  const first = (await get('/assignment/accounts?max_result=2', accessToken)).json
  assert.equal((first.accountList as Json[]).length, 2)
  const next = encodeURIComponent(String(first.nextToken))
  const rest = (await get(`/assignment/accounts?max_result=2&next_token=${next}`, accessToken)).json
  assert.deepEqual([(rest.accountList as Json[]).length, rest.nextToken], [1, undefined])
  for (const path of ['?max_result=0', '?max_result=101', '?next_token=made-up'])
    assert.equal((await get(`/assignment/accounts${path}`, accessToken)).status, 400)
  const roles = (await get(`/assignment/roles?account_id=${accounts.prod}`, accessToken)).json
  assert.deepEqual(roles.roleList, [
    { roleName: 'Auditor', accountId: accounts.prod },
    { roleName: 'Operator', accountId: accounts.prod },
  ])
  const given = (role: string) =>
    get(`/federation/credentials?account_id=${accounts.hub}&role_name=${role}`, accessToken)
  const { roleCredentials } = (await given('Developer')).json as { roleCredentials: { expiration: number } }
  assert.equal(roleCredentials.expiration, Math.floor(aws.clock.now() / 1000) * 1000 + 60 * MINUTE)
  assert.equal((await given('Operator')).status, 403)
})

describe('botocore’s own clients', { skip: 'missing' in tools && tools.missing }, () => {
  let home: Home
  before(async () => {
    home = await Home.make('bin' in tools ? tools.bin : '', aliceKey(sampleWorld()), '')
  })
  after(() => home.remove())

  test('sign in, refresh, list page by page and take credentials', async () => {
    // Confirmed once it has asked, since botocore has no page; and before it asks anew, as long has gone by as it has to wait.
    const confirming = setInterval(() => {
      for (const code of aws.state.deviceCodes.values()) {
        if (code.askedAt !== aws.clock.now()) continue
        code.state = 'confirmed'
        aws.clock.advance(code.interval)
      }
    }, 50)
    const ran = await home.run(aws, 'python', ['-c', BOTO3, portal.startUrl]).finally(() => clearInterval(confirming))
    assert.equal(ran.code, 0, ran.error)
    assert.deepEqual(JSON.parse(ran.out), {
      pending: ['AuthorizationPendingException', 400, 'authorization_pending'],
      old: ['InvalidGrantException', 400, 'invalid_grant'],
      client: ['InvalidClientException', 401, 'invalid_client'],
      accounts: ['Hub', 'Production', 'Security'],
      roles: ['Auditor', 'Operator'],
      who: `arn:aws:sts::${accounts.hub}:assumed-role/AWSReservedSSO_Developer_0123456789abcdef/portal-person`,
      forbidden: 403,
      out: ['UnauthorizedException', 401],
    })
  })
})

const BOTO3 = `
import json, sys, time, boto3, botocore
from botocore.exceptions import ClientError

start = sys.argv[1]
unsigned = botocore.config.Config(signature_version=botocore.UNSIGNED)
oidc = boto3.client('sso-oidc', region_name='eu-west-1', config=unsigned)
sso = boto3.client('sso', region_name='eu-west-1', config=unsigned)

def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        answer = error.response
        return [answer['Error']['Code'], answer['ResponseMetadata']['HTTPStatusCode'], answer.get('error')]

client = oidc.register_client(clientName='botocore', clientType='public', scopes=['sso:account:access'])
ours = dict(clientId=client['clientId'], clientSecret=client['clientSecret'])
code = oidc.start_device_authorization(**ours, startUrl=start)
device = dict(grantType='urn:ietf:params:oauth:grant-type:device_code', deviceCode=code['deviceCode'])
pending = refused(oidc.create_token, **ours, **device)
while True:
    try:
        tokens = oidc.create_token(**ours, **device)
        break
    except (oidc.exceptions.AuthorizationPendingException, oidc.exceptions.SlowDownException):
        time.sleep(0.05)
refresh = lambda token: dict(**ours, grantType='refresh_token', refreshToken=token)
newer = oidc.create_token(**refresh(tokens['refreshToken']))
token = newer['accessToken']
pages = sso.get_paginator('list_accounts').paginate(accessToken=token, PaginationConfig=dict(PageSize=2))
names = sorted(account['accountName'] for page in pages for account in page['accountList'])
roles = sso.list_account_roles(accessToken=token, accountId='${accounts.prod}')['roleList']
given = sso.get_role_credentials(accessToken=token, accountId='${accounts.hub}', roleName='Developer')['roleCredentials']
sts = boto3.client('sts', region_name='eu-west-1', aws_access_key_id=given['accessKeyId'], aws_secret_access_key=given['secretAccessKey'], aws_session_token=given['sessionToken'])
who = sts.get_caller_identity()['Arn']
forbidden = refused(sso.get_role_credentials, accessToken=token, accountId='${accounts.hub}', roleName='Operator')[1]
old = refused(oidc.create_token, **refresh(tokens['refreshToken']))
wrong = refused(oidc.create_token, **{**refresh(newer['refreshToken']), 'clientSecret': 'wrong'})
sso.logout(accessToken=token)
print(json.dumps(dict(pending=pending, old=old, client=wrong, accounts=names, roles=[role['roleName'] for role in roles],
    who=who, forbidden=forbidden, out=refused(sso.list_accounts, accessToken=token)[:2])))
`
