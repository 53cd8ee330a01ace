// The MFA code that comes with AssumeRole and GetSessionToken: of a device of the calling user, of this window or one
// beside it, and used once only.

import type { Caller } from '../caller.ts'
import { accessDenied } from '../errors.ts'
import type { Environment } from '../http.ts'
import { codeOf, windowOf } from '../totp.ts'
import type { MfaDevice, User } from '../world.ts'
import { type Reader, SERIAL, TOKEN_CODE } from './parameters.ts'

export interface Mfa {
  serial?: string
  code?: string
}

export function readMfa(reader: Reader): Mfa {
  const serial = reader.text('SerialNumber', SERIAL)
  const code = reader.text('TokenCode', TOKEN_CODE)
  return { ...(serial !== undefined && { serial }), ...(code !== undefined && { code }) }
}

/** When the code was given, which is now; undefined when there is none. Throws AWS's refusal. */
export function checkMfa({ state, clock }: Environment, caller: Caller, { serial, code }: Mfa): number | undefined {
  if (serial === undefined && code === undefined) return undefined
  if (serial === undefined || code === undefined)
    throw accessDenied('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.')
  const device = devicesOf(caller).find((device) => device.serial === serial)
  if (!device)
    throw accessDenied(
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    )
  const now = windowOf(clock.now())
  const used = state.usedWindows.get(serial) ?? -1
  const window = [now - 1, now, now + 1].find((window) => window > used && codeOf(device.seed, window) === code)
  if (window === undefined) throw accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.')
  state.usedWindows.set(serial, window)
  return clock.now()
}

/** A role session has no device: only the user who makes the call has. */
function devicesOf({ account, identity, session }: Caller): MfaDevice[] {
  if (session?.kind === 'role') return []
  return identity ? ((identity as User).mfa ?? []) : account.rootMfa
}
