// Messages about the ways in besides the popup. Types only.

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
