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

/** Of the statements that are about this action and resource, whatever they ask besides. */
function missingKeys(policies: Policy[], action: string, resource: string, context: Context): string[] {
  const about = statements(policies).filter(({ Condition, ...rest }) => covers(rest, action, resource, context))
  const asked = about.flatMap(({ Condition }) => Object.values(Condition ?? {}).flatMap((keys) => Object.keys(keys)))
  return [...new Set(asked)].filter((key) => many(context.get(key.toLowerCase()) as string[]).length === 0)
}
