// The pages that chains opened on lately, to be offered again: what was asked for here, and where a tab was that was renewed. Addresses
// name resources, so they lie where all else does, sealed where there is a password, and in no list that a browser keeps.

import type { Chain, RouteInfo } from 'rolerelay-core'
import type { ChainPage, ListedChains, RecentPage } from '../../protocol.ts'
import { endsInSpace, fold } from '../../search/search.ts'
import { getChain, wholeChain } from '../chains/lineage.ts'
import { listChains } from '../chains/shelf.ts'
import { withCore } from '../core/core.ts'
import { getSettings } from '../store/settings.ts'
import { inTurn, isVault, type KeptPage, read, write } from '../store/storage.ts'

/** Notes where a chain was opened, unless that is its own page. */
export async function notePage(chain: Chain, { destination: page, account }: RouteInfo): Promise<void> {
  const own = await withCore((core) => core.route(chain).destination).catch(() => undefined)
  if (page === own) return
  // What else stands in a query may be a secret, and that is never on the disk in the clear.
  if (!(await isVault()) && !(await withCore((core) => core.saysPlaceAlone(page)))) return
  const one = { chainId: chain.id, account, page }
  await inTurn(async () => {
    if (!(await getSettings()).offersPages) return
    const others = (await keptPages()).filter((other) => other.chainId !== one.chainId || other.page !== page)
    await write({ pages: bounded([one, ...others]) })
  })
}

/** Where that chain was opened lately and opens still, the last first. */
export async function recentPages(chainId: string): Promise<RecentPage[]> {
  const its = (await keptPages()).filter((one) => one.chainId === chainId)
  if (its.length === 0) return []
  const chain = await wholeChain(await getChain(chainId))
  return withCore((core) =>
    its.slice(0, EACH).flatMap(({ account, page }) => {
      try {
        const route = core.route(chain, page)
        const label = core.wanted(page)?.label
        // As the core wrote it, and no other text that may lead there.
        return label !== undefined && route.account === account && route.destination === page ? [{ page, label }] : []
      } catch {
        return [] // the chain is another one by now
      }
    }),
  )
}

/** Forgets one of them, those of a chain, or all. */
export function forgetPages({ chainId, page }: { chainId?: string; page?: string }): Promise<void> {
  return inTurn(async () => {
    const isGone = (one: KeptPage) =>
      (chainId === undefined || one.chainId === chainId) && (page === undefined || one.page === page)
    await write({ pages: (await keptPages()).filter((one) => !isGone(one)) })
  })
}

/**
 * A list that opens its chains. A space after the words that name one offers its recent pages, below it: as rows of that chain, each with
 * the page on which it opens.
 */
export async function listToOpen(listed: ListedChains, offset: number, limit: number): Promise<ChainPage> {
  const plain = (offset: number, limit: number) => listChains(listed, offset, limit, true)
  const { query, sort, filter, group } = listed
  if (!endsInSpace(query) || sort || filter || group) return plain(offset, limit)
  const { exact, rows } = await plain(0, 1)
  const [first] = rows
  const isMeant = first && !first.at && (exact === 1 || (exact > 1 && fold(first.name) === fold(query).trim()))
  const pages = isMeant ? await recentPages(first.id) : []
  if (!first || pages.length === 0) return plain(offset, limit)
  const head = [first, ...pages.map((page) => ({ ...first, at: { ...page, recent: true as const } }))]
  const shown = head.slice(offset, offset + limit)
  const rest = await plain(Math.max(1, offset - pages.length), limit - shown.length)
  const { total, exact: fits, ...more } = rest
  const count = pages.length
  return { ...more, total: total + count, exact: fits + count, pages: count, rows: [...shown, ...rest.rows] }
}

/** How many are offered of a chain. */
const EACH = 5
/** In characters, of all of them: a single one may have 4,000. */
const MOST = 100_000

/** At most so many, without the oldest. */
function bounded(pages: KeptPage[]): KeptPage[] {
  const counts = new Map<string, number>()
  let length = 0
  return pages.filter(({ chainId, page }) => {
    const count = (counts.get(chainId) ?? 0) + 1
    counts.set(chainId, count)
    if (count <= EACH) length += page.length
    return count <= EACH && length <= MOST
  })
}

/** Without a password whoever writes to the disk may put anything there. */
async function keptPages(): Promise<KeptPage[]> {
  const { pages } = await read('pages')
  return Array.isArray(pages) ? pages.filter(isPage) : []
}

const isPage = (one: Partial<KeptPage> | null): one is KeptPage =>
  [one?.chainId, one?.account, one?.page].every((text) => typeof text === 'string')
