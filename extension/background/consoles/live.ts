// The tabs whose console was opened here, until it ends: so that a person goes there in the place of signing in once more. What a tab
// shows now is known where the person lets Rolerelay see the console's addresses (console-page.ts); that it is closed always is.

import type { Chain, NotedAccess, RouteInfo, SessionList } from 'rolerelay-core'
import { toBase64 } from '../../base64.ts'
import { activeTab, consoleTabs, getTab, onTabReplaced, showTab, type Tab } from '../../browser.ts'
import type { LiveConsole, LiveConsoles, Settings } from '../../protocol.ts'
import { getChain, wholeChain } from '../chains/lineage.ts'
import { awsNow, clockSkew } from '../core/clock.ts'
import { session } from '../core/memory.ts'
import { sessionValue } from '../store/session.ts'
import { getSettings } from '../store/settings.ts'
import { read } from '../store/storage.ts'
import { consolePage, unseenConsoles } from './console-page.ts'
import { isContainer, isListed, signOutAddress, signsOutFirst, storeOf } from './consoles.ts'
import { areApart, belonging } from './containers.ts'
import { followIds, idNow } from './replaced.ts'

/** A tab whose console was opened here. */
export interface Entry {
  tab: number
  /** Whose cookies it has, and of which partition: as consoles.ts names it. */
  jar: string
  partition: string
  chainId: string
  /** What the chain was as it was opened: one that was changed since opens anew. */
  walked: string
  name: string
  account: string
  role: string
  /** By AWS's clock, in milliseconds since 1970. */
  endsAt: number
  /** Of a chain that opens read-only. */
  access?: NotedAccess
  /** The person has read that it ends soon. */
  isTold?: boolean
  /** When its page had loaded, by this computer's clock, in milliseconds since 1970; absent where that was in front. */
  loadedAt?: number
  /** Whether it was to be renewed by itself: that is tried once. */
  isTried?: boolean
}

type Identity = Pick<Entry, 'account' | 'role'>

const PLACE = 'live'
export const isLivePlace = (key: string): boolean => key === PLACE
const kept = sessionValue<Entry[]>(PLACE, [])

/** More tabs of consoles than a person keeps in sight. */
const MOST = 100
/** In milliseconds: so long one that has ended is kept, for who comes back to its tab. */
const AFTERWARDS = 12 * 3_600_000

/** Registers what follows the tabs. Call it as the background starts. */
export function followTabs(): void {
  followIds()
  onTabReplaced((now, before) => {
    void change((entries) => entries.map((entry) => (entry.tab === before ? { ...entry, tab: now } : entry))).catch(
      noMatter,
    )
  })
}

/**
 * Notes that this tab went on to the console. `signedOut`: whatever its browser was in was signed out for it; `isSingle`: AWS keeps it
 * in one at a time; `left`: of several it was signed out of that one. Gives the tabs whose console ended by that, which is another role's.
 */
export async function noteLive(
  tab: number,
  {
    jar,
    chain,
    route,
    endsAt,
    access,
  }: { jar: string; chain: Chain; route: RouteInfo; endsAt: number; access?: NotedAccess | undefined },
  { signedOut, isSingle, left }: { signedOut: boolean; isSingle: boolean; left?: Identity | undefined },
): Promise<Entry[]> {
  const { partition, account, role } = route
  const walked = await digestOf(chain)
  const isInFront = (await getTab(tab).catch(() => undefined))?.active ?? true
  const entry: Entry = {
    ...{ tab, jar, partition, chainId: chain.id, walked, name: chain.name, account, role, endsAt },
    ...(access && { access }),
    ...(!isInFront && { loadedAt: Date.now() }),
  }
  const isOther = (other: Entry) =>
    signedOut || isSingle
      ? other.jar === jar && !isOf(other, jar, { account, role })
      : left !== undefined && isOf(other, jar, left)
  let ended: Entry[] = []
  await change((entries) => {
    const id = idNow(tab)
    const others = entries.filter((other) => other.tab !== id)
    ended = others.filter(isOther)
    return [
      ...others.filter((other) => !ended.includes(other) && !(signedOut && other.jar === jar)),
      { ...entry, tab: id },
    ]
  })
  return ended
}

