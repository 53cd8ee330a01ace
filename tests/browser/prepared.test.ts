// How many requests a click costs: each hop and the sign-in at first, the sign-in alone while the hops are kept, and none where that was
// prepared.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { choose, field, search } from './person.ts'
import { chainOf, runOver, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

for (const kind of kinds) {
  describe(`a favourite that is prepared in ${kind}`, () => {
    const here = stage(kind)

    it('opens with four requests, then with one, and with none while it had the focus in the popup', async () => {
      const { aws, driven, wings, alice } = here
      const settings = await driven.open('options.html#/settings')
      await field(settings, 'Prepare the sign-in of a favourite that has the focus').click()
      await settings.waitForSelector('::-p-text(Saved.)')
      assert.deepEqual(await findings(settings), [])
      const id = await addChain(wings, chainOf('Quick', alice, steps.slice(0, 3)))
      await call(wings, 'saveSettings', { goesToTab: false })
      const opens = async () => {
        const popup = await choose(driven, 'quick', 'Open in a background tab')
        await popup.waitForSelector('::-p-text(Opened Quick in a background tab.)')
        await runOver(here)
        const sent = sentByExtension(aws).map(({ action }) => action)
        await popup.close()
        aws.clearJournal()
        return sent
      }
      assert.deepEqual(await opens(), ['AssumeRole', 'AssumeRole', 'AssumeRole', 'getSigninToken'], 'cold')
      assert.deepEqual(await opens(), ['getSigninToken'], 'warm')

      await call(wings, 'favourite', { id, on: true })
      const popup = await driven.open('popup.html')
      await search(popup, 'quick')
      await until('it to be prepared', async () => sentByExtension(aws).length > 0)
      await call(wings, 'prepare', { id }) // until that is there
      assert.deepEqual(
        sentByExtension(aws).map(({ action }) => action),
        ['getSigninToken'],
        'no role was assumed for it',
      )
      aws.clearJournal()
      // Chromium's popup closes at it, and does not answer for the key any more. Firefox lets no tab close itself.
      await popup.keyboard.press('Enter').catch((thrown) => assert.match(String(thrown), /closed/))
      await becomes('the consoles', async () => (await call(wings, 'live', null)).consoles.length, 3)
      assert.deepEqual(sentByExtension(aws), [], 'prepared')
      assert.equal((await driven.consoleTab()).role, 'Step03')
    })
  })
}
