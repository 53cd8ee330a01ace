// Whether a caller may do something to a role: IAM's policy evaluation logic (IAM User Guide, "Policy evaluation
// logic"), for the one resource-based policy there is here, a role's trust policy.

import { type Caller, isRoleSession } from '../caller.ts'
import type { Account, Role } from '../world.ts'
import { conditionsHold } from './conditions.ts'
import { type Context, fits } from './pattern.ts'
import { many, type Policy, type Statement } from './policy.ts'
import { type Naming, namingOf } from './principal.ts'

export interface Request {
  caller: Caller
  action: string
  target: { account: Account; role: Role }
  context: Context
  /** Whether no reason is given within an account either. */
  silent?: boolean
}

/**
 * Undefined when it is allowed; otherwise the message of AWS's AccessDenied. Within an account it may say which kind of
 * policy is in the way; across accounts it never does.
 */
export function refusal(request: Request): string | undefined {
  const reason = explicitDeny(request) ?? missingAllow(request)
  if (reason === undefined) return undefined
  const { caller, action, target, silent } = request
  const sentence = denied(caller, action, target.role.arn)
  return caller.account.id === target.account.id && !silent ? `${sentence} ${reason}` : sentence
}

/** AWS's sentence for a refusal without a reason: across accounts, and for a role that is not there. */
export const denied = (caller: Caller, action: string, resource: string): string =>
  `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`

/** Whether the caller's own policies allow an action on no resource in particular. */
export function allowedByIdentity(caller: Caller, action: string): boolean {
  const { scopes, ...kinds } = layersOf(caller)
  const layers = [...Object.values(kinds), ...scopes].filter((layer) => layer !== undefined)
  const matching = (layer: Policy[], effect: Statement['Effect']) =>
    statements(layer).some((s) => s.Effect === effect && covers(s, action, '*', new Map()))
  return layers.every((layer) => matching(layer, 'Allow') && !matching(layer, 'Deny'))
}

/**
 * Undefined when the caller may do something that no resource-based policy has a say in, such as to a user's keys; otherwise
 * AWS's message, in which the resource is `shown` in its own words.
 */
export function identityRefusal(
  { caller, action, resource, context }: { caller: Caller; action: string; resource: string; context: Context },
  shown: string,
): string | undefined {
  const { scopes, ...all } = layersOf(caller)
  const layers: Layer[] = KINDS.flatMap(([kind, ...words]) => {
    const policies = all[kind]
    return policies ? [{ policies, words }] : []
  })
  // How AWS speaks of these is not known.
  for (const policies of scopes) layers.push({ policies, words: ['a', 'session policy'] })
  const has = (effect: Statement['Effect'], policies: Policy[]) =>
    statements(policies).some((s) => s.Effect === effect && covers(s, action, resource, context))
  const denier = layers.find(({ policies }) => has('Deny', policies))
  if (denier) return `${denied(caller, action, shown)} with an explicit deny in ${denier.words.join(' ')}`
  const lacking = layers.find(({ policies }) => !has('Allow', policies))
  return lacking && `${denied(caller, action, shown)} because no ${lacking.words[1]} allows the ${action} action`
}

interface Layer {
  policies: Policy[]
  words: ['a' | 'an', string]
}

const KINDS: [Exclude<keyof Layers, 'scopes'>, 'a' | 'an', string][] = [
  ['scps', 'a', 'service control policy'],
  ['identity', 'an', 'identity-based policy'],
  ['boundary', 'a', 'permissions boundary'],
  ['session', 'a', 'session policy'],
]

/** The policies on the caller's side, by kind. An absent layer does not limit; each one present must allow. */
export interface Layers {
  scps: Policy[] | undefined
  identity: Policy[]
  boundary: Policy[] | undefined
  session: Policy[] | undefined
  /** Of GetScopedCredentials: each by itself. */
  scopes: Policy[][]
}

export function layersOf({ account, identity, session }: Caller): Layers {
  return {
    scps: account.scps.length > 0 ? account.scps : undefined,
    identity: identity ? identity.policies : [ROOT_MAY_ALL],
    boundary: identity?.boundary && [identity.boundary],
    session: session && session.policies.length > 0 ? session.policies : undefined,
    scopes: (session?.scopes ?? []).map((scope) => [scope]),
  }
}

