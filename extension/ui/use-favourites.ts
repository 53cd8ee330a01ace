// The first favourites, in the order of the list: those that keys open.

import { useEffect, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../client.ts'
import type { ChainRow } from '../protocol.ts'

/** How many have keys. */
const WITH_KEYS = 4

/** Undefined until they are here. */
export function useFavourites(): { favourites?: ChainRow[]; failure?: Failure } {
  const [state, setState] = useState<{ favourites?: ChainRow[]; failure?: Failure }>({})
  useEffect(() => {
    call('list', { query: '', offset: 0, limit: WITH_KEYS }).then(
      ({ rows }) => setState({ favourites: rows.filter(({ favourite }) => favourite) }),
      (failure: Failure) => setState({ failure }),
    )
  }, [])
  return state
}
