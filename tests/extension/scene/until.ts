import { setImmediate } from 'node:timers/promises'

/** In milliseconds, of the clock that no test sets. */
const PATIENCE = 60_000

/** Waits turn by turn until that holds. A wait that has no end would keep the whole run from telling what failed. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const longest = performance.now() + PATIENCE
  while (!(await holds())) {
    if (performance.now() > longest) throw new Error(`waited ${PATIENCE / 1000} s for ${holds}`)
    await setImmediate()
  }
}
