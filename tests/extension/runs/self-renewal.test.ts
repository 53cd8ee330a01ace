// Consoles that renew by themselves: when, which ones, and that no page is left that somebody may have written on.

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { alice } from '../scene/alice.ts'
import type { Browser } from '../scene/browser.ts'
import { confirms } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

const MINUTE = 60_000
const PAGE = 'https://us-east-1.console.aws.amazon.com/s3/buckets/a?region=us-east-1#prefix/b'
const PASSWORD = 'correct horse battery staple'

/** The chain `prod` is open in a tab that nobody looked at, and renews by itself. */
async function renewing(t: TestContext, ...of: Parameters<typeof alice>) {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const scene = await alice(...of)
  const { browser, run } = scene
  browser.lands = () => PAGE
  const answers = of[0]?.guard ? { confirmed: confirms('prod', of[0].guard) } : {}
  assert.equal((await run('prod', { where: 'background-tab', ...answers })).failure, undefined)
  const [{ tab } = assert.fail('none is told of')] = (await browser.call('live', null)).consoles
  const there = browser.openTabs.find(({ id }) => id === tab) ?? assert.fail('no tab')
  there.lastAccessed = Date.now() - MINUTE
  await browser.call('renewByItself', { chainId: 'prod', on: true })
  const sent = browser.tabs.length
  /** The clock is there, and the alarm rings. */
  const at = (minutes: number) => {
    t.mock.timers.setTime(start + minutes * MINUTE)
    browser.ring('renew')
  }
  const start = Date.now()
  const left = async () =>
    (await browser.call('live', null)).consoles.map(({ endsAt }) => Math.round((endsAt - Date.now()) / MINUTE))
  return { ...scene, there, sent, at, left }
}

/** Until it is planned anew, or nothing is to come any more. */
const planned = (browser: Browser, isToCome: boolean) => until(() => browser.alarms.has('renew') === isToCome)

test('four minutes before its end, on the page that it is on, in its tab, and again the next hour', async (t) => {
  const { browser, there, sent, at, left } = await renewing(t)
  await planned(browser, true)
  assert.equal(Math.round(((browser.alarms.get('renew') ?? 0) - Date.now()) / MINUTE), 56)
  at(56.5)
  await until(async () => (await left())[0] === 60)
  const { id, url } = browser.tabs.at(-1) as { id: number; url: string }
  assert.deepEqual([id, new URL(url).searchParams.get('Destination'), browser.tabs.length], [there.id, PAGE, sent + 1])
  await until(() => Math.round(((browser.alarms.get('renew') ?? 0) - Date.now()) / MINUTE) === 56)
  there.lastAccessed = Date.now() - MINUTE
  at(113)
  await until(async () => (await left())[0] === 60)
  assert.equal(browser.tabs.length, sent + 2)
})

test('it is no use of the vault, which locks when nobody was there for as long as was set', async (t) => {
  const { browser, there, at, sent } = await renewing(t)
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('saveSettings', { lockAfter: 120 })
  const deadline = () => (browser.session.unlocked as { until: number }).until
  const before = deadline()
  await planned(browser, true)
  there.lastAccessed = Date.now() - MINUTE
  at(56.5)
  await until(() => browser.tabs.length === sent + 1)
  assert.equal(deadline(), before)
})

const kept: [string, (there: { active?: boolean; lastAccessed?: number; url?: string | undefined }) => void][] = [
  ['is in front', (there) => Object.assign(there, { active: true })],
  ['was in front since its page loaded', (there) => Object.assign(there, { lastAccessed: Date.now() + MINUTE })],
  ['may have been, where the browser does not tell', (there) => delete there.lastAccessed],
  ['shows something else', (there) => Object.assign(there, { url: 'https://example.com/' })],
]
for (const [why, happens] of kept) {
  test(`a tab that ${why} is left alone, and not tried again`, async (t) => {
    const scene = await renewing(t)
    await planned(scene.browser, true)
    happens(scene.there)
    await isLeftAlone(scene)
  })
}

/** Its time comes, and nothing is begun in its tab, nor told as a run that failed. */
async function isLeftAlone({ browser, run, at, there }: Awaited<ReturnType<typeof renewing>>) {
  const [before, calls, marks] = [browser.tabs.length, new Set<string>(), new Set<string>()]
  browser.onBadge = () => marks.add(browser.badge)
  browser.hold = (call) => void calls.add(call)
  at(57)
  await until(() => calls.has('alarms.clear'))
  // What was begun by then would be over once another run is that begins now.
  await browser.call('saveSettings', { reasonFor: 'marked' })
  const { guard: _, ...other } = await browser.call('chain', { id: 'security' })
  await browser.call('saveChain', other)
  assert.equal((await run('security')).failure, undefined)
  const sent = browser.tabs.slice(before) as { id?: number }[]
  assert.deepEqual([sent.filter(({ id }) => id === there.id), marks.has('!')], [[], false])
  assert.equal(browser.alarms.has('renew'), false, 'it is not tried again')
}

