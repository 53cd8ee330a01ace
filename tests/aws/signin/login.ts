// /federation?Action=login: a sign-in token becomes a console session of this browser.

import { type Partition, placeOf } from '../hosts.ts'
import { type Environment, escaped, type Reply, type Request } from '../http.ts'
import { badRequest, page, redirect } from '../page.ts'
import type { ConsoleSession, SigninToken } from '../state.ts'
import { forget, keep, newLabel, optedIn, sessionsOf } from './cookies.ts'

export const MOST_SESSIONS = 5

export function login(environment: Environment, request: Request, parameters: URLSearchParams): Reply {
  const partition = request.place.partition
  const destination = destinationOf(parameters.get('Destination'), partition)
  if (!partition || !destination) return badRequest('Invalid destination parameter')
  const token = take(environment, parameters.get('SigninToken') ?? '', partition)
  if (!token) return badRequest('Invalid SigninToken parameter')

  const session: ConsoleSession = {
    session: token.session,
    partition: partition.name,
    endsAt:
      token.sessionDuration === undefined
        ? token.session.expiresAt
        : environment.clock.now() + token.sessionDuration * 1000,
  }
  const reply = optedIn(request)
    ? addSession(environment, request, partition, session, destination)
    : onlySession(environment, request, partition, session, destination)
  return { ...reply, caller: token.session.arn }
}

/** https, on a console host of the same partition, without the label of some other session. */
function destinationOf(text: string | null, partition: Partition | undefined): URL | undefined {
  if (!text || !URL.canParse(text)) return undefined
  const url = new URL(text)
  const place = placeOf(url.host)
  const fits =
    url.protocol === 'https:' && !url.port && !url.username && place?.service === 'console' && place.label === undefined
  return fits && place.partition === partition ? url : undefined
}

/** A token opens one session. That AWS's own are single-use is not confirmed; no client may count on more. */
function take({ state, clock }: Environment, text: string, partition: Partition): SigninToken | undefined {
  const token = state.signinTokens.get(text)
  state.signinTokens.delete(text)
  return token && token.expiresAt > clock.now() && token.partition === partition.name ? token : undefined
}

function onlySession(
  environment: Environment,
  request: Request,
  partition: Partition,
  session: ConsoleSession,
  destination: URL,
): Reply {
  const open = sessionsOf(environment, request)
  if (open.some((other) => other.session.account !== session.session.account)) return logOutFirst(partition)
  forget(environment, partition, open)
  return redirect(destination.href, [keep(environment, partition, session)])
}

function logOutFirst(partition: Partition): Reply {
  const text = 'You must first log out before logging into a different AWS account'
  const logout = `https://${partition.bareHosts ? '' : `${partition.home}.`}${partition.signin}/oauth?Action=logout`
  return {
    ...page(
      400,
      'Amazon Web Services Sign-In',
      `<p id="reason">${text}. To logout, <a href="${escaped(logout)}">click here</a></p>`,
    ),
    error: text,
  }
}

/** Signing in anew to an identity that is open replaces it, and leaves the others alone. */
function addSession(
  environment: Environment,
  request: Request,
  partition: Partition,
  session: ConsoleSession,
  destination: URL,
): Reply {
  const open = sessionsOf(environment, request).filter((other) => other.label !== undefined)
  const same = open.filter((other) => other.session.arn === session.session.arn)
  // Where a sixth lands is from a shipped extension; what the page says there is not known.
  if (open.length - same.length >= MOST_SESSIONS)
    return redirect(`https://${request.place.region ?? partition.home}.${partition.signin}/sessions/limit`)
  const label = newLabel(session.session.account)
  const cookies = [...forget(environment, partition, same), keep(environment, partition, { ...session, label })]
  const place = placeOf(destination.host)
  const region = place?.regional && place.region ? place.region : regionIn(destination, partition)
  const labelled = new URL(destination)
  // What becomes of a service's own host is not known.
  labelled.host = `${label}.${region}.${partition.console}`
  return redirect(labelled.href, cookies)
}

function regionIn(destination: URL, partition: Partition): string {
  const region = destination.searchParams.get('region') ?? ''
  return partition.regions.includes(region) || partition.optIn.includes(region) ? region : partition.home
}
