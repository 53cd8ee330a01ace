// Messages about many chains at once. Types only. Ids cross, and never their records.

import type { Colour, ReadOnly } from 'rolerelay-core'
import type { OpenSession } from './run.ts'

/** What becomes of each of many chains. */
export type ChainsChange = 'delete' | 'duplicate' | ChainsEdit

/** What is written into each; null takes away what is there, and what is not named stays. */
export interface ChainsEdit {
  /** Words to find them by: those that a chain has already it keeps. */
  addTags?: string[]
  removeTags?: string[]
  colour?: Colour | null
  guard?: string | null
  /** What it opens with until a person allows changes; null for all that its role may do. */
  readOnly?: ReadOnly | null
  /** A chain that builds on another starts where that one does, and stays as it is. */
  sourceId?: string
  region?: string | null
  sessionName?: string | null
}

export interface ChainsChanged {
  /** What `undoChanges` takes it back by, until the next such change. */
  undo: string
  /** How many are other than they were: what says already what was to be written stays untouched. */
  changed: number
  /** How many of them build on others, and so keep their start. */
  building: number
}

/** What came of taking it back. */
export interface ChainsUndone {
  restored: number
  /** Those that somebody edited, deleted or put back since, which keep that. */
  kept: Few
}

/** What a person has to know of many chains before they are changed. */
export interface ChainsWeighed {
  /** Those that build on one of them and are not among them. */
  dependents: Few
  /** How many of them build on others. */
  building: number
  /** All tags that they have, by name. */
  tags: string[]
}

/** What a person has to know of many chains before their consoles are opened. */
export interface OpeningWeighed {
  /** In the order that was asked for. */
  chains: OpeningChain[]
  /** The consoles that this browser is signed in to, where something is in the way. */
  open: OpenSession[]
  /** In how many consoles AWS lets a browser be at a time. */
  most: number
}

export interface OpeningChain {
  id: string
  name: string
  /** Whether its console is open here, and picking the chain would go to its tab. */
  isOpen?: boolean
  /**
   * What is in the way of having it open beside the others: AWS keeps this browser in one console at a time (`single`), the settings have it
   * signed out before each sign-in (`signs-out`), or AWS lets in no more (`full`). Absent where it finds room.
   */
  hinder?: 'single' | 'signs-out' | 'full'
}

/** How many, and the names of the first 20. */
export interface Few {
  count: number
  names: string[]
}
