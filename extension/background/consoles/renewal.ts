// A console that is open, or has ended, is signed in to anew: in its own tab, on the page that the tab is on. A click does so,
// or self-renewal.ts, and a tab that shows anything else is left alone.

import type { Failure } from 'rolerelay-core'
import { activeTab, getTab, onCommand, type Tab } from '../../browser.ts'
import type { RunRequest } from '../../protocol.ts'
import { failure } from '../core/failure.ts'
import { consolePage } from './console-page.ts'
import { asOpened, openedIn } from './live.ts'
import { idNow } from './replaced.ts'

export interface Renewal {
  tab: Tab
  /** When the console ends that is there, by AWS's clock, in milliseconds since 1970: the next one has to outlive it. */
  endsAt: number
  /** Absent where it is not told: the chain's own page then. */
  page?: string
}

/** Has the keys of that command renew the console in the tab that the person looks at, if one was opened there. */
export function renewByKeys(run: (request: RunRequest) => void): void {
  const renew = async () => {
    const { id: tab } = (await activeTab()) ?? {}
    const entry = tab === undefined ? undefined : await openedIn(tab)
    if (entry && tab !== undefined) run({ action: 'open', chainId: entry.chainId, where: 'its-tab', tab })
  }
  onCommand((name) => {
    if (name === 'renew') void renew().catch(() => {}) // while it is locked, nobody knows what is open
  })
}

/** What renews the chain's console in that tab. Throws a failure of kind `interrupted` where there is none, before anything is sent. */
export async function renewalOf(asked: number | undefined, chainId: string): Promise<Renewal> {
  // A page may have been told of it under the id that it had before.
  const tabId = asked === undefined ? undefined : idNow(asked)
  const entry = tabId === undefined ? undefined : await openedIn(tabId)
  if (tabId === undefined || entry?.chainId !== chainId) throw gone('Rolerelay does not know of a console in that tab.')
  const tab = await getTab(tabId).catch(() => undefined)
  if (!tab) throw gone(`The tab of “${entry.name}” was closed.`)
  const chain = await asOpened(entry)
  if (!chain) throw gone(`“${entry.name}” is not the chain any more that its console was opened with.`)
  const at = await consolePage(tab, chain)
  if (at.is === 'elsewhere') throw gone(`The tab of “${entry.name}” shows something else by now than its console.`)
  return { tab, endsAt: entry.endsAt, ...('page' in at && { page: at.page }) }
}

/** What is told of a tab that was to be renewed, and was not seen to sign in. */
export const notSeen = (name: string): Failure =>
  failure(
    'interrupted',
    `The tab of “${name}” was not seen to sign in. A page with unsaved work asks before it is left: answer that in the tab, then try ` +
      'again. If the tab is closed, open the chain anew.',
  )

const gone = (why: string): Failure =>
  failure('interrupted', `${why} Nothing was sent, and no tab was changed. Open the chain anew.`)
