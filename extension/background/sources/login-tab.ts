// A console sign-in that waits for the person: AWS's page stands in a tab that was opened for it, and leads to an address of this computer
// on which nothing listens. The code is read from the address of that tab alone, and the tab closed at once. Where the browser does not let
// addresses there be seen, the person pastes it. Whichever background is awake goes on with it.

import type { ConsoleSignIn, ConsoleSignInBegun, Failure, Source } from 'rolerelay-core'
import { toBase64Url } from '../../base64.ts'
import {
  clearAlarm,
  closeTab,
  getTab,
  hasAccess,
  onAlarm,
  onTabUpdated,
  redirectOrigins,
  setAlarm,
  stayAwake,
} from '../../browser.ts'
import type { RunRequest } from '../../protocol.ts'
import { awsNow, withRestClock } from '../core/clock.ts'
import { withRest } from '../core/core.ts'
import { asFailure, failure } from '../core/failure.ts'
import { queue } from '../core/queue.ts'
import { forgetSecrets, idsWith, keepSecrets, secretsOf } from '../credentials/keys.ts'
import { type Epoch, epoch, withinEpoch } from '../lock/epoch.ts'
import { mustPass } from '../store/admission.ts'
import { inTurn, read, write } from '../store/storage.ts'
import { LONGEST, reachConsole } from './console-sign-in.ts'
import { kindsOf } from './kinds.ts'
import { newProofKey, withProof } from './proof-key.ts'
import { free } from './records.ts'
import { openOnceKept } from './sign-in-tab.ts'
import { runNow } from './waiting.ts'

export interface LoginWaiting {
  begun: ConsoleSignInBegun
  key: JsonWebKey
  /** The tab in which AWS's page stands. */
  tab: number
  /** When it waits no longer, in milliseconds since 1970. */
  until: number
  /** What the tab's address brought, which is about to be exchanged. */
  code?: string
  /** What is run once the person is signed in. */
  then?: RunRequest
  /** Why it waits no longer. */
  failure?: Failure
}

/** Makes a source for whoever signs in there, and gives its id. */
export async function addConsole({ name, region }: { name: string; region: string }): Promise<{ id: string }> {
  const settings = await withRest((core) => core.kindSettings({ kind: 'console-sign-in', region }))
  return inTurn(async () => {
    const { sources = [] } = await read('sources')
    const source: Source = {
      id: crypto.randomUUID(),
      name: free(name, new Set(sources.map(({ name }) => name))),
      settings,
    }
    await mustPass([], [source])
    await write({ sources: [...sources, source] })
    return { id: source.id }
  })
}

/** Opens AWS's page, in the place of one that waits for this source. */
export async function beginConsole(id: string, then?: RunRequest): Promise<void> {
  const mine = epoch()
  const { of } = await sourceOf(id)
  await reachConsole(of)
  const key = await newProofKey()
  const begun = await withRest((core) => core.beginConsoleSignIn(of, drawn(), crypto.randomUUID(), port()))
  await stopConsole(id)
  const waitIn = (tab: number) => {
    const loginWaiting: LoginWaiting = { begun, key, tab, until: Date.now() + WAITS, ...(then && { then }) }
    return inTurn(() => keepSecrets(new Map([[id, { loginWaiting }]])))
  }
  await openOnceKept(begun.page, waitIn, mine)
  takeUp(id)
}

/** Waits no longer, and closes AWS's page. */
export async function stopConsole(id: string): Promise<void> {
  const { loginWaiting } = await secretsOf(id)
  await inTurn(() => forgetSecrets([id], ['loginWaiting']))
  if (loginWaiting && !loginWaiting.failure) await closeTab(loginWaiting.tab).catch(noMatter)
}

/** Takes the address that AWS's page led to from the person. Throws what is wrong with it, and then goes on waiting. */
export async function pasteConsole(id: string, address: string): Promise<void> {
  const { loginWaiting: waiting } = await secretsOf(id)
  if (!waiting || waiting.failure) throw failure('invalid', 'This sign-in waits no longer. Begin it anew.')
  const code = await withRest((core) => core.codeInRedirect(waiting.begun, address))
  await inStep(id, () => taken(id, waiting, code))
  const { loginWaiting: now } = await secretsOf(id)
  if (now?.failure) throw now.failure
}

/** Registers that. Call it as the background starts. */
export function waitOnConsoleInTime(): void {
  onAlarm((name) => {
    if (name === ALARM) void takeUpConsoles().catch(noMatter)
  })
}

/** Goes on with what waits, as a background wakes or a page asks. */
export async function takeUpConsoles(ids?: string[]): Promise<void> {
  for (const id of ids ?? (await idsWith('loginWaiting'))) takeUp(id)
}

function takeUp(id: string): void {
  if (following.has(id)) return
  following.add(id)
  const mine = epoch()
  void withinEpoch(() => follow(id, mine), mine)
    .catch(noMatter) // a lock, after which whoever unlocks goes on with it; all else is kept for the page
    .finally(() => following.delete(id))
}

