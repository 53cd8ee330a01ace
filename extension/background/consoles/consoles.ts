// Which console sessions this browser is in, as far as it was Rolerelay that opened them or AWS's list names them, and whether AWS lets it be in several at a
// time. Each for itself: the normal windows, the private ones, and each of Firefox's containers have cookies of their own.

import type { Chain, ListedSession, RouteInfo, SessionList } from 'rolerelay-core'
import { hasPermission, isFirefox, type Tab } from '../../browser.ts'
import type { OpenSession, Settings, SignsOut } from '../../protocol.ts'
import { awsNow, clockSkew } from '../core/clock.ts'
import { partitionNamed, withCore } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { sessionValue } from '../store/session.ts'

/** A console session that was opened here, or that AWS's list names. */
export interface Console {
  /** The chain that opened it, by name; absent where none did. */
  chain?: string
  account: string
  /** In AWS's list it may be a user. */
  role: string
  /** By AWS's clock, in milliseconds since 1970; absent where AWS's list does not say. */
  endsAt?: number
  /** The address that signs out of it alone, where one of its pages was seen among several sessions, or AWS's list told it. */
  signOut?: string
  /** What the hosts of its pages begin with, as far as that is known. */
  label?: string
}

interface Jar {
  /** The last one is the one that the browser is in where it can be in one only. */
  consoles: Console[]
  /** Whether AWS wants to be signed out of one account before it lets another in; absent until that showed. */
  isSingle?: boolean
}

const PLACE = 'consoles'
export const isConsolesPlace = (key: string): boolean => key === PLACE
const kept = sessionValue<Record<string, Jar>>(PLACE, {})

/** Whose cookies the route's console has that opens in such a tab. Each partition's hosts have their own. */
export const jarOf = (store: string, { partition }: Pick<RouteInfo, 'partition'>): string => `${partition} ${store}`

/** Whose cookies a tab has: those of the normal windows, of the private ones, or of one of Firefox's containers. */
export const storeOf = (tab: (Tab & { cookieStoreId?: string }) | undefined): string =>
  tab?.cookieStoreId ?? (tab?.incognito ? 'private' : 'default')

/** The cookies of private windows. Firefox has a name for them, which it tells to who has the permission `cookies`. */
export const privateStore = async (): Promise<string> =>
  isFirefox && (await hasPermission('cookies')) ? 'firefox-private' : 'private'

/** The cookies of the normal windows: Firefox has a name for them, which a tab that is not known yet does not bear. */
export const NORMAL_STORE = isFirefox ? 'firefox-default' : 'default'
export const isNormalStore = (store: string): boolean => store === NORMAL_STORE || store === 'default'

/** Whether it is in one of Firefox's containers. */
export const isContainer = (tab: Tab): boolean => storeOf(tab).startsWith('firefox-container-')

/** The console session that this browser is in, where it is in another account's than this route's. */
export async function otherConsole(jar: string, { account }: RouteInfo): Promise<Console | undefined> {
  const { consoles } = await read(jar)
  const last = consoles.at(-1)
  return last && last.account !== account ? last : undefined
}

/** Whether whatever the browser is in is signed out before a sign-in, as the settings may say. Of several sessions that would end all. */
export const signsOutFirst = async (jar: string, { signOutFirst }: Settings): Promise<boolean> =>
  signOutFirst && !(await isSeveral(jar))

/**
 * Where AWS lets this browser be in one account only, and it is in another one: throws a failure of kind `guarded`, after
 * `onQuestion` has heard what would be signed out. `look` has AWS tell what the browser is in, where that may be asked.
 */
export async function mustMaySignOut(
  jar: string,
  route: RouteInfo,
  answered: boolean,
  { signOutFirst, closesSignedOut }: Settings,
  look: () => Promise<unknown>,
  onQuestion: (signsOut: SignsOut) => void,
): Promise<void> {
  const otherOfOne = async () => ((await read(jar)).isSingle ? otherConsole(jar, route) : undefined)
  if (answered) return
  if (signOutFirst) {
    // Of several sessions none is to be signed out.
    if ((await read(jar)).isSingle === undefined) await look()
    return
  }
  if (!(await otherOfOne())) return
  await look()
  const other = await otherOfOne()
  if (!other) return
  onQuestion(await toSignOut(other))
  throw failure(
    'guarded',
    `AWS lets this browser be signed in to one account at a time. It is signed in as ${other.role} in ${other.account}. To open ` +
      `${route.role} in ${route.account}, that has to be signed out. ${closesSignedOut ? CLOSED : LEFT} ` +
      'Nothing was sent yet.',
  )
}

const LEFT = 'Its tabs then ask you to sign in, or show the new role, when they load again.'
const CLOSED =
  'Those of its tabs are then closed that are seen to show it; others show the new role when they load again.'

/** It, as pages are told of it. */
export const toSignOut = async ({ role, account, endsAt }: Console): Promise<SignsOut> => {
  const skew = await clockSkew()
  return { role, account, ...(endsAt !== undefined && { endsAt: endsAt - skew }) }
}

/** Notes that the tab went on to the console. `signedOut`: whatever the browser was in was signed out for it. */
export function noteSignedIn(
  jar: string,
  chain: Chain,
  { account, role }: RouteInfo,
  endsAt: number,
  signedOut: boolean,
  known: Pick<Console, 'signOut' | 'label'>,
): Promise<void> {
  return change(jar, ({ consoles, ...before }) => {
    const others = signedOut ? [] : consoles.filter((other) => other.account !== account || other.role !== role)
    const console = { chain: chain.name, account, role, endsAt, ...known }
    // AWS let it in beside another account's, or its host names which of several it is.
    const isBeside = known.label !== undefined || others.some((other) => other.account !== account)
    const is = isBeside ? { isSingle: false } : signedOut && { isSingle: true }
    return { ...before, consoles: [...others, console].slice(-MOST_SESSIONS), ...is }
  })
}

