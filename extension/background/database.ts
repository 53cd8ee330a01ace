// IndexedDB, for what storage.local cannot hold or must not hold alone: a database of one store, without keys of its own.

/** Does `work` in one transaction, which takes place as a whole or not at all, and waits until it has. */
export async function inDatabase<T>(
  name: string,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => Promise<T> | T,
): Promise<T> {
  const opening = indexedDB.open(name, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  const database = await settled(opening)
  try {
    const transaction = database.transaction(STORE, mode)
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

export const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** Removes a database with all that is in it. */
export async function dropDatabase(name: string): Promise<void> {
  await settled(indexedDB.deleteDatabase(name))
}

// The name that the first version gave it, for the key of links.
const STORE = 'keys'
