// How the console opens: which page, for how long, in which tab, and when another session is open already.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps, threeHops } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { button, field, pick } from './person.ts'
import { chainOf, runOver, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

for (const kind of kinds) {
  describe(`the console in ${kind}`, () => {
    const here = stage(kind)

    it('opens on the chain’s page and region', async () => {
      const { aws, driven, wings, alice } = here
      const more = { region: 'eu-central-1', destination: '/cloudwatch/home?region=eu-central-1#alarms:' }
      await addChain(wings, chainOf('On a page', alice, steps.slice(0, 2), more))
      await pick(driven, 'on a page')
      const { url } = await driven.consoleTab()
      assert.equal(url, 'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarms:')
      assert.deepEqual(
        new Set(sentByExtension(aws).map(({ host }) => host)),
        new Set(['sts.eu-central-1.amazonaws.com', 'eu-central-1.signin.aws.amazon.com']),
      )
    })

    it('stays open for as long as a chain of one hop asks', async () => {
      const { driven, wings, alice } = here
      const hops = threeHops.slice(0, 1)
      await addChain(wings, chainOf('Half a day', alice, hops, { sessionDuration: 43_200 }))
      const before = Date.now()
      await pick(driven, 'half a day')
      const { ends = '' } = await driven.consoleTab()
      const hours = (Date.parse(ends) - before) / 3_600_000
      assert.ok(hours > 11.9 && hours < 12.1, `${hours} hours`)
    })

    it('opens in a background tab with Ctrl+Enter, and the popup stays', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Aside', alice, steps.slice(0, 1)))
      const popup = await driven.open('popup.html')
      await field(popup, 'Search chains').fill('aside')
      await popup.waitForSelector('[role=option]')
      await popup.keyboard.down('Control')
      await popup.keyboard.press('Enter')
      await popup.keyboard.up('Control')
      const { page } = await driven.consoleTab()
      await popup.waitForSelector('::-p-text(Opened Aside in a background tab.)')
      assert.equal(await page.evaluate(() => document.visibilityState), 'hidden')
    })

    it('asks to sign out first where another account is open, and does so once the setting is on', async () => {
      const { driven, wings } = here
      await addTwo(here)
      await pick(driven, 'first-account')
      const first = await driven.consoleTab()
      assert.equal(first.account, '111122223333')
      await runOver(here)
      await first.page.close()

      await pick(driven, 'second-account')
      await assert.rejects(driven.consoleTab(), /You must first log out/)

      // The next popup says what AWS wants signed out, and one key goes on.
      const next = await driven.open('popup.html')
      await next.waitForSelector('::-p-text(Sign out of 111122223333 first?)')
      await next.waitForSelector('::-p-text(60 minutes left)')
      await closeConsole(here)
      await pressFocused(next, 'Sign out and open')
      assert.equal((await driven.consoleTab()).account, '444455556666')
      await runOver(here)

      // From now on it is known, so that nothing is sent before the person said so.
      await closeConsole(here)
      here.aws.clearJournal()
      const asking = await pick(driven, 'first-account')
      await asking.waitForSelector('::-p-text(Sign out of 444455556666 first?)')
      assert.deepEqual(here.aws.requests(), [])
      await pressFocused(asking, 'Sign out and open')
      assert.equal((await driven.consoleTab()).account, '111122223333')
      // An entry is written once the run is over.
      const outcomes = async () => {
        const { rows } = await call(wings, 'journal', { query: '', offset: 0, limit: 4 })
        return rows.map(({ run }) => run.outcome)
      }
      await becomes('the journal', outcomes, ['done', 'done', 'failed', 'done'])

      const settings = await driven.open('options.html#/settings')
      await field(settings, 'Sign out of the console before signing in').click()
      await settings.waitForSelector('::-p-text(Saved.)')
      await closeConsole(here)
      await pick(driven, 'second-account')
      assert.equal((await driven.consoleTab()).account, '444455556666')
      await call(wings, 'saveSettings', { signOutFirst: false, user: '' })
    })

    it('asks as well where it was not told of what is open, as after an update, and one key goes on', async () => {
      const { driven } = here
      await addTwo(here)
      await forget(here)
      await pick(driven, 'first-account')
      await driven.consoleTab()
      await runOver(here)
      await closeConsole(here)
      await forget(here)
      await pick(driven, 'second-account')
      await assert.rejects(driven.consoleTab(), /You must first log out/)
      const next = await driven.open('popup.html')
      await next.waitForSelector('::-p-text(Sign out of the console first?)')
      assert.deepEqual(await findings(next), [])
      await closeConsole(here)
      await pressFocused(next, 'Sign out and open')
      assert.equal((await driven.consoleTab()).account, '444455556666')
      await runOver(here)
    })

    it('adds a session where multi-session support is on, also for who turned it on later', async () => {
      const { driven } = here
      await addTwo(here)
      await optIn(here)
      // It was one account at a time until now.
      await button(await pick(driven, 'first-account'), 'Open without signing out').click()
      const first = await driven.consoleTab()
      await runOver(here)
      await pick(driven, 'second-account')
      const second = await until('the second session', async () => {
        const addresses = await driven.tabs()
        return addresses.find((address) => address.startsWith('https://444455556666-'))
      })
      assert.match(first.url, /^https:\/\/111122223333-[0-9a-z]{8}\.us-east-1\.console\.aws\.amazon\.com\//)
      assert.match(second, /^https:\/\/444455556666-[0-9a-z]{8}\.us-east-1\.console\.aws\.amazon\.com\//)
    })

    it('signs nobody out of several sessions, whatever the settings say', async () => {
      const { driven, wings } = here
      await addTwo(here)
      await optIn(here)
      await forget(here)
      await closeConsole(here)
      await call(wings, 'saveSettings', { signOutFirst: true })
      for (const which of ['first-account', 'second-account', 'first-account']) {
        await pick(driven, which, 'another')
        await runOver(here)
      }
      const shown = (await driven.tabs()).flatMap((address) => /^https:\/\/(\d{12})-/.exec(address)?.[1] ?? [])
      assert.deepEqual(shown.sort(), ['111122223333', '111122223333', '444455556666'])
      await call(wings, 'saveSettings', { signOutFirst: false })
    })
  })
}

/** A chain into each of two accounts. */
async function addTwo({ wings, alice }: Stage): Promise<void> {
  await addChain(wings, chainOf('First-account', alice, steps.slice(0, 1)))
  await addChain(wings, chainOf('Second-account', alice, steps.slice(0, 2)))
}

/** The person turns several sessions on. */
async function optIn({ driven }: Stage): Promise<void> {
  const page = await driven.browser.newPage()
  await page.goto(
    'https://us-east-1.signin.aws.amazon.com/sessions/v1/opt-in?redirect_uri=https%3A%2F%2Faws.amazon.com',
  )
  await page.close()
}

/** Nothing is remembered any more of what the browser is signed in to. */
async function forget({ driven, wings }: Stage): Promise<void> {
  await wings.evaluate(() => chrome.storage.session.remove(['consoles', 'live']))
  await driven.killBackground()
}

/** Enter, once the button has the focus by itself. */
async function pressFocused(page: Page, label: string): Promise<void> {
  await page.waitForFunction((label) => document.activeElement?.textContent === label, {}, label)
  await page.keyboard.press('Enter')
}

async function closeConsole({ driven }: Stage): Promise<void> {
  for (const page of await driven.pages())
    if (await page.evaluate(() => location.protocol === 'https:').catch(() => false)) await page.close()
}
