// Who is signed in at which access portal: one sign-in serves every permission set of a start address. Tokens are in storage.session,
// which is memory, sealed while there is a vault; nothing of them reaches a page, an error or an address.

import type { Portal, Registration, Tokens } from 'rolerelay-core'
import { mustHaveAccess } from '../core/access.ts'
import { awsNow, withRestClock } from '../core/clock.ts'
import { withRest } from '../core/core.ts'
import { asFailure, failure } from '../core/failure.ts'
import { queue } from '../core/queue.ts'
import { dropHopsOf } from '../credentials/hops.ts'
import { forgetSecrets, idsWith, keepSecrets, secretsOf, secretsOfAll } from '../credentials/keys.ts'
import { epoch, noteSaved } from '../lock/epoch.ts'
import { inTurn } from '../store/storage.ts'

/** What a sign-in gave, and the client that it gave it to. */
export interface SignIn {
  portal: Portal
  client: Registration
  tokens: Tokens
  /** When the person signed in, in milliseconds since 1970: what an earlier one was given counts no more. */
  since: number
}

/** What stands for a portal where its secrets are kept: the same for the same start address and region. */
export async function portalId({ startUrl, region }: Portal): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${region} ${startUrl}`))
  return [...new Uint8Array(hash).slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The portal that this start address and region name. Throws what is wrong with them. */
export async function readPortal(startUrl: string, region: string): Promise<{ portal: Portal; origins: string[] }> {
  const { portal, origins, findings } = await withRest((core) => core.checkPortal(startUrl, region))
  if (!portal) throw failure('invalid', findings[0]?.message ?? 'This is no start address.')
  return { portal, origins }
}

/** The sign-in that can still be used; nothing where it has ended and cannot be renewed. */
export async function signInOf(id: string): Promise<SignIn | undefined> {
  const { signIn } = await secretsOf(id)
  return signIn && (signIn.tokens.refreshToken || signIn.tokens.expiresAt > (await awsNow())) ? signIn : undefined
}

/**
 * Does work with an access token of the portal, renewed where that is due. Should AWS no longer take it, it is renewed and the work
 * done once more. Throws a failure of kind `signed-out` where only a person can sign in again.
 */
export async function withToken<T>(portal: Portal, work: (accessToken: string) => Promise<T>): Promise<T> {
  const id = await portalId(portal)
  await mustHaveAccess((await readPortal(portal.startUrl, portal.region)).origins)
  const token = await usableToken(id, portal)
  return work(token).catch(async (thrown) => {
    if (asFailure(thrown).kind !== 'signed-out') throw thrown
    // Signed out elsewhere, or ended by whoever administers it: then the refresh token is worth nothing either.
    const renewed = await usableToken(id, portal, token)
    return work(renewed).catch(async (thrown) => {
      if (asFailure(thrown).kind === 'signed-out') await forgetIf(id, renewed)
      throw thrown
    })
  })
}

/** Forgets a sign-in that AWS takes no longer, unless somebody signed in anew meanwhile. */
const forgetIf = (id: string, token: string): Promise<void> =>
  inTurn(async () => {
    if ((await secretsOf(id)).signIn?.tokens.accessToken === token) await forgetSignIn(id)
  })

/** And what it was exchanged for. */
async function forgetSignIn(id: string): Promise<void> {
  const sets = await secretsOfAll(await idsWith('issued'))
  const its = [...sets].flatMap(([source, { issued }]) => (issued?.portal === id ? [source] : []))
  await forgetSecrets(its, ['issued'])
  await forgetSecrets([id], ['signIn'])
}

/** Forgets a sign-in, here and at AWS, and all that was begun with it: by these sources. */
export async function signOut(id: string, sourceIds: string[]): Promise<void> {
  const { signIn } = await secretsOf(id)
  await inTurn(async () => {
    await forgetSignIn(id)
    await forgetSecrets([id], ['waiting'])
    noteSaved()
  })
  await dropHopsOf(sourceIds)
  if (!signIn) return
  const { portal, tokens } = signIn
  await inTurn(() => forgetSecrets([portal.region], ['client']))
  const told = withRestClock((core) => core.signOutOfPortal(portal, tokens.accessToken, epoch()))
  await told.catch((thrown) => {
    const { kind, message } = asFailure(thrown)
    throw failure(
      kind,
      `The sign-in is forgotten here, but AWS could not be told, so it ends there by itself. ${message}`,
    )
  })
}

/** The client of the portal's region: registered once, and again as its registration is about to end, or for who has to. */
export async function clientOf(portal: Portal, anew = false): Promise<Registration> {
  const { client } = await secretsOf(portal.region)
  if (client && !anew && client.expiresAt - DAY > (await awsNow())) return client
  const registered = await withRestClock((core) => core.registerClient(portal, epoch()))
  await inTurn(() => keepSecrets(new Map([[portal.region, { client: registered }]])))
  return registered
}

/** An access token that counts for a while yet; `refused` is one that AWS no longer takes. */
function usableToken(id: string, portal: Portal, refused?: string): Promise<string> {
  // One at a time: a refresh token is taken once, so the second of two chains takes what the first was given.
  const mine = queues.get(id) ?? queue()
  queues.set(id, mine)
  return mine(async () => {
    const { signIn } = await secretsOf(id)
    if (!signIn) throw signedOut(portal)
    const { tokens } = signIn
    const left = tokens.expiresAt - (await awsNow())
    if (tokens.accessToken !== refused && left > (tokens.refreshToken ? EARLY : 0)) return tokens.accessToken
    const renewed = await renew(id, signIn).catch(async (thrown) => {
      const wrong = asFailure(thrown)
      if (wrong.kind === 'signed-out') {
        await inTurn(() => forgetSignIn(id))
        throw wrong
      }
      if (tokens.accessToken === refused || left <= 0) throw wrong
      return tokens
    })
    return renewed.accessToken
  })
}

/** The new refresh token is kept before anything is asked with what came with it. A run that is cancelled does not lose it. */
async function renew(id: string, signIn: SignIn): Promise<Tokens> {
  const { portal, client, tokens } = signIn
  const { refreshToken } = tokens
  if (refreshToken === undefined) throw signedOut(portal)
  const renewed = await withRestClock((core) => core.refreshSignIn(portal, client, refreshToken, epoch()))
  await inTurn(async () => {
    const { signIn: now } = await secretsOf(id)
    // Meanwhile the person may have signed out, or in again.
    if (now?.tokens.accessToken !== tokens.accessToken) throw signedOut(portal)
    await keepSecrets(new Map([[id, { signIn: { ...signIn, tokens: { refreshToken, ...renewed } } }]]))
  })
  return renewed
}

const signedOut = ({ startUrl }: Portal) =>
  failure(
    'signed-out',
    `Nobody is signed in at ${startUrl}, or the sign-in has ended. Sign in, and this goes on by itself.`,
  )

/** How long before its end a token is renewed, as the AWS CLI does, in milliseconds. */
const EARLY = 15 * 60_000
const DAY = 24 * 60 * 60_000

const queues = new Map<string, ReturnType<typeof queue>>()
