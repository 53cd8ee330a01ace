// A run on its way into the journal. Until it has ended, what is known of it waits in storage.session, since the browser may stop the
// background at any moment: what one background leaves there, the next one writes down.

import type { HopReport, NotedHop, NotedRun } from 'rolerelay-core'
import type { RunRequest, RunState } from '../../protocol.ts'
import { wrongClock } from '../core/clock.ts'
import { asFailure } from '../core/failure.ts'
import { session, sessionKeys } from '../core/memory.ts'
import { queue } from '../core/queue.ts'
import { append, noteUnwritten } from '../journal/journal.ts'
import { scopeWords } from '../journal/leases.ts'
import { onLock } from '../lock/unlocked.ts'
import { openFromSession, sealForSession } from '../store/session.ts'
import { accessOf } from '../walks/questions.ts'
import type { Way } from '../walks/way.ts'

export interface Noting {
  /** It is about to ask AWS, this way. */
  begins(way: Way): void
  /** It went on. */
  goesOn(): void
  /** It has ended, well or not. Never throws: how the run ended is what counts. */
  ends(): Promise<void>
}

/** Notes what becomes of a run that opens or copies. Of `state` the last that is known counts. */
export function noting(request: RunRequest, state: RunState): Noting | undefined {
  if (request.action === 'test') return undefined
  const key = `${PLACE}${crypto.randomUUID()}`
  const inOrder = queue()
  let way: Way | undefined
  let hops = 0

  const keep = () => {
    if (!way) return
    const run = notedRun(request, state, way)
    // Nobody waits for it. Should it fail, the run is noted all the same when it has ended.
    void inOrder(async () => session.set({ [key]: await sealForSession(key, await byAwsClock(run)) })).catch(() => {})
  }
  return {
    begins(found) {
      way = found
      mine.add(key)
      keep()
    },
    goesOn() {
      if (state.hops.length === hops) return
      hops = state.hops.length
      keep()
    },
    ends: () =>
      inOrder(async () => {
        if (!way) return
        await takeUp()
        if (reachedAws(state)) {
          const run = await byAwsClock(notedRun(request, state, way))
          // Should this background be stopped once it is written, the next one finds just that, and does not write it again.
          await session.set({ [key]: await sealForSession(key, run) }).catch(() => {})
          await written(run)
        }
        await session.remove([key])
      })
        // It locked meanwhile: what waits is written down after the next unlocking.
        .catch(() => {})
        .finally(() => mine.delete(key)),
  }
}

/** Writes down what backgrounds that were stopped left behind. */
export function takeUp(): Promise<void> {
  taking ??= takeUpAll().catch(() => {
    taking = undefined
  })
  return taking
}

const PLACE = 'noting/'
export const isNotingPlace = (key: string): boolean => key.startsWith(PLACE)

/** The runs of this background. */
const mine = new Set<string>()
let taking: Promise<void> | undefined
onLock(() => {
  taking = undefined
})

async function takeUpAll(): Promise<void> {
  const left = (await sessionKeys()).filter((key) => isNotingPlace(key) && !mine.has(key))
  for (const [key, value] of Object.entries(await session.get(left))) {
    const run = (await openFromSession(key, value)) as NotedRun
    await written(run)
    await session.remove([key])
  }
}

/** Throws where it is locked alone. */
async function written(run: NotedRun): Promise<void> {
  await append(run).catch(async (thrown) => {
    const { kind, message } = asFailure(thrown)
    if (kind === 'locked') throw thrown
    await noteUnwritten(run.beganAt, message)
  })
}

/** Whether anything of it can be in CloudTrail. */
const reachedAws = ({ hops, failure }: RunState): boolean =>
  !failure || hops.length > 0 || (failure.evidence?.attempts ?? 0) > 0

/** Where this computer's clock is far off, its times would be of no use beside CloudTrail's. */
async function byAwsClock(run: NotedRun): Promise<NotedRun> {
  const ahead = (await wrongClock()) ?? 0
  return { ...run, beganAt: Math.round(run.beganAt + ahead), endedAt: Math.round(run.endedAt + ahead) }
}

type NotedRequest = Exclude<RunRequest, { action: 'test' }>

function notedRun(request: NotedRequest, state: RunState, { source, chain, route }: Way): NotedRun {
  const { action, reason } = request
  const lease = request.action === 'copy' ? request.lease : undefined
  const access = accessOf(request, route)
  const { failure, endedAt } = state
  const { kind, hop, roleArn, caller, evidence: { code, requestId } = {} } = failure ?? {}
  return {
    beganAt: state.startedAt,
    endedAt: endedAt ?? Date.now(),
    action,
    outcome: !endedAt ? 'interrupted' : !failure ? 'done' : kind === 'cancelled' ? 'cancelled' : 'failed',
    chainId: state.chainId,
    chain: state.name,
    sourceId: source.id,
    source: source.name,
    accessKeyId: source.accessKeyId,
    ...(caller !== undefined && { caller }),
    hops: state.hops.map(notedHop),
    ...(chain.hops.length === 0 && chain.ownEnd && { ownEnd: chain.ownEnd }),
    ...(route.endpoint && { endpoint: route.endpoint.sts }),
    ...(action === 'open' && { destination: route.endpoint?.console ?? route.destination }),
    ...(state.arrival && { arrival: state.arrival }),
    ...(access && { access }),
    ...(reason !== undefined && { reason }),
    ...(lease && {
      lease: { recipient: lease.recipient.trim(), purpose: lease.purpose.trim(), scope: scopeWords(lease.scope) },
    }),
    ...(kind !== undefined && {
      failure: {
        kind,
        ...(hop !== undefined && { hop }),
        ...(roleArn !== undefined && { roleArn }),
        ...(code !== undefined && { code }),
        ...(requestId !== undefined && { requestId }),
      },
    }),
  }
}

const notedHop = ({ roleArn, assumedRoleArn, region, requestId, sourceIdentity, expiresAt }: HopReport): NotedHop => ({
  roleArn,
  sessionArn: assumedRoleArn,
  region,
  ...(requestId !== undefined && { requestId }),
  ...(sourceIdentity !== undefined && { sourceIdentity }),
  expiresAt: Math.floor(expiresAt),
})
