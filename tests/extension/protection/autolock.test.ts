// What locks the vault without a call of a page: its deadline, the screen, the shortcut.

import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Browser } from '../scene/browser.ts'
import { until } from '../scene/until.ts'

const NOON = Date.UTC(2026, 5, 1, 12)
const MINUTE = 60_000

let browser = new Browser()
afterEach(async () => {
  // Else it would write its mirror into the next test's disk.
  browser.kill()
  await settled()
  mock.timers.reset()
})

/** Unlocked at noon, to be locked after an hour without use. */
async function unlocked(): Promise<Browser> {
  mock.timers.enable({ apis: ['Date'], now: NOON })
  browser = new Browser()
  await browser.wake()
  await browser.call('createVault', { password: 'correct horse battery staple' })
  await until(() => browser.alarms.has('lock'))
  return browser
}

const isUnlocked = (browser: Browser) => 'unlocked' in browser.session

/** Time for whatever an event has begun. */
async function settled(): Promise<void> {
  for (let round = 0; round < 100; round++) await setImmediate()
}

test('an alarm locks at the deadline, with no page open', async () => {
  const browser = await unlocked()
  assert.equal(browser.alarms.get('lock'), NOON + 60 * MINUTE)
  mock.timers.setTime(NOON + 60 * MINUTE)
  browser.ring('lock')
  await until(() => !isUnlocked(browser))
  await until(() => browser.alarms.size === 0)
})

test('use moves the deadline on; the alarm that then rings too early sets the next', async () => {
  const browser = await unlocked()
  mock.timers.setTime(NOON + 10 * MINUTE)
  await browser.call('list', { query: '', offset: 0, limit: 9 })
  assert.equal(browser.alarms.get('lock'), NOON + 60 * MINUTE, 'each use sets an alarm')
  mock.timers.setTime(NOON + 60 * MINUTE)
  browser.ring('lock')
  await until(() => browser.alarms.get('lock') === NOON + 70 * MINUTE)
  assert.ok(isUnlocked(browser))
  mock.timers.setTime(NOON + 70 * MINUTE)
  browser.ring('lock')
  await until(() => !isUnlocked(browser))
})

test('use is written down every fifteen seconds, not with each key', async () => {
  const browser = await unlocked()
  const deadline = async (seconds: number) => {
    mock.timers.setTime(NOON + seconds * 1_000)
    await browser.call('list', { query: '', offset: 0, limit: 9 })
    return ((browser.session.unlocked as { until: number }).until - NOON - 60 * MINUTE) / 1_000
  }
  for (const [seconds, moved] of [
    [1, 0],
    [15, 0],
    [16, 16],
    [30, 16],
    [32, 32],
  ] as const)
    assert.equal(await deadline(seconds), moved, `${seconds}`)
})

test('what pages ask again and again by themselves is no use: a sign-in that waits keeps nothing unlocked', async () => {
  const browser = await unlocked()
  for (let minute = 1; minute < 60; minute++) {
    mock.timers.setTime(NOON + minute * MINUTE)
    for (const polled of ['sources', 'portals', 'lastRun', 'vault'] as const) await browser.call(polled, null)
  }
  mock.timers.setTime(NOON + 60 * MINUTE)
  assert.equal((await browser.call('vault', null)).state, 'locked')
})

test('a run moves it on too, which is no call', async () => {
  const browser = await unlocked()
  mock.timers.setTime(NOON + 10 * MINUTE)
  const port = browser.connect()
  port.post({ action: 'open', chainId: 'nobody', where: 'new-tab' })
  await until(() => port.closed)
  mock.timers.setTime(NOON + 60 * MINUTE)
  browser.ring('lock')
  await until(() => browser.alarms.get('lock') === NOON + 70 * MINUTE)
  assert.ok(isUnlocked(browser))
})

test('a shorter time counts at once, and none rings no more', async () => {
  const browser = await unlocked()
  const settings = await browser.call('settings', null)
  await browser.call('saveSettings', { ...settings, lockAfter: 5 })
  await until(() => browser.alarms.get('lock') === NOON + 5 * MINUTE)
  await browser.call('saveSettings', { ...settings, lockAfter: 0 })
  await until(() => browser.alarms.size === 0)
  mock.timers.setTime(NOON + 24 * 60 * MINUTE)
  assert.equal((await browser.call('vault', null)).state, 'unlocked')
})

test('a background that wakes too late locks before anybody asks', async () => {
  const browser = await unlocked()
  browser.kill()
  mock.timers.setTime(NOON + 61 * MINUTE)
  await browser.wake()
  await until(() => !isUnlocked(browser))
})

test('a lost alarm is set again by a background that wakes', async () => {
  const browser = await unlocked()
  browser.alarms.clear()
  await browser.wake()
  await until(() => browser.alarms.get('lock') === NOON + 60 * MINUTE)
  assert.ok(isUnlocked(browser))
})

test('a clock that was set back does not put off the alarm', async () => {
  const browser = await unlocked()
  await browser.wake()
  // Less than an hour has passed since noon by this clock, and an hour by the alarm's.
  mock.timers.setTime(NOON + 50 * MINUTE)
  browser.ring('lock')
  await until(() => !isUnlocked(browser))
})

test('it locks with the screen, unless the person does not want that', async () => {
  const browser = await unlocked()
  const settings = await browser.call('settings', null)
  await browser.call('saveSettings', { ...settings, lockWithScreen: false })
  for (const state of ['idle', 'active', 'locked'] as const) browser.idle(state)
  await settled()
  assert.ok(isUnlocked(browser))

  await browser.call('saveSettings', { ...settings, lockWithScreen: true })
  browser.idle('idle')
  await settled()
  assert.ok(isUnlocked(browser), 'who only sits still is not locked out')
  await browser.wake()
  browser.idle('locked')
  await until(() => !isUnlocked(browser))
})

test('the shortcut locks', async () => {
  const browser = await unlocked()
  await browser.wake()
  browser.press('lock')
  await until(() => !isUnlocked(browser))
  assert.equal((await browser.call('vault', null)).state, 'locked')
})

test('without a vault there is nothing to lock, and nothing is forgotten', async () => {
  browser = new Browser()
  const run = { action: 'open', chainId: 'c', name: 'C', endedAt: 1, hops: [] }
  browser.session = { run }
  await browser.wake()
  browser.press('lock')
  browser.idle('locked')
  await settled()
  assert.deepEqual(browser.session, { run })
})
