// The journal as a person uses it: what stands there after a chain was opened, searched, saved as a file, tampered with, deleted.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import type { JournalEntry } from 'rolerelay-core'
import { accounts, attested, threeHops } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { catchFile, caughtFile } from './caught-file.ts'
import { keepIn, keptIn } from './kept.ts'
import { button, field, pick, shows } from './person.ts'
import { chainOf, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

for (const kind of kinds) {
  describe(`the journal in ${kind}`, () => {
    const here = stage(kind)
    const open = async () => {
      const page = await here.driven.open('options.html#/journal')
      await page.waitForSelector('.journal-linked, .journal-broken, .journal-none')
      return page
    }

    /** An entry is written once the run has ended, and nobody waits for it. */
    const noted = (count: number) =>
      until(`entry ${count}`, async () => {
        const { known } = await call(here.wings, 'journal', { query: '', offset: 0, limit: 1 })
        return known === count
      })

    it('is empty before the first run, and says what it is for', async () => {
      const page = await open()
      await shows(page, /Nothing is noted yet/)
      assert.deepEqual(await findings(page), [])
    })

    it('shows a chain that was opened: when, as whom, by which hops, and where CloudTrail has the rest', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Journey to production', alice, attested))
      await pick(driven, 'journey')
      const { arn } = await driven.consoleTab()
      await noted(1)
      const page = await open()
      await page.waitForSelector('.journal-query')
      assert.ok(arn)
      for (const words of ['Journey to production', 'Opened', arn, 'Source identity', 'The entry is as it was written'])
        await shows(page, new RegExp(words))
      const trail = /^https:\/\/(us-east-1\.)?console\.aws\.amazon\.com\/cloudtrailv2\/home\?/
      const links = () => page.$$eval('.journal-entry a', (anchors) => anchors.map(({ href }) => href))
      const lead = async () => (await links()).map((link) => trail.test(link))
      await becomes('whether the links lead to CloudTrail', lead, [true, true, true, true])
      const requests = here.aws.requests().filter(({ action }) => action === 'AssumeRole')
      assert.equal(requests.length, 3)
      assert.deepEqual(await findings(page), [])
    })

    it('marks what failed in words, and finds it by a word', async () => {
      const { driven, wings, alice } = here
      const hops = [threeHops[0], { roleArn: `arn:aws:iam::${accounts.prod}:role/NoSuchRole` }].flatMap(
        (hop) => hop ?? [],
      )
      await addChain(wings, chainOf('Closed door', alice, hops))
      const popup = await pick(driven, 'closed door')
      await popup.waitForSelector('[role=alert]')
      await noted(2)
      const page = await open()
      await becomes('how many entries are listed', async () => (await rows(page)).length, 2)
      await field(page, 'Search the journal').fill('failed nosuchrole')
      await becomes('how many entries are listed', async () => (await rows(page)).length, 1)
      await shows(page, /Closed door[\s\S]*Failed at hop 2/, '[role=option]')
      await shows(page, /AccessDenied/, '.journal-entry')
    })

    it('is moved through by the keyboard alone', async () => {
      const page = await open()
      await becomes('how many entries are listed', async () => (await rows(page)).length, 2)
      const shown = () => page.$eval('.journal-entry h2', (heading) => heading.textContent)
      await page.focus('[role=listbox]')
      await page.keyboard.press('ArrowDown')
      await becomes('the entry', shown, 'Journey to production')
      await page.keyboard.press('Home')
      await becomes('the entry', shown, 'Closed door')
    })

    it('is saved as JSON and as CSV', async () => {
      const page = await open()
      await page.evaluate(catchFile)
      await button(page, 'Save as JSON').click()
      const json = await caughtFile(page)
      assert.match(json.name, /^rolerelay-journal-\d{4}-\d\d-\d\d\.json$/)
      const { entries, span } = JSON.parse(json.text)
      assert.deepEqual([entries.length, span.head.hash], [2, entries[1].hash])
      const again = await open()
      await again.evaluate(catchFile)
      await button(again, 'Save as CSV').click()
      const csv = await caughtFile(again)
      assert.equal(csv.text.split('\r\n').length, 1 + 2 + 1)
      assert.match(csv.text, /"Journey to production"/)
    })

    it('shows that an entry was changed by something else', async () => {
      const { wings } = here
      const whole = (await keptIn(wings))['journal/0'] as JournalEntry[]
      const [first, second] = whole
      await store(wings, [{ ...first, run: { ...first?.run, chain: 'Never opened' } }, second])
      await here.driven.killBackground()
      const page = await open()
      await shows(page, /changed by something else than Rolerelay[\s\S]*Entry 1 was changed/)
      assert.deepEqual(await findings(page), [])
      await store(wings, [second])
      await here.driven.killBackground()
      await shows(await open(), /Entry 1 is missing/)
      await store(wings, whole)
      await here.driven.killBackground()
      await shows(await open(), /The 2 entries are linked without a gap/)
    })

    it('is deleted after a question, and says so', async () => {
      const page = await open()
      await button(page, 'Delete all').click()
      await page.waitForSelector('dialog[open]')
      await page.locator('dialog .danger').click()
      await shows(page, /Nothing is noted yet/)
      await shows(page, /The journal was deleted on/)
      assert.equal((await call(here.wings, 'journal', { query: '', offset: 0, limit: 1 })).known, 0)
    })
  })
}

const rows = (page: Page) =>
  page.$$eval('[role=option]', (options) => options.map((it) => (it as HTMLElement).innerText))

/** What stands on the disk, without a vault, changed as somebody who can write there would do it. */
const store = (page: Page, entries: unknown[]): Promise<void> =>
  keepIn(page, (values) => ({ ...values, 'journal/0': entries }))