test('a page that loaded in front is left alone, whoever looked since', async (t) => {
  const scene = await renewing(t)
  const { browser, run, there } = scene
  Object.assign(there, { active: true })
  assert.equal((await run('prod', { where: 'its-tab', tab: there.id })).failure, undefined)
  Object.assign(there, { active: false, lastAccessed: Date.now() - MINUTE })
  await planned(browser, true)
  await isLeftAlone(scene)
})

for (const asks of ['a word', 'a reason']) {
  test(`a chain that asks for ${asks} first is left to the person`, async (t) => {
    const scene = await renewing(t, asks === 'a word' ? { guard: 'LIVE' } : {})
    if (asks === 'a reason') await scene.browser.call('saveSettings', { reasonFor: 'all' })
    await planned(scene.browser, true)
    await isLeftAlone(scene)
  })
}

test('one that was not chosen, or is no more, stays as it is', async (t) => {
  const { browser, run, sent, at } = await renewing(t)
  await browser.call('renewByItself', { chainId: 'prod', on: false })
  await planned(browser, false)
  assert.equal((await run('security', { where: 'background-tab' })).failure, undefined)
  at(57)
  assert.deepEqual(
    (await browser.call('live', null)).consoles.map(({ byItself }) => byItself),
    [false, false],
  )
  assert.equal(browser.tabs.length, sent + 1)
})

test('what is locked waits until it is unlocked, for the next background too', async (t) => {
  const { browser, at, left } = await renewing(t)
  await planned(browser, true)
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('lock', null)
  await browser.wake()
  at(57)
  await browser.call('unlock', { password: PASSWORD })
  await until(async () => (await left())[0] === 60)
})

test('a failure that nobody has read stays, and the renewal waits for that', async (t) => {
  const { browser, sent, at, left } = await renewing(t)
  await planned(browser, true)
  // As the background before left it.
  const run = { action: 'open', chainId: 'security', endedAt: 1, failure: { kind: 'network', message: 'No answer.' } }
  browser.session.run = run
  at(57)
  await planned(browser, true)
  assert.deepEqual([browser.session.run, browser.tabs.length], [run, sent])
  await browser.call('dismissRun', null)
  at(57.5)
  await until(async () => (await left())[0] === 60)
})

test('a working day: every hour the background was killed, once it was locked, and the page is where it was; then a laptop sleeps', async (t) => {
  const { browser, run, there, sent, at, left } = await renewing(t)
  // As AWS does it: the tab comes out on the page that it was sent to.
  browser.lands = (url) => new URL(url).searchParams.get('Destination') ?? undefined
  await browser.call('createVault', { password: PASSWORD })
  const HOURS = 9
  for (let hour = 1; hour <= HOURS; hour += 1) {
    const page = `${PAGE}/hour-${hour}`
    Object.assign(there, { url: page, lastAccessed: Date.now() - MINUTE })
    await planned(browser, true)
    if (hour === 4) await browser.call('lock', null)
    browser.kill()
    await browser.wake()
    at(hour * 56.5)
    if (hour === 4) await browser.call('unlock', { password: PASSWORD })
    await until(async () => (await left())[0] === 60)
    const { id, url } = browser.tabs.at(-1) as { id: number; url: string }
    assert.deepEqual([id, new URL(url).searchParams.get('Destination')], [there.id, page], `hour ${hour}`)
    await until(async () => (await browser.call('lastRun', null)) === null)
  }
  assert.equal(browser.tabs.length, sent + HOURS)
  assert.deepEqual([browser.openTabs.length, there.url], [1, `${PAGE}/hour-${HOURS}`], 'one tab, on its page')
  // Each sign-in comes to stand in the journal.
  const noted = async () => (await browser.call('journal', { query: '', offset: 0, limit: 1 })).total
  await until(async () => (await noted()) === 1 + HOURS)

  // Asleep for three hours: it is locked and has ended, nothing is done unasked, and one click goes back to the page.
  await planned(browser, true)
  at(HOURS * 56.5 + 180)
  await until(async () => (await browser.call('vault', null)).state === 'locked')
  await browser.call('unlock', { password: PASSWORD })
  await planned(browser, false)
  const [asleep] = (await browser.call('live', null)).consoles
  assert.deepEqual(
    [browser.tabs.length, asleep?.renews, (asleep?.endsAt ?? 0) < Date.now()],
    [sent + HOURS, 'page', true],
  )
  assert.equal((await run('prod', { where: 'its-tab', tab: there.id })).failure, undefined)
  assert.deepEqual([await left(), there.url], [[60], `${PAGE}/hour-${HOURS}`])
})
