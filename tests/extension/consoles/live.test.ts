// The consoles that are open: which tabs are told of, of which chains, until when, and what a lock and a change do to that.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunRequest } from '../../../extension/protocol.ts'
import { accounts } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import { type Browser, OUR_PAGE } from '../scene/browser.ts'
import { says } from '../scene/kept.ts'
import { until } from '../scene/until.ts'

const PASSWORD = 'correct horse battery staple'
const { prod, security } = accounts

/** Both chains are open, each in a tab of its own. */
async function twoOpen(...of: Parameters<typeof alice>) {
  const scene = await alice(...of)
  scene.browser.lands = () => undefined
  for (const id of ['prod', 'security']) assert.equal((await scene.run(id)).failure, undefined)
  const [first = 0, second = 0] = (await consoles(scene.browser)).map(({ tab }) => tab)
  return { ...scene, first, second }
}

const consoles = async (browser: Browser) => (await browser.call('live', null)).consoles
const chains = async (browser: Browser) => (await consoles(browser)).map(({ chainId }) => chainId)
const minutesLeft = (endsAt: number) => Math.round((endsAt - Date.now()) / 60_000)

test('each tab is told of with its chain, role and end, and gone to without asking AWS', async () => {
  const { aws, browser, first, second } = await twoOpen()
  const told = (await consoles(browser)).map(({ endsAt, ...console }) => ({ ...console, minutes: minutesLeft(endsAt) }))
  const alike = {
    role: 'Audit',
    place: 'normal',
    byItself: false,
    isTold: false,
    signsOut: false,
    isHere: true,
    minutes: 60,
  }
  assert.deepEqual(told, [
    { tab: first, chainId: 'prod', name: 'prod', account: prod, ...alike },
    { tab: second, chainId: 'security', name: 'security', account: security, ...alike },
  ])
  const asked = aws.asked.length
  assert.equal(await browser.call('goToConsole', { tab: first }), true)
  assert.deepEqual([browser.shown, aws.asked.length, browser.tabs.length], [[first], asked, 2])
})

test('a tab that is closed is told of no more, and cannot be gone to; nor can one that was not opened here', async () => {
  const { browser, first } = await twoOpen()
  browser.closes(first)
  assert.deepEqual(await chains(browser), ['security'])
  browser.openTabs.push({ id: 7, windowId: 1, index: 0, incognito: false })
  for (const tab of [first, 7]) assert.equal(await browser.call('goToConsole', { tab }), false)
  assert.deepEqual(browser.shown, [])
})

test('a tab that the browser takes out of memory is found under its new id', async () => {
  const { browser, first, second } = await twoOpen()
  const now = browser.discards(first)
  while (!(await consoles(browser)).some(({ tab }) => tab === now)) await new Promise(setImmediate)
  assert.deepEqual(
    (await consoles(browser)).map(({ tab }) => tab),
    [now, second],
  )
})

test('a chain that is opened twice has two tabs, and a tab that a link opens in has the console of the last', async () => {
  const { browser, run, first } = await twoOpen()
  await run('prod')
  assert.deepEqual((await chains(browser)).sort(), ['prod', 'prod', 'security'])
  const tab = browser.openTabs.find(({ id }) => id === first)
  const request: Partial<RunRequest> = { where: 'this-tab' }
  assert.equal((await run('security', request, { ...OUR_PAGE, tab })).failure, undefined)
  const there = (await consoles(browser)).filter((console) => console.tab === first)
  assert.deepEqual([there.map(({ chainId }) => chainId), (await consoles(browser)).length], [['security'], 3])
})

test('a tab that stays on the sign-in page is no console', async () => {
  const { browser, run } = await alice()
  browser.lands = (url) => url
  assert.equal((await run('prod')).failure?.kind, 'sign-in')
  assert.deepEqual(await consoles(browser), [])
})

test('what was signed out for another is told of no more', async () => {
  const { browser, run } = await twoOpen()
  assert.equal((await run('prod', { signOut: 'once' })).failure, undefined)
  assert.deepEqual(await chains(browser), ['prod'])
})

test('one that has ended is told of no more', async (t) => {
  const { browser } = await twoOpen()
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3_000_000 })
  assert.equal((await consoles(browser)).length, 2)
  t.mock.timers.setTime(Date.now() + 600_000)
  assert.deepEqual(await consoles(browser), [])
})

test('one that has ended is told of as long as it can be renewed, and not for ever', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const { browser, run, first, second } = await twoOpen()
  browser.hasAccess = async (origins) => !origins.some((origin) => origin.includes('console'))
  t.mock.timers.setTime(Date.now() + 3_700_000)
  const told = async () => (await consoles(browser)).map(({ tab, endsAt }) => [tab, endsAt > Date.now()])
  assert.deepEqual(await told(), [
    [first, false],
    [second, false],
  ])
  browser.closes(second)
  t.mock.timers.setTime(Date.now() + 12 * 3_600_000)
  assert.equal((await run('security')).failure, undefined)
  assert.deepEqual(
    (await told()).map(([, isOpen]) => isOpen),
    [true],
  )
})

