// A limit on each wait for what a browser may never answer: a second home of what is kept, an alarm, a page that nobody sees, the
// core. Whoever waits then goes on without it.

import type { Failure } from 'rolerelay-core'
import { failure } from './failure.ts'

/** In milliseconds. A busy computer takes seconds to open a database; before an empty page a person waits no longer than that. */
export const LONGEST = 3_000

/** What `asked` gives, or a failure that says that `what` does not answer; `onLate` is called then. */
export async function within<T>(
  what: string,
  asked: Promise<T>,
  longest = LONGEST,
  onLate: () => void = () => {},
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      onLate()
      reject(late(what))
    }, longest)
  })
  return Promise.race([asked, limit]).finally(() => clearTimeout(timer))
}

/** The failure of who was not answered in time. */
export function late(what: string): Failure {
  const wrong = failure('storage', `${what} does not answer. Restart the browser.`)
  those.add(wrong)
  return wrong
}

/** Whether that is such a failure: it may be answered yet. */
export const isLate = (thrown: unknown): boolean => those.has(thrown as Failure)

const those = new WeakSet<Failure>()
