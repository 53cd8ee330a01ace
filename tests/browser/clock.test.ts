// A clock that is wrong: AWS refuses one request for it, and from then on all is signed with AWS's time, by the next background too.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { faults } from '../aws/faults.ts'
import { type SampleHop, steps, threeHops } from '../aws/sample.ts'
import { kinds } from './browsers.ts'
import { choose, failureOn, pick, shows } from './person.ts'
import { chainOf, endHops, runOver, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain } from './wire.ts'

const MINUTE = 60_000
const three = steps.slice(0, 3)
const walked = [...three.map(() => 'AssumeRole 200'), 'getSigninToken 200']
const noteOf = '.clock-note'

for (const kind of kinds) {
  describe(`a clock that is wrong in ${kind}`, () => {
    const here = stage(kind)
    const answers = ({ aws }: Stage) => sentByExtension(aws).map(({ action, status }) => `${action} ${status}`)
    const setBehind = ({ aws }: Stage, minutes: number) => aws.clock.set(Date.now() + minutes * MINUTE)

    // Each begins with what the one before has learnt, which is wrong by then.
    for (const [name, minutes] of [
      ['twenty minutes behind', 20],
      ['twenty minutes ahead', -20],
      ['a time zone and a day ahead', -(25 * 60)],
    ] as const) {
      it(`by ${name} opens the console after one refused request, and at once the next time`, async () => {
        const { aws, driven, wings, alice } = here
        setBehind(here, minutes)
        await addChain(wings, chainOf(name, alice, three))
        await pick(driven, name)
        assert.equal((await driven.consoleTab()).role, 'Step03')
        assert.deepEqual(answers(here), ['AssumeRole 403', ...walked])

        // The console is there before its run is over, which is not to be cut off below.
        await runOver(here)
        await driven.clear(wings)
        aws.clearJournal()
        await endHops(here)
        await pick(driven, name)
        assert.equal((await driven.consoleTab()).role, 'Step03')
        assert.deepEqual(answers(here), walked)
      })
    }

    it('is read from the words of the refusal where no date can be read', async () => {
      const { aws, driven, wings, alice } = here
      setBehind(here, 30)
      aws.fault({}, faults.dateless)
      await addChain(wings, chainOf('Dateless', alice, three))
      await pick(driven, 'dateless')
      await driven.consoleTab()
      assert.deepEqual(answers(here), ['AssumeRole 403', ...walked])
    })

    it('is said beside what went well', async () => {
      const { driven, wings, alice } = here
      setBehind(here, 20)
      await addChain(wings, chainOf('To copy', alice, three))
      const popup = await choose(driven, 'to copy', 'Copy credentials for bash')
      await popup.waitForSelector('::-p-text(Copied for bash)')
      await shows(
        popup,
        /^\s*This computer’s clock is 20 minutes behind AWS’s\. Rolerelay signs with AWS’s time; set the clock right all the same\.\s*$/,
        noteOf,
      )
    })

    it('is said beside what failed for another reason, and is the reason where AWS says so', async () => {
      const { aws, driven, wings, alice } = here
      setBehind(here, 20)
      const production = { ...(threeHops[2] as SampleHop), externalId: 'not-the-one' }
      await addChain(wings, chainOf('Wrong ID', alice, threeHops.with(2, production)))
      const denied = await pick(driven, 'wrong id')
      await denied.waitForSelector(`[role=alert] ${noteOf}`)

      await addChain(wings, chainOf('Never right', alice, three))
      aws.fault({ action: 'AssumeRole' }, faults.refuse('RequestTimeTooSkewed', 403, 'The difference is too large.'))
      const refused = await pick(driven, 'never right')
      const { message } = await failureOn(refused)
      assert.match(message, /clock is 20 minutes behind AWS’s\. Set it right/)
      assert.equal(await refused.$(noteOf), null, 'it is said once')
    })
  })
}
