// Which console sessions this browser is in, as far as it was Rolerelay that opened them, and whether AWS lets it be in several at a
// time. Each for itself: the normal windows, the private ones, and each of Firefox's containers have cookies of their own.

import type { Chain, HopReport, RouteInfo } from 'rolerelay-core'
import { session, type Tab } from '../browser.ts'
import type { Settings, SignsOut } from '../protocol.ts'
import { awsNow, clockSkew } from './clock.ts'
import { failure } from './failure.ts'
import { queue } from './queue.ts'
import { epoch } from './vault/epoch.ts'
import { openFromSession, sealForSession } from './vault/session.ts'

/** A console session that was opened here. */
interface Console {
  chain: string
  account: string
  role: string
  /** By AWS's clock, in milliseconds since 1970. */
  endsAt: number
}

interface Jar {
  /** The last one is the one that the browser is in where it can be in one only. */
  consoles: Console[]
  /** Whether AWS wants to be signed out of one account before it lets another in; absent until that showed. */
  isSingle?: boolean
}

const PLACE = 'consoles'
export const isConsolesPlace = (key: string): boolean => key === PLACE

/** Whose cookies a tab opens the route's console with that is opened from this one. Each partition's hosts have their own. */
export function jarOf(tab: (Tab & { cookieStoreId?: string }) | undefined, { partition }: RouteInfo): string {
  return `${partition} ${tab?.cookieStoreId ?? (tab?.incognito ? 'private' : 'default')}`
}

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
  { signOutFirst }: Settings,
  onQuestion: (signsOut: SignsOut) => void,
): Promise<void> {
  if (answered || signOutFirst || !(await read(jar)).isSingle) return
  const other = await otherConsole(jar, route)
  if (!other) return
  onQuestion(await signsOut(other))
  throw failure(
    'guarded',
    `AWS lets this browser be signed in to one account at a time. It is signed in as ${other.role} in ${other.account}. To open ` +
      `${route.role} in ${route.account}, that has to be signed out. Its tabs then ask you to sign in, or show the new role, when they load again. ` +
      'Nothing was sent yet.',
  )
}

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
  hops: HopReport[],
  signedOut: boolean,
): Promise<void> {
  return change(jar, ({ consoles, ...known }) => {
    const others = signedOut ? [] : consoles.filter((other) => other.account !== account || other.role !== role)
    const console = { chain: chain.name, account, role, endsAt: hops.at(-1)?.expiresAt ?? 0 }
    // AWS let it in beside another account's.
    const isSeveral = others.some((other) => other.account !== account)
    return { ...known, consoles: [...others, console].slice(-MOST), ...(isSeveral && { isSingle: false }) }
  })
}

/** Notes that AWS wants the other account signed out first. */
export const noteSingle = (jar: string): Promise<void> => change(jar, (known) => ({ ...known, isSingle: true }))

/** As AWS allows it. */
const MOST = 5

const inTurn = queue()

async function readAll(): Promise<Record<string, Jar>> {
  const { [PLACE]: kept } = await session.get([PLACE])
  return kept === undefined ? {} : ((await openFromSession(PLACE, kept)) as Record<string, Jar>)
}

async function read(jar: string): Promise<Jar> {
  const [all, now] = await Promise.all([readAll().catch(() => ({})), awsNow()])
  const known: Jar = (all as Record<string, Jar>)[jar] ?? { consoles: [] }
  return { ...known, consoles: known.consoles.filter(({ endsAt }) => endsAt > now) }
}

function change(jar: string, how: (before: Jar) => Jar): Promise<void> {
  const mine = epoch()
  return inTurn(async () => {
    const all = await readAll()
    const sealed = await sealForSession(PLACE, { ...all, [jar]: how(await read(jar)) })
    if (!mine.aborted) await session.set({ [PLACE]: sealed })
  })
}
