// Wherever a rotation is cut short, the vault holds a key that works, and no key that AWS made stays unknown.

import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import type { Calls, RotationReply } from '../../../extension/protocol.ts'
import {
  aws,
  begin,
  browser,
  failureOf,
  PASSWORD,
  rest,
  setScene,
  sourceOf,
  stageOf,
  userNamed,
  workingKey,
} from '../scene/rotation.ts'

beforeEach(setScene)

describe('cut short', () => {
  /** Answers are lost on their way back. */
  const loseAnswersTo = (action: string) => {
    const { fetch } = globalThis
    globalThis.fetch = async (input, init) => {
      const answer = await fetch(input, init)
      if (input instanceof Request && aws.asked.at(-1)?.get('Action') === action) throw new TypeError('lost')
      return answer
    }
    return () => {
      globalThis.fetch = fetch
    }
  }

  test('a key whose secret never arrived is found, shown and deleted', async () => {
    const id = await sourceOf('ana')
    const found = loseAnswersTo('CreateAccessKey')
    const { kind, message } = await failureOf(begin(id))
    assert.equal(kind, 'unreachable')
    assert.match(message, /not known whether AWS made a new key/)
    found()
    assert.equal((await browser.call('rotation', { id }))?.stage, 'making')
    const reply = await browser.call('continueRotation', { id })
    assert.ok('rotation' in reply && reply.rotation?.lost)
    const [lost] = reply.rotation.lost
    assert.equal(lost?.id, userNamed('ana').keys[1]?.id)
    assert.equal(stageOf(await browser.call('undoRotation', { id })), 'over')
    assert.equal(userNamed('ana').keys.length, 1)
    assert.equal(await workingKey(id), userNamed('ana').keys[0]?.id)
  })

  test('an answer of IAM’s that never came is taken up where it stopped', async () => {
    const id = await sourceOf('ana')
    await begin(id)
    await browser.call('continueRotation', { id })
    const found = loseAnswersTo('UpdateAccessKey')
    assert.match((await failureOf(browser.call('continueRotation', { id }))).kind, /unreachable|redirected/)
    found()
    await rest(id)
  })

  test('a key that cannot be kept is deleted again', async () => {
    const id = await sourceOf('ana')
    aws.beforeAnswer = () => {
      if (aws.asked.at(-1)?.get('Action') !== 'CreateAccessKey') return
      browser.beforeWrite = () => {
        throw new Error('the disk is full')
      }
    }
    assert.equal((await failureOf(begin(id))).kind, 'storage')
    assert.equal(userNamed('ana').keys.length, 1)
    browser.beforeWrite = () => {}
    aws.beforeAnswer = () => {}
    assert.equal(stageOf(await browser.call('continueRotation', { id })), 'trying')
  })

  test('a lock in the middle: nothing goes on until it is unlocked, and then it does', async () => {
    const id = await sourceOf('ana')
    await begin(id)
    await browser.call('lock', null)
    assert.equal((await failureOf(browser.call('continueRotation', { id }))).kind, 'locked')
    await browser.call('unlock', { password: PASSWORD })
    await rest(id)
  })

  test('killed at every call to storage and at every answer of AWS, no key is lost', async () => {
    const id = await sourceOf('ana')
    let left = 0
    let killed: (() => void) | undefined
    const maybeKill = () => {
      if (left-- !== 0 || !killed) return
      browser.kill()
      killed()
    }
    browser.beforeStorage = maybeKill
    aws.beforeAnswer = maybeKill

    /** One call; undefined if the background was killed at it. */
    const unlessKilled = async <N extends keyof Calls>(name: N, argument: Calls[N]['argument'], at: number) => {
      left = at
      const over = new Promise<undefined>((resolve) => {
        killed = () => resolve(undefined)
      })
      const reply = await Promise.race([browser.call(name, argument), over])
      killed = undefined
      if (reply === undefined) await browser.wake()
      return reply
    }

    /** The whole rotation, in which the first call of that name is killed at its `at`th moment. False when it has no such moment. */
    const rotate = async (name: 'beginRotation' | 'continueRotation' | 'finishRotation', at: number, skip: number) => {
      const before = userNamed('ana').keys.map(({ id }) => id)
      let hit = false
      let passed = 0
      for (let steps = 0; steps < 30; steps++) {
        const rotation = await browser.call('rotation', { id })
        const next = !rotation ? 'beginRotation' : rotation.stage === 'resting' ? 'finishRotation' : 'continueRotation'
        if (rotation?.lost) {
          await browser.call('undoRotation', { id })
          continue
        }
        const mine = next === name && !hit && passed++ === skip
        const argument = { id, ...(next === 'beginRotation' && { partition: 'aws' }) } as never
        const reply = (await unlessKilled(next, argument, mine ? at : -1)) as RotationReply | undefined
        if (!reply) hit = true
        // Whatever happened, the keys that the source has now are AWS's, and active.
        const [row] = await browser.call('sources', null)
        assert.ok(userNamed('ana').keys.some((key) => key.id === row?.accessKeyId && key.active))
        if (reply && stageOf(reply) === 'over') break
        // Killed as it finished: the vault knows of no rotation any more, and it is over as well.
        if (!reply && name === 'finishRotation' && !(await browser.call('rotation', { id }))) break
      }
      const { keys } = userNamed('ana')
      assert.equal(keys.length, 1, `${name}, killed at ${at}`)
      assert.ok(!before.includes(keys[0]?.id ?? ''))
      return hit
    }

    let kills = 0
    for (const [name, skip] of [
      ['beginRotation', 0],
      ['continueRotation', 0],
      ['continueRotation', 1],
      ['finishRotation', 0],
    ] as const)
      for (let at = 0; await rotate(name, at, skip); at++) kills++
    assert.ok(kills > 40, `${kills}`)
    browser.beforeStorage = () => {}
    await workingKey(id)
  })
})
