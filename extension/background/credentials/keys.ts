// What is secret of a source: its keys, the TOTP seed of its MFA device, and the session that one MFA code gave. In a vault, keys
// and seeds are among what it holds, unless the person wants them to end with the browser. The rest is in storage.session,
// which is memory, and while there is a vault it is sealed there: a locked browser holds none of it in the clear.

import type { Credentials, Endpoint, FailureKind, Registration, Source } from 'rolerelay-core'
import type { Stored } from '../../browser.ts'
import { withCore, withRest } from '../core/core.ts'
import { session, sessionKeys } from '../core/memory.ts'
import { endsWithLock } from '../lock/unlocked.ts'
import type { ConsoleLogin } from '../sources/console-sign-in.ts'
import type { Federated } from '../sources/federated.ts'
import type { Issued } from '../sources/identity-center.ts'
import type { LoginWaiting } from '../sources/login-tab.ts'
import type { KeptRotation } from '../sources/rotate.ts'
import type { SignIn } from '../sources/sign-ins.ts'
import type { Waiting } from '../sources/waiting.ts'
import type { Watched } from '../sources/watched.ts'
import { table } from '../store/admission.ts'
import { openFromSession, sealForSession } from '../store/session.ts'
import { isVault, type Kept, read, write } from '../store/storage.ts'
import { dropHopsOf } from './hops.ts'

export interface Keys {
  credentials: Credentials
  /** The origin of the endpoint that they were entered for, in the place of AWS: they are given to no other, nor to AWS. */
  endpoint?: string
  likelyAccount?: string
  /** Since when they are here or, where AWS said it, since when there are these; in milliseconds since 1970. */
  since?: number
  /** The import that brought them, for its undo. */
  imported?: string
}

/** What GetSessionToken gave, and for which key and device. */
export interface MfaSession {
  credentials: Credentials
  accessKeyId: string
  serial: string
}

/** What the vault holds of a source. */
export interface StoredSecrets {
  keys?: Keys
  seed?: string
  /** The exchange of the keys for new ones, while it is under way. */
  rotation?: KeptRotation
}

/** All that is here of a source. In storage.session each stands under its name and the source's id: `keys/<source id>`. */
export interface Secrets extends StoredSecrets {
  /** What the keys were before the latest import, for its undo. */
  keysBefore?: Keys
  /** When the half minute ends whose code the seed gave last: AWS takes each code once. */
  codeEndsAt?: number
  mfa?: MfaSession
  /** How AWS refused what the source gave, when that was used last. */
  refused?: FailureKind
  /** What the sign-in at an identity provider was exchanged for. */
  federated?: Federated
  /** The tab in which the person signs in there, or why that came to nothing. */
  watched?: Watched
  /** What a console sign-in gave, and the key that it is bound to. */
  login?: ConsoleLogin
  /** A console sign-in that the person has not done yet, or why it came to nothing. */
  loginWaiting?: LoginWaiting
  /** What the portal of a permission set gave for it last. */
  issued?: Issued
  /** Of an access portal, whose id stands in the place of a source's: the tokens of whoever signed in there. */
  signIn?: SignIn
  /** Of an access portal: a sign-in that the person has not confirmed yet. */
  waiting?: Waiting
  /** Of a region: the client that is registered there. */
  client?: Registration
}

export const secretsOf = async (id: string): Promise<Secrets> => (await secretsOfAll([id])).get(id) ?? {}

export async function secretsOfAll(ids: string[]): Promise<Map<string, Secrets>> {
  if (ids.length === 0) return new Map()
  const [inSession, inVault] = await Promise.all([readSession(ids), readVault()])
  return new Map(ids.map((id) => [id, { ...inVault[id], ...pick(inSession, id) }]))
}

/**
 * Keeps what is given, and leaves the rest as it is; `more` is written with it, all or nothing. Where keys and seeds go, the
 * source's record says. Call this in turn.
 */
export async function keepSecrets(secrets: Map<string, Secrets>, more: Partial<Kept> = {}): Promise<void> {
  const { inSession, inVault } = await parted(secrets, more.sources)
  await writeSession(inSession)
  const values = { ...more, ...inVault }
  if (Object.keys(values).length > 0) await write(values)
  const idsOf = (isSuch: (given: Secrets) => unknown) =>
    [...secrets].flatMap(([id, given]) => (isSuch(given) ? [id] : []))
  await dropHopsOf(idsOf(({ keys, federated }) => keys || federated))
  const begunAnew = idsOf(({ keys, federated, login }) => keys || federated || login)
  // What AWS refused were others.
  if (begunAnew.length > 0) await session.remove(begunAnew.map((id) => place('refused', id)))
}

