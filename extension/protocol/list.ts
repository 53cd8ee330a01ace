// Messages about lists of chains. Types only.

import type { ChainSummary, Wanted } from 'rolerelay-core'
import type { MapPlace } from './map.ts'

/** One row of a list of chains. */
export interface ChainRow extends Omit<ChainSummary, 'words'> {
  favourite: boolean
  /** When it was last opened, in milliseconds since 1970; absent if never or too long ago to be a recent one. */
  openedAt?: number
  /** Since when it fails, as far as checks and runs showed; absent where it works or was never tried. */
  brokenSince?: number
  /** The origin where it is walked, if not at AWS: `http://localhost:4566`. */
  endpoint?: string
  /** The page that the search asks for, or that it was opened on lately, where it opens in the place of its own. */
  at?: RecentPage & { recent?: true }
}

/** A page that a chain was opened on, and its name for people. */
export type RecentPage = Pick<Wanted, 'page' | 'label'>

/** A window onto the list of chains: favourites first, then recents, then by name. */
export interface ChainPage {
  /** How many chains match the query in all. */
  total: number
  /** How many of them hold all that was typed, or all but the page that they then open on. Those after them hold it but for one slip. */
  exact: number
  /** How many of both are pages that the first one was opened on lately. */
  pages?: number
  /** How many chains there are at all. */
  known: number
  rows: ChainRow[]
  /** Where nothing matches: the page that was asked for, and the account that a chain has to end in for it, if not just its partition. */
  nowhere?: Pick<Wanted, 'label' | 'account'>
  /** Of a list in groups: where each begins, and what those in it have in common. */
  groups?: { start: number; label: string }[]
}

/** The top of the list of chains, and where these are all, what it takes to find chains among them as the background does. */
export interface FirstRows {
  /** How many chains there are. */
  known: number
  rows: ChainRow[]
  /** What a search reads besides: of each row its words, and the names of sources, folded, by id. Absent where there are more rows. */
  besides?: { words: string[][]; sources: [id: string, name: string][] }
  /** When this was so, in milliseconds since 1970. */
  at: number
}

/** What lies in the browser's memory (`storage.session`) of that: of a vault, that it is another from then on. */
export type LaidOut = FirstRows | Pick<FirstRows, 'at'>

/** Which chains a list is to show, and in which order. */
export interface ListedChains {
  query: string
  /** By name, the one that was opened last first, or by account; absent for favourites, then recents, then the others. */
  sort?: 'name' | 'opened' | 'account'
  /** In groups by the first tag, or by what stands before the last `/` of the name, while nothing is searched for. */
  group?: 'tag' | 'path'
  /** Only those with all of these. The state is that of the last check or run. */
  filter?: {
    tag?: string
    sourceId?: string
    account?: string
    state?: ChainState
    place?: MapPlace
  }
}

/** What the last check or run of a chain says of it. */
export type ChainState = 'works' | 'broken' | 'skipped' | 'unchecked'
