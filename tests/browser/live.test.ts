// Consoles that are open: lists show it, picking the chain goes to its tab, and a closed tab is told of no more.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, choose, field, pick } from './person.ts'
import { chainOf, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const CONSOLES = 'https://*.console.aws.amazon.com'
const OPEN = '::-p-xpath(//*[@class = "chain-open"][starts-with(., "open, ") and contains(., " min left")])'

for (const kind of kinds) {
  describe(`consoles that are open in ${kind}`, () => {
    const here = stage(kind)

    it('a row says so, Enter goes to its tab without asking AWS, and a guard asks for a new sign-in alone', async () => {
      const { aws, driven, wings, alice } = here
      const guarded = { guard: 'PRODUCTION', colour: 'red' } as const
      await addChain(wings, chainOf('Live and guarded', alice, steps.slice(0, 2), guarded))
      await button(await pick(driven, 'live and guarded'), 'Open PRODUCTION chain').click()
      const { page } = await driven.consoleTab()
      await told(here, 1)
      await until('the icon to tell the time', async () => /^(1h|\d+m)$/.test(await icon(here)))
      aws.clearJournal()

      const popup = await found(here, 'live and guarded')
      await popup.waitForSelector(OPEN)
      await popup.waitForSelector('::-p-text(1 console is open)')
      assert.equal(await page.evaluate(() => document.visibilityState), 'hidden')
      await enter(popup)
      await page.waitForFunction(() => document.visibilityState === 'visible')
      assert.deepEqual([sentByExtension(aws), await consoleTabs(here)], [[], 1])

      const another = await pick(driven, 'live and guarded', 'another')
      await another.waitForSelector('::-p-text(Open PRODUCTION chain?)')
      assert.deepEqual([sentByExtension(aws), await consoleTabs(here)], [[], 1])
    })

    it('Ctrl+Enter and the menu open another; the line below goes to either; closed tabs are told of no more', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Live twice', alice, steps.slice(0, 2)))
      await pick(driven, 'live twice')
      const { page } = await driven.consoleTab()
      await told(here, 1)
      const popup = await choose(driven, 'live twice', 'Open in a background tab')
      await popup.waitForSelector('::-p-text(Opened Live twice in a background tab.)')
      await popup.locator('::-p-text(2 consoles are open)').click()
      const entries = await popup.waitForSelector('.open-consoles[open] ul')
      assert.equal(await entries?.$$eval('.open-console', (buttons) => buttons.length), 2)
      assert.deepEqual(await findings(popup), [])
      await entries?.$eval('button', (entry) => entry.focus())
      await enter(popup)
      await page.waitForFunction(() => document.visibilityState === 'visible')

      for (const each of await driven.pages())
        if (await each.evaluate(() => location.protocol === 'https:').catch(() => false)) await each.close()
      await told(here, 0)
      await becomes('the icon', () => icon(here), '')
      const last = await found(here, 'live twice')
      await button(last, 'More').click()
      await last.waitForSelector(named('menuitem', 'Open the console'))
      assert.equal(await last.$(OPEN), null)
    })

    it('that one ends in five minutes is told in every list until somebody has read it', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Live for a little', alice, steps.slice(0, 2)))
      await pick(driven, 'live for a little')
      await driven.consoleTab()
      await told(here, 1)
      await ends(here, 4.5)
      const popup = await found(here, 'live for a little')
      const words = '.ending-soon'
      await popup.waitForSelector(words)
      assert.deepEqual(await findings(popup), [])
      const list = await driven.open('options.html#/chains')
      await list.waitForSelector(words)
      assert.deepEqual(await findings(list), [])
      await button(list, 'Do not tell again that Live for a little ends').click()
      await list.waitForSelector(words, { hidden: true })
      await until('it to be kept', async () => (await call(wings, 'live', null)).consoles.every(({ isTold }) => isTold))
      const next = await found(here, 'live for a little')
      await next.waitForSelector('::-p-text(1 console is open)')
      assert.equal(await next.$(words), null)
    })

    it('is renewed by a click in its own tab, on the page that the tab is on once addresses may be seen', async () => {
      const { aws, driven, wings, alice } = here
      await driven.sayYes([`${CONSOLES}/*`])
      await addChain(wings, chainOf('Live again', alice, steps.slice(0, 2)))
      await pick(driven, 'live again')
      const { page } = await driven.consoleTab()
      await told(here, 1)
      const { host } = new URL(await page.evaluate(() => location.href))
      const there = `https://${host}/s3/buckets/a?region=us-east-1#prefix/b`
      await page.goto(there)
      const popup = await found(here, 'live again')
      await popup.locator('::-p-text(1 console is open)').click()
      await button(popup, 'Let it see addresses of the console').click()
      await popup.waitForSelector('.open-unseen', { hidden: true })
      assert.deepEqual(await findings(popup), [])
      aws.clearJournal()
      await button(popup, 'Renew Live again').click()
      await popup.waitForSelector('::-p-text(Renewed Live again.)')
      assert.deepEqual([await page.evaluate(() => location.href), await consoleTabs(here)], [there, 1])
      assert.equal(sentByExtension(aws).length, 2)
      await told(here, 1)
    })

    it('the options page goes there too, unless the settings say otherwise', async () => {
      const { aws, driven, wings, alice } = here
      await addChain(wings, chainOf('Live in the list', alice, steps.slice(0, 2)))
      await pick(driven, 'live in the list')
      const { page } = await driven.consoleTab()
      await told(here, 1)
      aws.clearJournal()
      const list = await driven.open('options.html#/chains')
      await field(list, 'Search chains').fill('live in the list')
      await list.waitForSelector(OPEN)
      assert.deepEqual(await findings(list), [])
      await button(list, 'Go to its tab').click()
      await page.waitForFunction(() => document.visibilityState === 'visible')
      assert.deepEqual([sentByExtension(aws), await consoleTabs(here)], [[], 1])

      const settings = await driven.open('options.html#/settings')
      await field(settings, 'Go to the tab of a chain that is open').click()
      await settings.waitForSelector('::-p-text(Saved.)')
      const popup = await found(here, 'live in the list')
      await popup.waitForSelector(OPEN)
      await enter(popup)
      await told(here, 2)
      assert.equal(await consoleTabs(here), 2)
      await call(wings, 'saveSettings', { goesToTab: true })
    })
  })
}

