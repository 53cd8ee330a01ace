// Unlocking: one try at a time, what came of it, and how long the next has to wait.

import { useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { Proof, VaultState } from '../../protocol.ts'
import { useNow } from '../controls/time.ts'
import { useOneAtATime } from '../controls/use-one-at-a-time.ts'

export type Means = 'password' | 'passkey'

export interface Unlock {
  /** What is being tried. */
  busy: Means | undefined
  /** What came of the last try. */
  failure: Failure | undefined
  /** Whole seconds until the next password may be tried; 0 if one may be now. */
  wait: number
  /** Tries what `prove` gives. `after` comes after a failure. */
  attempt: (by: Means, prove: () => Promise<Proof>, after?: () => void) => void
}

export function useUnlock(
  waitUntil: number | undefined,
  onUnlocked: (vault: VaultState) => void,
  again: () => Promise<void>,
): Unlock {
  const [busy, setBusy] = useState<Means>()
  const [failure, setFailure] = useState<Failure>()
  const alone = useOneAtATime()
  const attempt: Unlock['attempt'] = (by, prove, after) =>
    void alone(async () => {
      setBusy(by)
      setFailure(undefined)
      try {
        onUnlocked(await call('unlock', await prove()))
      } catch (thrown) {
        // The wait that this try may have brought comes with the state.
        await again()
        setFailure(thrown as Failure)
        after?.()
      }
      setBusy(undefined)
    })
  useNow(250, waitUntil !== undefined && Date.now() < waitUntil)
  return { busy, failure, wait: Math.max(0, Math.ceil(((waitUntil ?? 0) - Date.now()) / 1000)), attempt }
}
