// What is secret and ends with the browser, as storage.session keeps it: as it is, and where there is a vault sealed under its
// data key, so that locking takes it away too, and unlocking brings it back.

import type { Stored } from '../../browser.ts'
import { withVault } from '../core/core.ts'
import { session, sessionKeys } from '../core/memory.ts'
import { queue } from '../core/queue.ts'
import { epoch } from '../lock/epoch.ts'
import { withKey } from '../lock/unlocked.ts'
import { wiping } from '../lock/wiping.ts'
import { isVault } from './storage.ts'

interface Sealed {
  sealed: string
}

export async function sealForSession(place: string, value: unknown): Promise<unknown> {
  return (await isVault()) ? withKey((key) => sealUnder(key, place, value)) : value
}

/** One value that is kept there, `none` until it is. What a lock overtakes changes nothing. */
export function sessionValue<T>(place: string, none: T) {
  const inTurn = queue()
  const read = async (): Promise<T> => {
    const { [place]: kept } = await session.get([place])
    return kept === undefined ? none : ((await openFromSession(place, kept)) as T)
  }
  const change = (how: (before: T) => T): Promise<void> => {
    const mine = epoch()
    return inTurn(async () => {
      const sealed = await sealForSession(place, how(await read()))
      if (!mine.aborted) await session.set({ [place]: sealed })
    })
  }
  return { read, change }
}

export async function openFromSession(place: string, value: unknown): Promise<unknown> {
  return isSealed(value) ? withKey((key) => openUnder(key, place, value)) : value
}

/**
 * What is there under that key: what was kept without a vault, or under the key of before, is sealed anew. What neither opens is
 * null. Nothing is changed yet: {@link putInSession} needs no key.
 */
export async function sealedAnew(
  isOurs: (place: string) => boolean,
  key: Uint8Array,
  before?: Uint8Array,
): Promise<Stored> {
  const ours = (await sessionKeys()).filter(isOurs)
  // Null stands where a lock could not remove what was there.
  const kept = Object.entries(await session.get(ours)).filter(([, value]) => value !== null)
  const anew = await Promise.all(
    kept.map(async ([place, value]): Promise<[string, unknown][]> => {
      if (!isSealed(value)) return [[place, await sealUnder(key, place, value)]]
      const opens = (key: Uint8Array) => openUnder(key, place, value).catch(() => undefined)
      if ((await opens(key)) !== undefined) return []
      const plain = before && (await opens(before))
      return [[place, plain === undefined ? null : await sealUnder(key, place, plain)]]
    }),
  )
  return Object.fromEntries(anew.flat())
}

/** Puts what {@link sealedAnew} gave in its place; what is null goes. */
export async function putInSession(values: Stored): Promise<void> {
  const entries = Object.entries(values)
  const there = entries.filter(([, value]) => value !== null)
  if (there.length > 0) await session.set(Object.fromEntries(there))
  const gone = entries.flatMap(([place, value]) => (value === null ? [place] : []))
  if (gone.length > 0) await session.remove(gone)
}

export async function sealUnder(key: Uint8Array, place: string, value: unknown): Promise<Sealed> {
  const plain = new TextEncoder().encode(JSON.stringify(value))
  return { sealed: await wiping(plain, () => withVault((vault) => vault.seal(key, 'session', place, 0, plain))) }
}

async function openUnder(key: Uint8Array, place: string, { sealed }: Sealed): Promise<unknown> {
  const plain = await withVault((vault) => vault.open(key, 'session', place, 0, sealed))
  return wiping(plain, () => JSON.parse(new TextDecoder().decode(plain)))
}

const isSealed = (value: unknown): value is Sealed => typeof value === 'object' && value !== null && 'sealed' in value
