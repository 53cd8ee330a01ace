// The key by which whoever holds a console sign-in proves it to AWS (DPoP): of P-256, made for one sign-in. It is kept with the tokens that
// it goes with, and so never on disk in the clear; for use it is imported so that no code can read it out.

import type { ConsoleSignIn } from 'rolerelay-core'
import { toBase64Url } from '../../base64.ts'
import { awsNow, wrongClock } from '../core/clock.ts'
import { withRest } from '../core/core.ts'

export async function newProofKey(): Promise<JsonWebKey> {
  const { privateKey } = await crypto.subtle.generateKey(P256, true, ['sign'])
  return crypto.subtle.exportKey('jwk', privateKey)
}

/**
 * Has AWS asked with a proof, and once more with another where AWS refused the first and the clock has turned out to be far off: what a
 * proof that does not count goes with is not used up.
 */
export async function withProof<T>(key: JsonWebKey, of: ConsoleSignIn, ask: (proof: string) => Promise<T>): Promise<T> {
  const before = await wrongClock()
  return ask(await proofBy(key, of)).catch(async (thrown) => {
    if ((await wrongClock()) === before) throw thrown
    return ask(await proofBy(key, of))
  })
}

/** A proof for one request for tokens. */
async function proofBy(key: JsonWebKey, of: ConsoleSignIn): Promise<string> {
  const { x = '', y = '' } = key
  const now = await awsNow()
  const text = await withRest((core) => core.consoleProof(of, { x, y }, now, crypto.randomUUID()))
  const signer = await crypto.subtle.importKey('jwk', key, P256, false, ['sign'])
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, signer, new TextEncoder().encode(text))
  return `${text}.${toBase64Url(new Uint8Array(signature))}`
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' }
