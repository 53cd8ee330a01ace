// The frame around the services: names, certificates, the proxy, faults on demand, and the journal.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect as connectPlain } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { call, fetchRaw, getSigninToken, type Keys, keysIn, signed } from './client.ts'
import { faults } from './faults.ts'
import { certificateNames, placeOf } from './hosts.ts'
import { accountOfKeyId, base32, fromBase32 } from './keys.ts'
import { accounts, aliceKey, sampleWorld, threeHops } from './sample.ts'
import { type LocalAws, startAws } from './server.ts'
import { codeOf } from './totp.ts'

const HOST = 'sts.us-east-1.amazonaws.com'
let aws: LocalAws
let alice: Keys
before(async () => {
  aws = await startAws(sampleWorld())
  alice = aliceKey(aws.world)
})
after(() => aws.close())
beforeEach(() => {
  aws.clearFaults()
  aws.clearJournal()
})

const identity = () => call(aws, alice, 'GetCallerIdentity')
const role = { RoleArn: threeHops[0]?.roleArn ?? '', RoleSessionName: 'tester' }
const first = () => call(aws, alice, 'AssumeRole', role)

describe('names', () => {
  const rows: [string, string | undefined][] = [
    ['sts.amazonaws.com', 'sts aws us-east-1'],
    ['sts.us-east-1.amazonaws.com', 'sts aws us-east-1'],
    ['STS.eu-west-1.api.aws:443', 'sts aws eu-west-1'],
    ['sts-fips.us-west-2.amazonaws.com', 'sts aws us-west-2'],
    ['sts.us-gov-east-1.amazonaws.com', 'sts aws-us-gov us-gov-east-1'],
    ['sts.cn-north-1.amazonaws.com.cn', 'sts aws-cn cn-north-1'],
    ['sts.cn-north-1.amazonaws.com', undefined],
    ['sts.eusc-de-east-1.amazonaws.eu', 'sts aws-eusc eusc-de-east-1'],
    ['signin.aws.amazon.com', 'signin aws us-east-1'],
    ['eu-west-1.signin.aws.amazon.com', 'signin aws eu-west-1'],
    ['signin.amazonaws-eusc.eu', undefined],
    ['eusc-de-east-1.signin.amazonaws-eusc.eu', 'signin aws-eusc eusc-de-east-1'],
    ['console.amazonaws.cn', 'console aws-cn cn-north-1'],
    ['health.console.aws.amazon.com', 'console aws us-east-1'],
    ['a.health.console.aws.amazon.com', undefined],
    ['health.us-east-1.console.aws.amazon.com', undefined],
    ['health.signin.aws.amazon.com', undefined],
    ['111122223333-abcd0123.us-east-1.console.aws.amazon.com', 'console aws us-east-1'],
    ['111122223333-abcd012.us-east-1.console.aws.amazon.com', undefined],
    ['111122223333-abcd0123.console.aws.amazon.com', undefined],
    ['111122223333-abcd0123.us-east-1.signin.aws.amazon.com', undefined],
    ['iam.amazonaws.com', 'iam aws us-east-1'],
    ['iam.us-gov.amazonaws.com', 'iam aws-us-gov us-gov-west-1'],
    ['iam.eu-west-1.amazonaws.com', undefined],
    ['ec2.amazonaws.com', undefined],
    ['sts.us-east-1.amazonaws.com.example.com', undefined],
  ]
  for (const [host, expected] of rows)
    test(host, () => {
      const place = placeOf(host)
      assert.equal(place && `${place.service} ${place.partition?.name} ${place.region}`, expected)
    })

  test('the certificate is good for each, and for no other', async () => {
    for (const name of [
      HOST,
      '111122223333-abcd0123.eu-west-1.console.aws.amazon.com',
      'health.console.aws.amazon.com',
      'localhost',
    ])
      assert.equal(await handshake(name), 'good')
    assert.equal(await handshake('ec2.amazonaws.com'), 'ERR_TLS_CERT_ALTNAME_INVALID')
    assert.ok(certificateNames().length > 200)
  })
})

