// What became of the latest run that opens a console, for a popup that opens again. It is kept in storage.session, without
// a secret, because the browser may stop the background between any two steps. Runs that test or copy end with their page;
// but a copy that asks the person is kept too: a popup closes when the person turns to an MFA device, or looks a ticket up.

import type { FailureKind } from 'rolerelay-core'
import { interrupted } from '../../interrupted.ts'
import type { RunState } from '../../protocol.ts'
import { markFailed, unmarkFailed } from '../consoles/mark.ts'
import { session } from '../core/memory.ts'
import { epoch } from '../lock/epoch.ts'
import { onLock } from '../lock/unlocked.ts'

/** The run that is going on, or failed last; null when there is nothing to tell. */
export async function lastRun(): Promise<RunState | null> {
  const mine = epoch()
  await unmarkFailed()
  if (latest) return latest.state
  const { run } = (await session.get(['run'])) as { run?: RunState }
  if (!run) return null
  if (run.endedAt) return run
  // Nobody is at it: the background that was has been stopped, and this is another.
  const state = { ...run, endedAt: Date.now(), failure: interrupted(run) }
  // A lock has it forgotten, and what was read before is not to come back.
  mine.throwIfAborted()
  await session.set({ run: state })
  return state
}

/** Whether there is one, which the person may have to hear of still. */
export const isTelling = async (): Promise<boolean> => latest !== undefined || Boolean((await session.get(['run'])).run)

/** Forgets a run that has ended, or that is run again. */
export async function dismissRun(): Promise<void> {
  if (latest && !latest.state.endedAt) return
  latest = undefined
  await Promise.all([session.remove(['run']), unmarkFailed()])
}

export async function cancelRun(): Promise<void> {
  latest?.stop.abort()
}

/** Notes how far a run is. A run that started earlier than the latest stays in its shadow. */
export function progressed(state: RunState, stop: AbortController): void {
  if (state.action !== 'open' || (latest && latest.state.startedAt > state.startedAt)) return
  latest = { state, stop }
  // Once the step's request is on its way: to store first would hold up each hop.
  setTimeout(() => {
    if (latest?.state === state && !state.endedAt) void session.set({ run: state }).catch(() => {})
  })
}

/** Notes how a run ended. `told` says whether a page heard it; if not, a mark on the icon asks for a look. */
export async function ended(state: RunState, told: boolean): Promise<void> {
  const asks = asksPerson(state) && isOfPopup(state)
  if (state.action !== 'open' && !asks) return
  const isLatest = latest?.state === state
  // Whoever saw a failure need not see it again.
  const settled = told && !asks
  if (settled || !state.failure || state.failure.kind === 'cancelled') {
    if (isLatest) await dismissRun()
    return
  }
  const mark = told ? unmarkFailed : markFailed
  // It must not push aside a newer run that is still going.
  if (!isLatest && latest && !latest.state.endedAt) return mark()
  latest = { state, stop: new AbortController() }
  await session.set({ run: state })
  await mark()
}

/** A run that is run again with what the person says. */
const asksPerson = ({ failure, asks }: RunState): boolean =>
  failure !== undefined && (asking.includes(failure.kind) || asks?.signsOut !== undefined || asks?.full !== undefined)
const asking: FailureKind[] = ['mfa', 'guarded', 'reason', 'signed-out']

/** The go page stays where it is, and asks by itself. */
const isOfPopup = ({ request }: RunState): boolean =>
  request?.action === 'copy' || (request?.action === 'open' && request.where !== 'this-tab')

let latest: { state: RunState; stop: AbortController } | undefined
onLock(() => {
  latest = undefined
})
