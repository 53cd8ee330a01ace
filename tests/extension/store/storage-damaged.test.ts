// What a browser has been seen to do to what an extension keeps: to lose it, in part or as a whole, to bring back an older
// state, to refuse to read or to write. What can be had is had, the rest is explained, and nothing is begun anew over it.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import type { VaultState } from '../../../extension/protocol.ts'
import type { Browser } from '../scene/browser.ts'
import { addSource, chain, KEYS } from '../scene/sample.ts'
import { browserOn, closed, type Disk, diskOf, EMPTY } from '../scene/storage-disk.ts'
import { PLACES } from '../scene/storage-forge.ts'

const PASSWORD = 'correct horse battery staple'
const prf = Buffer.alloc(32, 7).toString('base64url')
const PASSKEY = { kind: 'passkey', credential: 'Y3JlZA', salt: Buffer.alloc(32, 9).toString('base64url') } as const

/** Before there was a password. */
let plain: Disk
/** In a vault, with its mirror. */
let vault: Disk
let way: string
let sourceId: string
let backup: string

before(async () => {
  const browser = await browserOn(EMPTY)
  sourceId = await addSource(browser)
  await browser.call('restoreChain', chain('c1', 'Once', { sourceId }))
  plain = await diskOf(browser)
  await browser.call('createVault', { password: PASSWORD })
  const state = await browser.call('addPasskey', { name: 'Laptop', lock: PASSKEY, prf, proof: { password: PASSWORD } })
  way = (state.state === 'unlocked' && state.ways.find(({ lock }) => lock.kind === 'passkey')?.id) || ''
  for (const name of ['First', 'Second', 'Third']) await browser.call('restoreChain', chain('c1', name, { sourceId }))
  backup = (await browser.call('backup', null)).text
  vault = await mirroredDisk(browser)
})

const unlock = (browser: Browser): Promise<VaultState> => browser.call('unlock', { way, prf })
const nameIn = async (browser: Browser): Promise<string> => (await browser.call('chain', { id: 'c1' })).name
const stateOf = (browser: Browser): Promise<VaultState> => browser.call('vault', null)
const failed = (calling: Promise<unknown>): Promise<Failure | undefined> =>
  calling.then(
    () => undefined,
    (failure) => failure,
  )
const without = (disk: Disk, gone: (key: string) => boolean): Disk => ({
  ...closed(disk),
  local: Object.fromEntries(Object.entries(disk.local).filter(([key]) => !gone(key))),
})
const unmirrored = (disk: Disk): Disk => ({ ...disk, databases: new Map() })
const isRecord = (key: string): boolean => key.startsWith('r/')
const isSnapshot = (key: string): boolean => key.startsWith('vault/')

/** The mirror is not waited for, but by who reads it. */
async function mirroredDisk(browser: Browser): Promise<Disk> {
  await browser.call('rescue', null)
  return diskOf(browser)
}

/** Whether the mirror is the newest snapshot, and all that it names is there. */
function isMirrored({ local, databases }: Disk): boolean {
  const entries = new Map(databases.get('vault')?.map(([key, value]) => [String(key), String(value)]))
  const snapshot = entries.get('snapshot') ?? '{"records":{}}'
  return (
    local[newestOf({ local })] === snapshot &&
    Object.keys(JSON.parse(snapshot).records).every((name) => entries.get(name) === local[name])
  )
}

