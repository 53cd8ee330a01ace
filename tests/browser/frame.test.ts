// The frame of the options page: reached by the keyboard, with a place for the focus whatever goes, and with room at 400 % zoom.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { threeHops } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, field } from './person.ts'
import { chainOf, stage } from './stage.ts'
import { addChain } from './wire.ts'

const PAGES = [
  'chains',
  'checks',
  'journal',
  'sources',
  'import',
  'export',
  'protection',
  'settings',
  'about',
  'welcome',
]
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document
    return element?.getAttribute('name') ?? element?.className ?? ''
  })

for (const kind of kinds) {
  describe(`the options page’s frame in ${kind}`, () => {
    const here = stage(kind)

    it('begins with a way past the navigation', async () => {
      const page = await here.driven.open('options.html#/settings')
      await page.waitForSelector('.prose')
      await page.keyboard.press('Tab')
      await until('the first stop', async () => (await focused(page)).includes('skip'))
      assert.deepEqual(await findings(page), [])
      await page.keyboard.press('Enter')
      await until('the content', async () => (await focused(page)) === 'options-main')
      await page.keyboard.press('Tab')
      await until('what is in it', () => page.evaluate(() => document.activeElement?.closest('main') !== null))
    })

    it('has the focus somewhere after what had it is gone', async () => {
      const { driven, wings, alice } = here
      const id = await addChain(wings, chainOf('To go', alice, threeHops))
      const page = await driven.open(`options.html#/chains/${id}`)
      await field(page, 'Name').wait()
      // The form, not the list beside it.
      await page.locator(`.editor-head ${named('button', 'More')}`).click()
      await page.locator(named('menuitem', 'Delete')).click()
      await page.waitForSelector('.detail-empty')
      await until('the content', async () => (await focused(page)) === 'options-main')
    })

    it('puts the focus where a new chain and a new source are written first', async () => {
      const page = await here.driven.open('options.html#/chains')
      await button(page, 'New chain').click()
      await until('the name of the chain', async () => (await focused(page)) === 'name')
      await page.evaluate(() => {
        location.hash = '/sources/new'
      })
      await page.waitForSelector('[name="credentials.accessKeyId"]')
      await until('the name of the source', async () => (await focused(page)) === 'name')
    })

    it('scrolls the content, and never the window', async () => {
      const page = await here.driven.open('options.html#/chains')
      // Too low for the navigation, which then scrolls by itself.
      if (kind === 'chromium') await page.setViewport({ width: 1000, height: 300 })
      for (const name of PAGES) {
        await page.evaluate((name) => {
          location.hash = `/${name}`
        }, name)
        await page.waitForSelector(`.options-nav a[href="#/${name}"][aria-current]`)
        const over = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)
        assert.deepEqual([name, Math.max(0, over)], [name, 0])
      }
    })

    it('gives the content the whole screen at 400 % zoom', async (t) => {
      if (kind === 'firefox') return t.skip('BiDi sets no size of a page there')
      const { driven, wings, alice } = here
      await addChain(wings, chainOf(`Long ${'w'.repeat(60)}`, alice, threeHops))
      const page = await driven.open('options.html#/chains')
      await page.setViewport({ width: 320, height: 256 })
      for (const name of PAGES) {
        await page.evaluate((name) => {
          location.hash = `/${name}`
        }, name)
        await page.waitForSelector(`.options-nav a[href="#/${name}"][aria-current]`)
        const [height, over] = await page.evaluate(() => {
          const main = document.querySelector('.options-main') as HTMLElement
          return [main.clientHeight, document.documentElement.scrollWidth - innerWidth]
        })
        assert.deepEqual([name, height, Math.max(0, over ?? 0)], [name, 256, 0])
      }
    })

    it('fits the popup into a window that is smaller than it would be', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf(`Long ${'w'.repeat(60)}`, alice, threeHops))
      const popup = await driven.browser.newPage()
      await popup.setViewport({ width: 320, height: 256 })
      await driven.visit(popup, `${driven.base}popup.html`)
      await popup.waitForSelector('[role=option]')
      const size = () =>
        popup.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])
      await becomes('the size of the page', size, [320, 256])
      await popup.close()
    })
  })
}
