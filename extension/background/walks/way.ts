// A chain made ready to be walked: whole, its source's keys at hand, the hosts in reach. And who signs its first hop.

import type { Chain, Credentials, Failure, Lease, Memory, RouteInfo, Source, WalkOptions } from 'rolerelay-core'
import { hasAccess } from '../../browser.ts'
import type { Settings } from '../../protocol.ts'
import { learnFrom, learnFromSuccess, refusedDurations } from '../chains/durations.ts'
import { recordIds, wholeChain, withParents } from '../chains/lineage.ts'
import { mustHaveAccess } from '../core/access.ts'
import { awsNow } from '../core/clock.ts'
import { partitionNamed, withCore } from '../core/core.ts'
import { asFailure, failure, notKept } from '../core/failure.ts'
import { Hops } from '../credentials/hops.ts'
import { isLongTerm } from '../credentials/keys.ts'
import { forgetSession, type Signer, signerOf, withRightCode } from '../credentials/mfa.ts'
import { withinEpoch } from '../lock/epoch.ts'
import { noteTaken, takeBack } from '../sources/kinds.ts'
import { readySource } from '../sources/records.ts'
import { needsReason, reasonOptions } from './questions.ts'

export interface Way {
  /** Where it starts, and with which key. */
  source: { id: string; name: string; accessKeyId: string }
  /** From its source on, with the hops of its parents. */
  chain: Chain
  route: RouteInfo
  /**
   * Does work with what signs the first hop, and with what is kept of hops where it may go on from there. Should AWS no longer take a
   * session that was kept, or a code be needed, it does so once more.
   */
  walk<T>(work: Work<T>): Promise<T>
}

interface Asked {
  settings: Settings
  /** The console page to open in the place of the chain's own. */
  page?: string | undefined
  /** The code of the MFA device. */
  code?: string | undefined
  /** The ticket or the reason that the person gave. */
  reason?: string | undefined
  /** For how many minutes changes are allowed to a chain that opens read-only. */
  lift?: number | undefined
  /** What the credentials are to be no wider than. */
  lease?: Lease | undefined
  /** The hop at which it ends, 1 for the first; the last unless told. */
  hop?: number | undefined
  /** Whether it may go on from sessions that are kept of hops, in the place of a walk all the way. */
  goesOn?: boolean
  /** Whether it ends where something is not kept: no credentials are asked for, no role is assumed, and no code is used. */
  keptOnly?: boolean
  /** When the console ends that is renewed: what is kept of the last hop has to end later. */
  outlives?: number | undefined
  /** Whether what it gives has to last for a while, so that what is kept of the last hop and is nearly over is not enough. */
  lasts?: boolean
  /** Hears of the route before any keys are read, and may throw. */
  onRoute?: (chain: Chain, route: RouteInfo) => Promise<void>
  signal: AbortSignal
  /** Hears how many hops there are. */
  onLength?: (of: number) => void
  /** Hears when the next code of the MFA device comes, which it waits for. */
  onWait: (until: number) => void
}

/** A chain that ends at that hop: as read-only, and asking as much first, as the whole. */
function asFarAs(hop: number, { hops, destination: _, ...whole }: Chain): Chain {
  if (hop >= 1 && hop <= hops.length) return { ...whole, hops: hops.slice(0, hop) }
  throw failure(
    'invalid',
    `There is no hop ${hop}: the chain has ${hops.length}. It was changed meanwhile; choose one anew.`,
  )
}

