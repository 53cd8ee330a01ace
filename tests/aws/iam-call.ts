// A call of IAM's whose signature is verified, and whether the caller may make it.

import type { Caller } from './caller.ts'
import { accessDenied, invalidToken } from './errors.ts'
import type { Environment } from './http.ts'
import { contextOf } from './iam/context.ts'
import { identityRefusal } from './iam/evaluate.ts'
import type { Reader } from './sts/parameters.ts'

export interface Call {
  environment: Environment
  caller: Caller
  region: string
  name: string
  reader: Reader
}

/** "You cannot call any IAM API operations unless MFA authentication information is included" (GetSessionToken). The code is
 * what people see then. */
export function mayCallIam({ session }: Caller): void {
  const withoutMfa = session?.kind === 'session-token' && session.mfaAt === undefined
  if (withoutMfa || session?.kind === 'federated-user') throw invalidToken()
}

/** Throws AWS's refusal unless the caller may make this call on a resource, which the refusal shows in words of IAM's own. */
export function authorize({ environment, caller, region, name }: Call, resource: string, shown: string): void {
  const now = environment.clock.now()
  const mfaAt = caller.session?.mfaAt
  const context = contextOf(caller, { region, now, ...(mfaAt !== undefined && { mfaAt }) })
  const refused = identityRefusal({ caller, action: `iam:${name}`, resource, context }, shown)
  if (refused) throw accessDenied(refused)
}
