// The first favourites by keys, in the browsers themselves; and the page that shows the keys.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { kinds } from './browsers.ts'
import { button, shows, unlock } from './person.ts'
import { chainOf, runOver, sentByExtension, stage } from './stage.ts'
import { pressKeysOf } from './ways-in.ts'
import { addChain, call } from './wire.ts'

const PASSWORD = 'copper lantern drifts under seven maples'

for (const kind of kinds) {
  describe(`the keys of favourites in ${kind}`, () => {
    const here = stage(kind)

    it('say where there is none', async () => {
      const { aws, driven, wings } = here
      await pressKeysOf(driven, 'favourite-3')
      await shows(await driven.find('go.html', wings), /There is no favourite 3/)
      assert.deepEqual(sentByExtension(aws), [])
    })

    it('open it, and are shown with its name, and where the browser changes them', async () => {
      const { driven, wings, alice } = here
      const id = await addChain(wings, chainOf('Anchor', alice, steps.slice(0, 2)))
      await call(wings, 'favourite', { id, on: true })
      await pressKeysOf(driven, 'favourite-1')
      assert.equal((await driven.consoleTab()).role, 'Step02')
      await runOver(here)

      const page = await driven.open('options.html#/settings')
      const text = await shows(page, /Open the first favourite: Anchor/, '.shortcuts')
      const keys = await wings.evaluate(() => chrome.commands.getAll())
      assert.equal(keys.length, 7)
      for (const { shortcut } of keys) assert.ok(text.includes(shortcut || 'no keys'), `${shortcut} in ${text}`)
      // A driven Chromium gives the popup none, whatever other commands there are.
      const rest = keys.filter(({ name }) => name !== '_execute_action')
      const without = rest.flatMap(({ name, shortcut }) => (shortcut ? [] : name))
      assert.deepEqual(without.sort(), ['favourite-3', 'favourite-4', 'renew'])
      assert.deepEqual(await findings(page), [])
      await button(page, 'Change the keys').wait()
    })

    it('ask as ever for a guarded one, and unlock first', async () => {
      const { aws, driven, wings, alice } = here
      const id = await addChain(wings, chainOf('Anchor at night', alice, steps.slice(0, 2), { guard: 'LIVE' }))
      await call(wings, 'favourite', { id, on: true })
      await call(wings, 'createVault', { password: PASSWORD })
      await call(wings, 'lock', null)
      await pressKeysOf(driven, 'favourite-2')
      const page = await driven.find('go.html', wings)
      await page.waitForSelector('.unlock')
      await unlock(page, PASSWORD)
      await shows(page, /marked LIVE/)
      assert.deepEqual(sentByExtension(aws), [])
      await call(wings, 'unlock', { password: PASSWORD })
    })
  })
}
