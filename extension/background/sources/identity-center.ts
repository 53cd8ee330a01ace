// A permission set of IAM Identity Center as a source: ready while somebody is signed in at its portal, and asked for its credentials as
// a chain is walked. They are in this background's memory alone; the next one asks for them again.

import type { Credentials, PermissionSet } from 'rolerelay-core'
import { awsNow, withClock } from '../clock.ts'
import { onLock } from '../vault/unlocked.ts'
import type { Kind, Readiness, Room } from './room.ts'
import { portalId, signInOf, withToken } from './sign-ins.ts'

export const identityCenter: Room<Kind<'identity-center'>> = {
  describe: describeSet,
  give: async ({ source, of, outlives }, signal) => ({
    credentials: await setCredentials(source.id, of, outlives !== undefined, signal),
    identity: 'signed in',
  }),
  takeBack: async (id) => void given.delete(id),
}

async function describeSet({ portal }: PermissionSet): Promise<Readiness> {
  const id = await portalId(portal)
  const signIn = await signInOf(id)
  const shown = { portal: { id, ...portal } }
  if (!signIn) return { ...shown, keys: 'signed-out' }
  // With a refresh token it goes on for as long as the organisation lets it, which AWS does not say.
  return { ...shown, keys: 'ready', ...(!signIn.tokens.refreshToken && { expiresAt: signIn.tokens.expiresAt }) }
}

/** `anew` has them last as long as AWS gives. */
async function setCredentials(
  sourceId: string,
  set: PermissionSet,
  anew: boolean,
  signal: AbortSignal,
): Promise<Credentials> {
  const { id, credentials } = given.get(sourceId) ?? {}
  const now = await awsNow()
  const counts =
    !anew && credentials && (credentials.expiresAt ?? 0) - MARGIN > now && (await signInOf(id ?? '')) !== undefined
  if (counts) return credentials
  const fresh = await withToken(set.portal, (token) =>
    withClock((core) => core.permissionSetCredentials(set, token, signal)),
  )
  given.set(sourceId, { id: await portalId(set.portal), credentials: fresh })
  return fresh
}

/** A session that ends within five minutes is not worth starting from. */
const MARGIN = 5 * 60_000

/** By source, with the portal whose sign-in they are of. */
const given = new Map<string, { id: string; credentials: Credentials }>()
onLock(() => given.clear())
