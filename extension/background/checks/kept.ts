// What is kept of checks: the verdict of each chain, and which chains the last check was about. In a vault it is sealed like
// the rest.

import type { Failure } from 'rolerelay-core'
import type { RunRequest } from '../../protocol.ts'
import { madeId } from '../../shape-id.ts'
import { getChain } from '../chains/lineage.ts'
import { changeChecks } from '../chains/shelf.ts'
import { type Outcome, outcomeOf, verdictAfter } from '../chains/verdict.ts'
import type { Checks } from '../store/storage.ts'

/** An outcome, and when it came about. */
export interface Seen {
  at: number
  outcome: Outcome
}

export const keepSeen = (seen: Map<string, Seen>): Promise<void> =>
  seen.size === 0
    ? Promise.resolve()
    : changeChecks((checks) => {
        const changed: Checks = { ...checks }
        for (const [id, { at, outcome }] of seen) changed[id] = verdictAfter(checks[id], outcome, at, mostOf(checks))
        return changed
      })

/** A run shows what a check shows. A test does so if it is of the chain as it is kept. */
export async function learnFromRun(request: RunRequest, failed?: Failure): Promise<void> {
  const outcome = outcomeOf(failed)
  if (!outcome || (outcome !== 'works' && 'skipped' in outcome)) return
  // What goes well as far as a hop says nothing of those behind it.
  if (outcome === 'works' && request.action === 'copy' && request.hop !== undefined) return
  const id = request.action === 'test' ? await idOfTested(request) : request.chainId
  if (id === undefined) return
  await changeChecks((checks) => {
    const before = checks[id]
    // Most runs go well, as ever: that is nothing to write.
    if (outcome === 'works' && !before?.broken && !before?.skipped) return checks
    return { ...checks, [id]: verdictAfter(before, outcome, Date.now(), mostOf(checks)) }
  })
}

/** How many characters are kept of a sentence: browsers give storage.local ten megabytes, and 10,000 chains may be broken. */
const mostOf = (checks: Checks): number => (Object.keys(checks).length < 2_000 ? 1_000 : 200)

async function idOfTested({ chain, account }: Extract<RunRequest, { action: 'test' }>): Promise<string | undefined> {
  const kept = await getChain(chain.id).catch(() => undefined)
  if (JSON.stringify(kept) !== JSON.stringify(chain)) return undefined
  const of = account ?? chain.accounts?.[0]?.id
  return of ? madeId(chain.id, of) : chain.id
}
