// IndexedDB, alarms and the page that nobody sees do not answer, as policies, damaged files and other pages bring it about. All that
// does not need them goes on, and what is lost by going without is said, once.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { VaultState } from '../../../extension/protocol.ts'
import type { Browser } from '../scene/browser.ts'
import { impatient } from '../scene/impatient.ts'
import { addSource, chain } from '../scene/sample.ts'
import { browserOn, closed, type Disk, diskOf, EMPTY } from '../scene/storage-disk.ts'
import { until } from '../scene/until.ts'

const PASSWORD = 'correct horse battery staple'

const patience = impatient()

let clear: Disk
let vault: Disk
let sourceId: string
before(async () => {
  const browser = await browserOn(EMPTY)
  sourceId = await addSource(browser)
  await browser.call('restoreChain', chain('c1', 'First', { sourceId }))
  clear = await diskOf(browser)
  await browser.call('createVault', { password: PASSWORD })
  vault = closed(await diskOf(browser))
})

async function without(disk: Disk, how: Browser['indexedDB']): Promise<Browser> {
  const browser = await browserOn(disk)
  browser.indexedDB = how
  patience.now = true
  return browser
}

const noticeOf = (state: VaultState): string => ('notice' in state && state.notice) || ''

/** All that a person does day by day. */
async function worksIn(browser: Browser): Promise<void> {
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 9 })
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['First'],
  )
  await browser.call('restoreChain', chain('c1', 'Second', { sourceId }))
  await browser.call('favourite', { id: 'c1', on: true })
  assert.equal((await browser.call('chain', { id: 'c1' })).name, 'Second')
  const { url } = await browser.call('makeLink', { chainId: 'c1' })
  const { ours } = await browser.call('readLink', { text: url.slice(url.indexOf('#') + 1) })
  assert.equal(ours, true)
}

for (const how of ['silent', 'blocked', 'fails'] as const) {
  describe(`IndexedDB that ${how === 'fails' ? 'fails' : `is ${how}`}`, () => {
    test('leaves a store in the clear working, and it is said once', async () => {
      const browser = await without(clear, how)
      await worksIn(browser)
      // A mirror is not waited for by who saves.
      await until(async () => /IndexedDB/.test(noticeOf(await browser.call('vault', null))))
      await browser.call('dismissNotice', null)
      await browser.call('favourite', { id: 'c1', on: false })
      await browser.wake()
      await worksAgain(browser)
      assert.equal(noticeOf(await browser.call('vault', null)), '')
      assert.equal((await (await browserOn(closed(await diskOf(browser)))).call('chain', { id: 'c1' })).name, 'Second')
    })

    test('leaves a new installation working', async () => {
      const browser = await without(EMPTY, how)
      assert.equal((await browser.call('vault', null)).state, 'open')
      await browser.call('restoreChain', chain('c1', 'First', { sourceId }))
      await worksIn(browser)
    })

    test('leaves a vault working: it unlocks, reads, saves, locks and gets another password', async () => {
      const browser = await without(vault, how)
      assert.equal((await browser.call('vault', null)).state, 'locked')
      await browser.call('unlock', { password: PASSWORD })
      await worksIn(browser)
      await browser.call('changePassword', { proof: { password: PASSWORD }, password: 'another fine password' })
      await until(async () => /IndexedDB/.test(noticeOf(await browser.call('vault', null))))
      await browser.call('lock', null)
      await browser.call('unlock', { password: 'another fine password' })
      assert.equal((await browser.call('chain', { id: 'c1' })).name, 'Second')
    })

    test('leaves a password to be set', async () => {
      const browser = await without(clear, how)
      assert.equal((await browser.call('createVault', { password: PASSWORD })).state, 'unlocked')
      await worksIn(browser)
    })

    test('is named where all was to be deleted', async () => {
      const browser = await without(vault, how)
      await assert.rejects(browser.call('startOver', { sure: 'delete everything' }), { message: /IndexedDB/ })
      assert.deepEqual(browser.local, {})
    })

    test('and then answers again: the next save has its second copy', async () => {
      const browser = await without(vault, how)
      await browser.call('unlock', { password: PASSWORD })
      await browser.call('restoreChain', chain('c1', 'Second', { sourceId }))
      browser.indexedDB = 'answers'
      patience.now = false
      await browser.wake()
      await browser.call('restoreChain', chain('c1', 'Third', { sourceId }))
      await browser.call('rescue', null)
      const { databases } = await diskOf(browser)
      const later = await browserOn({ local: {}, session: {}, databases })
      await later.call('unlock', { password: PASSWORD })
      assert.equal((await later.call('chain', { id: 'c1' })).name, 'Third')
    })
  })
}

async function worksAgain(browser: Browser): Promise<void> {
  assert.equal((await browser.call('chain', { id: 'c1' })).name, 'Second')
  await browser.call('favourite', { id: 'c1', on: true })
}

describe('a browser that sets no alarm and opens no page', () => {
  test('says so to whoever copied', async () => {
    const browser = await browserOn(clear)
    browser.helps = false
    await assert.rejects(browser.call('clearClipboardLater', { fingerprint: 'x' }), { kind: 'storage' })
  })

  test('is told of once the clipboard was to be cleared', async () => {
    const browser = await browserOn(clear)
    await browser.call('clearClipboardLater', { fingerprint: 'x' })
    browser.helps = false
    browser.ring('clipboard')
    await until(async () => /clipboard/.test(noticeOf(await browser.call('vault', null))))
  })

  test('leaves a vault working', async () => {
    const browser = await browserOn(vault)
    browser.helps = false
    await browser.call('unlock', { password: PASSWORD })
    await worksIn(browser)
    await browser.call('lock', null)
    assert.equal((await browser.call('vault', null)).state, 'locked')
  })
})
