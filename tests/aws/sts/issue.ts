// Makes temporary credentials and remembers whose they are.

import type { Environment } from '../http.ts'
import { sessionKeyId, sessionSecret, sessionToken } from '../keys.ts'
import type { Session } from '../state.ts'
import type { Result } from './wire.ts'

export type NewSession = Omit<Session, 'keyId' | 'secret' | 'token' | 'issuedAt' | 'expiresAt'>

export function issue(
  { state, clock }: Environment,
  seconds: number,
  session: NewSession,
  tokenSize = 0,
): { session: Session; credentials: Result } {
  // Whole seconds, as they are told to the caller.
  const issuedAt = Math.floor(clock.now() / 1000) * 1000
  const issued: Session = {
    ...session,
    keyId: sessionKeyId(session.account),
    secret: sessionSecret(),
    token: sessionToken(tokenSize),
    issuedAt,
    expiresAt: issuedAt + seconds * 1000,
  }
  state.sessions.set(issued.keyId, issued)
  return {
    session: issued,
    credentials: {
      AccessKeyId: issued.keyId,
      SecretAccessKey: issued.secret,
      SessionToken: issued.token,
      Expiration: new Date(issued.expiresAt),
    },
  }
}
