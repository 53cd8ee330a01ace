// Runs up to the first request to AWS, and what is told of those that were cut short. Whole walks are in tests/browser.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunRequest } from '../../../extension/protocol.ts'
import { accounts, aliceKey, auditIn, sampleWorld, threeHops } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { kept } from '../scene/kept.ts'
import type { PagePort } from '../scene/page-port.ts'
import { account, addSource, chain, confirms, KEYS } from '../scene/sample.ts'

const OPEN: RunRequest = { action: 'open', chainId: 'one', where: 'new-tab' }
const over = (port: PagePort) => port.closed
const failure = (port: PagePort) => port.events.at(-1)?.state.failure
const fetchFile = globalThis.fetch

async function withChain() {
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser)
  await browser.call('saveChain', chain('one', 'One', { sourceId }))
  return browser
}

function start(browser: Browser, request: RunRequest = OPEN): PagePort {
  const port = browser.connect()
  port.post(request)
  return port
}

/** A run that waits before its first hop for as long as it lives. */
async function waiting(browser: Browser, request: RunRequest = OPEN): Promise<PagePort> {
  browser.hasAccess = () => new Promise(() => {})
  const port = start(browser, request)
  await port.until(({ events }) => events.length > 0)
  return port
}

/** How far a run is gets stored once the step's request is on its way, so after the page heard of it. */
async function stored(browser: Browser): Promise<void> {
  while (!browser.session.run) await new Promise(setImmediate)
}

test('without keys a run says which source lacks them, and opens nothing', async () => {
  const browser = await withChain()
  const [source] = await browser.call('sources', null)
  browser.session = {}
  const port = start(browser)
  await port.until(over)
  assert.equal(port.events.at(-1)?.type, 'failed')
  assert.equal(failure(port)?.kind, 'no-credentials')
  assert.deepEqual(failure(port)?.evidence, { sourceId: source?.id })
  assert.match(failure(port)?.message ?? '', /“Base”.*until the browser closes/)
  assert.deepEqual(browser.tabs, [])
})

test('with keys that have expired a run says so before it asks AWS', async () => {
  const browser = await withChain()
  const [source] = await browser.call('sources', null)
  const place = Object.keys(browser.session).find((key) => key.startsWith('keys/')) ?? ''
  browser.session[place] = { credentials: { ...KEYS, sessionToken: 'token', expiresAt: 1 } }
  const port = start(browser)
  await port.until(over)
  assert.equal(failure(port)?.kind, 'expired')
  assert.deepEqual(failure(port)?.evidence, { sourceId: source?.id })
})

test('without access to AWS a run asks for it', async () => {
  const browser = await withChain()
  browser.hasAccess = async () => false
  const port = start(browser)
  await port.until(over)
  assert.equal(failure(port)?.kind, 'permission')
})

test('a page of another partition is refused before anything is asked', async () => {
  const browser = await withChain()
  const port = start(browser, { ...OPEN, destination: 'https://console.amazonaws.cn/s3/home' })
  await port.until(over)
  assert.equal(failure(port)?.kind, 'destination')
})

test('a chain that is gone is a failure that says so', async () => {
  const browser = await withChain()
  const port = start(browser, { ...OPEN, chainId: 'gone' })
  await port.until(over)
  assert.equal(failure(port)?.kind, 'invalid')
})

test('what is kept of a run holds no secret', async () => {
  const browser = await withChain()
  await waiting(browser)
  await stored(browser)
  assert.doesNotMatch(JSON.stringify(browser.session.run), /wJalr|AKIA/)
})

test('a background that was killed amid a run says so when it is back, until that is dismissed', async () => {
  const browser = await withChain()
  await waiting(browser)
  await stored(browser)
  await browser.wake()
  for (let reading = 0; reading < 2; reading += 1) {
    const state = await browser.call('lastRun', null)
    assert.equal(state?.failure?.kind, 'interrupted')
    assert.match(state?.failure?.message ?? '', /before the first hop.*Nothing was opened/)
    assert.ok(state?.endedAt)
  }
  await browser.call('dismissRun', null)
  await browser.wake()
  assert.equal(await browser.call('lastRun', null), null)
})

for (const [who, cancels] of [
  ['its page', (_: Browser, port: PagePort) => port.post('cancel')],
  ['another page', (browser: Browser) => browser.call('cancelRun', null)],
] as const)
  test(`${who} stops the run that goes on, and nothing is told of it later`, async () => {
    const { aws, browser } = await alice()
    aws.beforeAnswer = () => new Promise(() => {})
    const port = start(browser, { ...OPEN, chainId: 'prod' })
    while (aws.asked.length === 0) await new Promise(setImmediate)
    await cancels(browser, port)
    await port.until(over)
    assert.equal(failure(port)?.kind, 'cancelled')
    assert.deepEqual([await browser.call('lastRun', null), browser.tabs], [null, []])
  })

