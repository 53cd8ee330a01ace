// All chains in memory as lists show them, read once and changed only after each write. They are derived from the records,
// so that a list reads little: `index` is all of it, `front` the top, which an opening popup reads alone.

import type { Chain, ChainSummary, Source, Wanted } from 'rolerelay-core'
import type { ChainPage, ChainRow, FirstRows, ListedChains, Settings } from '../../protocol.ts'
import { byName, byText, fold, mayNamePage, search } from '../../search/search.ts'
import { withCore } from '../core/core.ts'
import { type Epoch, epoch } from '../lock/epoch.ts'
import { UntilLock } from '../lock/unlocked.ts'
import { DERIVED, mustPass, older, table } from '../store/admission.ts'
import { withDefaults } from '../store/settings.ts'
import {
  type Checks,
  inTurn,
  type Kept,
  type KeptPage,
  read,
  readChains,
  readRecords,
  record,
  type Use,
  write,
  writes,
} from '../store/storage.ts'
import { arrange, passing, type Shelf } from './arrange.ts'
import { asItOpens } from './as-it-opens.ts'
import { endpointsOf, recordIds, withParents } from './lineage.ts'
import { makeReady } from './ready.ts'

/** A window onto the chains that match. A background that just woke answers the popup's first question from one record. */
export async function listChains(
  listed: ListedChains,
  offset: number,
  limit: number,
  opens = false,
): Promise<ChainPage> {
  const { query, sort, filter, group } = listed
  if (!loading.value && !query.trim() && !sort && !filter && !group && offset + limit <= FRONT) {
    const { front, derived, settings, sources } = await read('front', 'derived', 'settings', 'sources')
    if (front && derived === DERIVED) {
      // After the answer is out, so that the first key finds all in memory. A failure shows when that key asks.
      setTimeout(() => void readAhead(opens ? front.rows[0]?.id : undefined).catch(() => {}))
      return {
        total: front.known,
        exact: front.known,
        known: front.known,
        rows: asTheyOpen(front.rows.slice(offset, offset + limit), withDefaults(settings), await endpointsOf(sources)),
      }
    }
  }
  // So the first keys do not wait for the core.
  return searched(listed, offset, limit, opens && mayNamePage(query) ? await wantedIn(query) : undefined)
}

/** What the first key needs, and then what the first click does, where that may be one of that chain. */
async function readAhead(clicked: string | undefined): Promise<void> {
  await shelf()
  if (clicked === undefined) return
  await wantedIn('')
  await makeReady(clicked)
}

/** The page that a query asks for. Where the core cannot be loaded, its words find chains all the same. */
const wantedIn = (query: string): Promise<Wanted | undefined> =>
  withCore((core) => core.wanted(query)).catch(() => undefined)

/** Which of those that a list shows are records of their own, and how many are made by shapes; a slip finds none. */
export async function findChains(
  listed: ListedChains,
  offset: number,
  limit: number,
): Promise<{ ids: string[]; made: number }> {
  const { rows, exact } = await searched(listed, offset, limit)
  const found = rows.slice(0, Math.max(0, exact - offset))
  const ids = found.flatMap(({ id, shapeId }) => (shapeId === undefined ? [id] : []))
  return { ids, made: found.length - ids.length }
}

export async function placeInList(listed: ListedChains, id: string): Promise<number> {
  const { rows } = await searched(listed, 0, Number.POSITIVE_INFINITY)
  return rows.findIndex((row) => row.id === id)
}

async function searched(
  { query, filter, ...more }: ListedChains,
  offset: number,
  limit: number,
  wanted?: Wanted,
): Promise<ChainPage> {
  const [{ items, checks }, { sources, settings, endpoints }] = await Promise.all([shelf(), beside()])
  const found = search(items, query, offset, limit, {
    ...more,
    ...(filter && { filter: passing(filter, checks) }),
    ...(query.trim() && { sources }),
    ...(wanted && { wanted }),
  })
  return { ...found, rows: asTheyOpen(found.rows, settings, endpoints) }
}

/** The first rows of the list, as many as that; where they are all, with what a search reads of them besides. */
export async function firstRows(count: number): Promise<FirstRows> {
  const at = Date.now()
  const [{ items }, { sources, settings, endpoints }] = await Promise.all([shelf(), beside()])
  const first = items.slice(0, count)
  const started = new Set(first.map(({ chain }) => chain.sourceId))
  const rows = first.map(({ row }) => row)
  return {
    known: items.length,
    rows: asTheyOpen(rows, settings, endpoints),
    ...(items.length <= count && {
      besides: {
        words: first.map(({ chain }) => chain.words),
        sources: [...sources].filter(([id]) => started.has(id)),
      },
    }),
    at,
  }
}

/** Whether all chains are in memory, or on their way there. */
export const isShelfRead = (): boolean => loading.value !== undefined

