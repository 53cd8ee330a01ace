// While a browser does not answer, the background's limit of three seconds passes at once; nothing of a test's own waits that long.

import { after, before } from 'node:test'
import timers from 'node:timers'

/** In milliseconds: of the background’s limits on what a browser may never answer (within.ts, memory.ts). */
const LIMITS = new Set([3_000, 9_000, 500])

/** More turns of the event loop than the stand-in takes for anything that it answers, however busy the computer is. */
const TURNS = 1_000

/** For a file of tests. What it gives says whether the limit passes at once, which it does until somebody says otherwise. */
export function impatient(): { now: boolean } {
  const is = { now: true }
  const { setTimeout: start, clearTimeout: end } = globalThis
  const passing = new Set<object>()
  /** Passes after so many turns and not after a time, in which a busy computer may have answered nothing. */
  const soon = (run: () => void): object => {
    const limit = {}
    passing.add(limit)
    const turn = (left: number) => {
      if (!passing.has(limit)) return
      if (left > 0) timers.setImmediate(turn, left - 1)
      else if (passing.delete(limit)) run()
    }
    turn(TURNS)
    return limit
  }
  let awake: NodeJS.Timeout
  before(() => {
    Object.assign(globalThis, {
      setTimeout: (run: () => void, ms: number) => (is.now && LIMITS.has(ms) ? soon(run) : start(run, ms)),
      clearTimeout: (timer: NodeJS.Timeout) => passing.delete(timer) || end(timer),
    })
    // The background's own timers do not keep the file alive.
    awake = timers.setInterval(() => {}, 1_000)
  })
  after(() => {
    Object.assign(globalThis, { setTimeout: start, clearTimeout: end })
    timers.clearInterval(awake)
  })
  return is
}
