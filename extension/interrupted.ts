// What to say of a run that the browser cut short by stopping the background. The page that waits says it when its port
// dies; the next background says it when the page is gone too.

import type { Failure } from 'rolerelay-core'
import type { RunState } from './protocol.ts'

export function interrupted(state: RunState | undefined): Failure {
  const message = `The browser stopped Rolerelay ${whereItWas(state)}`
  return { kind: 'interrupted', message, ...(state?.role && state.at < state.of && { hop: state.at }) }
}

function whereItWas(state: RunState | undefined): string {
  if (!state?.role) return 'before the first hop. Nothing was opened. Try again.'
  if (state.at < state.of) {
    return `at hop ${state.at + 1} of ${state.of} (${state.role} in ${state.account}). Nothing was opened. Try again.`
  }
  return `while it signed in as ${state.role} in ${state.account}. If no console tab opened, try again.`
}