test('a console that was asked for half a day lasts as long', async () => {
  const { browser } = await twoOpen({ sessionDuration: 43_200 })
  assert.deepEqual(
    (await consoles(browser)).map(({ endsAt }) => minutesLeft(endsAt)),
    [720, 720],
  )
})

test('that one ends is told until it was read, of that one alone, and anew of the next console in its tab', async () => {
  const { browser, run, first, second } = await twoOpen()
  const untold = async () => (await consoles(browser)).flatMap(({ tab, isTold }) => (isTold ? [] : [tab]))
  assert.deepEqual(await untold(), [first, second])
  await browser.call('dismissEnding', { tab: first })
  await browser.call('dismissEnding', { tab: 7 })
  await browser.wake()
  assert.deepEqual(await untold(), [second])
  const tab = browser.openTabs.find(({ id }) => id === first)
  await run('prod', { where: 'this-tab' }, { ...OUR_PAGE, tab })
  assert.deepEqual((await untold()).sort(), [first, second])
})

test('a chain that is another by now, or is deleted, opens anew; its tab is told of still', async () => {
  const { browser } = await twoOpen()
  const before = await browser.call('chain', { id: 'prod' })
  await browser.call('saveChain', { ...before, colour: 'red', guard: 'LIVE', tags: ['money'] })
  assert.deepEqual(await chains(browser), ['prod', 'security'], 'what AWS is asked is the same')
  await browser.call('saveChain', { ...before, sessionName: 'other' })
  await browser.call('deleteChain', { id: 'security' })
  assert.deepEqual(
    (await consoles(browser)).map(({ name, chainId }) => [name, chainId]),
    [
      ['prod', undefined],
      ['security', undefined],
    ],
  )
  await browser.call('saveChain', before)
  assert.deepEqual(await chains(browser), ['prod', undefined])
})

test('of other cookies a tab is told of as that', async () => {
  const { browser } = await twoOpen()
  browser.openTabs.unshift({ id: 7, windowId: 1, index: 0, incognito: false, cookieStoreId: 'firefox-container-3' })
  for (const [at, more] of [{ incognito: true }, { cookieStoreId: 'firefox-container-3' }].entries())
    Object.assign(browser.openTabs[at + 1] ?? {}, more)
  assert.deepEqual(
    (await consoles(browser)).map(({ place, isHere }) => [place, isHere]),
    [
      ['private', false],
      ['container', true],
    ],
  )
})

test('under a password it is sealed: a lock hides it, and an unlocking brings it back, for the next background too', async () => {
  const { browser, first } = await twoOpen()
  await browser.call('createVault', { password: PASSWORD })
  assert.deepEqual(Object.keys(browser.session.live as object), ['sealed'])
  await browser.call('lock', null)
  for (const word of ['Audit', prod, 'security']) assert.ok(!says(browser.session, word), word)
  const refused = { kind: 'locked' }
  await assert.rejects(browser.call('live', null), refused)
  await assert.rejects(browser.call('goToConsole', { tab: first }), refused)
  await browser.wake()
  await browser.call('unlock', { password: PASSWORD })
  assert.deepEqual(await chains(browser), ['prod', 'security'])
})

test('to start over and an update of the extension leave none', async () => {
  const { browser } = await twoOpen()
  await browser.call('startOver', { sure: 'delete everything' })
  assert.deepEqual([await consoles(browser), browser.session.live], [[], undefined])
  const other = (await twoOpen()).browser
  await other.update()
  assert.deepEqual(await consoles(other), [])
})

test('the setting says whether picking a chain goes there', async () => {
  const { browser } = await twoOpen()
  assert.equal((await browser.call('live', null)).goesToTab, true)
  await browser.call('saveSettings', { goesToTab: false })
  assert.equal((await browser.call('live', null)).goesToTab, false)
})

test('a change of what is open that a lock overtakes is none, also where nothing is sealed', async () => {
  const { browser, run } = await alice()
  browser.lands = () => 'https://us-east-1.console.aws.amazon.com/console/home'
  assert.equal((await run('prod')).failure, undefined)
  const [{ tab } = assert.fail('none is open')] = (await browser.call('live', null)).consoles
  const goOn = new AbortController()
  let held = false
  browser.hold = (call) => {
    if (call !== 'session.get' || held) return undefined
    held = true
    return new Promise<void>((go) => goOn.signal.addEventListener('abort', () => go()))
  }
  const dismissing = browser.call('dismissEnding', { tab })
  await until(() => held)
  await browser.call('lock', null)
  goOn.abort()
  await assert.rejects(dismissing, { kind: 'locked' })
  browser.hold = () => undefined
  assert.deepEqual(
    (await browser.call('live', null)).consoles.map(({ isTold }) => isTold),
    [false],
  )
})
