// What somebody came for from elsewhere in the browser, on its way to our page (go.html): there they unlock first, are asked what a chain
// asks, and see the run. None of it is in the page's address, since browsers write that to disk.

import { activeTab, createTab, extensionUrl, isFirefox, navigateTab, openPopup } from '../browser.ts'
import type { WayIn } from '../protocol.ts'

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
