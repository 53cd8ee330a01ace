// What a session passes on to the next ones of a chain: its source identity, and the tags that are marked to go on.

import type { Hop } from 'rolerelay-core'

interface From<T> {
  value: T
  /** The hop that set it, counted from 1. */
  hop: number
}

export interface Inherited {
  sourceIdentity: From<string> | undefined
  tags: From<{ key: string; value: string }>[]
}

/** What each of the hops inherits from those before it. */
export function inheritedBy(hops: Hop[]): Inherited[] {
  const told: Inherited = { sourceIdentity: undefined, tags: [] }
  return hops.map(({ sourceIdentity, sessionTags = [] }, at) => {
    const mine = { ...told }
    const hop = at + 1
    // Set once, it stays: a later one is refused.
    if (sourceIdentity) told.sourceIdentity ??= { value: sourceIdentity, hop }
    const passed = sessionTags.filter(({ transitive }) => transitive)
    told.tags = [...told.tags, ...passed.map(({ key, value }) => ({ value: { key, value }, hop }))]
    return mine
  })
}
