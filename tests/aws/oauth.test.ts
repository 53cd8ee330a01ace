// AWS Sign-In's OAuth service, the flow behind `aws login`: who is given credentials, for how long, and by which proof. Then botocore's own
// client and its provider of credentials, unchanged.

import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { assume, call, fetchRaw, type Keys } from './client.ts'
import { Clock } from './clock.ts'
import { Home, pythonTools } from './python.ts'
import { accounts, aliceKey, consoleUser, fromConsole, sampleWorld } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'

// Before all tests: see iam-keys.test.ts.
const tools = await pythonTools()

const HOST = 'eu-west-1.signin.aws.amazon.com'
const CLIENT = 'arn:aws:signin:::devtools/same-device'
const REDIRECT = 'http://127.0.0.1:54321/oauth/callback'
const LENA = `arn:aws:iam::${accounts.hub}:user/lena`
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
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

interface ProofOptions {
  host?: string
  claims?: Json
  header?: Json
  /** What signs, where that is not the key that is shown. */
  signer?: KeyObject
}

/** A proof for the address of the tokens, with what is wrong with it. */
function proof(key: KeyObject, { host = HOST, claims = {}, header = {}, signer = key }: ProofOptions = {}): string {
  const { kty, crv, x, y } = key.export({ format: 'jwk' })
  const htu = `https://${host}/v1/token`
  const said = { htm: 'POST', htu, iat: Math.floor(aws.clock.now() / 1000), jti: randomUUID(), ...claims }
  const text = `${base64url({ typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y }, ...header })}.${base64url(said)}`
  const signature = sign('sha256', Buffer.from(text), { key: signer, dsaEncoding: 'ieee-p1363' })
  return `${text}.${signature.toString('base64url')}`
}

async function token(body: Json, dpop: string, host = HOST): Promise<{ status: number; json: Json }> {
  const headers = { 'content-type': 'application/json', dpop }
  const reply = await fetchRaw(aws, { method: 'POST', host, path: '/v1/token', headers, body: JSON.stringify(body) })
  return { status: reply.status, json: JSON.parse(reply.body) }
}

/** As a person does on AWS's page: where the browser is sent then, or what the page says. */
async function authorize(verifier: string, change: Json = {}, as: Json = consoleUser): Promise<string> {
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT,
    redirect_uri: REDIRECT,
    state: 'the state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'SHA-256',
    scope: 'openid',
    ...change,
  })
  const path = `/v1/authorize?${asked}`
  const shown = await fetchRaw(aws, { method: 'GET', host: HOST, path, headers: {}, body: '' })
  if (shown.status !== 200) return shown.body
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams(as as Record<string, string>).toString()
  const said = await fetchRaw(aws, { method: 'POST', host: HOST, path, headers, body })
  return said.status === 302 ? String(said.headers.location) : said.body
}

async function begun() {
  const verifier = randomBytes(48).toString('base64url')
  const to = new URL(await authorize(verifier))
  const code = to.searchParams.get('code') ?? ''
  const grant = {
    clientId: CLIENT,
    grantType: 'authorization_code',
    code,
    codeVerifier: verifier,
    redirectUri: REDIRECT,
  }
  return { to, grant, key: newKey() }
}

async function signedIn() {
  const { grant, key } = await begun()
  const { status, json } = await token(grant, proof(key))
  assert.equal(status, 200, JSON.stringify(json))
  const refresh = (refreshToken: unknown, by = key, options: ProofOptions = {}) =>
    token({ clientId: CLIENT, grantType: 'refresh_token', refreshToken }, proof(by, options), options.host)
  return { tokens: json, refresh, key, grant }
}

const keysOf = ({ accessToken }: Json): Keys => {
  const { accessKeyId, secretAccessKey, sessionToken } = accessToken as Record<string, string>
  return { id: accessKeyId ?? '', secret: secretAccessKey ?? '', token: sessionToken ?? '' }
}

describe('the page', () => {
  test('sends the browser back with a code and the state', async () => {
    const { to } = await begun()
    assert.deepEqual([to.origin + to.pathname, to.searchParams.get('state')], [REDIRECT, 'the state'])
  })

  test('takes nobody without the password, or without the permission', async () => {
    const verifier = 'v'.repeat(64)
    assert.match(await authorize(verifier, {}, { ...consoleUser, password: 'wrong' }), /information is incorrect/)
    const lena = aws.world.accounts.get(accounts.hub)?.users.get('lena')
    lena?.policies.pop()
    assert.match(await authorize(verifier), /not authorized to perform: signin:AuthorizeOAuth2Access/)
  })

  test('refuses what AWS refuses', async () => {
    for (const [name, value] of [
      ['response_type', 'token'],
      ['client_id', 'arn:aws:signin:::devtools/other'],
      ['redirect_uri', 'http://localhost:54321/oauth/callback'],
      ['redirect_uri', 'https://example.com/oauth/callback'],
      ['state', ''],
      ['code_challenge_method', 'S256'],
      ['code_challenge', 'short'],
      ['scope', 'email'],
    ] as const)
      assert.match(await authorize('v'.repeat(64), { [name]: value }), new RegExp(`Invalid ${name} parameter`), name)
  })
})

