// Where the console opens: beside the tab that asked, and never among other cookies than that tab's. Its address signs whoever
// has it in: it goes to the browser and nowhere else.

import type { Failure } from 'rolerelay-core'
import { activeTab, createTab, createWindow, getTab, navigateTab, normalWindows, type Tab } from '../browser.ts'
import type { RunRequest } from '../protocol.ts'
import { isContainer, storeOf } from './consoles.ts'
import { isThere } from './containers.ts'
import { asFailure, failure } from './failure.ts'

type Where = Extract<RunRequest, { action: 'open' }>['where']

/** The tab to open beside: the page's own, or the one under the popup. */
export const askingTab = (own: Tab | undefined): Promise<Tab | undefined> =>
  own ? Promise.resolve(own) : activeTab().catch(() => undefined)

/**
 * Throws a failure of kind `interrupted` where the place that asked is gone and no other has its cookies, and `cancelled` where
 * `signal` was aborted before the browser was asked to open anything. `store` says whose cookies the console has: those of the tab that
 * asks, or of one of Firefox's containers. Gives the tab.
 */
export async function openTab(
  url: string,
  where: Where,
  asking: Tab | undefined,
  store: string,
  signal: AbortSignal,
): Promise<Tab | undefined> {
  const now: Now = (opens) => {
    if (signal.aborted) throw failure('cancelled', 'You cancelled. Nothing was opened.')
    return opens()
  }
  const open = () =>
    where === 'this-tab' || where === 'its-tab'
      ? openInPlace(url, asking, now)
      : store === storeOf(asking)
        ? openBeside(url, where === 'new-tab', asking, now)
        : openInContainer(url, where === 'new-tab', store, asking, now)
  // What closes between the look and the opening makes the browser refuse; the second look then finds it gone.
  return open().catch((thrown) => {
    if (isOurs(thrown)) throw thrown
    return open().catch((thrown) => {
      // What the browser says may hold the address.
      throw isOurs(thrown)
        ? thrown
        : failure('internal', 'The chain was walked, but the browser did not open a tab. Try again.')
    })
  })
}

/** Has the browser open something, unless nothing may be opened any more: asked for last, after all that there is to wait for. */
type Now = (opens: () => Promise<Tab | undefined>) => Promise<Tab | undefined>

async function openInPlace(url: string, asking: Tab | undefined, now: Now): Promise<Tab | undefined> {
  const tab = await stillThere(asking)
  const id = tab?.id
  if (id === undefined) throw gone('tab')
  return now(() => navigateTab(id, url))
}

async function openBeside(url: string, active: boolean, asking: Tab | undefined, now: Now): Promise<Tab | undefined> {
  // It may have been moved to another window meanwhile.
  const tab = await stillThere(asking)
  const windows = await normalWindows()
  const isWindow = (id: number | undefined) => windows.some((window) => window.id === id)
  if (tab?.id !== undefined && isWindow(tab.windowId)) {
    // In Firefox the new tab is in the container of the one that it is opened by.
    const { windowId, index, id: openerTabId } = tab
    return now(() => createTab({ url, active, windowId, index: index + 1, openerTabId }))
  }
  // Only a tab that is in a container already can open another one in it.
  if (asking && isContainer(asking)) throw gone('container tab')
  if (asking && isWindow(asking.windowId)) {
    return now(() => createTab({ url, active, windowId: asking.windowId }))
  }
  if (asking?.incognito) throw gone('private window')
  // All other windows that are not private have the same cookies.
  const others = windows.filter(({ incognito }) => !incognito)
  const other = others.find(({ focused }) => focused) ?? others[0]
  return now(() =>
    other?.id === undefined
      ? createWindow({ url, focused: active, incognito: false })
      : createTab({ url, active, windowId: other.id }),
  )
}

/** Beside the tab that asked, where that is in a normal window; otherwise in another one, or in a new one. */
async function openInContainer(
  url: string,
  active: boolean,
  cookieStoreId: string,
  asking: Tab | undefined,
  now: Now,
): Promise<Tab | undefined> {
  const tab = await stillThere(asking)
  const windows = (await normalWindows()).filter(({ incognito }) => !incognito)
  if (!(await isThere(cookieStoreId))) throw gone('container')
  const inWindow = (windowId: number | undefined) => windows.some(({ id }) => id === windowId)
  if (tab && inWindow(tab.windowId))
    return now(() => createTab({ url, active, windowId: tab.windowId, index: tab.index + 1, cookieStoreId }))
  const { id: windowId } = windows.find(({ focused }) => focused) ?? windows[0] ?? {}
  return now(() =>
    windowId === undefined
      ? createWindow({ url, focused: active, incognito: false, cookieStoreId })
      : createTab({ url, active, windowId, cookieStoreId }),
  )
}

const stillThere = async (tab: Tab | undefined): Promise<Tab | undefined> =>
  tab?.id === undefined ? undefined : getTab(tab.id).catch(() => undefined)

const gone = (place: 'tab' | 'container tab' | 'private window' | 'container'): Failure =>
  failure(
    'interrupted',
    place === 'container'
      ? 'The container of this console was removed meanwhile. The chain was walked, and nothing was opened, since it must not open ' +
          'elsewhere. Open it again: that makes the container anew.'
      : `The ${place} that this was opened from was closed meanwhile. The chain was walked, and nothing was opened, since it must not ` +
          'open elsewhere. Open it again from where the console is to be.',
  )

const isOurs = (thrown: unknown): boolean => ['interrupted', 'cancelled'].includes(asFailure(thrown).kind)
