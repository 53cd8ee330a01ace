// Which of a trust policy's principals a caller is. The answer matters: a policy that names the caller grants by
// itself within an account, one that names the caller's account only lets that account's own policies grant.

import type { Caller } from '../caller.ts'
import { many, type Statement } from './policy.ts'

/** How closely a statement names the caller; undefined when it does not. */
export type Naming = 'session' | 'identity' | 'account'

export function namingOf(statement: Statement, caller: Caller): Naming | undefined {
  if (statement.NotPrincipal !== undefined) return named(statement.NotPrincipal, caller) ? undefined : 'identity'
  return statement.Principal === undefined ? undefined : named(statement.Principal, caller)
}

function named(principal: NonNullable<Statement['Principal']>, caller: Caller): Naming | undefined {
  const names = principal === '*' ? ['*'] : many(principal.AWS)
  const namings = names.map((name) => naming(name, caller))
  return (['session', 'identity', 'account'] as const).find((closest) => namings.includes(closest))
}

function naming(name: string, caller: Caller): Naming | undefined {
  const { partition, id } = caller.account
  if (name === id || name === `arn:${partition}:iam::${id}:root`) return 'account'
  if (caller.session && caller.session.kind !== 'session-token' && name === caller.arn) return 'session'
  return name === '*' || name === caller.principalArn ? 'identity' : undefined
}
