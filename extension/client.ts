// What pages use to talk to the background: call(name, argument) for an answer, run(request) for a walk.

import type { Failure } from 'rolerelay-core'
import {
  askForAccess,
  askForPermission,
  connect,
  createTab,
  extensionUrl,
  giveUpPermission,
  hasAccess,
  hasPermission,
  local,
  manifestOrigins,
  mayAskForPermission,
  onSessionKey,
  onSessionValue,
  redirectOrigins,
  sendMessage,
  session,
  shortcutOf,
} from './browser.ts'
import { FIRST_ROWS, IN_THE_CLEAR } from './first-rows.ts'
import { interrupted } from './interrupted.ts'
import type {
  Calls,
  CheckPort,
  CheckProgress,
  FirstRows,
  LaidOut,
  Reply,
  RunEvent,
  RunPort,
  RunRequest,
  RunState,
} from './protocol.ts'

/** The reply to a call. Throws a {@link Failure}, which is plain data. */
export async function call<N extends keyof Calls>(name: N, argument: Calls[N]['argument']): Promise<Calls[N]['reply']> {
  const ask = () => sendMessage({ call: name, argument }) as Promise<Reply<Calls[N]['reply']> | undefined>
  let reply = await ask().catch(() => undefined)
  // The browser may stop the background while it answers.
  if (!reply && harmless.has(name)) reply = await ask().catch(() => undefined)
  if (!reply) throw harmless.has(name) ? NO_BACKGROUND : noAnswer
  if ('failure' in reply) throw noticed(reply.failure)
  return 'json' in reply ? JSON.parse(reply.json) : reply.ok
}

/**
 * `hear` hears when the vault locks (true) and when it is unlocked (false), by whatever cause and in whichever page; `refused`
 * hears when a call or a run of this page failed because it is locked. Gives what ends that.
 */
export function onLockChange(hear: (locked: boolean) => void, refused: () => void): () => void {
  const stop = onSessionKey('unlocked', (there) => hear(!there))
  hearing.add(refused)
  return () => {
    stop()
    hearing.delete(refused)
  }
}

const hearing = new Set<() => void>()

function noticed(failure: Failure): Failure {
  if (failure.kind === 'locked') for (const refused of hearing) refused()
  return failure
}

/** The first rows of the list as the background left them; undefined where it left none, as of a vault. */
export async function firstRows(): Promise<FirstRows | undefined> {
  const [memory, disk] = await Promise.all([session.get([FIRST_ROWS]), local.get(['format'])])
  return disk.format === IN_THE_CLEAR ? rowsIn(memory[FIRST_ROWS]) : undefined
}

/** `hear` gets them whenever they are others; undefined where they have to be asked for. Gives what ends that. */
export const onFirstRows = (hear: (first: FirstRows | undefined) => void): (() => void) =>
  onSessionValue(FIRST_ROWS, (laid) => hear(rowsIn(laid)))

