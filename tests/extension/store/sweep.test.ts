// What was kept before is taken out of the browser's files: all that is kept is written anew, in both places, and what was kept aside
// goes. Nothing is lost by that, wherever it is cut off. What is left on a real disk: tests/browser/attacks/residue.test.ts.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { IDBObjectStore } from 'fake-indexeddb'
import type { Proof } from '../../../extension/protocol.ts'
import type { Browser } from '../scene/browser.ts'
import { addSource, chain, KEYS } from '../scene/sample.ts'
import { browserOn, closed, type Disk, diskOf, EMPTY, killedAt, named, swept } from '../scene/storage-disk.ts'

const PASSWORD = 'correct horse battery staple'
const OTHER = 'another fine password'
const PASSKEY = { kind: 'passkey', credential: 'Y3JlZA', salt: Buffer.alloc(32, 9).toString('base64url') } as const
const prf = Buffer.alloc(32, 7).toString('base64url')

/** A vault with a chain and two sources, that a passkey opens as well, and its newest save damaged. */
let damaged: Disk
/** The same whole. */
let vault: Disk
let passkey: Proof & { way: string }
let unused: string

before(async () => {
  const browser = await browserOn(EMPTY)
  const sourceId = await addSource(browser)
  unused = await addSource(browser, KEYS, 'Unused')
  await browser.call('restoreChain', chain('c1', 'First', { sourceId }))
  await browser.call('createVault', { password: PASSWORD })
  const proof = { password: PASSWORD }
  const state = await browser.call('addPasskey', { name: 'Laptop', lock: PASSKEY, prf, proof })
  const way = state.state === 'unlocked' ? state.ways.find(({ lock }) => lock.kind === 'passkey')?.id : undefined
  passkey = { way: way ?? '', prf }
  await browser.call('favourite', { id: 'c1', on: true })
  await swept(browser)
  vault = closed(await diskOf(browser))
  const newest = ['vault/a', 'vault/b'].sort((a, b) => generationIn(vault, b) - generationIn(vault, a))[0] ?? ''
  damaged = { ...vault, local: { ...vault.local, [newest]: '' }, databases: new Map() }
})

const generationIn = ({ local }: Disk, place: string) => Number(/"generation":(\d+)/.exec(String(local[place]))?.[1])

const asideIn = async (browser: Browser): Promise<string[]> =>
  JSON.parse((await browser.call('rescue', null)).text).aside

describe('what was kept aside because it was damaged, and opens with the password of before, goes', () => {
  const acts: Record<string, (browser: Browser) => Promise<unknown>> = {
    'with a new password': (browser) => browser.call('changePassword', { proof: passkey, password: OTHER }),
    'with a passkey': (browser) => browser.call('removePasskey', { id: passkey.way }),
    'with a source': (browser) => browser.call('deleteSource', { id: unused }),
    'with everything': (browser) => browser.call('startOver', { sure: 'delete everything' }),
  }
  for (const [what, act] of Object.entries(acts)) {
    test(what, async () => {
      const browser = await browserOn(damaged)
      await browser.call('unlock', passkey)
      assert.equal((await asideIn(browser)).length, 1)
      await act(browser)
      await swept(browser)
      assert.deepEqual(await asideIn(browser), [])
    })
  }
})

/** Finds all that there was but the source that was removed, and nothing of the sweep. */
async function isWhole(disk: Disk, when: string): Promise<void> {
  const browser = await browserOn(disk)
  const state = await browser.call('vault', null)
  if (state.state === 'locked') {
    assert.equal(state.recovered, undefined, when)
    await browser.call('unlock', passkey)
  }
  await swept(browser)
  assert.equal((await browser.call('chain', { id: 'c1' })).name, 'First', when)
  const [kept] = (await browser.call('sources', null)).filter(({ id }) => id !== unused)
  assert.equal(kept?.keys, 'ready', when)
  // What was running when it was stopped is tidied up when it is unlocked next.
  if (state.state !== 'locked') return
  await browser.call('saveSettings', {})
  const left = await diskOf(browser)
  assert.deepEqual([...left.databases.keys()], ['vault'], when)
  assert.deepEqual(Object.keys(left.local).sort(), named(left), when)
  const mirror = new Map(left.databases.get('vault'))
  assert.ok([left.local['vault/a'], left.local['vault/b']].includes(mirror.get('snapshot')), when)
}

