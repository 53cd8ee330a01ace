// What a run does: walk the chain, then open the console (open.ts), show the hops, or give the last session as text.

import type { Chain, Credentials, RouteInfo, Step, WalkOptions } from 'rolerelay-core'
import type { Tab } from '../../browser.ts'
import type { RunRequest, RunState, Settings } from '../../protocol.ts'
import { madeId } from '../../shape-id.ts'
import { getChain } from '../chains/lineage.ts'
import { jarOf, mustMaySignOut, privateStore, storeOf } from '../consoles/consoles.ts'
import { containerOf } from '../consoles/containers.ts'
import { renewalOf } from '../consoles/renewal.ts'
import { askForSessions } from '../consoles/session-list.ts'
import { askingTab, mustBeLetIn } from '../consoles/tabs.ts'
import { type Rest, withClock, withRestClock, wrongClock } from '../core/clock.ts'
import { withCore, withRest } from '../core/core.ts'
import { noteLease } from '../journal/leases.ts'
import { epoch } from '../lock/epoch.ts'
import { getSettings } from '../store/settings.ts'
import { explained, withEarlier } from '../walks/explained.ts'
import { accessOf, mustBeAnswered } from '../walks/questions.ts'
import { type Way, wayOf } from '../walks/way.ts'
import { openConsole, type RequestTo, type Walking } from './open.ts'

/**
 * Gives the text to copy, for a request to copy. `asking` is the tab of the page that asked; a popup has none.
 * `onWay` hears the way before anything is asked of AWS.
 */
export async function perform(
  request: RunRequest,
  asking: Tab | undefined,
  signal: AbortSignal,
  onStep: (step: Partial<RunState>) => void,
  onWay: (way: Way) => void,
): Promise<string | undefined> {
  const mine = epoch()
  const renewal =
    request.action === 'open' && request.where === 'its-tab' ? await renewalOf(request.tab, request.chainId) : undefined
  const where = request.action === 'open' ? request.where : undefined
  if (where) await mustBeLetIn(where)
  const [tab, written, settings] = await Promise.all([
    // Now, since later the person may have turned to another window.
    request.action === 'open' ? (renewal?.tab ?? askingTab(asking)) : undefined,
    request.action === 'test' ? ofAccount(request) : getChain(request.chainId),
    getSettings(),
    // A background that just woke makes ready what it needs of the core while it reads.
    withCore(() => undefined),
    request.action === 'open' || withRest(() => undefined),
  ])
  onStep({ name: written.name })
  const page = request.action === 'open' ? (renewal?.page ?? request.destination) : undefined
  const onLength = (of: number) => onStep({ of })
  const onWait = (waitingUntil: number) => onStep({ waitingUntil })
  /** Whose cookies the console has. */
  let store = where === 'private-window' ? await privateStore() : storeOf(renewal?.tab ?? tab)
  const onRoute = async (chain: Chain, route: RouteInfo) => {
    const { account, role } = route
    const access = accessOf(request, route)
    if (access) onStep({ access })
    await mustBeAnswered(request, chain, route, settings, signal, (asks) => onStep({ asks, account, role }))
    // At an endpoint no console is signed in to.
    if (request.action !== 'open' || route.endpoint) return
    if (!renewal && where !== 'private-window') store = (await containerOf(chain, account, tab, settings)) ?? store
    const answered = request.signOut !== undefined
    const look = () => askForSessions(store, route)
    await mustMaySignOut(jarOf(store, route), route, answered, settings, look, (signsOut) =>
      onStep({ asks: { signsOut }, account, role }),
    )
  }
  const { code, reason, lift } = request
  const { lease, hop } = request.action === 'copy' ? request : {}
  // A test is to find out, so it goes all the way.
  const goesOn = request.action !== 'test'
  const way = await wayOf(written, {
    settings,
    page,
    code,
    reason,
    signal,
    goesOn,
    // What is allowed or leased is so for all of that time, and a lease's session is nobody else's: so no session goes on that is older.
    outlives: lift === undefined && lease === undefined ? renewal?.endsAt : Number.POSITIVE_INFINITY,
    lasts: request.action === 'copy',
    lift,
    lease,
    hop,
    onLength,
    onRoute,
    onWait,
  })
  onWay(way)

  const walking = walkingOf(way, settings, signal, onStep)
  if (request.action === 'open') return openConsole(request, walking, { page, renewal, tab, store, mine })
  return request.action === 'test' ? test(walking) : copy(request, walking)
}

function walkingOf(way: Way, settings: Settings, signal: AbortSignal, onStep: Walking['onStep']): Walking {
  return {
    way,
    settings,
    signal,
    onStep,
    walk: (work) =>
      way
        .walk((base, options, hops) => {
          const end = withClock((core) => work(core, base, options, hops))
          return explained(end, way.chain, base, options, signal)
        })
        .finally(() => tellOfClock(onStep)),
  }
}

async function tellOfClock(onStep: Walking['onStep']): Promise<void> {
  const skew = await wrongClock()
  if (skew !== undefined) onStep({ skew })
}

/** Goes all the way, and says of each hop what it gives and how long it took. */
async function test({ way: { chain, route, walk }, signal, onStep }: Walking): Promise<undefined> {
  const look = async (core: Rest, base: Credentials, options: WalkOptions) => {
    const took = stopwatch()
    const known = await withEarlier(chain, options)
    const survey = await core.survey(chain, base, known, signal, (step) => onStep({ ...step, took: took(step) }))
    onStep({ survey, hops: survey.hops.map(({ report }) => report) })
    if (survey.failure) throw survey.failure
  }
  await walk((base, options) => withRestClock((core) => look(core, base, options))).finally(() => tellOfClock(onStep))
  onStep({ at: chain.hops.length, account: route.account, role: route.role })
}

async function copy({ shape, lease, hop }: RequestTo<'copy'>, { way, signal, onStep, walk }: Walking): Promise<string> {
  const { chain, route } = way
  const walked = await walk((core, base, options, hops) => core.walk(chain, base, options, signal, onStep, hops))
  const { credentials, hops } = walked
  const { expiresAt: endsAt } = credentials
  onStep({
    at: chain.hops.length,
    account: route.account,
    role: route.role,
    hops,
    ...(endsAt !== undefined && { endsAt }),
  })
  if (lease) await noteLease(lease, chain, route, walked).catch(noMatter)
  const region = (hop !== undefined && chain.hops.at(-1)?.region) || chain.region
  return withRest((core) => core.writeCredentials(credentials, shape, region, route.endpoint?.sts))
}

/** Of each step of a test how long the hops took that are done, in milliseconds. */
function stopwatch(): (step: Step) => number[] {
  let since = 0
  let took: number[] = []
  return ({ hops }) => {
    const now = performance.now()
    // A walk that begins anew measures anew.
    took = hops.length === 0 ? [] : [...took, now - since]
    since = now
    return took
  }
}

/** How the run itself ended is what counts, not that it will be missing among the leases. */
const noMatter = () => {}

/** A shape as such cannot be walked: one of the chains that it makes is. */
export async function ofAccount({
  chain,
  account = chain.accounts?.[0]?.id,
}: {
  chain: Chain
  account?: string
}): Promise<Chain> {
  if (!account) return chain
  return (await withCore((core) => core.findChain(madeId(chain.id, account), [chain]))) ?? chain
}
