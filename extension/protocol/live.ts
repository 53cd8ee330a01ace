// Messages about consoles that are open. Types only.

import type { NotedAccess } from 'rolerelay-core'
import type { ListState } from './run.ts'

/** A tab whose console was opened here. One that has ended is told of as long as it can be renewed. */
export interface LiveConsole {
  /** The tab's id. */
  tab: number
  /** Absent where the chain is another by now, or was deleted. */
  chainId?: string
  /** The chain's, as it was opened. */
  name: string
  account: string
  role: string
  /** By this computer's clock, in milliseconds since 1970. */
  endsAt: number
  /** Of a chain that opens read-only: whether it can change anything. */
  access?: NotedAccess
  place: 'normal' | 'private' | 'container'
  /**
   * Where it leads to sign in anew in its tab: to the page that the tab is on, or to the chain's own. Absent where that cannot be: the
   * chain is another by now, or the tab shows something else.
   */
  renews?: 'page' | 'start'
  /** Whether it can be signed out of by itself. */
  signsOut: boolean
  /** Whether it is renewed by itself, as far as nobody looked at its page; absent as `chainId` is. */
  byItself?: boolean
  /** Whether the person has read that it ends soon. */
  isTold: boolean
  /** Whether it has the cookies that a console would have which is opened now. */
  isHere: boolean
}

export interface LiveConsoles {
  /** The one that ends first before the others. */
  consoles: LiveConsole[]
  /** What the person may allow so that the pages are known which these tabs are on: the consoles' origins. */
  unseen: string[]
  /** The settings of these names. */
  goesToTab: boolean
  asksForSessions: boolean
  /** Whether nothing is known any more of what was opened shortly before: the browser emptied its memory, as by an update. */
  isForgotten: boolean
}

/** The console sessions of the normal windows that AWS's own list names besides the consoles that were opened here. */
export interface SignedIn {
  list: ListState
  sessions: ListedConsole[]
  /** How many more it names in a form that is not known. */
  unread: number
  /** How many tabs are seen to show the console, of which nobody says as whom. */
  otherTabs: number
}

/** A console session that was not opened here, or that nothing else is remembered of. */
export interface ListedConsole {
  account: string
  /** The role's name, or `user alice`. */
  who: string
  /** By this computer's clock, in milliseconds since 1970; absent where the list does not say. */
  endsAt?: number
  /** A tab that shows it. */
  tab?: number
  /** The address that signs out of it. */
  signOut?: string
}