/** Whether it is known that AWS keeps this browser in one console at a time: the next one then takes the place of the last, also in its account. */
export const isSingle = async (jar: string): Promise<boolean> => (await read(jar)).isSingle ?? false

/** Whether it is known that AWS lets this browser be in several. */
export const isSeveral = async (jar: string): Promise<boolean> => (await read(jar)).isSingle === false

/** Notes whether AWS keeps this browser in one console at a time, and wants the other account signed out first. */
export const noteMode = (jar: string, isSingle: boolean): Promise<void> =>
  change(jar, (known) => ({ ...known, isSingle }))

/** What this browser is in, where AWS lets in no more: so it takes several. `seen` knows more of their tabs by now. */
export async function openSessions(
  jar: string,
  seen: (one: Console) => Promise<Pick<Console, 'signOut' | 'label'>>,
): Promise<OpenSession[]> {
  const { consoles } = await read(jar)
  const sessions = await Promise.all(
    consoles.map(async (one) => (one.signOut ? one : { ...one, ...(await seen(one)) })),
  )
  await change(jar, (known) => ({ ...known, consoles: sessions, isSingle: false }))
  return allSessions(jar)
}

/** What this browser is in, as pages are told of it. */
export async function allSessions(jar: string): Promise<OpenSession[]> {
  const { consoles } = await read(jar)
  return Promise.all(
    consoles.map(async (one) => ({
      ...(await toSignOut(one)),
      ...(one.chain !== undefined && { chain: one.chain }),
      ...(one.signOut !== undefined && { signOut: one.signOut }),
    })),
  )
}

/**
 * Goes by AWS's list: what it does not name is open no more, unless it names some that cannot be read, and what it names is open, whoever
 * opened it.
 */
export function takeList(jar: string, { sessions, unread }: SessionList): Promise<void> {
  return change(jar, ({ consoles, ...before }) => {
    const listed = sessions.map((session): Console => {
      const { account, who: role, label, signOut, endsAt } = session
      const ours = consoles.find((one) => isListed(one, session))
      return { ...(label && { label }), ...(signOut && { signOut }), ...ours, account, role, ...(endsAt && { endsAt }) }
    })
    const rest = unread > 0 ? consoles.filter((one) => !sessions.some((session) => isListed(one, session))) : []
    // One of several has a label.
    const isSeveral = sessions.some(({ label }) => label !== undefined)
    return { ...before, consoles: [...rest, ...listed].slice(-MOST_SESSIONS), ...(isSeveral && { isSingle: false }) }
  })
}

/** Whether that is the session which AWS's list names. A role may have several, each with a label of its own. */
export const isListed = (one: Pick<Console, 'account' | 'role' | 'label'>, listed: ListedSession): boolean =>
  one.label !== undefined && listed.label !== undefined
    ? one.label === listed.label
    : one.account === listed.account && one.role === listed.who

/** The console session of this browser that is signed out by that address. */
export const sessionOf = async (jar: string, signOut: string): Promise<Console | undefined> =>
  (await read(jar)).consoles.find((one) => one.signOut === signOut)

/**
 * The address that signs out of that role's session of those cookies and of no other, where one is known. `page` is the address of a tab
 * that shows it, where that is told. `isAlone`: whatever there is was signed out for it.
 */
export async function signOutAddress(
  jar: string,
  { account, role }: Pick<Console, 'account' | 'role'>,
  page: string | undefined,
  isAlone: boolean,
): Promise<string | undefined> {
  const { consoles, isSingle } = await read(jar)
  const known = consoles.find((one) => one.account === account && one.role === role)?.signOut
  const [partition = ''] = jar.split(' ')
  const named = known ?? (page === undefined ? undefined : await withCore((core) => core.signOutOf(page)))
  return named ?? (isSingle || isAlone ? (await partitionNamed(partition))?.signOut : undefined)
}

/** Notes that the browser is in it no more; of one without an address of its own, in no console of that role. */
export const noteSignedOut = (jar: string, left: Pick<Console, 'account' | 'role' | 'signOut'>): Promise<void> =>
  change(jar, ({ consoles, ...known }) => ({ ...known, consoles: consoles.filter((one) => !isThat(one, left)) }))

const isThat = (one: Console, { account, role, signOut }: Pick<Console, 'account' | 'role' | 'signOut'>): boolean =>
  signOut === undefined ? one.account === account && one.role === role : one.signOut === signOut

/** In how many consoles AWS lets a browser be at a time, where it is not one alone. */
export const MOST_SESSIONS = 5

async function read(jar: string): Promise<Jar> {
  const [all, now] = await Promise.all([kept.read().catch((): Record<string, Jar> => ({})), awsNow()])
  return of(all, jar, now)
}

async function change(jar: string, how: (before: Jar) => Jar): Promise<void> {
  const now = await awsNow()
  await kept.change((all) => ({ ...all, [jar]: how(of(all, jar, now)) }))
}

function of(all: Record<string, Jar>, jar: string, now: number): Jar {
  const known = all[jar] ?? { consoles: [] }
  return { ...known, consoles: known.consoles.filter(({ endsAt }) => endsAt === undefined || endsAt > now) }
}
