// AssumeRoleWithSAML and AssumeRoleWithWebIdentity: nobody signs the request, so whoever an identity provider vouches for is the caller.
// The codes are those of AWS's documentation; of the texts those are AWS's own that have no comment.

import { AwsError, accessDenied, validationError } from '../errors.ts'
import { GLOBAL_STS, partitionOfRegion } from '../hosts.ts'
import type { Environment } from '../http.ts'
import { covers, statements } from '../iam/evaluate.ts'
import type { Context } from '../iam/pattern.ts'
import { many } from '../iam/policy.ts'
import { type Account, type Role, roleByArn } from '../world.ts'
import { checkAssertion } from './assertion.ts'
import type { Call } from './call.ts'
import { issue } from './issue.ts'
import { ARN, DURATION, Reader, SAML_ASSERTION, SESSION_NAME, WEB_IDENTITY_TOKEN } from './parameters.ts'
import { checkToken } from './web-token.ts'
import type { Result } from './wire.ts'

/** A call that nobody signed. */
export type Unsigned = Omit<Call, 'caller'>

export function assumeRoleWithSaml(environment: Environment, call: Unsigned): Result {
  const reader = new Reader(call.parameters)
  const roleArn = reader.required('RoleArn', ARN)
  const providerArn = reader.required('PrincipalArn', ARN)
  const text = reader.required('SAMLAssertion', SAML_ASSERTION)
  const seconds = reader.integer('DurationSeconds', DURATION.min, DURATION.max)
  reader.finish()
  const action = 'sts:AssumeRoleWithSAML'
  const [, account = '', name = ''] = /^arn:[\w-]+:iam::(\d{12}):saml-provider\/(.+)$/.exec(providerArn) ?? []
  const provider = environment.world.accounts.get(account)?.samlProviders.get(name)
  if (!provider) throw invalidToken("Specified provider doesn't exist")
  const said = checkAssertion(text, provider, environment.clock.now())
  const fits = said.roles.some((pair) => pair.includes(roleArn) && pair.includes(providerArn))
  const target = fits ? roleByArn(environment.world, roleArn) : undefined
  const context = new Map([
    ['saml:aud', [said.recipient]],
    ['saml:iss', [provider.issuer]],
    ['saml:sub', [said.name]],
  ])
  const result = assumed(environment, call, {
    action,
    target,
    principal: providerArn,
    context,
    name: said.name,
    seconds,
  })
  return { ...result, Subject: said.name, SubjectType: 'persistent', Issuer: provider.issuer, Audience: said.recipient }
}

export function assumeRoleWithWebIdentity(environment: Environment, call: Unsigned): Result {
  const reader = new Reader(call.parameters)
  const roleArn = reader.required('RoleArn', ARN)
  const name = reader.required('RoleSessionName', SESSION_NAME)
  const text = reader.required('WebIdentityToken', WEB_IDENTITY_TOKEN)
  const seconds = reader.integer('DurationSeconds', DURATION.min, DURATION.max)
  reader.finish()
  const action = 'sts:AssumeRoleWithWebIdentity'
  const target = roleByArn(environment.world, roleArn)
  if (!target) throw notAuthorized(action)
  const { issuer, subject, audience } = checkToken(text, target.account, environment.clock.now())
  const host = issuer.replace('https://', '')
  const principal = `arn:${target.account.partition}:iam::${target.account.id}:oidc-provider/${host}`
  const context = new Map([
    [`${host}:aud`, [audience]],
    [`${host}:sub`, [subject]],
  ])
  const result = assumed(environment, call, { action, target, principal, context, name, seconds })
  return { ...result, SubjectFromWebIdentityToken: subject, Audience: audience, Provider: principal }
}

interface Wanted {
  action: string
  target: { account: Account; role: Role } | undefined
  principal: string
  context: Context
  name: string
  seconds: number | undefined
}

function assumed(environment: Environment, call: Unsigned, wanted: Wanted): Result {
  const { action, target, principal, context, name, seconds } = wanted
  const isThere = target && target.account.partition === partitionOfRegion(call.region)?.name
  if (!isThere || !trusts(target.role, principal, action, context)) throw notAuthorized(action)
  const { role, account } = target
  if ((seconds ?? 0) > role.maxSessionDuration)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  const user = {
    AssumedRoleId: `${role.id}:${name}`,
    Arn: `arn:${account.partition}:sts::${account.id}:assumed-role/${role.name}/${name}`,
  }
  const { credentials } = issue(environment, seconds ?? 3600, {
    kind: 'role',
    account: account.id,
    principalArn: role.arn,
    arn: user.Arn,
    userId: user.AssumedRoleId,
    name,
    // As for the console, which lets such a session be as long as one of a user's own key ("Enabling custom identity broker access").
    fromLongTermKey: true,
    global: call.host === GLOBAL_STS,
    policies: [],
    tags: {},
    transitiveKeys: [],
  })
  return { Credentials: credentials, AssumedRoleUser: user, PackedPolicySize: 0 }
}

/** Nobody has policies of their own here: the role's trust policy alone says. */
function trusts(role: Role, principal: string, action: string, context: Context): boolean {
  const about = statements([role.trust]).filter(
    (s) => typeof s.Principal === 'object' && many(s.Principal.Federated).includes(principal),
  )
  const holds = about.filter((s) => covers({ ...s, Resource: '*' }, action, role.arn, context))
  return holds.some(({ Effect }) => Effect === 'Allow') && holds.every(({ Effect }) => Effect === 'Allow')
}

const notAuthorized = (action: string) => accessDenied(`Not authorized to perform ${action}`)
export const invalidToken = (message: string) => new AwsError('InvalidIdentityToken', 400, message)
export const expiredIdentity = (message: string) => new AwsError('ExpiredTokenException', 400, message)
