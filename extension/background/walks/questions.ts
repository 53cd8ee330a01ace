// What a person has to say before a chain opens or gives its credentials: that it is meant, where the chain has a guard; and a
// ticket or a reason, where one has to be given. Nothing is sent before, and no keys are read.

import type { Chain, NotedAccess, ReasonRecord, RouteInfo, WalkOptions } from 'rolerelay-core'
import type { RunQuestion, RunRequest, Settings } from '../../protocol.ts'
import { getChain, wholeChain } from '../chains/lineage.ts'
import { isSame } from '../chains/steps.ts'
import { withCore } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { session } from '../core/memory.ts'
import { getSettings } from '../store/settings.ts'

/** Throws a failure of kind `guarded` or `reason`, after `onQuestion` has heard what is to be asked. */
export async function mustBeAnswered(
  request: RunRequest,
  chain: Chain,
  route: RouteInfo,
  settings: Settings,
  signal: AbortSignal,
  onQuestion: (asks: RunQuestion) => void,
): Promise<void> {
  // A test opens nothing.
  if (request.action === 'test') return
  const lift = liftOf(request, route)
  const needs = needsReason(route, settings)
  // Without a role nothing is assumed that AWS could record it of.
  const isRecorded = needs && chain.hops.length > 0
  const wantsReason = needs || lift !== undefined
  const { confirmed } = request
  const { account, role } = route
  const named = { name: chain.name, account, role, ...(chain.guard !== undefined && { guard: chain.guard }) }
  const isMeant = confirmed != null && isSame(confirmed, named)
  // What was confirmed was another chain: it was changed, or took the other's place, since the person read it.
  const isOther = confirmed != null && !isMeant
  const unconfirmed = isOther || (chain.guard !== undefined && !isMeant)
  const unsaid = wantsReason && request.reason === undefined
  const wrong =
    request.reason === undefined
      ? undefined
      : await wrongWith(request.reason, chain, settings, isRecorded || !wantsReason)
  if (!unconfirmed && !unsaid && !wrong) {
    // It is offered the next time; where the memory is full, nobody waits for that.
    if (request.reason !== undefined && !signal.aborted) session.set({ reason: request.reason }).catch(() => {})
    return
  }
  const { reason: given } = (await session.get(['reason'])) as { reason?: string | null }
  const lastReason = request.action === 'copy' && request.lease ? request.lease.purpose : given
  onQuestion({
    ...(chain.guard !== undefined && { guard: chain.guard }),
    ...(chain.colour && { colour: chain.colour }),
    ...(wantsReason && { reason: true, ...(typeof lastReason === 'string' && { lastReason }) }),
    ...(lift !== undefined && { lift }),
    ...((lift !== undefined || !isRecorded) && wantsReason && { forJournal: !isRecorded }),
  })
  if (wrong) throw wrong
  const end = `role ${route.role} in account ${route.account}`
  if (unconfirmed) {
    const mark = chain.guard === undefined ? '' : ` is marked ${chain.guard}:`
    const since = isOther ? ' was changed since you were asked:' : mark
    throw failure('guarded', `“${chain.name}”${since} it ends as ${end}. Nothing was sent yet.`)
  }
  if (lift !== undefined)
    throw failure(
      'reason',
      `“${chain.name}” opens read-only. To allow changes as ${end}, say why: the journal keeps it${isRecorded ? ', and AWS records it' : ''}. ` +
        'AWS ends the session when the time is over. Nothing was sent yet.',
    )
  const record = isRecorded ? 'AWS records it' : 'The journal keeps it'
  throw failure('reason', `A ticket or a reason is needed to become ${end}. ${record}. Nothing was sent yet.`)
}

/** For how many minutes changes are to be allowed; absent where they are not, or need not be. */
export const liftOf = ({ lift }: RunRequest, { readOnly }: RouteInfo): number | undefined =>
  readOnly === undefined ? undefined : lift

/** How much of a chain that opens read-only a run has. */
export const accessOf = (request: RunRequest, route: RouteInfo): NotedAccess | undefined =>
  route.readOnly === undefined ? undefined : liftOf(request, route) === undefined ? 'read-only' : 'lifted'

/** What goes into the options of a walk. Where a reason is needed and nobody gives one, since nothing opens, a word stands for it:
 * the walk then needs the same permissions. */
export function reasonOptions(
  route: RouteInfo,
  settings: Settings,
  given: string | undefined,
): Pick<WalkOptions, 'reason' | 'reasonInto'> {
  const reason = given ?? (needsReason(route, settings) ? STAND_IN : undefined)
  return reason === undefined ? {} : { reason, reasonInto: settings.reasonInto }
}

/** What AWS would record of a reason. */
export async function recordOfReason(chainId: string, reason: string): Promise<ReasonRecord> {
  return recordIn(await wholeChain(await getChain(chainId)), reason, await getSettings())
}

const STAND_IN = 'rolerelay-test'

export const needsReason = (route: RouteInfo, { reasonFor }: Settings): boolean =>
  reasonFor === 'all' || route.asksReason

const recordIn = (chain: Chain, reason: string, { user, reasonInto }: Settings): Promise<ReasonRecord> =>
  withCore((core) => core.recordOfReason(chain, { reason, reasonInto, ...(user && { user }) }, Date.now()))

/** What the journal alone keeps may be anything. */
async function wrongWith(reason: string, chain: Chain, settings: Settings, isRecorded: boolean) {
  if (!isRecorded) return reason.trim() ? undefined : failure('reason', 'No ticket or reason was given. Write one.')
  return recordIn(chain, reason, settings).then(
    () => undefined,
    (wrong) => wrong,
  )
}
