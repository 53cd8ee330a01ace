// The browser's own menus, in the browsers themselves: what is chosen there leads to a list, and a row of it to the right page as the right
// role.

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { named } from './named.ts'
import { copy, press } from './pasteboard.ts'
import { button, pick, search, shows } from './person.ts'
import { chainOf, runOver, type Stage, sentByExtension, stage } from './stage.ts'
import { chooseFromMenu } from './ways-in.ts'
import { addChain, call } from './wire.ts'

const PAGE = 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1'

for (const kind of kinds) {
  describe(`the menus in ${kind}`, () => {
    const here = stage(kind)
    // Consoles of several accounts are opened here, one after the other, and a browser is in one of them.
    before(() => call(here.wings, 'saveSettings', { signOutFirst: true }))
    const add = (name: string, length: number, more = {}) =>
      addChain(here.wings, chainOf(name, here.alice, steps.slice(0, length), more))

    it('open the page of a console as another role, with what stands behind its sign', async () => {
      const { aws, driven } = here
      await add('Harbour', 1)
      await add('Lagoon', 2)
      await pick(driven, 'harbour s3 eu-west-1')
      const first = await driven.consoleTab()
      assert.deepEqual([first.role, first.url], ['Step01', PAGE])
      await runOver(here)
      await first.page.evaluate(() => location.replace('#prefix=logs'))
      const front = `${PAGE}#prefix=logs`
      aws.clearJournal()
      await chooseFromMenu(driven, 'page', { front })
      const page = await listed(here, 'Open this page as which role?')
      await shows(page, /s3\/home\?region=eu-west-1#prefix=logs/)
      assert.deepEqual(sentByExtension(aws), [])
      await first.page.close()
      await search(page, 'lagoon')
      await page.keyboard.press('Enter')
      const shown = await driven.consoleTab()
      assert.deepEqual([shown.role, shown.page.url()], ['Step02', front])
      await runOver(here)
    })

    it('find the chain for an ARN that is marked and for a link, and open it there', async () => {
      const { aws, driven } = here
      await add('Quay', 2)
      await add('Pier', 1)
      const account = /::(\d+):/.exec(steps[1]?.roleArn ?? '')?.[1]
      const arn = `arn:aws:lambda:eu-west-1:${account}:function:Pay`
      for (const [entry, on, at] of [
        [
          'text',
          { selectionText: `It fails in ${arn}.` },
          `https://eu-west-1.console.aws.amazon.com/go/view?arn=${encode(arn)}`,
        ],
        ['link', { linkUrl: PAGE.replace('eu-west-1.', `${account}-ab12cd34.eu-west-1.`) }, PAGE],
      ] as const) {
        aws.clearJournal()
        await chooseFromMenu(driven, entry, on)
        const page = await listed(here, 'Which chain?')
        // Those that end in that account, and no others.
        const rows = await page.$$eval('[role=option]', (rows) => rows.map(({ textContent }) => textContent ?? ''))
        assert.deepEqual(
          rows.filter((row) => /Pier|Harbour/.test(row)),
          [],
        )
        assert.ok(rows.length > 0, 'no chain is found')
        assert.deepEqual(sentByExtension(aws), [])
        await page.keyboard.press('Enter')
        const shown = await driven.consoleTab()
        assert.deepEqual([shown.role, shown.url], ['Step02', at])
        await runOver(here)
        await shown.page.close()
      }
    })

    it('have no more in them than the search finds in what is pasted there, in the place of what is marked', async () => {
      const { driven } = here
      const [, account = ''] = /::(\d+):/.exec(steps[1]?.roleArn ?? '') ?? []
      const event = {
        recipientAccountId: account,
        userIdentity: { accountId: '999999999999' },
        resources: [{ ARN: 'arn:aws:s3:::logs' }],
      }
      await add('Moorage', 2)
      for (const [text, before, query] of [
        [JSON.stringify([event]), 'nothing of that name', `${account} arn:aws:s3:::logs`],
        ['arn:aws:s3:::logs\n', 'moorage ', 'moorage arn:aws:s3:::logs'],
        ['"arn:aws:s3:::logs",', 'moorage ', 'moorage "arn:aws:s3:::logs",'],
      ] as const) {
        await copy(driven, text)
        const popup = await driven.open('popup.html')
        await search(popup, before)
        if (before.endsWith(' ')) await popup.keyboard.press('End')
        else await press(popup, 'a')
        await press(popup, 'v')
        const written = () => popup.$eval('[role=combobox]', (input) => (input as HTMLInputElement).value)
        await becomes('what is searched for', written, query)
        await shows(popup, /Moorage/)
        await popup.keyboard.press('Enter')
        const shown = await driven.consoleTab()
        assert.deepEqual([shown.role, new URL(shown.url).search], ['Step02', '?arn=arn%3Aaws%3As3%3A%3A%3Alogs'])
        await runOver(here)
        await shown.page.close()
      }
    })

    it('lead, as the search does, to what it takes where no chain is for it', async () => {
      const { driven, wings } = here
      await chooseFromMenu(driven, 'text', { selectionText: 'arn:aws:sqs:eu-west-1:999999999999:jobs: denied' })
      const page = await driven.find('go.html', wings)
      const said =
        /It takes a chain that ends in account 999999999999 to open sqs jobs, eu-west-1, and none that fits does\./
      await shows(page, said)
      assert.deepEqual(await findings(page), [])
    })

    it('ask before a guarded chain opens', async () => {
      const { aws, driven } = here
      await add('Lighthouse', 2, { guard: 'LIVE' })
      await chooseFromMenu(driven, 'text', { selectionText: 'Lighthouse' })
      const page = await listed(here, 'Which chain?')
      await page.keyboard.press('Enter')
      await shows(page, /marked LIVE/)
      assert.deepEqual(sentByExtension(aws), [])
      await button(page, 'Open LIVE chain').click()
      assert.equal((await driven.consoleTab()).role, 'Step02')
      await runOver(here)
    })
  })
}

const encode = (text: string) => text.replace(/\W/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** The page with the list, once it has rows. */
async function listed({ driven, wings }: Stage, heading: string): Promise<Page> {
  const page = await driven.find('go.html', wings)
  await page.waitForSelector(named('heading', heading))
  await page.waitForSelector('[role=option]')
  await page.focus('.finder [role=combobox]')
  assert.deepEqual(await findings(page), [])
  return page
}
