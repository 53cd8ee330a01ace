// The kinds of sources: one room for each, and the doors that all have. A chain, a walk and a check know only that there is a source.

import type { Failure, FailureKind, Source, SourceKind } from 'rolerelay-core'
import type { SourceRow } from '../../protocol.ts'
import { awsNow } from '../core/clock.ts'
import { withCore } from '../core/core.ts'
import { asFailure } from '../core/failure.ts'
import { dropHopsOf } from '../credentials/hops.ts'
import { forgetSecrets, keepSecrets, type Secrets, secretsOf } from '../credentials/keys.ts'
import { inTurn } from '../store/storage.ts'
import { consoleSignIn } from './console-sign-in.ts'
import { endpoint } from './endpoint.ts'
import { describeKeys, entered, keysGiven } from './entered.ts'
import { federated } from './federated.ts'
import { identityCenter } from './identity-center.ts'
import type { Given, Kind, Readiness, Room, Wanted } from './room.ts'

const KEYS: SourceKind = { kind: 'keys' }

const rooms: { [Name in SourceKind['kind']]: Room<Kind<Name>> } = {
  keys: entered,
  'identity-center': identityCenter,
  saml: federated,
  'web-identity': federated,
  'console-sign-in': consoleSignIn,
  endpoint,
}

/** The room of a kind. It is handed that kind alone, which the compiler cannot follow through the table. */
const roomOf = ({ kind }: SourceKind) => rooms[kind] as Room<SourceKind>

/** Where none has a line of AWS config, all have keys, and a list of them need not wait for the core. */
export const kindsOf = async (sources: Source[]): Promise<SourceKind[]> =>
  sources.some(({ settings = [] }) => settings.length > 0)
    ? withCore((core) => core.sourceKinds(sources))
    : sources.map(() => ({ kind: 'keys' }))

/** Whether a person enters the keys of such a source. Else somebody signs in for it. */
export const isEntered = (of: SourceKind): boolean => roomOf(of).isEntered

export async function readiness(
  of: SourceKind,
  secrets: Secrets,
  now: number,
): Promise<Readiness & Pick<SourceRow, 'kind' | 'isEntered'>> {
  const own = await roomOf(of).describe(of, secrets, now)
  const kept = describeKeys(secrets, now)
  // Keys can be entered by hand too, as they were before anybody could sign in here.
  const byHand = !isEntered(of) && own.keys !== 'ready' && kept.keys === 'ready'
  const shown = { kind: of.kind, isEntered: isEntered(of), ...own, ...(byHand && kept) }
  return shown.keys === 'ready' && secrets.refused ? { ...shown, keys: 'refused' } : shown
}

/** What its chains start with, and whether AWS refused that when it was used last. Throws what keeps it from being ready. */
export async function give(
  source: Source,
  signal: AbortSignal,
  wanted: Wanted,
): Promise<Given & { wasRefused: boolean }> {
  const [[of = KEYS], secrets, now] = await Promise.all([kindsOf([source]), secretsOf(source.id), awsNow()])
  const wasRefused = secrets.refused !== undefined
  try {
    return {
      ...(await roomOf(of).give({ ...wanted, source, of, secrets, now }, signal)),
      wasRefused,
    }
  } catch (thrown) {
    const wrong = asFailure(thrown)
    if (wrong.kind === 'denied') await noteRefused(source.id, wrong.kind).catch(noMatter)
    const byHand = wrong.kind === 'signed-out' && keysGiven(secrets, now)
    if (byHand) return { ...byHand, wasRefused }
    // So that a page leads to this source, even before it has the chain's record.
    throw { ...wrong, evidence: { ...wrong.evidence, sourceId: source.id } } satisfies Failure
  }
}

/** Forgets what a sign-in for this source gave, and what was walked with it. AWS cannot be told; there it ends by itself. */
export const endSignIn = (id: string): Promise<void> =>
  inTurn(() => forgetSecrets([id], ['federated', 'login', 'loginWaiting']))

/** AWS refused what the source gave: its room is told, and nothing says that it is ready until AWS takes something of it. */
export async function takeBack(source: Source, { kind }: Failure): Promise<void> {
  const [of = KEYS] = await kindsOf([source])
  await roomOf(of).takeBack(source.id)
  await noteRefused(source.id, kind)
}

/** What was walked with it goes too: so whatever AWS takes from now on, it took of the source itself. */
async function noteRefused(id: string, refused: FailureKind): Promise<void> {
  await inTurn(() => keepSecrets(new Map([[id, { refused }]])))
  await dropHopsOf([id])
}

/** AWS took what the source gave. */
export const noteTaken = (id: string): Promise<void> => inTurn(() => forgetSecrets([id], ['refused']))

/** Why nothing was given is what counts, not what could not be noted of it. */
const noMatter = () => {}
