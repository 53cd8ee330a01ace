// Access key ids and the other names that AWS makes up. An access key id carries its account: base 32 of 80 bits, of
// which the first is 1 and the next 40 are the account number (read out by clients, never documented by AWS).

import { createHash, randomBytes } from 'node:crypto'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

export function base32(bytes: Uint8Array): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let left = bytes.length * 8; left > 0; left -= 5) text += BASE32[Number((bits >> BigInt(left - 5)) & 31n)]
  return text
}

export function fromBase32(text: string): Uint8Array {
  let bits = 0n
  for (const letter of text) {
    const value = BASE32.indexOf(letter)
    if (value < 0) throw new Error(`not base 32: ${letter}`)
    bits = (bits << 5n) | BigInt(value)
  }
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  bits >>= BigInt((text.length * 5) % 8)
  for (let at = bytes.length - 1; at >= 0; at--, bits >>= 8n) bytes[at] = Number(bits & 255n)
  return bytes
}

const digest = (seed: string): Buffer => createHash('sha256').update(seed).digest()

function keyId(prefix: 'AKIA' | 'ASIA', account: string, rest: Buffer): string {
  const bits = Buffer.alloc(10)
  const head = (1n << 47n) | (BigInt(account) << 7n) | BigInt((rest[0] ?? 0) & 127)
  bits.writeUIntBE(Number(head), 0, 6)
  rest.copy(bits, 6, 1, 5)
  return prefix + base32(bits)
}

/** A user's key: the same for the same seed, so that a sample world keeps its keys from run to run. */
export const userKeyId = (account: string, seed: string): string => keyId('AKIA', account, digest(`id ${seed}`))
export const userSecret = (seed: string): string => digest(`secret ${seed}`).toString('base64').slice(0, 40)

/** `AROA…`, `AIDA…`: 17 letters and digits after the prefix. */
export const uniqueId = (prefix: 'AROA' | 'AIDA', seed: string): string =>
  prefix + base32(digest(`${prefix} ${seed}`)).slice(0, 17)

export const sessionKeyId = (account: string): string => keyId('ASIA', account, randomBytes(5))
/** A key that IAM makes while the server runs. */
export const newUserKeyId = (account: string): string => keyId('AKIA', account, randomBytes(5))
export const newUserSecret = (): string => randomBytes(30).toString('base64')

export const sessionSecret = (): string => randomBytes(30).toString('base64')
/** Opaque. AWS names no greatest size; its own are several hundred characters of base 64. */
export const sessionToken = (size = 0): string =>
  randomBytes(Math.max(Math.ceil((size * 3) / 4), 300)).toString('base64')

/** The account in an access key id of the newer kind. */
export function accountOfKeyId(id: string): string | undefined {
  if (!/^A[KS]IA[Q-Z2-7][A-Z2-7]{15}$/.test(id)) return undefined
  const head = Buffer.from(fromBase32(id.slice(4))).readUIntBE(0, 6)
  return ((BigInt(head) >> 7n) & 0xffffffffffn).toString().padStart(12, '0')
}
