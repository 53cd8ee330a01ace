// IndexedDB, for what storage.local cannot hold or must not hold alone: a database of one store, without keys of its own. It may
// never answer: another page may block it, its files may be damaged, a policy may forbid it. So nobody waits for it without a limit.

import { isLate, late, within } from './within.ts'

/**
 * Does `work` in one transaction, which takes place as a whole or not at all, and waits until it has; `strict` waits until it is on
 * the disk, so that a power cut leaves it there.
 */
export const inDatabase = <T>(
  name: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T> | T,
  durability: IDBTransactionDurability = 'default',
): Promise<T> => answering(name, () => transact(name, mode, work, durability))

/** Removes a database with all that is in it. */
export const dropDatabase = (name: string): Promise<unknown> =>
  answering(name, () => settled(indexedDB.deleteDatabase(name)))

/** Whether there is a database of that name. Does not make one to find out. */
export const hasDatabase = (name: string): Promise<boolean> =>
  answering(name, async () => (await indexedDB.databases()).some((database) => database.name === name))

export const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/**
 * Whether that was thrown because a database did not answer in time, but all do now or within so many milliseconds, for which it waits.
 */
export const answersAfter = async (thrown: unknown, longest: number): Promise<boolean> =>
  isLate(thrown) &&
  within(WHAT, Promise.all(silent.values()), longest).then(
    () => true,
    () => false,
  )

/** The databases that did not answer, until they do: who asks meanwhile is told at once. */
const silent = new Map<string, Promise<void>>()

async function answering<T>(name: string, ask: () => Promise<T>): Promise<T> {
  if (silent.has(name)) throw late(WHAT)
  const asked = ask()
  return within(WHAT, asked, undefined, () => {
    const ends = () => void silent.delete(name)
    silent.set(name, asked.then(ends, ends))
  })
}

const WHAT = 'The browser’s database (IndexedDB)'

async function transact<T>(
  name: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T> | T,
  durability: IDBTransactionDurability,
): Promise<T> {
  const opening = indexedDB.open(name, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  const database = await settled(opening)
  try {
    const transaction = database.transaction(STORE, mode, { durability })
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
    })
    const [result] = await Promise.all([work(transaction.objectStore(STORE)), done])
    return result
  } finally {
    database.close()
  }
}

// The name that the first version gave it, for the key of links.
const STORE = 'keys'
