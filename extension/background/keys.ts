// What is secret of a source, all of it in memory that ends with the browser: its keys, the TOTP seed of its MFA device, and
// the session that one MFA code gave. Nothing else names their keys of storage.session.

import type { Credentials, Source } from 'rolerelay-core'
import { type Stored, session } from '../browser.ts'
import { withCore } from './core.ts'

export interface Keys {
  credentials: Credentials
  likelyAccount?: string
}

/** What GetSessionToken gave, and for which key and device. */
export interface MfaSession {
  credentials: Credentials
  accessKeyId: string
  serial: string
}

/** All that is here of a source. In storage.session each stands under its name and the source's id: `keys/<source id>`. */
export interface Secrets {
  keys?: Keys
  /** What the keys were before the latest import, for its undo; null where none were here. */
  keysBefore?: Keys | null
  seed?: string
  /** When the half minute ends whose code the seed gave last: AWS takes each code once. */
  codeEndsAt?: number
  mfa?: MfaSession
}

export async function secretsOf(id: string): Promise<Secrets> {
  const kept = await session.get(NAMES.map((name) => place(name, id)))
  return pick(kept, id)
}

export async function secretsOfAll(ids: string[]): Promise<Map<string, Secrets>> {
  const kept = await session.get(ids.flatMap((id) => NAMES.map((name) => place(name, id))))
  return new Map(ids.map((id) => [id, pick(kept, id)]))
}

/** Keeps what is given, and leaves the rest as it is. */
export async function keepSecrets(secrets: Map<string, Secrets>): Promise<void> {
  const values = [...secrets].flatMap(([id, given]) =>
    Object.entries(given).map(([name, value]) => [place(name as Name, id), value]),
  )
  if (values.length > 0) await session.set(Object.fromEntries(values))
}

/** Forgets what is named, or all. */
export async function forgetSecrets(ids: string[], names: readonly Name[] = NAMES): Promise<void> {
  const forgotten = ids.flatMap((id) => names.map((name) => place(name, id)))
  if (forgotten.length > 0) await session.remove(forgotten)
}

export async function keysFor(credentials: Credentials): Promise<Keys> {
  const likelyAccount = await withCore((core) => core.likelyAccount(credentials.accessKeyId))
  return { credentials, ...(likelyAccount && { likelyAccount }) }
}

export const hasEnded = ({ expiresAt }: Credentials): boolean => expiresAt !== undefined && expiresAt <= Date.now()

/** Whether these are a user's own keys: what MFA codes are for, and what may ask for more than an hour. */
export const isLongTerm = ({ sessionToken }: Credentials): boolean => !sessionToken

/** Whether the first hops of a source's chains are signed by a user's own key; nothing while its keys are not here. */
export async function signsForLong({ id, mfaSerial, mfaSession }: Source): Promise<{ longTerm?: boolean }> {
  const { keys } = await secretsOf(id)
  // The session that an MFA code gave signs in the place of the keys.
  return keys ? { longTerm: isLongTerm(keys.credentials) && !(mfaSession && mfaSerial) } : {}
}

const NAMES = ['keys', 'keysBefore', 'seed', 'codeEndsAt', 'mfa'] as const satisfies (keyof Secrets)[]
type Name = (typeof NAMES)[number]

const place = (name: Name, id: string): string => `${name}/${id}`

const pick = (kept: Stored, id: string): Secrets =>
  Object.fromEntries(
    NAMES.flatMap((name) => (kept[place(name, id)] === undefined ? [] : [[name, kept[place(name, id)]]])),
  )
