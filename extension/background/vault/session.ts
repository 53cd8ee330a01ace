// What is secret and ends with the browser, as storage.session keeps it: as it is, and where there is a vault sealed under its
// data key, so that locking takes it away too, and unlocking brings it back.

import { session } from '../../browser.ts'
import { withVault } from '../core.ts'
import { isVault } from '../storage.ts'
import { dataKey } from './unlocked.ts'

interface Sealed {
  sealed: string
}

export async function sealForSession(place: string, value: unknown): Promise<unknown> {
  return (await isVault()) ? sealUnder(await dataKey(), place, value) : value
}

export async function openFromSession(place: string, value: unknown): Promise<unknown> {
  return isSealed(value) ? openUnder(await dataKey(), place, value) : value
}

/** Seals what is there anew: what was kept without a vault, or under the key of before. What neither opens is forgotten. */
export async function resealSession(
  isOurs: (place: string) => boolean,
  key: Uint8Array,
  before?: Uint8Array,
): Promise<void> {
  const kept = Object.entries(await session.get(null)).filter(([place]) => isOurs(place))
  await Promise.all(
    kept.map(async ([place, value]) => {
      const plain = isSealed(value) ? await openUnder(before ?? key, place, value).catch(() => undefined) : value
      if (plain === undefined) await session.remove([place])
      else await session.set({ [place]: await sealUnder(key, place, plain) })
    }),
  )
}

async function sealUnder(key: Uint8Array, place: string, value: unknown): Promise<Sealed> {
  const plain = new TextEncoder().encode(JSON.stringify(value))
  const sealed = await withVault((vault) => vault.seal(key, 'session', place, 0, plain))
  plain.fill(0)
  return { sealed }
}

async function openUnder(key: Uint8Array, place: string, { sealed }: Sealed): Promise<unknown> {
  const plain = await withVault((vault) => vault.open(key, 'session', place, 0, sealed))
  const value = JSON.parse(new TextDecoder().decode(plain))
  plain.fill(0)
  return value
}

const isSealed = (value: unknown): value is Sealed => typeof value === 'object' && value !== null && 'sealed' in value
