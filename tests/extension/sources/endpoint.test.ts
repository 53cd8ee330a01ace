// Sources at an endpoint of the person's own: walked there and nowhere else, with keys that were entered for just that. One of them is
// moto, as people install it.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import type { Chain, Credentials, Endpoint, Hop, ImportFile, Source } from 'rolerelay-core'
import type { RunRequest, RunState } from '../../../extension/protocol.ts'
import { type Moto, startMoto } from '../../aws/moto.ts'
import { pythonTools } from '../../aws/python.ts'
import { accounts, aliceKey, auditIn, sampleWorld } from '../../aws/sample.ts'
import { answerAsAws, comingFrom } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { addSource, chain, KEYS } from '../scene/sample.ts'

const tools = await pythonTools()
if ('missing' in tools) console.warn(`SKIPPED: moto: ${tools.missing}`)
const python = 'bin' in tools ? join(tools.bin, 'python') : ''

const HERE = 'http://localhost:4566'
const TEST: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** Which origins are asked; this computer's answer for themselves, and no other does. */
function listen(): string[] {
  const asked: string[] = []
  globalThis.fetch = async (input, init) => {
    const { url, origin, protocol } = new URL(input instanceof Request ? input.url : String(input)) as URL & {
      url: string
    }
    if (protocol === 'data:') return network(input, init)
    asked.push(origin)
    if (!origin.startsWith('http://127.0.0.1:')) throw new TypeError(`nobody is at ${url}`)
    return network(input, init)
  }
  return asked
}
const network = globalThis.fetch

async function awake(): Promise<Browser> {
  const browser = new Browser()
  await browser.wake()
  return browser
}

async function sourceAt(browser: Browser, endpoint: Endpoint, credentials = TEST, name = 'Local'): Promise<string> {
  const { id, saved, findings } = await browser.call('saveSource', { name, credentials, endpoint })
  assert.ok(saved, JSON.stringify(findings))
  return id
}

async function chainFrom(browser: Browser, sourceId: string, hops: Hop[]): Promise<void> {
  assert.ok((await browser.call('saveChain', chain('c', 'Local chain', { sourceId, hops }))).saved, 'it is fine')
}

async function run(browser: Browser, request: RunRequest): Promise<{ state: RunState; text: string | undefined }> {
  const port = browser.connect()
  port.post(request)
  await port.until(({ closed }) => closed)
  const last = port.events.at(-1) as { state: RunState; text?: string }
  return { state: last.state, text: last.text }
}

const COPY = { action: 'copy', chainId: 'c', shape: 'bash' } as const
const OPEN = { action: 'open', chainId: 'c', where: 'new-tab' } as const
const tested = async (browser: Browser) =>
  run(browser, { action: 'test', chain: await browser.call('chain', { id: 'c' }) })

