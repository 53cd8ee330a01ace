// Messages about the map: the tree of sources, of the roles that chains pass, and of the accounts in which they end. Types only.

import type { ChainState } from './list.ts'

/** A place on the map. */
export interface MapPlace {
  /** Where chains start; empty for those that lead to no source. */
  sourceId: string
  /** The ARNs of the roles that they pass one after the other, without the role at their end. */
  roles: string[]
  /** The account of their end role, where it follows right on these roles; absent for the last of the roles, or for the source. */
  end?: string
}

/** A place, and what hangs on it. */
export interface MapNode {
  place: MapPlace
  /** The name of the source, or that of the chain where one alone ends here. */
  name?: string
  /** How many chains start from here, pass here, or end here. */
  chains: number
  /** How many of them are in each state, by the last check or run. */
  states: Record<ChainState, number>
  /** How many places follow it. */
  branches: number
}

/** A window onto the places that follow another. */
export interface MapBranches {
  total: number
  nodes: MapNode[]
}
