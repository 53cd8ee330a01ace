// The logical store of storage.ts as records. Each save is one new generation: what changed is written under new names, a snapshot
// names all that belongs together, and both go into storage.local in one `set`, over the older of two snapshots. Then it is read
// back. The newest whole generation is the current one, so there is nothing to flip.

import type { Chain } from 'rolerelay-core'
import type { StoredRecord, VaultCopy } from 'rolerelay-vault'
import { local, type Stored } from '../../browser.ts'
import type { Proof } from '../../protocol.ts'
import { asFailure, failure, said } from '../core/failure.ts'
import { queue } from '../core/queue.ts'
import { type Epoch, epoch, noteSaved } from '../lock/epoch.ts'
import { prove } from '../lock/proof.ts'
import { keepUnlocked, UntilLock, withKey } from '../lock/unlocked.ts'
import { type Codec, inTheClear, underKey } from './codec.ts'
import { isVault, lookCloser } from './look.ts'
import { mirror, mirroredSnapshot, readRecordsOf } from './mirror.ts'
import { moved } from './older.ts'
import { flattened, grouped, isShard, nameOf, opened, recordOf, stored, type Values, valueIn } from './records.ts'

/** Where the two snapshots stand in turn. */
export const PLACES = { a: 'vault/a', b: 'vault/b' } as const
export type LocalPlace = keyof typeof PLACES

/** A snapshot that was written under the data key, or in the clear. */
export interface Current extends VaultCopy {
  snapshot: string
  place: LocalPlace
  /** The keys of the records that only the other snapshot names. */
  older: string[]
  /** The texts of records that stand nowhere yet: of a store of an older form that the browser did not let us move. */
  unwritten?: Map<string, string>
}

/** The values of those keys that are there. */
export async function readValues(keys: string[]): Promise<Values> {
  const wanted = [...new Set(keys.map(recordOf))]
  const records = await reading((now, codec) => openRecords(now, wanted, codec))
  return Object.fromEntries(keys.flatMap((key) => valueIn(records, key)))
}

/** All logical values. */
export const readAllValues = async (): Promise<Values> =>
  flattened(await reading((now, codec) => openRecords(now, now.records.map(nameOf), codec)))

/** Every chain's record. */
export async function readAllChains(): Promise<Chain[]> {
  const shards = await reading((now, codec) => openRecords(now, now.records.map(nameOf).filter(isShard), codec))
  return [...shards.values()].flatMap((shard) => Object.values(shard as Record<string, Chain>))
}

/** Writes all of them or none. */
export const writeValues = (values: Values): Promise<void> =>
  saving(async (now, codec, mine) => {
    const records = await grouped(values, (shards) => openRecords(now, shards, codec))
    const staying = now.records.filter((name) => !records.has(nameOf(name)))
    return put(now, await stored(records, now.generation + 1, codec), staying, codec, mine)
  })

/** Writes these logical values and no others, in the place of all that was. */
export const replaceValues = (values: Values, mine = epoch()): Promise<void> =>
  saving(
    async (now, codec) => put(now, await stored(await grouped(values), now.generation + 1, codec), [], codec, mine),
    mine,
  )

/** Writes the next generation's snapshot of a vault that `make` gives, with the same records. */
export const reslot = (make: (now: Current, key: Uint8Array) => Promise<string>, mine = epoch()): Promise<Current> =>
  saving(async (now, codec) => {
    if (!codec.key) throw failure('invalid', 'There is no password here. Reload this page.')
    return putSnapshot(now, await make(now, codec.key), [], codec, mine)
  }, mine)

/** The current generation; found out anew after each lock and each wake. */
export const current = (mine = epoch()): Promise<Current> => withCodec((codec) => currentIn(codec, mine), mine)

/** Throws unless the proof opens the vault; gives what it opened. */
export async function mustProve(proof: Proof, mine = epoch()): Promise<Current> {
  const now = await current(mine)
  const { key } = await prove(proof, now.snapshot)
  key.fill(0)
  return now
}

/** Makes that the current generation, which was just written or chosen in that epoch. */
export function setCurrent(now: Current, mine: Epoch): void {
  finding.keep(Promise.resolve(now), mine)
}

/**
 * Writes records and the snapshot that names them into the older place, and reads them back. What neither snapshot names any more
 * is removed. Where it was locked before, nothing is written; where it is locked meanwhile, it is whole. `fresh` is the key from now on,
 * where it is a new one, and after how many minutes it locks.
 */
