// AWS Sign-In's OAuth service, the flow behind `aws login`: /v1/authorize, where a person says in a browser who they are, and /v1/token,
// which gives credentials for 15 minutes to whoever holds the code and its verifier, then for the newest refresh token and its key.
// From botocore's model of signin, AWS's page on Authorize, and the AWS CLI's client; what these leave open says so.

import { createHash, randomBytes } from 'node:crypto'
import type { Caller } from '../caller.ts'
import { type Environment, escaped, parametersOf, type Reply, type Request } from '../http.ts'
import { contextOf } from '../iam/context.ts'
import { identityRefusal } from '../iam/evaluate.ts'
import { badRequest, page, redirect } from '../page.ts'
import type { ConsoleLogin, Session } from '../state.ts'
import { issue } from '../sts/issue.ts'
import { roleByArn, type World } from '../world.ts'
import { sessionsOf } from './cookies.ts'
import { holderOf } from './dpop.ts'
import { answered, idTokenOf, membersOf, signinError } from './oauth-wire.ts'

const CLIENT = 'arn:aws:signin:::devtools/same-device'
/** How long a code counts is not known; a client has no reason to wait. */
const CODE_MS = 10 * 60_000
const CREDENTIAL_SECONDS = 900
const LONGEST_MS = 12 * 60 * 60_000

/** GET shows the page, POST is what its buttons do. */
export function authorize(environment: Environment, request: Request): Reply {
  const { query, place } = request
  const redirectUri = query.get('redirect_uri') ?? ''
  const wrong =
    place.partition?.name !== 'aws' || !place.regional
      ? 'host'
      : query.get('response_type') !== 'code'
        ? 'response_type'
        : query.get('client_id') !== CLIENT
          ? 'client_id'
          : // `localhost` is refused, as people saw.
            !/^http:\/\/127\.0\.0\.1:\d{1,5}\/oauth\/callback$/.test(redirectUri)
            ? 'redirect_uri'
            : !/^.{1,128}$/.test(query.get('state') ?? '')
              ? 'state'
              : query.get('code_challenge_method') !== 'SHA-256'
                ? 'code_challenge_method'
                : !/^[\w-]{43,128}$/.test(query.get('code_challenge') ?? '')
                  ? 'code_challenge'
                  : query.get('scope') !== 'openid'
                    ? 'scope'
                    : undefined
  if (wrong) return badRequest(`Invalid ${wrong} parameter`)
  if (request.method === 'GET') return choice(environment, request)
  const who = chosen(environment, request)
  if (!who)
    return page(400, 'Amazon Web Services Sign-In', '<p id="reason">Your authentication information is incorrect.</p>')
  const refused = mayNot(environment, who, 'signin:AuthorizeOAuth2Access', place.region ?? '')
  if (refused) return badRequest(refused)
  const code = randomBytes(180).toString('base64url')
  environment.state.loginCodes.set(code, {
    who,
    redirectUri,
    challenge: query.get('code_challenge') ?? '',
    region: place.region ?? '',
    expiresAt: environment.clock.now() + CODE_MS,
  })
  const to = new URL(redirectUri)
  to.search = new URLSearchParams({ code, state: query.get('state') ?? '' }).toString()
  return { ...redirect(to.href), caller: who.arn }
}

/** Whoever is signed in to the console in this browser may go on as that; anybody else says who they are. */
function choice(environment: Environment, request: Request): Reply {
  const action = escaped(`${request.path}${request.search}`)
  const open = sessionsOf(environment, request).map(
    ({ session }) =>
      `<form method="post" action="${action}"><input type="hidden" name="session" value="${session.keyId}"><button class="session">${escaped(session.arn)}</button></form>`,
  )
  const field = (name: string, type: string) =>
    `<label>${name} <input id="${name}" name="${name}" type="${type}"></label>`
  const form = `<form method="post" action="${action}">${field('account', 'text')}${field('user', 'text')}${field('password', 'password')}<button id="sign-in">Sign in</button></form>`
  return page(
    200,
    'Amazon Web Services Sign-In',
    `<p id="who">Continue with an active session, or sign in.</p>${open.join('')}${form}`,
  )
}

type Who = ConsoleLogin['who']

function chosen(environment: Environment, request: Request): Who | undefined {
  const form = parametersOf(request)
  const active = sessionsOf(environment, request).find(({ session }) => session.keyId === form.get('session'))?.session
  if (active) return { ...active, sessionEndsAt: active.expiresAt }
  const account = environment.world.accounts.get(form.get('account') ?? '')
  const user = account?.users.get(form.get('user') ?? '')
  if (!account || user?.password === undefined || user.password !== form.get('password')) return undefined
  return {
    // What becomes of it in STS is not known: as little as GetSessionToken's without a code.
    kind: 'session-token',
    account: account.id,
    principalArn: user.arn,
    arn: user.arn,
    userId: user.id,
    name: user.name,
    fromLongTermKey: false,
    global: false,
    policies: [],
    tags: {},
    transitiveKeys: [],
  }
}