/**
 * What is given by where it goes, as these sources say or those that are here: into storage.session, and into the vault, which is then
 * to be written so; nothing of that where it would stay the same.
 */
export async function parted(
  secrets: Map<string, Secrets>,
  sources?: Source[],
): Promise<{ inSession: Stored; inVault: Partial<Kept> }> {
  const inSession: Stored = {}
  const homes = await homesOf([...secrets.keys()], sources)
  const forVault = new Map<string, StoredSecrets>()
  for (const [id, given] of secrets) {
    for (const [name, value] of Object.entries(given)) {
      if (homes.has(id) && isDurable(name)) forVault.set(id, { ...forVault.get(id), [name]: value })
      else inSession[place(name as Name, id)] = value
    }
  }
  const inVault = await changedVault((kept) => {
    for (const [id, given] of forVault) kept[id] = { ...kept[id], ...given }
  })
  return { inSession, inVault }
}

/** The vault's secrets as `change` leaves them, to be written with more; nothing where they stay the same. */
export async function changedVault(change: (kept: Record<string, StoredSecrets>) => void): Promise<Partial<Kept>> {
  const kept = await readVault()
  const before = JSON.stringify(kept)
  change(kept)
  return JSON.stringify(kept) === before ? {} : { secrets: kept }
}

/** The ids under which something of that name is in storage.session. What it is stays sealed. */
export async function idsWith(name: Name): Promise<string[]> {
  return idsIn(await sessionKeys(), name)
}

/** The same of several names, for which a browser that does not list keys reads all of storage.session once. */
export async function idsWithEach<N extends Name>(...names: N[]): Promise<Record<N, string[]>> {
  const keys = await sessionKeys()
  return Object.fromEntries(names.map((name) => [name, idsIn(keys, name)])) as Record<N, string[]>
}

const idsIn = (keys: string[], name: Name): string[] =>
  keys.flatMap((key) => (key.startsWith(place(name, '')) ? [key.slice(place(name, '').length)] : []))

/**
 * Forgets what is named, or all; `more` is written with what the vault forgets, all or nothing, and before what is in memory goes: so
 * what is not forgotten is there whole.
 */
export async function forgetSecrets(
  ids: string[],
  names: readonly Name[] = NAMES,
  more: Partial<Kept> = {},
): Promise<void> {
  if (ids.length === 0) return
  const inVault = names.some(isDurable) ? await changedVault((kept) => forget(kept, ids, names)) : {}
  const values = { ...more, ...inVault }
  if (Object.keys(values).length > 0) await write(values)
  await session.remove(ids.flatMap((id) => names.map((name) => place(name, id))))
  if (names.some((name) => ENDS_HOPS.includes(name))) await dropHopsOf(ids)
  if (inVault.secrets) await forgetSnapshot()
}

/** Takes what is named of these out of what the vault holds. */
export function forget(kept: Record<string, StoredSecrets>, ids: string[], names: readonly Name[] = NAMES): void {
  for (const id of ids) {
    for (const name of names) delete kept[id]?.[name as keyof StoredSecrets]
    if (Object.keys(kept[id] ?? {}).length === 0) delete kept[id]
  }
}

/** The last two snapshots are kept: with one more, none holds any more what was forgotten. Should it fail, the next save does it. */
export const forgetSnapshot = (): Promise<void> => write({}).catch(() => {})

/** What a vault that is begun now is to hold of these sources: all that is durable and is not to end with the browser. */
export async function secretsForVault(sources: Source[]): Promise<Record<string, StoredSecrets>> {
  const ids = sources.flatMap(({ id, sessionOnly }) => (sessionOnly ? [] : [id]))
  const inSession = await readSession(ids)
  const secrets = ids.map((id): [string, StoredSecrets] => {
    const { keys, seed } = pick(inSession, id)
    return [id, { ...(keys && { keys }), ...(seed !== undefined && { seed }) }]
  })
  return Object.fromEntries(secrets.filter(([, kept]) => Object.keys(kept).length > 0))
}

/** Puts what is here of these sources where their records say that it belongs: into the vault, or into memory alone. */
export async function rehome(ids: string[]): Promise<void> {
  const [homes, inSession, inVault] = await Promise.all([homesOf(ids), readSession(ids), readVault()])
  for (const id of ids) {
    // Only what is in the wrong place: else each unlocking would write all of it anew.
    const { keys, seed, rotation } = homes.has(id) ? pick(inSession, id) : (inVault[id] ?? {})
    const given = { ...(keys && { keys }), ...(seed !== undefined && { seed }), ...(rotation && { rotation }) }
    if (Object.keys(given).length === 0) continue
    await keepSecrets(new Map([[id, given]]))
    // Only now, so that at no moment it is nowhere.
    if (homes.has(id)) await session.remove(DURABLE.map((name) => place(name, id)))
    else await forgetInVault(id)
  }
}

