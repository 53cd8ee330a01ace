// The walk through the real wasm: how it asks, what it makes of what `fetch` does, and that a person can stop it.

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { type Asked, chainOf, core, ENDS_AT, failureOf, KEYS, rest, silence, walk, withAws } from './core.ts'

const unasked = () => undefined
const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}'
const never = new AbortController().signal

test('every request leaves cookies, caches, redirects and referrers out', async () => {
  const { asked } = await withAws(unasked, () => core.open(chainOf(2), KEYS, {}, undefined, false, never, unasked))
  assert.deepEqual(
    asked.map(({ request }) => request.url),
    [
      'https://sts.us-east-1.amazonaws.com/',
      'https://sts.us-east-1.amazonaws.com/',
      'https://signin.aws.amazon.com/federation',
    ],
  )
  for (const { request } of asked) {
    assert.equal(request.method, 'POST')
    assert.equal(request.credentials, 'omit')
    assert.equal(request.redirect, 'manual')
    assert.equal(request.cache, 'no-store')
    assert.equal(request.referrerPolicy, 'no-referrer')
    assert.equal(request.headers.get('content-type'), 'application/x-www-form-urlencoded; charset=utf-8')
  }
})

test('each signature is the one that another implementation gives for the session before', async () => {
  const { asked } = await withAws(unasked, () => walk(chainOf(3)))
  const session = (number: number) => ({
    accessKeyId: `ASIA${String(number).padStart(16, '0')}`,
    secretAccessKey: `Hush/key${number}`,
    sessionToken: `Hush/token${number}==`,
  })
  for (const [at, credentials] of [KEYS, session(0), session(1)].entries()) {
    const one = asked[at]
    assert.ok(one)
    assert.equal(one.request.headers.get('authorization'), await signedAnew(one, credentials))
  }
})

test('a walk gives the hops, the steps and the last session', async () => {
  const { result } = await withAws(unasked, () => walk(chainOf(16)))
  assert.deepEqual(
    result.steps.map(({ at, of, hops }) => [at, of, hops.length]),
    Array.from({ length: 16 }, (_, at) => [at, 16, at]),
  )
  assert.equal(result.walked.credentials.secretAccessKey, 'Hush/key15')
  assert.equal(result.walked.credentials.expiresAt, ENDS_AT)
  assert.deepEqual(result.walked.hops[15], {
    roleArn: 'arn:aws:iam::000000000016:role/team/role-16',
    assumedRoleArn: 'arn:aws:sts::000000000016:assumed-role/role-16/rolerelay',
    expiresAt: ENDS_AT,
    region: 'us-east-1',
    requestId: 'request-15',
    attempts: 1,
  })
})

test('what a hop asks for, and what the person adds, is on the wire', async () => {
  const chain = chainOf(2)
  chain.hops[0] = {
    ...chain.hops[0],
    roleArn: chain.hops[0]?.roleArn ?? '',
    mfaSerial: 'GAHT12345678',
    region: 'eu-west-1',
  }
  chain.hops[1] = {
    roleArn: chain.hops[1]?.roleArn ?? '',
    sessionName: '{user}-{hop}',
    sourceIdentity: '{user}',
    policy: POLICY,
    policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    sessionTags: [{ key: 'Team', value: '', transitive: true }],
  }
  const options = { user: 'ana', tokenCode: '012345' }
  const { asked } = await withAws(unasked, () => walk(chain, never, options))
  const forms = asked.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))
  assert.equal(asked[0]?.request.url, 'https://sts.eu-west-1.amazonaws.com/')
  assert.match(asked[0]?.request.headers.get('authorization') ?? '', /\/eu-west-1\/sts\//)
  assert.deepEqual([forms[0]?.SerialNumber, forms[0]?.TokenCode], ['GAHT12345678', '012345'])
  assert.deepEqual(forms[1], {
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: chain.hops[1].roleArn,
    RoleSessionName: 'ana-2',
    SourceIdentity: 'ana',
    Policy: POLICY,
    'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    'Tags.member.1.Key': 'Team',
    'Tags.member.1.Value': '',
    'TransitiveTagKeys.member.1': 'Team',
  })
})

test('a code that is needed is asked for before anything is sent', async () => {
  const chain = { ...chainOf(1), hops: chainOf(1).hops.map((hop) => ({ ...hop, mfaSerial: 'GAHT12345678' })) }
  const { result, asked } = await withAws(unasked, () => failureOf(() => walk(chain)))
  assert.deepEqual([result.kind, result.hop, asked.length], ['mfa', 0, 0])
  assert.match(result.message, /Enter the six digits that GAHT12345678 shows\.$/)
})

