// IAM's calls that change who may do what: a role's trust policy, the inline policies of users and roles, and managed ones. Parameters
// and codes: the IAM model; texts: what people quoted.

import { AwsError, malformedPolicy } from './errors.ts'
import { many, type Policy } from './iam/policy.ts'
import { authorize, type Call } from './iam-call.ts'
import { noSuch, ROLE_NAME } from './iam-roles.ts'
import { POLICY, type Rule } from './sts/parameters.ts'
import type { Result } from './sts/wire.ts'
import type { Identity, World } from './world.ts'

export const policyActions: Record<string, (call: Call) => Result> = {
  UpdateAssumeRolePolicy: updateAssumeRolePolicy,
  PutRolePolicy: (call) => putPolicy(call, 'role'),
  PutUserPolicy: (call) => putPolicy(call, 'user'),
  CreatePolicy: createPolicy,
}

function updateAssumeRolePolicy(call: Call): Result {
  const name = call.reader.required('RoleName', ROLE_NAME)
  const trust = document(call)
  call.reader.finish()
  const role = changeable(call, 'role', name) as Identity & { trust: Policy }
  for (const { Principal } of many(trust.Statement)) {
    const names = typeof Principal === 'object' ? many(Principal.AWS) : []
    for (const principal of names)
      if (!exists(call.environment.world, principal))
        throw malformedPolicy(`Invalid principal in policy: "AWS":"${principal}"`)
  }
  role.trust = trust
  return {}
}

function putPolicy(call: Call, kind: 'role' | 'user'): Result {
  const name = call.reader.required(kind === 'role' ? 'RoleName' : 'UserName', ROLE_NAME)
  const policyName = call.reader.required('PolicyName', POLICY_NAME)
  const policy = document(call)
  call.reader.finish()
  const identity = changeable(call, kind, name)
  identity.inline ??= new Map()
  const before = identity.inline.get(policyName)
  identity.policies = [...identity.policies.filter((one) => one !== before), policy]
  identity.inline.set(policyName, policy)
  return {}
}

function createPolicy(call: Call): Result {
  const name = call.reader.required('PolicyName', POLICY_NAME)
  const policy = document(call)
  call.reader.finish()
  const { account } = call.caller
  const arn = `arn:${account.partition}:iam::${account.id}:policy/${name}`
  authorize(call, arn, `policy ${name}`)
  if (account.managedPolicies.has(arn))
    throw new AwsError(
      'EntityAlreadyExists',
      409,
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
    )
  account.managedPolicies.set(arn, policy)
  return { Policy: { PolicyName: name, Arn: arn } }
}

const POLICY_NAME: Rule = { min: 1, max: 128, pattern: '[\\w+=,.@-]+' }

/** The user or role of that name, if the caller may change it and anybody may. */
function changeable(call: Call, kind: 'role' | 'user', name: string): Identity {
  const { account } = call.caller
  const found: Identity | undefined = kind === 'role' ? account.roles.get(name.toLowerCase()) : account.users.get(name)
  authorize(call, found?.arn ?? `arn:${account.partition}:iam::${account.id}:${kind}/${name}`, `${kind} ${name}`)
  if (!found) throw noSuch(kind, name)
  // Identity Center's roles and those that are linked to a service.
  if (kind === 'role' && /^\/aws-(reserved|service-role)\//.test(found.path))
    throw new AwsError(
      'UnmodifiableEntity',
      400,
      `Cannot perform the operation on the protected role '${found.name}' - this role is only modifiable by AWS`,
    )
  return found
}

function document({ reader }: Call): Policy {
  const text = reader.required('PolicyDocument', POLICY)
  try {
    return JSON.parse(text)
  } catch {
    throw malformedPolicy('This policy contains invalid Json')
  }
}

/** IAM looks up the users and roles that a trust policy names, in every account; an account only by its form. */
function exists(world: World, principal: string): boolean {
  if (principal === '*' || /^\d{12}$/.test(principal)) return true
  const [, id, resource = ''] = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):(.+)$/.exec(principal) ?? []
  const account = world.accounts.get(id ?? '')
  if (resource === 'root') return true
  const [kind, name = ''] = resource.startsWith('assumed-role/')
    ? ['role', resource.split('/')[1]]
    : [resource.split('/')[0], resource.split('/').at(-1)]
  return kind === 'user' ? account?.users.has(name) === true : account?.roles.has(name.toLowerCase()) === true
}
