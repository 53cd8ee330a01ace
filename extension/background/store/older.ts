// Stores in the clear as earlier versions wrote them: one key of storage.local for each value; in format 1 as objects, in format 2 chains
// and lists as JSON texts. They are moved into records as soon as they are read.

import { local, type Stored } from '../../browser.ts'
import { withVault } from '../core/core.ts'
import { failure } from '../core/failure.ts'
import { inTheClear } from './codec.ts'
import { mirror } from './mirror.ts'
import { grouped, stored, type Values } from './records.ts'
import { type Current, PLACES, setAndReadBack } from './store.ts'

/** Whether there is anything of such a store. */
export const hasOlder = (kept: Stored): boolean => Object.keys(kept).some(isOlder)

/**
 * The first generation of what such a store holds; of none, a new store with nothing in it. Where the browser does not let it be
 * written, all of it is read from the old place, and goes with the next save.
 */
export async function moved(): Promise<Current> {
  const begun = await withVault((vault) => vault.beginClear())
  const kept = await local.get(null)
  const before = Object.keys(kept).filter(isOlder)
  const nothing: Current = { ...(await inTheClear.verify(begun)), snapshot: begun, place: 'b', older: [] }
  if (before.length === 0) return nothing

  const records = await stored(await grouped(valuesOf(kept, before)), nothing.generation + 1, inTheClear)
  const snapshot = await inTheClear.next(begun, [], records)
  const copy = await inTheClear.verify(snapshot)
  const texts = new Map(records.map(({ name, text }) => [name, text]))
  const values = { [PLACES.a]: snapshot, ...Object.fromEntries(texts) }
  try {
    await setAndReadBack({ format: inTheClear.format, ...values }, Object.keys(values))
  } catch {
    return { ...copy, snapshot, place: 'b', older: [], unwritten: texts }
  }
  // Should the browser refuse, the next look removes them.
  await local.remove(before).catch(() => {})
  void mirror(snapshot, copy.records, records)
  return { ...copy, snapshot, place: 'a', older: [] }
}

const NEW = ['format', 'guesses', 'lockedAt', ...['a', 'b'].map((place) => `vault/${place}`)]
/** `sweep/` is what a sweep that was cut off left (sweep.ts). */
const isOlder = (key: string): boolean => !NEW.includes(key) && !/^(r|sweep)\//.test(key)

/** What may be thousands of chains was JSON text. Null took the place of what was deleted. */
function valuesOf(kept: Stored, keys: string[]): Values {
  const isText = (key: string) =>
    key === 'index' || key === 'checks' || key.startsWith('chain/') || key.startsWith('journal/')
  try {
    const values = keys.map((key): [string, unknown] => {
      const value = kept[key]
      return [key, typeof value === 'string' && isText(key) ? JSON.parse(value) : value]
    })
    return Object.fromEntries(values.filter(([, value]) => value !== null))
  } catch {
    throw failure('damaged', 'What is kept here is damaged. It was left as it is.')
  }
}