test('a code becomes a session that starts chains', async () => {
  const serial = 'arn:aws:iam::000000000001:mfa/ana'
  const ask = () => rest.getSessionToken(KEYS, 'eu-west-1', serial, '012345', never)
  const { result, asked } = await withAws(unasked, ask)
  assert.deepEqual(result, {
    accessKeyId: 'ASIA0000000000000000',
    secretAccessKey: 'Hush/key0',
    sessionToken: 'Hush/token0==',
    expiresAt: ENDS_AT,
  })
  assert.equal(asked[0]?.request.url, 'https://sts.eu-west-1.amazonaws.com/')
  const refused =
    '<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication failed with invalid MFA one time pass code.</Message></Error></ErrorResponse>'
  const wrong = await withAws(
    () => new Response(refused, { status: 403 }),
    () => failureOf(ask),
  )
  assert.deepEqual([wrong.result.kind, wrong.result.hop, wrong.asked.length], ['mfa', undefined, 1])
})

test('a listener that throws does not stop the walk', async () => {
  const shout = () => {
    throw new Error('no')
  }
  const { result } = await withAws(unasked, () => core.walk(chainOf(2), KEYS, {}, never, shout))
  assert.equal(result.hops.length, 2)
})

test('opening gives the address that signs in, on the page that was asked for', async () => {
  const open = () => core.open(chainOf(1), KEYS, {}, '/s3/home', true, never, unasked)
  const { result, asked } = await withAws(unasked, open)
  assert.match(result.url, /^https:\/\/us-east-1\.signin\.aws\.amazon\.com\/oauth\?Action=logout&redirect_uri=https%3A/)
  assert.equal(asked.at(-1)?.request.url, 'https://us-east-1.signin.aws.amazon.com/federation')
})

test('what goes wrong is a plain object that survives JSON', async () => {
  const { result } = await withAws(
    (_, number) => (number === 1 ? new Response('<html>', { status: 403 }) : undefined),
    () => failureOf(() => walk(chainOf(2))),
  )
  assert.equal(result.kind, 'malformed')
  assert.equal(result.hop, 1)
  assert.deepEqual(JSON.parse(JSON.stringify(result)), result)
  assert.ok(!('stack' in result))
})

test('an answer past the limit is not read to its end', async () => {
  let sent = 0
  let stopped = false
  const endless = () =>
    new ReadableStream({
      pull(controller) {
        sent += 1
        controller.enqueue(new Uint8Array(64 * 1024).fill(32))
      },
      cancel() {
        stopped = true
      },
    })
  const { result, asked } = await withAws(
    () => new Response(endless()),
    () => failureOf(() => walk(chainOf(1))),
  )
  assert.equal(result.kind, 'oversized')
  assert.equal(asked.length, 1)
  assert.ok(stopped)
  assert.ok(sent < 10, `${sent} pieces`)
})

