// AssumeRole. Limits: the STS model; rules: "AssumeRole" in the STS API reference and the IAM User Guide.

import { type Caller, isRoot } from '../caller.ts'
import { accessDenied, validationError } from '../errors.ts'
import { GLOBAL_STS } from '../hosts.ts'
import type { Environment } from '../http.ts'
import { contextOf } from '../iam/context.ts'
import { denied, refusal } from '../iam/evaluate.ts'
import { roleByArn } from '../world.ts'
import type { Call } from './call.ts'
import { issue } from './issue.ts'
import { checkMfa, readMfa } from './mfa.ts'
import {
  ARN,
  CONTEXT_ASSERTION,
  DURATION,
  EXTERNAL_ID,
  Reader,
  SESSION_NAME,
  SOURCE_IDENTITY,
  TAG_KEY,
} from './parameters.ts'
import { readPolicies, sessionPolicies } from './policies.ts'
import { packedSize, sessionTags, sourceIdentityOf } from './tags.ts'
import type { Result } from './wire.ts'

const DEFAULT_SECONDS = 3600
const CHAINED_SECONDS = 3600

export function assumeRole(environment: Environment, { caller, parameters, region, host }: Call): Result {
  const asked = read(parameters)
  if (!/^arn:[\w-]+:iam::\d{12}:role\/[!-~]+$/.test(asked.roleArn)) throw validationError('Request ARN is invalid')
  if (isRoot(caller)) throw accessDenied('Roles may not be assumed by root accounts.')
  // Also for GetSessionToken's credentials, as one live answer showed.
  if (caller.session && (asked.seconds ?? 0) > CHAINED_SECONDS)
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )
  const tags = sessionTags(caller, asked.tags, asked.transitiveKeys)
  const sourceIdentity = sourceIdentityOf(caller, asked.sourceIdentity)
  const mfaAt = checkMfa(environment, caller, asked.mfa) ?? (isUserSession(caller) ? caller.session?.mfaAt : undefined)

  const target = roleByArn(environment.world, asked.roleArn)
  if (!target || target.account.partition !== caller.account.partition)
    throw accessDenied(denied(caller, 'sts:AssumeRole', asked.roleArn))
  const context = contextOf(caller, {
    target,
    region,
    now: environment.clock.now(),
    sessionName: asked.sessionName,
    tags: tags.all,
    transitiveKeys: tags.transitiveKeys,
    ...(asked.seconds !== undefined && { durationSeconds: asked.seconds }),
    ...(asked.externalId !== undefined && { externalId: asked.externalId }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(mfaAt !== undefined && { mfaAt }),
  })
  const actions = ['sts:AssumeRole']
  if (Object.keys(tags.all).length > 0) actions.push('sts:TagSession')
  if (sourceIdentity !== undefined) actions.push('sts:SetSourceIdentity')
  for (const action of actions) {
    const refused = refusal({ caller, action, target, context, silent: environment.world.silent ?? false })
    if (refused) throw accessDenied(refused)
  }
  if ((asked.seconds ?? 0) > target.role.maxSessionDuration)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')

  const { role, account } = target
  const policies = sessionPolicies(asked.policies, account)
  const packed = packedSize(policies, tags.all)
  const user = {
    AssumedRoleId: `${role.id}:${asked.sessionName}`,
    Arn: `arn:${account.partition}:sts::${account.id}:assumed-role/${role.name}/${asked.sessionName}`,
  }
  const { credentials } = issue(
    environment,
    asked.seconds ?? DEFAULT_SECONDS,
    {
      kind: 'role',
      account: account.id,
      principalArn: role.arn,
      arn: user.Arn,
      userId: user.AssumedRoleId,
      name: asked.sessionName,
      fromLongTermKey: caller.session === undefined,
      global: host === GLOBAL_STS,
      policies,
      tags: tags.all,
      transitiveKeys: tags.transitiveKeys,
      ...(sourceIdentity !== undefined && { sourceIdentity }),
    },
    asked.tokenSize,
  )
  return {
    AssumedRoleUser: user,
    Credentials: credentials,
    PackedPolicySize: packed,
    SourceIdentity: sourceIdentity,
  }
}

/** AssumeRole's own sessions carry no MFA on ("Secure API access with MFA"); GetSessionToken's do. */
const isUserSession = (caller: Caller): boolean => caller.session?.kind === 'session-token'

function read(parameters: URLSearchParams) {
  const reader = new Reader(parameters)
  const asked = {
    roleArn: reader.required('RoleArn', ARN),
    sessionName: reader.required('RoleSessionName', SESSION_NAME),
    seconds: reader.integer('DurationSeconds', DURATION.min, DURATION.max),
    policies: readPolicies(reader),
    tags: reader.tags(),
    transitiveKeys: reader.texts('TransitiveTagKeys', TAG_KEY, 50),
    externalId: reader.text('ExternalId', EXTERNAL_ID),
    mfa: readMfa(reader),
    sourceIdentity: reader.text('SourceIdentity', SOURCE_IDENTITY),
    contexts: reader.structures('ProvidedContexts', { ProviderArn: ARN, ContextAssertion: CONTEXT_ASSERTION }, 5),
    tokenSize: reader.integer('MinimumSessionTokenSize', 0, 4096),
  }
  reader.finish()
  // No context provider is played, so none can have made the assertion. The text is not known.
  if (asked.contexts.length > 0) throw validationError('The provided context could not be validated.')
  return asked
}
