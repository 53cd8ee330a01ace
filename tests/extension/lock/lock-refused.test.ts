// The browser refuses what a lock, or deleting everything, asks of it, or does not answer. It is locked all the same: no key is in
// memory, nor does the next background find one that opens. What the browser keeps is said.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { accounts, aliceKey, auditIn, sampleWorld } from '../../aws/sample.ts'
import { answerAsAws } from '../scene/aws.ts'
import type { Browser } from '../scene/browser.ts'
import { impatient } from '../scene/impatient.ts'
import { ran } from '../scene/lock-at.ts'
import { addSource, chain } from '../scene/sample.ts'
import { browserOn, type Disk, diskOf, EMPTY } from '../scene/storage-disk.ts'

const PASSWORD = 'correct horse battery staple'

impatient()

/** Unlocked, with sessions of hops and the reason of a run in memory. */
let unlocked: Disk
/** The same without a password: the keys are in memory. */
let clear: Disk
before(async () => {
  answerAsAws(sampleWorld())
  const browser = await browserOn(EMPTY)
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(sampleWorld())
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey })
  await browser.call('restoreChain', chain('walk', 'Walkable', { sourceId, hops: [auditIn(accounts.prod)] }))
  clear = await diskOf(browser)
  await browser.call('createVault', { password: PASSWORD })
  await ran(browser, { action: 'copy', chainId: 'walk', shape: 'bash' })
  while (!Object.keys(browser.session).some((key) => key.startsWith('hop/'))) await new Promise(setImmediate)
  while ((await diskOf(browser)).databases.get('vault') === undefined) await new Promise(setImmediate)
  unlocked = await diskOf(browser)
  unlocked.session.reason = 'TICKET-1'
})

type Refusal = 'fails' | 'silent'
const refusing = (browser: Browser, calls: RegExp, how: Refusal) => {
  browser.refuses = (call) => (calls.test(call) ? how : undefined)
}

/** What is so once it was locked, by whatever the browser answered. */
async function isLocked(browser: Browser): Promise<void> {
  browser.refuses = () => undefined
  assert.equal((await browser.call('vault', null)).state, 'locked', 'this background goes on')
  await assert.rejects(browser.call('list', { query: '', offset: 0, limit: 9 }), { kind: 'locked' })
  await browser.wake()
  assert.equal((await browser.call('vault', null)).state, 'locked', 'the next background found a key')
  await assert.rejects(browser.call('backup', null), { kind: 'locked' })
  await browser.call('unlock', { password: PASSWORD })
  assert.equal((await browser.call('chain', { id: 'walk' })).name, 'Walkable')
  // Unlocked again, it stays so.
  await browser.wake()
  assert.equal((await browser.call('vault', null)).state, 'unlocked')
  assert.ok(!('lockedAt' in browser.local), 'the mark stays')
}

const WAYS: Record<string, (browser: Browser) => Promise<unknown>> = {
  'a page’s call': (browser) => browser.call('lock', null),
  'the shortcut': async (browser) => browser.press('lock'),
  'the screen': async (browser) => browser.idle('locked'),
}