test('an answer that comes in pieces is whole, one that breaks off is sent for again', async () => {
  const inPieces = (answer: Response) =>
    answer.arrayBuffer().then((all) => {
      const bytes = new Uint8Array(all)
      let at = 0
      const pull = (controller: ReadableStreamDefaultController) => {
        if (at === bytes.length) controller.close()
        else controller.enqueue(bytes.slice(at, ++at))
      }
      return new Response(new ReadableStream({ pull }), { status: answer.status, headers: answer.headers })
    })
  const broken = () =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('<AssumeRole'))
        controller.error(new TypeError('terminated'))
      },
    })
  const { result } = await withAws(
    (request, number) => {
      if (number === 0) return new Response(broken())
      return request.text().then((body) => {
        const name = new URLSearchParams(body).get('RoleSessionName')
        const arn = `arn:aws:sts::000000000001:assumed-role/role-1/${name}`
        return inPieces(
          new Response(
            `<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>${arn}</Arn></AssumedRoleUser><Credentials>
            <AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>key</SecretAccessKey><SessionToken>t</SessionToken>
            <Expiration>${new Date(ENDS_AT).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
          ),
        )
      })
    },
    () => walk(chainOf(1)),
  )
  assert.equal(result.walked.hops[0]?.attempts, 2)
  assert.equal(result.walked.credentials.secretAccessKey, 'key')
  // A letter of two bytes comes in two of the pieces.
  const error = '<ErrorResponse><Error><Code>AccessDenied</Code><Message>schlüssel</Message></Error></ErrorResponse>'
  const refused = await withAws(
    () => inPieces(new Response(error, { status: 403 })),
    () => failureOf(() => walk(chainOf(1))),
  )
  assert.equal(refused.result.evidence?.awsMessage, 'schlüssel')
})

test('what rejects fetch is looked into once, tried three times, then asked whether it is there, then told', async () => {
  const { result, asked } = await withAws(
    () => Promise.reject(new TypeError('Failed to fetch')),
    () => failureOf(() => walk(chainOf(1))),
  )
  assert.equal(result.kind, 'unreachable')
  assert.match(result.message, /could not be reached, after 3 tries/)
  const signed = asked.map(({ request }) => request.headers.has('authorization'))
  assert.deepEqual(signed, [true, false, true, true, false])
})

/** Of what a browser rejects: whether it is the question whose answer nobody looks into. */
const isOpaque = (request: Request) => request.mode === 'no-cors'

test('an answer that the browser keeps to itself is told as such, and what was perhaps answered is not sent again', async () => {
  const { result, asked } = await withAws(
    (request) => (isOpaque(request) ? new Response('') : Promise.reject(new TypeError('Failed to fetch'))),
    () => failureOf(() => walk(chainOf(1))),
  )
  assert.equal(result.kind, 'withheld')
  assert.match(
    result.message,
    /is there, but the browser keeps its answers from Rolerelay\. A policy of your organisation/,
  )
  const signed = asked.map(({ request }) => request.headers.has('authorization'))
  assert.deepEqual(signed, [true, false, false])
  assert.ok(asked.every(({ request }) => request.credentials === 'omit'))
})

test('what the browser holds back after several answers of 5xx is told from a dead network, and sent once', async () => {
  let down = true
  const { result, asked } = await withAws(
    ({ url }) => {
      if (down) return new Response('', { status: 503 })
      return url.endsWith('/favicon.ico') ? new Response('') : Promise.reject(new TypeError('Failed to fetch'))
    },
    async () => {
      await failureOf(() => walk(chainOf(1)))
      down = false
      return failureOf(() => walk(chainOf(1)))
    },
  )
  assert.equal(result.kind, 'unavailable')
  assert.match(result.message, /answered several times that it is in trouble.*sent nothing now/)
  assert.equal(asked.slice(3).length, 2)
})

test('the login that a proxy asks for is told before any body is waited for', async () => {
  for (const status of [407, 511]) {
    const { result, asked } = await withAws(
      () => new Response(new ReadableStream({ start() {} }), { status }),
      () => failureOf(() => walk(chainOf(1))),
    )
    assert.equal(result.kind, 'proxy-login')
    assert.match(result.message, /Open any web page in a tab, sign in to the proxy there, then try again/)
    assert.equal(asked.length, 1)
  }
})

test('ten seconds of silence are a time-out, for headers and body alike', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] })
  t.after(() => mock.timers.reset())
  const late = (request: Request) => {
    const start = (controller: ReadableStreamDefaultController) =>
      request.signal.addEventListener('abort', () => controller.error(request.signal.reason))
    return new Response(new ReadableStream({ start }))
  }
  // All that waits is what the core set: a request's limit, and the pause before the next.
  const clock = setInterval(() => mock.timers.tick(10_000), 1)
  t.after(() => clearInterval(clock))
  for (const quiet of [silence, late]) {
    const { result, asked } = await withAws(quiet, () => failureOf(() => walk(chainOf(1))))
    assert.equal(result.kind, 'timeout')
    assert.equal(asked.length, 3)
  }
})

test('cancelling stops a request that is under way', async () => {
  const person = new AbortController()
  const { result, asked } = await withAws(
    (request, number) => {
      if (number === 0) return undefined
      queueMicrotask(() => person.abort())
      return silence(request)
    },
    () => failureOf(() => walk(chainOf(3), person.signal)),
  )
  assert.equal(result.kind, 'cancelled')
  assert.equal(result.hop, 1)
  assert.equal(asked.length, 2)
})

test('cancelling stops the pause before the next attempt', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] }) // so that the pause never ends by itself
  t.after(() => mock.timers.reset())
  const person = new AbortController()
  person.signal.onabort = () => {
    told = true
  }
  let told = false
  const { result, asked } = await withAws(
    () => {
      setImmediate(() => setImmediate(() => person.abort()))
      return new Response('', { status: 503 })
    },
    () => failureOf(() => walk(chainOf(1), person.signal)),
  )
  assert.equal(result.kind, 'cancelled')
  assert.equal(asked.length, 1)
  assert.ok(told, 'the person’s own handler is left alone')
})

test('a run that was cancelled before it began asks nothing', async () => {
  const { result, asked } = await withAws(unasked, () => failureOf(() => walk(chainOf(1), AbortSignal.abort())))
  assert.equal(result.kind, 'cancelled')
  assert.equal(asked.length, 0)
})

async function signedAnew({ request, body }: Asked, credentials: typeof KEYS): Promise<string | undefined> {
  const signer = new SignatureV4({
    service: 'sts',
    region: 'us-east-1',
    sha256: Sha256,
    applyChecksum: false,
    credentials: { ...credentials, expiration: new Date(0) },
  })
  const { hostname } = new URL(request.url)
  const date = request.headers.get('x-amz-date')?.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5') ?? ''
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname,
      path: '/',
      headers: { host: hostname, 'content-type': request.headers.get('content-type') ?? '' },
      body,
    },
    { signingDate: new Date(date) },
  )
  return signed.headers.authorization
}
