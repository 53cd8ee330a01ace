// The logical store of storage.ts as sealed records. Each save is one new generation: what changed is sealed under new names,
// a snapshot names all that belongs together, and both go into storage.local in one `set`, over the older of two snapshots.
// Then it is read back. The newest whole generation is the current one, so there is nothing to flip.

import type { Chain } from 'rolerelay-core'
import type { StoredRecord, VaultCopy } from 'rolerelay-vault'
import { local, type Stored } from '../../browser.ts'
import { withVault } from '../core.ts'
import { failure, said } from '../failure.ts'
import { queue } from '../queue.ts'
import { type Epoch, epoch, noteSaved } from './epoch.ts'
import { mirror, mirroredSnapshot, readRecordsOf } from './mirror.ts'
import { pack, unpack } from './packed.ts'
import { keepUnlocked, UntilLock, withKey } from './unlocked.ts'

/** Where the two snapshots stand in turn. */
export const PLACES = { a: 'vault/a', b: 'vault/b' } as const
export type LocalPlace = keyof typeof PLACES

/** A snapshot that was written under the data key. */
export interface Current extends VaultCopy {
  snapshot: string
  place: LocalPlace
  /** The keys of the records that only the other snapshot names. */
  older: string[]
}

/** Values by their logical keys; a chain that is null is deleted. */
export type Values = Record<string, unknown>

/** The values of those keys that are there. */
export async function readSealed(keys: string[]): Promise<Values> {
  const wanted = [...new Set(keys.map(recordOf))]
  const records = await reading((now, key) => openRecords(now, wanted, key))
  return Object.fromEntries(keys.flatMap((key) => valueIn(records, key)))
}

/** All logical values. */
export const readAllSealed = async (): Promise<Values> =>
  flattened(await reading((now, key) => openRecords(now, now.records.map(nameOf), key)))

/** Every chain's record. */
export async function readSealedChains(): Promise<Chain[]> {
  const shards = await reading((now, key) => openRecords(now, now.records.map(nameOf).filter(isShard), key))
  return [...shards.values()].flatMap((shard) => Object.values(shard as Record<string, Chain>))
}

/** Writes all of them or none. */
export const writeSealed = (values: Values): Promise<void> =>
  saving(async (now, key, mine) => {
    const records = await grouped(values, (shards) => openRecords(now, shards, key))
    const staying = now.records.filter((name) => !records.has(nameOf(name)))
    return put(now, await sealed(records, now.generation + 1, key), staying, key, mine)
  })

/** Writes these logical values and no others, in the place of all that was. */
export const replaceSealed = (values: Values, mine = epoch()): Promise<void> =>
  saving(
    async (now, key) => put(now, await sealed(await grouped(values), now.generation + 1, key), [], key, mine),
    mine,
  )

/** Writes the next generation's snapshot that `make` gives, with the same records. */
export const reslot = (make: (now: Current, key: Uint8Array) => Promise<string>, mine = epoch()): Promise<Current> =>
  saving(async (now, key) => putSnapshot(now, await make(now, key), [], key, mine), mine)

/** Seals values for that generation; of null, nothing is left. What a vault begins with: {@link grouped} of all. */
export async function sealed(
  records: Map<string, unknown>,
  generation: number,
  key: Uint8Array,
): Promise<StoredRecord[]> {
  const there = [...records].filter(([, value]) => value !== null)
  return Promise.all(
    there.map(async ([record, value]) => {
      const [kind, id] = bound(record)
      const plain = await pack(value, isPacked(record))
      const text = await withVault((vault) => vault.seal(key, kind, id, generation, plain))
      plain.fill(0)
      return { name: `r/${record}@${generation}`, text }
    }),
  )
}

/** Opens sealed records, wherever they come from. Of a snapshot, because it says which generation each has to be of. */
export async function opened(
  names: string[],
  stored: (name: string) => string | undefined,
  key: Uint8Array,
): Promise<Map<string, unknown>> {
  const all = await Promise.all(
    names.map(async (name): Promise<[string, unknown]> => {
      const record = nameOf(name)
      const [kind, id] = bound(record)
      const generation = Number(name.slice(name.lastIndexOf('@') + 1))
      const plain = await withVault((vault) => vault.open(key, kind, id, generation, stored(name) ?? ''))
      return [record, await unpack(plain as Uint8Array<ArrayBuffer>, isPacked(record)).finally(() => plain.fill(0))]
    }),
  )
  return new Map(all)
}