/** Goes by AWS's list of the sessions of those cookies: what it does not name has ended, unless it names some that cannot be read. */
export async function takeListIntoLive(jar: string, { sessions, unread }: SessionList): Promise<void> {
  const now = await awsNow()
  await change((entries) =>
    entries.map((entry) => {
      const its = sessions.find((session) => isListed(entry, session))
      const isOver = !its && unread === 0 && entry.jar === jar
      if (isOver) return { ...entry, endsAt: Math.min(entry.endsAt, now) }
      return its?.endsAt !== undefined && entry.jar === jar ? { ...entry, endsAt: its.endsAt } : entry
    }),
  )
}

/** Notes that this session of those cookies was signed out: what was opened of it has ended. Gives that. */
export async function endLive(jar: string, who: Identity): Promise<Entry[]> {
  const now = await awsNow()
  let ended: Entry[] = []
  await change((entries) => {
    ended = entries.filter((entry) => isOf(entry, jar, who))
    return entries.map((entry) => (ended.includes(entry) ? { ...entry, endsAt: Math.min(entry.endsAt, now) } : entry))
  })
  return ended
}

/** Notes consoles that were opened before, as far as their tabs are not known. */
export const noteFound = (found: Entry[]): Promise<void> =>
  change((entries) => [...entries, ...found.filter(({ tab }) => !entries.some((entry) => entry.tab === tab))])

/** All that is known of. */
export const knownConsoles = (): Promise<Entry[]> => kept.read()

/**
 * Whether nothing is known any more of what was opened shortly before, which the browser forgets with an update of the extension or as it
 * ends.
 */
async function isForgotten(): Promise<boolean> {
  if (PLACE in (await session.get([PLACE]))) return false
  const { opened: [last] = [] } = (await read('use')).use ?? {}
  return last !== undefined && last.at > Date.now() - AFTERWARDS
}

/** The consoles that are open, and those that have ended and can be renewed; the one that ends first before the others. */
export async function liveConsoles(): Promise<LiveConsoles> {
  const [entries, now, skew, here, settings] = await Promise.all([
    kept.read(),
    awsNow(),
    clockSkew(),
    activeTab().catch(() => undefined),
    getSettings(),
  ])
  const isApart = areApart(settings) && !here?.incognito
  const isHere = isApart ? await belonging(settings) : (store: string) => store === storeOf(here)
  const shown = await Promise.all(entries.map((entry) => show(entry, now, skew, settings, isHere)))
  const consoles = shown
    .filter((one) => one !== undefined)
    .filter(({ endsAt, renews }) => endsAt > now - skew || renews)
    .sort((a, b) => a.endsAt - b.endsAt)
  const unseen = await unseenConsoles(entries.map(({ partition }) => partition))
  const { goesToTab, asksForSessions } = settings
  return { consoles, unseen, goesToTab, asksForSessions, isForgotten: await isForgotten() }
}

/** The console of a chain that goes on where the person is. */
export const openOf = ({ consoles }: Pick<LiveConsoles, 'consoles'>, chainId: string): LiveConsole | undefined =>
  consoles.findLast((one) => one.chainId === chainId && one.isHere && one.endsAt > Date.now())

/** When the first of them ends, by AWS's clock, in milliseconds since 1970. */
export async function firstEnd(): Promise<number | undefined> {
  const [entries, now] = await Promise.all([kept.read(), awsNow()])
  const going = entries.filter(({ endsAt }) => endsAt > now)
  const isThere = await Promise.all(going.map(({ tab }) => getTab(tab).then(yes, no)))
  const ends = going.flatMap(({ endsAt }, at) => (isThere[at] ? [endsAt] : []))
  return ends.length > 0 ? Math.min(...ends) : undefined
}

/** Notes that the person has read that it ends soon. */
export const dismissEnding = (tab: number): Promise<void> =>
  change((entries) => entries.map((entry) => (entry.tab === tab ? { ...entry, isTold: true } : entry)))

