// One chain of a check: walked to its end role, at the pace of all. It asks nothing beside: a test of one chain also asks STS
// whether there is a shorter way, and hundreds of refusals in somebody's CloudTrail would look like an attack.

import type { Failure, HopReport } from 'rolerelay-core'
import { getChain, wholeChain } from '../chains/lineage.ts'
import { withClock } from '../core/clock.ts'
import { asFailure, failure } from '../core/failure.ts'
import { getSettings } from '../store/settings.ts'
import { explained } from '../walks/explained.ts'
import { needsReason } from '../walks/questions.ts'
import { type Way, wayOf } from '../walks/way.ts'
import type { Pace } from './pace.ts'

/** How the chain fails; nothing where it works. `codeOf` knows the code that the person gave for a source. */
export async function failureOf(
  id: string,
  codeOf: (sourceId: string) => string | undefined,
  pace: Pace,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  let way: Way | undefined
  try {
    const [chain, settings] = await Promise.all([getChain(id).then(wholeChain), getSettings()])
    way = await wayOf(chain, { settings, code: codeOf(chain.sourceId), signal, onWait: () => {} })
    await walk(way, pace, signal)
    return undefined
  } catch (thrown) {
    if (signal.aborted) return failure('cancelled', 'You cancelled the check.')
    return unlessForReason(asFailure(thrown), way)
  }
}

function walk({ chain, walk }: Way, pace: Pace, signal: AbortSignal): Promise<void> {
  return walk(async (base, options) => {
    const under = await pace.begin(chain.hops.length, signal)
    let again = 0
    try {
      const end = withClock((core) => core.walk(chain, base, options, signal, () => under.hop()))
      const { hops } = await explained(end, chain, base, options, signal)
      again = hops.reduce((sum, { attempts }: HopReport) => sum + attempts - 1, 0)
    } catch (thrown) {
      again = (asFailure(thrown).evidence?.attempts ?? 1) - 1
      throw thrown
    } finally {
      under.over(again)
    }
  })
}

/** A check has no ticket to give, and a word stands for it. A role that takes only real ones is not broken. */
async function unlessForReason(failed: Failure, way: Way | undefined): Promise<Failure> {
  if (failed.kind !== 'denied' || !way || !needsReason(way.route, await getSettings())) return failed
  const message = `It asks for a ticket or a reason each time, and a check has none to give. ${failed.message}`
  return { ...failed, kind: 'reason', message }
}
