// What a run does: walk the chain, then open the console, show the hops, or give the last session as text.

import type { Chain, Failure } from 'rolerelay-core'
import { hasAccess, type Tab } from '../browser.ts'
import type { RunRequest, RunState } from '../protocol.ts'
import { madeId } from '../shape-id.ts'
import { withCore } from './core.ts'
import { learnFrom, learnFromSuccess } from './durations.ts'
import { asFailure, failure } from './failure.ts'
import { isLongTerm } from './keys.ts'
import { getChain, wholeChain } from './lineage.ts'
import { forgetSession, type Signer, signerOf } from './mfa.ts'
import { getSettings } from './settings.ts'
import { noteOpened } from './shelf.ts'
import { readySource } from './sources.ts'
import { askingTab, openTab } from './tabs.ts'

/** Gives the text to copy, for a request to copy. `asking` is the tab of the page that asked; a popup has none. */
export async function perform(
  request: RunRequest,
  asking: Tab | undefined,
  signal: AbortSignal,
  onStep: (step: Partial<RunState>) => void,
): Promise<string | undefined> {
  const [tab, written, { signOutFirst, user }] = await Promise.all([
    // Now, since later the person may have turned to another window.
    request.action === 'open' ? askingTab(asking) : undefined,
    request.action === 'test' ? ofAccount(request) : getChain(request.chainId),
    getSettings(),
    // A background that just woke makes the core ready while it reads.
    withCore(() => undefined),
  ])
  onStep({ name: written.name })
  const chain = await wholeChain(written)
  onStep({ of: chain.hops.length })
  const page = request.action === 'open' ? request.destination : undefined
  const route = await withCore((core) => core.route(chain, page))
  const [{ source, credentials }] = await Promise.all([readySource(chain.sourceId), mustHaveAccess(route.origins)])

  const onWait = (waitingUntil: number) => onStep({ waitingUntil })
  const signer = () => signerOf({ source, credentials, route, code: request.code, signal, onWait })
  const { mfaSerial } = source
  const options = ({ tokenCode }: Signer) => ({
    ...(user && { user }),
    ...(mfaSerial && { mfaSerial }),
    ...(tokenCode && { tokenCode }),
  })
  const walk = <T>(work: (signer: Signer) => Promise<T>) =>
    withFreshSession(source.id, signer, async (by) => {
      const end = await work(by)
      if (isLongTerm(by.credentials)) void learnFromSuccess(chain.hops).catch(noMatter)
      return end
    }).catch(async (thrown) => {
      await learnFrom(asFailure(thrown)).catch(noMatter)
      throw thrown
    })

  if (request.action !== 'open') {
    const walked = await walk((by) => withCore((core) => core.walk(chain, by.credentials, options(by), signal, onStep)))
    onStep({ at: chain.hops.length, account: route.account, role: route.role, hops: walked.hops })
    if (request.action === 'test') return undefined
    return withCore((core) => core.writeCredentials(walked.credentials, request.shape, chain.region))
  }

  const opened = await walk((by) =>
    withCore((core) => core.open(chain, by.credentials, options(by), page, signOutFirst, signal, onStep)),
  )
  if (signal.aborted) throw failure('cancelled', 'You cancelled. Nothing was opened.')
  await openTab(opened.url, request.where, tab)
  onStep({ hops: opened.hops })
  await noteOpened(chain.id).catch(noMatter)
  return undefined
}

/** Should AWS no longer take the session that an MFA code gave, it is forgotten, and a new one asked for. */
async function withFreshSession<T>(
  sourceId: string,
  signer: () => Promise<Signer>,
  work: (signer: Signer) => Promise<T>,
): Promise<T> {
  const by = await signer()
  if (!by.kept) return work(by)
  return work(by).catch(async (thrown) => {
    if (!isOver(thrown)) throw thrown
    await forgetSession(sourceId)
    return work(await signer())
  })
}

/** How the run itself ended is what counts, not that it will be missing among the recents or the like. */
const noMatter = () => {}

const isOver = ({ kind, hop = 0 }: Failure): boolean => hop === 0 && (kind === 'expired' || kind === 'invalid-key')

/** A shape as such cannot be walked: one of the chains that it makes is. */
async function ofAccount({
  chain,
  account = chain.accounts?.[0]?.id,
}: {
  chain: Chain
  account?: string
}): Promise<Chain> {
  if (!account) return chain
  return (await withCore((core) => core.findChain(madeId(chain.id, account), [chain]))) ?? chain
}

export async function mustHaveAccess(origins: string[]): Promise<void> {
  if (await hasAccess(origins)) return
  const [host, ...more] = origins.map((origin) => origin.replace('https://', ''))
  const hosts = `${host}${more.length > 0 ? ` and ${more.length} more of AWS’s hosts` : ''}`
  throw {
    ...failure('permission', `The browser does not let Rolerelay reach ${hosts} yet. Allow it, then try again.`),
    evidence: { origins },
  } satisfies Failure
}
