// A sign-in that waits for the person: begun, then asked about at the interval that AWS says, until it is confirmed, refused or too late.
// What is needed for that is in storage.session, so whichever background is awake goes on with it.

import type { DeviceCode, Failure, Portal, Registration, Tokens } from 'rolerelay-core'
import { clearAlarm, createTab, onAlarm, setAlarm, stayAwake } from '../../browser.ts'
import type { RunRequest } from '../../protocol.ts'
import { mustHaveAccess } from '../core/access.ts'
import { awsNow, withRestClock } from '../core/clock.ts'
import { asFailure, failure } from '../core/failure.ts'
import { forgetSecrets, idsWith, keepSecrets, secretsOf } from '../credentials/keys.ts'
import { type Epoch, epoch, withinEpoch } from '../lock/epoch.ts'
import { inTurn } from '../store/storage.ts'
import { clientOf, portalId, readPortal } from './sign-ins.ts'

export interface Waiting {
  portal: Portal
  client: Registration
  code: DeviceCode
  /** When AWS may be asked next, in milliseconds since 1970. */
  nextAt: number
  /** What is run once the person is signed in. */
  then?: RunRequest
  /** Why it waits no longer. */
  failure?: Failure
}

/** Begins a sign-in, in the place of one that waits there. */
export async function beginSignIn(startUrl: string, region: string, then?: RunRequest): Promise<string> {
  const { portal, origins } = await readPortal(startUrl, region)
  await mustHaveAccess(origins)
  const id = await portalId(portal)
  const begin = async (client: Registration) => ({
    client,
    code: await withRestClock((core) => core.beginSignIn(portal, client, epoch())),
  })
  const { client, code } = await begin(await clientOf(portal)).catch(async (thrown) => {
    // AWS may have forgotten a registration before its time.
    if (asFailure(thrown).evidence?.code !== 'invalid_client') throw thrown
    return begin(await clientOf(portal, true))
  })
  const waiting: Waiting = { portal, client, code, nextAt: Date.now() + code.interval, ...(then && { then }) }
  await inTurn(() => keepSecrets(new Map([[id, { waiting }]])))
  goOn(id)
  return id
}

/** Opens AWS's page for a sign-in that waits. */
export async function openSignInPage(id: string): Promise<void> {
  const mine = epoch()
  const { waiting } = await secretsOf(id)
  if (!waiting || waiting.failure) throw failure('signed-out', 'This sign-in waits no longer. Begin it anew.')
  mine.throwIfAborted()
  await createTab({ url: waiting.code.page })
}

export const cancelSignIn = (id: string): Promise<void> => inTurn(() => forgetSecrets([id], ['waiting']))

/** Goes on with what waits, as a background wakes or a page asks. While it is locked nothing can be read, and nothing is asked. */
export async function takeUpSignIns(): Promise<void> {
  for (const id of await idsWith('waiting')) goOn(id)
}

/** Registers that; `run` gets what is to be run once somebody is signed in. Call it as the background starts. */
export function signInInTime(run: (request: RunRequest) => void): void {
  onSignedIn = run
  onAlarm((name) => {
    if (name === ALARM) void takeUpSignIns()
  })
  void takeUpSignIns().catch(noMatter)
}

/** Runs what waited for a sign-in that needs no waiting. */
export const runNow = (request: RunRequest): void => onSignedIn(request)

const ALARM = 'sign-in'
let onSignedIn: (request: RunRequest) => void = () => {}

const polling = new Map<string, Promise<void>>()

function goOn(id: string): void {
  if (polling.has(id)) return
  const mine = epoch()
  const done = withinEpoch(() => poll(id, mine), mine)
    .catch(noMatter) // a lock, after which whoever unlocks goes on with it; all else is kept for the page
    .finally(() => polling.delete(id))
  polling.set(id, done)
}

async function poll(id: string, mine: Epoch): Promise<void> {
  const awake = setInterval(() => void stayAwake(), 20_000)
  try {
    for (;;) {
      const { waiting } = await secretsOf(id)
      if (!waiting || waiting.failure) return
      // Should this background be stopped, the alarm wakes the next.
      await setAlarm(ALARM, waiting.nextAt + 30_000)
      // A clock that was set back since then has nobody wait for longer than AWS wants.
      await wait(Math.min(waiting.nextAt - Date.now(), waiting.code.interval), mine)
      const next = await asked(waiting, mine)
      const stays = await inTurn(async () => {
        const { waiting: now } = await secretsOf(id)
        if (now?.code.deviceCode !== waiting.code.deviceCode) return false
        if ('tokens' in next) {
          const { portal, client } = waiting
          await keepSecrets(new Map([[id, { signIn: { portal, client, tokens: next.tokens, since: Date.now() } }]]))
          await forgetSecrets([id], ['waiting'])
        } else await keepSecrets(new Map([[id, { waiting: next }]]))
        return true
      })
      if (!stays || !('tokens' in next)) continue
      if (waiting.then) onSignedIn(waiting.then)
      return
    }
  } finally {
    clearInterval(awake)
    if (polling.size <= 1) await clearAlarm(ALARM)
  }
}

/** What came of asking: the tokens, or what goes on waiting, or no longer. */
async function asked(waiting: Waiting, mine: Epoch): Promise<Waiting | { tokens: Tokens }> {
  const { portal, client, code } = waiting
  const later = (interval: number): Waiting => ({
    ...waiting,
    code: { ...code, interval },
    nextAt: Date.now() + interval,
  })
  if ((await awsNow()) >= code.expiresAt) {
    const late = `The sign-in at ${portal.startUrl} was not confirmed in time. Sign in again.`
    return { ...waiting, failure: failure('signed-out', late) }
  }
  try {
    const polled = await withRestClock((core) => core.pollSignIn(portal, client, code, mine))
    if (polled.state === 'signed-in') return { tokens: polled.tokens }
    return later(polled.state === 'slow-down' ? code.interval + SLOWER : code.interval)
  } catch (thrown) {
    mine.throwIfAborted()
    const wrong = asFailure(thrown)
    // A network that fails for a while fails nothing: it is asked less often (RFC 8628, section 3.5).
    return PASSING.has(wrong.kind) ? later(Math.min(code.interval * 2, SLOWEST)) : { ...waiting, failure: wrong }
  }
}

const PASSING = new Set<Failure['kind']>(['timeout', 'unreachable', 'throttled', 'unavailable', 'redirected'])

/** In milliseconds, as RFC 8628 has it. */
const SLOWER = 5_000
const SLOWEST = 60_000

/** For so many milliseconds, unless the epoch ends before. */
function wait(ms: number, mine: Epoch): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    const over = () => {
      clearTimeout(timer)
      reject(mine.reason)
    }
    if (mine.aborted) over()
    else mine.addEventListener('abort', over, { once: true })
  })
}

const noMatter = () => {}