/** `hear` is called when all chains were read, and after each change of what lists show of them; the change waits for it. */
export const onShelf = (hear: () => Promise<unknown>): void => void hearers.push(hear)

const hearers: (() => Promise<unknown>)[] = []

async function keepShelf(changed: Shelf, mine: Epoch): Promise<void> {
  loading.keep(Promise.resolve(changed), mine)
  await Promise.all(hearers.map((hear) => hear()))
}

/** What lists need beside the chains: the names of all sources, folded, and the settings. */
interface Beside {
  sources: Map<string, string>
  settings: Settings
  /** Where chains of a source are walked, by its id, if not at AWS. */
  endpoints: Map<string, string>
}

/** It is read once between two writes, since each key of a search asks. */
const besides = new UntilLock<{ writes: number; read: Promise<Beside> }>()

function beside(): Promise<Beside> {
  if (besides.value?.writes === writes()) return besides.value.read
  const found = read('sources', 'settings').then(async ({ sources = [], settings }) => ({
    sources: new Map(sources.map(({ id, name }) => [id, fold(name)])),
    settings: withDefaults(settings),
    endpoints: await endpointsOf(sources),
  }))
  besides.keep({ writes: writes(), read: found }, epoch())
  found.catch(() => besides.forget())
  return found
}

const asTheyOpen = (rows: ChainRow[], settings: Settings, endpoints: Map<string, string>): ChainRow[] =>
  settings.readOnlyWords.length === 0 && endpoints.size === 0
    ? rows
    : rows.map((row) => whereItOpens(asItOpens(row, settings), endpoints))

function whereItOpens(row: ChainRow, endpoints: Map<string, string>): ChainRow {
  const endpoint = endpoints.get(row.sourceId)
  return endpoint === undefined ? row : { ...row, endpoint }
}

export async function getRow(id: string): Promise<ChainRow | undefined> {
  const [{ items }, { settings, endpoints }] = await Promise.all([shelf(), beside()])
  const row = items.find(({ chain }) => chain.id === id)?.row
  return row && whereItOpens(asItOpens(row, settings), endpoints)
}

/** What lists show of all chains, by name. */
export const summaries = async (): Promise<ChainSummary[]> => (await shelf()).index

/** The same, with what was seen of them. */
export async function checkedSummaries(): Promise<{ all: ChainSummary[]; checks: Checks }> {
  const { index, checks } = await shelf()
  return { all: index, checks }
}

/** The tags and the end accounts that there are. */
export async function facets(): Promise<{ tags: string[]; accounts: string[] }> {
  const all = await summaries()
  const sorted = (words: string[]) => [...new Set(words)].filter(Boolean).sort(byText)
  return { tags: sorted(all.flatMap(({ tags }) => tags)), accounts: sorted(all.map(({ account }) => account)) }
}

/** Whether there is no chain at all. */
export const isEmpty = async (): Promise<boolean> => (await shelf()).index.length === 0

/** The names of the chains that start from each source, by source id. */
export async function namesBySource(): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>()
  for (const { sourceId, name } of (await shelf()).index) {
    const others = names.get(sourceId)
    if (others) others.push(name)
    else names.set(sourceId, [name])
  }
  return names
}

/** The chains that build on one of these, straight or through others. */
export async function dependents(ids: Iterable<string>): Promise<ChainSummary[]> {
  const children = (await shelf()).index.filter(({ parentId }) => parentId !== undefined)
  const above = new Set(ids)
  const found = new Set<ChainSummary>()
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const child of children) {
      if (found.has(child) || !recordIds(child.parentId ?? '').some((id) => above.has(id))) continue
      found.add(child)
      above.add(child.id).add(recordOf(child))
    }
  }
  return [...found]
}

export const setFavourite = (id: string, on: boolean): Promise<void> =>
  changeUse((use) => ({ ...use, favourites: [...use.favourites.filter((other) => other !== id), ...(on ? [id] : [])] }))

export const noteOpened = (id: string): Promise<void> =>
  changeUse((use) => ({
    ...use,
    opened: [{ id, at: Date.now() }, ...use.opened.filter((other) => other.id !== id)].slice(0, RECENTS),
  }))

/** All rows that match, and what was seen of their chains. */
export async function checkedRows(query = ''): Promise<{ rows: ChainRow[]; checks: Checks }> {
  const { rows, exact } = await searched({ query }, 0, Number.POSITIVE_INFINITY)
  return { rows: rows.slice(0, exact), checks: (await shelf()).checks }
}

/** Notes what was seen of chains. `see` gets what was known, and may give the same to leave it. */
export function changeChecks(see: (checks: Checks) => Checks): Promise<void> {
  const mine = epoch()
  return inTurn(async () => {
    const before = await shelf()
    const checks = ofThese(before.index, see(before.checks))
    if (checks === before.checks) return
    const changed = arrange(before.index, before.use, checks)
    await write({ checks, front: frontOf(changed) })
    await keepShelf(changed, mine)
  })
}

