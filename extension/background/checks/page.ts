// What the page of checks shows: a window onto the chains that are broken or were skipped, those that share a reason together.

import type { Calls, CheckedGroup, CheckedRow, ChecksPage } from '../../protocol.ts'
import { checkedRows } from '../chains/shelf.ts'
import { countStates, stateOf } from '../chains/verdict.ts'
import { read } from '../store/storage.ts'
import { checkProgress } from './checks.ts'

/** Headings enough for anyone; what comes after stands under none. */
const MOST_GROUPS = 200

export async function listChecks({ show, offset, limit }: Calls['checks']['argument']): Promise<ChecksPage> {
  const [progress, { rows, checks }, { sources = [] }] = await Promise.all([
    checkProgress(),
    checkedRows(),
    read('sources'),
  ])
  const all = rows.map((row): CheckedRow => {
    const verdict = checks[row.id]
    return verdict ? { ...row, verdict } : row
  })
  const shown = show === 'all' ? all : all.filter(({ verdict }) => stateOf(verdict) === show)
  const byReason = show === 'all' ? [] : grouped(shown)
  const ordered = show === 'all' ? shown : byReason.flat()
  let start = 0
  const groups = byReason
    .filter(({ length }) => length > 1)
    .slice(0, MOST_GROUPS)
    .map((group): CheckedGroup => {
      const [{ verdict, sourceId } = {} as CheckedRow] = group
      const ofSource = isOfSource(verdict) && sources.find(({ id }) => id === sourceId)
      const found: CheckedGroup = {
        start,
        count: group.length,
        ...(show === 'broken' && verdict?.broken && { broken: verdict.broken }),
        ...(show === 'skipped' && verdict?.skipped && { skipped: verdict.skipped }),
        ...(ofSource && { source: ofSource.name }),
      }
      start += group.length
      return found
    })
  return {
    progress,
    counts: countStates(all.map(({ verdict }) => verdict)),
    total: ordered.length,
    rows: ordered.slice(offset, offset + limit),
    groups,
  }
}

/** Chains with the same reason together, the most common reason first; within it in the order of lists. */
function grouped(rows: CheckedRow[]): CheckedRow[][] {
  const groups = new Map<string, CheckedRow[]>()
  for (const row of rows) {
    const reason = reasonOf(row)
    const group = groups.get(reason)
    if (group) group.push(row)
    else groups.set(reason, [row])
  }
  return [...groups.values()].sort((a, b) => b.length - a.length)
}

function reasonOf({ verdict, sourceId }: CheckedRow): string {
  const { broken, skipped } = verdict ?? {}
  if (isOfSource(verdict)) return JSON.stringify([sourceId, (skipped ?? broken)?.kind])
  // What AWS or the network said differs from chain to chain.
  if (skipped) return skipped.kind
  return JSON.stringify([broken?.roleArn, broken?.cause ?? broken?.kind])
}

/** Whether it is a matter of the source's keys, and so of all chains that start from it. */
function isOfSource(verdict: CheckedRow['verdict']): boolean {
  const kind = verdict?.skipped?.kind ?? verdict?.broken?.kind
  if (kind === 'invalid-key' || kind === 'signature') return (verdict?.broken?.hop ?? 0) === 0
  return (
    kind === 'no-credentials' ||
    kind === 'signed-out' ||
    kind === 'mfa' ||
    (kind === 'expired' && verdict?.skipped !== undefined)
  )
}
