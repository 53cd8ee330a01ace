// Chains that build on chains, and chains that a shape makes: which records a chain needs, and the whole chain that they give.
// What comes of the records the core knows.

import type { Chain, Source } from 'rolerelay-core'
import { shapeIn } from '../../shape-id.ts'
import { withCore } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { older } from '../store/admission.ts'
import { getSettings } from '../store/settings.ts'
import { read, readRecords } from '../store/storage.ts'
import { asItOpens } from './as-it-opens.ts'

/** The chain of that id, a record or made by a shape, as it is written: without what it builds on. */
export async function getChain(id: string): Promise<Chain> {
  await older()
  const records = await readRecords(recordIds(id))
  const chain = await withCore((core) => core.findChain(id, records))
  if (!chain) throw failure('invalid', 'This chain is not here. It may have been deleted in another window.')
  return chain
}

/** The whole chain, from its source on: its parents' hops and then its own; one that walks no role ends as what its source gives. And as
 * read-only as it opens, where it is walked. */
export async function wholeChain(chain: Chain): Promise<Chain> {
  const records = chain.parentId === undefined ? [] : await withParents([chain])
  const [{ ownEnd: _, endpoint: __, userConsole: ___, ...whole }, settings, { sources = [] }] = await Promise.all([
    withCore((core) => core.resolve(chain, records)),
    getSettings(),
    read('sources'),
  ])
  const source = sources.find(({ id }) => id === whole.sourceId)
  const own = whole.hops.length > 0 ? {} : { ...(await ownEndOf(source)), ...(await userConsoleOf(source)) }
  return asItOpens({ ...whole, ...own, ...(await endpointOf(source)) }, settings)
}

/** Where chains of that source are walked, if not at AWS. */
export async function endpointOf(source: Source | undefined): Promise<Pick<Chain, 'endpoint'>> {
  // A list of those that have none need not wait for the core, which alone knows what the line says.
  const mayHave = source?.settings?.some(({ key }) => key === 'endpoint_url')
  const endpoint = source && mayHave ? await withCore((core) => core.endpointOf(source)) : undefined
  return endpoint ? { endpoint } : {}
}

/** The role whose session that source gives, where its record says it. */
export async function ownEndOf(source: Source | undefined): Promise<Pick<Chain, 'ownEnd'>> {
  const ownEnd = source && (await withCore((core) => core.ownEnd(source)))
  return ownEnd ? { ownEnd } : {}
}

/** What the console of the user may do whose keys that source has, where its record says it. */
export async function userConsoleOf(source: Source | undefined): Promise<Pick<Chain, 'userConsole'>> {
  const userConsole = source?.settings?.length ? await withCore((core) => core.userConsole(source)) : undefined
  return userConsole ? { userConsole } : {}
}

/** The origins of those of these sources that have one, by their ids. */
export async function endpointsOf(sources: Source[] = []): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const source of sources) {
    const { endpoint } = await endpointOf(source)
    if (endpoint) found.set(source.id, endpoint.sts)
  }
  return found
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
