// The short text on the icon: the least time left of the consoles that are open, below the mark of a failure that nobody saw.

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { alice } from '../scene/alice.ts'
import type { Browser } from '../scene/browser.ts'

const PASSWORD = 'correct horse battery staple'
const [SECOND, MINUTE] = [1_000, 60_000]

/** Two consoles, the second opened so many minutes after the first; what moves the clock; and when each ends. */
async function twoOpen(t: TestContext, apart = 20, ...of: Parameters<typeof alice>) {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const scene = await alice(...of)
  const { browser, run } = scene
  browser.lands = () => undefined
  for (const id of ['prod', 'security']) {
    assert.equal((await run(id)).failure, undefined)
    t.mock.timers.setTime(Date.now() + apart * MINUTE)
  }
  const [first, second] = (await browser.call('live', null)).consoles
  assert.ok(first && second, 'both are told of')
  /** Has the alarm ring when so much is left of that one. */
  const ringsAt = (end: number, left: number) => {
    t.mock.timers.setTime(Math.ceil(end - left))
    browser.ring('time')
  }
  return { ...scene, first, second, ringsAt }
}

/** Waits until that is on the icon, and no alarm or one that rings then. */
async function shows(browser: Browser, badge: string, ringsAt?: number) {
  const now = () => [browser.badge, browser.alarms.get('time')]
  const longest = performance.now() + 60_000
  while (String(now()) !== String([badge, ringsAt]) && performance.now() < longest)
    await new Promise<void>((next) => setImmediate(next))
  assert.deepEqual(now(), [badge, ringsAt])
}

test('it tells the least time that is left, minute by minute, and rings while a console is open alone', async (t) => {
  const { browser, first, second, ringsAt } = await twoOpen(t)
  const told = async (of: typeof first, left: number, badge: string, next: number) => {
    ringsAt(of.endsAt, left)
    await shows(browser, badge, of.endsAt - next)
  }
  await told(first, 18.5 * MINUTE, '18m', 18 * MINUTE - 1)
  await told(first, 5 * MINUTE, '5m', 5 * MINUTE - 1)
  const calm = browser.badgeColour
  await told(first, 5 * MINUTE - 1, '4m', 4 * MINUTE - 1)
  assert.notEqual(browser.badgeColour, calm)
  await told(first, 59 * SECOND, '<1m', 0)
  // It has ended: the other one's turn.
  ringsAt(first.endsAt, 0)
  const left = Math.floor((second.endsAt - Date.now()) / MINUTE)
  await shows(browser, `${left}m`, second.endsAt - left * MINUTE + 1)
  ringsAt(second.endsAt, 0)
  await shows(browser, '')
})

test('what lasts longer is told in hours', async (t) => {
  const { browser, first, ringsAt } = await twoOpen(t, 0, { sessionDuration: 43_200 })
  ringsAt(first.endsAt, 119 * MINUTE)
  await shows(browser, '1h', first.endsAt - 60 * MINUTE + 1)
})

test('a tab that is closed counts no more', async (t) => {
  const { browser, first, second } = await twoOpen(t)
  browser.closes(first.tab)
  const left = Math.floor((second.endsAt - Date.now()) / MINUTE)
  await shows(browser, `${left}m`, second.endsAt - left * MINUTE + 1)
  browser.closes(second.tab)
  await shows(browser, '')
})

test('a failure that nobody has seen goes before the time, which comes back once somebody has', async (t) => {
  const { browser, first, ringsAt } = await twoOpen(t)
  ringsAt(first.endsAt, 15 * MINUTE)
  await shows(browser, '15m', first.endsAt - 15 * MINUTE + 1)
  browser.hasAccess = async () => false
  const port = browser.connect()
  port.post({ action: 'open', chainId: 'prod', where: 'background-tab' })
  port.leave()
  await shows(browser, '!', first.endsAt - 15 * MINUTE + 1)
  ringsAt(first.endsAt, 10 * MINUTE)
  await shows(browser, '!', first.endsAt - 10 * MINUTE + 1)
  await browser.call('lastRun', null)
  await shows(browser, '10m', first.endsAt - 10 * MINUTE + 1)
})

test('a lock hides it; an unlocking and the next background show it again', async (t) => {
  const { browser, first, ringsAt } = await twoOpen(t)
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('lock', null)
  await shows(browser, '')
  await browser.call('unlock', { password: PASSWORD })
  const left = Math.floor((first.endsAt - Date.now()) / MINUTE)
  await shows(browser, `${left}m`, first.endsAt - left * MINUTE + 1)
  await browser.call('saveSettings', { lockAfter: 0 })
  await browser.wake()
  ringsAt(first.endsAt, 7 * MINUTE)
  await shows(browser, '7m', first.endsAt - 7 * MINUTE + 1)
})

test('where none is open, nothing is told and no alarm rings; to start over leaves none', async (t) => {
  const { browser, first, ringsAt } = await twoOpen(t)
  ringsAt(first.endsAt, 8 * MINUTE)
  await shows(browser, '8m', first.endsAt - 8 * MINUTE + 1)
  await browser.call('startOver', { sure: 'delete everything' })
  await shows(browser, '')
  await browser.update()
  await shows(browser, '')
})
