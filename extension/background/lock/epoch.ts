// The time between two locks is an epoch. Whatever is begun carries the one that it began in, and once that is over it gets no key,
// opens no tab and tells nobody anything. That somebody unlocked again meanwhile does not help it: the epoch is another.

import type { Failure } from 'rolerelay-core'
import { failure } from '../core/failure.ts'

/** Aborted when it is over, with a failure of kind `locked` for its reason. */
export type Epoch = AbortSignal

/** The epoch that goes on now. */
export const epoch = (): Epoch => going.signal

/** Ends the epoch, and begins the next. */
export function endEpoch(): void {
  const ended = going
  going = new AbortController()
  ended.abort(failure('locked', 'Rolerelay was locked meanwhile. Unlock it, then try again.'))
}

/**
 * Does work that began in `mine`, and gives what it gave unless that epoch is over: then all that is told is that it was locked,
 * and whether something was saved before.
 */
export async function withinEpoch<T>(work: () => Promise<T>, mine = epoch()): Promise<T> {
  mine.throwIfAborted()
  const savedBefore = saved
  const doing = work()
  underway.set(doing, mine)
  const done = await doing.then(
    (value) => ({ value }),
    (thrown) => ({ thrown }),
  )
  underway.delete(doing)
  if (mine.aborted) throw overtaken(done, saved > savedBefore)
  if ('thrown' in done) throw done.thrown
  return done.value
}

/**
 * Waits until nothing is left of the epochs before this one. Whoever is to set a key waits for it first, outside of any turn: so all
 * that a lock has overtaken finds no key until its end.
 */
export async function othersHaveEnded(mine = epoch()): Promise<void> {
  // Or it would wait for itself.
  mine.throwIfAborted()
  const others = [...underway].flatMap(([doing, its]) => (its.aborted ? [doing] : []))
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, LONGEST, 'late')
  })
  const first = await Promise.race([Promise.allSettled(others), late])
  clearTimeout(timer)
  if (first !== 'late') return
  throw failure(
    'locked',
    'What was under way as Rolerelay was locked has not ended yet, so it stays locked. Try again, and restart the browser if that does not help.',
  )
}

/** Notes that something was saved, for what is told of work that a lock overtakes. */
export function noteSaved(): void {
  saved += 1
}

/** What is told, word for word, of work that a lock has overtaken after it came to its point. */
export function lockedAfter(message: string): Failure {
  const wrong = failure('locked', message)
  exact.add(wrong)
  return wrong
}

/** In milliseconds. Nothing of ours takes as long once its requests are ended; a browser that does not answer may. */
const LONGEST = 15_000

let going = new AbortController()
let saved = 0
const underway = new Map<Promise<unknown>, Epoch>()
const exact = new WeakSet<Failure>()

function overtaken(done: { thrown: unknown } | { value: unknown }, wasSaved: boolean): Failure {
  if ('value' in done)
    return failure('locked', 'Rolerelay was locked before it could answer. What you asked for was done.')
  if (exact.has(done.thrown as Failure)) return done.thrown as Failure
  return wasSaved
    ? failure(
        'locked',
        'Rolerelay was locked while this went on, and part was saved. Unlock it, and look before you try again.',
      )
    : failure('locked', 'Rolerelay was locked before this was done, and nothing was saved. Unlock it, then try again.')
}
