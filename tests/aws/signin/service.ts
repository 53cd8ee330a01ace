// AWS Sign-In: federation, OAuth, logout, the switch to several sessions, and a page for whoever is not signed in.

import { placeOf } from '../hosts.ts'
import { type Environment, escaped, parametersOf, type Reply, type Request } from '../http.ts'
import { badRequest, page, redirect } from '../page.ts'
import { forget, optedIn, optInCookie, sessionsOf } from './cookies.ts'
import { federation } from './federation.ts'
import { MOST_SESSIONS } from './login.ts'
import { authorize, createToken } from './oauth.ts'

export function signin(environment: Environment, request: Request): Reply {
  switch (request.path) {
    case '/federation':
      return ['GET', 'POST'].includes(request.method)
        ? federation(environment, request)
        : badRequest('Invalid request method')
    case '/oauth':
      return request.query.get('Action') === 'logout' && request.method === 'GET'
        ? logout(environment, request)
        : badRequest('Invalid action parameter')
    case '/v1/authorize':
      return ['GET', 'POST'].includes(request.method)
        ? authorize(environment, request)
        : badRequest('Invalid request method')
    case '/v1/token':
      return request.method === 'POST' ? createToken(environment, request) : badRequest('Invalid request method')
    case '/saml':
      return saml(request)
    case '/sessions/v1/opt-in':
      return optIn(request)
    case '/sessions/v1/list':
      return request.method === 'GET' ? listed(environment, request) : badRequest('Invalid request method')
    case '/sessions/limit':
      return limit(environment, request)
    case '/':
    case '/signin':
      return page(200, 'Sign in', '<p id="signed-out">You are not signed in to the AWS Management Console.</p>')
    default: {
      const [, label] = /^\/sessions\/(\d{12}-[0-9a-z]{8})\/v1\/logout$/.exec(request.path) ?? []
      if (label && request.method === 'GET') return logoutOf(environment, request, label)
      return { ...page(404, '404 Not Found', ''), error: 'NotFound' }
    }
  }
}

/**
 * Signs out, then goes on to redirect_uri, if that is a regional sign-in host of the partition (tools found that the
 * bare one is ignored). With several sessions open this way of signing out is refused.
 */
function logout(environment: Environment, request: Request): Reply {
  const { partition } = request.place
  if (!partition || optedIn(request)) return badRequest('Invalid request')
  const cookies = forget(environment, partition, sessionsOf(environment, request))
  const target = request.query.get('redirect_uri') ?? ''
  const place =
    URL.canParse(target) && new URL(target).protocol === 'https:' ? placeOf(new URL(target).host) : undefined
  const onward = place?.service === 'signin' && place.regional && place.partition === partition
  return redirect(onward ? target : `https://${request.place.host}/`, cookies)
}

/** Where identity providers post assertions: a person chooses a role there. Nobody signs in to the console by it here. */
function saml(request: Request): Reply {
  const assertion = parametersOf(request).get('SAMLResponse')
  if (request.method !== 'POST' || !assertion) return badRequest('Your request included an invalid SAML response.')
  return page(200, 'Amazon Web Services Sign-In', '<p id="saml">Select a role:</p>')
}

/**
 * The sessions of this browser as JSON, for the console's own pages: no other page gets to read it, since nothing here allows its origin.
 * Only the host of a region has it, and only for whoever holds several sessions; what AWS says to others is not known.
 */
function listed(environment: Environment, request: Request): Reply {
  if (!request.place.regional) return { ...page(404, '404 Not Found', ''), error: 'NotFound' }
  if (!optedIn(request)) return badRequest('Invalid request')
  const sessions = sessionsOf(environment, request).map(({ label, session, endsAt }) => ({
    differentiator: label,
    principal_arn: session.arn,
    // Seconds or milliseconds is not known.
    expiry: Math.floor(endsAt / 1000),
    auth_time: Math.floor(session.issuedAt / 1000),
    account_alias: '',
  }))
  return {
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify({ sessions }),
  }
}

/** Where a sixth session lands: which ones there are, and how to sign out of each. */
function limit(environment: Environment, request: Request): Reply {
  const rows = sessionsOf(environment, request).map(
    ({ label = '', session }) => `<li><a href="/sessions/${label}/v1/logout">${escaped(session.arn)}</a></li>`,
  )
  const text = `You can be signed in to up to ${MOST_SESSIONS} sessions at a time. Sign out of one first.`
  return page(200, 'Amazon Web Services Sign-In', `<p id="limit">${text}</p><ul>${rows.join('')}</ul>`)
}

/** Signs out of one of several sessions. */
function logoutOf(environment: Environment, request: Request, label: string): Reply {
  const { partition, host } = request.place
  const its = sessionsOf(environment, request).filter((session) => session.label === label)
  if (!partition || its.length === 0) return badRequest('Invalid request')
  return redirect(`https://${host}/`, forget(environment, partition, its))
}

/** From here on this browser holds several sessions. */
function optIn(request: Request): Reply {
  const { partition } = request.place
  const target = request.query.get('redirect_uri') ?? ''
  if (!partition) return badRequest('Invalid request')
  const place = URL.canParse(target) ? placeOf(new URL(target).host) : undefined
  const onward = place && place.service !== 'sts' && place.partition === partition && target.startsWith('https://')
  return redirect(onward ? target : `https://${request.place.host}/`, [optInCookie(partition)])
}
