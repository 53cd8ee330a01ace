// GetSessionToken and GetFederationToken: what a long-term key can get without a role.

import { type Caller, isRoot } from '../caller.ts'
import { accessDenied } from '../errors.ts'
import { GLOBAL_STS } from '../hosts.ts'
import type { Environment } from '../http.ts'
import { allowedByIdentity, denied } from '../iam/evaluate.ts'
import type { Call } from './call.ts'
import { issue, type NewSession } from './issue.ts'
import { checkMfa, readMfa } from './mfa.ts'
import { FEDERATED_DURATION, FEDERATED_NAME, Reader } from './parameters.ts'
import { readPolicies, sessionPolicies } from './policies.ts'
import { packedSize, sessionTags } from './tags.ts'
import type { Result } from './wire.ts'

const DEFAULT_SECONDS = 43_200
const MOST_SECONDS = 129_600
const ROOT_SECONDS = 3600

export function getSessionToken(environment: Environment, { caller, parameters, host }: Call): Result {
  if (caller.session) throw accessDenied('Cannot call GetSessionToken with session credentials')
  const reader = new Reader(parameters)
  const seconds = reader.integer('DurationSeconds', 900, MOST_SECONDS)
  const mfa = readMfa(reader)
  reader.finish()
  const mfaAt = checkMfa(environment, caller, mfa)
  const session: NewSession = {
    ...plain(caller, host),
    kind: 'session-token',
    arn: caller.arn,
    userId: caller.userId,
    name: caller.identity?.name ?? 'root',
    ...(mfaAt !== undefined && { mfaAt }),
  }
  return { Credentials: issue(environment, secondsFor(caller, seconds), session).credentials }
}

export function getFederationToken(environment: Environment, { caller, parameters, host }: Call): Result {
  if (caller.session) throw accessDenied('Cannot call GetFederationToken with session credentials')
  const reader = new Reader(parameters)
  const name = reader.required('Name', FEDERATED_NAME)
  const seconds = reader.integer('DurationSeconds', FEDERATED_DURATION.min, FEDERATED_DURATION.max)
  const given = readPolicies(reader)
  const newTags = reader.tags()
  reader.finish()
  const { account } = caller
  const arn = `arn:${account.partition}:sts::${account.id}:federated-user/${name}`
  const actions = ['sts:GetFederationToken', ...(newTags.length > 0 ? ['sts:TagSession'] : [])]
  const refused = actions.find((action) => !allowedByIdentity(caller, action))
  if (refused) throw accessDenied(denied(caller, refused, arn))

  const tags = sessionTags(caller, newTags, [])
  const policies = sessionPolicies(given, account)
  const packed = packedSize(policies, tags.all)
  const session: NewSession = {
    ...plain(caller, host),
    kind: 'federated-user',
    arn,
    userId: `${account.id}:${name}`,
    name,
    policies,
    tags: tags.all,
  }
  return {
    Credentials: issue(environment, secondsFor(caller, seconds), session).credentials,
    FederatedUser: { FederatedUserId: session.userId, Arn: arn },
    PackedPolicySize: packed,
  }
}

const plain = (caller: Caller, host: string) => ({
  account: caller.account.id,
  principalArn: caller.principalArn,
  fromLongTermKey: true,
  global: host === GLOBAL_STS,
  policies: [],
  tags: {},
  transitiveKeys: [],
})

/** The root user gets an hour at most, whatever it asks for. */
const secondsFor = (caller: Caller, asked = DEFAULT_SECONDS): number =>
  isRoot(caller) ? Math.min(asked, ROOT_SECONDS) : asked
