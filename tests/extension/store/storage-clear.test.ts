// What is kept without a password is as safe from loss as a vault: what a browser has been seen to lose, to bring back or to garble is
// had from the other copies and told, or it is said that it is damaged. A newcomer's welcome never stands over what was there.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import type { VaultState } from '../../../extension/protocol.ts'
import type { Browser } from '../scene/browser.ts'
import { addSource, chain } from '../scene/sample.ts'
import { browserOn, closed, type Disk, diskOf, EMPTY, named, swept } from '../scene/storage-disk.ts'

/** A chain that was saved as First, Second and Third, and others beside it; with its mirror, the browser closed. */
let store: Disk
/** The same one save before. */
let earlier: Disk
let sourceId: string

before(async () => {
  const browser = await browserOn(EMPTY)
  sourceId = await addSource(browser)
  for (const id of ['c2', 'c3', 'c4']) await browser.call('restoreChain', chain(id, id, { sourceId }))
  await browser.call('saveSettings', { user: 'me' })
  for (const name of ['First', 'Second', 'Third']) {
    earlier = closed(await mirrored(browser))
    await browser.call('restoreChain', chain('c1', name, { sourceId }))
  }
  store = closed(await mirrored(browser))
})

/** The mirror is not waited for, but by who reads it. */
async function mirrored(browser: Browser): Promise<Disk> {
  await browser.call('rescue', null)
  return diskOf(browser)
}

const stateOf = (browser: Browser): Promise<VaultState> => browser.call('vault', null)
const noticeOf = async (browser: Browser): Promise<string> => {
  const state = await stateOf(browser)
  return ('notice' in state && state.notice) || ''
}
const nameIn = async (browser: Browser): Promise<string> => {
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 9 })
  assert.deepEqual(rows.map(({ id }) => id).sort(), ['c1', 'c2', 'c3', 'c4'])
  return (await browser.call('chain', { id: 'c1' })).name
}
const failed = (calling: Promise<unknown>): Promise<Failure | undefined> =>
  calling.then(
    () => undefined,
    (failure) => failure,
  )
const without = (disk: Disk, gone: (key: string) => boolean): Disk => ({
  ...disk,
  local: Object.fromEntries(Object.entries(disk.local).filter(([key]) => !gone(key))),
})
const unmirrored = (disk: Disk): Disk => ({ ...disk, databases: new Map() })
const isRecord = (key: string): boolean => key.startsWith('r/')
const isSnapshot = (key: string): boolean => key.startsWith('vault/')
const generation = ({ local }: Disk, place: string): number =>
  Number(/"generation":(\d+)/.exec(String(local[place]))?.[1])
const newestOf = (disk: Disk): string =>
  generation(disk, 'vault/a') > generation(disk, 'vault/b') ? 'vault/a' : 'vault/b'
/** A record that only the newest snapshot names. */
const newestRecord = (disk: Disk): string => {
  const [newest = '', other = ''] = [newestOf(disk), newestOf(disk) === 'vault/a' ? 'vault/b' : 'vault/a'].map(
    (place) => String(disk.local[place]),
  )
  return (
    Object.keys(JSON.parse(newest).records).find((name) => name.startsWith('r/chains') && !other.includes(name)) ?? ''
  )
}

