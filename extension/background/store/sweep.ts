// What was deleted or sealed anew must not stay in the browser's files, where a copy of the profile would give it to whoever knows the
// password of before, or no password at all. Browsers overwrite nothing by themselves. But Chromium removes the files of a
// storage.local that is emptied as a whole, and merges what stands in IndexedDB's when a database in there is deleted; Firefox
// removes a deleted database's files, and shortens those of an emptied storage.local when nobody has used it for some seconds. So all
// that is kept is written anew, in both places, one after the other, with something random between.
//
// No browser promises any of that: tests/browser/attacks/residue.test.ts looks what is left.

import { toBase64 } from '../../base64.ts'
import { isFirefox, local, localUsedAt, renewLocal, type Stored } from '../../browser.ts'
import { answersAfter, dropDatabase, hasDatabase, inDatabase, settled } from '../core/database.ts'
import { asFailure, failure, said } from '../core/failure.ts'
import { queue } from '../core/queue.ts'
import { epoch } from '../lock/epoch.ts'
import { findCopy } from './copies.ts'
import { dropMirror, hasMirror, mirror } from './mirror.ts'
import { tell } from './notices.ts'
import { inTurn, setAndReadBack } from './store.ts'

/**
 * Does work after which nothing of before may be found on the disk, and then sweeps, which is not waited for. Should the background
 * end meanwhile, the next one sweeps.
 */
export function thenSweep<T>(work: () => Promise<T>): Promise<T> {
  const mine = epoch()
  return oneAtATime(async () => {
    // Merged now, since Chromium leaves what is written and deleted before it comes into a file. Should the browser refuse, the sweep
    // itself will say what is wrong.
    await mark()
      .then(merge)
      .catch(() => {})
    try {
      mine.throwIfAborted()
      return await work()
    } finally {
      sweep()
    }
  })
}

/** Whether it is still going on. Reads nothing: Firefox tidies up only while nobody does. */
export const isSweeping = (): Promise<boolean> => takingUp.then(() => sweeping !== undefined)

/** Goes on with a sweep that an earlier background did not end. */
export function takeUpSweep(): void {
  takingUp = hasDatabase(NAME)
    .catch(async (thrown) => (await answersAfter(thrown, LATEST)) && hasDatabase(NAME))
    .then(
      (there) => there && sweep(),
      () => {},
    )
}

/** Puts back what a sweep had taken out of storage.local as the browser ended, and says whether it did. */
export function putBack(): Promise<boolean> {
  putting ??= putAllBack().finally(() => {
    putting = undefined
  })
  return putting
}

async function putAllBack(): Promise<boolean> {
  if (!(await hasDatabase(NAME).catch(() => false))) return false
  const text = await inDatabase(NAME, 'readonly', (store) => settled<string | undefined>(store.get(ALL)))
  const all: Stored = JSON.parse(text ?? '{}')
  // Guesses may have been counted since.
  const there = Object.keys(await local.get(Object.keys(all)))
  if (Object.keys(all).length === 0 || there.some((key) => key !== 'guesses')) return false
  await setAndReadBack(all)
  return true
}

/** A database that is there as long as there is something to sweep. It holds all of storage.local while that is empty. */
const NAME = 'sweep'
const ALL = 'all'
const SCRATCH = 'scratch'

/** How long nobody may read or write, in milliseconds, for Firefox to tidy up. It waits for 2 seconds, and then works. */
const QUIET = 6_000

/** How long it waits for a database that others do without, in milliseconds, and how often it tries: a browser that is busy is late. */
const LATEST = 60_000
const MOST_TRIES = 3

let sweeping: Promise<unknown> | undefined
let takingUp: Promise<unknown> = Promise.resolve()
let putting: Promise<boolean> | undefined
let wanted = false

/** What a sweep took out must not be put back after somebody deleted it. */
const oneAtATime = queue()

function sweep(tries = 1): void {
  wanted = true
  sweeping ??= sweepAll()
    .catch(async (thrown) => {
      await putBack().catch(() => {})
      if (tries < MOST_TRIES && (await answersAfter(thrown, LATEST))) return true
      await tell(`${NOT_SWEPT} ${thrown instanceof Error ? said(thrown) : asFailure(thrown).message}`)
    })
    .then((again) => {
      sweeping = undefined
      if (again || wanted) sweep(again ? tries + 1 : 1)
    })
}

async function sweepAll(): Promise<void> {
  while (wanted) {
    await oneAtATime(async () => {
      wanted = false
      await mark()
      await writeAnew()
    })
    await settle()
    await oneAtATime(async () => wanted || dropDatabase(NAME))
  }
}

/** From here on nothing is put back that an earlier sweep took out: what is about to happen may delete it. */
async function mark(): Promise<void> {
  await putBack()
  await inDatabase(NAME, 'readwrite', (store) => {
    store.clear()
    store.put(true, 'wanted')
  })
}

/** No save may come in between: it would be lost from one of the two places. */
const writeAnew = () =>
  inTurn(async () => {
    await renewLocal(keep)
    const { copy } = await findCopy()
    // A mirror that is all there is must stay.
    if (copy ? copy.place === 'mirror' : await hasMirror()) throw failure('storage', 'Its storage is damaged.')
    await merge()
    await dropMirror()
    await merge()
    if (copy) await mirror(copy.snapshot, copy.records, [])
  })

/** Puts what is about to be taken out of storage.local where a next background finds it. */
async function keep(found: Stored): Promise<{ all: Stored; filling: Stored }> {
  // A sweep that was cut off may have left of its filling.
  const all = Object.fromEntries(Object.entries(found).filter(([key]) => !key.startsWith(FILLING)))
  const text = JSON.stringify(all)
  await inDatabase(NAME, 'readwrite', (store) => settled(store.put(text, ALL)), 'strict')
  const kept = await inDatabase(NAME, 'readonly', (store) => settled(store.get(ALL)))
  if (kept !== text) throw failure('storage', 'It reads other than it was written.')
  return { all, filling: fillingFor(text.length) }
}

/**
 * Random values for the pages that Firefox uses again, where parts of rows of before would stay in the gaps: first small ones, which
 * leave none in the page that the table begins with; then large ones, which fill pages to their ends, for all that were given free.
 */
function fillingFor(length: number): Stored {
  const random = (size: number) => toBase64(crypto.getRandomValues(new Uint8Array(size)))
  const sizes = [...Array(SMALL).fill(18), ...Array(Math.ceil((3 * length) / LARGE) + 10).fill(LARGE)]
  return Object.fromEntries(sizes.map((size, at) => [`${FILLING}${String(at).padStart(6, '0')}`, random(size)]))
}

const FILLING = 'sweep/'
/** So many small ones fill a page. */
const SMALL = 200
/** In bytes: far more than a page, and far less than the million from which on Firefox puts them elsewhere. */
const LARGE = 12_000

/** Has Chromium write what it has in memory into a file, and merge that with the others. */
async function merge(): Promise<void> {
  await inDatabase(SCRATCH, 'readwrite', (store) => settled(store.put(true, SCRATCH)))
  await dropDatabase(SCRATCH)
}

/** Waits until Firefox had its quiet seconds. */
async function settle(): Promise<void> {
  if (!isFirefox) return
  for (let left = QUIET; left > 0; left = localUsedAt() + QUIET - Date.now())
    await new Promise((next) => setTimeout(next, left))
}

const NOT_SWEPT =
  'What Rolerelay kept before could not be taken out of the browser’s files, where a copy of the profile would show it. It is tried ' +
  'again when the browser starts. Rotate your access keys where somebody may have seen them. The browser says:'
