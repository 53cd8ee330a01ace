// Where CloudTrail has the other half of an entry; asked for when it is shown.

import { useEffect, useState } from 'preact/hooks'
import type { Failure, JournalLookups } from 'rolerelay-core'
import { call } from '../../client.ts'

export function useLookups(number: number): { lookups?: JournalLookups; failure?: Failure } {
  const [state, setState] = useState<{ lookups?: JournalLookups; failure?: Failure }>({})
  useEffect(() => {
    let current = true
    call('journalEntry', { number }).then(
      ({ lookups }) => current && setState({ lookups }),
      (failure: Failure) => current && setState({ failure }),
    )
    return () => {
      current = false
    }
  }, [number])
  return state
}
