// Checks of many chains: begun, stopped, and how far they are. The browser may stop the background at any moment; what is left
// then are the chains whose verdicts are older than the check.

import type { CheckProgress, CheckRequest } from '../../protocol.ts'
import { checkedRows } from '../chains/shelf.ts'
import { countStates, type State, stateOf } from '../chains/verdict.ts'
import { failure } from '../core/failure.ts'
import { withinEpoch } from '../lock/epoch.ts'
import { onLock } from '../lock/unlocked.ts'
import { read } from '../store/storage.ts'
import { Check } from './check.ts'

/** Begins a check; while one goes on, its chains join that. */
export async function startCheck(request: CheckRequest): Promise<void> {
  const before = request.resume ? await lastCheck() : undefined
  const ids = before ? before.left : (request.ids ?? (await idsFor(request)))
  if (ids.length === 0) throw failure('invalid', 'There is no chain to check.')
  if (going) going.join(ids)
  else begin(before ? { ids: before.ids, startedAt: before.startedAt } : { ids, startedAt: Date.now() }, before?.states)
  if (request.code) going?.use(request.code)
}

export async function stopCheck(): Promise<void> {
  going?.stop.abort()
  await ending
}

/** How far the check is that goes on, or how the last one ended; null before the first. */
export async function checkProgress(): Promise<CheckProgress | null> {
  if (going) return going.progress()
  const last = await lastCheck()
  if (!last) return null
  const { ids, left, startedAt, endedAt, cancelled, verdicts } = last
  const { unchecked: _, ...counts } = countStates(verdicts)
  return {
    startedAt,
    // Where it was interrupted, nobody wrote down when.
    endedAt: endedAt ?? verdicts.reduce((latest, verdict) => Math.max(latest, verdict?.at ?? 0), startedAt),
    ...(left.length > 0 && { stopped: cancelled ? 'cancelled' : 'interrupted' }),
    total: ids.length,
    ...counts,
    listed: ids.length - left.length,
  }
}

export const isChecking = (): boolean => going !== undefined

/** `hear` is called whenever a check has come further, and when it has ended. */
export const onCheckProgress = (hear: () => void): void => void listeners.push(hear)

const listeners: (() => void)[] = []
const tell = () => {
  for (const hear of listeners) hear()
}

let going: Check | undefined
let ending: Promise<void> | undefined
onLock(() => {
  going?.stop.abort()
  going = undefined
  tell()
})

function begin(kept: ConstructorParameters<typeof Check>[0], states = new Map<string, State>()): void {
  const check = new Check(kept, states, tell)
  going = check
  const over = () => {
    // What joins from now on begins another.
    if (going === check) going = undefined
  }
  // It fails where the vault was locked. What it could not keep is left.
  ending = withinEpoch(() => check.run(over))
    .catch(() => {})
    .then(tell)
}

async function idsFor({ query, only }: CheckRequest): Promise<string[]> {
  const { rows, checks } = await checkedRows(query)
  return rows.flatMap(({ id }) => (!only || stateOf(checks[id]) === only ? [id] : []))
}

/** The check that began last, as far as its chains are still there, and those that it has not seen. */
async function lastCheck() {
  const [{ check }, { rows, checks }] = await Promise.all([read('check'), checkedRows()])
  if (!check) return undefined
  const there = new Set(rows.map(({ id }) => id))
  const ids = check.ids.filter((id) => there.has(id))
  const verdicts = ids.map((id) => ((checks[id]?.at ?? 0) >= check.startedAt ? checks[id] : undefined))
  const states = new Map<string, State>()
  ids.forEach((id, at) => {
    const state = stateOf(verdicts[at])
    if (state !== 'unchecked') states.set(id, state)
  })
  return { ...check, ids, verdicts, states, left: ids.filter((id) => !states.has(id)) }
}
