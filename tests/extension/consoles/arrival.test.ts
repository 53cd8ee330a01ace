// How long a tab is waited for that was sent to sign in, and what ends that: a page that objects, one that is slow, a tab that closes, a lock.

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { alice } from '../scene/alice.ts'
import { until } from '../scene/until.ts'

const PAGE = 'https://us-east-1.console.aws.amazon.com/console/home'
const SIGN_IN = 'https://us-east-1.signin.aws.amazon.com/federation?Action=login'
const PASSWORD = 'correct horse battery staple'

/** So many turns of the event loop that whatever waits for no time has been done. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await setImmediate()
}

/** Time goes on until that has ended. */
async function goesOn(t: TestContext, run: Promise<unknown>): Promise<void> {
  let isOver = false
  void run.then(() => (isOver = true))
  await until(async () => {
    await turns()
    t.mock.timers.tick(500)
    return isOver
  })
}

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
  await turns()
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

test('one that goes on under another id meanwhile is followed to the console', async (t) => {
  const { browser, tab, ended } = await sent(t)
  browser.begins(tab)
  const now = browser.discards(tab)
  browser.moves(now, PAGE)
  assert.equal((await ended).failure, undefined)
  const tabs = async () => (await browser.call('live', null)).consoles.map((one) => one.tab)
  assert.deepEqual(await tabs(), [now])
})

test('one that goes on under another id meanwhile, and again, is a failure where AWS keeps it', async (t) => {
  const { browser, tab, ended } = await sent(t)
  browser.moves(browser.discards(browser.discards(tab)), SIGN_IN)
  await goesOn(t, ended)
  assert.equal((await ended).failure?.kind, 'sign-in')
})

test('one that waits for AWS’s page to go on, and goes on under another id, is looked at under that', async (t) => {
  const { browser, tab, ended } = await sent(t)
  browser.moves(tab, SIGN_IN)
  await turns()
  browser.discards(tab)
  await goesOn(t, ended)
  assert.equal((await ended).failure?.kind, 'sign-in')
})

test('one that goes on under another id amid the walk is the one that is sent to sign in', async () => {
  const { aws, browser, run } = await alice()
  browser.lands = () => PAGE
  assert.equal((await run('prod')).failure, undefined)
  const tabs = async () => (await browser.call('live', null)).consoles.map((one) => one.tab)
  const [tab = assert.fail('none is told of')] = await tabs()
  let now = tab
  aws.beforeAnswer = () => {
    if (now === tab) now = browser.discards(tab)
  }
  for (const _ of ['then', 'and by a page that knows it under the id of before'])
    assert.equal((await run('prod', { where: 'its-tab', tab })).failure, undefined)
  assert.deepEqual([await tabs(), now === tab], [[now], false])
})
