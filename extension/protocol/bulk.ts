// Messages about many chains at once. Types only. Ids cross, and never their records.

import type { Colour, ReadOnly } from 'rolerelay-core'

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

/** How many, and the names of the first 20. */
export interface Few {
  count: number
  names: string[]
}
