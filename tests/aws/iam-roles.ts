// What IAM tells of roles and of whom their policies let do what: GetRole and SimulatePrincipalPolicy. Parameters, members and
// codes: the IAM model; texts: what people quoted.

import { AwsError } from './errors.ts'
import type { Context } from './iam/pattern.ts'
import { simulate } from './iam/simulate.ts'
import { authorize, type Call } from './iam-call.ts'
import type { Reader, Rule } from './sts/parameters.ts'
import type { Result } from './sts/wire.ts'
import { FIRST_DAY, type Identity } from './world.ts'

export const roleActions: Record<string, (call: Call) => Result> = {
  GetRole: getRole,
  SimulatePrincipalPolicy: simulatePrincipalPolicy,
}

/** Roles are found by name, whatever its case, and never by path. */
function getRole(call: Call): Result {
  const name = call.reader.required('RoleName', ROLE_NAME)
  call.reader.finish()
  const { account } = call.caller
  const role = account.roles.get(name.toLowerCase())
  authorize(call, role?.arn ?? `arn:${account.partition}:iam::${account.id}:role/${name}`, `role ${name}`)
  if (!role) throw noSuch('role', name)
  const tags = Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value }))
  return {
    Role: {
      Path: role.path,
      RoleName: role.name,
      RoleId: role.id,
      Arn: role.arn,
      CreateDate: new Date(FIRST_DAY),
      AssumeRolePolicyDocument: percentEncoded(JSON.stringify(role.trust)),
      MaxSessionDuration: role.maxSessionDuration,
      ...(tags.length > 0 && { Tags: tags }),
    },
  }
}

function simulatePrincipalPolicy(call: Call): Result {
  const { reader, caller } = call
  const source = reader.required('PolicySourceArn', { min: 20, max: 2048 })
  const actions = reader.texts('ActionNames', { min: 3, max: 128 }, 1000)
  const resources = reader.texts('ResourceArns', { min: 1, max: 2048 }, 1000)
  const context = contextEntries(reader)
  if (actions.length === 0) reader.required('ActionNames', {})
  reader.integer('MaxItems', 1, 1000)
  for (const name of NOT_PLAYED) if (reader.has(name)) throw invalidInput(`The local AWS does not play ${name}.`)
  reader.finish()
  authorize(call, source, source)
  const identity = entity(call, source)
  const results = actions.map((action) => {
    const each = (resources.length > 0 ? resources : ['*']).map((resource) => ({
      resource,
      ...simulate({ account: caller.account, identity }, action, resource, context),
    }))
    const worst = DECISIONS.map((decision) => each.find((one) => one.decision === decision)).find(Boolean) ?? each[0]
    return {
      EvalActionName: action,
      EvalResourceName: each[0]?.resource,
      ...(worst && told(worst)),
      ResourceSpecificResults: each.map((one) => ({
        EvalResourceName: one.resource,
        EvalResourceDecision: one.decision,
        MissingContextValues: one.missing,
      })),
    }
  })
  return { IsTruncated: false, EvaluationResults: results }
}

const told = ({
  decision,
  matched,
  missing,
  allowedByOrganization,
  allowedByBoundary,
}: ReturnType<typeof simulate>) => ({
  EvalDecision: decision,
  MatchedStatements: Array.from({ length: matched }, (_, at) => ({
    SourcePolicyId: `Policy${at + 1}`,
    SourcePolicyType: 'IAM Policy',
  })),
  MissingContextValues: missing,
  ...(allowedByOrganization !== undefined && {
    OrganizationsDecisionDetail: { AllowedByOrganizations: allowedByOrganization },
  }),
  ...(allowedByBoundary !== undefined && {
    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allowedByBoundary },
  }),
})

/** "The most restrictive decision across all resources" first. */
const DECISIONS = ['explicitDeny', 'implicitDeny', 'allowed'] as const

/** What a simulation can bring besides, and nobody here does. */
const NOT_PLAYED = ['ResourcePolicy', 'ResourceOwner', 'CallerArn', 'ResourceHandlingOption', 'Marker'].concat(
  ['PolicyInputList', 'PermissionsBoundaryPolicyInputList', 'PolicyExclusionList'].map((list) => `${list}.member.1`),
)

function contextEntries(reader: Reader): Context {
  const fields = { ContextKeyName: { min: 5, max: 256 }, ContextKeyType: {} }
  const entries = reader.structures('ContextEntries', fields, 1000)
  return new Map(
    entries.map(({ ContextKeyName = '' }, at) => [
      ContextKeyName.toLowerCase(),
      reader.texts(`ContextEntries.member.${at + 1}.ContextKeyValues`, {}, 1000),
    ]),
  )
}

/** The user or the role of that ARN, in the caller's account. What IAM says of an entity of another account is not known. */
function entity({ caller: { account } }: Call, arn: string): Identity {
  const prefix = `arn:${account.partition}:iam::${account.id}:`
  const [, kind, name = ''] = /^(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn.replace(prefix, '')) ?? []
  if (!kind || !arn.startsWith(prefix))
    throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`)
  const found = kind === 'role' ? account.roles.get(name.toLowerCase()) : account.users.get(name)
  if (!found || found.arn !== arn) throw noSuch(kind, name)
  return found
}

export const ROLE_NAME: Rule = { min: 1, max: 64, pattern: '[\\w+=,.@-]+' }

export const noSuch = (kind: string, name: string) =>
  new AwsError('NoSuchEntity', 404, `The ${kind} with name ${name} cannot be found.`)
const invalidInput = (message: string) => new AwsError('InvalidInput', 400, message)

/** As RFC 3986 has it: five characters more than JavaScript's own. */
const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
