// A second home for the current generation, in IndexedDB: storage.local has been seen to fail as a whole, or to come back
// empty. It is written after each save and never waited for.

import type { StoredCopy, StoredRecord } from 'rolerelay-vault'
import { local, type Stored } from '../../browser.ts'
import { dropDatabase, hasDatabase, inDatabase, settled } from '../core/database.ts'
import { queue } from '../core/queue.ts'
import { tell } from './notices.ts'

/**
 * Writes what a save wrote, and removes what it no longer names. `records` are all that belong to the snapshot; those that are
 * not there yet, because a save's mirror was cut off, come from storage.local.
 */
export function mirror(snapshot: string, records: string[], written: StoredRecord[]): Promise<void> {
  const writing = inOrder(async () => {
    const [before, others] = await inDatabase(NAME, 'readonly', async (store) => {
      const [keys, there] = await Promise.all([settled(store.getAllKeys()), settled<unknown>(store.get(SNAPSHOT))])
      // What another store left may have the same names.
      return [keys.map(String), there !== undefined && storeOf(String(there)) !== storeOf(snapshot)]
    })
    const known = new Set([...(others ? [] : before), ...written.map(({ name }) => name)])
    const unknown = records.filter((name) => !known.has(name))
    const stored = unknown.length > 0 ? await local.get(unknown) : {}
    const lacking = Object.entries(stored).map(([name, text]) => ({ name, text: String(text) }))
    await inDatabase(NAME, 'readwrite', (store) => {
      for (const { name, text } of [...written, ...lacking]) store.put(text, name)
      store.put(snapshot, SNAPSHOT)
      const named = new Set(records)
      for (const name of before) if (name.startsWith('r/') && !named.has(name)) store.delete(name)
    })
  })
  // The two copies in storage.local are what counts; the next look sees that this one is behind.
  return writing.catch(() => tell(NO_MIRROR))
}

/** The copy as it is found; nothing where there is none. Throws where the browser does not say. */
export async function readMirror(): Promise<StoredCopy | undefined> {
  const found = await inOrder(async () => {
    // To look must not make one.
    if (!(await hasDatabase(NAME))) return []
    return inDatabase(NAME, 'readonly', async (store) => {
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())])
      return keys.map((key, at) => ({ name: String(key), text: String(values[at]) }))
    })
  })
  const snapshot = found.find(({ name }) => name === SNAPSHOT)?.text
  if (snapshot === undefined) return undefined
  return { place: 'mirror', snapshot, records: found.filter(({ name }) => name.startsWith('r/')) }
}

/** What storage.local holds, and what it lacks from here, which is told: names of records alone. */
export async function readRecordsOf(names: string[]): Promise<Stored> {
  const stored = await local.get(names).catch((thrown: unknown) => ({ thrown }))
  const lacking = new Set(names.filter((name) => !(name in stored)))
  if (lacking.size === 0) return stored
  const mirrored = await readMirror().catch(() => undefined)
  const found = mirrored?.records.filter(({ name }) => lacking.has(name)) ?? []
  if ('thrown' in stored && found.length < lacking.size) throw stored.thrown
  if (!('thrown' in stored) && found.length > 0) await tell(LOST)
  return { ...stored, ...Object.fromEntries(found.map(({ name, text }) => [name, text])) }
}

/** Whether there is one. Does not make a database to find out. */
export async function hasMirror(): Promise<boolean> {
  try {
    return (await hasDatabase(NAME)) && (await mirroredSnapshot()) !== undefined
  } catch {
    return false
  }
}

/** The snapshot that it holds, to see whether it is behind. */
export const mirroredSnapshot = (): Promise<string | undefined> =>
  inDatabase(NAME, 'readonly', (store) => settled<string | undefined>(store.get(SNAPSHOT))).catch(() => undefined)

/** Keeps what stands in storage.local aside before parts of it that are damaged are written over, for a rescue. Says whether it did. */
export async function keepAside(stored: Stored): Promise<boolean> {
  return inDatabase(NAME, 'readwrite', async (store) => {
    store.put(JSON.stringify(stored), `${ASIDE}${Date.now()}`)
    const all = (await settled(store.getAllKeys(aside()))) as string[]
    for (const old of all.slice(0, -MOST_ASIDE)) store.delete(old)
    return true
  }).catch(() => false)
}

/** What was kept aside, for a rescue. */
export const readAside = (): Promise<string[]> =>
  inDatabase(NAME, 'readonly', (store) => settled<string[]>(store.getAll(aside()))).catch(() => [])

/** Throws where the browser does not do it. */
export const dropMirror = (): Promise<unknown> => inOrder(() => dropDatabase(NAME))

const NO_MIRROR =
  'The browser’s database (IndexedDB) did not take the second copy of what Rolerelay keeps, so there is no copy of your last ' +
  'changes beside the one in the extension’s storage. Restart the browser.'

const LOST = 'The browser lost a part of what Rolerelay keeps. It is read from the copy that was kept beside it.'

const NAME = 'vault'
/** Which store a snapshot is of. */
const storeOf = (snapshot: string): string | undefined => /"(?:vault|store)":"([\w-]+)"/.exec(snapshot)?.[1]
const ASIDE = 'damaged/'
const aside = () => IDBKeyRange.bound(ASIDE, `${ASIDE}\uffff`)
const MOST_ASIDE = 3
const SNAPSHOT = 'snapshot'

/** What is asked for after a save sees what that save wrote. */
const inOrder = queue()
