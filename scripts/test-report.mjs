// A reporter of node:test, which loads plain JavaScript alone: how many tests passed and were skipped, and which failed, as
// one line of JSON at the end.

import { inspect } from 'node:util'

/**
 * @typedef {object} Seen
 * @property {number} passed
 * @property {{ name: string, file?: string, why: string }[]} failed  Each with the names that it stands under, and what it threw.
 *   One that only holds failed tests is not among them.
 * @property {number} skipped
 */

/** @param {AsyncIterable<import('node:test/reporters').TestEvent>} events */
export default async function* report(events) {
  /** @type {Seen} */
  const seen = { passed: 0, failed: [], skipped: 0 }
  /** @type {string[]} */
  const under = []
  for await (const event of events) {
    // In the order of the files, whatever ran side by side.
    if (event.type === 'test:start') under.splice(event.data.nesting, Number.POSITIVE_INFINITY, event.data.name)
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    const { details, file, nesting, name, skip, todo } = event.data
    const counts = details.type === 'suite' ? 0 : 1
    if (skip !== undefined || todo !== undefined) seen.skipped += counts
    else if (event.type === 'test:pass') seen.passed += counts
    else if (event.data.details.error.failureType !== 'subtestsFailed')
      seen.failed.push({
        name: [...under.slice(0, nesting), name].join(' › '),
        file,
        why: why(event.data.details.error),
      })
  }
  yield JSON.stringify(seen)
}

/** What was thrown, with where and why, but no longer than a screen. @param {Error} error */
function why(error) {
  return inspect(error.cause ?? error, { depth: 4, colors: false }).slice(0, 2_000)
}
