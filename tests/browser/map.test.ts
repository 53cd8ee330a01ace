// The map of all chains, as it is drawn: by mouse, by keyboard, and what it tells a screen reader.

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { accounts, steps, threeHops } from '../aws/sample.ts'
import { becomes, kinds } from './browsers.ts'
import { button, shows } from './person.ts'
import { chainOf, operatorOf, stage } from './stage.ts'
import { addChain, addSource } from './wire.ts'

/** Each place as a screen reader has it: its level, its title, and whether it is unfolded. */
const places = (page: Page) =>
  page.$$eval('[role=tree] [role=treeitem]', (items) =>
    items.map((item) => {
      const open = item.ariaExpanded === null ? '' : item.ariaExpanded === 'true' ? ' open' : ' folded'
      return `${item.ariaLevel} ${item.querySelector('.drawing-title')?.textContent}${open}`
    }),
  )
const listed = (page: Page) =>
  page.$$eval('.map-list .chain-name > .ellipsis', (names) => names.map((name) => name.textContent))
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.querySelector('.drawing-title')?.textContent)
const placed = (title: string) =>
  `//*[@role = "treeitem"][.//*[contains(@class, "drawing-title")][normalize-space() = "${title}"]]`
const place = (page: Page, title: string) => page.locator(`::-p-xpath(${placed(title)})`)
const foldMark = (page: Page, title: string) => page.locator(`::-p-xpath(${placed(title)}//*[@class = "drawing-fold"])`)

const UNFOLDED = [
  '1 Alice open',
  '2 RelayHub open',
  '3 SecurityGate open',
  '4 Production',
  '2 Step01 open',
  '3 Climb 2',
  '2 Climb 1',
]

for (const kind of kinds) {
  describe(`the map in ${kind}`, () => {
    const here = stage(kind)
    before(async () => {
      const { wings, alice } = here
      await addChain(wings, chainOf('Production', alice, threeHops))
      for (const length of [1, 2]) await addChain(wings, chainOf(`Climb ${length}`, alice, steps.slice(0, length)))
    })
    const open = async () => {
      const page = await here.driven.open('options.html#/map')
      await becomes('the places', () => places(page), UNFOLDED)
      return page
    }

    it('shows the chains of a place that is clicked, and all when it is clicked again', async () => {
      const page = await open()
      await becomes('the list', () => listed(page), ['Climb 1', 'Climb 2', 'Production'])
      await place(page, 'Step01').click()
      await becomes('the list', () => listed(page), ['Climb 2'])
      assert.equal(await page.$eval('[aria-selected=true] .drawing-title', (title) => title.textContent), 'Step01')
      await place(page, 'SecurityGate').click()
      await becomes('the list', () => listed(page), ['Production'])
      await place(page, 'SecurityGate').click()
      await becomes('the list', () => listed(page), ['Climb 1', 'Climb 2', 'Production'])
    })

    it('leaves the list of chains narrowed to the place, and shows all there with a click', async () => {
      const page = await open()
      await place(page, 'RelayHub').click()
      await becomes('the list', () => listed(page), ['Production'])
      await page.locator('nav a[href="#/chains"]').click()
      await page.waitForSelector('h1 ::-p-text(Chains)')
      await shows(page, /\(1 on\)/, '.narrow')
      await page.locator('.narrow summary').click()
      await button(page, 'Show all').click()
      await shows(page, /Climb 1[\s\S]*Climb 2[\s\S]*Production/, '.finder')
    })

    it('folds and unfolds at the round mark', async () => {
      const page = await open()
      await foldMark(page, 'RelayHub').click()
      const folded = ['1 Alice open', '2 RelayHub folded', ...UNFOLDED.slice(4)]
      await becomes('the places', () => places(page), folded)
      await foldMark(page, 'RelayHub').click()
      await becomes('the places', () => places(page), UNFOLDED)
    })

    it('is walked with the arrows, Home, End and letters, and chosen from with Enter', async () => {
      const page = await open()
      await page.$eval('[role=treeitem][tabindex="0"]', (item) => (item as SVGElement).focus())
      const press = async (
        key: 'ArrowDown' | 'ArrowUp' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End' | 's',
        at: string,
      ) => {
        await page.keyboard.press(key)
        await becomes(`the focus after ${key}`, () => focused(page), at)
      }
      assert.equal(await focused(page), 'Alice')
      await press('ArrowRight', 'RelayHub')
      await press('ArrowDown', 'SecurityGate')
      await press('ArrowLeft', 'SecurityGate')
      await becomes('what is folded', async () => (await places(page))[2], '3 SecurityGate folded')
      await press('ArrowLeft', 'RelayHub')
      await press('End', 'Climb 1')
      await press('ArrowUp', 'Climb 2')
      await press('Home', 'Alice')
      await press('s', 'SecurityGate')
      await press('s', 'Step01')
      assert.deepEqual(await page.$$eval('[role=treeitem][tabindex="0"]', (items) => items.length), 1)
      await page.keyboard.press('Enter')
      await becomes('the list', () => listed(page), ['Climb 2'])
      assert.equal(await focused(page), 'Step01')
    })

    it('is drawn larger and smaller', async () => {
      const page = await open()
      const width = () => page.$eval('.drawing', (drawing) => Math.round(drawing.getBoundingClientRect().width))
      const usual = await width()
      await button(page, 'Larger').click()
      await becomes('its width', width, Math.round(usual * 1.25))
      await button(page, '125 %: usual size').click()
      await becomes('its width', width, usual)
    })

    it('draws the first of many accounts and says how many are left, and more of them when asked', async () => {
      const { aws, driven, wings } = here
      const bob = await addSource(wings, operatorOf(aws, accounts.china), 'Bob')
      const units = Array.from({ length: 120 }, (_, at) => ({
        id: String(300_000_000_000 + at),
        name: `Unit ${at}`,
      }))
      const hops = ['arn:aws:iam::123456789012:role/UnitsHub', 'arn:aws:iam::{account}:role/End']
      const chain = chainOf(
        'Units',
        bob,
        hops.map((roleArn) => ({ roleArn })),
      )
      await addChain(wings, { ...chain, accounts: units })
      const page = await driven.open('options.html#/map')
      await becomes('what is unfolded by itself', () => places(page), ['1 Bob open', '2 UnitsHub folded', ...UNFOLDED])
      await foldMark(page, 'UnitsHub').click()
      const drawn = async () => (await places(page)).length
      await becomes('how many are drawn', drawn, 2 + 50 + 1 + UNFOLDED.length)
      await place(page, 'Show more').click()
      await becomes('how many are drawn', drawn, 2 + 100 + 1 + UNFOLDED.length)
      assert.match(
        await page.$eval('.drawing-node.more', (item) => item.textContent ?? ''),
        /^Show more\s+20 not drawn$/,
      )
      await place(page, 'Show more').click()
      await becomes('how many are drawn', drawn, 2 + 120 + UNFOLDED.length)
    })
  })
}
