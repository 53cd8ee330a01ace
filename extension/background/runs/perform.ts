// What a run does: walk the chain, then open the console, show the hops, or give the last session as text.

import type { Chain, Credentials, Memory, NotedArrival, RouteInfo, Step, WalkOptions } from 'rolerelay-core'
import { closeTab, getTab, navigateTab, type Tab } from '../../browser.ts'
import type { RunRequest, RunState, Where } from '../../protocol.ts'
import { madeId } from '../../shape-id.ts'
import { getChain } from '../chains/lineage.ts'
import { noteOpened } from '../chains/shelf.ts'
import { type Arrival, Watch } from '../consoles/arrival.ts'
import { signInAddresses } from '../consoles/console-page.ts'
import {
  type Console,
  isSeveral,
  isSingle,
  jarOf,
  mustMaySignOut,
  noteSeveral,
  noteSignedIn,
  noteSignedOut,
  noteSingle,
  openSessions,
  otherConsole,
  privateStore,
  sessionOf,
  signsOutFirst,
  storeOf,
  toSignOut,
} from '../consoles/consoles.ts'
import { containerOf } from '../consoles/containers.ts'
import { groupTab } from '../consoles/groups.ts'
import { addressesOf, noteLive } from '../consoles/live.ts'
import { notSeen, renewalOf } from '../consoles/renewal.ts'
import { askForSessions } from '../consoles/session-list.ts'
import { leaveSignedOut } from '../consoles/signed-out.ts'
import { askingTab, mustBeLetIn, openTab } from '../consoles/tabs.ts'
import { type Core, type Rest, withClock, withRestClock, wrongClock } from '../core/clock.ts'
import { partitionNamed, withCore, withRest } from '../core/core.ts'
import { noteLease } from '../journal/leases.ts'
import { type Epoch, epoch } from '../lock/epoch.ts'
import { getSettings, saveSettings } from '../store/settings.ts'
import { explained } from '../walks/explained.ts'
import { accessOf, mustBeAnswered } from '../walks/questions.ts'
import { type Way, wayOf } from '../walks/way.ts'
import { notePage } from '../ways/recents.ts'
import { takePrepared } from './prepared.ts'

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
  const { chain, route } = way
  onWay(way)

  const tellOfClock = async () => {
    const skew = await wrongClock()
    if (skew !== undefined) onStep({ skew })
  }
  type Work<C, T> = (core: C, base: Credentials, options: WalkOptions, hops?: Memory) => Promise<T>
  const walk = <T>(work: Work<Core, T>): Promise<T> =>
    way
      .walk((base, options, hops) => {
        const end = withClock((core) => work(core, base, options, hops))
        return explained(end, chain, base, options, signal)
      })
      .finally(tellOfClock)

  if (request.action === 'test') {
    const look: Work<Rest, void> = async (core, base, options) => {
      const took = stopwatch()
      const survey = await core.survey(chain, base, options, signal, (step) => onStep({ ...step, took: took(step) }))
      onStep({ survey, hops: survey.hops.map(({ report }) => report) })
      if (survey.failure) throw survey.failure
    }
    await way.walk((...by) => withRestClock((core) => look(core, ...by))).finally(tellOfClock)
    onStep({ at: chain.hops.length, account: route.account, role: route.role })
    return undefined
  }

  if (request.action === 'copy') {
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
    return withRest((core) => core.writeCredentials(credentials, request.shape, region, route.endpoint?.sts))
  }

  const { signOut } = request
  const jar = jarOf(store, route)
  let signsOut = signOut === undefined ? await signsOutFirst(jar, settings) : signOut !== 'no'
  const isPlain = !renewal && !page && !lift && !reason && signsOut === settings.signOutFirst
  const ready = isPlain ? await takePrepared(chain) : undefined
  if (ready) onStep({ at: chain.hops.length, account: route.account, role: route.role })
  else if (!route.endpoint) onStep({ signInOrigin: signsOut ? route.signOutOrigin : route.signInOrigin })
  const open = (signsOut: boolean) =>
    walk((core, base, options, hops) => core.open(chain, base, options, page, signsOut, signal, onStep, hops))
  let opened = ready ?? (await open(signsOut))
  onStep({ hops: opened.hops })
  if (route.endpoint) {
    // Its console opens as it is: there is no sign-in to see the end of.
    await openTab(opened.url, request.where, tab, store, signal)
    await noteOpened(chain.id).catch(noMatter)
    return undefined
  }
  // A page cannot go on among other cookies than its own.
  const isElsewhere = (where === 'this-tab' || where === 'current-tab') && store !== storeOf(tab)
  const { leaves } = request
  const left = leaves && (await sessionOf(jar, leaves.signOut))
  const stands = await standing(request.stands, store)
  const onStill = (isStill: boolean) => onStep({ isStill })
  const to = stands ? 'its-tab' : isElsewhere ? 'new-tab' : request.where
  let arrival = await sendTo(opened.url, left, to, stands ?? tab, store, signal, mine, onStill)
  if (signsOut && arrival.is === 'stayed' && (await isSignOut(arrival.address, route))) {
    // AWS signs nobody out so who is in several sessions.
    await noteSeveral(jar).catch(noMatter)
    signsOut = false
    opened = await open(signsOut)
    const its = await getTab(arrival.tab).catch(() => undefined)
    arrival = await sendTo(opened.url, undefined, 'its-tab', its, store, signal, mine, onStill)
  }
  if (left) await noteSignedOut(jar, left).catch(noMatter)
  if (isElsewhere && where === 'this-tab' && tab?.id !== undefined && arrival.is !== 'stayed')
    await closeTab(tab.id).catch(noMatter)
  if (arrival.is === 'stayed') {
    const { address, tab: stands } = arrival
    const { account, role } = route
    if (await withCore((core) => core.isSessionLimit(address))) {
      const list = await askForSessions(store, route)
      const sessions = await openSessions(jar, (one) => seenOf(jar, one)).catch(() => [])
      if (sessions.length > 0 || list.is === 'off')
        onStep({ asks: { full: { sessions, list: list.is }, stands }, account, role })
      throw await withRest((core) => core.stays(chain, address))
    }
    if (!signsOut) await askForSessions(store, route)
    const other = signsOut ? undefined : await otherConsole(jar, route)
    if (other) await noteSingle(jar).catch(noMatter)
    // Nobody told Rolerelay of a sign-in elsewhere, nor of one before it was updated.
    if (other || !(signsOut || (await isSeveral(jar))))
      onStep({ asks: { signsOut: other ? await toSignOut(other) : null, stands }, account, role })
    throw await withRest((core) => core.stays(chain, address, other?.account))
  }
  const arrived = await arrivalOf(arrival, chain, route, store)
  onStep({ arrival: arrived })
  if (arrival.is === 'left') {
    const { endsAt } = opened
    const { address } = arrival
    await noteSignedIn(jar, chain, route, endsAt, signsOut, await sessionSeen(address)).catch(noMatter)
    const access = accessOf(request, route)
    const live = { jar, chain, route, endsAt, access }
    const ended = await noteLive(arrival.tab, live, {
      signedOut: signsOut,
      isSingle: await isSingle(jar),
      left,
    }).catch(() => [])
    void leaveSignedOut(ended, settings)
    // A tab that is renewed stays where it is, also where the person put it elsewhere meanwhile; but its group must not say what it is not.
    if (!renewal || access) void groupTab(arrival.tab, chain, access)
  } else if (renewal) throw notSeen(chain.name)
  if (signOut === 'always') await saveSettings({ signOutFirst: true }).catch(noMatter)
  await noteOpened(chain.id).catch(noMatter)
  if (page && where !== 'private-window' && !tab?.incognito) await notePage(chain, route).catch(noMatter)
  return undefined
}