const rowsIn = (laid: unknown): FirstRows | undefined => {
  const it = laid as LaidOut | null | undefined
  return it && 'rows' in it ? it : undefined
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
      const { signInOrigin } = event.state
      if (signInOrigin && !last?.signInOrigin) connectTo(signInOrigin)
      last = event.state
      onProgress(event.state)
      if (event.type === 'done') resolve({ state: event.state, ...(event.text !== undefined && { text: event.text }) })
      if (event.type !== 'failed') return
      reject(event.state.failure && noticed(event.state.failure))
      // Otherwise the next popup tells of it.
      port.postMessage('heard')
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
 * Has the browser open a connection on which the background then asks, without cookies, and ask nothing there. A background has no document
 * to say it in.
 */
function connectTo(origin: string): void {
  const link = document.createElement('link')
  Object.assign(link, { rel: 'preconnect', crossOrigin: 'anonymous', href: origin })
  document.head.append(link)
  link.remove()
}

/** Hears how far the check of many chains is that goes on; `over` when it has ended, or the background has. Gives what ends that. */
export function watchCheck(hear: (progress: CheckProgress) => void, over: () => void): () => void {
  const port = connect('check' satisfies CheckPort)
  port.onMessage.addListener(hear)
  port.onDisconnect.addListener(over)
  return () => port.disconnect()
}

/**
 * Asks the person to let the extension reach AWS's hosts, all of the manifest's unless told. For a failure of kind
 * `permission`. Call it straight from a click handler: browsers refuse it after an `await`.
 */
export const requestAccess = (origins: string[] = manifestOrigins()): Promise<boolean> => askForAccess(origins)

/** The permission to see the form that an identity provider posts to AWS. Call `ask` straight from a click handler. */
export const formSeeing = {
  isOffered: mayAskForPermission('webRequest'),
  ask: (): Promise<boolean> => askForPermission('webRequest'),
}

/** The permission to see the address that AWS's page leads to at the end of a console sign-in. Call `ask` straight from a click handler. */
export const redirectSeeing = {
  isAllowed: (): Promise<boolean> => hasAccess(redirectOrigins()),
  ask: (): Promise<boolean> => askForAccess(redirectOrigins()),
}

export type Permission = ReturnType<typeof permission>
/** A permission that a person gives and takes back by a check box. Call `ask` straight from its handler. */
const permission = (name: Parameters<typeof hasPermission>[0]) => ({
  isAllowed: (): Promise<boolean> => hasPermission(name),
  ask: (): Promise<boolean> => askForPermission(name),
  giveUp: (): Promise<boolean> => giveUpPermission(name),
})
/** To look at the clipboard before it is cleared. */
export const clipboardReading = permission('clipboardRead')
/** To open tabs in containers. */
export const containerOpening = permission('cookies')
/** Whether the browser has containers. */
export { hasContainers } from './browser.ts'
/** To name the groups of tabs. */
export const groupNaming = permission('tabGroups')
/** To keep a folder of bookmarks. */
export const bookmarking = permission('bookmarks')

/** Whether the vault can lock with the screen: not every browser tells of that. */
export { shortcuts, showShortcutSettings, tellsOfScreenLock } from './browser.ts'

/** Opens the options page in a tab of its own, at a place such as `/chains/new`. */
export const openOptions = async (place: string): Promise<void> => {
  await createTab({ url: `${extensionUrl('options.html')}#${place}` })
}

/** The keys that lock the vault, as the browser writes them; empty where there are none. */
export const lockShortcut = (): Promise<string> => shortcutOf('lock')

const NO_BACKGROUND: Failure = {
  kind: 'interrupted',
  message:
    'Rolerelay did not answer: the browser stopped its background, or could not start it. Nothing was changed. Try again; if that does not help, restart the browser.',
}

const noAnswer: Failure = {
  kind: 'interrupted',
  message: 'The browser stopped Rolerelay before it answered. Look whether the change was made, then try again.',
}

/** Calls that change nothing, and locking, which is to happen and changes nothing the second time. */
const harmless = new Set<keyof Calls>([
  'list',
  'firstRows',
  'find',
  'placeInList',
  'facets',
  'weighChains',
  'weighOpening',
  'chain',
  'checkChain',
  'resolveChain',
  'dependents',
  'fillTemplate',
  'readHops',
  'sources',
  'checkSource',
  'portals',
  'checkPortal',
  'portalAccounts',
  'portalRoles',
  'readBrought',
  'readCredentials',
  'previewImport',
  'exportChains',
  'checks',
  'recentPages',
  'bookmarksFolder',
  'vault',
  'sweeping',
  'lock',
  'offerPasskey',
  'backup',
  'previewBackup',
  'rescue',
  'rotation',
  'oldKeys',
  'putOffOldKeys',
  'partitions',
  'services',
  'settings',
  'readLink',
  'lastRun',
  'journal',
  'journalEntry',
  'verifyJournal',
  'exportJournal',
  'mend',
  'makeLink',
  'checkLease',
  'leaseServices',
  'leases',
  'recordOfReason',
])
