// A second home for the current generation, in IndexedDB: storage.local has been seen to fail as a whole, or to come back
// empty. It is written after each save and never waited for.

import type { StoredCopy, StoredRecord } from 'rolerelay-vault'
import { dropDatabase, inDatabase, settled } from '../database.ts'

/** Writes what a save wrote, and removes what it no longer names. `records` are all that belong to the snapshot. */
export function mirror(snapshot: string, records: string[], written: StoredRecord[]): Promise<void> {
  turn = turn
    .then(() =>
      inDatabase(NAME, 'readwrite', async (store) => {
        const there = new Set((await settled(store.getAllKeys())) as string[])
        for (const { name, text } of written) store.put(text, name)
        store.put(snapshot, SNAPSHOT)
        const named = new Set(records)
        for (const name of there) if (name.startsWith('r/') && !named.has(name)) store.delete(name)
      }),
    )
    // The two copies in storage.local are what counts; the next unlocking sees that this one is behind.
    .catch(() => {})
  return turn
}

/** The copy as it is found; nothing where there is none. */
export async function readMirror(): Promise<StoredCopy | undefined> {
  await turn
  const found = await inDatabase(NAME, 'readonly', async (store) => {
    const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())])
    return keys.map((key, at) => ({ name: String(key), text: String(values[at]) }))
  }).catch(() => [])
  const snapshot = found.find(({ name }) => name === SNAPSHOT)?.text
  if (snapshot === undefined) return undefined
  return { place: 'mirror', snapshot, records: found.filter(({ name }) => name.startsWith('r/')) }
}

/** The snapshot that it holds, to see whether it is behind. */
export const mirroredSnapshot = (): Promise<string | undefined> =>
  inDatabase(NAME, 'readonly', (store) => settled<string | undefined>(store.get(SNAPSHOT))).catch(() => undefined)

/** Keeps what is damaged aside before it is written over, for a rescue. */
export async function keepAside(texts: string[]): Promise<void> {
  if (texts.length === 0) return
  await inDatabase(NAME, 'readwrite', (store) => {
    texts.forEach((text, at) => {
      store.put(text, `damaged/${Date.now()}/${at}`)
    })
  }).catch(() => {})
}

/** What was kept aside, for a rescue. */
export const readAside = (): Promise<string[]> =>
  inDatabase(NAME, 'readonly', async (store) => {
    const range = IDBKeyRange.bound('damaged/', 'damaged/\uffff')
    return (await settled(store.getAll(range))) as string[]
  }).catch(() => [])

export function dropMirror(): Promise<void> {
  turn = turn.then(() => dropDatabase(NAME)).catch(() => {})
  return turn
}

const NAME = 'vault'
const SNAPSHOT = 'snapshot'

let turn: Promise<void> = Promise.resolve()
