// What an attempt says of a chain: that it works, that it is broken, or nothing.

import type { Failure, FailureKind } from 'rolerelay-core'
import type { Broken, Verdict } from '../../protocol.ts'

/** `works`, how it fails, or why that is not known. */
export type Outcome = 'works' | { broken: Omit<Broken, 'since'> } | { skipped: NonNullable<Verdict['skipped']> }

/** What a failure says of the chain; nothing where the person cancelled. */
export function outcomeOf(failure: Failure | undefined): Outcome | undefined {
  if (!failure) return 'works'
  const { kind, hop, roleArn, causes = [] } = failure
  if (kind === 'cancelled') return undefined
  const { message } = failure
  const [cause] = causes
  if (saysNothing.has(kind) || (kind === 'expired' && !hop)) return { skipped: { kind, message } }
  return {
    broken: {
      kind,
      message,
      ...(hop !== undefined && { hop }),
      ...(roleArn !== undefined && { roleArn }),
      ...(cause && { cause: cause.kind, causes: causes.length }),
    },
  }
}

/** What is known of a chain after an attempt at `at`; of its sentence at most so many characters. */
export function verdictAfter(before: Verdict | undefined, outcome: Outcome, at: number, most: number): Verdict {
  if (outcome === 'works') return { at }
  const cut = <T extends { message: string }>(told: T): T =>
    told.message.length > most ? { ...told, message: `${told.message.slice(0, most)}…` } : told
  if ('broken' in outcome) return { at, broken: { ...cut(outcome.broken), since: before?.broken?.since ?? at } }
  return { at, ...(before?.broken && { broken: before.broken }), skipped: cut(outcome.skipped) }
}

export type State = 'works' | 'broken' | 'skipped'

export const stateAfter = (outcome: Outcome): State =>
  outcome === 'works' ? outcome : 'broken' in outcome ? 'broken' : 'skipped'

/** What counts of a verdict. Of a chain that was skipped only that is told, though it may have failed before. */
export function stateOf(verdict: Verdict | undefined): State | 'unchecked' {
  if (!verdict) return 'unchecked'
  if (verdict.skipped) return 'skipped'
  return verdict.broken ? 'broken' : 'works'
}

/** How many verdicts there are of each. */
export function countStates(verdicts: (Verdict | undefined)[]) {
  const counts = { works: 0, broken: 0, skipped: 0, unchecked: 0 }
  for (const verdict of verdicts) counts[stateOf(verdict)] += 1
  return counts
}

/** Failures of the keys at hand, the network, AWS's or this computer's own: with the chain itself nothing need be wrong. */
const saysNothing = new Set<FailureKind>([
  'no-credentials',
  'signed-out',
  'permission',
  'clock',
  'mfa',
  'guarded',
  'reason',
  'throttled',
  'unavailable',
  'timeout',
  'unreachable',
  'withheld',
  'proxy-login',
  'redirected',
  'oversized',
  'malformed',
  'interrupted',
  'unsupported',
  'storage',
  'locked',
  'wrong-password',
  'too-many-guesses',
  'damaged',
  'internal',
])
