// Whether the vault is unlocked, and until when. The data key is in storage.session, which is memory and ends with the
// browser, and beside it the deadline: the browser may stop this background, be late with an alarm, or sleep.

import { fromBase64, toBase64 } from '../../base64.ts'
import { session as area, local, type Stored, sessionKeys } from '../../browser.ts'
import { FIRST_ROWS } from '../../first-rows.ts'
import { forgetMemory } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { MEMORY, session } from '../core/memory.ts'
import { within } from '../core/within.ts'
import { type Epoch, endEpoch, epoch } from './epoch.ts'
import { wiping } from './wiping.ts'

/** As storage.session keeps it. */
interface Unlocked {
  /** The data key, base64. */
  key: string
  /** After how many minutes without use it locks; 0 for never. */
  after: number
  /** When it locks; null for never. In milliseconds since 1970. */
  until: number | null
  /** When this was written: a clock that shows less was set back, and a deadline is not to be trusted any more. */
  at: number
}

/**
 * Does work with the data key: a copy, which is wiped when the work has ended. Throws a failure of kind `locked`, as it does once the
 * deadline has passed, and where it was locked since the epoch began that the work is of, though it may be unlocked again.
 */
export async function withKey<T>(work: (key: Uint8Array) => Promise<T>, mine = epoch()): Promise<T> {
  await lockIfDue()
  mine.throwIfAborted()
  if (!held) throw failure('locked', 'Rolerelay is locked. Unlock it, then try again.')
  return wiping(held.key.slice(), async (key) => {
    const done = await work(key)
    mine.throwIfAborted()
    return done
  })
}

/** When it locks unless it is used; null for only with the browser; undefined while it is locked. */
export async function deadline(): Promise<number | null | undefined> {
  await lockIfDue()
  return held?.until
}

/** Unlocks, or goes on with another key, unless it was locked since the epoch began that this is of. */
export async function keepUnlocked(key: Uint8Array, after: number, mine: Epoch): Promise<void> {
  mine.throwIfAborted()
  held?.key.fill(0)
  held = { key: key.slice(), after, until: null, at: Date.now() }
  await save(held)
}

/** Locks later, or sooner, from now on. */
export async function lockAfter(minutes: number): Promise<void> {
  if (!held) return
  held.after = minutes
  await save(held)
}

/** Notes that the person is using it, which moves the deadline on. */
export async function touch(): Promise<void> {
  await lockIfDue()
  // Not with each key in a search: the deadline may be earlier by this much.
  // Where the browser does not take it, the next background locks by the deadline before.
  if (held?.until && Date.now() - held.at > 15_000) await save(held).catch(noMatter)
}

/** Locks if it is time. Call it first on each wake. */
export async function lockIfDue(): Promise<void> {
  await wake()
  if (!held) return
  const now = Date.now()
  if (now < held.at - CLOCK_TOLERANCE || (held.until !== null && now >= held.until)) await lock().catch(noMatter)
}

/**
 * Forgets the key and all that it opened. Open pages hear of it from storage.session. Throws a failure of kind `storage` where the
 * browser keeps the key in its memory: it is locked then too, here and for the next background.
 */
export async function lock(): Promise<void> {
  const lockedAt = Date.now()
  endEpoch()
  held?.key.fill(0)
  held = undefined
  // What an earlier background left is not taken up any more, whatever becomes of it below.
  waking = Promise.resolve()
  forgetAll()
  forgetMemory()
  const isGone = await letGo(['unlocked', 'run', 'reason', FIRST_ROWS]).then(
    () => true,
    () => false,
  )
  if (!isGone) await within(DISK, local.set({ lockedAt })).catch(noMatter)
  // What else goes is sealed.
  await letGoOf((key) => ending.some((isSuch) => isSuch(key))).catch(noMatter)
  if (!isGone) throw failure('storage', STAYS)
}

/** Takes out of storage.session what stands under such keys. Throws where the browser keeps it. */
export async function letGoOf(isSuch: (key: string) => boolean): Promise<void> {
  await letGo((await within(MEMORY, sessionKeys())).filter(isSuch))
}

async function letGo(keys: string[]): Promise<void> {
  if (keys.length === 0) return
  await within(MEMORY, area.remove(keys)).catch(() =>
    // Nothing in its place will do: whoever reads it finds nothing.
    within(MEMORY, area.set(Object.fromEntries(keys.map((key) => [key, null])))),
  )
}

const DISK = 'The browser’s storage'
const STAYS =
  'Rolerelay is locked, but the browser did not take the key out of its memory, where somebody at this computer may find it. Close ' +
  'the browser, which empties that.'

/** Has a lock remove what stands under such keys of storage.session, though it is sealed. */
export const endsWithLock = (isSuch: (key: string) => boolean): void => void ending.push(isSuch)

/** Has all forgotten that was read, as on a lock: other things are kept now. */
export function forgetAll(): void {
  for (const forget of forgetters) forget()
}

/** `forget` is called on each lock: for whoever keeps in memory what came out of the vault. */
export const onLock = (forget: () => void): void => void forgetters.push(forget)

/** Something in memory that came out of the vault: a lock takes it away, and work that began before brings nothing back. */
export class UntilLock<T> {
  #value: T | undefined

  constructor() {
    onLock(() => this.forget())
  }

  get value(): T | undefined {
    return this.#value
  }

  /** `mine` is the epoch in which the value came about. */
  keep(value: T, mine: Epoch): void {
    if (!mine.aborted) this.#value = value
  }

  forget(): void {
    this.#value = undefined
  }
}

/** `hear` gets each new deadline. */
export const onDeadline = (hear: (until: number | null) => void): void => void listeners.push(hear)

/** How it is locked is what counts. */
const noMatter = () => {}

/** A person may correct the clock by so much, in milliseconds. */
const CLOCK_TOLERANCE = 60_000

interface Held extends Omit<Unlocked, 'key'> {
  key: Uint8Array
}

let held: Held | undefined
const forgetters: (() => void)[] = []
const ending: ((key: string) => boolean)[] = []
const listeners: ((until: number | null) => void)[] = []

async function save(mine: Held): Promise<void> {
  mine.at = Date.now()
  mine.until = mine.after > 0 ? mine.at + mine.after * 60_000 : null
  const unlocked: Unlocked = { ...mine, key: toBase64(mine.key) }
  await session.set({ unlocked })
  if (held !== mine) return
  for (const hear of listeners) hear(mine.until)
}

let waking: Promise<void> | undefined

/** Takes up what an earlier background left, once: nobody else writes it. */
function wake(): Promise<void> {
  if (waking) return waking
  const taking = takeUp().catch((thrown) => {
    if (waking === taking) waking = undefined
    throw thrown
  })
  waking = taking
  return taking
}

async function takeUp(): Promise<void> {
  const mine = epoch()
  const { unlocked } = (await session.get(['unlocked'])) as Stored & { unlocked?: Unlocked | null }
  if (!unlocked || unlocked.at <= (await lockedLast()) || mine.aborted) return
  held ??= { ...unlocked, key: fromBase64(unlocked.key) }
}

/** When it was locked last without the browser letting go of the key; the next unlocking removes that with all that is nobody's. */
async function lockedLast(): Promise<number> {
  const { lockedAt } = await within(DISK, local.get(['lockedAt'])).catch((): Stored => ({ lockedAt: Infinity }))
  return typeof lockedAt === 'number' ? lockedAt : 0
}
