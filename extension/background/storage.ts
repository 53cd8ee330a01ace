// What is kept and under which key, in two ways: in a vault, encrypted (vault/sealed.ts), or, where the person wants no
// password, as it is. Then it is on disk in the clear, so it holds no secret.
//
// Both browsers write one `set` as a whole or not at all; whatever belongs together goes into one.

import type { Chain, ChainSummary, JournalEntry, JournalSpan, RefusedDuration, Source } from 'rolerelay-core'
import { local, type Stored } from '../browser.ts'
import type { ChainRow, Settings, Verdict } from '../protocol.ts'
import { failure, said } from './failure.ts'
import type { StoredSecrets } from './keys.ts'
import { queue } from './queue.ts'
import { VAULT_FORMAT } from './vault/copies.ts'
import { hasMirror } from './vault/mirror.ts'
import { PLACES, readSealed, readSealedChains, writeSealed } from './vault/sealed.ts'
import { putBack } from './vault/sweep.ts'

/** Raised when older versions would misread what this one writes. 2: hops with parameters that version 0.1.0 would leave out, a
 * session policy among them. */
const FORMAT = 2

/** All that is kept. */
export interface Kept {
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
  /** What was seen of each chain when it was checked last, by its id. */
  checks: Checks
  /** The check of many chains that goes on, or was the last one. */
  check: KeptCheck
  /** What AWS said of the most that roles allow, the newest last. */
  refused: RefusedDuration[]
  /** Between which marks the journal's entries stand. */
  journal: JournalSpan
  /** The entries of a hundred numbers. Null where the page fell off the old end, or was deleted, and is about to be removed. */
  [page: `journal/${number}`]: JournalEntry[] | null
  /** When the person put off the reminder of old keys, in milliseconds since 1970. */
  putOffAt: number
  /** Only in a vault: keys and seeds, by source. */
  secrets: Record<string, StoredSecrets>
  /** Only in a vault: what proves that a link is ours, base64. */
  linkKey: string
  /** Only in a vault: what the person calls each passkey, by slot, and when it was added. */
  passkeys: Record<string, { name: string; addedAt: number }>
}

const ONLY_IN_VAULT = ['secrets', 'linkKey', 'passkeys'] satisfies (keyof Kept)[]

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

export type Checks = Record<string, Verdict>

/** What is left of it are the chains whose verdicts are older. */
export interface KeptCheck {
  ids: string[]
  startedAt: number
  /** Absent while it goes on, and where it was interrupted. */
  endedAt?: number
  cancelled?: true
}

/** The values of those keys that are there. */
export async function read<K extends keyof Kept>(...keys: K[]): Promise<Partial<Pick<Kept, K>>> {
  return ((await isVault()) ? readSealed(keys as string[]) : get([...(keys as string[]), 'format'])) as Promise<
    Partial<Pick<Kept, K>>
  >
}

/** The records of these ids, in that order; ids without one are left out. */
export async function readRecords(ids: string[]): Promise<Chain[]> {
  if (ids.length === 0) return []
  const kept = await read(...ids.map(record))
  return ids.flatMap((id) => kept[record(id)] ?? [])
}

/** Every record that is kept. Slow with thousands: only for what is about all of them. */
export async function readChains(): Promise<Chain[]> {
  if (await isVault()) return readSealedChains()
  return Object.entries(await get(null)).flatMap(([key, value]) =>
    key.startsWith('chain/') && value ? [value as Chain] : [],
  )
}

/** Writes all of them or none. */
export async function write(values: Partial<Kept>): Promise<void> {
  written += 1
  if (await isVault()) return writeSealed(values)
  if (ONLY_IN_VAULT.some((key) => key in values))
    throw failure('internal', 'A secret was about to be written in the clear.')
  await local.set(packed({ ...values, format: FORMAT })).catch((thrown) => {
    throw failure('storage', `The browser could not save this, and nothing was changed. It says: ${said(thrown)}`)
  })
}

/** How often this background has begun to write: what was read at another count may be of yesterday. */
export const writes = (): number => written

/** Removes records of chains as {@link forget} does. */
export const forgetRecords = (ids: string[]): Promise<void> => forget(ids.map(record))

/** Removes what only null was left of. Should the browser refuse, the nulls do no harm. */
export async function forget(keys: (keyof Kept & string)[]): Promise<void> {
  if (keys.length > 0 && !(await isVault())) await local.remove(keys).catch(() => {})
}

/** The key of a chain's record. */
export const record = (id: string): `chain/${string}` => `chain/${id}`

/** Whether what is kept is in a vault. Refuses to say so of what a newer version wrote. */
export function isVault(): Promise<boolean> {
  looking ??= look().catch((thrown) => {
    looking = undefined
    throw thrown
  })
  return looking
}

/** Has it looked up anew: a vault was made or removed. */
export function lookAgain(): void {
  looking = undefined
  written += 1
}

/** All that is kept in the clear: what a vault begins with. */
export async function readPlain(): Promise<Record<string, unknown>> {
  const { format: _, ...values } = await get(null)
  return values
}

/** Does work after all work that came before: whoever reads, changes and writes does it in here. */
export const inTurn = queue()

let written = 0
let looking: Promise<boolean> | undefined

async function look(): Promise<boolean> {
  let kept: Stored
  try {
    kept = await get(['format', ...Object.values(PLACES)])
  } catch (thrown) {
    // Firefox has been seen to lose all of storage.local; beside it the mirror may be whole.
    if (isNewer(thrown) || !(await hasMirror())) throw thrown
    return true
  }
  if (kept.format === VAULT_FORMAT || Object.values(PLACES).some((place) => kept[place] !== undefined)) return true
  if (kept.format === undefined && (await putBack())) return look()
  // What says so may be gone, or be older than the password: a welcome over what was there would be the worst answer.
  if (await hasMirror()) return true
  return kept.format === undefined && Object.keys(await get(null)).some((key) => key.startsWith('r/'))
}

async function get(keys: string[] | null): Promise<Stored> {
  const kept = await local.get(keys).catch((thrown) => {
    throw failure(
      'storage',
      `The browser could not read what Rolerelay keeps, and nothing was changed. Restart the browser. It says: ${said(thrown)}`,
    )
  })
  if (typeof kept.format === 'number' && kept.format > VAULT_FORMAT) throw newer
  return unpacked(kept)
}

const newer = failure(
  'storage',
  'A newer Rolerelay wrote what is kept here. Update the extension; nothing was changed.',
)
const isNewer = (thrown: unknown): boolean => thrown === newer

/**
 * What may be thousands of chains is kept as JSON text, which browsers write and read several times as fast as objects.
 * Version 0.1.0 kept objects; they stay readable.
 */
const isText = (key: string): boolean =>
  key === 'index' || key === 'checks' || key.startsWith('chain/') || key.startsWith('journal/')

const packed = (values: Stored): Stored =>
  mapped(values, (key, value) => (value && isText(key) ? JSON.stringify(value) : value))

const unpacked = (kept: Stored): Stored =>
  mapped(kept, (key, value) => (typeof value === 'string' && isText(key) ? JSON.parse(value) : value))

const mapped = (values: Stored, change: (key: string, value: unknown) => unknown): Stored =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(key, value)]))
