// Signs in to the console with what a chain gives, in a tab, and sees where that comes out.

import type { Chain, Credentials, Failure, Memory, NotedArrival, RouteInfo, WalkOptions } from 'rolerelay-core'
import { closeTab, getTab, navigateTab, type Tab } from '../../browser.ts'
import type { RunQuestion, RunRequest, RunState, Settings, Where } from '../../protocol.ts'
import { noteOpened } from '../chains/shelf.ts'
import { type Arrival, Watch } from '../consoles/arrival.ts'
import { signInAddresses } from '../consoles/console-page.ts'
import {
  type Console,
  isSeveral,
  isSingle,
  jarOf,
  noteMode,
  noteSignedIn,
  noteSignedOut,
  openSessions,
  otherConsole,
  sessionOf,
  signsOutFirst,
  storeOf,
  toSignOut,
} from '../consoles/consoles.ts'
import { groupTab } from '../consoles/groups.ts'
import { addressesOf, noteLive } from '../consoles/live.ts'
import { notSeen, type Renewal } from '../consoles/renewal.ts'
import { idNow } from '../consoles/replaced.ts'
import { askForSessions } from '../consoles/session-list.ts'
import { leaveSignedOut } from '../consoles/signed-out.ts'
import { openTab } from '../consoles/tabs.ts'
import type { Core } from '../core/clock.ts'
import { partitionNamed, withCore, withRest } from '../core/core.ts'
import type { Epoch } from '../lock/epoch.ts'
import { saveSettings } from '../store/settings.ts'
import { accessOf } from '../walks/questions.ts'
import type { Way } from '../walks/way.ts'
import { notePage } from '../ways/recents.ts'
import { takePrepared } from './prepared.ts'

export type RequestTo<A extends RunRequest['action']> = Extract<RunRequest, { action: A }>

/** A run whose way is known. */
export interface Walking {
  way: Way
  settings: Settings
  signal: AbortSignal
  onStep: (step: Partial<RunState>) => void
  /** Does work of the core that begins where the chain does. What AWS refuses is thrown with why. */
  walk: <T>(work: (core: Core, base: Credentials, options: WalkOptions, hops?: Memory) => Promise<T>) => Promise<T>
}

/** Where the console is to open. */
interface Target {
  /** The page of it, in the place of the chain's own. */
  page: string | undefined
  /** The console that is opened anew in its tab. */
  renewal: Renewal | undefined
  /** The tab that it begins from. */
  tab: Tab | undefined
  /** Whose cookies it has. */
  store: string
  mine: Epoch
}

