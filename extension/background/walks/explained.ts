// What it means that AWS refused a hop. A click that goes well does without: the module that knows is loaded when AWS has refused one.

import type { Chain, Credentials, Failure, Refused, WalkOptions } from 'rolerelay-core'
import { withRestClock } from '../core/clock.ts'
import { asFailure } from '../core/failure.ts'
import { earlierSessions } from '../journal/journal.ts'

/** The end of a walk along `chain` from these credentials. A hop that AWS refused is thrown as the failure that says what it means. */
export async function explained<T>(
  end: Promise<T>,
  chain: Chain,
  credentials: Credentials,
  options: WalkOptions,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await end
  } catch (thrown) {
    if (!isRefused(thrown)) throw thrown
    const known = await withEarlier(chain, options)
    const asking = withRestClock((core) => core.explain(chain, credentials, known, thrown, signal))
    throw await asking.catch((wrong) => unexplained(asFailure(wrong), thrown))
  }
}

/** The options with what the journal knows of the chain's roles, by which causes are told. Without it there is only less to go by. */
export async function withEarlier(chain: Chain, options: WalkOptions): Promise<WalkOptions> {
  return { ...options, earlier: await earlierSessions(chain).catch(() => []) }
}

/** Where nothing is there that could explain it, no more than where it was and what AWS's code is. */
function unexplained(failure: Failure, { at: hop, attempts, refusal: { status, code } }: Refused): Failure {
  return { ...failure, hop, evidence: { status, attempts, ...(code !== undefined && { code }) } }
}

const isRefused = (thrown: unknown): thrown is Refused =>
  typeof thrown === 'object' && thrown !== null && 'refusal' in thrown && 'signer' in thrown
