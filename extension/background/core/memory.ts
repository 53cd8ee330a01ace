// The browser's own memory for extensions (storage.session). No answer of it is waited for without end: what can go on without it does, and
// what cannot says so.

import { session as area, sessionBytes as bytesIn, sessionKeys as keysIn } from '../../browser.ts'
import { within } from './within.ts'

export const MEMORY = 'The browser’s memory for extensions (storage.session)'

export const session: Pick<typeof area, 'get' | 'set' | 'remove'> = {
  get: (keys) => inTime(area.get(keys)),
  set: (values) => inTime(area.set(values)),
  remove: (keys) => inTime(area.remove(keys)),
}
export const sessionKeys = (): Promise<string[]> => inTime(keysIn())
export const sessionBytes = (): Promise<number> => inTime(bytesIn())

/** In milliseconds: for as long as it has always answered, and where an answer is overdue. A computer that wakes up takes seconds. */
const LONGEST = 9_000
const LONGEST_OVERDUE = 500

const overdue = new Set<Promise<unknown>>()

function inTime<T>(asked: Promise<T>): Promise<T> {
  return within(MEMORY, asked, overdue.size > 0 ? LONGEST_OVERDUE : LONGEST, () => {
    overdue.add(asked)
    const answered = () => overdue.delete(asked)
    asked.then(answered, answered)
  })
}
