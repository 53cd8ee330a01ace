// What the stand-in browser keeps in the clear, as values: read with code of the tests' own, and put there as an older version left it.

import { inflateRawSync } from 'node:zlib'
import { IDBFactory } from 'fake-indexeddb'
import type { Browser } from './browser.ts'

type Values = Record<string, unknown>

/** The newest save; of an older version's store, that. */
export function kept({ local }: Pick<Browser, 'local'>): Values {
  const snapshots = ['vault/a', 'vault/b'].flatMap((place) =>
    place in local ? [JSON.parse(String(local[place]))] : [],
  )
  const [newest] = snapshots.sort((a, b) => b.header.generation - a.header.generation)
  if (!newest) return local
  return Object.assign({}, ...Object.keys(newest.records).map((name) => valuesIn(name, local[name])))
}

/** The values in a record. */
export function valuesIn(name: string, text: unknown): Values {
  const record = name.slice('r/'.length, name.lastIndexOf('@'))
  // The generation and the checksum stand first.
  const bytes = Buffer.from(String(text), 'base64').subarray(40)
  const isPacked = /^(index$|checks$|undo$|imports$|journal\/|chains\/)/.test(record)
  const value = JSON.parse((isPacked ? inflateRawSync(bytes) : bytes).toString())
  return record.startsWith('chains/') ? value : { [record]: value }
}

/** The keys of storage.session, but for the mark that all copies were looked at, and for what comes of the list of chains. */
export const inSession = ({ session }: Browser): string[] =>
  Object.keys(session).filter((key) => key !== 'looked' && key !== 'firstRows')

/** The hour of the sessions is over that are kept of hops. Another background then wakes. */
export async function endHops(browser: Browser): Promise<void> {
  browser.kill()
  for (const key of Object.keys(browser.session)) if (key.startsWith('hop/')) delete browser.session[key]
  await browser.wake()
}

/** All that stands in storage.local, also what is packed there, as text to look for something in. */
export const textOf = (browser: Browser): string => JSON.stringify([browser.local, kept(browser)])

/**
 * Whether a value says a word in the clear. What is sealed is letters drawn at random, in which any short word stands sooner or later, so
 * such a word counts outside of them alone; a secret is shorter than anything sealed, and a long word stands nowhere by chance.
 */
export function says(value: unknown, word: string): boolean {
  const text = JSON.stringify(value)
  return (word.length < 12 ? text.replace(/[\w+/-]{41,}/g, '') : text).includes(word)
}

/** The id of a session's key. */
export const SESSION_KEY = /ASIA[A-Z2-7]{16}/

/** Changes what is kept, as an older version left it: undefined takes away. Another background then wakes. */
export async function keep(browser: Browser, change: (values: Values) => Values): Promise<void> {
  browser.kill()
  browser.local = JSON.parse(JSON.stringify({ ...change(structuredClone(kept(browser))), format: 1 }))
  browser.databases = new IDBFactory()
  delete browser.session.looked
  await browser.wake()
}
