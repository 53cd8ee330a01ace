// The pages that a chain was opened on lately, offered again: behind its name and a space, in its row's menu; and forgotten.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { named } from './named.ts'
import { button, choose, field, pick, search, shows } from './person.ts'
import { chainOf, runOver, type Stage, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const NAME = 'Often'

for (const kind of kinds) {
  describe(`recent pages in ${kind}`, () => {
    const here = stage(kind)
    /** The page of the console that a choice leads to, whose tab is closed then. */
    const opened = async () => {
      const { page, url, role } = await here.driven.consoleTab()
      await runOver(here)
      await page.close()
      assert.equal(role, 'Step02')
      return new URL(url).pathname
    }
    const item = (name: string) => named('menuitem', name)

    it('are listed behind the name and a space, and Enter on one opens that page', async () => {
      await addChain(here.wings, chainOf(NAME, here.alice, steps.slice(0, 2)))
      for (const service of ['s3', 'lambda']) {
        await pick(here.driven, `${NAME} ${service}`)
        await opened()
      }
      const popup = await here.driven.open('popup.html')
      await search(popup, `${NAME} `)
      assert.deepEqual(await rows(popup), [NAME, 'at Lambda, us-east-1', 'at S3, us-east-1'])
      await shows(popup, /1 chain found, 2 pages that it was opened on lately/)
      assert.deepEqual(await findings(popup), [])
      for (let at = 0; at < 2; at++) await popup.keyboard.press('ArrowDown')
      await popup.keyboard.press('Enter')
      assert.equal(await opened(), '/s3/home')
    })

    it('are in the menu of its row, of which one is opened or forgotten', async () => {
      const popup = await choose(here.driven, NAME, 'Open on a recent page…')
      await popup.locator(item('Lambda, us-east-1')).click()
      assert.equal(await opened(), '/lambda/home')
      const again = await here.driven.open('popup.html')
      await search(again, `${NAME} `)
      await again.keyboard.press('ArrowDown')
      await button(again, 'More').click()
      await again.locator(item('Forget this page')).click()
      await shows(again, /Forgot Lambda, us-east-1\./)
      await becomes('the rows', () => rows(again), [NAME, 'at S3, us-east-1'])
      await choose(here.driven, NAME, 'Open on a recent page…').then((page) =>
        page.locator(item('Forget these pages')).click(),
      )
      await becomes('what is kept', () => kept(here), 0)
      const empty = await choose(here.driven, NAME, 'Open on a recent page…')
      await shows(empty, /No page is kept that Often was opened on, besides its own\./)
    })

    it('are forgotten, and none is kept, by the settings', async () => {
      await pick(here.driven, `${NAME} s3`)
      await opened()
      assert.equal(await kept(here), 1)
      const settings = await here.driven.open('options.html#/settings')
      await button(settings, 'Forget all of them').click()
      await shows(settings, /Forgotten\./)
      assert.equal(await kept(here), 0)
      await field(settings, 'Offer the pages that a chain was opened on lately').click()
      await shows(settings, /Saved\./)
      assert.deepEqual(await findings(settings), [])
      await pick(here.driven, `${NAME} s3`)
      await opened()
      assert.equal(await kept(here), 0)
    })
  })
}

const rows = (page: Page) =>
  page.$$eval('[role=option]', (all) =>
    all.map(
      (row) => row.querySelector('.chain-at')?.textContent ?? row.querySelector('.chain-name .ellipsis')?.textContent,
    ),
  )

const kept = async ({ wings }: Stage): Promise<number> => {
  const { rows } = await call(wings, 'list', { query: NAME, offset: 0, limit: 1 })
  return (await call(wings, 'recentPages', { chainId: rows[0]?.id ?? '' })).length
}
