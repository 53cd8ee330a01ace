// Keys that a person entered or that came with an import, as a source: ready while they are here and have not ended.

import { failure } from '../core/failure.ts'
import { hasEnded, isLongTerm, type Secrets } from '../credentials/keys.ts'
import { areOld } from './old-keys.ts'
import type { Given, Kind, Readiness, Room } from './room.ts'

export const entered: Room<Kind<'keys'>> = {
  isEntered: true,
  describe: (_, secrets, now) => describeKeys(secrets, now),
  give({ source: { name }, secrets, now }) {
    const given = keysGiven(secrets, now)
    if (given) return given
    if (secrets.keys?.endpoint !== undefined)
      throw failure(
        'no-credentials',
        `The keys of “${name}” were entered for ${secrets.keys.endpoint}, and this source is at AWS now. Nothing was sent. Enter AWS’s keys in the options.`,
      )
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

/** Those that were entered for AWS or, where it is named, for that endpoint. */
export function describeKeys({ keys }: Secrets, now: number, endpoint?: string): Readiness {
  if (!keys || keys.endpoint !== endpoint) return { keys: 'missing' }
  const { credentials, likelyAccount, since } = keys
  return {
    keys: hasEnded(credentials, now) ? 'expired' : 'ready',
    accessKeyId: credentials.accessKeyId,
    ...(likelyAccount !== undefined && { likelyAccount }),
    ...(since !== undefined && { keysSince: since }),
    areLongTerm: isLongTerm(credentials),
    areOld: areOld(keys),
    ...(credentials.expiresAt !== undefined && { expiresAt: credentials.expiresAt }),
  }
}

/**
 * Keys that can be used, of whatever kind the source is: those that were entered for AWS or, where it is named, for that endpoint. A record
 * that says another place since, as one that was imported may, has none.
 */
export function keysGiven({ keys }: Secrets, now: number, endpoint?: string): Given | undefined {
  if (!keys || keys.endpoint !== endpoint || hasEnded(keys.credentials, now)) return undefined
  return { credentials: keys.credentials, identity: keys.credentials.accessKeyId }
}
