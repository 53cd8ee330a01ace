// The disk is full, or the browser refuses to write for another reason: the last good state stays, the person is told, and
// once there is room again all goes on.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import type { Browser } from '../scene/browser.ts'
import { addSource, chain, KEYS } from '../scene/sample.ts'
import { browserOn, closed, type Disk, diskOf, EMPTY, swept } from '../scene/storage-disk.ts'

const PASSWORD = 'correct horse battery staple'
const prf = Buffer.alloc(32, 7).toString('base64url')
const PASSKEY = { kind: 'passkey', credential: 'Y3JlZA', salt: Buffer.alloc(32, 9).toString('base64url') } as const
const SECOND = { kind: 'passkey', credential: 'c2Vjb25k', salt: Buffer.alloc(32, 8).toString('base64url') } as const

let plain: Disk
let vault: Disk
let passkey: { way: string; prf: string }
let sourceId: string
let backup: string

before(async () => {
  const browser = await browserOn(EMPTY)
  sourceId = await addSource(browser)
  await browser.call('restoreChain', chain('c1', 'First', { sourceId }))
  plain = await diskOf(browser)
  await browser.call('createVault', { password: PASSWORD })
  const state = await browser.call('addPasskey', { name: 'Laptop', lock: PASSKEY, prf, proof: { password: PASSWORD } })
  const way = state.state === 'unlocked' ? state.ways.find(({ lock }) => lock.kind === 'passkey')?.id : undefined
  passkey = { way: way ?? '', prf }
  backup = (await browser.call('backup', null)).text
  await browser.call('restoreChain', chain('c1', 'Second', { sourceId }))
  // Otherwise each test's background goes on with the sweep, and writes amid what is tested.
  await swept(browser)
  vault = await diskOf(browser)
})

interface Act {
  from: () => Disk
  does: (browser: Browser) => Promise<unknown>
}

const ACTS: Record<string, Act> = {
  'a chain is saved without a password': {
    from: () => plain,
    does: (browser) => browser.call('restoreChain', chain('c1', 'Third', { sourceId })),
  },
  'a password is set': { from: () => plain, does: (browser) => browser.call('createVault', { password: PASSWORD }) },
  'a chain is saved': {
    from: () => vault,
    does: (browser) => browser.call('restoreChain', chain('c1', 'Third', { sourceId })),
  },
  'keys come in': { from: () => vault, does: (browser) => addSource(browser, KEYS, 'More') },
  'a passkey is added': {
    from: () => vault,
    does: (browser) => browser.call('addPasskey', { name: 'Phone', lock: SECOND, prf, proof: passkey }),
  },
  'the password is changed': {
    from: () => vault,
    does: (browser) => browser.call('changePassword', { proof: passkey, password: 'another fine password' }),
  },
  'a backup is restored': {
    from: () => vault,
    does: (browser) => browser.call('restoreBackup', { text: backup, password: PASSWORD }),
  },
  'a password is tried': {
    from: () => closed(vault),
    does: (browser) => browser.call('unlock', { password: PASSWORD }),
  },
}

const failed = (calling: Promise<unknown>): Promise<Failure | undefined> =>
  calling.then(
    () => undefined,
    (failure) => failure,
  )

async function seen(browser: Browser) {
  if ((await browser.call('vault', null)).state === 'locked') await browser.call('unlock', passkey)
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 9 })
  const sources = await browser.call('sources', null)
  const state = await browser.call('vault', null)
  return {
    protection: state.state === 'unlocked' ? state.ways.length : state.state,
    chains: await Promise.all(rows.map(({ id }) => browser.call('chain', { id }))),
    sources: sources.map(({ name, keys, accessKeyId }) => ({ name, keys, accessKeyId })),
  }
}

describe('a storage that takes no more, while', () => {
  for (const [what, act] of Object.entries(ACTS)) {
    test(what, async () => {
      const before = await seen(await browserOn(act.from()))
      // The first write is refused, then the second alone, and so on, until all goes through.
      for (let refused = 1; ; refused++) {
        const browser = await browserOn(act.from())
        let writes = 0
        browser.beforeWrite = () => {
          writes += 1
          if (writes === refused) throw new Error('QUOTA_BYTES quota exceeded')
        }
        const failure = await failed(act.does(browser))
        browser.beforeWrite = () => {}
        if (writes < refused) {
          assert.equal(failure, undefined)
          assert.ok(refused > 1)
          return
        }
        if (failure) {
          assert.equal(failure.kind, 'storage', JSON.stringify(failure))
          assert.match(failure.message, /QUOTA_BYTES/)
        }
        const left = await diskOf(browser)
        if (failure && what !== 'keys come in') assert.deepEqual(await seen(browser), before, `write ${refused}`)
        // Worker and browser begin anew, and it is tried again.
        for (const disk of [left, closed(left)]) {
          const next = await browserOn(disk)
          const state = await next.call('vault', null)
          assert.notEqual(state.state, 'damaged')
        }
        if (failure) {
          const next = await browserOn(left)
          assert.equal(await failed(act.does(next)), undefined, `again after write ${refused}`)
        }
      }
    })
  }

  test('what was written reads back as something else, it is not believed', async () => {
    const browser = await browserOn(vault)
    const before = await seen(browser)
    const { local } = (globalThis as unknown as { chrome: { storage: { local: Record<string, unknown> } } }).chrome
      .storage
    const set = local.set as (values: object) => Promise<void>
    local.set = (values: object) =>
      set(Object.fromEntries(Object.entries(values).map(([key, value]) => [key, `${value}`.slice(0, -1)])))
    const failure = await failed(browser.call('restoreChain', chain('c1', 'Third', { sourceId })))
    assert.equal(failure?.kind, 'storage')
    local.set = set
    assert.deepEqual(await seen(browser), before)
    for (const disk of [await diskOf(browser), closed(await diskOf(browser))]) {
      assert.deepEqual(await seen(await browserOn(disk)), before)
    }
  })

  test('what was written cannot be read back, the old or the new is there', async () => {
    const browser = await browserOn(vault)
    const { local } = (globalThis as unknown as { chrome: { storage: { local: Record<string, unknown> } } }).chrome
      .storage
    const { get, set } = local as { get: unknown; set: (values: object) => Promise<void> }
    local.set = async (values: object) => {
      await set(values)
      local.get = async () => Promise.reject(new Error('An unexpected error occurred'))
    }
    const failure = await failed(browser.call('restoreChain', chain('c1', 'Third', { sourceId })))
    assert.ok(failure && failure.kind !== 'internal', JSON.stringify(failure))
    Object.assign(local, { get, set })
    const left = await diskOf(browser)
    for (const disk of [left, closed(left)]) {
      const { chains } = await seen(await browserOn(disk))
      assert.ok(['Second', 'Third'].includes(chains[0]?.name ?? ''))
    }
  })
})
