// Codes of an MFA device: where a run's code comes from, and the session that one code gives for all chains of a source.
// A code is never kept. Nothing waits for a person here: a run that lacks a code fails, and is asked for again with it.

import type { Credentials, RouteInfo, Source } from 'rolerelay-core'
import { awsNow, clockSkew, withRestClock } from '../core/clock.ts'
import { withCore } from '../core/core.ts'
import { asFailure, failure, notKept } from '../core/failure.ts'
import { withinEpoch } from '../lock/epoch.ts'
import { onLock } from '../lock/unlocked.ts'
import { inTurn } from '../store/storage.ts'
import { forgetSecrets, isLongTerm, keepSecrets, type Secrets, secretsOf } from './keys.ts'

/** What signs a chain's first hop. */
export interface Signer {
  credentials: Credentials
  /** The code that goes with the first hop, where the hop itself needs one and it is known. */
  tokenCode?: string
  /** Whether the credentials are a session that was kept, which AWS may have ended since. */
  kept?: boolean
}

interface Asked {
  source: Source
  credentials: Credentials
  route: Pick<RouteInfo, 'mfaSerial' | 'region' | 'endpoint'>
  /** What the person typed. */
  code: string | undefined
  /** Whether to go without a code of the seed, which may not be needed. */
  sparing?: boolean
  /** Whether what it signs takes neither a code nor what one gave. */
  takesNone?: boolean
  /** Whether it ends where AWS would have to be asked for a session. */
  keptOnly?: boolean | undefined
  signal: AbortSignal
  /** Hears that the seed's code of this half minute was used, and when the next one comes. */
  onWait: (until: number) => void
}

export async function signerOf(asked: Asked): Promise<Signer> {
  const { source, credentials, route, code, sparing } = asked
  // Codes are AWS's: nobody else is told one.
  if (!isLongTerm(credentials) || route.endpoint || asked.takesNone) return { credentials }
  if (source.mfaSession && source.mfaSerial) return signerWithSession(asked, source.mfaSerial)
  // The source's own device is that of each of its chains that names none.
  const serial = route.mfaSerial ?? source.mfaSerial
  if (serial === undefined) return { credentials }
  const tokenCode = code ?? (sparing ? undefined : await codeOfSeed(asked, serial))
  return { credentials, ...(tokenCode !== undefined && { tokenCode }) }
}

/** The session that a code gave, if it is of these keys and this device and lasts for a while yet. */
export function usableSession(
  { mfaSerial, mfaSession }: Source,
  { keys, mfa }: Secrets,
  awsNow: number,
): Credentials | undefined {
  const isOurs = mfaSession && mfa?.serial === mfaSerial && mfa?.accessKeyId === keys?.credentials.accessKeyId
  return isOurs && mfa && (mfa.credentials.expiresAt ?? 0) - MARGIN > awsNow ? mfa.credentials : undefined
}

/**
 * Does work that may send the seed's code, and does it once more if AWS did not take that and showed the clock to be wrong: a
 * code is of the half minute that it was made in. What a person types is of the device's own clock.
 */
export async function withRightCode<T>(typed: string | undefined, work: () => Promise<T>): Promise<T> {
  const before = await clockSkew()
  return work().catch(async (thrown) => {
    const isOff = Math.abs((await clockSkew()) - before) >= HALF_MINUTE
    if (typed !== undefined || asFailure(thrown).kind !== 'mfa' || !isOff) throw thrown
    return work()
  })
}

export const forgetSession = (sourceId: string): Promise<void> => forgetSecrets([sourceId], ['mfa'])

/** A session that ends within five minutes is not worth starting from. */
const MARGIN = 5 * 60_000

/** How long a code is good for (RFC 6238). */
const HALF_MINUTE = 30_000

/** Sessions that are being asked for, by source: one code for all runs that wait for it. */
const asking = new Map<string, Asking>()

interface Asking {
  session: Promise<Credentials>
  waitingUntil?: number
  /** How many runs still want it. When the last is cancelled, so is this. */
  runs: number
  stop: AbortController
}

async function signerWithSession(asked: Asked, serial: string): Promise<Signer> {
  const { source, keptOnly, signal, onWait } = asked
  const kept = usableSession(source, await secretsOf(source.id), await awsNow())
  if (kept) return { credentials: kept, kept: true }
  if (keptOnly) throw notKept()
  const mine = asking.get(source.id) ?? ask(asked, serial)
  if (mine.waitingUntil !== undefined) onWait(mine.waitingUntil)
  mine.runs += 1
  const cancelled = whenAborted(signal).catch((thrown) => {
    mine.runs -= 1
    if (mine.runs === 0) mine.stop.abort()
    throw thrown
  })
  return { credentials: await Promise.race([mine.session, cancelled]) }
}

function ask(asked: Asked, serial: string): Asking {
  const { source, credentials, route, code } = asked
  const stop = new AbortController()
  const { signal } = stop
  const onWait = (until: number) => {
    mine.waitingUntil = until
    asked.onWait(until)
  }
  const get = async () => {
    // Without one the core says which device is asked for.
    const tokenCode = code ?? (await codeOfSeed({ ...asked, signal, onWait }, serial)) ?? ''
    const session = await withRestClock((core) =>
      core.getSessionToken(credentials, route.region, serial, tokenCode, signal),
    )
    const { accessKeyId } = credentials
    await inTurn(async () => {
      const { keys } = await secretsOf(source.id)
      // Meanwhile the person may have changed the keys or deleted the source.
      if (keys?.credentials.accessKeyId !== accessKeyId) return
      await keepSecrets(new Map([[source.id, { mfa: { credentials: session, accessKeyId, serial } }]]))
    })
    return session
  }
  const mine: Asking = { session: withinEpoch(get).finally(() => asking.delete(source.id)), runs: 0, stop }
  asking.set(source.id, mine)
  return mine
}

/** The code that the source's seed gives for the device, one that was not used yet; nothing without a seed. */
async function codeOfSeed({ source, signal, onWait }: Asked, serial: string): Promise<string | undefined> {
  const { seed, codeEndsAt = 0 } = await secretsOf(source.id)
  // The seed is that of the source's own device.
  if (seed === undefined || (source.mfaSerial ?? serial) !== serial) return undefined
  for (;;) {
    const skew = await clockSkew()
    const { code, endsAt } = await withCore((core) => core.totp(seed, Date.now() + skew))
    const last = Math.max(codeEndsAt, used.get(source.id) ?? 0)
    // One from so far ahead was of a clock that was wrong, and no code that AWS took.
    if (endsAt > last || endsAt + HALF_MINUTE < last) {
      used.set(source.id, endsAt)
      await keepSecrets(new Map([[source.id, { codeEndsAt: endsAt }]]))
      return code
    }
    onWait(endsAt - skew)
    await Promise.race([whenAborted(signal), when(endsAt - skew)])
  }
}

onLock(() => {
  for (const { stop } of asking.values()) stop.abort()
  asking.clear()
})

/** As {@link Secrets.codeEndsAt}, for runs at the same moment: of these only one may have the code. */
const used = new Map<string, number>()

const when = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time - Date.now()))

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const cancelled = () => reject(failure('cancelled', 'You cancelled. Nothing was opened.'))
    if (signal.aborted) cancelled()
    else signal.addEventListener('abort', cancelled, { once: true })
  })
}