describe('a code', () => {
  test('gives credentials for fifteen minutes, of whoever signed in, and says who that is', async () => {
    const { tokens } = await signedIn()
    assert.deepEqual([tokens.tokenType, tokens.expiresIn], ['aws_sigv4', 900])
    const { sub, aud } = JSON.parse(Buffer.from(String(tokens.idToken).split('.')[1] ?? '', 'base64url').toString())
    assert.deepEqual([sub, aud], [LENA, CLIENT])
    assert.equal((await call(aws, keysOf(tokens), 'GetCallerIdentity')).result?.Arn, LENA)
    await assume(aws, keysOf(tokens), fromConsole[0]?.roleArn ?? '')
    aws.clock.advance(15 * MINUTE)
    assert.equal((await call(aws, keysOf(tokens), 'GetCallerIdentity')).code, 'ExpiredToken')
  })

  test('is taken once, by its verifier, for its redirect, in its region, in time', async () => {
    const { grant, key } = await signedIn()
    assert.equal((await token(grant, proof(key))).json.error, 'AUTHCODE_EXPIRED', 'a second time')
    const wrong: [string, (grant: Json) => Json, string][] = [
      ['verifier', (grant) => ({ ...grant, codeVerifier: 'w'.repeat(64) }), 'INVALID_REQUEST'],
      ['redirect', (grant) => ({ ...grant, redirectUri: REDIRECT.replace('54321', '54322') }), 'INVALID_REQUEST'],
      ['client', (grant) => ({ ...grant, clientId: CLIENT.replace('same', 'cross') }), 'INVALID_REQUEST'],
      ['grant', (grant) => ({ ...grant, grantType: 'password' }), 'INVALID_REQUEST'],
    ]
    for (const [what, change, error] of wrong) {
      const { grant, key } = await begun()
      const { status, json } = await token(change(grant), proof(key))
      assert.deepEqual([status, json.error], [400, error], what)
    }
    const elsewhere = await begun()
    const host = 'us-east-1.signin.aws.amazon.com'
    const there = await token(elsewhere.grant, proof(elsewhere.key, { host }), host)
    assert.equal(there.json.error, 'AUTHCODE_EXPIRED', 'another region')
    const late = await begun()
    aws.clock.advance(11 * MINUTE)
    assert.equal((await token(late.grant, proof(late.key))).json.error, 'AUTHCODE_EXPIRED', 'late')
  })
})

describe('a proof', () => {
  test('is signed by the key that it shows, for this very request, and taken once', async () => {
    const { refresh, tokens, key } = await signedIn()
    const broken: [string, ProofOptions][] = [
      ['signature', { signer: newKey() }],
      ['htm', { claims: { htm: 'GET' } }],
      ['htu', { claims: { htu: 'https://us-east-1.signin.aws.amazon.com/v1/token' } }],
      ['iat', { claims: { iat: Math.floor(aws.clock.now() / 1000) - 3_600 } }],
      ['iat', { claims: { iat: undefined } }],
      ['jti', { claims: { jti: '' } }],
      ['header', { header: { alg: 'none' } }],
      ['header', { header: { typ: 'JWT' } }],
      ['header', { header: { jwk: key.export({ format: 'jwk' }) } }],
    ]
    for (const [what, options] of broken) {
      const { json } = await refresh(tokens.refreshToken, key, options)
      assert.deepEqual([json.error, json.message], ['INVALID_REQUEST', `Invalid DPoP proof: ${what}`])
    }
    const once = { claims: { jti: 'once' } }
    const { json: next } = await refresh(tokens.refreshToken, key, once)
    assert.equal((await refresh(next.refreshToken, key, once)).json.message, 'Invalid DPoP proof: jti')
    assert.equal((await refresh(next.refreshToken)).status, 200)
  })
})

