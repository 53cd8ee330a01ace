// Runs over ports: a page asks, watches and may cancel. Several may go on at once.

import type { Failure } from 'rolerelay-core'
import { type Port, stayAwake, type Tab } from '../../browser.ts'
import type { RunEvent, RunRequest, RunState } from '../../protocol.ts'
import { withLikelyRole } from '../chains/likely-role.ts'
import { learnFromRun } from '../checks/kept.ts'
import { bounded, count, fields, maybe, misfit, oneOf, record, type Shape, sixDigits, text } from '../core/door.ts'
import { asFailure } from '../core/failure.ts'
import { lease } from '../core/shapes.ts'
import { within } from '../core/within.ts'
import { type Epoch, epoch, lockedAfter, withinEpoch } from '../lock/epoch.ts'
import { touch } from '../lock/unlocked.ts'
import { dismissRun, ended, progressed } from './lastrun.ts'
import { noting } from './noting.ts'
import { perform } from './perform.ts'

/** Serves a page's port: its first message says what to run, a later one may cancel. */
export function serveRun(port: Port): void {
  const stop = new AbortController()
  let request: RunRequest | undefined
  let page: Port | undefined = port
  let isHeard: (yes: boolean) => void = noMatter
  const heard = new Promise<boolean>((resolve) => {
    isHeard = resolve
  })
  port.onMessage.addListener((message: unknown) => {
    if (request) {
      if (message === 'cancel') stop.abort()
      if (message === 'heard') isHeard(true)
      return
    }
    const wrong = mismatch(message)
    if (wrong) {
      port.postMessage({ type: 'failed', state: { ...begun('test', ''), failure: wrong } } satisfies RunEvent)
      port.disconnect()
      return
    }
    request = message as RunRequest
    const mine = epoch()
    const bare = begun(request.action, request.action === 'test' ? '' : request.chainId)
    // What a lock took away is told to nobody.
    const tell = (event: RunEvent) => void (mine.aborted || page?.postMessage(event))
    void withinEpoch(() => run(message as RunRequest, port.sender?.tab, stop, mine, { tell, heard }), mine)
      .catch((failure) => page?.postMessage({ type: 'failed', state: { ...bare, failure, endedAt: Date.now() } }))
      .then(() => page?.disconnect())
  })
  port.onDisconnect.addListener(() => {
    page = undefined
    isHeard(false)
    // Whoever closed the popup still wants the console. Whoever left the go page does not want it over what is there now,
    // and for hops or text to copy there is nobody left.
    if (request?.action !== 'open' || request.where === 'this-tab') stop.abort()
  })
}

/**
 * Runs what was put off until somebody had signed in. The page that asked is gone, so how it went is told as that of the last run.
 * `byItself`: nobody asked for it now, so it is no use of the vault.
 */
export function runUnwatched(request: RunRequest, byItself = false): void {
  const mine = epoch()
  void dismissRun().catch(noMatter)
  void withinEpoch(() => run(request, undefined, new AbortController(), mine, NOBODY, byItself), mine).catch(noMatter)
}

/** The page that asked for a run. */
interface Watcher {
  tell: (event: RunEvent) => void
  /** Whether it says so when it hears how the run failed. The browser tells later than it happens that a page has closed. */
  heard: Promise<boolean>
}

const NOBODY: Watcher = { tell: () => {}, heard: Promise.resolve(false) }

async function run(
  request: RunRequest,
  asking: Tab | undefined,
  stop: AbortController,
  mine: Epoch,
  { tell, heard }: Watcher,
  byItself = false,
) {
  const state = begin(request)
  const note = noting(request, state)
  // The run that asked is this one now.
  const { code, confirmed, reason, lift, signOut, leaves } = request
  if (code || confirmed || reason || lift || signOut || leaves) void dismissRun().catch(noMatter)
  // A host that hangs takes longer to give up on than a browser lets a background idle.
  const awake = setInterval(() => void stayAwake(), 20_000)
  const signal = AbortSignal.any([stop.signal, mine])
  let isOpened = false
  try {
    if (!byItself) await touch()
    const onStep = (step: Partial<RunState>) => {
      if (mine.aborted) return
      delete state.waitingUntil
      delete state.isStill
      Object.assign(state, step)
      progressed(state, stop)
      note?.goesOn()
      tell({ type: 'progress', state })
    }
    const text = await perform(request, asking, signal, onStep, (way) => note?.begins(way))
    isOpened = request.action === 'open'
    mine.throwIfAborted()
    state.endedAt = Date.now()
    tell({ type: 'done', state, ...(text !== undefined && { text }) })
    await ended(state, true).catch(noMatter)
  } catch (thrown) {
    state.endedAt = Date.now()
    state.failure = asFailure(thrown)
    state.failure = await withLikelyRole(state.failure).catch(() => asFailure(thrown))
    if (mine.aborted) throw lockedAfter(isOpened ? LOCKED_AS_IT_OPENED : LOCKED_BEFORE)
    tell({ type: 'failed', state })
    const told = await within('The page', heard).catch(() => false)
    if (!mine.aborted) await ended(state, told).catch(noMatter)
  } finally {
    await Promise.all([note?.ends(), learnFromRun(request, state.failure).catch(noMatter)])
    clearInterval(awake)
  }
}

const LOCKED_BEFORE = 'Rolerelay was locked, which ended this. Nothing was opened.'
const LOCKED_AS_IT_OPENED =
  'Rolerelay was locked as the console opened. The console is open; it may be missing among the recent chains, and the journal may ' +
  'call it interrupted.'

/** How the run ended is what counts, not what the browser's memory takes of that, nor that lists show what was seen of the chain before. */
const noMatter = () => {}

function begin({ code: _, ...request }: RunRequest): RunState {
  return request.action === 'test'
    ? begun('test', request.chain.id)
    : { ...begun(request.action, request.chainId), request }
}

const begun = (action: RunRequest['action'], chainId: string): RunState => ({
  action,
  chainId,
  name: '',
  startedAt: Date.now(),
  at: 0,
  of: 0,
  account: '',
  role: '',
  hops: [],
})

/** What is wrong with a page's first message; nothing if it is a request. */
function mismatch(message: unknown): Failure | undefined {
  const wrong = bounded(message)
  if (wrong) return wrong
  return runRequest(message)
}

export const runRequest: Shape = (value) => {
  const { action } = (value ?? {}) as Partial<RunRequest>
  return action !== undefined && Object.hasOwn(requests, action) ? requests[action](value) : misfit
}

/** What the person said when the same run was asked for before. */
const answers = {
  code: maybe(sixDigits),
  confirmed: maybe((value) =>
    value === null
      ? undefined
      : fields({ name: text(1_000), guard: maybe(text(1_000)), account: text(1_000), role: text(1_000) })(value),
  ),
  reason: maybe(text(1_000)),
  lift: maybe(count),
  signOut: maybe(oneOf('once', 'always', 'no')),
  leaves: maybe(fields({ signOut: text(400) })),
  stands: maybe(count),
}

const requests: Record<RunRequest['action'], Shape> = {
  open: fields({
    action: text(10),
    chainId: text(80),
    destination: maybe(text(4_000)),
    where: oneOf('new-tab', 'background-tab', 'this-tab', 'current-tab', 'its-tab', 'new-window', 'private-window'),
    tab: maybe(count),
    ...answers,
  }),
  test: fields({ action: text(10), chain: record, account: maybe(text(12)), ...answers }),
  copy: fields({
    action: text(10),
    chainId: text(80),
    shape: text(20),
    lease: maybe(lease),
    hop: maybe(count),
    ...answers,
  }),
}
