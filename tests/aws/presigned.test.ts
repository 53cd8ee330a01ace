// Signatures in the query: presigned addresses, as EKS and Vault use them to prove who someone is.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { assume, fetchRaw, type Keys } from './client.ts'
import { aliceKey, otherPartitions, sampleWorld, threeHops } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'
import { keyOf } from './world.ts'

const HOST = 'sts.us-east-1.amazonaws.com'
const MINUTE = 60_000
let aws: LocalAws
let alice: Keys
before(async () => {
  aws = await startAws(sampleWorld())
  alice = aliceKey(aws.world)
})
after(() => aws.close())

/** An address that asks who the signer is; `x-k8s-aws-id` is what EKS adds to the signed headers. */
async function presign({ id, secret, token }: Keys, region = 'us-east-1', at = aws.clock.now()): Promise<URL> {
  const credentials = { accessKeyId: id, secretAccessKey: secret, ...(token && { sessionToken: token }) }
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 })
  const headers = { host: HOST, 'x-k8s-aws-id': 'cluster' }
  const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' }
  const request = { method: 'GET', protocol: 'https:', hostname: HOST, path: '/', headers, query }
  const signed = await signer.presign(request, { expiresIn: 60, signingDate: new Date(at) })
  return new URL(`https://${HOST}/?${new URLSearchParams(signed.query as Record<string, string>)}`)
}

const get = (url: URL, headers: Record<string, string> = { 'x-k8s-aws-id': 'cluster' }) =>
  fetchRaw(aws, { method: 'GET', host: HOST, path: url.pathname + url.search, headers, body: '' })

test('a user and a role session are known by it', async () => {
  assert.match((await get(await presign(alice))).body, /<Arn>arn:aws:iam::111122223333:user\/alice<\/Arn>/)
  const hub = await assume(aws, alice, threeHops[0]?.roleArn ?? '')
  assert.match((await get(await presign(hub))).body, /<Arn>[^<]*:assumed-role\/RelayHub\/tester<\/Arn>/)
})

test('it works for 15 minutes, whatever its X-Amz-Expires says', async () => {
  const signedAgo = (minutes: number) => presign(alice, 'us-east-1', aws.clock.now() - minutes * MINUTE)
  assert.equal((await get(await signedAgo(14))).status, 200)
  assert.match((await get(await signedAgo(16))).body, /Signature expired: /)
})

type Change = (url: URL) => void
const set = (name: string, value: string) => (url: URL) => url.searchParams.set(`X-Amz-${name}`, value)
const without = (name: string) => (url: URL) => url.searchParams.delete(`X-Amz-${name}`)
const MISMATCH = /SignatureDoesNotMatch[\s\S]*The request signature we calculated/
const refused: [what: string, change: Change, expected: RegExp, headers?: Record<string, string>][] = [
  ['another action', (url) => url.searchParams.set('Action', 'GetSessionToken'), MISMATCH],
  ['another X-Amz-Expires', set('Expires', '61'), MISMATCH],
  ['a parameter more', (url) => url.searchParams.append('More', ''), MISMATCH],
  ['a wrong signature', set('Signature', '0'.repeat(64)), MISMATCH],
  ['a signed header of another value', () => {}, MISMATCH, { 'x-k8s-aws-id': 'other' }],
  ['a signed header that is not sent', () => {}, MISMATCH, {}],
  [
    'a host that is not signed',
    set('SignedHeaders', 'x-k8s-aws-id'),
    /'Host' or ':authority' must be a 'SignedHeader'/,
  ],
  ['an x-amz- header that is not signed', () => {}, /must be a 'SignedHeader'/, { 'x-amz-more': '1' }],
  ['another algorithm', set('Algorithm', 'AWS4-HMAC-SHA512'), /MissingAuthenticationToken/],
  ['no signature', without('Signature'), /IncompleteSignature[\s\S]*must include 'X-Amz-Signature'\. Re-examine/],
  [
    'no date and no headers',
    (url) => {
      without('Date')(url)
      without('SignedHeaders')(url)
    },
    /'X-Amz-SignedHeaders'\. AWS query-string parameters must include 'X-Amz-Date'/,
  ],
  ['a token that a long-term key has none of', set('Security-Token', 'abc'), /InvalidClientTokenId/],
  [
    'a signature in the header too',
    () => {},
    /SignatureDoesNotMatch/,
    { authorization: 'AWS4-HMAC-SHA256 Credential=' },
  ],
]
for (const [what, change, expected, headers] of refused)
  test(`refused: ${what}`, async () => {
    const url = await presign(alice)
    change(url)
    const { status, body } = await get(url, headers)
    assert.ok(status === 403 || status === 400, body)
    assert.match(body, expected)
  })

test('a session whose token is spelled in lower case has none', async () => {
  const url = await presign(await assume(aws, alice, threeHops[0]?.roleArn ?? ''))
  const token = url.searchParams.get('X-Amz-Security-Token') ?? ''
  url.searchParams.delete('X-Amz-Security-Token')
  url.searchParams.set('x-amz-security-token', token)
  assert.match((await get(url)).body, /InvalidClientTokenId/)
})

test('another region, another partition', async () => {
  assert.match((await get(await presign(alice, 'eu-west-1'))).body, /Credential should be scoped to a valid region/)
  const [gov] = otherPartitions
  assert.match(
    (await get(await presign(keyOf(aws.world, gov?.account ?? '', 'operator')))).body,
    /InvalidClientTokenId/,
  )
})