/**
 * Opens the address that signs in, and sees where the tab comes out; out of `left` it is signed before that. From here on only a lock ends
 * the run: the tab is there.
 */
async function sendTo(
  url: string,
  left: Console | undefined,
  where: Where,
  asking: Tab | undefined,
  store: string,
  signal: AbortSignal,
  mine: Epoch,
  onStill: (isStill: boolean) => void,
): Promise<Arrival> {
  const isSignIn = await signInAddresses()
  const watch = new Watch()
  try {
    const tab = await openTab(left?.signOut ?? url, where, asking, store, signal)
    if (left && tab?.id !== undefined) {
      await watch.loaded(tab.id, mine)
      mine.throwIfAborted()
      await navigateTab(tab.id, url)
    }
    return tab?.id === undefined ? { is: 'unseen' } : await watch.arrival(tab.id, isSignIn, mine, onStill)
  } finally {
    watch.end()
  }
}

/** Whether that is the page that signs out of whatever the browser is in. */
const isSignOut = async (address: string, { partition }: RouteInfo): Promise<boolean> => {
  const { signOut } = (await partitionNamed(partition)) ?? {}
  return signOut !== undefined && address.startsWith(signOut)
}

/** The tab, where it stands on a page of the sign-in service still, among those cookies. */
async function standing(id: number | undefined, store: string): Promise<Tab | undefined> {
  const tab = id === undefined ? undefined : await getTab(id).catch(() => undefined)
  return tab?.url && storeOf(tab) === store && (await signInAddresses())(tab.url) ? tab : undefined
}

/** Which of several sessions a console session of those cookies is, by what the browser tells of its tabs now. */
async function seenOf(jar: string, one: Console): Promise<Pick<Console, 'signOut' | 'label'>> {
  const seen = await Promise.all((await addressesOf(jar, one)).map(sessionSeen))
  return seen.find(({ signOut }) => signOut !== undefined) ?? {}
}

/** Which of several sessions a page of the console is of, where its address is told. */
const sessionSeen = (address: string | undefined): Promise<Pick<Console, 'signOut' | 'label'>> =>
  withCore((core) => {
    if (address === undefined) return {}
    const [signOut, label] = [core.signOutOf(address), core.sessionLabel(address)]
    return { ...(signOut !== undefined && { signOut }), ...(label !== undefined && { label }) }
  })

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

/** How far it was seen. Throws a failure of kind `sign-in` where it came out in the console of another account, or of another role. */
async function arrivalOf(arrival: Arrival, chain: Chain, route: RouteInfo, store: string): Promise<NotedArrival> {
  if (arrival.is !== 'left') return 'unseen'
  const { address } = arrival
  if (address === undefined || !(await withCore((core) => core.arrived(chain, address)))) return 'left'
  const { label } = await sessionSeen(address)
  const asked = label === undefined ? undefined : await askForSessions(store, route)
  const its = asked?.is === 'listed' ? asked.list.sessions.find((session) => session.label === label) : undefined
  // Of a chain without a role nobody knows what AWS calls its console.
  if (!its || chain.hops.length === 0) return 'console'
  if (its.isRole && its.who === route.role) return 'role'
  throw await withRest((core) => core.otherRole(chain, its.who))
}

/** How the run itself ended is what counts, not that it will be missing among the recents or the leases. The journal has it. */
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
