// The first favourites by keys: each leads to our page, which opens it, or to its tab where its console is open.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { manifest } from '../../../extension/manifest.ts'
import { alice } from '../scene/alice.ts'
import type { Browser } from '../scene/browser.ts'
import { until } from '../scene/until.ts'

const PASSWORD = 'correct horse battery staple'

/** What the keys lead to. */
async function pressed(browser: Browser, command: string) {
  const before = browser.tabs.length
  browser.press(command)
  await until(() => browser.tabs.length > before)
  const { url } = browser.tabs.at(-1) as { url: string }
  const [, ticket = ''] = /go\.html#way=([\w-]+)$/.exec(url) ?? assert.fail(`it leads to ${url}`)
  return browser.call('takeWay', { ticket })
}

test('each leads to our page and says which it was, also while it is locked and where there is none', async (t) => {
  const { browser, aws } = await alice()
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  await browser.call('favourite', { id: 'prod', on: true })
  for (const number of [1, 2, 3, 4])
    assert.deepEqual(await pressed(browser, `favourite-${number}`), { is: 'favourite', number })
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('lock', null)
  t.mock.timers.tick(1_000)
  assert.deepEqual(await pressed(browser, 'favourite-1'), { is: 'favourite', number: 1 })
  assert.deepEqual(aws.asked, [])
})

test('keys that are held down, or of no favourite, open nothing more', async (t) => {
  const { browser } = await alice()
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  assert.deepEqual(await pressed(browser, 'favourite-1'), { is: 'favourite', number: 1 })
  for (let press = 0; press < 20; press++) {
    t.mock.timers.tick(100)
    for (const command of ['favourite-1', 'favourite-5', 'favourite-', 'favourite-1 ', '__proto__'])
      browser.press(command)
  }
  assert.deepEqual(await pressed(browser, 'favourite-2'), { is: 'favourite', number: 2 })
  assert.equal(browser.tabs.length, 2)
  t.mock.timers.tick(1_000)
  assert.deepEqual(await pressed(browser, 'favourite-2'), { is: 'favourite', number: 2 })
  // A clock that is set back holds up nothing.
  t.mock.timers.setTime(Date.now() - 3_600_000)
  assert.deepEqual(await pressed(browser, 'favourite-2'), { is: 'favourite', number: 2 })
})

test('one whose console is open is gone to, and AWS asked nothing, unless the settings say otherwise', async (t) => {
  const { browser, aws, run } = await alice()
  browser.lands = () => undefined
  browser.openTabs = [{ id: 1, windowId: 1, index: 0, incognito: false }]
  await browser.call('favourite', { id: 'prod', on: true })
  assert.equal((await run('prod')).failure, undefined)
  const [console] = (await browser.call('live', null)).consoles
  const asked = aws.asked.length
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  browser.press('favourite-1')
  await until(() => browser.shown.length > 0)
  assert.deepEqual([browser.shown, aws.asked.length], [[console?.tab], asked])
  await browser.call('saveSettings', { goesToTab: false })
  t.mock.timers.tick(1_000)
  assert.deepEqual(await pressed(browser, 'favourite-1'), { is: 'favourite', number: 1 })
})

test('one that is open and no favourite, or whose console is over, is not gone to', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const { browser, run } = await alice()
  browser.lands = () => undefined
  browser.openTabs = [{ id: 1, windowId: 1, index: 0, incognito: false }]
  // Where its page is not seen, what is over is told of as long as it can be renewed.
  browser.hasAccess = async (origins) => !origins.some((origin) => origin.includes('console'))
  assert.equal((await run('prod')).failure, undefined)
  const leads = async () => assert.deepEqual(await pressed(browser, 'favourite-1'), { is: 'favourite', number: 1 })
  await leads()
  await browser.call('favourite', { id: 'prod', on: true })
  t.mock.timers.tick(3_700_000)
  assert.equal((await browser.call('live', null)).consoles.length, 1)
  await leads()
  assert.deepEqual(browser.shown, [])
})

test('one whose console is open beside a private window is not gone to from there', async () => {
  const { browser, run } = await alice()
  browser.lands = () => undefined
  browser.openTabs = [{ id: 1, windowId: 1, index: 0, incognito: false }]
  await browser.call('favourite', { id: 'prod', on: true })
  assert.equal((await run('prod')).failure, undefined)
  browser.openTabs = [{ id: 9, windowId: 4, index: 0, incognito: true }, ...browser.openTabs]
  browser.press('favourite-1')
  await until(() => browser.popups.length > 0)
  assert.deepEqual(browser.shown, [])
})

test('no more keys are suggested than Chrome takes, no two alike, and each has another on a Mac', () => {
  const origins = { walks: [], others: [], rotation: [], signIn: [], consoles: [], redirect: '', endpoints: [] }
  for (const browser of ['chrome', 'firefox'] as const) {
    const { commands } = manifest(browser, '0.0.0', origins) as {
      commands: Record<string, { suggested_key?: { default: string; mac?: string } }>
    }
    const keys = Object.values(commands).flatMap(({ suggested_key }) => suggested_key ?? [])
    assert.equal(keys.length, 4)
    assert.equal(new Set(keys.map((key) => key.default)).size, 4)
    // There, Option with a letter or a digit types a character.
    assert.equal(new Set(keys.map((key) => key.mac?.replace('MacCtrl', 'Alt'))).size, 4)
    for (const key of keys) assert.match(key.mac ?? '', /^MacCtrl\+Shift\+\w$/)
  }
})
