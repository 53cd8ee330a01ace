// A run that went on while the popup was closed: it is picked up where it is, or its failure is told.

import { useEffect, useRef } from 'preact/hooks'
import { call } from '../client.ts'
import type { RunRequest, RunState, Where } from '../protocol.ts'
import type { RunControl, RunView } from '../ui/run/use-run.ts'

const EVERY = 300

export function useLastRun({ view, show }: RunControl): void {
  const shown = useRef(view)
  shown.current = view
  const look = () =>
    call('lastRun', null).then(
      (state) => {
        // A run that was started here in the meantime is not to be covered.
        if (!shown.current?.own) show(state && !wentWell(state) ? viewOf(state) : null)
      },
      () => {}, // the list is what the popup is for; it stays usable
    )
  useEffect(() => {
    void look()
  }, [])
  const following = view !== null && !view.done && view.state !== undefined && !view.own
  useEffect(() => {
    if (!following) return
    const timer = setInterval(look, EVERY)
    return () => clearInterval(timer)
  }, [following])
}

const wentWell = (state: RunState) => state.endedAt !== undefined && !state.failure

function viewOf(state: RunState): RunView {
  const { failure, endedAt } = state
  const request = requestOf(state)
  return { state, own: false, done: endedAt !== undefined, ...(failure && { failure }), ...(request && { request }) }
}

const inPlace: Where[] = ['this-tab', 'current-tab']

/** What runs it again. What was to take a page's place comes into a new tab: that page may be another by now. */
function requestOf({ request, action, chainId }: RunState): RunRequest | undefined {
  if (request?.action === 'open')
    return { ...request, where: inPlace.includes(request.where) ? 'new-tab' : request.where }
  return request ?? (action === 'open' ? { action, chainId, where: 'new-tab' } : undefined)
}
