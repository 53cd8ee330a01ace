// Signatures: AWS's own signer is accepted, and one wrong byte anywhere is not.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type CallOptions, call, fetchRaw, type Keys, type Sent } from './client.ts'
import { accounts, aliceKey, sampleWorld, threeHops } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'

const HOUR = 3_600_000
let aws: LocalAws
let alice: Keys
before(async () => {
  aws = await startAws(sampleWorld())
  alice = aliceKey(aws.world)
})
after(() => aws.close())

const role = { RoleArn: threeHops[0]?.roleArn ?? '', RoleSessionName: 'tester' }
const authorization = (sent: Sent, change: (header: string) => string) => {
  sent.headers.authorization = change(sent.headers.authorization ?? '')
}
const header = (name: string, value: string) => (sent: Sent) => {
  sent.headers[name] = value
}
/** Another character of the same kind at the first place that fits. */
const bend = (text: string): string => text.replace(/[0-9a-f]$/, (last) => (last === '0' ? '1' : '0'))

for (const method of ['POST', 'GET'] as const)
  test(`a ${method} that AWS's JavaScript signer signed`, async () => {
    const answer = await call(aws, alice, 'AssumeRole', role, { method })
    assert.equal(answer.status, 200, answer.body)
    assert.match(answer.result.Credentials.AccessKeyId, /^ASIA/)
  })

test('further headers, signed with awkward spaces', async () => {
  const answer = await call(
    aws,
    alice,
    'GetCallerIdentity',
    {},
    { headers: { 'x-amz-user-agent': 'a   b ', accept: '*/*' } },
  )
  assert.equal(answer.status, 200, answer.body)
})

test('the global host signs for us-east-1', async () => {
  const good = await call(aws, alice, 'GetCallerIdentity', {}, { host: 'sts.amazonaws.com' })
  assert.equal(good.result.Account, accounts.hub)
})

const MISMATCH = /^The request signature we calculated does not match the signature you provided\./
const tampered: [string, (sent: Sent) => void][] = [
  ['the body', (sent) => Object.assign(sent, { body: sent.body.replace('tester', 'testes') })],
  ['the signature', (sent) => authorization(sent, bend)],
  ['a longer signature', (sent) => authorization(sent, (header) => `${header}00`)],
  ['a signed header', header('content-type', 'application/x-www-form-urlencoded')],
  ['a query that was not signed', (sent) => Object.assign(sent, { path: '/?More=1' })],
  ['the date, by a second', (sent) => header('x-amz-date', later(sent.headers['x-amz-date']))(sent)],
  [
    'a header that is named but not there',
    (sent) => authorization(sent, (header) => header.replace('host;', 'host;more;')),
  ],
  [
    'headers out of order',
    (sent) => authorization(sent, (header) => header.replace('content-type;host', 'host;content-type')),
  ],
]
const later = (date = ''): string => `${date.slice(0, -2)}${(Number(date.at(-2)) + 1) % 10}Z`

for (const [what, tamper] of tampered)
  test(`one wrong byte: ${what}`, async () => {
    const answer = await call(aws, alice, 'AssumeRole', role, { tamper })
    assert.equal(answer.code, 'SignatureDoesNotMatch')
    assert.equal(answer.status, 403)
    assert.match(answer.message ?? '', MISMATCH)
  })

test('one wrong byte: the secret', async () => {
  const answer = await call(aws, { ...alice, secret: `${alice.secret.slice(0, -1)}!` }, 'AssumeRole', role)
  assert.equal(answer.code, 'SignatureDoesNotMatch')
})

