// IAM Identity Center's OIDC service: RegisterClient, StartDeviceAuthorization, CreateToken. From the model of sso-oidc, RFC 8628 and
// the AWS CLI, which speaks it. A client, a code and a token are of one region, and worth nothing at another's host.

import { randomBytes } from 'node:crypto'
import type { Environment, Reply, Request } from '../http.ts'
import type { PortalSession } from '../state.ts'
import { answered, members, oauth } from './wire.ts'

const MINUTE = 60_000
const REGISTERED = 90 * 24 * 60 * MINUTE
const CODE_SECONDS = 600
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code'
const SCOPES = ['sso:account:access', 'codewhisperer:completions']
/** No vowels: a code spells nothing. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ'

export function oidc(environment: Environment, request: Request): Reply {
  return answered(request, environment.clock.now(), () => {
    if (request.method !== 'POST') throw oauth('invalid_request', 'POST it')
    const given = members(request)
    const region = request.place.region ?? ''
    switch (request.path) {
      case '/client/register':
        return { body: register(environment, region, given) }
      case '/device_authorization':
        return { body: authorize(environment, region, given) }
      case '/token':
        return { body: createToken(environment, region, given) }
      default:
        throw oauth('invalid_request', 'no such operation')
    }
  })
}

type Given = Record<string, unknown>

function register({ state, clock }: Environment, region: string, given: Given): object {
  const { clientType, scopes = [] } = given
  textOf(given, 'clientName')
  if (clientType !== 'public') throw oauth('invalid_client_metadata', 'only public clients are served')
  if (!Array.isArray(scopes) || !scopes.every((scope) => SCOPES.includes(scope)))
    throw oauth('invalid_scope', 'no such scope')
  const issuedAt = clock.now()
  const client = {
    id: secretText(16),
    secret: secretText(600),
    region,
    expiresAt: issuedAt + REGISTERED,
    refreshes: scopes.length > 0,
  }
  state.oidcClients.set(client.id, client)
  return {
    clientId: client.id,
    clientSecret: client.secret,
    clientIdIssuedAt: Math.floor(issuedAt / 1000),
    clientSecretExpiresAt: Math.floor(client.expiresAt / 1000),
  }
}

function authorize(environment: Environment, region: string, given: Given): object {
  const { state, clock, world } = environment
  const client = clientOf(environment, region, given)
  const portal = world.portals.get(textOf(given, 'startUrl'))
  if (portal?.region !== region) throw oauth('invalid_request', 'Invalid start url provided')
  const userCode = `${letters(4)}-${letters(4)}`
  const code = {
    deviceCode: secretText(60),
    userCode,
    clientId: client.id,
    startUrl: portal.startUrl,
    region,
    expiresAt: clock.now() + CODE_SECONDS * 1000,
    interval: portal.intervalSeconds * 1000,
    state: 'pending' as const,
  }
  state.deviceCodes.set(code.deviceCode, code)
  const page = `https://device.sso.${region}.${portal.dns}/`
  return {
    deviceCode: code.deviceCode,
    userCode,
    verificationUri: page,
    verificationUriComplete: `${page}?user_code=${userCode}`,
    expiresIn: CODE_SECONDS,
    interval: portal.intervalSeconds,
  }
}

function createToken(environment: Environment, region: string, given: Given): object {
  const client = clientOf(environment, region, given)
  const grantType = textOf(given, 'grantType')
  if (grantType === DEVICE_CODE) return byDeviceCode(environment, client.id, textOf(given, 'deviceCode'))
  if (grantType === 'refresh_token') return byRefreshToken(environment, client.id, textOf(given, 'refreshToken'))
  throw oauth('unsupported_grant_type', 'no such grant')
}

function byDeviceCode(environment: Environment, clientId: string, deviceCode: string): object {
  const { state, clock, world } = environment
  const code = state.deviceCodes.get(deviceCode)
  if (code?.clientId !== clientId) throw oauth('invalid_grant', 'Invalid device code provided')
  const now = clock.now()
  if (now >= code.expiresAt) throw oauth('expired_token', 'Device code expired')
  const tooSoon = code.askedAt !== undefined && now - code.askedAt < code.interval - SLACK
  code.askedAt = now
  if (tooSoon) {
    code.interval += 5_000
    throw oauth('slow_down', 'Polling too often')
  }
  if (code.state === 'denied') throw oauth('access_denied', 'The person refused')
  if (code.state === 'pending') throw oauth('authorization_pending', 'The person has not confirmed yet')
  const portal = world.portals.get(code.startUrl)
  if (!portal) throw oauth('invalid_grant', 'Invalid device code provided')
  state.deviceCodes.delete(deviceCode)
  const session: PortalSession = {
    clientId,
    startUrl: portal.startUrl,
    region: portal.region,
    endsAt: now + portal.sessionSeconds * 1000,
    accessTokens: new Map(),
  }
  return give(environment, session)
}

/** Networks delay: who waits the interval may seem a little early. */
const SLACK = 250

function byRefreshToken(environment: Environment, clientId: string, refreshToken: string): object {
  const session = environment.state.portalSessions.find((one) => one.refreshToken === refreshToken)
  // One that was exchanged already finds nothing here.
  if (session?.clientId !== clientId || environment.clock.now() >= session.endsAt)
    throw oauth('invalid_grant', 'Invalid refresh token provided')
  return give(environment, session)
}

function give({ state, clock, world }: Environment, session: PortalSession): object {
  const portal = world.portals.get(session.startUrl)
  const refreshes = state.oidcClients.get(session.clientId)?.refreshes
  const seconds = Math.min(portal?.tokenSeconds ?? 0, (session.endsAt - clock.now()) / 1000)
  const accessToken = secretText(300)
  session.accessTokens.set(accessToken, clock.now() + seconds * 1000)
  if (refreshes) session.refreshToken = secretText(300)
  if (!state.portalSessions.includes(session)) state.portalSessions.push(session)
  return {
    accessToken,
    tokenType: 'Bearer',
    expiresIn: Math.floor(seconds),
    ...(session.refreshToken !== undefined && { refreshToken: session.refreshToken }),
  }
}

function clientOf({ state, clock }: Environment, region: string, given: Given) {
  const client = state.oidcClients.get(textOf(given, 'clientId'))
  const fits = client?.secret === textOf(given, 'clientSecret') && client.region === region
  if (!client || !fits || clock.now() >= client.expiresAt) throw oauth('invalid_client', 'Invalid client provided', 401)
  return client
}

function textOf(given: Given, name: string): string {
  const value = given[name]
  if (typeof value !== 'string' || value === '') throw oauth('invalid_request', `${name} is missing`)
  return value
}

const secretText = (size: number): string => randomBytes(size).toString('base64url')
const letters = (count: number): string =>
  [...randomBytes(count)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
