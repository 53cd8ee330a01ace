// Sessions that are kept of hops: how often AWS is asked, by whom they are shared, and what takes them away.

import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import type { Hop } from 'rolerelay-core'
import type { RunRequest } from '../../../extension/protocol.ts'
import { accounts, aliceKey, auditIn, mfaHub, mfaSeed, sampleWorld, threeHops } from '../../aws/sample.ts'
import { totp } from '../../aws/totp.ts'
import { keyOf } from '../../aws/world.ts'
import { type Aws, answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { SESSION_KEY, says } from '../scene/kept.ts'
import { addSource, chain } from '../scene/sample.ts'

const PASSWORD = 'correct horse battery staple'
const [first, second, last] = threeHops as [(typeof threeHops)[0], (typeof threeHops)[0], (typeof threeHops)[0]]

afterEach(() => mock.timers.reset())

/** Alice's source in a browser, with the sample's chain of three hops (`three`). */
async function alice() {
  const world = sampleWorld()
  const aws = answerAsAws(world)
  const browser = new Browser()
  await browser.wake()
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(world)
  const credentials = { accessKeyId, secretAccessKey }
  const sourceId = await addSource(browser, credentials, 'Alice')
  const save = async (id: string, hops: Hop[]) => {
    const { saved, findings } = await browser.call('saveChain', chain(id, id, { sourceId, hops }))
    assert.ok(saved, JSON.stringify(findings))
  }
  await save('three', threeHops)
  return { world, aws, browser, sourceId, credentials, save, ...runsOf(browser, aws) }
}

function runsOf(browser: Browser, aws: { asked: URLSearchParams[] }) {
  const start = (request: RunRequest) => {
    const port = browser.connect()
    port.post(request)
    return port
  }
  const ended = async (port: ReturnType<typeof start>) => {
    await port.until(({ closed }) => closed)
    return port.events.at(-1)
  }
  /** How many requests it took, and that it went well. */
  const cost = async (request: RunRequest): Promise<number> => {
    const before = aws.asked.length
    const end = await ended(start(request))
    assert.equal(end?.state.failure, undefined)
    return aws.asked.length - before
  }
  return { start, ended, cost }
}

const open = (chainId = 'three'): RunRequest => ({ action: 'open', chainId, where: 'new-tab' })
const copy = (chainId = 'three'): RunRequest => ({ action: 'copy', chainId, shape: 'bash' })
const hopPlaces = (browser: Browser) => Object.keys(browser.session).filter((key) => key.startsWith('hop/'))
const assumed = (aws: { asked: URLSearchParams[] }) => aws.asked.filter((form) => form.get('Action') === 'AssumeRole')

/** Nobody waits for what is kept, so a test does. */
async function kept(browser: Browser, count: number): Promise<void> {
  while (hopPlaces(browser).length !== count) await new Promise(setImmediate)
}

/** Has AWS wait with its answers. `asking` is when it was asked, and `goOn` has it answer. */
function heldBack(aws: Aws): { asking: Promise<void>; goOn: () => void } {
  let goOn = () => {}
  const held = new Promise<void>((resolve) => (goOn = resolve))
  const asking = new Promise<void>((resolve) => {
    aws.beforeAnswer = () => {
      resolve()
      return held
    }
  })
  return { asking, goOn }
}

test('a chain of three hops costs four requests, then one, also for the background that comes next', async () => {
  const { browser, cost } = await alice()
  assert.deepEqual([await cost(open()), await cost(open()), await cost(copy())], [4, 1, 0])
  await kept(browser, 3)
  await browser.wake()
  assert.deepEqual([await cost(open()), await cost(copy())], [1, 0])
  // Their beginning is the same, and what comes after it is not.
  assert.equal(browser.tabs.length, 3)
})

test('what is copied lasts a quarter of an hour at least, or half of what its last hop asks for', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.UTC(2030, 0, 1, 12) })
  const { aws, cost, save, start, ended } = await alice()
  const later = (minutes: number) => mock.timers.setTime(Date.now() + minutes * 60_000)
  await save('short', [first, { ...second, durationSeconds: 900 }])
  await cost(copy())
  later(44)
  assert.equal(await cost(copy()), 0, 'more than a quarter of an hour is left')
  later(2)
  assert.equal((await ended(start(copy())))?.state.endsAt, Date.now() + 3_600_000)
  assert.equal(assumed(aws).length, 4, 'the hops before it are kept')
  assert.deepEqual([await cost(copy()), await cost(open())], [0, 1], 'the new one is kept')

  await cost(copy('short'))
  later(7)
  assert.equal(await cost(copy('short')), 0)
  later(1)
  assert.equal((await ended(start(copy('short'))))?.state.endsAt, Date.now() + 900_000)
})

test('ten chains with two hops in common ask for those once', async () => {
  const { aws, cost, save } = await alice()
  for (let at = 0; at < 10; at++) await save(`end-${at}`, [first, second, { ...last, sessionName: `end-${at}` }])
  for (let at = 0; at < 10; at++) await cost(copy(`end-${at}`))
  assert.equal(assumed(aws).length, 2 + 10)
})

