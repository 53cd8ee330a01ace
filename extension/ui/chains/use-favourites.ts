// The first favourites, in the order of the list: those that keys open.

import { useEffect, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call } from '../../client.ts'
import type { ChainRow } from '../../protocol.ts'

/** How many have keys. */
const WITH_KEYS = 4

/** Those that there are, as many at most. Throws a {@link Failure}. */
export const firstFavourites = async (most: number): Promise<ChainRow[]> =>
  (await call('list', { query: '', offset: 0, limit: most })).rows.filter(({ favourite }) => favourite)

/** Undefined until they are here. */
export function useFavourites(): { favourites?: ChainRow[]; failure?: Failure } {
  const [state, setState] = useState<{ favourites?: ChainRow[]; failure?: Failure }>({})
  useEffect(() => {
    firstFavourites(WITH_KEYS).then(
      (favourites) => setState({ favourites }),
      (failure: Failure) => setState({ failure }),
    )
  }, [])
  return state
}
