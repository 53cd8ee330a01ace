// The time between two locks, by itself: what begins in one epoch is over with it, and the next waits for its end.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import {
  endEpoch,
  epoch,
  lockedAfter,
  noteSaved,
  othersHaveEnded,
  withinEpoch,
} from '../../../extension/background/lock/epoch.ts'

/** What it fails with. */
const failing = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => assert.fail('it did not fail'),
    (thrown: Failure) => thrown,
  )

/** Work that ends when it is told to. */
function work<T>() {
  let end: (value: T) => void = () => {}
  let fail: (thrown: unknown) => void = () => {}
  const ends = new Promise<T>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  return { ends, end, fail }
}

/** Whether it is settled once everything that can go on has gone on. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const note = () => {
    settled = true
  }
  void promise.then(note, note)
  await new Promise(setImmediate)
  return settled
}

test('work of an epoch that is over is not begun', async () => {
  const mine = epoch()
  endEpoch()
  let begun = false
  const begin = async () => {
    begun = true
  }
  assert.equal((await failing(withinEpoch(begin, mine))).kind, 'locked')
  assert.equal(begun, false)
})

test('what a lock overtakes is told as locked, with whether it was saved', async () => {
  const overtaken = async (act: (one: ReturnType<typeof work<string>>) => void) => {
    const one = work<string>()
    const told = failing(withinEpoch(() => one.ends))
    act(one)
    return told
  }
  const done = await overtaken((one) => {
    endEpoch()
    one.end('secret')
  })
  assert.match(done.message, /What you asked for was done/)
  const nothing = await overtaken((one) => {
    endEpoch()
    one.fail(new Error('no key'))
  })
  assert.match(nothing.message, /nothing was saved/)
  const part = await overtaken((one) => {
    noteSaved()
    endEpoch()
    one.fail(new Error('no key'))
  })
  assert.match(part.message, /part was saved/)
  const exact = lockedAfter('As it opened.')
  const word = await overtaken((one) => {
    endEpoch()
    one.fail(exact)
  })
  assert.equal(word, exact)
  for (const told of [done, nothing, part, word]) assert.equal(told.kind, 'locked')
  // Without a lock, as it is.
  assert.equal(await withinEpoch(async () => 'fine'), 'fine')
  const own = new Error('its own')
  assert.equal(await failing(withinEpoch(() => Promise.reject(own))), own)
})

test('the next epoch waits until nothing is left of those before, and for nothing of its own', async () => {
  const before = work<void>()
  const told = failing(withinEpoch(() => before.ends))
  endEpoch()
  const own = work<void>()
  const going = withinEpoch(() => own.ends)
  const waits = othersHaveEnded()
  assert.equal(await isSettled(waits), false)
  before.end()
  await waits
  assert.equal((await told).kind, 'locked')
  assert.equal(await isSettled(going), false)
  own.end()
  await going
})

test('who is of an epoch that is over does not wait for itself', async () => {
  const mine = epoch()
  const one = work<void>()
  const told = failing(withinEpoch(() => one.ends, mine))
  endEpoch()
  assert.equal((await failing(othersHaveEnded(mine))).kind, 'locked')
  one.end()
  await told
})

test('what never ends is waited for 15 seconds, and then it stays locked', async (t) => {
  const one = work<void>()
  const told = failing(withinEpoch(() => one.ends))
  endEpoch()
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const late = failing(othersHaveEnded())
  t.mock.timers.tick(14_999)
  assert.equal(await isSettled(late), false)
  t.mock.timers.tick(1)
  assert.match((await late).message, /has not ended yet, so it stays locked/)
  one.end()
  await told
})