/** Records with the chains in their shards, from logical values; `open` gives the shards that are there. */
export async function grouped(
  values: Values,
  open: (shards: string[]) => Promise<Map<string, unknown>> = async () => new Map(),
): Promise<Map<string, unknown>> {
  const records = await open([...new Set(Object.keys(values).map(recordOf).filter(isShard))])
  for (const [key, value] of Object.entries(values)) {
    const record = recordOf(key)
    if (!isShard(record)) {
      if (value !== undefined) records.set(record, value)
      continue
    }
    const { [key]: _, ...others } = (records.get(record) ?? {}) as Values
    records.set(record, value ? { ...others, [key]: value } : others)
  }
  return records
}

/** Logical values from records. */
export const flattened = (records: Map<string, unknown>): Values =>
  Object.fromEntries(
    [...records].flatMap(([record, value]) => (isShard(record) ? Object.entries(value as Values) : [[record, value]])),
  )

/** The current generation; found out anew after each lock and each wake. */
export const current = (mine = epoch()): Promise<Current> => withKey((key) => currentUnder(key, mine), mine)

/** Makes that the current generation, which was just written or chosen in that epoch. */
export function setCurrent(now: Current, mine: Epoch): void {
  finding.keep(Promise.resolve(now), mine)
}

/**
 * Writes records and the snapshot that names them into the older place, and reads them back. What neither snapshot names any more
 * is removed. Where it was locked before, nothing is written; where it is locked meanwhile, it is whole. `fresh` is the key from now on, where it is a new one, and after how many minutes it locks.
 */
export async function putSnapshot(
  now: Current,
  snapshot: string,
  written: StoredRecord[],
  key: Uint8Array,
  mine: Epoch,
  fresh?: { after: number },
): Promise<Current> {
  const place: LocalPlace = now.place === 'a' ? 'b' : 'a'
  const copy = await withVault((vault) => vault.verifyCopy(snapshot, key))
  const values: Stored = {
    [PLACES[place]]: snapshot,
    ...Object.fromEntries(written.map(({ name, text }) => [name, text])),
  }
  mine.throwIfAborted()
  await setAndReadBack(values, [...written.map(({ name }) => name), PLACES[place]])
  noteSaved()
  const named = new Set(copy.records)
  const next = { ...copy, snapshot, place, older: now.records.filter((name) => !named.has(name)) }
  // Both at once: no read may fall between the old key and the new snapshot.
  const keeping = fresh && !mine.aborted && keepUnlocked(key, fresh.after, mine)
  setCurrent(next, mine)
  await keeping
  void mirror(snapshot, copy.records, written)
  // Should the browser refuse, they lie there unread until the next unlocking.
  const unnamed = now.older.filter((name) => !named.has(name) && !now.records.includes(name))
  if (unnamed.length > 0) await local.remove(unnamed).catch(() => {})
  return next
}

/**
 * A write that was acknowledged and is not there would be found out when it is needed. Then `doubtful` is removed: a snapshot
 * that stays must not name what is gone.
 */
export async function setAndReadBack(values: Stored, doubtful: string[] = []): Promise<void> {
  await local.set(values).catch((thrown) => {
    throw refused(said(thrown))
  })
  const read = await local.get(Object.keys(values)).catch(said)
  const isThere = typeof read === 'object' && Object.entries(values).every(([key, value]) => read[key] === value)
  if (isThere) return
  await local.remove(doubtful).catch(() => {})
  throw refused(typeof read === 'string' ? read : 'it reads other than it was written')
}

const refused = (why: string) =>
  failure('storage', `The browser could not save this, and what was there before still is. It says: ${why}`)

/** Does work after all saves that came before. */
export const inTurn = queue()

const finding = new UntilLock<Promise<Current>>()

function currentUnder(key: Uint8Array, mine: Epoch): Promise<Current> {
  if (finding.value) return finding.value
  const found = find(key).catch((thrown) => {
    if (finding.value === found) finding.forget()
    throw thrown
  })
  finding.keep(found, mine)
  return found
}

