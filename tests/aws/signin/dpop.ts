// Who holds a token, proven by DPoP (RFC 9449): a key of its own signs each request, and the token is worth nothing without that key.

import { createHash, createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import type { Environment, Request } from '../http.ts'
import { signinError } from './oauth-wire.ts'

/** How far the proof's time may be from AWS's is not known. */
const SKEW_SECONDS = 300

/** The thumbprint of the key that the request is proven by. Each proof is taken once, for this very address. */
export function holderOf({ state, clock }: Environment, request: Request): string {
  const [head = '', body = '', signature = '', ...more] = (request.headers.dpop ?? '').split('.')
  const header = part(head)
  const claims = part(body)
  const { kty, crv, x, y, d } = (header?.jwk ?? {}) as JsonWebKey
  const isKey = kty === 'EC' && crv === 'P-256' && typeof x === 'string' && typeof y === 'string' && d === undefined
  if (header?.typ !== 'dpop+jwt' || header.alg !== 'ES256' || !isKey || more.length > 0) throw invalid('header')
  if (!isSigned(`${head}.${body}`, signature, { kty, crv, x, y })) throw invalid('signature')
  if (claims?.htm !== request.method) throw invalid('htm')
  if (claims.htu !== `https://${request.place.host}${request.path}`) throw invalid('htu')
  if (!(Math.abs(Number(claims.iat) - clock.now() / 1000) <= SKEW_SECONDS)) throw invalid('iat')
  const { jti } = claims
  if (typeof jti !== 'string' || jti === '' || state.dpopProofs.has(jti)) throw invalid('jti')
  state.dpopProofs.add(jti)
  // RFC 7638: the members that every such key has, in the order of their names.
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}

function isSigned(text: string, signature: string, jwk: JsonWebKey): boolean {
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}

function part(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
  } catch {
    return undefined
  }
}

const invalid = (what: string) => signinError('INVALID_REQUEST', `Invalid DPoP proof: ${what}`)
