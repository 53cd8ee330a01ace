// What pages and background tell each other of checks of many chains. Types only.

import type { CauseKind, Failure, FailureKind } from 'rolerelay-core'
import type { ChainRow } from '../protocol.ts'

/** What was seen of a chain when it was checked, opened or tested last. */
export interface Verdict {
  /** When, in milliseconds since 1970. */
  at: number
  /** How it fails; absent where it works. */
  broken?: Broken
  /** Why it could not be checked, which says nothing of the chain: what was known of it before stays. */
  skipped?: Pick<Failure, 'kind' | 'message'>
}

export interface Broken {
  /** The first time that it failed after it last went well, in milliseconds since 1970. */
  since: number
  kind: FailureKind
  /** At most 1,000 characters; where there are thousands of chains, 200. */
  message: string
  /** Counted from 0. */
  hop?: number
  /** The role that was being assumed. */
  roleArn?: string
  /** The most likely one, and how many remain possible. One alone is certain. */
  cause?: CauseKind
  causes?: number
}

/** Which chains to check: those of these ids, those that a query finds, or those that were broken or skipped; else all. */
export interface CheckRequest {
  ids?: string[]
  query?: string
  only?: 'broken' | 'skipped'
  /** Go on with what an interrupted or cancelled check left. */
  resume?: boolean
  /** The code of the MFA device of a source, for its session or for one chain. */
  code?: { sourceId: string; code: string }
}

/** How far a check of many chains is. */
export interface CheckProgress {
  startedAt: number
  /** Absent while it goes on. */
  endedAt?: number
  /** Why it ended before all was checked. `interrupted`: the browser stopped the background, or the vault was locked. */
  stopped?: 'cancelled' | 'interrupted'
  total: number
  works: number
  broken: number
  skipped: number
  /** Until when it waits because AWS asked to slow down, in milliseconds since 1970. */
  pausedUntil?: number
  /** How many of its verdicts lists know by now. */
  listed: number
}

/** A chain with what was seen of it. */
export interface CheckedRow extends ChainRow {
  verdict?: Verdict
}

/** Chains that are broken, or were skipped, for one reason. */
export interface CheckedGroup {
  /** The first of its rows. */
  start: number
  count: number
  broken?: Broken
  skipped?: Verdict['skipped']
  /** The name of the source, where the reason is a matter of the source. */
  source?: string
}

export interface ChecksPage {
  /** The check that goes on, or the last one; null before the first. */
  progress: CheckProgress | null
  /** Of all chains that there are. */
  counts: { works: number; broken: number; skipped: number; unchecked: number }
  /** How many rows there are in all. */
  total: number
  rows: CheckedRow[]
  groups: CheckedGroup[]
}

/** The name of the port that tells of the check that goes on: the background says a CheckProgress now and then. */
export type CheckPort = 'check'
