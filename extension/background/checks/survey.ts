// One chain of a check: walked as a test walks it, at the pace of all.

import type { Chain, Credentials, Failure, Step, Survey, WalkOptions } from 'rolerelay-core'
import { withCore } from '../core.ts'
import { asFailure, failure } from '../failure.ts'
import { getChain, wholeChain } from '../lineage.ts'
import { type Way, wayOf } from '../way.ts'
import type { Pace } from './pace.ts'

/** How the chain fails; nothing where it works. `codeOf` knows the code that the person gave for a source. */
export async function surveyFailure(
  id: string,
  codeOf: (sourceId: string) => string | undefined,
  pace: Pace,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  let way: Way | undefined
  try {
    const chain = await wholeChain(await getChain(id))
    way = await wayOf(chain, { code: codeOf(chain.sourceId), signal, onWait: () => {} })
    await survey(way, pace, signal)
    return undefined
  } catch (thrown) {
    if (signal.aborted) return failure('cancelled', 'You cancelled the check.')
    return unlessForReason(asFailure(thrown), way)
  }
}

function survey({ chain, walk }: Way, pace: Pace, signal: AbortSignal): Promise<void> {
  const { length } = chain.hops
  return walk(async (base, options) => {
    // One more, to learn whether the source could go straight to the end.
    const under = await pace.begin(length > 1 ? length + 1 : 1, signal)
    let survey: Survey | undefined
    try {
      survey = await surveyed(chain, base, options, signal, ({ at, of }) => at < of && under.hop())
    } finally {
      under.over(survey ? sentBy(survey) : length)
    }
    if (survey.failure) throw survey.failure
  })
}

/** How many AssumeRoles it took. */
function sentBy({ hops, direct, failure }: Survey): number {
  const walked = hops.reduce((sum, { report }) => sum + report.attempts, 0)
  return walked + (failure?.evidence?.attempts ?? 0) + (direct ? 1 : 0)
}

/** A check has no ticket to give, and a word stands for it. A role that takes only real ones is not broken. */
function unlessForReason(failed: Failure, way: Way | undefined): Failure {
  if (failed.kind !== 'denied' || !way?.chain.asksReason) return failed
  const message = `It asks for a ticket or a reason each time, and a check has none to give. ${failed.message}`
  return { ...failed, kind: 'reason', message }
}

type Surveying = (
  chain: Chain,
  base: Credentials,
  options: WalkOptions,
  signal: AbortSignal,
  onStep: (step: Step) => void,
) => Promise<Survey>

const surveyed: Surveying = (chain, base, options, signal, onStep) =>
  withCore(async (core) => {
    const { survey } = core as unknown as { survey?: Surveying }
    if (survey) return survey(chain, base, options, signal, onStep)
    try {
      const { hops } = await core.walk(chain, base, options, signal, onStep)
      return { hops: hops.map((report) => ({ report, longestWhy: '' })), skew: 0 }
    } catch (failure) {
      return { hops: [], skew: 0, failure: asFailure(failure) }
    }
  })