function handshake(servername: string): Promise<string> {
  return new Promise((done) => {
    const socket = connectTls({ host: '127.0.0.1', port: aws.port, servername, ca: readFileSync(aws.caFile) }, () => {
      socket.destroy()
      done('good')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
  })
}

describe('the proxy', () => {
  const ask = (target: string): Promise<string> =>
    new Promise((done) => {
      const socket = connectPlain(aws.proxyPort, '127.0.0.1', () => socket.write(`CONNECT ${target} HTTP/1.1\r\n\r\n`))
      socket.once('data', (data) => {
        socket.destroy()
        done(data.toString().slice(9, 12))
      })
    })
  const rows: [string, string][] = [
    [`${HOST}:443`, '200'],
    ['example.com:443', '403'],
    [`${HOST}:22`, '403'],
    ['127.0.0.1:443', '403'],
  ]
  for (const [target, status] of rows) test(`${target}: ${status}`, async () => assert.equal(await ask(target), status))
  test('remembers what it refused', async () => {
    const before = aws.refused.length
    for (const [target] of rows) await ask(target)
    assert.deepEqual(aws.refused.slice(before), ['example.com:443', `${HOST}:22`, '127.0.0.1:443'])
  })
})

describe('faults', () => {
  test('throttling, for the second call only', async () => {
    const fault = aws.fault({ action: 'GetCallerIdentity', nth: 2 }, faults.throttle)
    assert.equal((await identity()).status, 200)
    const answer = await identity()
    assert.deepEqual([answer.status, answer.code, answer.message], [400, 'Throttling', 'Rate exceeded'])
    assert.equal((await identity()).status, 200)
    assert.equal(fault.played, 1)
  })
  test('500 and 503, twice at most, then removed', async () => {
    aws.fault({ host: HOST, times: 2 }, faults.internalFailure)
    for (const status of [500, 500, 200]) assert.equal((await identity()).status, status)
    const fault = aws.fault({ service: 'sts' }, faults.unavailable)
    assert.equal((await identity()).status, 503)
    fault.remove()
    assert.equal((await identity()).status, 200)
  })
  test('a delay and a refusal together', async () => {
    aws.fault({}, faults.delay(20))
    aws.fault({ action: 'AssumeRole' }, faults.refuse('AccessDenied', 403, '<script>alert(1)</script>'))
    const answer = await first()
    assert.match(answer.body, /&lt;script&gt;/)
    assert.equal(aws.requests()[0]?.fault, 'delay, refuse AccessDenied')
  })
  test('a redirect', async () => {
    aws.fault({}, faults.redirect('https://example.com/'))
    assert.equal((await identity()).headers.location, 'https://example.com/')
  })
  test('ten megabytes, well formed', async () => {
    aws.fault({}, faults.huge())
    const answer = await first()
    assert.ok(answer.body.length > 10 * 1024 * 1024)
    assert.ok(answer.result.Credentials.AccessKeyId)
    const token = await getSigninToken(aws, keysIn(answer.result))
    assert.ok(token.body.length > 10 * 1024 * 1024)
    assert.ok(JSON.parse(token.body).SigninToken)
  })
  test('bodies that are not what they should be', async () => {
    const good = (await first()).body
    const rows = [
      [faults.truncated, /^<AssumeRoleResponse[\s\S]{50}/],
      [faults.garbled, /^.AssumeRoleResponse xmlns=.https/],
      [faults.empty, /^$/],
      [faults.entities, /^<!DOCTYPE lolz[\s\S]*<SessionToken>&j;</],
      [faults.externalEntity, /SYSTEM "file:[\s\S]*<SessionToken>&x;</],
      [faults.otherRole('arn:aws:sts::111122223333:assumed-role/Other/tester'), /assumed-role\/Other\/tester/],
      [faults.portalPage, /^<!doctype html>/],
    ] as const
    for (const [effect, expected] of rows) {
      const fault = aws.fault({}, effect)
      const { body, status } = await fetchRaw(
        aws,
        await signed(aws, alice, { Action: 'AssumeRole', Version: '2011-06-15', ...role }, {}),
      )
      assert.equal(status, 200, effect.name)
      assert.match(body, expected, effect.name)
      assert.notEqual(body, good)
      fault.remove()
    }
  })
  test('a proxy that wants a password', async () => {
    aws.fault({}, faults.proxyPage)
    assert.equal((await identity()).status, 407)
  })
  test('a connection that drops, before or after the work', async () => {
    const before = aws.state.sessions.size
    const drop = aws.fault({}, faults.dropBefore)
    await assert.rejects(first())
    assert.equal(aws.state.sessions.size, before)
    drop.remove()
    aws.fault({}, faults.dropAfter)
    await assert.rejects(first())
    assert.equal(aws.state.sessions.size, before + 1)
    assert.deepEqual(aws.requests({ status: 0 }).length, 2)
  })
  test('no answer at all', async () => {
    aws.fault({}, faults.hang)
    const socket = connectTls({ host: '127.0.0.1', port: aws.port, servername: HOST, ca: readFileSync(aws.caFile) })
    const closed = new Promise<void>((done) => socket.once('close', () => done()))
    let received = ''
    socket.on('data', (data) => {
      received += data
    })
    socket.write(`GET / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`)
    // The second connection is answered while the first is not: the hang is seen without waiting for nothing.
    await new Promise<void>((done) => {
      const look = setInterval(() => {
        if (aws.requests({ status: 0 }).length === 0) return
        clearInterval(look)
        done()
      }, 5)
    })
    aws.clearFaults()
    assert.equal((await identity()).status, 200)
    assert.equal(received, '')
    socket.destroy()
    await closed
  })
})

test('the journal knows names and facts, and no secret', async () => {
  await call(aws, alice, 'GetCallerIdentity', {}, { headers: { origin: 'chrome-extension://abc', cookie: 'sid=1' } })
  await call(aws, alice, 'GetSessionToken', { SerialNumber: 'AAAAAAAAA', TokenCode: '123456' }, { method: 'GET' })
  const [one, two] = aws.requests()
  assert.equal(one?.hasCookie, true)
  assert.equal(one?.origin, 'chrome-extension://abc')
  assert.equal(one?.caller, `arn:aws:iam::${accounts.hub}:user/alice`)
  assert.deepEqual([one?.method, one?.path, one?.status, one?.action], ['POST', '/', 200, 'GetCallerIdentity'])
  assert.deepEqual([two?.status, two?.error], [403, 'AccessDenied'])
  assert.deepEqual(two?.queryKeys, ['Action', 'Version', 'SerialNumber', 'TokenCode'])
  assert.deepEqual(aws.connections(), { [HOST]: 2 })
  assert.ok(!JSON.stringify(aws.requests()).includes('123456'))
})

test('access key ids', () => {
  const vectors: [string, string | undefined][] = [
    ['ASIAY34FZKBOKMUTVV7A', '609629065308'],
    ['ASIAQNZGKIQY56JQ7WML', '029608264753'],
    ['AKIARZPUZDIKGB2VALC4', '123456789012'],
    ['ASIAQAAAAAAAGMKEM7X5', '000000000000'],
    ['AKIAIOSFODNN7EXAMPLE', undefined],
  ]
  for (const [id, account] of vectors) assert.equal(accountOfKeyId(id), account)
  const bytes = Uint8Array.of(0, 1, 2, 253, 254)
  assert.deepEqual(fromBase32(base32(bytes)), bytes)
})

test('one-time codes (RFC 6238, appendix B, cut to six digits)', () => {
  const seed = base32(Buffer.from('12345678901234567890'))
  const vectors: [number, string][] = [
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ]
  for (const [seconds, code] of vectors) assert.equal(codeOf(seed, Math.floor(seconds / 30)), code)
})
