// The browser stops the background as it is about to make its first, second, … last call to a storage, amid each thing that
// changes what is kept. What a new background finds then is what was before or what was to be, whole, and nothing is left over.

import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type Act, formOf, isEqual, seenOn, setScene } from './storage-acts.ts'
import { browserOn, closed, diskOf, killedAt, swept } from './storage-disk.ts'

/** Two files do it, since each is to end within the time that a file has. */
export function stopAmid(acts: Record<string, Act>): void {
  before(setScene)

  describe('a background that is stopped at each call to a storage, while', () => {
    for (const [what, act] of Object.entries(acts)) {
      test(what, async (t) => {
        const done = await browserOn(act.from())
        await act.does(done)
        await swept(done)
        const [old, fresh] = [act.from(), await diskOf(done)]
        const known = {
          running: { old: await seenOn(old, act), fresh: await seenOn(fresh, act) },
          closed: { old: await seenOn(closed(old), act), fresh: await seenOn(closed(fresh), act) },
        }
        let [nth, before] = [1, '']
        for (let left = await killedAt(old, nth, act.does); left; left = await killedAt(old, ++nth, act.does)) {
          // Before most calls nothing has changed since the call before; Argon2id takes its time.
          if (formOf(left) === before) continue
          before = formOf(left)
          for (const [how, disk] of [['running', left] as const, ['closed', closed(left)] as const]) {
            const [now, { old, fresh }] = [await seenOn(disk, act), known[how]]
            const fits = isEqual(now, old) || isEqual(now, fresh) || act.mix?.(now, old, fresh)
            if (!fits) assert.deepEqual(now, fresh, `stopped before call ${nth}, ${how}`)
          }
        }
        t.diagnostic(`${nth - 1} calls`)
        assert.ok(nth > 2, 'it made no calls')
      })
    }
  })
}
