// Chains that build on chains, and chains that a shape makes: which records a chain needs, and the whole chain that they give.
// What comes of the records the core knows.

import type { Chain, Source } from 'rolerelay-core'
import { shapeIn } from '../shape-id.ts'
import { older } from './admission.ts'
import { asItOpens } from './as-it-opens.ts'
import { withCore } from './core.ts'
import { failure } from './failure.ts'
import { getSettings } from './settings.ts'
import { read, readRecords } from './storage.ts'

/** The chain of that id, a record or made by a shape, as it is written: without what it builds on. */
export async function getChain(id: string): Promise<Chain> {
  await older()
  const records = await readRecords(recordIds(id))
  const chain = await withCore((core) => core.findChain(id, records))
  if (!chain) throw failure('invalid', 'This chain is not here. It may have been deleted in another window.')
  return chain
}

/** The whole chain, from its source on: its parents' hops and then its own; one that walks no role ends as what its source gives. And as
 * read-only as it opens. */
export async function wholeChain(chain: Chain): Promise<Chain> {
  const records = chain.parentId === undefined ? [] : await withParents([chain])
  const [{ ownEnd: _, ...whole }, settings] = await Promise.all([
    withCore((core) => core.resolve(chain, records)),
    getSettings(),
  ])
  if (whole.hops.length > 0) return asItOpens(whole, settings)
  const { sources = [] } = await read('sources')
  return asItOpens({ ...whole, ...(await ownEndOf(sources.find(({ id }) => id === whole.sourceId))) }, settings)
}

/** The role whose session that source gives, where its record says it. */
export async function ownEndOf(source: Source | undefined): Promise<Pick<Chain, 'ownEnd'>> {
  const ownEnd = source && (await withCore((core) => core.ownEnd(source)))
  return ownEnd ? { ownEnd } : {}
}

/**
 * These records and all that they build on, each once: one read for each generation. What is missing is left out, and a
 * circle ends where it closes; the core says what is wrong with either.
 */
export async function withParents(chains: Chain[], readMore = readRecords): Promise<Chain[]> {
  const all = new Map(chains.map((chain) => [chain.id, chain]))
  for (let generation = chains; generation.length > 0; ) {
    const ids = generation.flatMap(({ parentId }) => (parentId === undefined ? [] : recordIds(parentId)))
    generation = await readMore([...new Set(ids)].filter((id) => !all.has(id)))
    for (const chain of generation) all.set(chain.id, chain)
  }
  return [...all.values()]
}

/** The ids of the records that can hold a chain: its own, or that of the shape which makes it for an account. */
export function recordIds(id: string): string[] {
  const made = shapeIn(id)
  return made ? [id, made.shapeId] : [id]
}