test('twenty simultaneous opens of one chain make one request for each hop', async () => {
  const { aws, browser, start, ended } = await alice()
  const ports = Array.from({ length: 20 }, () => start(open()))
  for (const port of ports) assert.equal((await ended(port))?.state.failure, undefined)
  assert.deepEqual([assumed(aws).length, aws.asked.length, browser.tabs.length], [3, 3 + 20, 20])
})

test('whoever waits for a request that is cancelled asks itself', async () => {
  const { aws, start, ended } = await alice()
  const { asking, goOn } = heldBack(aws)
  const one = start(open())
  await asking
  const other = start(open())
  await other.until(({ events }) => events.some(({ state }) => state.of === 3 && state.role !== ''))
  one.post('cancel')
  goOn()
  assert.equal((await ended(one))?.state.failure?.kind, 'cancelled')
  assert.equal((await ended(other))?.state.failure, undefined)
})

test('a test and a check of all chains walk all the way, whatever is kept', async () => {
  const { browser, aws, cost } = await alice()
  await cost(open())
  const before = assumed(aws).length
  await cost({ action: 'test', chain: await browser.call('chain', { id: 'three' }) })
  // The three hops, and whether there is a shorter way.
  assert.equal(assumed(aws).length - before, 4)
  await browser.call('startCheck', { ids: ['three'] })
  await browser.connect(undefined, 'check').until(({ closed }) => closed)
  assert.equal(assumed(aws).length - before, 7)
})

test('what is kept under a password is sealed, and a lock leaves none of it', async () => {
  const { browser, cost } = await alice()
  await browser.call('createVault', { password: PASSWORD })
  await cost(open())
  await kept(browser, 3)
  for (const place of hopPlaces(browser)) assert.deepEqual(Object.keys(browser.session[place] as object), ['sealed'])
  assert.doesNotMatch(JSON.stringify(browser.session), SESSION_KEY, 'a session is in the clear')
  assert.ok(!says(browser.session, 'assumed-role'), 'a session is in the clear')
  assert.doesNotMatch(JSON.stringify(browser.local), SESSION_KEY, 'a session is on the disk')
  await browser.wake()
  assert.equal(await cost(open()), 1)
  await browser.call('lock', null)
  assert.deepEqual(hopPlaces(browser), [])
  await browser.call('unlock', { password: PASSWORD })
  assert.equal(await cost(open()), 4)
})

test('what was kept before there was a password is sealed then, and goes on to be good under another one', async () => {
  const { browser, cost } = await alice()
  await cost(open())
  await kept(browser, 3)
  await browser.call('createVault', { password: PASSWORD })
  assert.doesNotMatch(JSON.stringify(browser.session), SESSION_KEY, 'a session is in the clear')
  await cost(open())
  await kept(browser, 3)
  await browser.call('changePassword', { proof: { password: PASSWORD }, password: `${PASSWORD} staple` })
  await browser.wake()
  assert.equal(await cost(open()), 1)
})

for (const [what, change] of Object.entries({
  'a chain that is edited': async ({ browser, save }) => {
    await save('three', [first, second])
    await browser.call('list', { query: '', offset: 0, limit: 1 })
  },
  'a chain that is deleted': ({ browser }) => browser.call('deleteChain', { id: 'three' }),
  'a source that is deleted': ({ browser, sourceId }) => browser.call('deleteSource', { id: sourceId }),
  'keys that are entered again': ({ browser, sourceId, credentials }) =>
    browser.call('saveSource', { id: sourceId, name: 'Alice', credentials }),
} satisfies Record<string, (scene: Awaited<ReturnType<typeof alice>>) => Promise<unknown>>)) {
  for (const isAnother of [false, true]) {
    test(`${what}: what rests on it goes${isAnother ? ', though another background kept it' : ''}`, async () => {
      const scene = await alice()
      await scene.cost(open())
      await kept(scene.browser, 3)
      if (isAnother) await scene.browser.wake()
      await change(scene)
      assert.deepEqual(hopPlaces(scene.browser), [])
    })
  }
}

test('a run that ends after its source was changed leaves nothing', async () => {
  const { aws, browser, sourceId, credentials, start, ended } = await alice()
  const { asking, goOn } = heldBack(aws)
  const port = start(open())
  await asking
  await browser.call('saveSource', { id: sourceId, name: 'Alice', credentials })
  goOn()
  assert.equal((await ended(port))?.state.failure, undefined)
  assert.deepEqual(hopPlaces(browser), [])
})

test('a chain that is edited keeps what others have in common with it, which they began', async () => {
  const { browser, cost, save } = await alice()
  await save('two', [first, second])
  await cost(copy('two'))
  await cost(copy())
  await kept(browser, 3)
  await save('three', [first, second, { ...last, sessionName: 'another' }])
  assert.equal(hopPlaces(browser).length, 2)
  assert.equal(await cost(copy()), 1)
})

