// What is kept and under which key: the door to store/, which keeps it in two ways. In a vault, encrypted; or, where the person wants
// no password, in the clear, so that it holds no secret then. Nothing above this file knows which.

import type { Chain, ChainSummary, JournalEntry, JournalSpan, RefusedDuration, Source } from 'rolerelay-core'
import type { ChainRow, LeaseRow, Settings, Verdict } from '../../protocol.ts'
import type { KeptUndo } from '../chains/bulk.ts'
import { failure } from '../core/failure.ts'
import { queue } from '../core/queue.ts'
import type { StoredSecrets } from '../credentials/keys.ts'
import type { KeptImport } from '../transfer/imports.ts'
import type { KeptAside } from './admission.ts'
import { isVault, lookAgain as lookAnew } from './look.ts'
import { readAllChains, readValues, writeValues } from './store.ts'

export { isVault }

/** All that is kept. */
export interface Kept {
  /** The truth about a chain or a shape. Null deletes it. */
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
  /** The entries of a hundred numbers. Null deletes them. */
  [page: `journal/${number}`]: JournalEntry[] | null
  /** What may not stand among the rest (admission.ts). In a vault there may be keys in it. */
  aside: KeptAside[]
  /** What the last change of many chains was, so that it can be taken back. */
  undo: KeptUndo | null
  /** What the last imports did, so that they can be taken back. The newest first. */
  imports: KeptImport[]
  /** What was given away for a while, the newest first. No secret is in it. */
  leases: LeaseRow[]
  /** Where chains were opened lately, the last first (recents.ts). */
  pages: KeptPage[]
  /** The folder of bookmarks that favourites have here (bookmarks.ts). Of another browser's it would be somebody else's. */
  bookmarks: KeptBookmarks | null
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

/** A page that a chain was opened on, as the core wrote its address, while the chain ended in that account. */
export interface KeptPage {
  chainId: string
  account: string
  page: string
}

/** A folder of the browser's bookmarks that was made here. */
export interface KeptBookmarks {
  /** The browser's id of it. */
  folder: string
  /** When the browser says that it was made, in milliseconds since 1970. */
  addedAt: number
  /** Of each chain that has a bookmark in it, the browser's id of that. */
  made: [chainId: string, bookmark: string][]
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
  return (await readValues(keys as string[])) as Partial<Pick<Kept, K>>
}

/** The records of these ids, in that order; ids without one are left out. */
export async function readRecords(ids: string[]): Promise<Chain[]> {
  if (ids.length === 0) return []
  const kept = await read(...ids.map(record))
  return ids.flatMap((id) => kept[record(id)] ?? [])
}

/** Every record that is kept. Slow with thousands: only for what is about all of them. */
export const readChains = (): Promise<Chain[]> => readAllChains()

/** Writes all of them or none. */
export async function write(values: Partial<Kept>): Promise<void> {
  if (ONLY_IN_VAULT.some((key) => key in values) && !(await isVault()))
    throw failure('internal', 'A secret was about to be written in the clear.')
  await counted(writeValues(values))
  for (const hear of afterWrites) hear(Object.keys(values))
  const changed = Object.keys(values).flatMap((key) => (key.startsWith(RECORD) ? [key.slice(RECORD.length)] : []))
  if (changed.length > 0) await tell(changed)
}

/** `hear` gets the ids of the records that were written, for whoever keeps what came of them; `all` where all is another. */
export const onChanged = (hear: Hears): void => void hearers.push(hear)

/** `hear` gets the keys of what was written; `all` where all is another. */
export const onWritten = (hear: (keys: string[] | 'all') => void): void => void afterWrites.push(hear)

const afterWrites: ((keys: string[] | 'all') => void)[] = []

/** It changes as this background begins to write and as that ends: what was read at another count may be of yesterday. */
export const writes = (): number => written

/** The key of a chain's record. */
export const record = (id: string): `chain/${string}` => `${RECORD}${id}`

/** Has it looked up anew: a vault was made or removed. */
export function lookAgain(): Promise<unknown> {
  return counted(lookAnew()).then(() => {
    for (const hear of afterWrites) hear('all')
    return tell('all')
  })
}

/** Does work after all work that came before: whoever reads, changes and writes does it in here. */
export const inTurn = queue()

const RECORD = 'chain/'

type Hears = (changed: string[] | 'all') => Promise<void>
const hearers: Hears[] = []
const tell = (changed: string[] | 'all'): Promise<unknown> => Promise.all(hearers.map((hear) => hear(changed)))

let written = 0

function counted<T>(writing: Promise<T>): Promise<T> {
  written += 1
  return writing.finally(() => {
    written += 1
  })
}
