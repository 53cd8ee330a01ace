// What is kept and under which key. Nothing else names a key of storage.local.
//
// On disk, storage.local is in the clear, so it holds no secret. Both browsers write one `set` as a whole or not at all;
// whatever belongs together goes into one.

import type { Chain, ChainSummary, RefusedDuration, Source } from 'rolerelay-core'
import { local, type Stored } from '../browser.ts'
import type { ChainRow, Settings } from '../protocol.ts'
import { failure } from './failure.ts'

/** Raised when older versions would misread what this one writes. 2: hops with parameters that version 0.1.0 would leave out, a
 * session policy among them. */
const FORMAT = 2

/** storage.local. */
export interface Kept {
  format: number
  /** The truth about a chain or a shape. Null where the chain was deleted and the record is about to be removed. */
  [record: `chain/${string}`]: Chain | null
  /** What the derived records (`index`, `front`) look like; another number has them made anew from the chains. */
  derived: number
  /** All chains by name: what a search reads. */
  index: ChainSummary[]
  /** The top of the unfiltered list: all that an opening popup reads. */
  front: Front
  use: Use
  sources: Source[]
  settings: Settings
  /** What AWS said of the most that roles allow, the newest last. */
  refused: RefusedDuration[]
}

export interface Front {
  known: number
  rows: ChainRow[]
}

/** How the person uses the chains. Ids of chains that were deleted may linger, so that an undo restores the star. */
export interface Use {
  favourites: string[]
  /** Newest first. */
  opened: { id: string; at: number }[]
}

/** The values of those keys that are there. */
export async function read<K extends keyof Kept>(...keys: K[]): Promise<Partial<Pick<Kept, K>>> {
  return (await get([...keys, 'format'])) as Partial<Pick<Kept, K>>
}

/** The records of these ids, in that order; ids without one are left out. */
export async function readRecords(ids: string[]): Promise<Chain[]> {
  if (ids.length === 0) return []
  const kept = await read(...ids.map(record))
  return ids.flatMap((id) => kept[record(id)] ?? [])
}

/** Every record that is kept. Slow with thousands: only for what is about all of them. */
export async function readChains(): Promise<Chain[]> {
  const kept = await get(null)
  return Object.entries(kept).flatMap(([key, value]) => (key.startsWith('chain/') && value ? [value as Chain] : []))
}

/** Writes all of them or none. */
export async function write(values: Partial<Kept>): Promise<void> {
  checked ??= get(['format'])
  try {
    await checked
  } catch (thrown) {
    checked = undefined
    throw thrown
  }
  await local.set({ ...values, format: FORMAT }).catch((thrown) => {
    throw failure('storage', `The browser could not save this, and nothing was changed. It says: ${said(thrown)}`)
  })
}

/** Removes records where only null was left. Should the browser refuse, the nulls do no harm. */
export async function forgetRecords(ids: string[]): Promise<void> {
  if (ids.length > 0) await local.remove(ids.map(record)).catch(() => {})
}

/** The key of a chain's record. */
export const record = (id: string): `chain/${string}` => `chain/${id}`

/** Does `work` after all work that came before: whoever reads, changes and writes does it in here. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work)
  turn = mine.catch(() => {})
  return mine
}

let turn: Promise<unknown> = Promise.resolve()
/** Whether this version may write here, found out before the first write. */
let checked: Promise<Stored> | undefined

async function get(keys: string[] | null): Promise<Stored> {
  const kept = await local.get(keys).catch((thrown) => {
    throw failure(
      'storage',
      `The browser could not read what Rolerelay keeps, and nothing was changed. Restart the browser. It says: ${said(thrown)}`,
    )
  })
  if (typeof kept.format === 'number' && kept.format > FORMAT) {
    throw failure('storage', 'A newer Rolerelay wrote what is kept here. Update the extension; nothing was changed.')
  }
  return kept
}

const said = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
