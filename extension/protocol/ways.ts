// Messages about the ways in besides the popup. Types only.
import type { ChainRow } from './list.ts'

/** What somebody came for who came to the go page from elsewhere in the browser. */
export type WayIn =
  /** One chain, which they chose. */
  | { is: 'chosen'; chainId: string; destination?: string }
  /** One of the favourites, in the order of the list, counted from 1. */
  | { is: 'favourite'; number: number }
  /** A page of the console, to be opened as the role of a chain that they choose. */
  | { is: 'page'; page: string }
  /** Chains to choose one of. */
  | { is: 'search'; query: string }

/** The folder of the browser's bookmarks that is in step with the favourites. */
export interface BookmarksFolder {
  /** How many have a bookmark in it; null where there is no folder. */
  count: number | null
}

/** A bookmark link that was read: what it would open. */
export interface LinkTarget {
  chain: ChainRow
  /** The end role's ARN, where it is known. */
  roleArn?: string
  /** The console page that will open, as a checked address. */
  destination: string
  /** Whether this installation made the link. */
  ours: boolean
  /** Whether it waits for a click: it is not ours, or the settings have every link ask. */
  asks: boolean
}
