// Messages about the ways in besides the popup. Types only.

/** What somebody came for who came to the go page from elsewhere in the browser. */
export type WayIn =
  /** One chain, which they chose. */
  | { is: 'chosen'; chainId: string; destination?: string }
  /** Chains to choose one of. */
  | { is: 'search'; query: string }