test('stopped at each call to a storage, it loses nothing, and the next background ends it', async (t) => {
  const work = async (browser: Browser) => {
    await browser.call('unlock', passkey)
    await browser.call('deleteSource', { id: unused })
    await swept(browser)
  }
  let nth = 1
  let empty = 0
  for (let left = await killedAt(vault, nth, work); left; left = await killedAt(vault, ++nth, work)) {
    if (Object.keys(left.local).length === 0) empty += 1
    await isWhole(left, `stopped before call ${nth}`)
    await isWhole(closed(left), `closed before call ${nth}`)
  }
  t.diagnostic(`${nth - 1} calls`)
  assert.ok(empty > 0, 'it was stopped while storage.local was empty')
})

test('a disk that takes nothing any more loses nothing, and it is said', async () => {
  const browser = await browserOn(vault)
  await browser.call('unlock', passkey)
  let emptied = false
  browser.beforeWrite = (call) => {
    if (emptied) throw new Error('QUOTA_BYTES')
    emptied = call === 'clear'
  }
  await browser.call('deleteSource', { id: unused })
  await swept(browser)
  assert.ok(emptied)
  const state = await browser.call('vault', null)
  assert.match('notice' in state ? (state.notice ?? '') : '', /could not be taken out.*QUOTA_BYTES/)
  browser.beforeWrite = () => {}
  await isWhole(await diskOf(browser), 'with the disk free again')
})

test('a database that answers too late is swept once it does, and nothing is said', async () => {
  const browser = await browserOn(damaged)
  await browser.call('unlock', passkey)
  await browser.call('dismissNotice', null)
  // It cannot be deleted as long as somebody has it open.
  const opening = browser.databases.open('vault')
  const other = await new Promise<IDBDatabase>((done) => {
    opening.onsuccess = () => done(opening.result)
  })
  await browser.call('deleteSource', { id: unused })
  // Who reads it waits behind that, and goes without once both are late.
  while ((await asideIn(browser)).length > 0) await new Promise((next) => setTimeout(next, 50))
  other.close()
  await swept(browser)
  const state = await browser.call('vault', null)
  assert.equal('notice' in state ? state.notice : undefined, undefined)
  const left = await diskOf(browser)
  assert.deepEqual([...left.databases.keys()], ['vault'])
  await isWhole(left, 'after a database was late')
})

test('a sweep that was cut off takes away no mirror that is all there is, be it damaged', async () => {
  const mirror = vault.databases.get('vault') ?? []
  const wanted = ['sweep', [['wanted', true]]] as [string, [string, unknown][]]
  const alone = { ...vault, local: {}, databases: new Map([['vault', mirror], wanted]) }
  const browser = await browserOn(alone)
  await swept(browser)
  const left = await diskOf(browser)
  const again = await browserOn(left)
  await again.call('unlock', passkey)
  assert.equal((await again.call('chain', { id: 'c1' })).name, 'First')

  const damaged = mirror.map(([key, value]): [IDBValidKey, unknown] => [key, key === 'snapshot' ? '{' : value])
  const other = await browserOn({ ...alone, databases: new Map([['vault', damaged], wanted]) })
  await swept(other)
  assert.deepEqual((await diskOf(other)).databases.get('vault'), damaged)
})

test('a database that keeps something else than it is given has nothing emptied for it', async (t) => {
  const browser = await browserOn(vault)
  await browser.call('unlock', passkey)
  const calls: string[] = []
  browser.beforeWrite = (call) => calls.push(call)
  const { put } = IDBObjectStore.prototype
  t.mock.method(IDBObjectStore.prototype, 'put', function (this: IDBObjectStore, value: unknown, key: string) {
    return put.call(this, key === 'all' ? `${value} ` : value, key)
  })
  await browser.call('deleteSource', { id: unused })
  await swept(browser)
  assert.ok(!calls.includes('clear'), 'storage.local is not emptied')
  const state = await browser.call('vault', null)
  assert.match('notice' in state ? (state.notice ?? '') : '', /reads other than it was written/)
})

test('what is deleted stays so, though a sweep had been cut off before', async () => {
  const cut = {
    ...vault,
    local: {},
    databases: new Map([['sweep', [['all', JSON.stringify(vault.local)] as [string, string]]]]),
  }
  const browser = await browserOn(cut)
  await browser.call('startOver', { sure: 'delete everything' })
  await swept(browser)
  const left = await diskOf(browser)
  assert.deepEqual([left.local, [...left.databases.keys()]], [{}, []])
  assert.deepEqual(await (await browserOn(left)).call('vault', null), { state: 'open' })
})