/** Notes that it was to be renewed by itself. */
export const noteTried = (tab: number): Promise<void> =>
  change((entries) => entries.map((entry) => (entry.tab === tab ? { ...entry, isTried: true } : entry)))

/** Those of which that was not noted. */
export const untried = async (): Promise<Entry[]> => (await kept.read()).filter(({ isTried }) => !isTried)

/** The addresses that the browser tells of tabs whose console of that role was opened among those cookies. */
export async function addressesOf(jar: string, who: Identity): Promise<string[]> {
  const its = (await kept.read()).filter((entry) => isOf(entry, jar, who))
  const tabs = await Promise.all(its.map(({ tab }) => getTab(tab).catch(() => undefined)))
  return tabs.flatMap((tab) => tab?.url ?? [])
}

/** Brings a tab of a console to the front, also one that was not opened here and is seen to show one; false where it is closed. */
export async function goToConsole(tab: number): Promise<boolean> {
  const isConsole = async () => (await consoleTabs()).some(({ id }) => id === tab)
  return ((await openedIn(tab)) !== undefined || (await isConsole())) && showTab(tab).then(yes, no)
}

async function show(
  entry: Entry,
  now: number,
  skew: number,
  settings: Settings,
  isHere: (store: string, entry: Entry) => boolean,
): Promise<LiveConsole | undefined> {
  const { tab: id, chainId, name, account, role, endsAt, access, isTold = false } = entry
  const [tab, chain] = await Promise.all([getTab(id).catch(() => undefined), asOpened(entry)])
  if (!tab) return undefined
  const at = chain && (await consolePage(tab, chain))
  const renews = at && RENEWS[at.is]
  const place = tab.incognito ? 'private' : isContainer(tab) ? 'container' : 'normal'
  const byItself = settings.renewing.includes(chainId)
  const signsOut = endsAt > now && (await addressToSignOut(entry, tab, settings)) !== undefined
  const ofChain = { ...(chain && { chainId, byItself }), ...(renews && { renews }), ...(access && { access }) }
  return {
    tab: id,
    ...ofChain,
    name,
    account,
    role,
    endsAt: endsAt - skew,
    place,
    isTold,
    signsOut,
    isHere: isHere(storeOf(tab), entry),
  }
}

/** The address that signs out of a console in its tab, and of no other, where one is known. */
export const addressToSignOut = async (entry: Entry, { url }: Tab, settings: Settings): Promise<string | undefined> =>
  signOutAddress(entry.jar, entry, url, await signsOutFirst(entry.jar, settings))

/** Where a tab is renewed to, by where it is. */
const RENEWS = { page: 'page', left: 'page', hidden: 'start', elsewhere: undefined } as const

/** The console that was opened in that tab. */
export const openedIn = async (tab: number): Promise<Entry | undefined> =>
  (await kept.read()).find((entry) => entry.tab === tab)

/** The whole chain, where it is still what it was as it was opened. */
export async function asOpened({ chainId, walked }: Entry): Promise<Chain | undefined> {
  const chain = await getChain(chainId)
    .then(wholeChain)
    .catch(() => undefined)
  return chain && (await digestOf(chain)) === walked ? chain : undefined
}

/** Of all that a chain asks AWS for and opens, as read-only as it does: its mark and its tags are the person's own. */
export async function digestOf(chain: Chain): Promise<string> {
  const { colour: _, guard: _guard, tags: _tags, ...walked } = chain
  const text = new TextEncoder().encode(JSON.stringify(walked))
  return toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', text)))
}

async function change(how: (entries: Entry[]) => Entry[]): Promise<void> {
  const now = await awsNow()
  await kept.change((entries) => how(entries.filter(({ endsAt }) => endsAt > now - AFTERWARDS)).slice(-MOST))
  for (const hear of hearing) hear()
}

/** `hear` is called when they are others, or other ones are told of. */
export const onLiveChange = (hear: () => void): void => void hearing.push(hear)
const hearing: (() => void)[] = []

const isOf = (entry: Entry, jar: string, { account, role }: Identity) =>
  entry.jar === jar && entry.account === account && entry.role === role

const yes = () => true
const no = () => false
const noMatter = () => {}
