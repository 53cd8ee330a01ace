// How fast a check asks, by a computer's clock that somebody sets.

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { Pace } from '../../../extension/background/checks/pace.ts'

const NOON = Date.UTC(2026, 5, 1, 12)
const HOUR = 3_600_000

test('a clock that is set back amid a check holds it up for no longer than AWS wants', async (t) => {
  mock.timers.enable({ apis: ['Date'], now: NOON })
  t.after(() => mock.timers.reset())
  const pace = new Pace()
  const begin = async () => {
    const walk = await pace.begin(1, AbortSignal.timeout(5_000))
    walk.hop()
    walk.over(0)
  }
  for (let sent = 0; sent < 8; sent++) await begin()
  mock.timers.setTime(NOON - HOUR)
  await begin()

  pace.slowDown()
  assert.equal(pace.pausedUntil, NOON - HOUR + 4_000)
  mock.timers.setTime(NOON - 2 * HOUR)
  assert.equal(pace.pausedUntil, NOON - 2 * HOUR + 4_000)
  mock.timers.setTime(NOON)
  assert.equal(pace.pausedUntil, undefined)
})
