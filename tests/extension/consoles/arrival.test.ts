// How long a tab is waited for that was sent to sign in, and what ends that: a page that objects, one that is slow, a tab that closes, a lock.

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { alice } from '../scene/alice.ts'
import { until } from '../scene/until.ts'

const PAGE = 'https://us-east-1.console.aws.amazon.com/console/home'
const PASSWORD = 'correct horse battery staple'

/** The console of `prod` is being renewed in its tab, which was sent to sign in and does not begin to load. No time passes by itself. */
async function sent(t: TestContext, isVault = false) {
  const scene = await alice()
  const { browser, run } = scene
  if (isVault) await browser.call('createVault', { password: PASSWORD })
  browser.lands = () => PAGE
  assert.equal((await run('prod')).failure, undefined)
  const [{ tab } = assert.fail('none is told of')] = (await browser.call('live', null)).consoles
  browser.objects = true
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const before = browser.tabs.length
  const ended = run('prod', { where: 'its-tab', tab })
  await until(() => browser.tabs.length > before)
  // Whoever follows it has begun.
  await browser.call('settings', null)
  const isStill = async () => (await browser.call('lastRun', null))?.isStill
  return { ...scene, tab, ended, isStill }
}

test('a page that objects is told of after two seconds, until it begins to load', async (t) => {
  const { browser, tab, ended, isStill } = await sent(t)
  t.mock.timers.tick(1_999)
  assert.equal(await isStill(), undefined)
  t.mock.timers.tick(1)
  assert.equal(await isStill(), true)
  browser.begins(tab)
  assert.equal(await isStill(), false)
  browser.moves(tab, PAGE)
  assert.equal((await ended).failure, undefined)
})

test('one that begins to load and takes its time does not object', async (t) => {
  const { browser, tab, ended, isStill } = await sent(t)
  browser.begins(tab)
  t.mock.timers.tick(10_000)
  assert.equal(await isStill(), undefined)
  browser.moves(tab, PAGE)
  assert.equal((await ended).failure, undefined)
})

test('one that closes ends it at once', async (t) => {
  const { browser, tab, ended } = await sent(t)
  browser.closes(tab)
  assert.match((await ended).failure?.message ?? '', /was not seen to sign in/)
})

test('a lock ends it at once, and no unlocking waits for it', async (t) => {
  const { browser, ended } = await sent(t, true)
  await browser.call('lock', null)
  assert.equal((await ended).failure?.kind, 'locked')
  await browser.call('unlock', { password: PASSWORD })
})

test('one of which nothing is heard is given up after 20 seconds', async (t) => {
  const { browser, ended } = await sent(t)
  let isOver = false
  void ended.then(() => (isOver = true))
  t.mock.timers.tick(19_999)
  await browser.call('settings', null)
  assert.equal(isOver, false)
  t.mock.timers.tick(1)
  assert.match((await ended).failure?.message ?? '', /was not seen to sign in/)
})
