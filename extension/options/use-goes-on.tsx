// The chain that failed of what is mended here: once it is saved, it opens by itself.

import { useEffect, useState } from 'preact/hooks'
import { useChain } from '../ui/chains/use-chain.ts'
import { useOpens } from './use-opens.tsx'

interface GoesOn {
  /** Opens it, if one waits. */
  goOn: () => void
  /** What is said of it before, and how it goes. */
  shown: preact.ComponentChildren
}

/** `then` is the id of the chain that waits, as the address says it. */
export function useGoesOn(then: string | undefined): GoesOn {
  const [id, setId] = useState(then)
  useEffect(() => {
    if (then) setId(then)
  }, [then])
  const chain = useChain(id)
  const { open, panel } = useOpens(() => setId(undefined))
  const shown =
    panel ||
    (id && chain ? (
      <p class="card">
        “{chain.name}” opens by itself once this is saved.{' '}
        <button type="button" class="link-button" onClick={() => setId(undefined)}>
          Do not open it
        </button>
      </p>
    ) : null)
  return { goOn: () => id && open(id), shown }
}
