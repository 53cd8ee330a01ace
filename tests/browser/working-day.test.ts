// A working day in one tab: nine renewals, the background killed before each, the vault locked before one, and the computer asleep for
// three hours before another. The tab keeps its page, with all that follows the `#`.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { steps } from '../aws/sample.ts'
import { becomes, kinds } from './browsers.ts'
import { pick } from './person.ts'
import { chainOf, runOver, sentByExtension, stage } from './stage.ts'
import { addChain, call, run } from './wire.ts'

const PASSWORD = 'lantern gravel orchid teapot'
const MINUTE = 60_000
const RENEWALS = 9
const [LOCKED_BEFORE, ASLEEP_BEFORE] = [3, 6]

for (const kind of kinds) {
  describe(`a working day in ${kind}`, () => {
    const here = stage(kind)

    it('is one console in one tab, on the page where the person works', async () => {
      const { aws, driven, wings, alice } = here
      await driven.grant(['https://*.console.aws.amazon.com/*'])
      await call(wings, 'createVault', { password: PASSWORD })
      const chainId = await addChain(wings, chainOf('All day', alice, steps.slice(0, 2)))
      await pick(driven, 'all day')
      const { page } = await driven.consoleTab()
      await runOver(here)
      const tab = (await call(wings, 'live', null)).consoles[0]?.tab ?? assert.fail('none is open')
      const { host } = new URL(await page.evaluate(() => location.href))
      const there = `https://${host}/ec2/home?region=us-east-1#Instances:instanceState=running;search=a%2Fb`
      await page.goto(there)
      const shown = () => page.evaluate(() => [location.href, document.getElementById('role')?.textContent])

      for (let renewal = 1; renewal <= RENEWALS; renewal++) {
        const isLate = renewal === ASLEEP_BEFORE
        aws.clock.advance((isLate ? 3 * 60 : 56) * MINUTE)
        if (isLate) {
          // Back at the computer, the person finds AWS's page to sign in.
          await driven.open('go.html')
          await page.bringToFront()
          await page.waitForSelector('#signed-out')
        }
        if (renewal === LOCKED_BEFORE) await call(wings, 'lock', null)
        await driven.killBackground()
        const request = { action: 'open', chainId, where: 'its-tab', tab } as const
        if (renewal === LOCKED_BEFORE) {
          assert.equal((await run(wings, request)).at(-1)?.state.failure?.kind, 'locked')
          await call(wings, 'unlock', { password: PASSWORD })
        }
        aws.clearJournal()
        const end = (await run(wings, request)).at(-1)
        assert.deepEqual([end?.type, end?.state.failure], ['done', undefined], `renewal ${renewal}`)
        await becomes(`the page after renewal ${renewal}`, shown, [there, 'Step02'])
        // The last hop and the sign-in, and the first hop where its hour is over by now; once more where AWS says so.
        const asked = sentByExtension(aws).length
        assert.ok(asked >= 2 && asked <= 5, `renewal ${renewal} asked ${asked} times`)
        const ends = await page.$eval('#ends', (ends) => ends.textContent ?? '')
        assert.ok(Date.parse(ends) - aws.clock.now() > 59 * MINUTE, `renewal ${renewal} lasts until ${ends}`)
      }
      assert.deepEqual(
        (await call(wings, 'live', null)).consoles.map((one) => [one.tab, one.name]),
        [[tab, 'All day']],
      )
    })
  })
}