test('a lock as the tab is on its way says that the console is open, and one before that nothing is', async () => {
  for (const [at, says] of [
    ['tabs.get', /The console is open/],
    ['permissions.contains', /Nothing was opened/],
  ] as const) {
    const { browser } = await alice()
    await browser.call('createVault', { password: 'correct horse battery staple' })
    browser.lands = () => 'https://us-east-1.console.aws.amazon.com/console/home'
    browser.hold = (call) => (call === at ? browser.call('lock', null) : undefined)
    const port = start(browser, { ...OPEN, chainId: 'prod' })
    await port.until(over)
    assert.equal(failure(port)?.kind, 'locked')
    assert.match(failure(port)?.message ?? '', says, at)
    assert.equal(browser.tabs.length, at === 'tabs.get' ? 1 : 0)
  }
})

test('a failure that its page has not heard of yet is told nowhere once it is locked', async () => {
  const { browser } = await alice({ guard: 'PRODUCTION' })
  await browser.call('createVault', { password: 'correct horse battery staple' })
  const port = start(browser, { ...OPEN, chainId: 'prod' })
  port.hears = false
  await port.until(({ events }) => events.at(-1)?.type === 'failed')
  await browser.call('lock', null)
  port.leave()
  for (let round = 0; round < 100; round++) await new Promise(setImmediate)
  assert.deepEqual([browser.session.run, browser.badge], [undefined, ''])
})

test('when a run was cut short is the same for each background that tells of it', async () => {
  const browser = await withChain()
  await waiting(browser)
  await stored(browser)
  await browser.wake()
  const told = await browser.call('lastRun', null)
  const from = Date.now()
  while (Date.now() === from) await new Promise(setImmediate)
  await browser.wake()
  assert.deepEqual(await browser.call('lastRun', null), told)
})

test('a run that was cut short is told with what the person had said, so that nobody has to say it again, and without its code', async () => {
  const browser = await withChain()
  const request: RunRequest = {
    ...OPEN,
    confirmed: confirms('One', undefined, { account: account(2), role: 'Reader' }),
    reason: 'INC-42',
  }
  await waiting(browser, { ...request, code: '123456' })
  await stored(browser)
  await browser.wake()
  const told = await browser.call('lastRun', null)
  assert.deepEqual([told?.failure?.kind, told?.request], ['interrupted', request])
})

test('the twenty chains that were opened last are the recent ones, each once, the last first', async () => {
  const world = sampleWorld()
  answerAsAws(world)
  const browser = new Browser()
  await browser.wake()
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(world)
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey })
  const ids = Array.from({ length: 23 }, (_, at) => `c${String(at).padStart(2, '0')}`)
  for (const id of ids) await browser.call('restoreChain', chain(id, id, { sourceId, hops: [auditIn(accounts.prod)] }))
  // The first once more at the end.
  for (const chainId of [...ids, 'c00']) {
    const port = start(browser, { ...OPEN, chainId })
    await port.until(over)
    assert.equal(failure(port), undefined)
  }
  const { opened } = kept(browser).use as { opened: { id: string }[] }
  const lastFirst = ['c00', ...ids.slice(4).reverse()]
  assert.deepEqual(
    opened.map(({ id }) => id),
    lastFirst,
  )
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 30 })
  // The others by name.
  assert.deepEqual(
    rows.map(({ id }) => id),
    [...lastFirst, 'c01', 'c02', 'c03'],
  )
})

test('a run that opens goes on without its popup, and marks the icon when it fails unseen', async () => {
  const browser = await withChain()
  // The hosts of the chain and those of IAM are asked about at once.
  const answers: ((access: boolean) => void)[] = []
  const asked = new Promise<void>((resolve) => {
    browser.hasAccess = () =>
      new Promise((access) => {
        answers.push(access)
        resolve()
      })
  })
  const port = start(browser)
  await asked
  port.leave()
  const going = await browser.call('lastRun', null)
  assert.equal(going?.endedAt, undefined)
  assert.equal(going?.name, 'One')
  const marked = new Promise<void>((resolve) => {
    browser.onBadge = resolve
  })
  for (const answer of answers) answer(false)
  await marked
  assert.equal(browser.badge, '!')
  assert.equal((await browser.call('lastRun', null))?.failure?.kind, 'permission')
  assert.equal(browser.badge, '')
})

test('who leaves the page ends a test, a copy and the go page’s own run, which ask AWS for no more', async () => {
  const requests: RunRequest[] = [
    { action: 'copy', chainId: 'prod', shape: 'bash' },
    { action: 'open', chainId: 'prod', where: 'this-tab' },
    { action: 'test', chain: chain('', 'Draft', { hops: threeHops }) },
  ]
  for (const request of requests) {
    const { aws, browser, run } = await alice()
    const { sourceId } = await browser.call('chain', { id: 'prod' })
    await browser.call('saveChain', chain('prod', 'Production', { sourceId, hops: threeHops }))
    let answer = () => {}
    aws.beforeAnswer = () => new Promise<void>((resolve) => (answer = resolve))
    const port = start(browser, 'chain' in request ? { ...request, chain: { ...request.chain, sourceId } } : request)
    while (aws.asked.length === 0) await new Promise(setImmediate)
    aws.beforeAnswer = () => {}
    port.leave()
    answer()
    // Another run comes to its end meanwhile.
    assert.equal((await run('security')).failure, undefined)
    assert.equal(aws.asked.length, 1 + 2, request.action)
    assert.equal(browser.tabs.length, 1, request.action)
    assert.equal(await browser.call('lastRun', null), null)
  }
})

