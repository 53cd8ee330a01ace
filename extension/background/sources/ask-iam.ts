// How IAM is asked about the keys of a source's user: by which credentials, with which code, and what is told of a refusal.

import type { AccessKey, Credentials, Failure, Source } from 'rolerelay-core'
import type { RotationReply, UserKey } from '../../protocol.ts'
import { awsNow, type Rest, withRestClock } from '../core/clock.ts'
import { partitionNamed, withRest } from '../core/core.ts'
import { asFailure, failure } from '../core/failure.ts'
import { hasEnded, type Keys, secretsOf } from '../credentials/keys.ts'
import { forgetSession, signerOf } from '../credentials/mfa.ts'

/** Whose keys are asked about. */
export interface At {
  source: Source
  credentials: Credentials
  /** Of the MFA device, as the person typed it. */
  code: string | undefined
  signal: AbortSignal
}

/** The same, and whose keys they are. */
export interface Own extends At {
  user: string
  partition: string
}

/** Whether AWS knows the key, and as the same user's. */
export async function works(keys: Keys | undefined, { user, partition, signal }: Own): Promise<boolean> {
  if (!keys) return false
  try {
    const named = await withRestClock((core) => core.getCallerIdentity(keys.credentials, partition, signal))
    if (named === user) return true
  } catch (thrown) {
    if (asFailure(thrown).kind === 'invalid-key') return false
    throw thrown
  }
  throw failure(
    'wrong-role',
    'AWS names another user as the owner of the key than before, so it was not used. Undo this.',
  )
}

export const listed = (own: Own): Promise<AccessKey[]> =>
  asked(own, (core, by, of) => core.listAccessKeys(by, of, own.signal))

export const remove = (own: Own, { credentials: { accessKeyId } }: Keys): Promise<void> =>
  asked(own, (core, by, of) => core.deleteAccessKey(by, of, accessKeyId, own.signal))

/** When each was used last, where the user may know it. */
export function withLastUse(own: Own, keys: AccessKey[]): Promise<UserKey[]> {
  const lastUsed = (id: string) => asked(own, (core, by, of) => core.getAccessKeyLastUsed(by, of, id, own.signal))
  return Promise.all(
    keys.map((key) =>
      lastUsed(key.id).then(
        (lastUsed) => ({ ...key, lastUsed }),
        () => key,
      ),
    ),
  )
}

/**
 * Asks IAM, signed by the session of an MFA code where there is one, else by the source's keys. AWS never says that a policy
 * denies for want of MFA, so whoever is denied and has a device is asked for its code.
 */
export async function asked<T>(own: Own, ask: (core: Rest, by: Credentials, user: string) => Promise<T>): Promise<T> {
  const { source, credentials, user, partition, code, signal } = own
  const askBy = (by: Credentials) =>
    withRestClock((core) => ask(core, by, user)).catch((thrown) => {
      throw { ...asFailure(thrown), user } satisfies OfUser
    })
  const session = await sessionOf(own)
  if (session || code === undefined) {
    try {
      return await askBy(session ?? credentials)
    } catch (thrown) {
      const { kind } = thrown as OfUser
      if (session ? kind !== 'expired' : kind !== 'denied' || !source.mfaSerial) throw thrown
    }
  }
  if (!source.mfaSerial) {
    throw failure('invalid', 'Write the user’s MFA device in this source and save it; then its code can be used here.')
  }
  await forgetSession(source.id)
  const { defaultRegion: region = '' } = (await partitionNamed(partition)) ?? {}
  const withMfa = { ...source, mfaSession: true }
  const signer = await signerOf({ source: withMfa, credentials, route: { region }, code, signal, onWait: () => {} })
  return askBy(signer.credentials)
}

/** A failure of a call of IAM's, and about whose keys it was. */
type OfUser = Failure & { user?: string }

async function sessionOf({ source, credentials }: Own): Promise<Credentials | undefined> {
  const { mfa } = await secretsOf(source.id)
  const fits = mfa?.accessKeyId === credentials.accessKeyId && mfa.serial === source.mfaSerial
  return fits && mfa && !hasEnded(mfa.credentials, await awsNow()) ? mfa.credentials : undefined
}

/** What was denied comes with the policy that would permit it. */
export async function explained(thrown: unknown): Promise<RotationReply> {
  const { user, ...wrong }: OfUser = asFailure(thrown)
  if (wrong.kind !== 'denied' || user === undefined) throw wrong
  return { denied: wrong, user, policy: await withRest((core) => core.rotationPolicy(user)) }
}
