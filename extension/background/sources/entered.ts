// Keys that a person entered or that came with an import, as a source: ready while they are here and have not ended.

import { failure } from '../failure.ts'
import { hasEnded, type Secrets } from '../keys.ts'
import type { Given, Kind, Readiness, Room } from './room.ts'

export const entered: Room<Kind<'keys'>> = {
  describe: (_, secrets, now) => describeKeys(secrets, now),
  give({ source: { name }, secrets, now }) {
    const given = keysGiven(secrets, now)
    if (given) return given
    throw secrets.keys
      ? failure('expired', `The temporary keys of “${name}” have expired. Paste fresh ones in the options.`)
      : failure(
          'no-credentials',
          `The keys of “${name}” are not here. They are kept only until the browser closes or Rolerelay is updated. Enter them in the options.`,
        )
  },
  // They stay: a key that was switched off may be switched on again.
  takeBack: async () => {},
}

export function describeKeys({ keys }: Secrets, now: number): Readiness {
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

/** Keys that can be used, of whatever kind the source is. */
export function keysGiven({ keys }: Secrets, now: number): Given | undefined {
  if (!keys || hasEnded(keys.credentials, now)) return undefined
  return { credentials: keys.credentials, identity: keys.credentials.accessKeyId }
}
