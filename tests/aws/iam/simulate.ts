// What IAM's policy simulator says of a user or a role: its own policies, its boundary and the organization's, with the context
// that the request brings and no other. It knows no session policy and, for `sts:Assume*`, no trust policy (aws-cli issue 10314).

import type { Account, Identity } from '../world.ts'
import { covers, layersOf, statements } from './evaluate.ts'
import type { Context } from './pattern.ts'
import { many, type Policy, type Statement } from './policy.ts'

export interface Simulated {
  decision: 'allowed' | 'explicitDeny' | 'implicitDeny'
  /** How many of the statements decided it. */
  matched: number
  /** The keys that the policies ask about and the request did not bring. */
  missing: string[]
  /** Absent where there is no such policy. */
  allowedByOrganization?: boolean
  allowedByBoundary?: boolean
}

export function simulate(
  { account, identity }: { account: Account; identity: Identity },
  action: string,
  resource: string,
  context: Context,
): Simulated {
  const caller = { account, identity, arn: identity.arn, userId: identity.id, principalArn: identity.arn }
  const { scps, identity: own, boundary } = layersOf(caller)
  const matching = (policies: Policy[], effect: Statement['Effect']) =>
    statements(policies).filter((s) => s.Effect === effect && covers(s, action, resource, context))
  const allows = (policies: Policy[]) =>
    matching(policies, 'Allow').length > 0 && matching(policies, 'Deny').length === 0

  const [denying, allowing] = [matching(own, 'Deny'), matching(own, 'Allow')]
  const organization = scps?.every((scp) => allows([scp]))
  const limit = boundary && allows(boundary)
  const denied =
    denying.length > 0 || [...(scps ?? []), ...(boundary ?? [])].some((p) => matching([p], 'Deny').length > 0)
  const allowed = allowing.length > 0 && organization !== false && limit !== false
  return {
    decision: denied ? 'explicitDeny' : allowed ? 'allowed' : 'implicitDeny',
    matched: (denying.length > 0 ? denying : allowing).length,
    missing: missingKeys(own, action, resource, context),
    ...(organization !== undefined && { allowedByOrganization: organization }),
    ...(limit !== undefined && { allowedByBoundary: limit }),
  }
}

/** Of the statements that are about this action and resource, whatever they ask besides; a variable may stand for anything. */
function missingKeys(policies: Policy[], action: string, resource: string, context: Context): string[] {
  const keys = statements(policies).flatMap(({ Condition, Resource, ...rest }) => {
    const variables = many(Resource).flatMap((pattern) =>
      [...pattern.matchAll(/\$\{([\w:-]+)\}/g)].map(([, key]) => key),
    )
    const patterns = many(Resource).map((pattern) => pattern.replace(/\$\{[\w:-]+\}/g, '*'))
    if (!covers({ ...rest, Resource: patterns }, action, resource, context)) return []
    return [...variables, ...Object.values(Condition ?? {}).flatMap((keys) => Object.keys(keys))]
  })
  return [...new Set(keys)].filter((key) => key !== undefined).filter((key) => !context.has(key.toLowerCase()))
}