export async function openConsole(request: RequestTo<'open'>, walking: Walking, target: Target): Promise<undefined> {
  const { way, settings, signal, onStep, walk } = walking
  const { chain, route } = way
  const { page, renewal, tab, store, mine } = target
  const { where, signOut, lift, reason, leaves } = request
  const jar = jarOf(store, route)
  let signsOut = signOut === undefined ? await signsOutFirst(jar, settings) : signOut !== 'no'
  const isPlain = !renewal && !page && !lift && !reason && signsOut === settings.signOutFirst
  const ready = isPlain ? await takePrepared(chain) : undefined
  if (ready) onStep({ at: chain.hops.length, account: route.account, role: route.role })
  else if (!route.endpoint) onStep({ signInOrigin: signsOut ? route.signOutOrigin : route.signInOrigin })
  const signIn = (signsOut: boolean) =>
    walk((core, base, options, hops) => core.open(chain, base, options, page, signsOut, signal, onStep, hops))
  let opened = ready ?? (await signIn(signsOut))
  onStep({ hops: opened.hops })
  if (route.endpoint) {
    // Its console opens as it is: there is no sign-in to see the end of.
    await openTab(opened.url, where, tab, store, signal)
    await noteOpened(chain.id).catch(noMatter)
    return
  }
  // A page cannot go on among other cookies than its own.
  const isElsewhere = (where === 'this-tab' || where === 'current-tab') && store !== storeOf(tab)
  const left = leaves && (await sessionOf(jar, leaves.signOut))
  const stands = await standing(request.stands, store)
  const onStill = (isStill: boolean) => onStep({ isStill })
  const to = stands ? 'its-tab' : isElsewhere ? 'new-tab' : where
  let arrival = await sendTo(opened.url, left, to, stands ?? tab, store, signal, mine, onStill)
  if (signsOut && arrival.is === 'stayed' && (await isSignOut(arrival.address, route))) {
    // AWS signs nobody out so who is in several sessions.
    await noteMode(jar, false).catch(noMatter)
    signsOut = false
    opened = await signIn(signsOut)
    const its = await getTab(arrival.tab).catch(() => undefined)
    arrival = await sendTo(opened.url, undefined, 'its-tab', its, store, signal, mine, onStill)
  }
  if (left) await noteSignedOut(jar, left).catch(noMatter)
  if (arrival.is === 'stayed') throw await whyItStays(arrival, way, store, signsOut, onStep)
  if (isElsewhere && where === 'this-tab' && tab?.id !== undefined) await closeTab(tab.id).catch(noMatter)
  onStep({ arrival: await arrivalOf(arrival, chain, route, store) })
  if (arrival.is === 'left') {
    const { endsAt } = opened
    const access = accessOf(request, route)
    await noteSignedIn(jar, chain, route, endsAt, signsOut, await sessionSeen(arrival.address)).catch(noMatter)
    const ended = await noteLive(
      arrival.tab,
      { jar, chain, route, endsAt, access },
      { signedOut: signsOut, isSingle: await isSingle(jar), left },
    ).catch(() => [])
    void leaveSignedOut(ended, settings)
    // A tab that is renewed stays where it is, also where the person put it elsewhere meanwhile; but its group must not say what it is not.
    if (!renewal || access) void groupTab(arrival.tab, chain, access)
  } else if (renewal) throw notSeen(chain.name)
  if (signOut === 'always') await saveSettings({ signOutFirst: true }).catch(noMatter)
  await noteOpened(chain.id).catch(noMatter)
  if (page && where !== 'private-window' && !tab?.incognito) await notePage(chain, route).catch(noMatter)
}

/** Why AWS keeps the tab on a page of the sign-in service. `onStep` hears before what the person is to be asked about it. */
async function whyItStays(
  { address, tab: stands }: { address: string; tab: number },
  { chain, route }: Way,
  store: string,
  signsOut: boolean,
  onStep: Walking['onStep'],
): Promise<Failure> {
  const { account, role } = route
  const jar = jarOf(store, route)
  const ask = (asks: RunQuestion) => onStep({ asks: { ...asks, stands }, account, role })
  if (await withCore((core) => core.isSessionLimit(address))) {
    const list = await askForSessions(store, route)
    const sessions = await openSessions(jar, (one) => seenOf(jar, one)).catch(() => [])
    if (sessions.length > 0 || list.is === 'off') ask({ full: { sessions, list: list.is } })
    return withRest((core) => core.stays(chain, address, {}))
  }
  if (!signsOut) await askForSessions(store, route)
  const other = signsOut ? undefined : await otherConsole(jar, route)
  const several = await isSeveral(jar)
  // Where AWS let it be in several, something else may keep it: only a sign-in after that one is signed out shows.
  if (other && !several) await noteMode(jar, true).catch(noMatter)
  // Nobody told Rolerelay of a sign-in elsewhere, nor of one before it was updated.
  if (other || !(signsOut || several)) ask({ signsOut: other ? await toSignOut(other) : null })
  const stay = { signedOut: signsOut, several, ...(other && { other: other.account }) }
  return withRest((core) => core.stays(chain, address, stay))
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
      await navigateTab(idNow(tab.id), url)
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

/** How the run itself ended is what counts, not that it will be missing among the recents. The journal has it. */
const noMatter = () => {}
