// Whether a token is of a provider that IAM knows in the account, for one of its clients, and of now.

import { verify } from 'node:crypto'
import type { Account } from '../world.ts'
import { expiredIdentity, invalidToken } from './federated.ts'

export function checkToken(text: string, account: Account, now: number) {
  const [head = '', body = '', signature = ''] = text.split('.')
  let claims: { iss: string; aud: string; sub: string; exp: number }
  try {
    claims = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'))
  } catch {
    throw invalidToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)')
  }
  const provider = account.oidcProviders.get(claims.iss)
  if (!provider) throw invalidToken(`No OpenIDConnect provider found in your account for ${claims.iss}`)
  const key = { key: provider.publicKey, dsaEncoding: 'ieee-p1363' } as const
  // The text is not known.
  if (!verify('sha256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url')))
    throw invalidToken('The signature of the token is not valid')
  if (!provider.clientIds.includes(claims.aud)) throw invalidToken('Incorrect token audience')
  const seconds = Math.floor(now / 1000)
  if (seconds >= claims.exp)
    throw expiredIdentity(
      `Token expired: current date/time ${seconds} must be before the expiration date/time ${claims.exp}`,
    )
  return { issuer: claims.iss, subject: claims.sub, audience: claims.aud }
}
