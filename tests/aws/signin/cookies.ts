// The console's cookies, read and written. One browser has either one session or, once it opted in, up to five.

import { randomBytes } from 'node:crypto'
import type { Partition } from '../hosts.ts'
import type { Environment, Request } from '../http.ts'
import type { ConsoleSession } from '../state.ts'

const SINGLE = 'aws-creds'
const OPT_IN = 'aws-prism-opt-in'
const LABELLED = '__Secure-aws-session-id-'

/** The sessions that a browser shows by its cookies, ended ones left out. */
export function sessionsOf({ state, clock }: Environment, request: Request): ConsoleSession[] {
  const sessions: ConsoleSession[] = []
  for (const [name, value] of cookiesOf(request)) {
    const session = state.consoleSessions.get(value)
    const belongs = name === SINGLE ? session?.label === undefined : name === LABELLED + session?.label
    if (session && belongs && session.endsAt > clock.now() && session.partition === request.place.partition?.name)
      sessions.push(session)
  }
  return sessions
}

export const optedIn = (request: Request): boolean => cookiesOf(request).get(OPT_IN) === 'true'

/** Remembers the session and gives the cookie that stands for it on every host of the console. */
export function keep({ state }: Environment, partition: Partition, session: ConsoleSession): string {
  const value = randomBytes(24).toString('base64url')
  state.consoleSessions.set(value, session)
  return cookie(session.label ? LABELLED + session.label : SINGLE, value, shared(partition))
}

/** Ends sessions on the server, and takes their cookies away. */
export function forget({ state }: Environment, partition: Partition, sessions: ConsoleSession[]): string[] {
  for (const [value, session] of state.consoleSessions)
    if (sessions.includes(session)) state.consoleSessions.delete(value)
  return sessions.map(({ label }) => `${cookie(label ? LABELLED + label : SINGLE, '', shared(partition))}; Max-Age=0`)
}

export const optInCookie = (partition: Partition): string => cookie(OPT_IN, 'true', partition.signin)

/** `{account}-{8 of 0-9a-z}` */
export function newLabel(account: string): string {
  const letters = [...randomBytes(8)].map((byte) => (byte % 36).toString(36)).join('')
  return `${account}-${letters}`
}

const cookie = (name: string, value: string, domain: string): string =>
  `${name}=${value}; Domain=${domain}; Path=/; Secure; HttpOnly`

/** The domain that sign-in and console hosts have in common. */
const shared = ({ signin }: Partition): string => signin.replace(/^signin\./, '')

function cookiesOf({ headers }: Request): Map<string, string> {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=', 2))
  return new Map(pairs.flatMap(([name, value]) => (name && value ? [[name, value] as const] : [])))
}
