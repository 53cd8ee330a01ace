// What began before a lock, when the lock is answered: it sets no key, uses none, opens no tab, delivers and writes nothing. Each
// test holds the background at one place, locks there, and lets it go on.

import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { RunRequest } from '../../../extension/protocol.ts'
import { accounts, aliceKey, auditIn, sampleWorld } from '../../aws/sample.ts'
import { type Aws, answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { says } from '../scene/kept.ts'
import type { PagePort } from '../scene/page-port.ts'
import { addSource, chain, KEYS } from '../scene/sample.ts'

const PASSWORD = 'correct horse battery staple'
const LOCK = { kind: 'passkey', credential: 'Y3JlZA', salt: Buffer.alloc(32, 9).toString('base64url') } as const
const prf = Buffer.alloc(32, 7).toString('base64url')
const OPEN: RunRequest = { action: 'open', chainId: 'one', where: 'new-tab' }
/** What nothing may say any more: the chain’s name, its role, its account. */
const SAID = ['One', 'Audit', accounts.prod]
const COPY: RunRequest = { action: 'copy', chainId: 'one', shape: 'bash' }

let browser: Browser
let aws: Aws
let passkey: { way: string; prf: string }
let sourceId: string

beforeEach(async () => {
  const sample = sampleWorld()
  aws = answerAsAws(sample)
  aws.beforeAnswer = async () => {
    await browser.hold('fetch')
  }
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(sample)
  browser = new Browser()
  await browser.wake()
  sourceId = await addSource(browser, { accessKeyId, secretAccessKey })
  await browser.call('saveChain', chain('one', 'One', { sourceId, hops: [auditIn(accounts.prod)] }))
  await browser.call('createVault', { password: PASSWORD })
  const state = await browser.call('addPasskey', { name: 'Key', lock: LOCK, prf, proof: { password: PASSWORD } })
  const ways = state.state === 'unlocked' ? state.ways : []
  passkey = { way: ways.find(({ lock }) => lock.kind === 'passkey')?.id ?? '', prf }
  await browser.call('saveSettings', { lockAfter: 17 })
})

/** Locks as the background asks the browser that for the nth time; what it asked for is answered once the lock is. */
function lockBefore(call: string, nth = 1): Promise<void> {
  return new Promise((resolve) => {
    let calls = 0
    browser.hold = (name) => {
      if (name !== call || ++calls !== nth) return
      return browser.call('lock', null).then(() => resolve())
    }
  })
}

const start = (request: RunRequest): PagePort => {
  const port = browser.connect()
  port.post(request)
  return port
}
const over = (port: PagePort) => port.closed
const isLocked = async () => (await browser.call('vault', null)).state === 'locked' && !('unlocked' in browser.session)

for (const call of ['local.get', 'local.set', 'session.get', 'session.set']) {
  test(`a lock while the password is changed stays a lock: before ${call}`, async () => {
    const locked = lockBefore(call)
    const changing = browser.call('changePassword', { proof: passkey, password: 'another fine password' })
    const told = await changing.then(
      () => undefined,
      (failure) => failure,
    )
    await locked
    assert.equal(told?.kind, 'locked', 'it was acknowledged')
    assert.ok(await isLocked(), 'a key was set after the lock')
    const isNew = /the new one opens it/.test(told.message)
    const state = await browser.call('unlock', isNew ? { password: 'another fine password' } : passkey)
    assert.ok(state.state === 'unlocked' && state.until && state.until <= Date.now() + 17 * 60_000)
    assert.equal((await browser.call('sources', null))[0]?.keys, 'ready')
  })
}

test('a password that is changed keeps the deadline of the settings', async () => {
  await browser.call('changePassword', { proof: passkey, password: 'another fine password' })
  assert.equal((browser.session.unlocked as { after: number }).after, 17)
})

test('lock and unlock amid a save: all of it or nothing is kept, under the key, and the save is not acknowledged', async () => {
  for (let nth = 1; ; nth++) {
    let unlocking: Promise<unknown> | undefined
    const locked = lockBefore('local.get', nth).then(() => {
      unlocking = browser.call('unlock', passkey)
    })
    const told = await browser.call('restoreChain', chain(`c${nth}`, `C${nth}`, { sourceId })).then(
      () => undefined,
      (failure) => failure,
    )
    browser.hold = () => undefined
    if (!told) break
    await locked
    await unlocking
    assert.equal(told.kind, 'locked')
    const isSaved = /It was saved|asked for was done/.test(told.message)
    // Another background, so that nothing is read from memory.
    await browser.wake()
    const { rows } = await browser.call('list', { query: '', offset: 0, limit: 50 })
    assert.equal(
      rows.some(({ id }) => id === `c${nth}`),
      isSaved,
      told.message,
    )
    for (const { id } of rows) await browser.call('chain', { id })
  }
})

test('keys that end with the browser are still there after a lock and an unlock amid their saving', async () => {
  await browser.call('saveSource', { id: sourceId, name: 'Base', sessionOnly: true })
  for (let nth = 1; nth < 30; nth++) {
    const locked = lockBefore('session.get', nth).then(() => browser.call('unlock', passkey))
    const told = await browser
      .call('saveSource', { id: sourceId, name: 'Base', credentials: KEYS })
      .catch((wrong) => wrong)
    browser.hold = () => undefined
    if (!told.kind) return
    await locked
    assert.equal((await browser.call('sources', null))[0]?.keys, 'ready', `the keys vanished at ${nth}`)
  }
})

test('a run that a lock overtakes opens no tab and tells no name', async () => {
  for (const call of ['fetch', 'session.set', 'tabs.query', 'local.get', 'permissions.contains', 'windows.getAll']) {
    const locked = lockBefore(call)
    const port = start(OPEN)
    await locked
    const told = port.events.length
    await port.until(over)
    assert.deepEqual(browser.tabs, [], call)
    for (const word of SAID) {
      assert.ok(!says(browser.session, word), `${word}: ${call}`)
      assert.ok(!says(port.events.slice(told), word), `${word}: ${call}`)
    }
    assert.equal(port.events.at(-1)?.state.failure?.kind, 'locked', call)
    assert.equal(await browser.call('lastRun', null), null)
    assert.ok(await isLocked())
    browser.hold = () => undefined
    await browser.call('unlock', passkey)
  }
})

test('a lock between the last answer of AWS and the tab: no tab', async () => {
  const port = browser.connect()
  let answers = 0
  aws.beforeAnswer = async () => {
    // The sign-in token is the last that is asked for.
    if (++answers === 2) await browser.call('lock', null)
  }
  port.post(OPEN)
  await port.until(over)
  assert.deepEqual([answers, browser.tabs], [2, []])
})

test('credentials are not delivered after a lock', async () => {
  for (const call of ['fetch', 'session.get']) {
    const locked = lockBefore(call)
    const port = start(COPY)
    await locked
    await port.until(over)
    assert.doesNotMatch(JSON.stringify(port.events), /AWS_SECRET|ASIA/)
    browser.hold = () => undefined
    await browser.call('unlock', passkey)
  }
})