/** What becomes of records: the new record, or null where it is deleted. */
export type Changes = Map<string, Chain | null>

/**
 * Writes records, all that is derived from them and from what builds on them, and `more`, in one write; only then do lists
 * show it. Nothing is written where one of them may not stand here. Call it in turn. `readMore` reads the records that are not changed.
 */
export async function commit(changes: Changes, more: Partial<Kept> = {}, readMore = readRecords): Promise<void> {
  const mine = epoch()
  const { index, use, checks: before } = await shelf()
  const staying = index.filter((summary) => !changes.has(recordOf(summary)))
  await mustPass(
    [...changes].flatMap(([id, chain]): [string, Chain][] => (chain ? [[id, chain]] : [])),
    more.sources,
    {
      records: [...new Set(staying.map(recordOf))],
      made: staying.flatMap(({ id, shapeId }) => (shapeId === undefined ? [] : [id])),
    },
  )
  const readAsChanged = async (ids: string[]) => [
    ...ids.flatMap((id) => changes.get(id) ?? []),
    ...(await readMore(ids.filter((id) => !changes.has(id)))),
  ]
  const touched = new Set([...changes.keys(), ...(await dependents(changes.keys())).map(recordOf)])
  // A chain without a role ends as its source says.
  if (more.sources)
    for (const one of index) if (one.hops === 0 && !changes.has(recordOf(one))) touched.add(recordOf(one))
  const records = await withParents(await readAsChanged([...touched]), readAsChanged)
  for (const { id } of records) touched.add(id)
  const others = index.filter((summary) => !touched.has(recordOf(summary)))
  const after = [...others, ...(await summarize(records, more.sources))].sort(byName)
  const checks = ofThese(after, before)
  const changed = arrange(after, use, checks)

  const ends = new Map(after.map(({ id, account }) => [id, account]))
  const isOther = index.some(({ id, account }) => ends.get(id) !== account)
  const { pages } = isOther ? await read('pages') : {}
  const staysOpen = ({ chainId, account }: KeptPage) => ends.get(chainId) === account

  const values = Object.fromEntries([...changes].map(([id, chain]) => [record(id), chain]))
  await write({
    ...values,
    ...more,
    ...derivedFrom(changed),
    ...(checks !== before && { checks }),
    ...(pages?.length && { pages: pages.filter(staysOpen) }),
  })
  await keepShelf(changed, mine)
}

/** How many rows the opening popup may ask for without the index being read. */
const FRONT = 60
/** How many chains count as recent. */
const RECENTS = 20

const loading = new UntilLock<Promise<Shelf>>()

function shelf(): Promise<Shelf> {
  if (loading.value) return loading.value
  const loaded = load().catch((thrown) => {
    if (loading.value === loaded) loading.forget()
    throw thrown
  })
  loading.keep(loaded, epoch())
  loaded.then(() => Promise.all(hearers.map((hear) => hear()))).catch(() => {})
  return loaded
}

async function load(): Promise<Shelf> {
  await older()
  const kept = await read('index', 'derived', 'use', 'checks')
  const { index, derived, use = { favourites: [], opened: [] } } = kept
  const checks = table(Object.entries(kept.checks ?? {}))
  if (index && derived === DERIVED) return arrange(index, use, checks)
  const made = arrange((await summarize(await readChains())).sort(byName), use, checks)
  if (made.index.length > 0) await write(derivedFrom(made))
  return made
}

/** What lists show of these records. `sources` are those that are saved along with them. */
export async function summarize(records: Chain[], sources?: Source[]): Promise<ChainSummary[]> {
  if (records.length === 0) return []
  const all = sources ?? (await read('sources')).sources ?? []
  return withCore((core) => core.summarize(records, all))
}

const recordOf = ({ id, shapeId }: ChainSummary): string => shapeId ?? id

function changeUse(change: (use: Use) => Use): Promise<void> {
  const mine = epoch()
  return inTurn(async () => {
    const { index, use, checks } = await shelf()
    const changed = arrange(index, change(use), checks)
    await write({ use: changed.use, front: frontOf(changed) })
    await keepShelf(changed, mine)
  })
}

/** What was seen of chains that are there; the same object where that is all. */
function ofThese(index: ChainSummary[], checks: Checks): Checks {
  const there = new Set(index.map(({ id }) => id))
  const kept = Object.entries(checks).filter(([id]) => there.has(id))
  return kept.length === Object.keys(checks).length ? checks : table(kept)
}

const derivedFrom = (shelf: Shelf) => ({ derived: DERIVED, index: shelf.index, front: frontOf(shelf) })

const frontOf = ({ items }: Shelf) => ({ known: items.length, rows: items.slice(0, FRONT).map(({ row }) => row) })
