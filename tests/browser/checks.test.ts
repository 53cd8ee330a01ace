// A check of all chains as a person makes it, and what it leaves in the lists.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { faults } from '../aws/faults.ts'
import { aliceKey, steps, threeHops } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { button, field, shows } from './person.ts'
import { chainOf, credentialsOf, sentByExtension, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

const [first, second, third] = threeHops
const wrongId = [first, second, { ...third, externalId: 'not-the-one' }] as typeof threeHops

for (const kind of kinds) {
  describe(`checks in ${kind}`, () => {
    const here = stage(kind)
    const openPage = () => here.driven.open('options.html#/checks')
    const says = (page: Page, words: RegExp) => shows(page, words, 'main')
    const rows = (page: Page) =>
      page.$$eval('[role=option]', (options) => options.map((option) => (option as HTMLElement).innerText))

    it('finds the chains that are broken, and since when', async () => {
      const { aws, driven, wings, alice } = here
      for (const length of [1, 2]) await addChain(wings, chainOf(`Climb ${length}`, alice, steps.slice(0, length)))
      for (const name of ['Shop', 'Shop reports']) await addChain(wings, chainOf(name, alice, wrongId))
      const lost = await addSource(wings, credentialsOf(aliceKey(aws.world)), 'Lost')
      await addChain(wings, chainOf('From lost keys', lost, steps.slice(0, 1)))
      // As if the browser had been closed since.
      await wings.evaluate((key) => chrome.storage.session.remove(key), `keys/${lost}`)

      const page = await openPage()
      await says(page, /No chain was checked yet/)
      await button(page, 'Check all chains').click()
      await says(page, /2 work, 2 are broken, 1 was skipped\./)
      // What it found is listed every few seconds.
      const names = async () => (await rows(page)).map((row) => row.split('\n')[0])
      await becomes('what is listed', names, ['Shop', 'Shop reports'])
      const ofOneRole = () =>
        page.$$eval('[role=group][aria-label*="ProductionAdmin"]', (groups) => groups.map((it) => it.children.length))
      await becomes('the heading and its two chains', ofOneRole, [3])
      await says(page, /Broken since/)
      assert.deepEqual(await driven.tabs().then((tabs) => tabs.filter((tab) => tab.startsWith('http'))), [])
      assert.ok(sentByExtension(aws).every(({ action }) => action !== 'getSigninToken'))

      await button(page, 'Skipped 1').click()
      await says(page, /The keys of “Lost” are not here/)
      await page.evaluate(() => {
        location.hash = '#/chains'
      })
      await says(page, /Shop reports[\s\S]*Broken since/)
    })

    it('is fine with axe-core in light and dark, and with keys', async () => {
      const { driven } = here
      const page = await openPage()
      await page.waitForSelector('[role=option]')
      for (const look of ['light', 'dark'] as const) {
        await driven.prefer(look, page)
        assert.deepEqual(await findings(page), [], look)
      }
      await page.focus('[role=listbox]')
      await page.keyboard.press('ArrowDown')
      await page.waitForSelector('section[aria-label="Check of Shop reports"]')
      await button(page, 'Edit chain').click()
      await says(page, /Roles, in the order/)
    })

    it('checks a chain again once its fault is mended, and those of its group with it', async () => {
      const { wings } = here
      const page = await openPage()
      const { rows: known } = await call(wings, 'list', { query: 'shop', offset: 0, limit: 2 })
      for (const { id } of known) {
        await addChain(wings, { ...(await call(wings, 'chain', { id })), hops: threeHops })
      }
      await button(page, 'Check all 2 with this reason again').click()
      await says(page, /4 work, none is broken, 1 was skipped\./)
      await says(page, /No chain is broken/)
    })

    it('is cancelled, and goes on with what is left', async () => {
      const { aws } = here
      aws.fault({ action: 'AssumeRole' }, faults.hang)
      const page = await openPage()
      await field(page, 'Only chains with these words').fill('shop')
      await button(page, 'Check these chains').click()
      await page.waitForSelector('progress')
      assert.deepEqual(await findings(page), [])
      await button(page, 'Cancel').click()
      await says(page, /You cancelled the last check\. 2 of its 2 chains are left\./)
      aws.clearFaults()
      await button(page, 'Go on').click()
      // What the check before had found is said as well, until this one goes on.
      await until('the check to be over', async () => {
        const { progress } = await call(here.wings, 'checks', { show: 'all', offset: 0, limit: 1 })
        return progress?.endedAt !== undefined && progress.stopped === undefined
      })
      await says(page, /4 work, none is broken/)
      await becomes('the word of what is left', async () => (await page.$('.check-stopped')) === null, true)
    })

    it('goes on while no page is open, and another page shows how far it is', async () => {
      const { aws, wings } = here
      const held = faults.hold()
      aws.fault({ action: 'AssumeRole' }, held)
      const page = await openPage()
      await button(page, 'Check all chains').click()
      await page.waitForSelector('progress')
      await page.close()
      const other = await openPage()
      await other.waitForSelector('progress')
      held.release()
      await says(other, /4 work, none is broken, 1 was skipped\./)
      const { progress } = await call(wings, 'checks', { show: 'all', offset: 0, limit: 1 })
      assert.ok(progress && progress.stopped === undefined, JSON.stringify(progress))
    })

    it('tests one chain and tells what it learnt', async () => {
      const { driven, wings, alice } = here
      const id = await addChain(wings, chainOf('Learner', alice, steps.slice(0, 2)))
      const page = await driven.open(`options.html#/chains/${id}`)
      await button(page, 'Test this chain').click()
      await page.waitForSelector('.success')
      await says(page, /Starts as\s+arn:aws:iam::111122223333:user\/alice/)
      await says(page, /The source may not assume the last role itself/)
      await says(page, /Longest session/)
    })
  })
}