for (const how of ['fails', 'silent'] as const) {
  describe(`a lock whose call to the browser ${how === 'fails' ? 'fails' : 'is not answered'}`, () => {
    for (const calls of [/^session\.remove$/, /^session\.get$/, /^alarms\./, /^(session\.(remove|get)|alarms\..*)$/])
      test(`leaves nothing in memory: ${calls.source}`, async () => {
        const browser = await browserOn(unlocked)
        await browser.call('vault', null)
        refusing(browser, calls, how)
        await browser.call('lock', null)
        for (const key of ['unlocked', 'reason', 'run'])
          assert.ok((browser.session[key] ?? null) === null, `${key} is in memory`)
        await isLocked(browser)
      })

    test('leaves no session of a hop, where the browser only does not remove', async () => {
      const browser = await browserOn(unlocked)
      refusing(browser, /^session\.remove$/, how)
      await browser.call('lock', null)
      const hops = Object.entries(browser.session).filter(([key]) => key.startsWith('hop/'))
      assert.ok(hops.length > 0)
      for (const [key, value] of hops) assert.equal(value, null, key)
      browser.refuses = () => undefined
      await browser.call('unlock', { password: PASSWORD })
      await ran(browser, { action: 'copy', chainId: 'walk', shape: 'bash' })
    })

    for (const [way, locks] of Object.entries(WAYS))
      test(`where the browser keeps the key is a lock, and says so: ${way}`, async () => {
        const browser = await browserOn(unlocked)
        await browser.call('vault', null)
        refusing(browser, /^session\./, how)
        const told = await locks(browser).then(
          () => undefined,
          (failure) => failure,
        )
        while (!('lockedAt' in browser.local)) await new Promise(setImmediate)
        if (way === 'a page’s call') {
          assert.equal(told?.kind, 'storage')
          assert.match(told.message, /is locked, but the browser .* Close the browser/)
        }
        assert.ok('unlocked' in browser.session, 'the stand-in let go of it')
        await isLocked(browser)
      })

    test('is a lock in a background that just woke, which then finds no key', async () => {
      const browser = await browserOn(unlocked)
      refusing(browser, /^(session|local)\./, how)
      await assert.rejects(browser.call('lock', null), { kind: 'storage' })
      browser.refuses = () => undefined
      assert.equal((await browser.call('vault', null)).state, 'locked')
    })

    test('a deadline that passes is a lock too', async () => {
      const browser = await browserOn(unlocked)
      await browser.call('vault', null)
      refusing(browser, /^session\.(remove|set)$/, how)
      const { unlocked: kept } = browser.session as { unlocked: { until: number } }
      const { now } = Date
      try {
        Date.now = () => kept.until + 1
        assert.equal((await browser.call('vault', null)).state, 'locked')
        await assert.rejects(browser.call('backup', null), { kind: 'locked' })
      } finally {
        Date.now = now
      }
      await isLocked(browser)
    })
  })

  describe(`all is deleted, and the browser’s memory ${how === 'fails' ? 'fails' : 'is silent'}`, () => {
    for (const [what, disk] of [
      ['with a password', () => unlocked],
      ['in the clear', () => clear],
    ] as const)
      test(`deletes what is on the disk, and says what is left: ${what}`, async () => {
        const browser = await browserOn(disk())
        refusing(browser, /^(session|alarms)\./, how)
        const told = browser.call('startOver', { sure: 'delete everything' })
        await assert.rejects(told, {
          kind: 'storage',
          message: /^All is deleted but what the browser holds in its memory/,
        })
        browser.refuses = () => undefined
        const { local, databases } = await diskOf(browser)
        assert.deepEqual(
          Object.keys(local).filter((key) => key !== 'lockedAt'),
          [],
        )
        assert.ok(!databases.has('vault'))
        await browser.wake()
        assert.equal((await browser.call('vault', null)).state, 'open')
        assert.equal((await browser.call('list', { query: '', offset: 0, limit: 9 })).total, 0)
      })

    test('leaves no key in memory where it only does not remove', async () => {
      const browser = await browserOn(clear)
      refusing(browser, /^session\.remove$/, how)
      await browser.call('startOver', { sure: 'delete everything' })
      for (const [key, value] of Object.entries(browser.session)) assert.equal(value, null, key)
    })
  })
}

test('a disk that does not delete is said, and all of it is still there', async () => {
  const browser = await browserOn(unlocked)
  refusing(browser, /^local\.clear$/, 'fails')
  await assert.rejects(browser.call('startOver', { sure: 'delete everything' }), {
    kind: 'storage',
    message: /still there/,
  })
  await isLocked(browser)
})

test('a memory that takes nothing does not keep anybody from what is kept, nor from locking', async () => {
  const browser = await browserOn(unlocked)
  const { now } = Date
  await browser.call('vault', null)
  refusing(browser, /^session\.set$/, 'fails')
  try {
    Date.now = () => now() + 30_000
    assert.equal((await browser.call('chain', { id: 'walk' })).name, 'Walkable')
  } finally {
    Date.now = now
  }
  await browser.call('lock', null)
  await isLocked(browser)
})

for (const how of ['fails', 'silent'] as const)
  test(`a clipboard is cleared although the browser’s memory ${how === 'fails' ? 'fails' : 'is silent'}`, async () => {
    const browser = await browserOn(EMPTY)
    await browser.call('clearClipboardLater', { fingerprint: 'x' })
    refusing(browser, /^session\.remove$/, how)
    browser.ring('clipboard')
    while (browser.offscreen.length === 0) await new Promise(setImmediate)
    assert.deepEqual(browser.offscreen, ['offscreen.html#x'])
  })

for (const call of ['offscreen.createDocument', 'offscreen.closeDocument'])
  test(`a clipboard that cannot be cleared is told of: ${call}`, async () => {
    for (const how of ['fails', 'silent'] as const) {
      const browser = await browserOn(EMPTY)
      await browser.call('clearClipboardLater', { fingerprint: 'x' })
      refusing(browser, new RegExp(`^${call}$`), how)
      browser.ring('clipboard')
      // A page that was there and does not close is not in the way.
      if (call === 'offscreen.closeDocument' && how === 'fails') {
        while (browser.offscreen.length === 0) await new Promise(setImmediate)
        continue
      }
      for (;;) {
        const state = await browser.call('vault', null)
        if ('notice' in state && /clipboard/.test(state.notice ?? '')) break
        await new Promise(setImmediate)
      }
    }
  })
