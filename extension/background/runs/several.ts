// Several chains whose consoles are to be opened, weighed before any of them is: which of them find room beside what this browser is signed
// in to.

import { activeTab, type Tab } from '../../browser.ts'
import { MOST_AT_ONCE } from '../../limits.ts'
import type { OpeningChain, OpeningWeighed, OpenSession, Settings } from '../../protocol.ts'
import { getChain, wholeChain } from '../chains/lineage.ts'
import { allSessions, isSingle, jarOf, MOST_SESSIONS, signsOutFirst, storeOf } from '../consoles/consoles.ts'
import { belongsTo } from '../consoles/containers.ts'
import { liveConsoles, openOf } from '../consoles/live.ts'
import { askForSessions } from '../consoles/session-list.ts'
import { withCore } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { getSettings } from '../store/settings.ts'

/** Weighs them in that order. Throws a failure of kind `invalid` where they are more than anybody looks through, or one is not here. */
export async function weighOpening(ids: string[]): Promise<OpeningWeighed> {
  const several = [...new Set(ids)]
  if (several.length > MOST_AT_ONCE) {
    throw failure(
      'invalid',
      `${MOST_AT_ONCE} consoles at most are opened at once. Choose fewer chains. Nothing was opened.`,
    )
  }
  const [settings, here, live] = await Promise.all([getSettings(), activeTab().catch(() => undefined), liveConsoles()])
  const isOpen = (chainId: string) => settings.goesToTab && openOf(live, chainId) !== undefined
  const chains = await Promise.all(several.map((id) => consoleOf(id, here, settings)))
  const hinders = new Map<string, OpeningChain['hinder']>()
  const open: OpenSession[] = []
  for (const jar of new Set(chains.flatMap(({ jar = [] }) => jar))) {
    const its = chains.filter(hasJar).filter((one) => one.jar === jar)
    const sessions = await sessionsOf(jar, its)
    const found = (await signsOutFirst(jar, settings))
      ? alone(its, sessions, 'signs-out')
      : await hindersIn(jar, its, sessions)
    for (const [id, hinder] of found) hinders.set(id, hinder)
    if (found.length > 0) open.push(...sessions)
  }
  return {
    chains: chains.map(({ id, name }): OpeningChain => {
      const hinder = hinders.get(id)
      return { id, name, ...(isOpen(id) ? { isOpen: true } : hinder && { hinder }) }
    }),
    open,
    most: MOST_SESSIONS,
  }
}

/** The console of a chain. Without `jar` no session is made for it, or nobody knows which: the chain cannot be walked, and its own run says why. */
interface OfChain {
  id: string
  name: string
  jar?: string
  store?: string
  partition?: string
  /** Whose console it is. */
  who?: string
}
type InJar = Required<OfChain>
const hasJar = (one: OfChain): one is InJar => one.jar !== undefined

async function consoleOf(id: string, here: Tab | undefined, settings: Settings): Promise<OfChain> {
  const record = await getChain(id)
  const { name } = record
  const chain = await wholeChain(record).catch(() => undefined)
  const route = chain && (await withCore((core) => core.route(chain)).catch(() => undefined))
  if (!route || route.endpoint) return { id, name }
  const store = (await belongsTo(chain, route.account, here, settings)) ?? storeOf(here)
  return { id, name, jar: jarOf(store, route), store, partition: route.partition, who: whoIn(route) }
}

const whoIn = ({ account, role }: Pick<OpenSession, 'account' | 'role'>): string => `${account} ${role}`

/** What is open among those cookies, also what AWS's own list names where the person has that asked for. */
async function sessionsOf(jar: string, [first]: InJar[]): Promise<OpenSession[]> {
  if (first) await askForSessions(first.store, first)
  return allSessions(jar)
}

type Hinder = [id: string, hinder: NonNullable<OpeningChain['hinder']>]

async function hindersIn(jar: string, its: InJar[], sessions: OpenSession[]): Promise<Hinder[]> {
  if (await isSingle(jar)) return alone(its, sessions, 'single')
  const open = new Set(sessions.map(whoIn))
  return its.flatMap(({ id, who }): Hinder[] => {
    // To sign in as somebody once more takes no more room.
    if (!open.has(who) && open.size >= MOST_SESSIONS) return [[id, 'full']]
    open.add(who)
    return []
  })
}

/** Where one console takes the place of the last: all of them, unless they are one, and that is the one which is open. */
function alone(its: InJar[], sessions: OpenSession[], hinder: 'single' | 'signs-out'): Hinder[] {
  const last = sessions.at(-1)
  const open = last && whoIn(last)
  const all = new Set(its.map(({ who }) => who))
  if (open !== undefined) all.add(open)
  return all.size <= 1 ? [] : its.filter(({ who }) => who !== open).map(({ id }): Hinder => [id, hinder])
}
