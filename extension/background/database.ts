// IndexedDB, for what storage.local cannot hold or must not hold alone: a database of one store, without keys of its own. It may
// never answer: another page may block it, its files may be damaged, a policy may forbid it. So nobody waits for it without a limit.

import { failure } from './failure.ts'
import { within } from './within.ts'

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

/** The databases that did not answer, until they do: who asks meanwhile is told at once. */
const silent = new Set<string>()

async function answering<T>(name: string, ask: () => Promise<T>): Promise<T> {
  if (silent.has(name)) throw failure('storage', `${WHAT} does not answer. Restart the browser.`)
  const asked = ask()
  return within(WHAT, asked, undefined, () => {
    silent.add(name)
    void asked.catch(() => {}).finally(() => silent.delete(name))
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
