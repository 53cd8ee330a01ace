// GetScopedCredentials: whoever holds temporary credentials gets narrower ones of the same identity. Parameters, limits and codes: the STS
// model of botocore 1.44.8, which also says what the texts here are about; AWS's own words are not known, nor whether it asks for a
// permission (this does not).

import { AwsError, accessDenied, malformedPolicy, validationError } from '../errors.ts'
import { GLOBAL_STS } from '../hosts.ts'
import type { Environment } from '../http.ts'
import { parseSessionPolicy } from '../iam/policy.ts'
import type { Call } from './call.ts'
import { issue } from './issue.ts'
import { POLICY, Reader, SCOPED_DURATION, SCOPED_POLICY, SESSION_DESCRIPTION } from './parameters.ts'
import { packedSize } from './tags.ts'
import { noSuchAction, type Result } from './wire.ts'

const MOST_LAYERS = 3
/** In bytes. The model says that there is a most, and not which. */
const MOST_TOKEN = 4096

export function getScopedCredentials(environment: Environment, { caller, parameters, host }: Call): Result {
  // "Not available on the STS Global endpoint".
  if (host === GLOBAL_STS) throw noSuchAction('GetScopedCredentials')
  const reader = new Reader(parameters)
  const text = reader.text('Policy', { ...POLICY, ...SCOPED_POLICY })
  const seconds = reader.integer('DurationSeconds', SCOPED_DURATION.min, SCOPED_DURATION.max)
  const tokenSize = reader.integer('MinimumSessionTokenSize', 0, MOST_TOKEN)
  reader.text('ScopedSessionDescription', SESSION_DESCRIPTION)
  reader.finish()
  if (text === undefined && seconds === undefined)
    throw validationError('At least one of Policy and DurationSeconds must be specified.')
  const { session } = caller
  if (!session)
    throw new AwsError(
      'InvalidSubjectCredentials',
      400,
      'The calling session is not a valid session of temporary credentials.',
    )

  const parsed = text === undefined ? undefined : parseSessionPolicy(text)
  if (parsed && 'wrong' in parsed) throw malformedPolicy(parsed.wrong)
  const before = session.scopes ?? []
  if (parsed && before.length === MOST_LAYERS)
    throw accessDenied(`The session has ${MOST_LAYERS} scope-down policies already, which is the most.`)
  const left = (session.expiresAt - Math.floor(environment.clock.now() / 1000) * 1000) / 1000
  if (seconds !== undefined && seconds > left)
    throw new AwsError(
      'InsufficientSessionLifetime',
      400,
      'The requested DurationSeconds exceeds the remaining lifetime of the calling session.',
    )
  const scopes = parsed ? [...before, parsed] : before
  packedSize([...session.policies, ...scopes], session.tags)
  const { keyId: _, secret: _secret, token: _token, issuedAt: _issuedAt, expiresAt: _expiresAt, ...identity } = session
  const { credentials, session: issued } = issue(environment, seconds ?? left, { ...identity, scopes }, tokenSize)
  const size = issued.token.length
  return {
    Credentials: credentials,
    SessionInfo: { ScopedSessionId: session.userId, Arn: session.arn },
    SessionTokenUtilization: Math.min(100, Math.ceil((size * 100) / MOST_TOKEN)),
    SessionTokenSize: size,
    ScopedPoliciesCount: scopes.length,
    SourceIdentity: session.sourceIdentity,
  }
}