describe('of a vault', () => {
  test('that nothing happened to, the mirror is whole after each save', () => {
    assert.ok(isMirrored(vault))
  })

  const mirrored: Record<string, () => Disk> = {
    'all of storage.local': () => without(vault, () => true),
    'all but a number': () => without(vault, (key) => key !== 'format'),
    'both snapshots': () => without(vault, isSnapshot),
    'all records': () => without(vault, isRecord),
    'one record': () => without(vault, (key) => key === Object.keys(vault.local).filter(isRecord).sort().at(-1)),
    'all that came after the password was set': () => ({ ...closed(vault), local: plain.local }),
  }
  for (const [what, disk] of Object.entries(mirrored)) {
    test(`${what} is lost: the mirror opens, and storage.local is whole again`, async () => {
      const browser = await browserOn(disk())
      assert.equal((await stateOf(browser)).state, 'locked')
      await unlock(browser)
      assert.equal(await nameIn(browser), 'Third')
      await browser.call('restoreChain', chain('c1', 'Fourth', { sourceId }))
      const after = closed(await diskOf(browser))
      const later = await browserOn(unmirrored(after))
      await unlock(later)
      assert.equal(await nameIn(later), 'Fourth')
      assert.ok(!JSON.stringify(after.local).includes('role/Reader'), 'no chain is left in the clear')
    })
  }

  test('the mirror is lost: nobody is told, and there is a new one', async () => {
    const browser = await browserOn(unmirrored(closed(vault)))
    const state = await stateOf(browser)
    assert.ok(state.state === 'locked' && state.recovered === undefined)
    const opened = await unlock(browser)
    assert.ok(opened.state === 'unlocked' && opened.notice === undefined)
    assert.ok(isMirrored(await mirroredDisk(browser)))
  })

  test('a save never came to the mirror: the next save mends it', async () => {
    const browser = await browserOn(vault)
    browser.beforeDatabase = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    await browser.call('restoreChain', chain('c2', 'Unmirrored', { sourceId }))
    await diskless()
    browser.beforeDatabase = () => {}
    assert.equal(isMirrored(await diskOf(browser)), false)
    await browser.wake()
    await browser.call('favourite', { id: 'c1', on: true })
    assert.ok(isMirrored(await mirroredDisk(browser)))
  })

  const hopeless: Record<string, () => Disk> = {
    'both snapshots': () => without(vault, isSnapshot),
    'all but the records': () => without(vault, (key) => !isRecord(key)),
    'all records': () => without(vault, isRecord),
    'all but a number': () => without(vault, (key) => key !== 'format'),
  }
  for (const [what, disk] of Object.entries(hopeless)) {
    test(`${what} and the mirror are lost: it is said, nothing is written over the rest, and a backup brings all back`, async () => {
      const browser = await browserOn(unmirrored(disk()))
      const before = await diskOf(browser)
      const state = await stateOf(browser)
      assert.ok(state.state === 'damaged' && state.message.length > 20, JSON.stringify(state))
      assert.ok(await failed(unlock(browser)))
      assert.ok(await failed(browser.call('list', { query: '', offset: 0, limit: 1 })))
      assert.ok(await failed(browser.call('restoreChain', chain('c9', 'Over it', { sourceId }))))
      assert.ok(await failed(browser.call('saveSource', { name: 'Over it', credentials: KEYS })))
      assert.deepEqual((await diskOf(browser)).local, before.local)
      await browser.call('restoreBackup', { text: backup, password: PASSWORD })
      assert.equal(await nameIn(browser), 'Third')
      const all = await rescued(browser)
      assert.ok(
        Object.values(before.local).every((value) => all.includes(value)),
        'kept aside',
      )
    })
  }

  test('the newest save is damaged: it is kept aside with its records, however often is saved after it', async () => {
    const newest = newestOf(vault)
    const text = String(vault.local[newest])
    const disk = unmirrored({ ...closed(vault), local: { ...vault.local, [newest]: text.slice(0, -9) } })
    const browser = await browserOn(disk)
    const opened = await unlock(browser)
    assert.ok(opened.state === 'unlocked' && opened.notice)
    assert.equal(await nameIn(browser), 'Second')
    for (const name of ['A', 'B', 'C']) await browser.call('restoreChain', chain('c1', name, { sourceId }))
    const later = await browserOn(closed(await diskOf(browser)))
    await unlock(later)
    const all = await rescued(later)
    const lost = Object.keys(JSON.parse(text).records).filter((name) => !all.includes(vault.local[name]))
    assert.deepEqual(lost, [])
  })

  test('a newer version wrote it: a backup is not restored over it', async () => {
    const local = { ...vault.local, format: 5 }
    const browser = await browserOn({ ...closed(vault), local })
    assert.ok(await failed(browser.call('restoreBackup', { text: backup, password: PASSWORD })))
    assert.deepEqual((await diskOf(browser)).local, local)
    const snapshots = PLACES.map((place) => [place, String(vault.local[place]).replace('"format":1', '"format":3')])
    const other = { ...vault.local, ...Object.fromEntries(snapshots) }
    const second = await browserOn({ ...closed(vault), local: other })
    assert.ok(await failed(second.call('restoreBackup', { text: backup, password: PASSWORD })))
    assert.deepEqual((await diskOf(second)).local, other)
  })
})

describe('a storage.local that does not answer', () => {
  /** As Firefox says it. */
  const refuse = (browser: Browser, ...names: ('get' | 'set')[]) => {
    const { local } = (globalThis as unknown as { chrome: { storage: { local: Record<string, unknown> } } }).chrome
      .storage
    for (const name of names) local[name] = async () => Promise.reject(new Error('An unexpected error occurred'))
    return browser
  }

  test('is explained, and never taken for an empty one', async () => {
    for (const disk of [vault, unmirrored(plain), unmirrored(vault)].map(closed)) {
      const browser = refuse(await browserOn(disk), 'get', 'set')
      const state = await stateOf(browser)
      assert.notEqual(state.state, 'open')
      const said = state.state === 'damaged' ? state.message : state.state === 'locked' ? state.recovered : undefined
      assert.ok(said && said.length > 20, JSON.stringify(state))
      const failure = await failed(unlock(browser))
      assert.notEqual(failure?.kind, 'internal', failure?.message)
      assert.deepEqual((await diskOf(browser)).local, disk.local)
    }
  })
})

const generation = ({ local }: Pick<Disk, 'local'>, place: string): number =>
  JSON.parse(String(local[place])).header.generation
const newestOf = (disk: Pick<Disk, 'local'>): string =>
  [...PLACES].sort((a, b) => generation(disk, b) - generation(disk, a))[0] ?? ''

/** Every value of storage.local that a rescue brings. */
async function rescued(browser: Browser): Promise<unknown[]> {
  const file = JSON.parse((await browser.call('rescue', null)).text) as { stored: object; aside: string[] }
  return [file.stored, ...file.aside.map((text) => JSON.parse(text) as object)].flatMap((all) => Object.values(all))
}

/** As `diskOf`, where no database opens. */
async function diskless(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((next) => setImmediate(next))
}
