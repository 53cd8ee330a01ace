// Where the console opens: beside the tab that asked, and never among other cookies than that tab's. Its address signs whoever
// has it in: it goes to the browser and nowhere else.

import type { Failure } from 'rolerelay-core'
import {
  activeTab,
  closeTab,
  createTab,
  createWindow,
  getTab,
  isFirefox,
  isLetIntoPrivate,
  moveToWindow,
  navigateTab,
  normalWindows,
  type Tab,
  tabsIn,
} from '../../browser.ts'
import type { Where } from '../../protocol.ts'
import { asFailure, failure } from '../core/failure.ts'
import { isContainer, storeOf } from './consoles.ts'
import { isThere } from './containers.ts'
import { idNow } from './replaced.ts'

/** The tab to open beside: the page's own, or the one under the popup. */
export const askingTab = (own: Tab | undefined): Promise<Tab | undefined> =>
  own ? Promise.resolve(own) : activeTab().catch(() => undefined)

/** Throws a failure of kind `interrupted` where it is to be a private window, and the person does not let the extension in. */
export async function mustBeLetIn(where: Where): Promise<void> {
  if (where === 'private-window' && !(await isLetIntoPrivate()))
    throw failure('interrupted', `The browser keeps Rolerelay out of private windows. ${LET_IN} Nothing was sent.`)
}

const LET_IN = isFirefox
  ? 'On about:addons, choose Rolerelay, and under Run in Private Windows choose Allow. Then open it again.'
  : 'On chrome://extensions, choose Details of Rolerelay, and turn on Allow in Incognito. Then open it again.'

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
  const open = () => {
    if (where === 'this-tab' || where === 'current-tab' || where === 'its-tab') return openInPlace(url, asking, now)
    if (where === 'private-window') return now(() => createWindow({ url, focused: true, incognito: true }))
    const tabAt = (url: string, active: boolean) =>
      store === storeOf(asking)
        ? openBeside(url, active, asking, now)
        : openInContainer(url, active, store, asking, now)
    return where === 'new-window'
      ? openApart(url, () => tabAt('about:blank', false), now)
      : tabAt(url, where === 'new-tab')
  }
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
    const { windowId, id: openerTabId } = tab
    const index = active ? tab.index + 1 : await nextTo(tab)
    return now(() => createTab({ url, active, windowId, index, openerTabId }))
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

/** The place behind the tabs beside it that it opened, so that several stand in the order in which they were opened: as browsers do it. */
async function nextTo({ id, windowId, index }: Tab): Promise<number> {
  const tabs = await tabsIn(windowId).catch(() => [])
  const isIts = (at: number) => tabs.some((tab) => tab.index === at && tab.openerTabId === id)
  let next = index + 1
  while (isIts(next)) next += 1
  return next
}

/**
 * In a window of its own. A new window has the cookies of no container, and Firefox tells not everybody which one a tab is in: so a tab
 * is made where they are right, and moved before it loads anything.
 */
async function openApart(url: string, makeTab: () => Promise<Tab | undefined>, now: Now): Promise<Tab | undefined> {
  const tab = await makeTab()
  if (tab?.id === undefined) return undefined
  const { id } = tab
  try {
    await moveToWindow(tab)
    return await now(() => navigateTab(id, url))
  } catch (thrown) {
    await closeTab(id).catch(() => {}) // it may be what was gone
    throw thrown
  }
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
  tab?.id === undefined ? undefined : getTab(idNow(tab.id)).catch(() => undefined)

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
