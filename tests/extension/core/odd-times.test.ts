// What comes at a time or in an order that no browser should have it come: alarms for nothing, years early or late; two of one thing at
// once; memory that is emptied amid a run; a page that says more than it may. Nothing is sent, opened or lost by any of it.

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { accounts, portal } from '../../aws/sample.ts'
import { alice } from '../scene/alice.ts'
import { scene } from '../scene/portal-scene.ts'
import { until } from '../scene/until.ts'

const PASSWORD = 'correct horse battery staple'
const ALARMS = ['clipboard', 'console-sign-in', 'lock', 'renew', 'sign-in', 'time', '', '__proto__', 'constructor']
const HOUR = 3_600_000
const PAGE = 'https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1'

async function settled(): Promise<void> {
  for (let round = 0; round < 200; round++) await setImmediate()
}

/** A console that is open and renews by itself, in a vault. */
async function open(t: TestContext) {
  t.mock.timers.reset()
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
  const here = await alice()
  const { browser, run } = here
  await browser.call('createVault', { password: PASSWORD })
  browser.lands = () => PAGE
  assert.equal((await run('prod', { where: 'background-tab' })).failure, undefined)
  await browser.call('renewByItself', { chainId: 'prod', on: true })
  return here
}

test('alarms that ring for nothing, twice, or while it is locked send nothing and change nothing that is kept', async (t) => {
  const { aws, browser } = await open(t)
  const said = aws.asked.length
  const tabs = browser.tabs.length
  for (const state of ['unlocked', 'locked']) {
    if (state === 'locked') await browser.call('lock', null)
    const before = structuredClone(browser.local)
    // That of the lock, rung before its time, is of a clock that was set back: it locks.
    for (const name of [...ALARMS, ...ALARMS]) if (state === 'locked' || name !== 'lock') browser.ring(name)
    await settled()
    assert.deepEqual([aws.asked.length, browser.tabs.length, browser.local], [said, tabs, before], state)
    assert.equal((await browser.call('vault', null)).state, state)
  }
})

test('alarms years late lock first, whichever rings first, and renew nothing', async (t) => {
  for (const name of ALARMS) {
    const { aws, browser } = await open(t)
    const said = aws.asked.length
    browser.kill()
    await browser.wake()
    t.mock.timers.setTime(Date.now() + 3 * 365 * 24 * HOUR)
    browser.ring(name)
    await settled()
    assert.equal((await browser.call('vault', null)).state, 'locked', name)
    assert.equal(aws.asked.length, said, name)
  }
})

test('a clock that jumps back years locks the vault, and what it knew of sessions is walked anew', async (t) => {
  const { aws, browser, run } = await open(t)
  t.mock.timers.setTime(Date.now() - 3 * 365 * 24 * HOUR)
  assert.equal((await run('prod')).failure?.kind, 'locked')
  assert.equal((await browser.call('vault', null)).state, 'locked')
  assert.equal(aws.asked.filter((form) => form.get('Action') === 'AssumeRole').length, 1)
})

test('memory that the browser empties amid a run is as a lock: nothing opens, nothing is written in the clear', async (t) => {
  const { aws, browser } = await open(t)
  const goOn = new AbortController()
  aws.beforeAnswer = () => new Promise<void>((go) => goOn.signal.addEventListener('abort', () => go()))
  const tabs = browser.tabs.length
  const port = browser.connect()
  port.post({ action: 'open', chainId: 'security', where: 'new-tab' })
  await until(() => aws.asked.some((form) => form.get('RoleArn')?.includes(accounts.security)))
  // The background dies with it, as it does in a browser: what it had in memory is not to be had from anywhere.
  browser.session = {}
  await browser.wake()
  goOn.abort()
  await settled()
  assert.equal((await browser.call('vault', null)).state, 'locked')
  assert.equal(browser.tabs.length, tabs)
  assert.doesNotMatch(JSON.stringify([browser.session, browser.local]), /security|Audit/)
})

test('two renewals of one tab at once leave one console in it, and both pages are told', async (t) => {
  const { browser, run } = await open(t)
  const [{ tab } = assert.fail('none is open')] = (await browser.call('live', null)).consoles
  const count = browser.openTabs.length
  const both = await Promise.all([1, 2].map(() => run('prod', { where: 'its-tab', tab })))
  assert.deepEqual(
    both.map(({ failure }) => failure?.kind),
    [undefined, undefined],
  )
  const { consoles } = await browser.call('live', null)
  assert.deepEqual([consoles.map((one) => one.tab), browser.openTabs.length], [[tab], count])
})

test('a port runs once: what is said on it after that starts nothing, and cancels nothing of others', async () => {
  const { aws, browser } = await alice()
  const request = { action: 'open', chainId: 'prod', where: 'background-tab' }
  const port = browser.connect()
  for (const message of [request, request, { ...request, chainId: 'security' }, 'heard', { call: 'lock' }, null])
    port.post(message)
  await port.until(({ closed }) => closed)
  port.post({ ...request, chainId: 'security' })
  const other = browser.connect()
  other.post({ ...request, chainId: 'security' })
  port.post('cancel')
  await other.until(({ closed }) => closed)
  assert.equal(other.events.at(-1)?.type, 'done')
  assert.equal(browser.tabs.length, 2)
  assert.deepEqual(
    aws.asked.flatMap((form) => (form.get('Action') === 'AssumeRole' ? [form.get('RoleArn')?.slice(13, 25)] : [])),
    [accounts.prod, accounts.security],
  )
})

test('an import is undone as its chain is edited and as it is brought once more: what is kept is one of them, whole', async () => {
  const { browser } = await alice()
  const file = {
    name: 'config',
    text: `[profile imported]\nrole_arn = arn:aws:iam::${accounts.prod}:role/Audit\nsource_profile = base\n[profile base]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n`,
  }
  const imported = { files: [file], leaveOut: [] }
  const { id = '' } = await browser.call('applyImport', imported)
  const row = async () => (await browser.call('list', { query: 'imported', offset: 0, limit: 9 })).rows[0]
  const before = await browser.call('chain', { id: (await row())?.id ?? '' })
  const [undone, edited, again] = await Promise.all([
    browser.call('undoImport', { id }).catch(({ kind }) => kind),
    browser.call('saveChain', { chain: { ...before, guard: 'PRODUCTION' }, before }),
    browser.call('applyImport', imported),
  ])
  const now = await row()
  assert.ok(undone && again && now, 'each is answered, and the chain is there')
  const kept = await browser.call('chain', { id: now.id })
  assert.equal(kept.guard, edited.saved ? 'PRODUCTION' : undefined, 'what was told as saved is there')
  assert.equal((await browser.call('checkChain', kept)).filter(({ severity }) => severity === 'error').length, 0)
})

test('a sign-in that waits is as it was when its alarm rings early, and asks no sooner than AWS wants', async () => {
  const { browser, asked } = await scene((world) => {
    const mine = world.portals.get(portal.startUrl)
    if (mine) mine.intervalSeconds = 60
  })
  await browser.call('beginSignIn', portal)
  const polls = () => asked.filter((path) => path === 'POST /token').length
  const before = polls()
  for (let at = 0; at < 20; at++) browser.ring('sign-in')
  await settled()
  await browser.wake()
  for (let at = 0; at < 20; at++) browser.ring('sign-in')
  await settled()
  assert.equal(polls(), before)
})
