// Chains by the address bar, in the browsers themselves: a line that is chosen opens its chain on its page, and everything that is no
// such line leads to our page, which asks.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { kinds } from './browsers.ts'
import { named } from './named.ts'
import { button, search, shows, unlock } from './person.ts'
import { chainOf, runOver, type Stage, sentByExtension, stage } from './stage.ts'
import { enterInAddressBar, typeInAddressBar } from './ways-in.ts'
import { addChain, call } from './wire.ts'

const PASSWORD = 'copper lantern drifts under seven maples'

for (const kind of kinds) {
  describe(`the address bar in ${kind}`, () => {
    const here = stage(kind)
    const add = (name: string, more = {}) => addChain(here.wings, chainOf(name, here.alice, steps.slice(0, 2), more))

    it('opens the chain of a line that was chosen, on the page that was said', async () => {
      const { driven } = here
      await add('Harbour <b>R&D</b>')
      const [line] = await typeInAddressBar(driven, 'harbour s3 eu-west-1')
      assert.equal(line?.content, 'Harbour <b>R&D</b> s3 eu-west-1')
      await enterInAddressBar(driven, line.content)
      const shown = await driven.consoleTab()
      assert.equal(shown.url, 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1')
      assert.equal(shown.role, 'Step02')
      await runOver(here)
    })

    it('leads to the chains that fit, where one opens by Enter and none before', async () => {
      const { aws, driven } = here
      await add('Quay one')
      await add('Quay two')
      await typeInAddressBar(driven, 'quay')
      await enterInAddressBar(driven, 'quay')
      const page = await chosenFrom(here)
      await search(page, 'quay two')
      assert.deepEqual(sentByExtension(aws), [])
      await page.keyboard.press('Enter')
      assert.equal((await driven.consoleTab()).role, 'Step02')
      await runOver(here)
    })

    it('runs nothing that was not offered for what stands there, though it names a chain', async () => {
      const { aws, driven } = here
      await add('Jetty')
      await typeInAddressBar(driven, 'something unlike')
      await enterInAddressBar(driven, 'jetty')
      await chosenFrom(here)
      assert.deepEqual(sentByExtension(aws), [])
    })

    it('asks as ever for a guarded chain', async () => {
      const { aws, driven } = here
      await add('Lighthouse', { guard: 'LIVE' })
      await typeInAddressBar(driven, 'lighthouse')
      await enterInAddressBar(driven, 'Lighthouse')
      const page = await driven.find('go.html', here.wings)
      await shows(page, /marked LIVE/)
      assert.deepEqual(sentByExtension(aws), [])
      await button(page, 'Open LIVE chain').click()
      assert.equal((await driven.consoleTab()).role, 'Step02')
      await runOver(here)
    })

    it('shows nothing of a vault that is locked, and goes on once it is unlocked', async () => {
      const { aws, driven, wings } = here
      await add('Undertow')
      await call(wings, 'createVault', { password: PASSWORD })
      await call(wings, 'saveSettings', { suggestsInVault: true })
      assert.equal((await typeInAddressBar(driven, 'undertow'))[0]?.content, 'Undertow')
      await call(wings, 'lock', null)
      assert.deepEqual(await typeInAddressBar(driven, 'undertow'), [])
      await enterInAddressBar(driven, 'undertow')
      const page = await driven.find('go.html', wings)
      await page.waitForSelector('.unlock')
      await unlock(page, PASSWORD)
      await page.waitForSelector('[role=option]')
      assert.deepEqual(sentByExtension(aws), [])
      await call(wings, 'unlock', { password: PASSWORD })
    })
  })
}

/** The page with the chains that fit, once it shows them. */
async function chosenFrom({ driven, wings }: Stage): Promise<Page> {
  const page = await driven.find('go.html', wings)
  await page.waitForSelector(named('heading', 'Which chain?'))
  await page.waitForSelector('[role=option]')
  assert.deepEqual(await findings(page), [])
  return page
}