test('a full storage.session fails no run, and what is in memory serves', async () => {
  const { browser, cost } = await alice()
  browser.hold = (call) =>
    call === 'session.set' ? Promise.reject(new Error('QUOTA_BYTES quota exceeded')) : undefined
  assert.deepEqual([await cost(copy()), await cost(copy())], [3, 0])
})

test('there is a most that is kept, and what ends first makes room', async () => {
  const { browser, cost } = await alice()
  const inHours = (hours: number) => Date.now() + hours * 3_600_000
  const large = (until: number) => ({
    kept: { until, hops: [], credentials: {}, pad: 'x'.repeat(1_500_000) },
    records: [],
  })
  Object.assign(browser.session, {
    'hop/s/ended': large(inHours(-1)),
    'hop/s/soon': large(inHours(0.1)),
    'hop/s/later': large(inHours(3)),
    'hop/s/latest': large(inHours(4)),
  })
  await browser.wake()
  await cost(copy())
  await kept(browser, 5)
  assert.deepEqual(
    hopPlaces(browser).filter((key) => key.startsWith('hop/s/')),
    ['hop/s/later', 'hop/s/latest'],
  )
})

test('what is kept of thousands of other hops is not read for a click, however much of it there is', async () => {
  const { browser, cost, save } = await alice()
  await save('two', [first, { ...second, sessionName: 'another' }])
  await cost(copy())
  await kept(browser, 3)
  const [[place = '', one] = []] = Object.entries(browser.session).filter(([key]) => key.startsWith('hop/'))
  for (let at = 0; at < 1_000; at++) browser.session[`${place}/${at}`] = one
  await browser.wake()
  browser.reads.session = []
  assert.equal(await cost(copy()), 0)
  await cost(copy('two'))
  const read = browser.reads.session.map((keys) => keys?.length ?? Number.POSITIVE_INFINITY)
  assert.ok(Math.max(...read) < 20, `${read}`)
})

test('a walk looks for what is kept of its hops once, not between them', async () => {
  const { browser, cost } = await alice()
  browser.reads.session = []
  assert.equal(await cost(open()), 4)
  const looks = browser.reads.session.filter((keys) => keys?.some((key) => key.startsWith('hop/')))
  assert.equal(looks.length, 1, JSON.stringify(looks))
})

test('what has five minutes left is asked for anew', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.UTC(2030, 0, 1, 12) })
  const { cost } = await alice()
  await cost(open())
  mock.timers.setTime(Date.now() + 54 * 60_000)
  assert.equal(await cost(open()), 1)
  mock.timers.setTime(Date.now() + 2 * 60_000)
  assert.equal(await cost(open()), 4)
})

test('one code is good until what it gave ends: none is asked for, and none of the seed is used up', async () => {
  mock.timers.enable({ apis: ['Date'], now: Date.UTC(2030, 0, 1, 12) })
  const world = sampleWorld()
  const aws = answerAsAws(world)
  const { id: accessKeyId, secret: secretAccessKey } = keyOf(world, accounts.hub, 'dana')
  const credentials = { accessKeyId, secretAccessKey }
  for (const seed of [undefined, mfaSeed]) {
    const browser = new Browser()
    await browser.wake()
    const source = { name: 'Dana', credentials, mfaSerial: mfaHub.mfaSerial ?? '', ...(seed && { seed }) }
    const { id: sourceId } = await browser.call('saveSource', source)
    await browser.call('saveChain', chain('mfa', 'mfa', { sourceId, hops: [mfaHub] }))
    await browser.call('saveChain', chain('audit', 'audit', { sourceId, hops: [mfaHub, auditIn(accounts.prod)] }))
    const { cost } = runsOf(browser, aws)
    assert.equal(await cost({ ...open('mfa'), ...(!seed && { code: totp(mfaSeed, Date.now()) }) }), 2)
    const used = JSON.stringify(browser.session[`codeEndsAt/${sourceId}`])
    assert.deepEqual([await cost(open('mfa')), await cost(copy('audit'))], [1, 1])
    assert.equal(JSON.stringify(browser.session[`codeEndsAt/${sourceId}`]), used)
    mock.timers.setTime(Date.now() + 60_000)
  }
})

test('a test says how long each hop took, of those that are done', async (t) => {
  const { aws, browser, start, ended } = await alice()
  const draft = await browser.call('chain', { id: 'three' })
  let now = 0
  let hops = 0
  t.mock.method(performance, 'now', () => now)
  aws.beforeAnswer = () => {
    if (aws.asked.at(-1)?.get('Action') === 'AssumeRole') now += ++hops * 1_000
    else now += 50
  }
  const tested = async (hops: Hop[]) => (await ended(start({ action: 'test', chain: { ...draft, hops } })))?.state
  assert.deepEqual((await tested(threeHops))?.took, [1_000, 2_000, 3_000])
  hops = 0
  const refused = await tested([first, second, { roleArn: `${last.roleArn}-2` }])
  assert.deepEqual([refused?.failure?.hop, refused?.took], [2, [1_000, 2_000]])
})
