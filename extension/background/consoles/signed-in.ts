// What AWS's own list names of the normal windows' consoles, also of those that were not opened here; what of them is found again, since a
// chain and a tab fit; and how one is signed out.

import type { ListedSession, SessionList } from 'rolerelay-core'
import { closeTab, consoleTabs, createTab, getTab, type Tab } from '../../browser.ts'
import type { ListedConsole, RunQuestion, SignedIn } from '../../protocol.ts'
import { getChain, wholeChain } from '../chains/lineage.ts'
import { summaries } from '../chains/shelf.ts'
import { awsNow, clockSkew } from '../core/clock.ts'
import { withCore } from '../core/core.ts'
import { epoch } from '../lock/epoch.ts'
import { getSettings } from '../store/settings.ts'
import { Watch } from './arrival.ts'
import { allSessions, isListed, jarOf, NORMAL_STORE, noteSignedOut, sessionOf, storeOf } from './consoles.ts'
import { addressToSignOut, digestOf, type Entry, endLive, knownConsoles, noteFound, openedIn } from './live.ts'
import { askForSessions, lists } from './session-list.ts'
import { leaveSignedOut } from './signed-out.ts'

/** Asks for the list, where that may be, and finds again what it names. */
export async function signedIn(): Promise<SignedIn> {
  // One partition alone is known to have such a list.
  const [partition = ''] = (await lists()).keys()
  const jar = jarOf(NORMAL_STORE, { partition })
  const [asked, seen] = await Promise.all([askForSessions(NORMAL_STORE, { partition }), seenTabs()])
  const list = asked.is === 'listed' ? asked.list : NONE
  // Without a label there is one session alone.
  const of = ({ label }: ListedSession) =>
    label === undefined && list.sessions.length > 1 ? [] : seen.filter((one) => one.label === label)
  await noteFound(await found(list, of, jar, partition))
  const [known, now, skew] = await Promise.all([knownConsoles(), awsNow(), clockSkew()])
  const isKnown = (session: ListedSession) =>
    known.some((entry) => entry.jar === jar && entry.endsAt > now && isListed(entry, session))
  const sessions = list.sessions
    .filter((session) => !isKnown(session))
    .map((session): ListedConsole => {
      const { account, who, endsAt, signOut } = session
      const tab = of(session)[0]?.tab.id
      return {
        ...{ account, who },
        ...(endsAt !== undefined && { endsAt: endsAt - skew }),
        ...(tab !== undefined && { tab }),
        ...(signOut !== undefined && { signOut }),
      }
    })
  const told = [...known.map(({ tab }) => tab), ...list.sessions.flatMap(of).map(({ tab }) => tab.id)]
  const otherTabs = seen.filter(({ tab }) => !told.includes(tab.id ?? -1)).length
  return { list: asked.is, sessions, unread: list.unread, otherTabs }
}

/** The sessions among that tab's cookies, of the partition that the chain opens in, once AWS was asked for them. */
export async function sessionsAround(tab: number, chainId: string): Promise<NonNullable<RunQuestion['full']>> {
  const [chain, store] = await Promise.all([getChain(chainId).then(wholeChain), getTab(tab).then(storeOf)])
  const route = await withCore((core) => core.route(chain))
  const { is: list } = await askForSessions(store, route)
  return { sessions: await allSessions(jarOf(store, route)), list }
}

/**
 * Signs out of one of several sessions of the normal windows, in a tab of its own, as a person would. False where it is not known, or
 * AWS's page was not seen to load.
 */
export async function signOutOf(signOut: string): Promise<boolean> {
  const [partition = ''] = (await lists()).keys()
  const jar = jarOf(NORMAL_STORE, { partition })
  const session = await sessionOf(jar, signOut)
  if (!session || !(await loads(signOut))) return false
  await noteSignedOut(jar, session)
  await endLive(jar, session)
  return true
}

/**
 * Signs out of the console in that tab, among its own cookies; its tabs are closed or leave their group, as the person chose. False where
 * nobody knows how, or AWS's page was not seen to load.
 */
export async function signOutAt(tab: number): Promise<boolean> {
  const [entry, beside, settings] = await Promise.all([openedIn(tab), getTab(tab), getSettings()])
  const address = entry && (await addressToSignOut(entry, beside, settings))
  if (!address || !(await loads(address, beside))) return false
  const { jar, account, role } = entry
  await noteSignedOut(jar, { account, role })
  await leaveSignedOut(await endLive(jar, entry), settings)
  return true
}

/** Loads AWS's page that signs out in a tab of its own, whose cookies are those of the one that it is beside. */
async function loads(url: string, beside?: Tab): Promise<boolean> {
  const watch = new Watch()
  try {
    const place = beside?.id === undefined ? {} : { windowId: beside.windowId, openerTabId: beside.id }
    const { id } = await createTab({ url, active: false, ...place })
    if (id === undefined) return false
    await watch.loaded(id, epoch())
    await closeTab(id)
    return true
  } finally {
    watch.end()
  }
}

const NONE: SessionList = { sessions: [], unread: 0 }

interface Seen {
  tab: Tab
  label: string | undefined
}

/** The tabs of the normal windows that are seen to show a console, each with the label of its session. */
async function seenTabs(): Promise<Seen[]> {
  const tabs = (await consoleTabs()).filter((tab) => storeOf(tab) === NORMAL_STORE)
  return withCore((core) => tabs.map((tab) => ({ tab, label: core.sessionLabel(tab.url ?? '') })))
}

/**
 * The tabs of sessions that nobody remembers, with the chain that they are of: the only one that ends in that role. One that opens
 * read-only is none, since nobody says whether changes were allowed.
 */
async function found(
  { sessions }: SessionList,
  of: (session: ListedSession) => Seen[],
  jar: string,
  partition: string,
): Promise<Entry[]> {
  const all = await summaries()
  const entries = sessions.map(async (session): Promise<Entry[]> => {
    const { account, who: role, isRole, endsAt } = session
    const [its, ...others] = all.filter((chain) => chain.account === account && chain.role === role)
    if (!its || others.length > 0 || its.readOnly || !isRole || endsAt === undefined) return []
    const walked = await digestOf(await wholeChain(await getChain(its.id)))
    const entry = { jar, partition, chainId: its.id, walked, name: its.name, account, role, endsAt }
    return of(session).flatMap(({ tab }) => (tab.id === undefined ? [] : [{ ...entry, tab: tab.id }]))
  })
  return (await Promise.all(entries)).flat()
}
