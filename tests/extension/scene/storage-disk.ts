// All that a browser keeps of us, on disk and in memory, as one value: to look at it, to put it back, to break it; and a
// background that dies amid what it does.

import { Browser } from './browser.ts'

type Values = Record<string, unknown>

/** What a power cut would leave, and with `session` what a worker leaves that was stopped. */
export interface Disk {
  local: Values
  session: Values
  /** Each database of IndexedDB: what stands in its one store. */
  databases: Map<string, [IDBValidKey, unknown][]>
}

export async function diskOf({ local, session, databases }: Browser): Promise<Disk> {
  await begun()
  return { local: structuredClone(local), session: structuredClone(session), databases: await allOf(databases) }
}

/** A browser that finds that disk, with a background that just woke. */
export async function browserOn({ local, session, databases }: Disk): Promise<Browser> {
  const browser = new Browser()
  browser.local = structuredClone(local)
  browser.session = structuredClone(session)
  for (const [name, entries] of databases) {
    const database = await opened(browser.databases, name)
    const store = database.transaction(STORE, 'readwrite').objectStore(STORE)
    for (const [key, value] of entries) store.put(value, key)
    await new Promise((done) => store.transaction.addEventListener('complete', done))
    database.close()
  }
  await browser.wake()
  return browser
}

/** The browser was closed: memory is gone. */
export const closed = (disk: Disk): Disk => ({ ...disk, session: {} })

export const EMPTY: Disk = { local: {}, session: {}, databases: new Map() }

/**
 * Does `work` in a browser on that disk, and stops the background for good as it is about to make its `nth` call to a storage, also
 * of a sweep that nobody waits for; the calls before have taken place. Gives what it left; nothing when there was no such call.
 */
export async function killedAt(
  disk: Disk,
  nth: number,
  work: (browser: Browser) => Promise<unknown>,
): Promise<Disk | undefined> {
  const browser = await browserOn(disk)
  let calls = 0
  const died = new Promise<true>((resolve) => {
    const count = () => {
      calls += 1
      if (calls !== nth) return
      browser.kill()
      resolve(true)
    }
    browser.beforeStorage = count
    browser.beforeDatabase = count
  })
  const ended = async () => {
    await work(browser)
    await begun()
    await swept(browser)
    return begun()
  }
  const isDead = await Promise.race([died, ended()])
  return isDead ? diskOf(browser) : undefined
}

/** Waits until what was kept before is out of the browser's files. */
export async function swept(browser: Browser): Promise<void> {
  while (await browser.call('sweeping', null)) await new Promise((next) => setImmediate(next))
}

/** The keys of storage.local that a vault's two snapshots name, and its own. */
export function named({ local }: Disk): string[] {
  const snapshots = ['vault/a', 'vault/b'].filter((place) => place in local)
  const records = snapshots.flatMap((place) => Object.keys(JSON.parse(String(local[place])).records))
  return [...new Set(['format', ...snapshots, ...records])].sort()
}

async function allOf(factory: IDBFactory): Promise<Disk['databases']> {
  const names = (await factory.databases()).flatMap(({ name }) => name ?? [])
  return new Map(await Promise.all(names.map(async (name) => [name, await entriesOf(factory, name)] as const)))
}

/** What is not waited for, such as the mirror, begins a few turns later; who then asks the database waits until it is done. */
export async function begun(): Promise<false> {
  for (let turn = 0; turn < 20; turn++) await new Promise((next) => setImmediate(next))
  return false
}

async function entriesOf(factory: IDBFactory, name: string): Promise<[IDBValidKey, unknown][]> {
  const database = await opened(factory, name)
  const store = database.transaction(STORE).objectStore(STORE)
  const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())])
  database.close()
  return keys.map((key, at) => [key, values[at]])
}

/** As the background makes them. */
const STORE = 'keys'

function opened(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  const opening = factory.open(name, 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  return answer(opening)
}

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
