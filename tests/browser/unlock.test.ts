// The gate before every page: what is seen while the vault is locked, how it is unlocked, and what locking takes away.

import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { button, field, search, tryPassword, unlock } from './person.ts'
import { chainOf, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const PASSWORD = 'lantern gravel orchid teapot'
const WRONG = 'lantern gravel orchid teacup'
const PAGES = ['popup.html', 'options.html#/chains', 'options.html#/settings', 'go.html']

for (const kind of kinds) {
  describe(`the gate in ${kind}`, () => {
    // Before the stage's own, which asks for what a locked vault does not tell.
    beforeEach(() => unlockedVault(here))
    const here = stage(kind)

    it('shows nothing but the form on every page while it is locked', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Kept to itself', alice, steps.slice(0, 2)))
      await call(wings, 'lock', null)
      for (const path of PAGES) {
        const page = await driven.open(path)
        await field(page, 'Password').wait()
        await becomes(`the headings of ${path}`, () => headings(page), ['Rolerelay is locked'])
        await becomes(`the title of ${path}`, () => page.title(), 'Locked · Rolerelay')
        await becomes(`what has the focus on ${path}`, () => page.evaluate(focusedType), 'password')
      }
    })

    it('has the focus in the field for the password as soon as it is drawn: no key goes astray', async () => {
      const { driven, wings } = here
      const page = await driven.open('options.html#/settings')
      await page.waitForSelector('h1::-p-text(Settings)')
      await page.evaluate(() => {
        new MutationObserver(() => {
          if (!document.querySelector('.unlock') || document.body.title) return
          document.body.title = document.activeElement?.getAttribute('type') ?? 'none'
        }).observe(document.body, { childList: true, subtree: true })
      })
      await call(wings, 'lock', null)
      await becomes('what had the focus', () => page.evaluate(() => document.body.title), 'password')
    })

    it('opens a page by the password and Enter, and every other page with it', async () => {
      const { driven, wings } = here
      await call(wings, 'lock', null)
      const options = await driven.open('options.html#/settings')
      const popup = await driven.open('popup.html')
      await unlock(popup, PASSWORD)
      await popup.waitForSelector('main.popup')
      await options.waitForSelector('h1::-p-text(Settings)')
      assert.equal(await options.evaluate(() => location.hash), '#/settings')
    })

    it('says that a password is wrong, and lets it be typed anew', async () => {
      const { driven, wings } = here
      await call(wings, 'lock', null)
      const popup = await driven.open('popup.html')
      await tryPassword(popup, WRONG)
      await popup.waitForSelector('[role=alert]::-p-text(This is not the password)')
      await becomes('how much is selected', () => popup.evaluate(selectedLength), WRONG.length)
      await popup.keyboard.type(PASSWORD)
      await popup.keyboard.press('Enter')
      await popup.waitForSelector('main.popup')
    })

    it('makes who guesses wait, says for how long, and then goes on', async () => {
      const { driven, wings } = here
      await call(wings, 'lock', null)
      const popup = await driven.open('popup.html')
      for (let guess = 1; guess <= 4; guess++) {
        await tryPassword(popup, `${WRONG} ${guess}`)
        await popup.waitForSelector('.unlock:not([aria-busy=true]) [role=alert]::-p-text(This is not the password)')
      }
      await popup.waitForSelector('[role=timer]::-p-text(The next password can be tried in)')
      await popup.waitForSelector('.unlock:has([role=timer]) button[type=submit]:disabled')
      // Whoever opens it anew waits as well. A clock that shows less than at the last guess makes the wait begin again, so that it is not
      // over before another popup is there.
      await wings.evaluate(async () => {
        const { guesses } = (await chrome.storage.local.get('guesses')) as {
          guesses: { count: number; latest: number }
        }
        await chrome.storage.local.set({ guesses: { ...guesses, latest: guesses.latest + 86_400_000 } })
      })
      const another = await driven.open('popup.html')
      await another.waitForSelector('[role=timer]')
      await until('the wait to be over', async () => {
        const vault = await call(wings, 'vault', null)
        return vault.state === 'locked' && (vault.waitUntil ?? 0) <= Date.now()
      })
      await popup.bringToFront()
      await popup.waitForSelector('button[type=submit]:enabled')
      await unlock(popup, PASSWORD)
      await popup.waitForSelector('main.popup')
    })

    it('unlocks also for a popup that is closed meanwhile', async () => {
      const { driven, wings } = here
      await call(wings, 'lock', null)
      const popup = await driven.open('popup.html')
      await tryPassword(popup, PASSWORD)
      await popup.close()
      await until('it to be unlocked', async () => (await call(wings, 'vault', null)).state === 'unlocked')
    })

    it('takes everything off every page when it locks', async () => {
      const { driven, wings, alice } = here
      const name = 'Seen until it locks'
      const id = await addChain(wings, chainOf(name, alice, steps.slice(0, 2)))
      const popup = await driven.open('popup.html')
      await search(popup, 'until')
      const list = await driven.open('options.html#/chains')
      const editor = await driven.open(`options.html#/chains/${id}`)
      const go = await driven.open(`go.html#v=1&chain=${id}`)
      const pages = { popup, list, editor, go }
      for (const page of Object.values(pages)) await page.waitForSelector(`::-p-text(${name})`)

      await list.bringToFront()
      await button(list, 'Lock').click()
      for (const [which, page] of Object.entries(pages)) {
        await page.waitForSelector('.unlock')
        const left = await page.evaluate(() => document.documentElement.outerHTML + document.title)
        for (const secret of [name, '444455556666', 'Step02']) assert.ok(!left.includes(secret), `${secret}: ${which}`)
        assert.deepEqual(await page.evaluate(typedText), [], which)
      }
    })

    it('has a button on the popup that locks, and names the keys that lock', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('To have a header', alice, steps.slice(0, 1)))
      const popup = await driven.open('popup.html')
      await button(popup, 'Lock').wait()
      const keys = await popup.evaluate(lockKeys)
      const title = () => popup.$eval('[aria-label=Lock]', (lock) => (lock as HTMLElement).title)
      await becomes('the title of the button', title, keys ? `Lock (${keys})` : 'Lock')
      await button(popup, 'Lock').click()
      await field(popup, 'Password').wait()
    })

    it('says that a draft is gone, only where there was one, and comes back to the same place', async () => {
      const { driven, wings } = here
      const reading = await driven.open('options.html#/settings')
      await reading.waitForSelector('h1::-p-text(Settings)')
      const writing = await driven.open('options.html#/chains/new')
      await field(writing, 'Name').fill('Half written')
      await call(wings, 'lock', null)
      await writing.waitForSelector('::-p-text(What was not saved is gone)')
      await reading.waitForSelector('.unlock')
      assert.equal(await reading.$('::-p-text(What was not saved is gone)'), null)

      await unlock(writing, PASSWORD)
      await field(writing, 'Name').wait()
      assert.equal(await writing.evaluate(() => location.hash), '#/chains/new')
      assert.equal(await writing.$eval('input[name=name]', (name) => name.value), '')
    })

    it('holds a link back until it is unlocked, and then goes on with it', async () => {
      const { aws, driven } = here
      const go = await openLinkWhileLocked(here, 'Linked and locked')
      await go.waitForSelector('::-p-text(Unlock within five minutes)')
      assert.equal(await go.evaluate(() => location.hash), '')
      assert.equal(aws.requests().length, 0)
      await unlock(go, PASSWORD)
      assert.equal((await driven.consoleTab()).role, 'Step02')
    })

    it('drops a link that waited for five minutes', async () => {
      const { aws } = here
      const go = await openLinkWhileLocked(here, 'Linked too early')
      await go.waitForSelector('::-p-text(Unlock within five minutes)')
      await go.evaluate(() => {
        const late = Date.now() + 5 * 60_000
        Date.now = () => late
      })
      await unlock(go, PASSWORD)
      await go.waitForSelector('::-p-text(It waited for five minutes)')
      assert.deepEqual(sentByExtension(aws), [])
    })

    it('does not go on with a link for a second time when it is unlocked again', async () => {
      const { aws, driven, wings, alice } = here
      const id = await addChain(wings, chainOf('Linked once', alice, steps.slice(0, 2)))
      const go = await driven.open(`go.html#v=1&chain=${id}`)
      await go.waitForSelector('::-p-text(Open the console with this chain?)')
      await call(wings, 'lock', null)
      await unlock(go, PASSWORD)
      await go.waitForSelector('::-p-text(Use it again to open it)')
      assert.deepEqual(sentByExtension(aws), [])
    })

    it('is fine with axe-core, locked and after a wrong password, in light and dark', async () => {
      const { driven, wings } = here
      await call(wings, 'lock', null)
      for (const path of ['popup.html', 'options.html']) {
        const page = await driven.open(path)
        await field(page, 'Password').wait()
        await page.locator('summary').click()
        await fine(here, page)
        await tryPassword(page, WRONG)
        await page.waitForSelector('[role=alert]::-p-text(This is not the password)')
        await fine(here, page)
      }
    })
  })
}