/** Keys that are kept from now on, of AWS or of that endpoint. */
export async function keysFor(credentials: Credentials, endpoint?: Endpoint): Promise<Keys> {
  if (endpoint) return { credentials, endpoint: endpoint.sts, since: Date.now() }
  const likelyAccount = await withRest((core) => core.likelyAccount(credentials.accessKeyId))
  return { credentials, ...(likelyAccount && { likelyAccount }), since: Date.now() }
}

/** Whether they have ended, by AWS's clock and by this computer's: what is known of the one may be of before the other was set. */
export const hasEnded = ({ expiresAt }: Credentials, awsNow: number): boolean =>
  expiresAt !== undefined && expiresAt <= Math.min(awsNow, Date.now())

/** Whether these are a user's own keys: what MFA codes are for, and what may ask for more than an hour. */
export const isLongTerm = ({ sessionToken }: Credentials): boolean => !sessionToken

/** Whether the first hops of a source's chains are signed by a user's own key; nothing while that is not known. */
export async function signsForLong(source: Source): Promise<{ longTerm?: boolean }> {
  const { id, settings = [], mfaSerial, mfaSession } = source
  const { keys } = await secretsOf(id)
  const [of] = settings.length > 0 ? await withCore((core) => core.sourceKinds([source])) : []
  // A sign-in gives a session. Where a user's keys were entered beside it, either may sign.
  if (of && of.kind !== 'keys' && of.kind !== 'endpoint')
    return keys && isLongTerm(keys.credentials) ? {} : { longTerm: false }
  // The session that an MFA code gave signs in the place of the keys.
  return keys ? { longTerm: isLongTerm(keys.credentials) && !(mfaSession && mfaSerial) } : {}
}

const DURABLE = ['keys', 'seed', 'rotation'] as const satisfies (keyof StoredSecrets)[]
const NAMES = [
  ...DURABLE,
  'keysBefore',
  'codeEndsAt',
  'mfa',
  'refused',
  'federated',
  'watched',
  'login',
  'loginWaiting',
  'issued',
  'signIn',
  'waiting',
  'client',
] as const satisfies (keyof Secrets)[]
type Name = (typeof NAMES)[number]

/** With these, what was walked with them is forgotten. */
const ENDS_HOPS: Name[] = ['keys', 'mfa', 'federated', 'login']

const isDurable = (name: string): boolean => (DURABLE as readonly string[]).includes(name)

endsWithLock((key) => key.startsWith(place('issued', '')))

/** Whether a key of storage.session is of a source's secrets. */
export const isSecretsPlace = (key: string): boolean => NAMES.some((name) => key.startsWith(`${name}/`))

const place = (name: Name, id: string): string => `${name}/${id}`

const pick = (kept: Stored, id: string): Secrets =>
  Object.fromEntries(
    NAMES.flatMap((name) => (kept[place(name, id)] === undefined ? [] : [[name, kept[place(name, id)]]])),
  )

/** Of these sources, those whose keys the vault keeps. */
async function homesOf(ids: string[], written?: Source[]): Promise<Set<string>> {
  if (!(await isVault())) return new Set()
  const sources = written ?? (await read('sources')).sources ?? []
  const inMemory = new Set(sources.flatMap(({ id, sessionOnly }) => (sessionOnly ? [id] : [])))
  return new Set(ids.filter((id) => !inMemory.has(id)))
}

const readVault = async (): Promise<Record<string, StoredSecrets>> =>
  table(Object.entries((await isVault()) ? ((await read('secrets')).secrets ?? {}) : {}))

async function forgetInVault(id: string): Promise<void> {
  const { [id]: gone, ...others } = await readVault()
  if (gone) await write({ secrets: others })
}

async function readSession(ids: string[]): Promise<Stored> {
  const kept = await session.get(ids.flatMap((id) => NAMES.map((name) => place(name, id))))
  return Object.fromEntries(
    await Promise.all(Object.entries(kept).map(async ([at, value]) => [at, await openFromSession(at, value)])),
  )
}

async function writeSession(values: Stored): Promise<void> {
  const entries = Object.entries(values)
  if (entries.length === 0) return
  await session.set(
    Object.fromEntries(await Promise.all(entries.map(async ([at, value]) => [at, await sealForSession(at, value)]))),
  )
}
