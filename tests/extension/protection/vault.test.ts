// The vault through the background's own calls, with the real modules and Argon2id at its real cost.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IDBFactory } from 'fake-indexeddb'
import { Browser } from '../scene/browser.ts'
import { says } from '../scene/kept.ts'
import { addSource, chain, KEYS, shelve } from '../scene/sample.ts'
import { diskOf, named } from '../scene/storage-disk.ts'
import { until } from '../scene/until.ts'

const PASSWORD = 'correct horse battery staple'

async function withVault(): Promise<{ browser: Browser; sourceId: string }> {
  const browser = new Browser()
  await shelve(browser, chain('c1', 'Alpha'), chain('c2', 'Beta'))
  await browser.wake()
  const sourceId = await addSource(browser)
  const state = await browser.call('createVault', { password: PASSWORD })
  assert.equal(state.state, 'unlocked')
  return { browser, sourceId }
}

test('a vault holds all that was in the clear, and no word of it is left on the disk', async () => {
  const { browser, sourceId } = await withVault()
  for (const word of ['Alpha', 'role/Entry', KEYS.accessKeyId, KEYS.secretAccessKey, sourceId, PASSWORD]) {
    assert.ok(!says(browser.local, word), word)
  }
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 10 })
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['Alpha', 'Beta'],
  )
  const [source] = await browser.call('sources', null)
  assert.deepEqual([source?.keys, source?.keptIn], ['ready', 'vault'])
})

test('nothing of before stays beside a vault, nor beside a new password: no record, and no row that waits for the popup', async () => {
  const browser = new Browser()
  await browser.wake()
  await browser.call('restoreChain', chain('c1', 'Alpha'))
  await browser.call('list', { query: '', offset: 0, limit: 9 })
  await browser.call('favourite', { id: 'c1', on: true })
  await until(() => JSON.stringify(browser.session.firstRows ?? '').includes('Alpha'))
  // Stopped right after its write, the background takes nothing away any more.
  browser.beforeWrite = () => assert.ok(!JSON.stringify(browser.session).includes('Alpha'))
  await browser.call('createVault', { password: PASSWORD })
  browser.beforeWrite = () => {}
  const alone = async () => assert.deepEqual(Object.keys(browser.local).sort(), named(await diskOf(browser)))
  assert.ok(!JSON.stringify(browser.session).includes('Alpha'))
  await alone()
  await browser.call('favourite', { id: 'c1', on: false })
  await browser.call('changePassword', { proof: { password: PASSWORD }, password: 'another fine password' })
  await alone()
})

test('a password of more bytes than any that was set is wrong, and counts; one of as many opens', async () => {
  const longest = 'é'.repeat(512)
  const browser = new Browser()
  await browser.wake()
  await browser.call('createVault', { password: longest })
  await browser.call('saveSettings', {})
  await browser.call('lock', null)
  for (const [at, password] of [`${longest}é`, `${longest}x`, 'not the password'].entries()) {
    await assert.rejects(browser.call('unlock', { password }), { kind: 'wrong-password' })
    // Not once for each copy that there is.
    assert.equal((browser.local.guesses as { count: number }).count, at + 1)
  }
  assert.equal((await browser.call('unlock', { password: longest })).state, 'unlocked')
})

test('a locked vault says nothing, and opens again with the keys in it', async () => {
  const { browser } = await withVault()
  await browser.call('lock', null)
  assert.deepEqual(Object.keys(browser.session), [])
  await assert.rejects(browser.call('list', { query: '', offset: 0, limit: 10 }), { kind: 'locked' })
  await assert.rejects(browser.call('unlock', { password: 'not the password' }), { kind: 'wrong-password' })
  assert.equal((await browser.call('vault', null)).state, 'locked')

  browser.session = {}
  await browser.wake()
  assert.equal((await browser.call('unlock', { password: PASSWORD })).state, 'unlocked')
  const [source] = await browser.call('sources', null)
  assert.deepEqual([source?.keys, source?.keptIn], ['ready', 'vault'])
  assert.equal((await browser.call('chain', { id: 'c1' })).name, 'Alpha')
})

test('a new password opens all, the old one nothing', async () => {
  const { browser } = await withVault()
  await browser.call('changePassword', { proof: { password: PASSWORD }, password: 'another fine password' })
  await browser.call('lock', null)
  await assert.rejects(browser.call('unlock', { password: PASSWORD }), { kind: 'wrong-password' })
  await browser.call('unlock', { password: 'another fine password' })
  assert.equal((await browser.call('list', { query: '', offset: 0, limit: 10 })).total, 2)
})

test('a background that wakes goes on with what was unlocked', async () => {
  const { browser, sourceId } = await withVault()
  await browser.wake()
  const edited = { ...(await browser.call('chain', { id: 'c1' })), name: 'Gamma', sourceId }
  assert.equal((await browser.call('saveChain', edited)).saved, true)
  await browser.wake()
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 10 })
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['Beta', 'Gamma'],
  )
})

test('the deadline locks, also where no alarm rang, and a clock that was set back does not lengthen it', async () => {
  const { browser } = await withVault()
  const unlocked = browser.session.unlocked as { until: number; at: number }
  for (const moved of [{ until: Date.now() - 1 }, { at: Date.now() + 3_600_000 }]) {
    browser.session.unlocked = { ...unlocked, ...moved }
    await browser.wake()
    await assert.rejects(browser.call('sources', null), { kind: 'locked' })
    assert.deepEqual(Object.keys(browser.session), [])
  }
})