/** Reads what is of the current generation; once more, where the next one took its place meanwhile. */
const reading = <T>(read: (now: Current, key: Uint8Array) => Promise<T>, mine = epoch()): Promise<T> => {
  const once = async (again: boolean): Promise<T> => {
    const before = finding.value
    try {
      return await withKey(async (key) => read(await currentUnder(key, mine), key), mine)
    } catch (thrown) {
      if (again && finding.value !== undefined && finding.value !== before) return once(false)
      throw thrown
    }
  }
  return once(true)
}

/**
 * Writes the next generation after all saves that came before. What a lock overtakes once it is written is written: that is given, and
 * whoever wants to go on finds no key.
 */
const saving = <T>(save: (now: Current, key: Uint8Array, mine: Epoch) => Promise<T>, mine = epoch()): Promise<T> =>
  inTurn(async () => {
    let saved: { done: T } | undefined
    const saves = async (key: Uint8Array) => {
      saved = { done: await save(await currentUnder(key, mine), key, mine) }
      return saved
    }
    const { done } = await withKey(saves, mine).catch((thrown) => {
      if (saved) return saved
      throw thrown
    })
    return done
  })

async function find(key: Uint8Array): Promise<Current> {
  const stored = await local
    .get(Object.values(PLACES))
    .catch(async (): Promise<Stored> => ({ [PLACES.a]: await mirroredSnapshot() }))
  const copies = await withVault((vault) =>
    (Object.keys(PLACES) as LocalPlace[]).flatMap((place) => {
      const snapshot = stored[PLACES[place]]
      if (typeof snapshot !== 'string') return []
      try {
        return [{ ...vault.verifyCopy(snapshot, key), snapshot, place, older: [] }]
      } catch {
        // Which of the two is the damaged one is told when it is unlocked.
        return []
      }
    }),
  )
  const [newest, other] = copies.sort((a, b) => b.generation - a.generation)
  if (!newest)
    throw failure('damaged', 'What is kept here is damaged. Lock Rolerelay and unlock it to look for an older copy.')
  return { ...newest, older: other?.records.filter((name) => !newest.records.includes(name)) ?? [] }
}

/** The next generation: what is written, and of the records before those that stay. */
async function put(
  now: Current,
  written: StoredRecord[],
  staying: string[],
  key: Uint8Array,
  mine: Epoch,
): Promise<void> {
  const snapshot = await withVault((vault) => vault.nextCopy(now.snapshot, key, staying, written))
  await putSnapshot(now, snapshot, written, key, mine)
}

async function openRecords(now: Current, records: string[], key: Uint8Array): Promise<Map<string, unknown>> {
  const wanted = new Set(records)
  const names = now.records.filter((name) => wanted.has(nameOf(name)))
  if (names.length === 0) return new Map()
  const stored = await readRecordsOf(names)
  return opened(names, (name) => stored[name] as string | undefined, key)
}

/** Chains lie in shards, so that one is written quickly, all are read quickly, and nobody can count them on the disk. */
const SHARDS = 64

/** The record that holds a logical value. */
function recordOf(key: string): string {
  if (!key.startsWith('chain/')) return key
  let hash = 0
  for (let at = 0; at < key.length; at++) hash = (hash * 31 + key.charCodeAt(at)) >>> 0
  return `chains/${String(hash % SHARDS).padStart(2, '0')}`
}

const isShard = (record: string): boolean => record.startsWith('chains/')
const isPacked = (record: string): boolean =>
  record === 'index' || record === 'checks' || record.startsWith('journal/') || isShard(record)
/** What a sealed record is bound to: its kind, and which of that kind. */
const bound = (record: string): [string, string] => [record.split('/')[0] ?? '', record.split('/')[1] ?? '']
/** The record behind a key of storage.local: `r/chains/07@12`. */
const nameOf = (name: string): string => name.slice('r/'.length, name.lastIndexOf('@'))

function valueIn(records: Map<string, unknown>, key: string): [string, unknown][] {
  const record = recordOf(key)
  const value = isShard(record) ? (records.get(record) as Values | undefined)?.[key] : records.get(record)
  return value === undefined ? [] : [[key, value]]
}
