// A chain's record, and the whole path that it walks, for a page that shows it.

import { useEffect, useState } from 'preact/hooks'
import type { Chain } from 'rolerelay-core'
import { call } from '../../client.ts'

/** Undefined until it is here, or when there is no such chain. */
export function useChain(id: string | undefined): Chain | undefined {
  const [chain, setChain] = useState<Chain>()
  useEffect(() => {
    if (!id) return
    let current = true
    call('chain', { id }).then(
      (found) => current && setChain(found),
      () => {}, // the page shows the path without names, and the run itself says what is wrong
    )
    return () => {
      current = false
    }
  }, [id])
  return chain?.id === id ? chain : undefined
}

/** The chain with the hops of its parents before its own; undefined until they are here, or when a parent is missing. */
export function useWholeChain(chain: Chain | undefined): Chain | undefined {
  const [whole, setWhole] = useState<{ of: Chain; chain: Chain }>()
  useEffect(() => {
    if (!chain?.parentId) return
    let current = true
    call('resolveChain', chain).then(
      (found) => current && setWhole({ of: chain, chain: found }),
      () => {}, // as above
    )
    return () => {
      current = false
    }
  }, [chain])
  if (!chain?.parentId) return chain
  return whole?.of === chain ? whole.chain : undefined
}