/** POST /v1/token: CreateOAuth2Token. Nobody signs it. */
export function createToken(environment: Environment, request: Request): Reply {
  return answered(environment.clock.now(), () => {
    const { region = '', regional } = request.place
    if (!regional || request.headers.authorization !== undefined)
      throw signinError('INVALID_REQUEST', 'Such requests go unsigned to the host of a region')
    const given = membersOf(request)
    if (given.clientId !== CLIENT) throw signinError('INVALID_REQUEST', 'Invalid clientId')
    const holder = holderOf(environment, request)
    const login =
      given.grantType === 'authorization_code'
        ? byCode(environment, region, holder, given)
        : given.grantType === 'refresh_token'
          ? byRefreshToken(environment, region, holder, given)
          : undefined
    if (!login) throw signinError('INVALID_REQUEST', 'Invalid grantType')
    return { ...give(environment, login, given.grantType === 'authorization_code'), caller: login.who.arn }
  })
}

type Given = Record<string, unknown>

function byCode({ state, clock }: Environment, region: string, holder: string, given: Given): ConsoleLogin {
  const text = String(given.code)
  const code = state.loginCodes.get(text)
  // A code is taken once, also by whoever cannot prove that it is theirs.
  state.loginCodes.delete(text)
  if (!code || code.region !== region || clock.now() >= code.expiresAt)
    throw signinError('AUTHCODE_EXPIRED', 'The authorization code is not valid, or has expired')
  const verifier = String(given.codeVerifier)
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier) || challenge !== code.challenge)
    throw signinError('INVALID_REQUEST', 'Invalid codeVerifier')
  if (given.redirectUri !== code.redirectUri) throw signinError('INVALID_REQUEST', 'Invalid redirectUri')
  const endsAt = Math.min(clock.now() + LONGEST_MS, code.who.sessionEndsAt ?? Number.POSITIVE_INFINITY)
  const login = { who: code.who, holder, region, endsAt, refreshToken: '' }
  state.consoleLogins.push(login)
  return login
}

function byRefreshToken({ state, clock }: Environment, region: string, holder: string, given: Given): ConsoleLogin {
  // One that was exchanged already finds nothing here, nor one of another region or key.
  const login = state.consoleLogins.find(({ refreshToken }) => refreshToken === given.refreshToken)
  if (!login || login.region !== region || login.holder !== holder || clock.now() >= login.endsAt)
    throw signinError('TOKEN_EXPIRED', 'The refresh token is not valid, or has expired')
  return login
}

function give(environment: Environment, login: ConsoleLogin, first: boolean): { body: object } {
  const { state, clock, world } = environment
  const refused = mayNot(environment, login.who, 'signin:CreateOAuth2Token', login.region)
  if (refused) throw signinError('INSUFFICIENT_PERMISSIONS', refused)
  if (!identityOf(world, login.who)) throw signinError('USER_CREDENTIALS_CHANGED', 'The user changed')
  const seconds = Math.floor(Math.min(CREDENTIAL_SECONDS, (login.endsAt - clock.now()) / 1000))
  const { sessionEndsAt: _, ...who } = login.who
  const { session } = issue(environment, seconds, { ...who, fromLongTermKey: false })
  // The longest that AWS may give: 12,288 characters.
  login.refreshToken = randomBytes(9_216).toString('base64url')
  state.loginRefreshTokens.push(login.refreshToken)
  const body = {
    accessToken: { accessKeyId: session.keyId, secretAccessKey: session.secret, sessionToken: session.token },
    tokenType: 'aws_sigv4',
    expiresIn: seconds,
    refreshToken: login.refreshToken,
    ...(first && { idToken: idTokenOf(login, CLIENT, clock.now()) }),
  }
  return { body }
}

/** Why a principal may not, in AWS's words. */
function mayNot(environment: Environment, who: Who, action: string, region: string): string | undefined {
  const account = environment.world.accounts.get(who.account)
  if (!account) return 'no such account'
  const identity = identityOf(environment.world, who)
  const session = {
    ...who,
    keyId: '',
    secret: '',
    token: '',
    issuedAt: environment.clock.now(),
    expiresAt: 0,
  } satisfies Session
  const { arn, userId, principalArn } = who
  const caller: Caller = { account, arn, userId, principalArn, session, ...(identity && { identity }) }
  const resource = `arn:aws:signin:${region}:${account.id}:oauth2/public-client/localhost`
  const context = contextOf(caller, { region, now: environment.clock.now() })
  return identityRefusal({ caller, action, resource, context }, resource)
}

const identityOf = (world: World, { principalArn, account }: Who) =>
  roleByArn(world, principalArn)?.role ??
  [...(world.accounts.get(account)?.users.values() ?? [])].find(({ arn }) => arn === principalArn)
