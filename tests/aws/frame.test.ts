// Requests byte by byte: what HTTP allows is accepted in every form, and what is no request of AWS's protocol is not.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { connect } from 'node:tls'
import { type CallOptions, call, type Keys, type Sent, signed } from './client.ts'
import { aliceKey, sampleWorld } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'

const HOST = 'sts.us-east-1.amazonaws.com'
const FORM = 'application/x-www-form-urlencoded'
const QUERY = 'Action=GetCallerIdentity&Version=2011-06-15'
let aws: LocalAws
let alice: Keys
before(async () => {
  aws = await startAws(sampleWorld())
  alice = aliceKey(aws.world)
})
after(() => aws.close())

const asked = (options: CallOptions = {}) =>
  signed(aws, alice, { Action: 'GetCallerIdentity', Version: '2011-06-15' }, options)

/** Sends these very bytes and gives the whole answer; the connection ends with it. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect({ host: '127.0.0.1', port: aws.port, servername: HOST, ca: readFileSync(aws.caFile) })
    socket.setEncoding('utf8').on('data', (data) => {
      answer += data
    })
    socket.on('error', reject).on('end', () => resolve(answer))
    socket.write(bytes)
  })
}

interface Form {
  start?: string
  header?: (name: string, value: string) => string | undefined
  body?: (body: string) => string
  more?: string[]
}
function bytes({ headers, body }: Sent, { start = 'POST / HTTP/1.1', header, body: encode, more = [] }: Form): string {
  const length = encode ? [] : [`content-length: ${Buffer.byteLength(body)}`]
  const lines = Object.entries(headers).map(([name, value]) => header?.(name, value) ?? `${name}: ${value}`)
  return [start, ...lines, ...length, ...more, 'connection: close', '', encode?.(body) ?? body].join('\r\n')
}

const accepted: [what: string, form: Form, options?: CallOptions][] = [
  ['names in upper case', { header: (name, value) => `${name.toUpperCase()}: ${value}` }],
  ['spaces around values', { header: (name, value) => `${name}:   ${value}  ` }],
  [
    'an authorization without spaces',
    { header: (name, value) => (name === 'authorization' ? `${name}: ${value.replaceAll(', ', ',')}` : undefined) },
  ],
  [
    'a body in chunks',
    { body: (body) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`, more: ['transfer-encoding: chunked'] },
  ],
  ['HTTP/1.0', { start: 'POST / HTTP/1.0' }],
  ['the whole address as target', { start: `POST https://${HOST}/ HTTP/1.1` }],
  // As signatures join it.
  [
    'a header twice',
    {
      header: (name, value) =>
        name === 'x-amz-twice'
          ? value
              .split(',')
              .map((one) => `${name}: ${one}`)
              .join('\r\n')
          : undefined,
    },
    { headers: { 'x-amz-twice': 'b,a' } },
  ],
]
for (const [what, form, options] of accepted)
  test(`accepted: ${what}`, async () => assert.match(await exchange(bytes(await asked(options), form)), /user\/alice/))

for (const type of [FORM, `${FORM};charset=UTF-8`, FORM.toUpperCase()])
  test(`accepted: ${type}`, async () =>
    assert.match(await exchange(bytes(await asked({ headers: { 'content-type': type } }), {})), /user\/alice/))

const turnedAway: [what: string, bytes: string, expected: RegExp][] = [
  ['no host', 'GET / HTTP/1.0\r\n\r\n', /^HTTP\/1.1 400 /],
  [
    'two hosts',
    `GET /?${QUERY} HTTP/1.1\r\nHost: ${HOST}\r\nHost: sts.eu-west-1.amazonaws.com\r\n\r\n`,
    /^HTTP\/1.1 400 /,
  ],
  ['a host of nobody', 'GET / HTTP/1.1\r\nHost: ec2.amazonaws.com\r\n\r\n', /^HTTP\/1.1 421 /],
  ['a target that is none', `OPTIONS * HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`, /^HTTP\/1.1 400 /],
  ['bytes that are no HTTP', '\u0000\u0001\r\n\r\n', /^HTTP\/1.1 400 /],
  ['a header of 20 kB', `GET / HTTP/1.1\r\nHost: ${HOST}\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1.1 431 /],
  [
    'a body of 2 MB',
    `POST / HTTP/1.1\r\nHost: ${HOST}\r\ncontent-length: 2000000\r\n\r\n${'a'.repeat(2_000_000)}`,
    /^HTTP\/1.1 413 /,
  ],
]
for (const [what, sent, expected] of turnedAway)
  test(`turned away: ${what}`, async () => assert.match(await exchange(sent), expected))

const refused: [what: string, change: Partial<Sent>, status: number, expected: RegExp][] = [
  ['a method that STS does not know', { method: 'PUT' }, 404, /UnknownOperation/],
  ['a path', { path: '/sts' }, 404, /UnknownOperation/],
  ['two slashes', { path: '//' }, 404, /UnknownOperation/],
  ['no action', { body: 'Version=2011-06-15' }, 302, /^$/],
  ['an action in lower case', { body: QUERY.toLowerCase() }, 302, /^$/],
  [
    'an unknown action',
    { body: 'Action=Dance&Version=2011-06-15' },
    400,
    /Could not find operation Dance for version 2011-06-15/,
  ],
  ['no version', { body: 'Action=GetCallerIdentity' }, 400, /for version NO_VERSION_SPECIFIED/],
  ['a parameter twice', { body: `${QUERY}&Action=AssumeRole` }, 404, /MalformedQueryString/],
  ['a parameter in address and body', { path: `/?${QUERY}` }, 404, /MalformedQueryString/],
  ['a wrong escape', { body: `${QUERY}&Name=%zz` }, 404, /MalformedQueryString/],
  ['an escape cut short', { path: '/?Name=%4' }, 404, /MalformedQueryString/],
  ['a form that is called something else', { headers: { 'content-type': `${FORM}-not` } }, 302, /^$/],
]
for (const [what, change, status, expected] of refused)
  test(`refused before the signature: ${what}`, async () => {
    const tamper = (sent: Sent) => Object.assign(sent, { ...change, headers: { ...sent.headers, ...change.headers } })
    const answer = await call(aws, alice, 'GetCallerIdentity', {}, { tamper })
    assert.equal(answer.status, status, answer.body)
    assert.match(answer.body, expected)
  })
