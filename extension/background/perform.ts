// What a run does: walk the chain, then open the console, show the hops, or give the last session as text.

import { hasAccess, type Tab } from '../browser.ts'
import type { RunRequest, RunState } from '../protocol.ts'
import { getChain, noteOpened } from './chains.ts'
import { withCore } from './core.ts'
import { failure } from './failure.ts'
import { getSettings } from './settings.ts'
import { credentialsOf } from './sources.ts'
import { askingTab, openTab } from './tabs.ts'

/** Gives the text to copy, for a request to copy. `asking` is the tab of the page that asked; a popup has none. */
export async function perform(
  request: RunRequest,
  asking: Tab | undefined,
  signal: AbortSignal,
  onStep: (step: Partial<RunState>) => void,
): Promise<string | undefined> {
  const [tab, chain, { signOutFirst }] = await Promise.all([
    // Now, since later the person may have turned to another window.
    request.action === 'open' ? askingTab(asking) : undefined,
    request.action === 'test' ? request.chain : getChain(request.chainId),
    getSettings(),
    // A background that just woke makes the core ready while it reads.
    withCore(() => undefined),
  ])
  onStep({ name: chain.name, of: chain.hops.length })
  const page = request.action === 'open' ? request.destination : undefined
  const { origins, account, role } = await withCore((core) => core.route(chain, page))
  const [credentials] = await Promise.all([credentialsOf(chain.sourceId), mustHaveAccess(origins)])

  if (request.action !== 'open') {
    const walked = await withCore((core) => core.walk(chain, credentials, {}, signal, onStep))
    onStep({ at: chain.hops.length, account, role, hops: walked.hops })
    if (request.action === 'test') return undefined
    return withCore((core) => core.writeCredentials(walked.credentials, request.shape, chain.region))
  }

  const opened = await withCore((core) => core.open(chain, credentials, {}, page, signOutFirst, signal, onStep))
  if (signal.aborted) throw failure('cancelled', 'You cancelled. Nothing was opened.')
  await openTab(opened.url, request.where, tab)
  onStep({ hops: opened.hops })
  // The console is open: that it will not be among the recents is no reason to call the run failed.
  await noteOpened(chain.id).catch(() => {})
  return undefined
}

async function mustHaveAccess(origins: string[]): Promise<void> {
  if (await hasAccess(origins)) return
  throw failure('permission', 'The browser does not let Rolerelay reach AWS. Grant it access, then try again.')
}
