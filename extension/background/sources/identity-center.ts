// A permission set of IAM Identity Center as a source: ready while somebody is signed in at its portal, and asked for its credentials as
// a chain is walked, unless it gave some that last.

import type { Credentials, PermissionSet } from 'rolerelay-core'
import { withClock } from '../core/clock.ts'
import { notKept } from '../core/failure.ts'
import { forgetSecrets, keepSecrets } from '../credentials/keys.ts'
import { inTurn } from '../store/storage.ts'
import type { Asked, Given, Kind, Readiness, Room } from './room.ts'
import { portalId, signInOf, withToken } from './sign-ins.ts'

export const identityCenter: Room<Kind<'identity-center'>> = {
  isEntered: false,
  describe: describeSet,
  give: setCredentials,
  takeBack: (id) => inTurn(() => forgetSecrets([id], ['issued'])),
}

/** What a portal gave for a permission set: in memory, sealed while there is a vault, and gone with a lock or the sign-in. */
export interface Issued {
  /** The portal's id. */
  portal: string
  /** Stands for the sign-in, and for the permission set. */
  by: string
  credentials: Credentials
}

async function describeSet({ portal }: PermissionSet): Promise<Readiness> {
  const id = await portalId(portal)
  const signIn = await signInOf(id)
  const shown = { portal: { id, ...portal } }
  if (!signIn) return { ...shown, keys: 'signed-out' }
  // With a refresh token it goes on for as long as the organisation lets it, which AWS does not say.
  return { ...shown, keys: 'ready', ...(!signIn.tokens.refreshToken && { expiresAt: signIn.tokens.expiresAt }) }
}

/** They are asked for anew where they are to last as long as AWS gives. */
async function setCredentials(asked: Asked<Kind<'identity-center'>>, signal: AbortSignal): Promise<Given> {
  const { source, of, now, outlives, keptOnly } = asked
  const portal = await portalId(of.portal)
  const { since } = (await signInOf(portal)) ?? {}
  // By whom they were given, and for what: another person may sign in there, and the source be changed.
  const by = JSON.stringify([since, of])
  const { issued } = asked.secrets
  const lasts = issued?.by === by && (issued.credentials.expiresAt ?? 0) - MARGIN > now
  if (since !== undefined && lasts && outlives === undefined) return { credentials: issued.credentials, identity: by }
  if (keptOnly) throw notKept()
  const credentials = await withToken(of.portal, (token) =>
    withClock((core) => core.permissionSetCredentials(of, token, signal)),
  )
  const fresh: Issued = { portal, by, credentials }
  // What cannot be kept is asked for again the next time.
  await inTurn(() => keepSecrets(new Map([[source.id, { issued: fresh }]]))).catch(() => {})
  return { credentials, identity: by }
}

/** A session that ends within five minutes is not worth starting from. */
const MARGIN = 5 * 60_000