test('a refresh token is taken once, by the key and in the region of its sign-in, for twelve hours', async () => {
  const { tokens, refresh } = await signedIn()
  assert.equal((await refresh(tokens.refreshToken, newKey())).json.error, 'TOKEN_EXPIRED', 'another key')
  const host = 'us-east-1.signin.aws.amazon.com'
  assert.equal((await refresh(tokens.refreshToken, undefined, { host })).json.error, 'TOKEN_EXPIRED', 'another region')
  const { json: second } = await refresh(tokens.refreshToken)
  assert.deepEqual([second.expiresIn, second.idToken], [900, undefined])
  assert.equal((await refresh(tokens.refreshToken)).json.error, 'TOKEN_EXPIRED', 'the old one')
  aws.clock.advance(11 * 60 * MINUTE + 55 * MINUTE)
  const { json: last } = await refresh(second.refreshToken)
  assert.equal(last.expiresIn, 300, 'no longer than the sign-in')
  aws.clock.advance(5 * MINUTE)
  assert.equal((await refresh(last.refreshToken)).json.error, 'TOKEN_EXPIRED')
})

test('who lost the permission, or was deleted, gets nothing more', async () => {
  const { tokens, refresh } = await signedIn()
  const hub = aws.world.accounts.get(accounts.hub)
  const policies = hub?.users.get('lena')?.policies ?? []
  const gone = policies.pop()
  const refused = await refresh(tokens.refreshToken)
  assert.deepEqual([refused.status, refused.json.error], [400, 'INSUFFICIENT_PERMISSIONS'])
  if (gone) policies.push(gone)
  hub?.users.delete('lena')
  assert.equal((await refresh(tokens.refreshToken)).json.error, 'USER_CREDENTIALS_CHANGED')
})

describe('botocore', { skip: 'missing' in tools && tools.missing }, () => {
  let home: Home
  before(async () => {
    const config = `[profile login]\nlogin_session = ${LENA}\nregion = eu-west-1\n`
    home = await Home.make('bin' in tools ? tools.bin : '', aliceKey(sampleWorld()), config)
  })
  after(() => home.remove())

  test('exchanges a code, and its provider of credentials refreshes what came of it', async () => {
    const { grant, key } = await begun()
    const pem = key.export({ format: 'pem', type: 'sec1' }).toString()
    const ran = await home.run(aws, 'python', ['-c', BOTO3, JSON.stringify(grant), pem, LENA])
    assert.equal(ran.code, 0, ran.error)
    assert.deepEqual(JSON.parse(ran.out), {
      expiresIn: 900,
      again: ['AccessDeniedException', 400, 'AUTHCODE_EXPIRED'],
      unproven: ['ValidationException', 400, 'INVALID_REQUEST'],
      who: LENA,
      renewed: true,
      old: 'LoginRefreshRequired',
    })
  })
})

/** The token as the AWS CLI's `login` writes it into its cache, where botocore's provider finds it. */
const BOTO3 = `
import json, sys, boto3, botocore
from botocore.credentials import LoginCredentialFetcher, _build_add_dpop_header_handler
from botocore.exceptions import ClientError, LoginRefreshRequired
from botocore.utils import JSONFileCache, LoginTokenLoader, get_login_token_cache_directory

grant, pem, who = json.loads(sys.argv[1]), sys.argv[2], sys.argv[3]
unsigned = botocore.config.Config(signature_version=botocore.UNSIGNED)
signin = lambda: boto3.client('signin', region_name='eu-west-1', config=unsigned)

def refused(client, **arguments):
    try:
        client.create_o_auth2_token(**arguments)
    except ClientError as error:
        answer = error.response
        return [answer['Error']['Code'], answer['ResponseMetadata']['HTTPStatusCode'], answer.get('error')]

unproven = refused(signin(), tokenInput=grant)
client = signin()
key = LoginCredentialFetcher._load_private_key(dict(dpopKey=pem))
client.meta.events.register('before-call.signin.CreateOAuth2Token', _build_add_dpop_header_handler(key))
output = client.create_o_auth2_token(tokenInput=grant)['tokenOutput']
again = refused(client, tokenInput=grant)
given = dict(output['accessToken'], accountId='${accounts.hub}', expiresAt='2020-01-01T00:00:00Z')
token = dict(accessToken=given, refreshToken=output['refreshToken'], dpopKey=pem, clientId=grant['clientId'])
loader = LoginTokenLoader(JSONFileCache(get_login_token_cache_directory()))

def identity():
    loader.save_token(who, dict(token))
    return boto3.Session(profile_name='login').client('sts').get_caller_identity()['Arn']

is_who = identity()
renewed = loader.load_token(who)['refreshToken'] != output['refreshToken']
try:
    old = identity()
except LoginRefreshRequired as error:
    old = type(error).__name__
print(json.dumps(dict(expiresIn=output['expiresIn'], again=again, unproven=unproven, who=is_who, renewed=renewed, old=old)))
`
