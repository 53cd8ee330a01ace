// Makes ready what the first click of a background needs that just woke: browsers compile code as it is first run, so all of that is run
// once, beside the list. Nothing is sent, no keys are read, and nothing comes of it.

import { withClock } from '../core/clock.ts'
import { getChain, wholeChain } from './lineage.ts'

/** The walk of that chain up to its first request, which ends there: nobody's credentials sign it, and it is cancelled before it began. */
export async function makeReady(chainId: string): Promise<void> {
  const chain = await wholeChain(await getChain(chainId))
  await withClock(async (core) => {
    core.route(chain)
    await core.walk(chain, NOBODY, { refusedDurations: [], mayAskIam: false }, AbortSignal.abort(), () => {})
  })
}

const NOBODY = { accessKeyId: 'nobody', secretAccessKey: 'nothing' }
