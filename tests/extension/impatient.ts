// While a browser does not answer, the background's limit of three seconds passes at once; nothing of a test's own waits that long.

import { after, before } from 'node:test'
import timers from 'node:timers'

/** For a file of tests. What it gives says whether the limit passes at once, which it does until somebody says otherwise. */
export function impatient(): { now: boolean } {
  const is = { now: true }
  const { setTimeout: real } = globalThis
  let awake: NodeJS.Timeout
  before(() => {
    Object.assign(globalThis, {
      setTimeout: (run: () => void, ms: number) => timers.setTimeout(run, is.now && ms === 3_000 ? 30 : ms).unref(),
    })
    // The background's own timers do not keep the file alive.
    awake = timers.setInterval(() => {}, 1_000)
  })
  after(() => {
    Object.assign(globalThis, { setTimeout: real })
    timers.clearInterval(awake)
  })
  return is
}