describe('moto', { skip: 'missing' in tools && tools.missing }, () => {
  let moto: Moto
  before(async () => {
    moto = await startMoto('bin' in tools ? tools.bin : '')
  })
  after(() => moto.stop())

  async function scene(roles = moto.roles as string[], key = moto.key) {
    const browser = await awake()
    const asked = listen()
    await chainFrom(
      browser,
      await sourceAt(browser, { sts: moto.origin }, key),
      roles.map((roleArn) => ({ roleArn })),
    )
    return { browser, asked }
  }

  test('a chain of three hops over three accounts is tested, and its credentials are those of the last role', async () => {
    const { browser, asked } = await scene()
    const { state } = await tested(browser)
    assert.equal(state.failure, undefined)
    assert.equal(state.survey?.caller, 'arn:aws:iam::123456789012:user/alice')
    assert.deepEqual(
      state.hops.map(({ assumedRoleArn }) => assumedRoleArn.replace(/[^/]*$/, '')),
      ['111122223333:assumed-role/Hub', '444455556666:assumed-role/Gate', '777788889999:assumed-role/Prod'].map(
        (end) => `arn:aws:sts::${end}/`,
      ),
    )
    const { text = '' } = await run(browser, COPY)
    const given = Object.fromEntries(
      [...text.matchAll(/export (\w+)='?([^'\n]*)/g)].map(([, name, value]) => [name, value]),
    )
    const who = "import boto3; print(boto3.client('sts', region_name='us-east-1').get_caller_identity()['Arn'])"
    const { stdout } = await promisify(execFile)(python, ['-c', who], { env: given as NodeJS.ProcessEnv })
    assert.match(stdout, /^arn:aws:sts::777788889999:assumed-role\/Prod\//)
    assert.deepEqual([...new Set(asked)], [moto.origin])
    const { rows } = await browser.call('journal', { query: '', offset: 0, limit: 9 })
    assert.deepEqual(
      rows.map(({ run }) => [run.action, run.endpoint]),
      [['copy', moto.origin]],
    )
  })

  test('what it refuses is told as what AWS refuses is', async () => {
    const denied = await scene([moto.roles[0], moto.roles[2]])
    const { failure } = (await tested(denied.browser)).state
    assert.deepEqual([failure?.kind, failure?.hop, failure?.evidence?.code], ['denied', 1, 'AccessDenied'])
    assert.match(failure?.evidence?.awsMessage ?? '', /is not authorized to perform: sts:AssumeRole/)

    const slip = await scene(moto.roles, { ...moto.key, secretAccessKey: `${moto.key.secretAccessKey.slice(0, -1)}_` })
    assert.equal((await tested(slip.browser)).state.failure?.kind, 'signature')
    const nobody = await scene(moto.roles, { ...moto.key, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' })
    assert.equal((await tested(nobody.browser)).state.failure?.kind, 'invalid-key')
    assert.deepEqual([...new Set([denied, slip, nobody].flatMap(({ asked }) => asked))], [moto.origin])
  })

  test('what was walked is gone on with, and never where the source is elsewhere since', async () => {
    const { browser, asked } = await scene()
    await run(browser, COPY)
    const before = asked.length
    await run(browser, COPY)
    assert.equal(asked.length, before, 'its last session is kept')
    const [source] = await browser.call('sources', null)
    const moved = { id: source?.id ?? '', name: 'Local', credentials: moto.key, endpoint: { sts: HERE } }
    assert.ok((await browser.call('saveSource', moved)).saved, 'it is moved')
    assert.ok((await run(browser, COPY)).state.failure, 'nobody is there')
    assert.deepEqual([...new Set(asked.slice(before))], [HERE])
  })
})

test('the browser is asked for this computer first, and nothing is sent before', async () => {
  const [browser, asked] = [await awake(), listen()]
  await chainFrom(browser, await sourceAt(browser, { sts: HERE }), [{ roleArn: 'arn:aws:iam::111122223333:role/Hub' }])
  browser.hasAccess = async () => false
  const { failure } = (await run(browser, COPY)).state
  assert.deepEqual([failure?.kind, failure?.evidence?.origins], ['permission', [HERE]])
  assert.match(failure?.message ?? '', /reach localhost:4566 yet/)
  assert.deepEqual(asked, [])
})

test('it is marked in lists, and a source that moves back is not', async () => {
  const browser = await awake()
  const id = await sourceAt(browser, { sts: 'http://LOCALHOST:4566/' })
  await chainFrom(browser, id, [{ roleArn: 'arn:aws:iam::111122223333:role/Hub' }])
  const shown = async () => {
    const { rows } = await browser.call('list', { query: '', offset: 0, limit: 9 })
    const [source] = await browser.call('sources', null)
    return [rows[0]?.endpoint, source?.kind, source?.endpoint?.sts, source?.keys]
  }
  assert.deepEqual(await shown(), [HERE, 'endpoint', HERE, 'ready'])
  await browser.wake()
  assert.deepEqual(await shown(), [HERE, 'endpoint', HERE, 'ready'])
  const without = await browser.call('saveSource', { id, name: 'Local', endpoint: null })
  assert.deepEqual(
    [without.saved, without.findings.map(({ place }) => place)],
    [false, ['credentials.accessKeyId']],
    'keys are of one place',
  )
  assert.ok(
    (await browser.call('saveSource', { id, name: 'Local', endpoint: null, credentials: KEYS })).saved,
    'with others it moves',
  )
  assert.deepEqual(await shown(), [undefined, 'keys', undefined, 'ready'])
})

test('its console opens as it is once the chain was walked; without one nothing is sent', async () => {
  const [browser, asked] = [await awake(), listen()]
  const id = await sourceAt(browser, { sts: HERE })
  await chainFrom(browser, id, [{ roleArn: 'arn:aws:iam::111122223333:role/Hub' }])
  const { failure } = (await run(browser, OPEN)).state
  assert.deepEqual([failure?.kind, asked], ['source', []])
  assert.match(failure?.message ?? '', /has no console/)

  globalThis.fetch = async (input) => {
    const { url } = input as Request
    asked.push(new URL(url).origin)
    return comingFrom(url, new Response(SESSION, { headers: { 'content-type': 'text/xml' } }))
  }
  const endpoint = { sts: HERE, console: 'http://localhost:9001/browser?from=here' }
  assert.ok(
    (await browser.call('saveSource', { id, name: 'Local', endpoint })).saved,
    'the keys stay: it is the same place',
  )
  const { state } = await run(browser, OPEN)
  assert.equal(state.failure, undefined)
  assert.deepEqual([(browser.tabs as { url: string }[]).map(({ url }) => url), asked], [[endpoint.console], [HERE]])
  const [row] = (await browser.call('journal', { query: '', offset: 0, limit: 1 })).rows
  assert.deepEqual([row?.run.endpoint, row?.run.destination], [HERE, 'http://localhost:9001/browser'])
  assert.deepEqual((await browser.call('live', null)).consoles, [], 'nothing was signed in to')
})

const SESSION = `<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn/><AssumeRoleId/></AssumedRoleUser><Credentials>
<AccessKeyId>minio</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`

/** What somebody else makes of an export of the person's: their source, at an endpoint. */
async function movedBy(browser: Browser, lines: { key: string; value: string }[]): Promise<ImportFile> {
  const { text } = await browser.call('exportChains', { ids: ['c'], form: 'rolerelay' })
  const document: { chains: Chain[]; sources: Source[] } = JSON.parse(text)
  const source = document.sources.find(({ id }) => id === document.chains[0]?.sourceId)
  Object.assign(source ?? {}, { settings: lines })
  return { name: 'chains.json', text: JSON.stringify(document) }
}

test('no file has keys sent to where they were not entered for', async () => {
  const aws = answerAsAws(sampleWorld())
  const answered = globalThis.fetch
  const elsewhere: string[] = []
  globalThis.fetch = async (input, init) => {
    if (input instanceof Request && input.url.startsWith(HERE)) elsewhere.push(await input.clone().text())
    return answered(input, init)
  }
  const browser = await awake()
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(aws.world)
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey })
  await chainFrom(browser, sourceId, [auditIn(accounts.security)])
  const file = await movedBy(browser, [{ key: 'endpoint_url', value: HERE }])
  const { replaced } = await browser.call('previewImport', { files: [file] })
  assert.deepEqual(
    replaced.map((it) => [it.before, it.after]),
    [['AWS', HERE]],
  )
  const done = await browser.call('applyImport', { files: [file], leaveOut: [] })
  for (const request of [COPY, OPEN]) {
    const { failure } = (await run(browser, request)).state
    assert.ok(failure, 'it fails')
    assert.ok(request === OPEN || failure.kind === 'no-credentials', failure.message)
  }
  assert.deepEqual([elsewhere, aws.asked], [[], []])
  assert.equal((await browser.call('sources', null))[0]?.keys, 'missing')
  await assert.rejects(browser.call('beginRotation', { id: sourceId, partition: 'aws' }), { kind: 'no-credentials' })

  // Nothing of it was lost.
  await browser.call('undoImport', { id: done.id ?? '' })
  assert.equal((await browser.call('sources', null))[0]?.keys, 'ready')
  assert.equal((await run(browser, COPY)).state.failure, undefined)
  assert.deepEqual(elsewhere, [])
})

