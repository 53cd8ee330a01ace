// A role of an identity provider as a source: ready while the session lasts that an assertion or a token was exchanged for. It is in
// storage.session, sealed there while there is a vault; what it was exchanged for is kept nowhere.

import type { Credentials, FederatedRole } from 'rolerelay-core'
import { failure } from '../core/failure.ts'
import { forgetSecrets, hasEnded, type Secrets } from '../credentials/keys.ts'
import { inTurn } from '../store/storage.ts'
import type { Kind, Readiness, Room } from './room.ts'

/** What an assertion or a token was exchanged for, and the role that it is a session of. */
export interface Federated {
  credentials: Credentials
  roleArn: string
}

export type FederatedKind = Kind<'saml' | 'web-identity'>

export const federated: Room<FederatedKind> = {
  isEntered: false,
  describe: describeFederated,
  give({ source: { name }, of, secrets, now, outlives = 0 }) {
    // Of one assertion AWS gives one session: whoever wants one that ends later signs in anew.
    const credentials = usable(of, secrets.federated, now)
    const lasts = (credentials?.expiresAt ?? Number.POSITIVE_INFINITY) > outlives
    // Whoever signs in next may be somebody else, with sessions of their own.
    if (credentials && lasts) return { credentials, identity: credentials.accessKeyId }
    throw failure(
      'signed-out',
      `Nobody is signed in for “${name}”, or the session has ended. Sign in at your identity provider, and this goes on by itself.`,
    )
  },
  // The session is worth nothing, nor is what was walked with it.
  takeBack: (id) => inTurn(() => forgetSecrets([id], ['federated'])),
}

function describeFederated(kind: FederatedKind, { federated, watched }: Secrets, now: number): Readiness {
  const { kind: _, ...role } = kind
  const federation = {
    ...role,
    ...(watched?.tab !== undefined && { watched: true }),
    ...(watched?.failure && { failure: watched.failure }),
  }
  const given = usable(kind, federated, now)
  if (!given) return { federation, keys: 'signed-out' }
  return { federation, keys: 'ready', ...(given.expiresAt !== undefined && { expiresAt: given.expiresAt }) }
}

const usable = ({ roleArn }: FederatedRole, federated: Federated | undefined, now: number): Credentials | undefined =>
  federated?.roleArn === roleArn && !hasEnded(federated.credentials, now) ? federated.credentials : undefined
