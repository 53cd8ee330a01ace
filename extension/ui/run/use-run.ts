// The run that a page shows: started here, or found under way when the page was opened.

import { useCallback, useRef, useState } from 'preact/hooks'
import type { Failure } from 'rolerelay-core'
import { call, run } from '../../client.ts'
import type { RunRequest, RunState } from '../../protocol.ts'

/**
 * What a person says to a run that asks: the code of the MFA device, that a guarded chain is meant, the ticket or reason, and what
 * may be signed out, or which of several consoles is.
 */
export type Answers = Pick<RunRequest, 'code' | 'confirmed' | 'reason' | 'lift' | 'signOut' | 'leaves' | 'stands'>

/**
 * A run that is tried again, be it hours later in another popup: whether it is meant is asked again, and why changes are to be allowed.
 */
export function triedAgain<R extends RunRequest>(request: R): R {
  const { reason, ...rest } = { ...request, confirmed: null }
  return { ...rest, ...(reason !== undefined && request.lift === undefined && { reason }) } as R
}

/** Whether it signs in anew in a console's own tab. */
export const isRenewal = (request: RunRequest | undefined): boolean =>
  request?.action === 'open' && request.where === 'its-tab'

export interface RunView {
  /** What would start it again; absent where that is not known. */
  request?: RunRequest
  state?: RunState
  failure?: Failure
  done: boolean
  /** Whether this page started it, and so hears how it goes on. */
  own: boolean
  /** Runs it again with what it asked for; absent where it is not known what to run. */
  answer?: (answers: Answers) => void
  /** The code that was sent last, because AWS takes each once. It is kept nowhere else. */
  sentCode?: string | undefined
}

export interface RunControl {
  view: RunView | null
  /**
   * Resolves with the text of a copy; rejects with the Failure, which the view shows as well. While a run goes on it
   * starts none: it joins that one.
   */
  start: (request: RunRequest) => Promise<string>
  /** How far the run that was started last has come by now, also before the page is drawn anew. */
  latest: () => RunState | undefined
  /** Stops the run, or gives up one that waits for an answer. */
  cancel: () => void
  /** Shows a run that is not ours. */
  show: (view: RunView | null) => void
  /** Takes an ended run off the page, and off the background's mind. */
  dismiss: () => void
}

export function useRun(): RunControl {
  const [view, show] = useState<RunView | null>(null)
  const current = useRef<{ cancel: () => void } | null>(null)

  const sentCode = useRef<string | undefined>(undefined)
  const latest = useRef<RunState | undefined>(undefined)

  const walk = async (asked: RunRequest) => {
    // What is shown is kept, and what is run again needs another code. The other answers hold until the run is begun anew.
    const { code, ...request } = asked
    if (code) sentCode.current = code
    show({ request, done: false, own: true })
    latest.current = undefined
    const going = run(asked, (state) => {
      latest.current = state
      if (current.current === going) show((before) => ({ ...before, request, state, done: false, own: true }))
    })
    current.current = going
    try {
      const { state, text = '' } = await going.done
      if (current.current === going) show({ request, state, done: true, own: true })
      return text
    } catch (failure) {
      if (current.current === going) {
        show((before) => ({ ...before, request, failure: failure as Failure, done: true, own: true }))
      }
      throw failure
    }
  }
  // A double click is one decision, and opens one tab.
  const walking = useRef<Promise<string> | null>(null)
  const start = useCallback((request: RunRequest) => {
    walking.current ??= walk(request).finally(() => {
      walking.current = null
    })
    return walking.current
  }, [])
  const dismiss = useCallback(() => {
    current.current = null
    show(null)
    call('dismissRun', null).catch(() => {}) // it would only be told of once more
  }, [])
  const own = view?.own ?? true
  const cancel = () => {
    if (view?.done) {
      show({ ...view, failure: { kind: 'cancelled', message: 'You cancelled. Nothing was opened.' } })
      call('dismissRun', null).catch(() => {}) // as above
    } else if (own) current.current?.cancel()
    else call('cancelRun', null).catch(() => {}) // it goes on then, and the page shows that
  }
  const request = view?.request
  const answer = request && { answer: (answers: Answers) => void start({ ...request, ...answers }).catch(() => {}) } // the view shows it
  return {
    view: view && { ...view, ...answer, sentCode: sentCode.current },
    start,
    latest: () => latest.current,
    cancel,
    show,
    dismiss,
  }
}