describe('a store in the clear', () => {
  test('lies in shards, in two snapshots and a mirror, and no key of it names a chain', () => {
    assert.equal(store.local.format, 4)
    assert.deepEqual(Object.keys(store.local).sort(), named(store))
    assert.ok(Object.keys(store.local).some((key) => key.startsWith('r/chains/')))
    assert.ok(!Object.keys(store.local).some((key) => key.includes('c2')))
    const mirror = new Map(store.databases.get('vault'))
    assert.equal(mirror.get('snapshot'), store.local[newestOf(store)])
  })

  test('that nothing happened to opens, and nobody is told anything', async () => {
    const browser = await browserOn(store)
    assert.deepEqual(await stateOf(browser), { state: 'open' })
    assert.equal(await nameIn(browser), 'Third')
    assert.deepEqual(closed(await mirrored(browser)).local, store.local)
  })

  test('is read by an opening popup in few and small reads', async () => {
    const browser = await browserOn(store)
    await stateOf(browser)
    await browser.wake()
    browser.reads.local.length = 0
    await Promise.all([stateOf(browser), browser.call('list', { query: '', offset: 0, limit: 20 })])
    const keys = browser.reads.local.flatMap((read) => read ?? ['all'])
    assert.ok(browser.reads.local.length <= 4, JSON.stringify(browser.reads.local))
    assert.ok(!keys.includes('all') && !keys.some((key) => /chains|index/.test(key)), JSON.stringify(keys))
  })

  const lost: Record<string, () => Disk> = {
    'all of storage.local': () => without(store, () => true),
    'all but a number': () => without(store, (key) => key !== 'format'),
    'both snapshots': () => without(store, isSnapshot),
    'all records': () => without(store, isRecord),
    'the newest record': () => without(store, (key) => key === newestRecord(store)),
    'the newest snapshot': () => without(store, (key) => key === newestOf(store)),
    'the last save': () => ({ ...store, local: earlier.local }),
    'half of the newest snapshot': () => halved(store, newestOf(store)),
    'half of a record': () => halved(store, newestRecord(store)),
  }
  for (const [what, disk] of Object.entries(lost)) {
    test(`that lost ${what} is whole again from its mirror, and it is told until somebody has read it`, async () => {
      const browser = await browserOn(disk())
      const told = await noticeOf(browser)
      assert.ok(told.length > 20, 'it is told')
      assert.equal(await nameIn(browser), 'Third')
      await browser.wake()
      assert.equal(await noticeOf(browser), told)
      await browser.call('dismissNotice', null)
      assert.deepEqual(await stateOf(browser), { state: 'open' })
      await browser.call('restoreChain', chain('c1', 'Fourth', { sourceId }))
      const later = await browserOn(unmirrored(closed(await mirrored(browser))))
      assert.equal(await nameIn(later), 'Fourth')
      assert.equal(await noticeOf(later), '')
    })
  }

  const older: Record<string, () => Disk> = {
    'the newest record': () => without(store, (key) => key === newestRecord(store)),
    'half of a record': () => halved(store, newestRecord(store)),
    'the newest snapshot': () => without(store, (key) => key === newestOf(store)),
    'the newest snapshot to an older one': () => ({
      ...store,
      local: { ...store.local, [newestOf(store)]: earlier.local[newestOf(store)] },
    }),
    'a bit of the newest snapshot': () => ({
      ...store,
      local: {
        ...store.local,
        [newestOf(store)]: String(store.local[newestOf(store)]).replace(
          /"contents":"(.)/,
          (_, first) => `"contents":"${first === 'A' ? 'B' : 'A'}`,
        ),
      },
    }),
  }
  for (const [what, disk] of Object.entries(older)) {
    test(`that lost ${what}, and its mirror, opens as it was before the last save, and says so; a rescue has the rest`, async () => {
      const spoilt = unmirrored(disk())
      const browser = await browserOn(spoilt)
      assert.match(await noticeOf(browser), /one before it/)
      assert.equal(await nameIn(browser), 'Second')
      const { aside } = JSON.parse((await browser.call('rescue', null)).text) as { aside: string[] }
      assert.deepEqual(JSON.parse(aside[0] ?? ''), spoilt.local)
      for (const name of ['A', 'B', 'C']) await browser.call('restoreChain', chain('c1', name, { sourceId }))
      const later = await browserOn(closed(await mirrored(browser)))
      assert.deepEqual([await noticeOf(later), await nameIn(later)], ['', 'C'])
    })
  }

  const hopeless: Record<string, () => Disk> = {
    'both snapshots': () => without(store, isSnapshot),
    'all but the records': () => without(store, (key) => !isRecord(key)),
    'all records': () => without(store, isRecord),
    'all but a number': () => without(store, (key) => key !== 'format'),
  }
  for (const [what, disk] of Object.entries(hopeless)) {
    test(`that lost ${what}, and its mirror, is said to be damaged, and nothing is written over the rest`, async () => {
      const browser = await browserOn(unmirrored(disk()))
      const before = await diskOf(browser)
      const state = await stateOf(browser)
      assert.ok(state.state === 'damaged' && state.message.length > 20, JSON.stringify(state))
      assert.equal((await failed(browser.call('list', { query: '', offset: 0, limit: 1 })))?.kind, 'damaged')
      assert.ok(await failed(browser.call('restoreChain', chain('c9', 'Over it', { sourceId }))))
      assert.ok(await failed(browser.call('createVault', { password: 'correct horse battery staple' })))
      assert.deepEqual((await diskOf(browser)).local, before.local)
      const { stored } = JSON.parse((await browser.call('rescue', null)).text) as { stored: object }
      assert.deepEqual(stored, before.local)
      await browser.call('startOver', { sure: 'delete everything' })
      assert.deepEqual(await stateOf(browser), { state: 'open' })
    })
  }

  test('of which a record goes while the browser runs has it from the mirror, and it is told', async () => {
    const browser = await browserOn(store)
    assert.deepEqual(await stateOf(browser), { state: 'open' })
    await browser.wake()
    delete browser.local[newestRecord(store)]
    assert.equal((await browser.call('chain', { id: 'c1' })).name, 'Third')
    assert.ok(await noticeOf(browser))
  })

  test('whose storage.local does not answer is read from the mirror, and it is told', async () => {
    const browser = await browserOn(store)
    const { local } = (globalThis as unknown as { chrome: { storage: { local: Record<string, unknown> } } }).chrome
      .storage
    for (const name of ['get', 'set'])
      local[name] = async () => Promise.reject(new Error('An unexpected error occurred'))
    assert.match(await noticeOf(browser), /does not answer/)
    assert.equal(await nameIn(browser), 'Third')
    assert.equal((await failed(browser.call('restoreChain', chain('c1', 'Fourth', { sourceId }))))?.kind, 'storage')
    assert.deepEqual((await diskOf(browser)).local, store.local)
  })

  test('of a newer version is left alone', async () => {
    const newer = String(store.local[newestOf(store)]).replace('"format":2', '"format":3')
    for (const local of [
      { ...store.local, format: 5 },
      { ...store.local, [newestOf(store)]: newer },
    ]) {
      const browser = await browserOn({ ...store, local })
      const state = await stateOf(browser)
      assert.ok(state.state === 'damaged' && /newer Rolerelay/.test(state.message), JSON.stringify(state))
      assert.ok(await failed(browser.call('restoreChain', chain('c9', 'Over it', { sourceId }))))
      assert.deepEqual((await diskOf(browser)).local, local)
    }
  })

  test('becomes a vault, and nothing in the clear is left beside it, whatever the browser brings back', async () => {
    const browser = await browserOn(store)
    await browser.call('createVault', { password: 'correct horse battery staple' })
    await swept(browser)
    const disk = closed(await mirrored(browser))
    const clear = Object.values(store.local).filter((text) => typeof text === 'string')
    const left = JSON.stringify([disk.local, [...disk.databases]])
    assert.deepEqual(
      clear.filter((text) => left.includes(String(text))),
      [],
    )
    // The snapshot that could not be removed, and all that was before: the vault counts.
    for (const local of [{ ...store.local, ...disk.local }, store.local]) {
      const later = await browserOn({ ...disk, local })
      assert.equal((await stateOf(later)).state, 'locked')
      await later.call('unlock', { password: 'correct horse battery staple' })
      assert.equal(await nameIn(later), 'Third')
      const after = await diskOf(later)
      assert.deepEqual(Object.keys(after.local).sort(), named(after))
      assert.ok(!clear.some((text) => Object.values(after.local).includes(text)), 'it is removed')
    }
  })
})