async function follow(id: string, mine: Epoch): Promise<void> {
  let wake = noMatter
  const stop = onTabUpdated(() => wake())
  try {
    // The event that tells the address may come later than another that does not, so each has the tab looked at.
    for (let awakeUntil = 0; await inStep(id, () => look(id)); ) {
      mine.throwIfAborted()
      if (Date.now() >= awakeUntil) {
        awakeUntil = Date.now() + 20_000
        // Should this background be stopped all the same, the alarm wakes the next.
        await Promise.all([stayAwake(), setAlarm(ALARM, awakeUntil + 30_000)])
      }
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, 1_000)
      })
    }
  } finally {
    stop()
    if (following.size <= 1) await clearAlarm(ALARM)
  }
}

/** Whether it goes on waiting. */
async function look(id: string): Promise<boolean> {
  const { loginWaiting: waiting } = await secretsOf(id)
  if (!waiting || waiting.failure) return false
  // Another background was stopped as it was about to exchange it.
  if (waiting.code !== undefined) return taken(id, waiting, waiting.code)
  if (Date.now() >= waiting.until)
    return ended(id, waiting, failure('signed-out', 'Nobody signed in on AWS’s page in time. Sign in again.'))
  const tab = await getTab(waiting.tab).catch(() => undefined)
  // Who has to paste the address may have closed the tab before.
  if (!tab && (await hasAccess(redirectOrigins()))) return stopConsole(id).then(() => false)
  if (!tab?.url?.startsWith(waiting.begun.redirect)) return true
  const { url } = tab
  try {
    const code = await withRest((core) => core.codeInRedirect(waiting.begun, url))
    return await taken(id, waiting, code)
  } catch (thrown) {
    const wrong = asFailure(thrown)
    // Somebody else's, who led the tab there: the person may still come to ours.
    return wrong.kind === 'invalid' || ended(id, waiting, wrong)
  }
}

/** The code is kept until it was exchanged: another background would go on with it. */
async function taken(id: string, waiting: LoginWaiting, code: string): Promise<false> {
  await inTurn(() => keepSecrets(new Map([[id, { loginWaiting: { ...waiting, code } }]])))
  await closeTab(waiting.tab).catch(noMatter)
  try {
    await exchange(id, waiting, code)
  } catch (thrown) {
    return ended(id, waiting, asFailure(thrown))
  }
  if (waiting.then) runNow(waiting.then)
  return false
}

async function exchange(id: string, { begun, key }: LoginWaiting, code: string): Promise<void> {
  const { of } = await sourceOf(id)
  const tokens = await withProof(key, of, (proof) =>
    withRestClock((core) => core.consoleTokens(of, begun, code, proof, epoch())),
  )
  const endsAt = (await awsNow()) + LONGEST
  // Whose the source is from now on.
  const whose = { ...of, ...(tokens.principal && { principal: of.principal ?? tokens.principal }) }
  const settings = await withRest((core) => core.kindSettings({ kind: 'console-sign-in', ...whose }))
  await inTurn(async () => {
    const { loginWaiting: now } = await secretsOf(id)
    // Meanwhile the person may have cancelled, or begun anew.
    if (now?.begun.state !== begun.state) throw failure('cancelled', 'This sign-in waits no longer.')
    const { source, sources } = await sourceOf(id)
    const others = source.settings?.filter(({ key }) => settings.every((line) => line.key !== key)) ?? []
    const known = { ...source, settings: [...others, ...settings] }
    const login = { tokens, key, region: of.region, endsAt }
    await keepSecrets(
      new Map([[id, { login }]]),
      of.principal ? {} : { sources: sources.map((other) => (other === source ? known : other)) },
    )
    await forgetSecrets([id], ['loginWaiting'])
  })
}

async function ended(id: string, waiting: LoginWaiting, wrong: Failure): Promise<false> {
  await inTurn(async () => {
    const { loginWaiting: now } = await secretsOf(id)
    if (now?.begun.state !== waiting.begun.state) return
    const { code: _, ...rest } = waiting
    await keepSecrets(new Map([[id, { loginWaiting: { ...rest, failure: wrong } }]]))
  })
  await closeTab(waiting.tab).catch(noMatter)
  return false
}

async function sourceOf(id: string): Promise<{ of: ConsoleSignIn; source: Source; sources: Source[] }> {
  const { sources = [] } = await read('sources')
  const source = sources.find((other) => other.id === id)
  const [kind] = source ? await kindsOf([source]) : []
  if (!source || kind?.kind !== 'console-sign-in')
    throw failure('invalid', 'This source is not there any more, or takes no console sign-in.')
  const { kind: _, ...of } = kind
  return { of, source, sources }
}

/** One step at a time, so that a code is exchanged once. */
function inStep<T>(id: string, step: () => Promise<T>): Promise<T> {
  const mine = steps.get(id) ?? queue()
  steps.set(id, mine)
  return mine(step)
}

/** 64 characters that nobody guesses. */
const drawn = (): string => toBase64Url(crypto.getRandomValues(new Uint8Array(48)))

/** One of those that the system gives to nobody for good, so that most likely nothing listens there. Browsers block some that are lower. */
const port = (): number => 49_152 + ((crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) % 16_384)

/** In milliseconds. */
const WAITS = 10 * 60_000
const ALARM = 'console-sign-in'

const following = new Set<string>()
const steps = new Map<string, ReturnType<typeof queue>>()
const noMatter = () => {}