export async function wayOf(written: Chain, asked: Asked): Promise<Way> {
  const {
    settings,
    page,
    code,
    reason,
    lift,
    lease,
    hop,
    signal,
    goesOn = false,
    keptOnly,
    lasts = false,
    onLength,
    onRoute,
    onWait,
  } = asked
  const whole = await wholeChain(written)
  const chain = hop === undefined ? whole : asFarAs(hop, whole)
  onLength?.(chain.hops.length)
  const route = await withCore((core) => core.route(chain, page))
  await onRoute?.(chain, route)
  // STS would be asked for its session.
  if (keptOnly && chain.userConsole) throw notKept()
  const outlives = asked.outlives ?? (lasts && chain.hops.length > 0 ? (await awsNow()) + leastOf(chain) : undefined)
  const [{ source, credentials, identity, wasRefused }, refused, mayAskIam] = await Promise.all([
    readySource(chain.sourceId, signal, {
      outlives: goesOn && chain.hops.length === 0 ? (outlives ?? 0) : undefined,
      keptOnly,
    }),
    refusedDurations(),
    hasIam(route),
    mustHaveAccess(route.origins),
  ])
  const { mfaSerial } = source
  const { user } = settings
  const options = ({ tokenCode }: Signer): WalkOptions => ({
    ...(user && { user }),
    ...(mfaSerial && { mfaSerial }),
    ...(tokenCode && { tokenCode }),
    // Why changes are allowed is for the journal, unless AWS is to record a reason anyway.
    ...(chain.hops.length > 0 &&
      reasonOptions(route, settings, lift !== undefined && !needsReason(route, settings) ? undefined : reason)),
    ...(lift !== undefined && { liftedSeconds: lift * 60 }),
    ...(lease && { lease }),
    refusedDurations: refused,
    mayAskIam,
  })
  // No code goes with a chain that assumes no role.
  const asks = { source, credentials, route, code, keptOnly, takesNone: chain.hops.length === 0, signal, onWait }
  const records = goesOn ? (await withParents([written])).flatMap(({ id }) => recordIds(id)) : []
  const walk = <T>(signer: () => Promise<Signer>, work: Work<T>): Promise<T> =>
    withFreshSession(source.id, signer, async (by) => {
      const walker = {
        sourceId: source.id,
        identity: identityOf(source, identity, by.credentials !== credentials),
        records,
      }
      const last = outlives === undefined ? undefined : { hops: chain.hops.length, outlives }
      const hops = goesOn ? new Hops(walker, signal, last, keptOnly) : undefined
      const end = await work(by.credentials, options(by), hops).finally(() => hops?.over())
      if (isLongTerm(by.credentials) && !signal.aborted)
        void withinEpoch(() => learnFromSuccess(chain.hops)).catch(noMatter)
      return end
    })
  const withCode = <T>(work: Work<T>) => walk(() => signerOf(asks), work)
  /** Nothing was kept of what a source began that was refused, so AWS took it now. */
  const taken = async () => {
    if (wasRefused) await noteTaken(source.id).catch(noMatter)
  }
  return {
    source: { id: source.id, name: source.name, accessKeyId: credentials.accessKeyId },
    chain,
    route,
    walk: (work) =>
      withRightCode(code, () => {
        if (!goesOn) return withCode(work)
        // What an earlier code covered may be kept: then none is used up, and nobody waits for the next.
        return walk(() => signerOf({ ...asks, sparing: true }), work).catch((thrown) => {
          if (keptOnly || !lacksCode(asFailure(thrown))) throw thrown
          return withCode(work)
        })
      }).then(
        async (end) => {
          await taken()
          return end
        },
        async (thrown) => {
          const wrong = asFailure(thrown)
          if (isRefused(wrong)) await takeBack(source, wrong).catch(noMatter)
          else if (wrong.hop) await taken()
          await learnFrom(wrong).catch(noMatter)
          throw thrown
        },
      ),
  }
}

/** A quarter of an hour, or half of what the last hop asks for, if that is less; in milliseconds. */
const leastOf = ({ hops }: Chain): number => Math.min(900_000, (hops.at(-1)?.durationSeconds ?? 3_600) * 500)

type Work<T> = (base: Credentials, options: WalkOptions, hops?: Memory) => Promise<T>

/** A session that a code gave may do more than the key that it is of. */
const identityOf = ({ id, mfaSerial }: Source, identity: string, withCode: boolean): string =>
  JSON.stringify([id, identity, withCode ? mfaSerial : null])

/** Nothing was sent for want of it. */
const lacksCode = ({ kind, evidence }: Failure): boolean => kind === 'mfa' && evidence?.attempts === undefined

/** Whether the browser reaches IAM already, as it does for who rotates keys. Nobody is asked to allow it here. */
async function hasIam({ partition, endpoint }: RouteInfo): Promise<boolean> {
  if (endpoint) return false
  const { iamOrigin } = (await partitionNamed(partition)) ?? {}
  return iamOrigin !== undefined && hasAccess([iamOrigin])
}

/** Should AWS no longer take the session that an MFA code gave, it is forgotten, and a new one asked for. */
async function withFreshSession<T>(
  sourceId: string,
  signer: () => Promise<Signer>,
  work: (signer: Signer) => Promise<T>,
): Promise<T> {
  const by = await signer()
  if (!by.kept) return work(by)
  return work(by).catch(async (thrown) => {
    if (!isOver(thrown)) throw thrown
    await forgetSession(sourceId)
    return work(await signer())
  })
}

/** How the walk itself ended is what counts, not what could not be learnt from it. */
const noMatter = () => {}

const isOver = ({ kind, hop = 0 }: Failure): boolean => hop === 0 && (kind === 'expired' || kind === 'invalid-key')

/** Whether it is the source that AWS does not take, as an end that it had early, or a secret key with a slip in it. */
const isRefused = (wrong: Failure): boolean => isOver(wrong) || (wrong.hop === 0 && wrong.kind === 'signature')
