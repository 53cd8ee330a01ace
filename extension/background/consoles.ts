// Which console sessions this browser is in, as far as it was Rolerelay that opened them, and whether AWS lets it be in several at a
// time. Each for itself: the normal windows, the private ones, and each of Firefox's containers have cookies of their own.

import type { Chain, RouteInfo } from 'rolerelay-core'
import type { Tab } from '../browser.ts'
import type { OpenSession, Settings, SignsOut } from '../protocol.ts'
import { awsNow, clockSkew } from './clock.ts'
import { failure } from './failure.ts'
import { sessionValue } from './vault/session.ts'

/** A console session that was opened here. */
export interface Console {
  chain: string
  account: string
  role: string
  /** By AWS's clock, in milliseconds since 1970. */
  endsAt: number
  /** The address that signs out of it alone, where one of its pages was seen among several sessions. */
  signOut?: string
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
export const jarOf = (store: string, { partition }: RouteInfo): string => `${partition} ${store}`

/** Whose cookies a tab has: those of the normal windows, of the private ones, or of one of Firefox's containers. */
export const storeOf = (tab: (Tab & { cookieStoreId?: string }) | undefined): string =>
  tab?.cookieStoreId ?? (tab?.incognito ? 'private' : 'default')

/** Whether it is in one of Firefox's containers. */
export const isContainer = (tab: Tab): boolean => storeOf(tab).startsWith('firefox-container-')

/** The console session that this browser is in, where it is in another account's than this route's. */
export async function otherConsole(jar: string, { account }: RouteInfo): Promise<Console | undefined> {
  const { consoles } = await read(jar)
  const last = consoles.at(-1)
  return last && last.account !== account ? last : undefined
}

/**
 * Where AWS lets this browser be in one account only, and it is in another one: throws a failure of kind `guarded`, after
 * `onQuestion` has heard what would be signed out.
 */
export async function mustMaySignOut(
  jar: string,
  route: RouteInfo,
  answered: boolean,
  { signOutFirst, closesSignedOut }: Settings,
  onQuestion: (signsOut: SignsOut) => void,
): Promise<void> {
  if (answered || signOutFirst || !(await read(jar)).isSingle) return
  const other = await otherConsole(jar, route)
  if (!other) return
  onQuestion(await signsOut(other))
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

export const signsOut = async ({ role, account, endsAt }: Console): Promise<SignsOut> => ({
  role,
  account,
  endsAt: endsAt - (await clockSkew()),
})

/** Notes that the tab went on to the console. `signedOut`: whatever the browser was in was signed out for it. */
export function noteSignedIn(
  jar: string,
  chain: Chain,
  { account, role }: RouteInfo,
  endsAt: number,
  signedOut: boolean,
  signOut: string | undefined,
): Promise<void> {
  return change(jar, ({ consoles, ...known }) => {
    const others = signedOut ? [] : consoles.filter((other) => other.account !== account || other.role !== role)
    const console = { chain: chain.name, account, role, endsAt, ...(signOut !== undefined && { signOut }) }
    // AWS let it in beside another account's.
    const isSeveral = others.some((other) => other.account !== account)
    return { ...known, consoles: [...others, console].slice(-MOST), ...(isSeveral && { isSingle: false }) }
  })
}

/** Whether it is known that AWS keeps this browser in one console at a time: the next one then takes the place of the last, also in its account. */
export const isSingle = async (jar: string): Promise<boolean> => (await read(jar)).isSingle ?? false

/** Notes that AWS wants the other account signed out first. */
export const noteSingle = (jar: string): Promise<void> => change(jar, (known) => ({ ...known, isSingle: true }))

/** What this browser is in, where AWS lets in no more: so it takes several. `signOutIn` knows more of their tabs by now. */
export async function openSessions(
  jar: string,
  signOutIn: (one: Console) => Promise<string | undefined>,
): Promise<OpenSession[]> {
  const { consoles } = await read(jar)
  const sessions = await Promise.all(
    consoles.map(async (one) => {
      const signOut = one.signOut ?? (await signOutIn(one))
      return { ...one, ...(signOut !== undefined && { signOut }) }
    }),
  )
  await change(jar, (known) => ({ ...known, consoles: sessions, isSingle: false }))
  const skew = await clockSkew()
  return sessions.map((session) => ({ ...session, endsAt: session.endsAt - skew }))
}

/** The console session of this browser that is signed out by that address. */
export const sessionOf = async (jar: string, signOut: string): Promise<Console | undefined> =>
  (await read(jar)).consoles.find((one) => one.signOut === signOut)

/** Notes that the browser is in it no more. */
export const noteSignedOut = (jar: string, { signOut }: Console): Promise<void> =>
  change(jar, ({ consoles, ...known }) => ({
    ...known,
    consoles: consoles.filter((one) => one.signOut !== signOut),
  }))

/** As AWS allows it. */
const MOST = 5

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
  return { ...known, consoles: known.consoles.filter(({ endsAt }) => endsAt > now) }
}