const ROOT_MAY_ALL: Policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }

function explicitDeny(request: Request): string | undefined {
  const { scps, identity, boundary, session, scopes } = layersOf(request.caller)
  const denies = (policies: Policy[] | undefined) =>
    statements(policies ?? []).some((s) => s.Effect === 'Deny' && applies(s, request))
  const trustDenies = statements([request.target.role.trust]).some(
    (s) => s.Effect === 'Deny' && namingOf(s, request.caller) && trustApplies(s, request),
  )
  const found: [string, boolean][] = [
    ['a service control policy', denies(scps)],
    ['the role trust policy', trustDenies],
    ['an identity-based policy', denies(identity)],
    ['a permissions boundary', denies(boundary)],
    ['a session policy', [session, ...scopes].some(denies)],
  ]
  const by = found.find(([, isThere]) => isThere)
  return by && `with an explicit deny in ${by[0]}`
}

function missingAllow(request: Request): string | undefined {
  const { caller, action, target } = request
  const { scps, identity, boundary, session, scopes } = layersOf(caller)
  const allows = (policies: Policy[]) => statements(policies).some((s) => s.Effect === 'Allow' && applies(s, request))
  const no = (kind: string) => `because no ${kind} allows the ${action} action`

  // Every SCP is a level of the organization, and each level must allow.
  if (scps && !scps.every((scp) => allows([scp]))) return no('service control policy')
  const naming = trustNaming(request)
  if (naming === undefined) return no('role trust policy')

  // Within the account a trust policy that names the caller grants by itself. One that names the very session or the
  // user is not even limited by boundary and session policy; one that names the role is. A source identity that is
  // handed on needs the caller's own permission always ("Monitor and control actions taken with assumed roles").
  const handsOnSourceIdentity = action === 'sts:SetSourceIdentity' && isRoleSession(caller)
  const granted = caller.account.id === target.account.id && naming !== 'account' && !handsOnSourceIdentity
  // Whether a trust policy that names the session gets past these is not known; it does not here.
  if (!scopes.every(allows)) return no('session policy')
  if (granted && (naming === 'session' || !isRoleSession(caller))) return undefined
  if (!granted && !allows(identity)) return no('identity-based policy')
  if (boundary && !allows(boundary)) return no('permissions boundary')
  if (session && !allows(session)) return no('session policy')
  return undefined
}

/** The closest naming among the trust policy's statements that allow. */
function trustNaming(request: Request): Naming | undefined {
  const namings = statements([request.target.role.trust])
    .filter((s) => s.Effect === 'Allow' && trustApplies(s, request))
    .map((s) => namingOf(s, request.caller))
  return (['session', 'identity', 'account'] as const).find((closest) => namings.includes(closest))
}

export const statements = (policies: Policy[]): Statement[] => policies.flatMap((policy) => many(policy.Statement))

const applies = (statement: Statement, { action, target, context }: Request): boolean =>
  covers(statement, action, target.role.arn, context)

/** A trust policy has no Resource: it is about its own role. */
const trustApplies = (statement: Statement, { action, context }: Request): boolean =>
  coversAction(statement, action) && conditionsHold(statement.Condition, context)

export function covers(statement: Statement, action: string, resource: string, context: Context): boolean {
  const among = (patterns: string | string[]) => many(patterns).some((pattern) => fits(pattern, resource, context))
  const resourceFits = statement.NotResource ? !among(statement.NotResource) : among(statement.Resource ?? [])
  return coversAction(statement, action) && resourceFits && conditionsHold(statement.Condition, context)
}

/** Actions are the one thing in a policy whose case does not matter. */
function coversAction({ Action, NotAction }: Statement, action: string): boolean {
  const among = (patterns: string | string[]) =>
    many(patterns).some((pattern) => fits(pattern, action, undefined, true))
  return NotAction ? !among(NotAction) : among(Action ?? [])
}
