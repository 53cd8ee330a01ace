// A run that is cut short: by the person, by closing the popup, or by the browser, which stops the background when it
// likes. Then the click either completes or says what happened, and chains stay.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type FaultMatch, faults } from '../aws/faults.ts'
import { steps } from '../aws/sample.ts'
import { becomes, kinds } from './browsers.ts'
import { button, failureOn, pick } from './person.ts'
import { chainOf, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const hops = steps.slice(0, 3)
/** Where a run can be stopped, and how the popup says so. */
const places: Record<string, { at: FaultMatch; shows: string; title: string; message: RegExp }> = {
  'at the first hop': {
    at: { action: 'AssumeRole', nth: 1 },
    shows: 'Hop 1 of 3',
    title: 'Stopped at hop 1 of 3',
    message: /stopped Rolerelay at hop 1 of 3 \(Step01 in 111122223333\)\. Nothing was opened/,
  },
  'between two hops': {
    at: { action: 'AssumeRole', nth: 2 },
    shows: 'Hop 2 of 3',
    title: 'Stopped at hop 2 of 3',
    message: /stopped Rolerelay at hop 2 of 3 \(Step02 in 444455556666\)\. Nothing was opened/,
  },
  'while it signs in': {
    at: { service: 'signin' },
    shows: 'Signing in',
    title: 'Interrupted',
    message: /while it signed in as Step03 in 777788889999/,
  },
}

for (const kind of kinds) {
  describe(`a run in ${kind}`, () => {
    const here = stage(kind)

    for (const [name, { at, shows, title, message }] of Object.entries(places)) {
      it(`whose background is stopped ${name} says so, and goes when it is tried again`, async () => {
        const { aws, driven, wings, alice } = here
        await addChain(wings, chainOf(`Killed ${name}`, alice, hops))
        const fault = aws.fault({ ...at, times: 1 }, faults.hang)
        const popup = await pick(driven, `killed ${name}`)
        await popup.waitForSelector(`::-p-text(${shows})`)
        // The page says so before the request is on its way; if it never got there, the next one would hang.
        await becomes('how many requests hang', async () => fault.played, 1)
        await driven.killBackground()

        const failure = await failureOn(popup)
        assert.equal(failure.title, title)
        assert.match(failure.message, message)
        assert.deepEqual(
          (await driven.tabs()).filter((address) => address.startsWith('http')),
          [],
        )
        assert.equal((await call(wings, 'list', { query: `killed ${name}`, offset: 0, limit: 1 })).total, 1)

        await button(popup, 'Try again').click()
        assert.equal((await driven.consoleTab()).role, 'Step03')
      })
    }

    it('goes on when the popup closes', async () => {
      const { aws, driven, wings, alice } = here
      await addChain(wings, chainOf('Closed early', alice, hops))
      const held = faults.hold()
      aws.fault({ action: 'AssumeRole', nth: 2 }, held)
      const popup = await pick(driven, 'closed early')
      await popup.waitForSelector('::-p-text(Hop 2 of 3)')
      await popup.close()
      held.release()
      assert.equal((await driven.consoleTab()).role, 'Step03')
    })

    it('that fails after the popup closed is told by the next popup', async () => {
      const { aws, driven, wings, alice } = here
      await addChain(wings, chainOf('Told later', alice, hops))
      const { held, release } = faults.hold()
      aws.fault({ action: 'AssumeRole', nth: 2 }, { ...faults.garbled, held })
      const popup = await pick(driven, 'told later')
      await popup.waitForSelector('::-p-text(Hop 2 of 3)')
      await popup.close()
      release()
      const next = await driven.open('popup.html')
      assert.equal((await failureOn(next)).title, 'Stopped at hop 2 of 3')
      await button(next, 'Back to the list').click()
      await next.waitForSelector('[role=option]')
    })

    it('stops where the person cancels it', async () => {
      const { aws, driven, wings, alice } = here
      await addChain(wings, chainOf('Cancelled', alice, hops))
      aws.fault({ action: 'AssumeRole', nth: 2 }, faults.hang)
      const popup = await pick(driven, 'cancelled')
      await popup.waitForSelector('::-p-text(Hop 2 of 3)')
      // The page says so before the request is on its way.
      await becomes('how many requests are sent', async () => sentByExtension(aws).length, 2)
      await button(popup, 'Cancel').click()
      await popup.waitForSelector('[role=option]')
      assert.equal(sentByExtension(aws).length, 2)
      assert.deepEqual(
        (await driven.tabs()).filter((address) => address.startsWith('http')),
        [],
      )
    })

    it('keeps chains and keys when the background comes back', async () => {
      const { driven, wings, alice } = here
      const id = await addChain(wings, chainOf('Survivor', alice, hops))
      await driven.killBackground()
      assert.equal((await call(wings, 'chain', { id })).name, 'Survivor')
      assert.equal((await call(wings, 'sources', null)).find((source) => source.id === alice)?.keys, 'ready')
      await pick(driven, 'survivor')
      assert.equal((await driven.consoleTab()).role, 'Step03')
    })
  })
}
