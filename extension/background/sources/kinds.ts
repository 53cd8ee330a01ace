// The kinds of sources, and their doors: what each has to show of itself, and the credentials that it gives. What else there is to do
// with a kind is in its room; a chain, a walk and a check know only that there is a source.

import type { Credentials, Failure, Source, SourceKind } from 'rolerelay-core'
import type { SourceRow } from '../../protocol.ts'
import { awsNow } from '../clock.ts'
import { withCore } from '../core.ts'
import { asFailure, failure } from '../failure.ts'
import { forgetSecrets, hasEnded, type Secrets, secretsOf } from '../keys.ts'
import { inTurn } from '../storage.ts'
import { consoleCredentials, describeConsole, renewNext } from './console-sign-in.ts'
import { describeFederated, endRefused, federatedCredentials } from './federated.ts'
import { describeSet, forgetGiven, setCredentials } from './identity-center.ts'

/** Where none has a line of AWS config, all have keys, and a list of them need not wait for the core. */
export const kindsOf = async (sources: Source[]): Promise<SourceKind[]> =>
  sources.some(({ settings = [] }) => settings.length > 0)
    ? withCore((core) => core.sourceKinds(sources))
    : sources.map(() => ({ kind: 'keys' }))

/** Whether a source is ready, until when, and what there is to show of what it starts with. */
export type Readiness = Pick<
  SourceRow,
  | 'kind'
  | 'keys'
  | 'portal'
  | 'federation'
  | 'consoleSignIn'
  | 'accessKeyId'
  | 'likelyAccount'
  | 'keysSince'
  | 'expiresAt'
>

export async function readiness(kind: SourceKind, secrets: Secrets, now: number): Promise<Readiness> {
  const kept = keysReadiness(secrets, now)
  if (kind.kind === 'keys') return { kind: 'keys', ...kept }
  const signedIn =
    kind.kind === 'identity-center'
      ? await describeSet(kind)
      : kind.kind === 'console-sign-in'
        ? describeConsole(kind, secrets, now)
        : describeFederated(kind, secrets, now)
  // Keys can be entered by hand too, as they were before anybody could sign in here.
  const byHand = signedIn.keys !== 'ready' && kept.keys === 'ready'
  return { kind: kind.kind, ...(byHand ? { ...signedIn, ...kept } : signedIn) }
}

/** What a source gives to a walk. */
export interface Given {
  credentials: Credentials
  /** Stands for them where sessions of hops are kept: the same for all sessions of one permission set, another for other keys. */
  identity: string
}

/** What its chains start with. Throws what keeps it from being ready. */
export async function give(source: Source, signal: AbortSignal): Promise<Given> {
  const [[kind], { keys, federated }, now] = await Promise.all([kindsOf([source]), secretsOf(source.id), awsNow()])
  const usable = keys && !hasEnded(keys.credentials, now) ? keys.credentials : undefined
  const byHand = usable && { credentials: usable, identity: usable.accessKeyId }
  if (kind && kind.kind !== 'keys') {
    const signedIn = async () => {
      if (kind.kind === 'identity-center')
        return { credentials: await setCredentials(source.id, kind, signal), identity: 'signed in' }
      if (kind.kind === 'console-sign-in')
        return { credentials: await consoleCredentials(source.id, source.name, kind), identity: 'signed in' }
      return federatedCredentials(source.name, kind, federated, now)
    }
    return signedIn().catch((thrown) => {
      const wrong = asFailure(thrown)
      if (wrong.kind !== 'signed-out') throw wrong
      if (byHand) return byHand
      throw { ...wrong, evidence: { ...wrong.evidence, sourceId: source.id } } satisfies Failure
    })
  }
  if (byHand) return byHand
  if (keys) {
    throw failure('expired', `The temporary keys of “${source.name}” have expired. Paste fresh ones in the options.`)
  }
  throw failure(
    'no-credentials',
    `The keys of “${source.name}” are not here. They are kept only until the browser closes or Rolerelay is updated. Enter them in the options.`,
  )
}

/** Forgets what a sign-in for this source gave, and what was walked with it. AWS cannot be told; there it ends by itself. */
export const endSignIn = (id: string): Promise<void> =>
  inTurn(() => forgetSecrets([id], ['federated', 'login', 'loginWaiting']))

/** AWS takes no longer what the source gave: it is asked for anew the next time. */
export async function takeBack(sourceId: string): Promise<void> {
  forgetGiven(sourceId)
  await renewNext(sourceId)
  await endRefused(sourceId)
}

function keysReadiness({ keys }: Secrets, now: number): Omit<Readiness, 'kind'> {
  if (!keys) return { keys: 'missing' }
  const { credentials, likelyAccount, since } = keys
  return {
    keys: hasEnded(credentials, now) ? 'expired' : 'ready',
    accessKeyId: credentials.accessKeyId,
    ...(likelyAccount !== undefined && { likelyAccount }),
    ...(since !== undefined && { keysSince: since }),
    ...(credentials.expiresAt !== undefined && { expiresAt: credentials.expiresAt }),
  }
}