test('a body hash that says another body than was sent', async () => {
  const answer = await call(
    aws,
    alice,
    'GetCallerIdentity',
    {},
    { headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
  )
  assert.equal(answer.code, 'SignatureDoesNotMatch')
})

const refused: [string, CallOptions, number, string, RegExp][] = [
  [
    'no signature at all',
    { tamper: (sent) => void delete sent.headers.authorization },
    403,
    'MissingAuthenticationToken',
    /^Request is missing Authentication Token$/,
  ],
  ['another scheme', { tamper: header('authorization', 'Bearer abc') }, 403, 'MissingAuthenticationToken', /missing/],
  [
    'an algorithm that AWS does not know',
    { tamper: (sent) => authorization(sent, (header) => header.replace('SHA256', 'SHA512')) },
    400,
    'IncompleteSignature',
    /Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'/,
  ],
  [
    'no credential',
    { tamper: (sent) => authorization(sent, (header) => header.replace(/Credential=[^,]*, /, '')) },
    400,
    'IncompleteSignature',
    /requires 'Credential' parameter/,
  ],
  [
    'no signed headers and no signature',
    { tamper: (sent) => authorization(sent, (header) => header.replace(/, SignedHeaders.*/, '')) },
    400,
    'IncompleteSignature',
    /requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter/,
  ],
  [
    'no date',
    { tamper: (sent) => void delete sent.headers['x-amz-date'] },
    400,
    'IncompleteSignature',
    /requires existence of either a 'X-Amz-Date' or a 'Date' header/,
  ],
  [
    'a date in another form',
    { tamper: header('x-amz-date', '2026-01-01T00:00:00Z') },
    400,
    'IncompleteSignature',
    /'basic format'/,
  ],
  [
    'a credential of four parts',
    { tamper: (sent) => authorization(sent, (header) => header.replace('/aws4_request', '')) },
    400,
    'IncompleteSignature',
    /exactly 5 slash-delimited elements/,
  ],
  [
    'another region than the host',
    { region: 'us-east-2' },
    403,
    'SignatureDoesNotMatch',
    /^Credential should be scoped to a valid region, not 'us-east-2'\./,
  ],
  [
    'the global host, signed for another region',
    { host: 'sts.amazonaws.com', region: 'eu-west-1' },
    403,
    'SignatureDoesNotMatch',
    /valid region, not 'eu-west-1'/,
  ],
  [
    'another service',
    { tamper: (sent) => authorization(sent, (header) => header.replace('/sts/', '/iam/')) },
    403,
    'SignatureDoesNotMatch',
    /correct service: 'sts'/,
  ],
  [
    'another terminator',
    { tamper: (sent) => authorization(sent, (header) => header.replace('aws4_request', 'aws5_request')) },
    403,
    'SignatureDoesNotMatch',
    /valid terminator: 'aws4_request', not 'aws5_request'/,
  ],
  [
    'another day in the scope',
    { tamper: (sent) => authorization(sent, (header) => header.replace(/\/\d{8}\//, '/20010101/')) },
    403,
    'SignatureDoesNotMatch',
    /^Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20010101' != '\d{8}'/,
  ],
  [
    'an unsigned host',
    { tamper: (sent) => authorization(sent, (header) => header.replace('host;', '')) },
    403,
    'SignatureDoesNotMatch',
    /^'Host' or ':authority' must be a 'SignedHeader'/,
  ],
  [
    'an unsigned x-amz header',
    { tamper: header('x-amz-target', 'more') },
    403,
    'SignatureDoesNotMatch',
    /'x-amz-target' must be a 'SignedHeader'/,
  ],
]
for (const [what, options, status, code, message] of refused)
  test(`refused: ${what}`, async () => {
    const answer = await call(aws, alice, 'AssumeRole', role, options)
    assert.equal(answer.code, code)
    assert.equal(answer.status, status)
    assert.match(answer.message ?? '', message)
  })

test('a signature is good for 15 minutes, either way', async () => {
  const { clock } = aws
  for (const minutes of [-14, 14])
    assert.equal(
      (await call(aws, alice, 'GetCallerIdentity', {}, { date: clock.now() + minutes * 60_000 })).status,
      200,
    )

  const old = await call(aws, alice, 'GetCallerIdentity', {}, { date: clock.now() - HOUR })
  assert.equal(old.status, 403)
  assert.match(
    old.message ?? '',
    /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/,
  )
  const early = await call(aws, alice, 'GetCallerIdentity', {}, { date: clock.now() + HOUR })
  assert.match(
    early.message ?? '',
    /^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 15 min\.\)$/,
  )
})

test('the server can be ahead of the computer, and its Date header says so', async () => {
  aws.clock.advance(2 * HOUR)
  const answer = await call(aws, alice, 'GetCallerIdentity', {}, { date: Date.now() })
  assert.equal(answer.code, 'SignatureDoesNotMatch')
  assert.ok(Math.abs(Date.parse(String(answer.headers.date)) - Date.now() - 2 * HOUR) < 60_000)
  aws.clock.advance(-2 * HOUR)
})

test('the vector of the protocol notes', async () => {
  const vector = await startAws(sampleWorld())
  vector.clock.set(Date.parse('2026-01-01T00:00:00Z'))
  // The vector has a token, so its key must be a session's: GetSessionToken's, under the vector's names.
  const { result } = await call(vector, aliceKey(vector.world), 'GetSessionToken')
  const known = vector.state.sessions.get(result.Credentials.AccessKeyId)
  assert.ok(known)
  vector.state.sessions.set('AKIDEXAMPLE', { ...known, keyId: 'AKIDEXAMPLE', secret: 'SECRET', token: 'TOKEN' })
  const sent: Sent = {
    method: 'POST',
    host: 'sts.us-east-1.amazonaws.com',
    path: '/',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-amz-date': '20260101T000000Z',
      'x-amz-security-token': 'TOKEN',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=8ee86835255451994014fb6589c626080d9a8611884c230f04093d3cc2f4d8b2',
    },
    body: 'Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdemo&RoleSessionName=alice&DurationSeconds=900',
  }
  const answer = await fetchRaw(vector, sent)
  // The signature is good; the role is not there.
  assert.match(answer.body, /<Code>AccessDenied<\/Code>/)
  await vector.close()
})