export async function putSnapshot(
  now: Current,
  snapshot: string,
  written: StoredRecord[],
  codec: Codec,
  mine: Epoch,
  fresh?: { key: Uint8Array; after: number },
): Promise<Current> {
  const place: LocalPlace = now.place === 'a' ? 'b' : 'a'
  const copy = await codec.verify(snapshot)
  const values: Stored = {
    format: codec.format,
    [PLACES[place]]: snapshot,
    ...Object.fromEntries(written.map(({ name, text }) => [name, text])),
    ...Object.fromEntries(copy.records.flatMap((name) => textOf(name, now.unwritten))),
  }
  mine.throwIfAborted()
  await setAndReadBack(values, [...written.map(({ name }) => name), PLACES[place]])
  noteSaved()
  const named = new Set(copy.records)
  const next = { ...copy, snapshot, place, older: now.records.filter((name) => !named.has(name)) }
  // Both at once: no read may fall between the old key and the new snapshot.
  const keeping = fresh && !mine.aborted && keepUnlocked(fresh.key, fresh.after, mine)
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

function currentIn(codec: Codec, mine: Epoch): Promise<Current> {
  if (finding.value) return finding.value
  const found = find(codec).catch((thrown) => {
    if (finding.value === found) finding.forget()
    throw thrown
  })
  finding.keep(found, mine)
  return found
}

/** Does work with what records are written and read with here. */
const withCodec = async <T>(work: (codec: Codec) => Promise<T>, mine: Epoch): Promise<T> =>
  (await isVault()) ? withKey((key) => work(underKey(key)), mine) : work(inTheClear)

/** Reads what is of the current generation; once more, where the next one took its place meanwhile, or a copy stands in. */
const reading = <T>(read: (now: Current, codec: Codec) => Promise<T>, mine = epoch()): Promise<T> => {
  const once = async (again: boolean): Promise<T> => {
    let used: Promise<Current> | undefined
    try {
      return await withCodec(async (codec) => {
        used = currentIn(codec, mine)
        return read(await used, codec)
      }, mine)
    } catch (thrown) {
      if (again && finding.value !== undefined && finding.value !== used) return once(false)
      // A vault's copies are looked at as it is unlocked; in the clear, now.
      if (!again || asFailure(thrown).kind !== 'damaged' || (await isVault())) throw thrown
      await lookCloser()
      return once(false)
    }
  }
  return once(true)
}

/**
 * Writes the next generation after all saves that came before. What a lock overtakes once it is written is written: that is given, and
 * whoever wants to go on finds no key.
 */
const saving = <T>(save: (now: Current, codec: Codec, mine: Epoch) => Promise<T>, mine = epoch()): Promise<T> =>
  inTurn(async () => {
    let saved: { done: T } | undefined
    const saves = async (codec: Codec) => {
      saved = { done: await save(await currentIn(codec, mine), codec, mine) }
      return saved
    }
    const { done } = await withCodec(saves, mine).catch((thrown) => {
      if (saved) return saved
      throw thrown
    })
    return done
  })

async function find(codec: Codec): Promise<Current> {
  const kept = await local
    .get(Object.values(PLACES))
    .catch(async (): Promise<Stored> => ({ [PLACES.a]: await mirroredSnapshot() }))
  const there = (Object.keys(PLACES) as LocalPlace[]).filter((place) => kept[PLACES[place]] !== undefined)
  if (there.length === 0 && codec === inTheClear) return moved()
  const copies = await Promise.all(
    there.map(async (place): Promise<Current[]> => {
      const snapshot = String(kept[PLACES[place]])
      // Which of the two is the damaged one is told when all of it is looked at.
      return codec.verify(snapshot).then(
        (copy) => [{ ...copy, snapshot, place, older: [] }],
        () => [],
      )
    }),
  )
  const [newest, other] = copies.flat().sort((a, b) => b.generation - a.generation)
  if (!newest)
    throw failure('damaged', 'What is kept here is damaged. Lock Rolerelay and unlock it to look for an older copy.')
  return { ...newest, older: other?.records.filter((name) => !newest.records.includes(name)) ?? [] }
}

/** The next generation: what is written, and of the records before those that stay. */
async function put(now: Current, written: StoredRecord[], staying: string[], codec: Codec, mine: Epoch): Promise<void> {
  const snapshot = await codec.next(now.snapshot, staying, written)
  await putSnapshot(now, snapshot, written, codec, mine)
}

async function openRecords(now: Current, records: string[], codec: Codec): Promise<Map<string, unknown>> {
  const wanted = new Set(records)
  const names = now.records.filter((name) => wanted.has(nameOf(name)))
  if (names.length === 0) return new Map()
  const kept = await readRecordsOf(names.filter((name) => !now.unwritten?.has(name)))
  return opened(names, (name) => now.unwritten?.get(name) ?? (kept[name] as string | undefined), codec)
}

const textOf = (name: string, texts?: Map<string, string>): [string, string][] => {
  const text = texts?.get(name)
  return text === undefined ? [] : [[name, text]]
}
