// Time-based one-time passwords (RFC 6238: SHA-1, 30 seconds, 6 digits), as AWS's virtual MFA devices make them.

import { createHmac } from 'node:crypto'
import { fromBase32 } from './keys.ts'

/** Which 30-second window a time is in. */
export const windowOf = (milliseconds: number): number => Math.floor(milliseconds / 30_000)

/** The code of a window, for a seed in base 32. */
export function codeOf(seed: string, window: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(window))
  const mac = createHmac('sha1', fromBase32(seed)).update(counter).digest()
  const at = (mac[19] ?? 0) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The code that a person reads off the device at a time. */
export const totp = (seed: string, milliseconds: number): string => codeOf(seed, windowOf(milliseconds))
