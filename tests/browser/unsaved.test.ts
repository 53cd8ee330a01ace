// A renewal that meets unsaved work: the person decides in the tab, which is sent to sign in once, and the work stays if they say so.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Dialog } from 'puppeteer-core'
import { steps } from '../aws/sample.ts'
import { becomes, kinds, until } from './browsers.ts'
import { pick, shows } from './person.ts'
import { chainOf, runOver, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

for (const kind of kinds) {
  describe(`unsaved work in ${kind}`, () => {
    // Puppeteer turns these questions off in Firefox.
    const here = stage(kind, { preferences: { 'dom.disable_beforeunload': false } })

    it('is told of at once by the renewal that it holds up, and kept until the person lets it go', async () => {
      const { driven, wings, alice } = here
      await driven.grant(['https://*.console.aws.amazon.com/*'])
      const chainId = await addChain(wings, chainOf('Unsaved', alice, steps.slice(0, 2)))
      await pick(driven, 'unsaved')
      const { page } = await driven.consoleTab()
      await runOver(here)
      const { host } = new URL(await page.evaluate(() => location.href))
      const there = `https://${host}/?unsaved=1#a`
      await page.goto(there)
      await page.locator('#work').click()
      await page.keyboard.type('for an hour')
      const work = () => page.$eval('#work', (work) => (work as HTMLTextAreaElement).value)
      assert.equal(await work(), 'for an hour')
      const asked: Dialog[] = []
      page.on('dialog', (dialog) => asked.push(dialog))

      const tab = (await call(wings, 'live', null)).consoles[0]?.tab
      const renew = () =>
        wings.evaluate((request) => chrome.runtime.connect({ name: 'run' }).postMessage(request), {
          action: 'open',
          chainId,
          where: 'its-tab',
          tab,
        })
      const last = () => call(wings, 'lastRun', null)
      await renew()
      await becomes('the run', async () => (await last())?.isStill, true)
      await shows(await driven.open('popup.html'), /A page with unsaved work asks before it is left/)
      await until('the question', async () => asked.length > 0)
      await asked[0]?.dismiss()
      await until('the run to be given up', async () => (await last())?.failure?.message.includes('unsaved work'))
      assert.deepEqual([await work(), asked.length], ['for an hour', 1])

      await renew()
      await until('the next question', async () => asked.length > 1)
      await asked[1]?.accept()
      await runOver(here)
      assert.deepEqual([await work(), await page.evaluate(() => location.href), asked.length], ['', there, 2])
    })
  })
}
