// Work that a form waits for: whether it goes on, and why it failed. Never twice at once.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { useOneAtATime } from './use-one-at-a-time.ts'

export interface Work {
  busy: boolean
  /** Why the last one failed. */
  failure: Failure | undefined
  /** For what fails before the work begins, and to forget what did. */
  setFailure: (failure: Failure | undefined) => void
  /** Does the work, or nothing while the last one goes on. It may throw a {@link Failure}. */
  during: (work: () => Promise<unknown>) => Promise<void>
}

export function useWork(): Work {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure>()
  const alone = useOneAtATime()
  const during: Work['during'] = (work) =>
    alone(async () => {
      setBusy(true)
      setFailure(undefined)
      await work().catch(setFailure)
      setBusy(false)
    })
  return { busy, failure, setFailure, during }
}
