// The chains that a chain builds on, read one after the other up to the one that starts from a source.

import { useEffect, useState } from 'preact/hooks'
import type { Chain } from 'rolerelay-core'
import { call } from '../../client.ts'

/** The first of them starts from a source; the last is the parent itself. Undefined until all that are there were read. */
export function useParents(parentId: string | undefined): Chain[] | undefined {
  const [read, setRead] = useState<{ parentId: string; parents: Chain[] }>()
  useEffect(() => {
    if (!parentId) return
    let current = true
    void line(parentId).then((parents) => current && setRead({ parentId, parents }))
    return () => {
      current = false
    }
  }, [parentId])
  if (!parentId) return none
  return read?.parentId === parentId ? read.parents : undefined
}

const none: Chain[] = []

/** One that is missing or a circle ends it; the check says so at the chain's start. */
async function line(parentId: string): Promise<Chain[]> {
  const parents: Chain[] = []
  for (let id: string | undefined = parentId; id && !parents.some((known) => known.id === id); ) {
    const chain: Chain | undefined = await call('chain', { id }).catch(() => undefined)
    if (!chain) break
    parents.unshift(chain)
    id = chain.parentId
  }
  return parents
}
