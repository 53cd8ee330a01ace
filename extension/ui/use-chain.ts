// A chain's whole record, for a page that shows its path.

import { useEffect, useState } from 'preact/hooks'
import type { Chain } from 'rolerelay-core'
import { call } from '../client.ts'

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
