// What pages and background tell each other of the journal. Types only.

import type { JournalEntry, JournalLookups } from 'rolerelay-core'

/** A window onto the journal, the newest entry first. */
export interface JournalPage {
  /** How many entries match the query in all. */
  total: number
  /** How many entries there are at all. */
  known: number
  rows: JournalEntry[]
  /** The number of the last entry that is here no more: it fell off the old end, or was deleted. */
  before: number
  /** When those were deleted, in milliseconds since 1970; absent where none ever were. */
  deletedAt?: number
  /** Runs that could not be written down, of which no entry tells yet. */
  unwritten?: Unwritten
}

/** Runs that the journal lacks, because the browser refused to write. */
export interface Unwritten {
  count: number
  /** When the last of them began, in milliseconds since 1970. */
  at: number
  /** What the browser said then. */
  why: string
}

/** An entry, and where CloudTrail has the other half. */
export interface JournalDetail {
  entry: JournalEntry
  lookups: JournalLookups
}