/** A popup that has found that chain. */
async function found({ driven }: Stage, query: string): Promise<Page> {
  const popup = await driven.open('popup.html')
  await field(popup, 'Search chains').fill(query)
  await popup.waitForSelector('[role=option][aria-selected=true] mark')
  return popup
}

/** Until so many consoles are told of: a tab is one moment there before it is. */
const told = ({ wings }: Stage, count: number) =>
  until('the consoles to be told of', async () => (await call(wings, 'live', null)).consoles.length === count)

/** The console that is open has so many minutes left. */
async function ends({ wings }: Stage, minutes: number): Promise<void> {
  await wings.evaluate(
    async (endsAt) => {
      const { live } = (await chrome.storage.session.get('live')) as { live: object[] }
      await chrome.storage.session.set({ live: live.map((entry) => ({ ...entry, endsAt })) })
    },
    Date.now() + minutes * 60_000,
  )
}

const icon = ({ wings }: Stage): Promise<string> => wings.evaluate(() => chrome.action.getBadgeText({}))

/** Chromium's popup closes at it, and does not answer for the key any more. Firefox lets no tab close itself. */
const enter = (popup: Page) => popup.keyboard.press('Enter').catch((thrown) => assert.match(String(thrown), /closed/))

const consoleTabs = async ({ driven }: Stage): Promise<number> =>
  (await driven.tabs()).filter((address) => address.includes('console.aws.amazon.com')).length
