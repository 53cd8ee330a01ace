// A console sign-in as a source: AWS gives credentials for a quarter of an hour, and new ones for a refresh token that it takes once, for
// half a day at most. Tokens and the key that they are bound to are in storage.session, sealed there while there is a vault.

import type { ConsoleSignIn, ConsoleTokens, Credentials } from 'rolerelay-core'
import { mustHaveAccess } from '../core/access.ts'
import { awsNow, withRestClock } from '../core/clock.ts'
import { withRest } from '../core/core.ts'
import { asFailure, failure, notKept } from '../core/failure.ts'
import { queue } from '../core/queue.ts'
import { forgetSecrets, keepSecrets, type Secrets, secretsOf } from '../credentials/keys.ts'
import { epoch } from '../lock/epoch.ts'
import { inTurn } from '../store/storage.ts'
import { withProof } from './proof-key.ts'
import type { Kind, Readiness, Room } from './room.ts'

/** What a sign-in gave, where, and when it ends at the latest, in milliseconds since 1970. */
export interface ConsoleLogin {
  tokens: ConsoleTokens
  key: JsonWebKey
  region: string
  endsAt: number
}

/** AWS renews it no longer, in milliseconds. */
export const LONGEST = 12 * 3_600_000

export const consoleSignIn: Room<Kind<'console-sign-in'>> = {
  isEntered: false,
  describe: describeConsole,
  give: async ({ source: { id, name }, of, keptOnly }) => ({
    credentials: await consoleCredentials(id, name, of, keptOnly),
    identity: 'signed in',
  }),
  takeBack: renewNext,
}

export async function reachConsole(of: ConsoleSignIn): Promise<void> {
  await mustHaveAccess(await withRest((core) => core.kindOrigins({ kind: 'console-sign-in', ...of })))
}

function describeConsole(of: ConsoleSignIn, { login, loginWaiting }: Secrets, now: number): Readiness {
  const { region, principal } = of
  const consoleSignIn = {
    region,
    ...(principal && { principal }),
    ...(loginWaiting && !loginWaiting.failure && { waiting: true }),
    ...(loginWaiting?.failure && { failure: loginWaiting.failure }),
  }
  if (!usable(of, login, now)) return { consoleSignIn, keys: 'signed-out' }
  return { consoleSignIn, keys: 'ready', expiresAt: login?.endsAt ?? now }
}

/** Credentials that count for a while yet, renewed where that is due. A run that is cancelled does not lose what came of that. */
function consoleCredentials(id: string, name: string, of: ConsoleSignIn, keptOnly = false): Promise<Credentials> {
  // One at a time: a refresh token is taken once, so the second of two chains takes what the first was given.
  const mine = queues.get(id) ?? queue()
  queues.set(id, mine)
  return mine(async () => {
    const [{ login: kept }, now] = await Promise.all([secretsOf(id), awsNow()])
    const login = usable(of, kept, now)
    if (!login) throw signedOut(name)
    const { credentials } = login.tokens
    const left = (credentials.expiresAt ?? 0) - now
    if (left > EARLY) return credentials
    if (keptOnly) throw notKept()
    return renewed(id, name, of, login).catch(async (thrown) => {
      const wrong = asFailure(thrown)
      if (wrong.kind === 'signed-out') {
        await forgetIf(id, login)
        throw { ...wrong, message: `Of “${name}”: ${wrong.message}` }
      }
      if (left <= 0) throw wrong
      return credentials
    })
  })
}

/** AWS takes the credentials no longer: the next time new ones are asked for. */
async function renewNext(id: string): Promise<void> {
  await inTurn(async () => {
    const { login } = await secretsOf(id)
    if (!login) return
    const credentials = { ...login.tokens.credentials, expiresAt: 0 }
    await keepSecrets(new Map([[id, { login: { ...login, tokens: { ...login.tokens, credentials } } }]]))
  })
}

/** The new refresh token is kept before anything is asked with what came with it. */
async function renewed(id: string, name: string, of: ConsoleSignIn, login: ConsoleLogin): Promise<Credentials> {
  await reachConsole(of)
  const { tokens, key } = login
  const fresh = await withProof(key, of, (proof) =>
    withRestClock((core) => core.refreshConsoleTokens(of, tokens.refreshToken, proof, epoch())),
  )
  await inTurn(async () => {
    // Meanwhile the person may have signed out, or in again.
    if (!isSame((await secretsOf(id)).login, login)) throw signedOut(name)
    await keepSecrets(new Map([[id, { login: { ...login, tokens: fresh } }]]))
  })
  return fresh.credentials
}

const forgetIf = (id: string, login: ConsoleLogin): Promise<void> =>
  inTurn(async () => {
    if (isSame((await secretsOf(id)).login, login)) await forgetSecrets([id], ['login'])
  })

const isSame = (now: ConsoleLogin | undefined, before: ConsoleLogin): boolean =>
  now?.tokens.refreshToken === before.tokens.refreshToken

/** Only the region where somebody signed in renews it. */
const usable = ({ region }: ConsoleSignIn, login: ConsoleLogin | undefined, now: number): ConsoleLogin | undefined =>
  login?.region === region && login.endsAt > now ? login : undefined

const signedOut = (name: string) =>
  failure(
    'signed-out',
    `Nobody is signed in to the console for “${name}”, or the sign-in has ended. Sign in, and this goes on by itself.`,
  )

/** How long before their end credentials are renewed, as the AWS CLI does, in milliseconds. */
const EARLY = 5 * 60_000

const queues = new Map<string, ReturnType<typeof queue>>()