test('keys of an endpoint never go to AWS, nor do codes of a device go there', async () => {
  const aws = answerAsAws(sampleWorld())
  const browser = await awake()
  const id = await sourceAt(browser, { sts: HERE })
  await chainFrom(browser, id, [auditIn(accounts.security)])
  const file = await movedBy(browser, [])
  await browser.call('applyImport', { files: [file], leaveOut: [] })
  const { failure } = (await run(browser, COPY)).state
  assert.equal(failure?.kind, 'no-credentials')
  assert.match(failure?.message ?? '', /were entered for http:\/\/localhost:4566/)
  assert.deepEqual(aws.asked, [])

  // A file that brings its own keys for a source whose seed is here: the seed makes no code for it.
  const sourceId = await addSource(browser, KEYS, 'Alice')
  const serial = 'arn:aws:iam::123456789012:mfa/alice'
  const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  await browser.call('saveSource', { id: sourceId, name: 'Alice', mfaSerial: serial, mfaSession: true, seed })
  assert.ok(
    (await browser.call('saveChain', chain('c', 'c', { sourceId, hops: [auditIn(accounts.security)] }))).saved,
    'it is fine',
  )
  const moved = await movedBy(browser, [{ key: 'endpoint_url', value: HERE }])
  await browser.call('applyImport', { files: [moved], leaveOut: [] })
  const sent: URLSearchParams[] = []
  globalThis.fetch = async (input) => {
    const { url } = input as Request
    sent.push(new URLSearchParams(await (input as Request).text()))
    return comingFrom(url, new Response(SESSION, { headers: { 'content-type': 'text/xml' } }))
  }
  // As a person would who took the endpoint for AWS.
  assert.ok(
    (
      await browser.call('saveSource', {
        id: sourceId,
        name: 'Alice',
        mfaSerial: serial,
        mfaSession: true,
        credentials: KEYS,
      })
    ).saved,
    'saved',
  )
  await run(browser, COPY)
  assert.ok(sent.length > 0, 'it was walked')
  assert.ok(
    sent.every((form) => !form.has('TokenCode') && form.get('Action') === 'AssumeRole'),
    String(sent),
  )
  assert.deepEqual(aws.asked, [])
})

test('keys of an endpoint are not rotated, and nobody is reminded of it', async () => {
  const [browser, asked] = [await awake(), listen()]
  const id = await sourceAt(browser, { sts: HERE })
  await assert.rejects(browser.call('beginRotation', { id, partition: 'aws' }), {
    kind: 'invalid',
    message: /not AWS’s/,
  })
  assert.deepEqual(asked, [])
})
