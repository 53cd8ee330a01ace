// The chains: one record each, which is the truth, and what is derived from them so that a list reads little.

import type { Chain, ChainSummary, Finding } from 'rolerelay-core'
import type { ChainPage, ChainRow } from '../protocol.ts'
import { withCore } from './core.ts'
import { failure } from './failure.ts'
import { arrange, byName, type Shelf, search } from './search.ts'
import { forgetChain, inTurn, type Kept, read, readChains, type Use, write } from './storage.ts'

/** A window onto the chains that match. A background that just woke answers the popup's first question from one record. */
export async function listChains(query: string, offset: number, limit: number): Promise<ChainPage> {
  if (!loading && !query.trim() && offset + limit <= FRONT) {
    const { front, derived } = await read('front', 'derived')
    if (front && derived === DERIVED) {
      // After the answer is out, so that the first key finds all in memory. A failure shows when that key asks.
      setTimeout(() => void shelf().catch(() => {}))
      return { total: front.known, known: front.known, rows: front.rows.slice(offset, offset + limit) }
    }
  }
  return search(await shelf(), query, offset, limit)
}

export async function getChain(id: string): Promise<Chain> {
  const chain = (await read(record(id)))[record(id)]
  if (!chain) throw failure('invalid', 'This chain is not here. It may have been deleted in another window.')
  return chain
}

export async function getRow(id: string): Promise<ChainRow | undefined> {
  return (await shelf()).items.find(({ row }) => row.id === id)?.row
}

/** What is wrong with a chain. Which sources there are only we know; the core knows the rest. */
export async function checkChain(chain: Chain): Promise<Finding[]> {
  const findings = await withCore((core) => core.checkChain(chain, {}))
  const { sources = [] } = await read('sources')
  if (chain.sourceId && !sources.some(({ id }) => id === chain.sourceId)) {
    findings.push({
      place: 'sourceId',
      severity: 'error',
      message: 'This source is not here any more. Choose another.',
    })
  }
  return findings
}

/** Saves chains, new or changed, in one write. They were checked before. */
export function saveChains(chains: Chain[]): Promise<void> {
  return inTurn(async () => {
    const { index, use } = await shelf()
    const summaries = new Map(index.map((summary) => [summary.id, summary]))
    for (const summary of await summarize(chains)) summaries.set(summary.id, summary)
    const records = Object.fromEntries(chains.map((chain) => [record(chain.id), chain]))
    await commit(records, [...summaries.values()].sort(byName), use)
  })
}

/** Deletes a chain and gives it back, for an undo. Null takes its place first, in the write that takes it off the lists:
 * stopped between the two, the background leaves nothing half done. */
export function deleteChain(id: string): Promise<Chain> {
  return inTurn(async () => {
    const chain = await getChain(id)
    const { index, use } = await shelf()
    await commit(
      { [record(id)]: null },
      index.filter((summary) => summary.id !== id),
      use,
    )
    await forgetChain(id)
    return chain
  })
}

export const setFavourite = (id: string, on: boolean): Promise<void> =>
  changeUse((use) => ({ ...use, favourites: [...use.favourites.filter((other) => other !== id), ...(on ? [id] : [])] }))

export const noteOpened = (id: string): Promise<void> =>
  changeUse((use) => ({
    ...use,
    opened: [{ id, at: Date.now() }, ...use.opened.filter((other) => other.id !== id)].slice(0, RECENTS),
  }))

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

/** The chains that build on this one, straight or through others. */
export async function dependents(id: string): Promise<{ id: string; name: string }[]> {
  const { index } = await shelf()
  const above = new Set([id])
  const found = new Map<string, string>()
  for (let before = -1; before < found.size; ) {
    before = found.size
    for (const { id, name, parentId, shapeId } of index) {
      if (parentId === undefined || !(above.has(parentId) || above.has(parentId.replace(/_\d{12}$/, '')))) continue
      found.set(id, name)
      above.add(id).add(shapeId ?? id)
    }
  }
  return [...found].map(([id, name]) => ({ id, name }))
}

/** How many rows the opening popup may ask for without the index being read. */
const FRONT = 60
/** How many chains count as recent. */
const RECENTS = 20
/** Raised when `index` or `front` change their shape. */
const DERIVED = 1

let loading: Promise<Shelf> | undefined

const record = (id: string): `chain/${string}` => `chain/${id}`

/** The chains in memory, read once and changed only after each write. */
function shelf(): Promise<Shelf> {
  loading ??= load().catch((thrown) => {
    loading = undefined
    throw thrown
  })
  return loading
}

async function load(): Promise<Shelf> {
  const { index, derived, use = { favourites: [], opened: [] } } = await read('index', 'derived', 'use')
  if (index && derived === DERIVED) return arrange(index, use)
  const made = arrange((await summarize(await readChains())).sort(byName), use)
  if (made.index.length > 0) await write(derivedFrom(made))
  return made
}

const summarize = async (chains: Chain[]): Promise<ChainSummary[]> =>
  chains.length === 0 ? [] : withCore((core) => core.summarize(chains))

function changeUse(change: (use: Use) => Use): Promise<void> {
  return inTurn(async () => {
    const { index, use } = await shelf()
    const changed = arrange(index, change(use))
    await write({ use: changed.use, front: frontOf(changed) })
    loading = Promise.resolve(changed)
  })
}

/** Writes records together with all that is derived from them, and only then shows them in lists. */
async function commit(records: Partial<Kept>, index: ChainSummary[], use: Use): Promise<void> {
  const changed = arrange(index, use)
  await write({ ...records, ...derivedFrom(changed) })
  loading = Promise.resolve(changed)
}

const derivedFrom = (shelf: Shelf) => ({ derived: DERIVED, index: shelf.index, front: frontOf(shelf) })

const frontOf = ({ items }: Shelf) => ({ known: items.length, rows: items.slice(0, FRONT).map(({ row }) => row) })