test('a run that goes on is not dismissed, nor pushed aside by an earlier one that fails unseen', async () => {
  const browser = await withChain()
  await browser.call('saveChain', { ...(await browser.call('chain', { id: 'one' })), id: 'two', name: 'Two' })
  const answers: ((access: boolean) => void)[] = []
  browser.hasAccess = () => new Promise((access) => answers.push(access))
  const first = start(browser)
  // Each asks about the hosts of its chain and those of IAM at once.
  while (answers.length < 2) await new Promise(setImmediate)
  start(browser, { ...OPEN, chainId: 'two' })
  while (answers.length < 4) await new Promise(setImmediate)
  const isGoing = async () => {
    const going = await browser.call('lastRun', null)
    assert.deepEqual([going?.chainId, going?.endedAt], ['two', undefined])
  }
  await browser.call('dismissRun', null)
  await isGoing()
  first.leave()
  const marked = new Promise<void>((resolve) => {
    browser.onBadge = resolve
  })
  for (const answer of answers.slice(0, 2)) answer(false)
  await marked
  assert.equal(browser.badge, '!')
  await isGoing()
})

test('a failure that a page heard is not told again', async () => {
  const browser = await withChain()
  browser.hasAccess = async () => false
  await start(browser).until(over)
  assert.equal(browser.badge, '')
  assert.equal(await browser.call('lastRun', null), null)
})

test('a failure that was sent to a page that was gone already is told again', async () => {
  const browser = await withChain()
  browser.hasAccess = async () => false
  const port = start(browser)
  // The browser tells later than it happens that a page has closed.
  port.hears = false
  await port.until(({ events }) => events.at(-1)?.type === 'failed')
  const marked = new Promise<string>((resolve) => {
    browser.onBadge = () => resolve(browser.badge)
  })
  port.leave()
  assert.equal(await marked, '!')
  assert.equal((await browser.call('lastRun', null))?.failure?.kind, 'permission')
})

test('tests and copies leave nothing to tell', async () => {
  const browser = await withChain()
  browser.session = {}
  await start(browser, { action: 'copy', chainId: 'one', shape: 'bash' }).until(over)
  await start(browser, { action: 'test', chain: chain('', 'Draft') }).until(over)
  assert.equal(await browser.call('lastRun', null), null)
})

test('a trap of the core amid a walk fails that walk, and the next one gets a fresh core', async () => {
  const browser = new Browser()
  const listeners: ((event: { error: unknown }) => void)[] = []
  const asked: Promise<void> = new Promise((resolve) => {
    Object.assign(globalThis, {
      addEventListener: (name: string, listener: never) => name === 'error' && listeners.push(listener),
      // No answer ever comes, as from a host that hangs. Only AWS is asked this way; the core's file is no request.
      fetch: (address: unknown) => {
        if (typeof address === 'string') return fetchFile(address)
        resolve()
        return new Promise(() => {})
      },
    })
  })
  await browser.wake()
  const sourceId = await addSource(browser)
  await browser.call('saveChain', chain('one', 'One', { sourceId }))
  const port = start(browser)
  await asked
  for (const listener of listeners) listener({ error: new WebAssembly.RuntimeError('unreachable') })
  await port.until(over)
  assert.equal(failure(port)?.kind, 'internal')
  assert.deepEqual(browser.tabs, [])
  assert.ok((await browser.call('partitions', null)).length > 3)
})

for (const refused of ['session.set', 'session.remove'])
  test(`a memory that is full, where ${refused} fails, neither stops a run nor says that an open console failed`, async () => {
    const { browser } = await alice()
    browser.lands = () => 'https://us-east-1.console.aws.amazon.com/console/home'
    await browser.call('saveSettings', { reasonInto: { kind: 'session-name' } })
    browser.refuses = (call) => (call === refused ? 'fails' : undefined)
    const port = start(browser, { ...OPEN, chainId: 'prod', reason: 'OPS-1' })
    await port.until(over)
    const ends = port.events.filter(({ type }) => type !== 'progress').map(({ type }) => type)
    assert.deepEqual([ends, browser.tabs.length], [['done'], 1])
    // A run that does fail is told once as well, with what is wrong.
    const other = start(browser, { ...OPEN, chainId: 'nobody' })
    await other.until(over)
    assert.deepEqual(
      other.events.map(({ state }) => state.failure?.kind),
      ['invalid'],
    )
  })
