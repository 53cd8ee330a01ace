// The map of all chains: sources, the roles that chains pass, and the accounts in which they end, each with what hangs on it. It is read
// place by place, so that ten thousand accounts behind one role are one answer's length away, and no more.

import type { ChainSummary } from 'rolerelay-core'
import type { MapBranches, MapNode, MapPlace } from '../../protocol.ts'
import { byText } from '../../search/search.ts'
import { type Checks, read } from '../store/storage.ts'
import { isAt, next } from './place.ts'
import { checkedSummaries } from './shelf.ts'
import { countStates } from './verdict.ts'

interface Asked {
  /** Absent for the sources. */
  under?: MapPlace
  offset: number
  limit: number
}

export async function mapBranches({ under, offset, limit }: Asked): Promise<MapBranches> {
  const [{ all, checks }, { sources = [] }] = await Promise.all([checkedSummaries(), read('sources')])
  const branches = new Map<string, Branch>()
  for (const chain of all) {
    if (under && !isAt(chain, under)) continue
    const place = next(chain, under)
    if (!place) continue
    const key = keyOf(place)
    const branch = branches.get(key) ?? { place, chains: [], beyond: new Set() }
    branches.set(key, branch)
    branch.chains.push(chain)
    const beyond = next(chain, place)
    if (beyond) branch.beyond.add(keyOf(beyond))
  }
  const names = new Map(sources.map(({ id, name }) => [id, name]))
  const nodes = [...branches.values()].map((branch) => nodeOf(branch, checks, names)).sort(inOrder)
  return { total: nodes.length, nodes: nodes.slice(offset, offset + limit) }
}

interface Branch {
  place: MapPlace
  chains: ChainSummary[]
  /** The places that follow it. */
  beyond: Set<string>
}

/** What tells a place from the others that follow the same. */
const keyOf = ({ sourceId, roles, end }: MapPlace): string =>
  end !== undefined ? `end ${end}` : (roles.at(-1) ?? sourceId)

function nodeOf({ place, chains, beyond }: Branch, checks: Checks, sources: Map<string, string>): MapNode {
  const [first] = chains
  const isSource = place.end === undefined && place.roles.length === 0
  const name = isSource ? sources.get(place.sourceId) : place.end !== undefined && chains.length === 1 && first?.name
  return {
    place,
    ...(name && { name }),
    chains: chains.length,
    states: countStates(chains.map(({ id }) => checks[id])),
    branches: beyond.size,
  }
}

/** What is broken first, then roles before accounts, then what most chains hang on. */
function inOrder(a: MapNode, b: MapNode): number {
  const isBroken = ({ states }: MapNode) => Number(states.broken > 0)
  const isEnd = ({ place }: MapNode) => Number(place.end !== undefined)
  const text = ({ name = '', place }: MapNode) => `${name}\n${place.end ?? place.roles.at(-1)}`
  return isBroken(b) - isBroken(a) || isEnd(a) - isEnd(b) || b.chains - a.chains || byText(text(a), text(b))
}