describe('random damage to a store in the clear', () => {
  test('leaves what was saved, or an older save that is told, or a damage that is told', async (t) => {
    // Knuth's MMIX generator: the same damage each time.
    let seed = 7n
    const below = (bound: number): number => {
      seed = (seed * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn
      return Number(seed >> 33n) % bound
    }
    const seen = { whole: 0, told: 0, damaged: 0 }
    for (let round = 0; round < 150; round++) {
      const disk = structuredClone(round % 2 ? unmirrored(store) : store)
      for (let wounds = 1 + below(3); wounds > 0; wounds--) {
        const keys = Object.keys(disk.local)
        const key = keys[below(keys.length)] ?? ''
        const value = disk.local[key]
        const at = typeof value === 'string' ? below(value.length) : 0
        if (typeof value !== 'string' || below(4) === 0) delete disk.local[key]
        else if (below(2) === 0) disk.local[key] = value.slice(0, at)
        else
          disk.local[key] =
            `${value.slice(0, at)}${String.fromCharCode(value.charCodeAt(at) ^ (1 << below(7)))}${value.slice(at + 1)}`
      }
      const browser = await browserOn(disk)
      const state = await stateOf(browser)
      if (state.state === 'damaged') {
        seen.damaged += 1
        assert.ok(state.message.length > 20)
        continue
      }
      assert.equal(state.state, 'open')
      const name = await nameIn(browser)
      if (name === 'Third') seen.whole += 1
      else {
        seen.told += 1
        assert.equal(name, 'Second')
        assert.ok(await noticeOf(browser), `round ${round}: an older save opened, and nobody was told`)
      }
    }
    t.diagnostic(JSON.stringify(seen))
    assert.ok(seen.whole > 0 && seen.told > 0)
  })
})

const halved = (disk: Disk, key: string): Disk => {
  const text = String(disk.local[key])
  return { ...disk, local: { ...disk.local, [key]: text.slice(0, text.length / 2) } }
}
