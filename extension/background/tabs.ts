// Where the console opens. Its address signs whoever has it in: it goes to the browser and nowhere else.

import { activeTab, createTab, getTab, navigateTab, type Tab } from '../browser.ts'
import type { RunRequest } from '../protocol.ts'
import { failure } from './failure.ts'

type Where = Extract<RunRequest, { action: 'open' }>['where']

/** The tab to open beside: the page's own, or the one under the popup. */
export const askingTab = (own: Tab | undefined): Promise<Tab | undefined> =>
  own ? Promise.resolve(own) : activeTab().catch(() => undefined)

export async function openTab(url: string, where: Where, asking: Tab | undefined): Promise<void> {
  // Looked up again, since the tab may have moved or gone while the chain was walked.
  const tab = asking?.id === undefined ? undefined : await getTab(asking.id).catch(() => undefined)
  try {
    if (where === 'this-tab' && tab?.id !== undefined) {
      await navigateTab(tab.id, url)
    } else {
      const beside = tab?.id !== undefined && { windowId: tab.windowId, index: tab.index + 1, openerTabId: tab.id }
      await createTab({ url, active: where !== 'background-tab', ...beside })
    }
  } catch {
    // What the browser says may hold the address.
    throw failure('internal', 'The chain was walked, but the browser did not open a tab. Try again.')
  }
}
