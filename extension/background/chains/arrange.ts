// The order in which chains are listed while nothing is searched for, and what a list is narrowed to.

import type { ChainSummary } from 'rolerelay-core'
import type { ListedChains } from '../../protocol.ts'
import { fold, type Item, itemsOf, type Seen } from '../../search/search.ts'
import type { Checks, Use } from '../store/storage.ts'
import { isAt } from './place.ts'
import { stateOf } from './verdict.ts'

/** The chains in the order of an unfiltered list: favourites by name, then recents, the last first, then by name. */
export interface Shelf {
  /** By name. */
  index: ChainSummary[]
  use: Use
  checks: Checks
  items: Item[]
}

/** `index` is sorted by name. */
export function arrange(index: ChainSummary[], use: Use, checks: Checks): Shelf {
  const favourites = new Set(use.favourites)
  const openedAt = new Map(use.opened.map(({ id, at }) => [id, at]))
  const items = itemsOf(index, ({ id }): Seen => {
    const at = openedAt.get(id)
    const brokenSince = checks[id]?.broken?.since
    return {
      favourite: favourites.has(id),
      ...(at !== undefined && { openedAt: at }),
      ...(brokenSince !== undefined && { brokenSince }),
    }
  })
  const group = (number: number) => items.filter((item) => item.group === number)
  const recents = group(1).sort((a, b) => (b.seen.openedAt ?? 0) - (a.seen.openedAt ?? 0))
  return { index, use, checks, items: [...group(0), ...recents, ...group(2)] }
}

/** Whether a list that is narrowed so shows a chain. */
export const passing =
  (filter: NonNullable<ListedChains['filter']>, checks: Checks) =>
  (item: Item): boolean => {
    const { chain } = item
    const { tag, sourceId, account, state, place } = filter
    return (
      (tag === undefined || item.tags.includes(fold(tag))) &&
      (sourceId === undefined || chain.sourceId === sourceId) &&
      (account === undefined || chain.account === account) &&
      (state === undefined || stateOf(checks[chain.id]) === state) &&
      (place === undefined || isAt(chain, place))
    )
  }