test('keys that are to end with the browser are sealed in memory, and come back with the password', async () => {
  const { browser, sourceId } = await withVault()
  await browser.call('saveSource', { id: sourceId, name: 'Base', sessionOnly: true })
  const source = async () => (await browser.call('sources', null))[0]
  assert.deepEqual([(await source())?.keptIn, (await source())?.keys], ['session', 'ready'])
  assert.ok(!JSON.stringify(browser.session).includes(KEYS.accessKeyId))
  await browser.call('lock', null)
  await browser.call('unlock', { password: PASSWORD })
  assert.equal((await source())?.keys, 'ready')
  browser.session = {}
  await browser.wake()
  await browser.call('unlock', { password: PASSWORD })
  assert.equal((await source())?.keys, 'missing')
})

test('wrong passwords wait, also in a browser that was started again, and the right one then opens', async () => {
  const { browser } = await withVault()
  await browser.call('lock', null)
  for (let tries = 0; tries < 4; tries++) {
    await assert.rejects(browser.call('unlock', { password: 'not this one' }), { kind: 'wrong-password' })
  }
  browser.session = {}
  await browser.wake()
  await assert.rejects(browser.call('unlock', { password: PASSWORD }), { kind: 'too-many-guesses' })
  const state = await browser.call('vault', null)
  assert.ok(state.state === 'locked' && (state.waitUntil ?? 0) > Date.now())
  // As the wait ends.
  browser.local.guesses = { count: 4, latest: Date.now() - 5_001 }
  assert.equal((await browser.call('unlock', { password: PASSWORD })).state, 'unlocked')
  assert.ok(!('guesses' in browser.local))
})

test('a backup brings all back, on an empty browser too, and a wrong password changes nothing', async () => {
  const { browser } = await withVault()
  const { text } = await browser.call('backup', null)
  await browser.call('deleteChain', { id: 'c1' })
  const before = JSON.stringify(browser.local)
  await assert.rejects(browser.call('restoreBackup', { text, password: 'not this one' }), { kind: 'wrong-password' })
  assert.equal(JSON.stringify(browser.local), before)
  const preview = await browser.call('previewBackup', { text, password: PASSWORD })
  assert.deepEqual(preview.chains, { added: ['Alpha'], changed: [], removed: [] })
  await browser.call('restoreBackup', { text, password: PASSWORD })
  assert.equal((await browser.call('list', { query: '', offset: 0, limit: 10 })).total, 2)

  await browser.call('startOver', { sure: 'delete everything' })
  assert.deepEqual([browser.local, (await browser.call('vault', null)).state], [{}, 'open'])
  await browser.call('restoreBackup', { text, password: PASSWORD })
  assert.equal((await browser.call('chain', { id: 'c1' })).name, 'Alpha')
  assert.equal((await browser.call('sources', null))[0]?.keys, 'ready')
})

test('a passkey unlocks, until it is removed', async () => {
  const { browser } = await withVault()
  const { salt } = await browser.call('offerPasskey', null)
  const prf = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  const lock = { kind: 'passkey', credential: 'Y3JlZGVudGlhbA', salt } as const
  const added = await browser.call('addPasskey', { name: 'Laptop', lock, prf, proof: { password: PASSWORD } })
  const way = added.state === 'unlocked' ? added.ways.find(({ lock }) => lock.kind === 'passkey') : undefined
  assert.equal(way?.name, 'Laptop')
  await browser.call('lock', null)
  const other = Buffer.alloc(32, 7).toString('base64url')
  await assert.rejects(browser.call('unlock', { way: way?.id ?? '', prf: other }), { kind: 'wrong-password' })
  assert.equal((await browser.call('unlock', { way: way?.id ?? '', prf })).state, 'unlocked')
  await browser.call('removePasskey', { id: way?.id ?? '' })
  await browser.call('lock', null)
  await assert.rejects(browser.call('unlock', { way: way?.id ?? '', prf }), { kind: 'invalid' })
})

test('a damaged latest save is told of and the one before it opened; without any whole copy nothing is', async () => {
  const { browser, sourceId } = await withVault()
  const edited = { ...(await browser.call('chain', { id: 'c1' })), name: 'Gamma', sourceId }
  await browser.call('saveChain', edited)
  await browser.call('lock', null)
  const newest = Object.keys(browser.local)
    .filter((key) => key.startsWith('vault/'))
    .at(-1) as string
  const texts = { ...browser.local }
  browser.databases = new IDBFactory()
  browser.local[newest] = String(browser.local[newest]).slice(0, -20)
  await browser.wake()
  const state = await browser.call('vault', null)
  assert.ok(state.state === 'locked' && state.recovered)
  const opened = await browser.call('unlock', { password: PASSWORD })
  assert.ok(opened.state === 'unlocked' && opened.notice)
  assert.ok(['Alpha', 'Gamma'].includes((await browser.call('chain', { id: 'c1' })).name))

  browser.local = Object.fromEntries(Object.entries(texts).filter(([key]) => !key.startsWith('r/front')))
  browser.session = {}
  browser.databases = new IDBFactory()
  await browser.wake()
  const before = JSON.stringify(browser.local)
  assert.equal((await browser.call('vault', null)).state, 'damaged')
  await assert.rejects(browser.call('unlock', { password: PASSWORD }), { kind: 'damaged' })
  assert.equal(JSON.stringify(browser.local), before)
})
