// Which of the planned chains and sources are taken in. A new chain comes with the chain that it builds on, and stays out
// without it; a source comes with the chains that start from it.

import type { ImportPreview } from '../../protocol.ts'

/** The ids of the chains that are taken, and of the sources that no planned chain starts from. */
export type Choice = ReadonlySet<string>

/** What depends on what, among the planned. */
export interface Family {
  /** The chain that each chain cannot do without: its parent, where that is new as well. */
  needs: Map<string, string>
  neededBy: Map<string, string[]>
  /** The chains that start from each source, straight or through others. */
  chainsOf: Map<string, string[]>
  /** How many roles each chain walks; of a parent that is not planned nothing is known. */
  hops: Map<string, number | undefined>
}

export function familyOf({ chains, sources }: ImportPreview): Family {
  const fresh = new Set(chains.filter(({ changes }) => !changes?.length).map(({ chain }) => chain.id))
  const family: Family = { needs: new Map(), neededBy: new Map(), chainsOf: new Map(), hops: new Map() }
  for (const { source } of sources) family.chainsOf.set(source.id, [])
  const sourceOf = new Map<string, string>()
  // Parents come first.
  for (const { chain } of chains) {
    const { id, parentId, hops } = chain
    const above = parentId ? family.hops.get(parentId) : 0
    family.hops.set(id, above === undefined ? undefined : above + hops.length)
    if (parentId && fresh.has(parentId)) {
      family.needs.set(id, parentId)
      add(family.neededBy, parentId, id)
    }
    const source = parentId ? sourceOf.get(parentId) : chain.sourceId
    if (source === undefined) continue
    sourceOf.set(id, source)
    family.chainsOf.get(source)?.push(id)
  }
  return family
}

const everything = ({ chains, sources }: ImportPreview, { chainsOf }: Family): Choice =>
  new Set([
    ...chains.map(({ chain }) => chain.id),
    ...sources.filter(({ source }) => !chainsOf.get(source.id)?.length).map(({ source }) => source.id),
  ])

/**
 * What is taken unless a person says otherwise: all but what would put another's keys or another's chain in the place of what
 * is here by its name.
 */
export function atFirst(preview: ImportPreview, family: Family): Choice {
  const others = preview.chains.filter(({ other }) => other).map(({ chain }) => chain.id)
  const replaced = preview.replaced.flatMap(({ sourceId, planned }) => [sourceId, ...planned])
  return choose(everything(preview, family), [...others, ...replaced], false, family)
}

/** The choice with these taken, and what they need; or without these, and what needs them. */
export function choose(choice: Choice, ids: string[], on: boolean, { needs, neededBy }: Family): Choice {
  const chosen = new Set(choice)
  const open = [...ids]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (on) chosen.add(id)
    else chosen.delete(id)
    const next = on ? [needs.get(id)] : (neededBy.get(id) ?? [])
    open.push(...next.filter((other) => other !== undefined && chosen.has(other) !== on).map(String))
  }
  return chosen
}

export const takesSource = (choice: Choice, id: string, { chainsOf }: Family): boolean => {
  const chains = chainsOf.get(id) ?? []
  return chains.length > 0 ? chains.some((chain) => choice.has(chain)) : choice.has(id)
}

/** What the background is to leave out. */
export function leftOut({ chains, sources, replaced }: ImportPreview, choice: Choice, family: Family): string[] {
  return [
    ...chains.map(({ chain }) => chain.id).filter((id) => !choice.has(id)),
    ...sources.map(({ source }) => source.id).filter((id) => !takesSource(choice, id, family)),
    ...replaced.map(({ sourceId }) => sourceId).filter((id) => !choice.has(id)),
  ]
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key)
  if (values) values.push(value)
  else map.set(key, [value])
}
