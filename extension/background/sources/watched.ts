// A sign-in at an identity provider that is watched: in a tab that was opened for a source, the form is seen that the provider's page posts
// to AWS, and the assertion in it makes that source ready, if it is of the source's own provider. The tab is then closed before AWS's page
// signs it in to the console. Nothing is looked at in any other tab, nor without the permission, which a click asks for.

import type { Failure } from 'rolerelay-core'
import { closeTab, getTab, onFormPosted, onTabGone, originsToReach, seesForms, stayAwake } from '../../browser.ts'
import type { RunRequest } from '../../protocol.ts'
import { asFailure, failure } from '../core/failure.ts'
import { forgetSecrets, idsWith, idsWithEach, keepSecrets, secretsOf } from '../credentials/keys.ts'
import { epoch, withinEpoch } from '../lock/epoch.ts'
import { inTurn } from '../store/storage.ts'
import { kindOf, signInWith } from './brought.ts'
import { takeUpConsoles } from './login-tab.ts'
import { openOnceKept } from './sign-in-tab.ts'

export interface Watched {
  /** The tab; absent once it has come to nothing. */
  tab?: number
  /** What is run once the person is signed in. */
  then?: RunRequest
  /** Why it came to nothing. */
  failure?: Failure
}

/** Opens the provider's page in a tab that is watched. */
export async function watchSignIn(id: string, then?: RunRequest): Promise<void> {
  const mine = epoch()
  const { signInUrl } = await kindOf(id)
  if (!signInUrl)
    throw failure('invalid', 'Nobody wrote where to sign in for this source. Paste the assertion instead.')
  listen()
  if (!listening)
    throw failure(
      'invalid',
      'The browser does not let Rolerelay see the form that goes to AWS. Paste the assertion instead.',
    )
  const watch = (tab: number) => inTurn(() => keepSecrets(new Map([[id, { watched: { tab, ...(then && { then }) } }]])))
  const tab = await openOnceKept(signInUrl, watch, mine)
  void stayWhile(id, tab).catch(noMatter)
}

export const stopWatching = (id: string): Promise<void> => inTurn(() => forgetSecrets([id], ['watched']))

/** Registers that. Call it as the background starts: whichever is awake then goes on with what is watched. */
export function watchInTime(): void {
  listen()
}

let listening = false

function listen(): void {
  if (listening || !seesForms()) return
  // AWS's sign-in page takes assertions there, on each of its hosts; no other host of ours has such a page.
  const pages = originsToReach().map((origin) => `${origin}/saml*`)
  onFormPosted(pages, 'SAMLResponse', (tab, text) => void withinEpoch(() => taken(tab, text)).catch(noMatter))
  onTabGone((tab) => void withinEpoch(() => gone(tab)).catch(noMatter))
  listening = true
}

/** It is watched until AWS has answered: a page asks for as long as it is, and shows what came of it. */
async function taken(tab: number, text: string): Promise<void> {
  const id = await sourceOf(tab)
  if (id === undefined || exchanging.has(id)) return
  exchanging.add(id)
  try {
    const { watched } = await secretsOf(id)
    await closeTab(tab).catch(noMatter)
    await signInWith(id, text, watched?.then)
    await stopWatching(id)
  } catch (thrown) {
    await inTurn(() => keepSecrets(new Map([[id, { watched: { failure: asFailure(thrown) } }]])))
  } finally {
    exchanging.delete(id)
  }
}

/** Sources whose tab is closed, since AWS is being asked. */
const exchanging = new Set<string>()

/** Goes on with all sign-ins that wait in a tab, as a page asks for the sources. */
export async function takeUpSignIns(): Promise<void> {
  const { loginWaiting, watched } = await idsWithEach('loginWaiting', 'watched')
  await takeUpConsoles(loginWaiting)
  await takeUpWatched(watched)
}

/** Ends what is watched in a tab that is not there: its background was stopped as AWS was asked, or as the tab was closed. */
async function takeUpWatched(ids: string[]): Promise<void> {
  for (const id of ids) {
    const { watched } = await secretsOf(id)
    if (watched?.tab === undefined || exchanging.has(id)) continue
    const isThere = await getTab(watched.tab).then(
      () => true,
      () => false,
    )
    if (!isThere && !exchanging.has(id)) await stopWatching(id)
  }
}

/** Browsers stop a background that nobody calls for half a minute, and a person takes longer to sign in. */
async function stayWhile(id: string, tab: number): Promise<void> {
  for (const end = Date.now() + LONGEST; Date.now() < end; ) {
    const { watched } = await secretsOf(id)
    if (watched?.tab !== tab) return
    await stayAwake()
    await new Promise((resolve) => setTimeout(resolve, 20_000))
  }
}

/** In milliseconds. */
const LONGEST = 10 * 60_000

/** Closed before anything was posted. */
async function gone(tab: number): Promise<void> {
  const id = await sourceOf(tab)
  if (id !== undefined && !exchanging.has(id)) await stopWatching(id)
}

async function sourceOf(tab: number): Promise<string | undefined> {
  for (const id of await idsWith('watched')) {
    const { watched } = await secretsOf(id)
    if (watched?.tab === tab) return id
  }
  return undefined
}

const noMatter = () => {}
