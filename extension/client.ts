// What pages use to talk to the background: call(name, argument) for an answer, run(request) for a walk.

import type { Failure } from 'rolerelay-core'
import { askForAccess, connect, createTab, extensionUrl, manifestOrigins, sendMessage } from './browser.ts'
import { interrupted } from './interrupted.ts'
import type { Calls, Reply, RunEvent, RunPort, RunRequest, RunState } from './protocol.ts'

/** The reply to a call. Throws a {@link Failure}, which is plain data. */
export async function call<N extends keyof Calls>(name: N, argument: Calls[N]['argument']): Promise<Calls[N]['reply']> {
  const ask = () => sendMessage({ call: name, argument }) as Promise<Reply<Calls[N]['reply']> | undefined>
  let reply = await ask().catch(() => undefined)
  // The browser may stop the background while it answers. Asking again is harmless only where nothing is changed.
  if (!reply && readsOnly.has(name)) reply = await ask().catch(() => undefined)
  if (!reply) throw noAnswer
  if ('failure' in reply) throw reply.failure
  return reply.ok
}

/** A run under way. */
export interface Run {
  /** How it ended; `text` only for `copy`. Throws a {@link Failure}. */
  done: Promise<{ state: RunState; text?: string }>
  /** Stops it; `done` then throws a failure of kind `cancelled`. */
  cancel(): void
}

/** Starts a run. `onProgress` gets every state, the last one included. */
export function run(request: RunRequest, onProgress: (state: RunState) => void): Run {
  const port = connect('run' satisfies RunPort)
  let last: RunState | undefined
  let open = true
  const done = new Promise<{ state: RunState; text?: string }>((resolve, reject) => {
    port.onMessage.addListener((event: RunEvent) => {
      last = event.state
      onProgress(event.state)
      if (event.type === 'done') resolve({ state: event.state, ...(event.text !== undefined && { text: event.text }) })
      if (event.type === 'failed') reject(event.state.failure)
    })
    // The background closes the port after the end, when this changes nothing any more.
    port.onDisconnect.addListener(() => {
      open = false
      reject(interrupted(last))
    })
  })
  port.postMessage(request)
  return { done, cancel: () => open && port.postMessage('cancel') }
}

/**
 * Asks the person to let the extension reach AWS's hosts, all of the manifest's unless told. For a failure of kind
 * `permission`. Call it straight from a click handler: browsers refuse it after an `await`.
 */
export const requestAccess = (origins: string[] = manifestOrigins()): Promise<boolean> => askForAccess(origins)

/** Opens the options page in a tab of its own, at a place such as `/chains/new`. */
export const openOptions = async (place: string): Promise<void> => {
  await createTab({ url: `${extensionUrl('options.html')}#${place}` })
}

const noAnswer: Failure = {
  kind: 'interrupted',
  message: 'The browser stopped Rolerelay before it answered. Look whether the change was made, then try again.',
}

const readsOnly = new Set<keyof Calls>([
  'list',
  'chain',
  'checkChain',
  'resolveChain',
  'dependents',
  'fillTemplate',
  'readHops',
  'sources',
  'checkSource',
  'readCredentials',
  'previewImport',
  'exportChains',
  'partitions',
  'settings',
  'readLink',
  'lastRun',
])
