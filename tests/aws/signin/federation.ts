// /federation: credentials become a sign-in token, and a token becomes a console session. Rules: IAM User Guide,
// "Enable custom identity broker access to the AWS console"; what tools saw, where that is silent.

import { randomBytes } from 'node:crypto'
import { type Environment, parametersOf, type Reply, type Request } from '../http.ts'
import { badRequest } from '../page.ts'
import type { Session } from '../state.ts'
import { login } from './login.ts'

const TOKEN_MINUTES = 15

export function federation(environment: Environment, request: Request): Reply {
  const parameters = parametersOf(request)
  switch (parameters.get('Action')) {
    case 'getSigninToken':
      return getSigninToken(environment, request, parameters)
    case 'login':
      return request.method === 'GET' ? login(environment, request, parameters) : badRequest('Invalid request method')
    default:
      return badRequest('Invalid action parameter')
  }
}

function getSigninToken(environment: Environment, request: Request, parameters: URLSearchParams): Reply {
  const partition = request.place.partition?.name ?? 'aws'
  // "gov is not supported for POST-based federation yet", says AWS's own toolkit.
  if (request.method === 'POST' && partition === 'aws-us-gov') return badRequest('Invalid request method')

  const session = sessionFrom(environment, parameters.get('Session'), partition)
  if (!session) return badRequest('Invalid credentials parameter')
  const duration = durationOf(parameters.get('SessionDuration'), session)
  if (duration === 'invalid') return { ...badRequest('Invalid SessionDuration parameter'), caller: session.arn }

  const token = randomBytes(300).toString('base64url')
  environment.state.signinTokens.set(token, {
    session,
    partition,
    expiresAt: environment.clock.now() + TOKEN_MINUTES * 60_000,
    ...(duration !== undefined && { sessionDuration: duration }),
  })
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify({ SigninToken: token }),
    caller: session.arn,
  }
}

/** Only a role session or a federated user can enter; a long-term key or GetSessionToken's credentials cannot. */
function sessionFrom(
  { state, world, clock }: Environment,
  text: string | null,
  partition: string,
): Session | undefined {
  let given: { sessionId?: unknown; sessionKey?: unknown; sessionToken?: unknown } | null
  try {
    // AWS takes a Python dictionary as its text, with single quotes, as awsume's console plugin has sent it since 2018.
    given = JSON.parse((text ?? '').replaceAll("'", '"'))
  } catch {
    return undefined
  }
  const session = state.sessions.get(String(given?.sessionId))
  return session &&
    session.kind !== 'session-token' &&
    session.secret === given?.sessionKey &&
    session.token === given?.sessionToken &&
    session.expiresAt > clock.now() &&
    world.accounts.get(session.account)?.partition === partition
    ? session
    : undefined
}

/** SessionDuration is for a role that a long-term key assumed: not for a chained one, not for a federated user. */
function durationOf(text: string | null, session: Session): number | undefined | 'invalid' {
  if (text === null) return undefined
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : 0
  const allowed = session.kind === 'role' && session.fromLongTermKey
  return allowed && seconds >= 900 && seconds <= 43_200 ? seconds : 'invalid'
}
