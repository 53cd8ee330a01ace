// What somebody came for from elsewhere in the browser, on its way to our page (go.html): there they unlock first, are asked what a chain
// asks, and see the run. None of it is in the page's address, since browsers write that to disk.

import type { Elsewhere } from 'rolerelay-core'
import { activeTab, createTab, extensionUrl, isFirefox, navigateTab, openPopup, type Tab } from '../../browser.ts'
import type { WayIn } from '../../protocol.ts'
import { getChain, wholeChain } from '../chains/lineage.ts'
import { withCore } from '../core/core.ts'

export type Place = 'this-tab' | 'new-tab' | 'background-tab'

/** Opens the page that goes on with it. */
export async function comeIn(way: WayIn, place: Place): Promise<void> {
  const tab = await activeTab().catch(() => undefined)
  // Chrome loads no page of ours in a private tab, and what was asked for there is not to open in a normal one.
  if (tab?.incognito && !isFirefox) return openPopup(tab.windowId)
  const url = `${extensionUrl('go.html')}#way=${leave(way)}`
  if (tab?.id === undefined) await createTab({ url })
  else if (place === 'this-tab') await navigateTab(tab.id, url)
  else {
    const { windowId, index, id: openerTabId } = tab
    await createTab({ url, active: place === 'new-tab', windowId, index: index + 1, openerTabId })
  }
}

/** Opens the page that asks as which role the console page of that tab is to be opened; of any other page, which chain. */
export async function comeWithPage(tab: Tab | undefined): Promise<void> {
  const page = await pageIn(tab)
  await comeIn(page ? { is: 'page', page } : { is: 'search', query: '' }, 'new-tab')
}

/** The console page of the tab that the person looks at, where the browser tells it: as they click on our icon, and of that tab alone. */
export const pageHere = async (): Promise<string | null> => pageIn(await activeTab().catch(() => undefined))

/** Where that page is for the end role of a chain. */
export async function elsewhere(chainId: string, page: string, region: string | undefined): Promise<Elsewhere> {
  const chain = await wholeChain(await getChain(chainId))
  return withCore((core) => core.elsewhere(chain, page, region))
}

async function pageIn(tab: Tab | undefined): Promise<string | null> {
  const { url } = tab ?? {}
  return url && (await withCore((core) => core.wanted(url))) ? url : null
}

/** What was left under that number; null where it was taken already, or this background does not know of it. */
export async function takeWay(ticket: string): Promise<WayIn | null> {
  const way = left.get(ticket)
  left.delete(ticket)
  return way ?? null
}

/** Our page takes it as soon as it is there, before anybody unlocks. */
const left = new Map<string, WayIn>()
/** More pages than open at once. */
const MOST = 20

function leave(way: WayIn): string {
  const ticket = crypto.randomUUID()
  left.set(ticket, way)
  for (const oldest of left.keys()) if (left.size > MOST) left.delete(oldest)
  return ticket
}
