// A role of an identity provider as a source: ready while the session lasts that an assertion or a token was exchanged for. It is in
// storage.session, sealed there while there is a vault; what it was exchanged for is kept nowhere.

import type { Credentials, FederatedRole, SourceKind } from 'rolerelay-core'
import { failure } from '../failure.ts'
import { forgetSecrets, hasEnded, type Secrets, secretsOf } from '../keys.ts'
import { inTurn } from '../storage.ts'
import type { Readiness } from './kinds.ts'

/** What an assertion or a token was exchanged for, and the role that it is a session of. */
export interface Federated {
  credentials: Credentials
  roleArn: string
}

export type FederatedKind = Extract<SourceKind, { kind: 'saml' | 'web-identity' }>

export function describeFederated(
  kind: FederatedKind,
  { federated, watched }: Secrets,
  now: number,
): Omit<Readiness, 'kind'> {
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

export async function federatedCredentials(
  name: string,
  kind: FederatedKind,
  federated: Federated | undefined,
  now: number,
): Promise<{ credentials: Credentials; identity: string }> {
  const credentials = usable(kind, federated, now)
  // Whoever signs in next may be somebody else, with sessions of their own.
  if (credentials) return { credentials, identity: credentials.accessKeyId }
  throw failure(
    'signed-out',
    `Nobody is signed in for “${name}”, or the session has ended. Sign in at your identity provider, and this goes on by itself.`,
  )
}

/** Forgets the session of the source's role, and all that was walked with it. */
export const endFederated = (id: string): Promise<void> => inTurn(() => forgetSecrets([id], ['federated']))

/** The same where AWS takes it no longer, of whatever kind the source is. */
export async function endRefused(id: string): Promise<void> {
  const { federated } = await secretsOf(id)
  if (federated) await endFederated(id)
}

const usable = ({ roleArn }: FederatedRole, federated: Federated | undefined, now: number): Credentials | undefined =>
  federated?.roleArn === roleArn && !hasEnded(federated.credentials, now) ? federated.credentials : undefined
