// The list of chains on the options page: it opens consoles, chooses many chains by mouse and by keyboard, and changes them at once.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps, threeHops } from '../aws/sample.ts'
import { becomes, kinds, until } from './browsers.ts'
import { button, field, retype, search as searchFor } from './person.ts'
import { chainOf, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

for (const kind of kinds) {
  describe(`many chains in ${kind}`, () => {
    const here = stage(kind)
    const add = async (...names: string[]) => {
      const ids: string[] = []
      for (const name of names) ids.push(await addChain(here.wings, chainOf(name, here.alice, steps.slice(0, 1))))
      return ids
    }
    const listed = async (query: string) =>
      (await call(here.wings, 'list', { query, offset: 0, limit: 50 })).rows.map(({ name }) => name)

    it('opens a console from the list and leaves the editor beside it as it is', async () => {
      const { driven, wings, alice } = here
      const id = await addChain(wings, chainOf('Beside the editor', alice, threeHops))
      const page = await driven.open(`options.html#/chains/${id}`)
      // Wide enough for both, as Firefox's window is.
      if (kind === 'chromium') await page.setViewport({ width: 1280, height: 800 })
      await retype(page, 'Name', 'Not saved yet')
      await search(page, 'beside', 1)
      await button(page, 'Open the console').click()
      assert.equal((await driven.consoleTab()).role, 'ProductionAdmin')
      assert.equal(await page.$eval('.editor input', (input) => (input as HTMLInputElement).value), 'Not saved yet')
      assert.equal(await page.evaluate(() => location.hash), `#/chains/${id}`)
    })

    it('chooses by Shift and arrows, Space and Ctrl+A, says how many, and deletes them with an undo', async () => {
      const { driven } = here
      await add('many 1', 'many 2', 'many 3', 'many 4', 'one else')
      const page = await driven.open('options.html#/chains')
      await search(page, 'many', 4)
      await page.keyboard.down('Shift')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.up('Shift')
      await selected(page, ['many 1', 'many 2'])
      await said(page, '2 selected')
      await page.focus('[role=listbox]')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press(' ')
      await selected(page, ['many 1', 'many 2', 'many 4'])
      await page.keyboard.down('Control')
      await page.keyboard.press('a')
      await page.keyboard.up('Control')
      await said(page, '4 selected')
      assert.equal(await page.$eval('[role=listbox]', (list) => list.getAttribute('aria-multiselectable')), 'true')

      await button(page, 'Delete').click()
      await button(page, 'Delete 4 chains').click()
      await until('them to be gone', async () => (await listed('many')).length === 0)
      await button(page, 'Undo').click()
      await until('them to be back', async () => (await listed('many')).length === 4)
    })

    it('chooses a range by a click with Shift, and writes a tag and a colour into each', async () => {
      const { driven, wings } = here
      const ids = await add('range 1', 'range 2', 'range 3')
      const page = await driven.open('options.html#/chains')
      await search(page, 'range', 3)
      await button(page, 'Select').click()
      await page.locator('[role=option][data-index="0"]').click()
      await page.keyboard.down('Shift')
      await page.locator('[role=option][data-index="2"]').click()
      await page.keyboard.up('Shift')
      await selected(page, ['range 1', 'range 2', 'range 3'])
      await button(page, 'Edit').click()
      await field(page, 'Add tags').fill('team, eu')
      await page.select('select[name=colour]', 'teal')
      await page.select('select[name=readOnly]', 'ReadOnlyAccess')
      await button(page, 'Change 3 chains').click()
      await until('the tags to be there', async () => (await listed('#team')).length === 3)
      const { tags, colour, readOnly } = await call(wings, 'chain', { id: ids[1] ?? '' })
      assert.deepEqual([tags, colour, readOnly], [['team', 'eu'], 'teal', 'ReadOnlyAccess'])
    })

    it('says what builds on chains before they are deleted', async () => {
      const { driven, wings } = here
      const [hub = ''] = await add('bulk hub')
      await addChain(wings, { ...chainOf('bulk leaf', '', steps.slice(1, 2)), parentId: hub })
      const page = await driven.open('options.html#/chains')
      await search(page, 'bulk hub', 1)
      await button(page, 'Select').click()
      await page.locator('[role=option]').click()
      await button(page, 'Delete').click()
      await page.waitForSelector('dialog ::-p-text(bulk leaf)')
      await button(page, 'Keep them').click()
      assert.deepEqual(await listed('bulk'), ['bulk hub', 'bulk leaf'])
    })

    it('does not open a chain that was found but for a slip: Enter writes its name, and the next Enter opens it', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Quarterly', alice, threeHops))
      const popup = await driven.open('popup.html')
      await search(popup, 'quartrely', 1)
      await popup.keyboard.press('Enter')
      const written = () => popup.$eval('[role=combobox]', (input) => (input as HTMLInputElement).value)
      await becomes('what is searched for', written, 'Quarterly')
      assert.deepEqual(
        (await driven.tabs()).filter((address) => address.startsWith('http')),
        [],
      )
      await popup.keyboard.press('Enter')
      assert.equal((await driven.consoleTab()).role, 'ProductionAdmin')
    })

    it('shows the list in groups by the path in the names', async () => {
      await add('path/prod/admin', 'path/dev/reader', 'path/prod/billing')
      const page = await here.driven.open('options.html#/chains')
      await page.locator('.narrow summary').click()
      await page.waitForSelector('#narrow-group')
      await page.select('#narrow-group', 'path')
      const groups = () =>
        page.$$eval('[role=group]:has([role=option])', (groups) =>
          groups.map((group) => {
            const names = [...group.querySelectorAll('.chain-name > .ellipsis')].map((name) => name.textContent)
            return `${group.ariaLabel}: ${names.join(', ')}`
          }),
        )
      const first = async () => (await groups()).slice(0, 2)
      await becomes('the groups', first, [
        'path/dev · 1: path/dev/reader',
        'path/prod · 2: path/prod/admin, path/prod/billing',
      ])
    })

    it('shows the row of the chain that a link opens, far down in the list', async () => {
      const { driven, wings, alice } = here
      const accounts = Array.from({ length: 150 }, (_, at) => ({
        id: String(at + 1).padStart(12, '0'),
        name: `Far ${at + 1}`,
      }))
      const shape = chainOf('shape', alice, [{ roleArn: 'arn:aws:iam::{account}:role/Far' }], { accounts })
      const id = await addChain(wings, shape)
      const page = await driven.open('options.html#/chains')
      // Wide enough for both, as Firefox's window is.
      if (kind === 'chromium') await page.setViewport({ width: 1280, height: 800 })
      await page.evaluate((id) => location.assign(`#/chains/${id}`), `${id}_000000000149`)
      const shown = () =>
        page.$$eval('.windowed-row.current', (rows) =>
          rows.map((row) => {
            const list = row.closest('.windowed-scroller')?.getBoundingClientRect()
            const { top, bottom } = row.getBoundingClientRect()
            const isInView = list !== undefined && top >= list.top - 1 && bottom <= list.bottom + 1
            return `${row.querySelector('.chain-name > .ellipsis')?.textContent} ${isInView ? 'in' : 'out of'} view`
          }),
        )
      await becomes('the row that is shown beside the list', shown, ['Far 149 · shape in view'])
      await call(wings, 'deleteChain', { id })
    })

    it('narrows the list to a tag', async () => {
      const { driven, wings, alice } = here
      for (const [name, tag] of [
        ['sorted b', 'x'],
        ['sorted a', 'x'],
        ['sorted c', 'y'],
      ] as const)
        await addChain(wings, { ...chainOf(name, alice, steps.slice(0, 1)), tags: [tag] })
      const page = await driven.open('options.html#/chains')
      await search(page, 'sorted', 3)
      await page.locator('.narrow summary').click()
      // By its text: an option whose value is its text has no attribute for it.
      await page.waitForSelector('::-p-xpath(//*[@id = "narrow-tag"]/option[normalize-space() = "x"])')
      await page.select('#narrow-tag', 'x')
      await becomes('what is left', () => options(page), ['sorted a', 'sorted b'])
    })
  })
}

/** Searches the list, in which so many are found. */
async function search(page: Page, query: string, found: number): Promise<void> {
  await searchFor(page, query)
  await becomes(`how many “${query}” finds`, async () => (await options(page)).length, found)
}

const options = (page: Page): Promise<string[]> =>
  page.$$eval('[role=option] .chain-name .ellipsis', (names) => names.map((name) => name.textContent ?? ''))

async function selected(page: Page, names: string[]): Promise<void> {
  const chosen = () =>
    page.$$eval('[role=option][aria-selected=true] .chain-name .ellipsis', (all) =>
      all.map((name) => name.textContent ?? ''),
    )
  await becomes('what is chosen', chosen, names)
}

async function said(page: Page, text: string): Promise<void> {
  const told = () => page.$$eval('[role=status]', (all) => all.map((one) => one.textContent?.trim()))
  await until(`“${text}” to be said`, async () => (await told()).includes(text))
}
