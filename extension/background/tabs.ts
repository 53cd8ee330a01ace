// Where the console opens. Its address signs whoever has it in: it goes to the browser and nowhere else.

import { activeTab, createTab, navigateTab, type Tab } from '../browser.ts'
import type { RunRequest } from '../protocol.ts'
import { failure } from './failure.ts'

type Where = Extract<RunRequest, { action: 'open' }>['where']

/** The tab to open beside: the page's own, or the one under the popup. */
export const askingTab = (own: Tab | undefined): Promise<Tab | undefined> =>
  own ? Promise.resolve(own) : activeTab().catch(() => undefined)

export async function openTab(url: string, where: Where, asking: Tab | undefined): Promise<void> {
  const active = where !== 'background-tab'
  const beside = asking?.id !== undefined && {
    windowId: asking.windowId,
    index: asking.index + 1,
    openerTabId: asking.id,
  }
  const open = () =>
    where === 'this-tab' && asking?.id !== undefined
      ? navigateTab(asking.id, url)
      : createTab({ url, active, ...beside })
  try {
    // The tab that asked may be gone by now, and its window with it.
    await open().catch(() => createTab({ url, active }))
  } catch {
    // What the browser says may hold the address.
    throw failure('internal', 'The chain was walked, but the browser did not open a tab. Try again.')
  }
}