/** Unlocked, whatever the test before left. */
async function unlockedVault({ wings }: Stage): Promise<void> {
  const { state } = await call(wings, 'vault', null)
  if (state === 'open') await call(wings, 'createVault', { password: PASSWORD })
  if (state === 'locked') await call(wings, 'unlock', { password: PASSWORD })
}

/** A link to a new chain of two hops, of our own making, followed after locking. */
async function openLinkWhileLocked({ driven, wings, alice }: Stage, name: string): Promise<Page> {
  const chainId = await addChain(wings, chainOf(name, alice, steps.slice(0, 2)))
  const { url } = await call(wings, 'makeLink', { chainId })
  await call(wings, 'lock', null)
  return driven.open(
    url.startsWith('ext+') ? `go.html#u=${encodeURIComponent(url)}` : url.slice(url.indexOf('go.html')),
  )
}

async function fine({ driven }: Stage, page: Page): Promise<void> {
  for (const look of ['light', 'dark'] as const) {
    await driven.prefer(look, page)
    assert.deepEqual(await findings(page), [], look)
  }
}

const headings = (page: Page): Promise<string[]> =>
  page.$$eval('h1, h2', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.textContent ?? ''))

/* These run in the page. */

const focusedType = () => (document.activeElement as HTMLInputElement | null)?.type

const selectedLength = () => {
  const { selectionStart, selectionEnd } = document.activeElement as HTMLInputElement
  return (selectionEnd ?? 0) - (selectionStart ?? 0)
}

const typedText = () => [...document.querySelectorAll('input')].map((input) => input.value).filter((value) => value)

const lockKeys = async () => (await chrome.commands.getAll()).find(({ name }) => name === 'lock')?.shortcut
