// From no key anywhere to the console of three hops by a sign-in on AWS's own page, as a person does it; then again by the failure's first
// button. A redirect that is forged or of another tab does nothing; where the browser shows no address, it is pasted.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { fetchRaw } from '../aws/client.ts'
import { faults } from '../aws/faults.ts'
import { accounts, consoleUser, fromConsole } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, type Driven, kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, failureOn, field, pick, signIn, writeRoles } from './person.ts'
import { stage } from './stage.ts'
import { call } from './wire.ts'

const LOOPBACK = 'http://127.0.0.1/*'
const SIGN_IN = 'https://us-east-1.signin.aws.amazon.com/v1/authorize'

for (const kind of kinds) {
  describe(`a console sign-in in ${kind}`, () => {
    const here = stage(kind)
    // What a person clicks from the list of sources to the console.
    let clicks = 0
    const click = async (page: Page, label: string) => {
      clicks += 1
      await button(page, label).click()
    }
    const sourceId = async () => {
      const source = (await call(here.wings, 'sources', null)).find(({ kind }) => kind === 'console-sign-in')
      return source?.id ?? assert.fail('the source of the first test')
    }
    const stateOf = async (id: string) => (await call(here.wings, 'sources', null)).find((one) => one.id === id)?.keys
    const begin = async (id: string): Promise<Page> => {
      await call(here.wings, 'endSignIn', { id })
      await becomes('the source', () => stateOf(id), 'signed-out')
      const page = await here.driven.open(`options.html#/sources/${id}`)
      await button(page, 'Sign in').click()
      return page
    }

    it('gives the console of three hops to whoever has no key', async (t) => {
      const { driven, aws, wings } = here
      await call(wings, 'deleteSource', { id: here.alice })
      await driven.sayYes([LOOPBACK])
      const page = await driven.open('options.html#/sources')
      await page.locator(named('link', 'on the AWS console’s page')).click()
      clicks += 1
      await page.waitForSelector('::-p-text(Experimental)')
      assert.deepEqual(await findings(page), [])
      await click(page, 'Sign in')
      const tab = await signInPage(driven)
      const address = new URL(tab.url())
      assert.equal(address.searchParams.get('code_challenge_method'), 'SHA-256')
      await page.bringToFront()
      await page.waitForSelector('::-p-text(Waiting for you to sign in)')
      assert.deepEqual(await findings(page), [])
      await signIn(tab)
      clicks += 1
      await page.bringToFront()
      await page.waitForSelector(`::-p-text(arn:aws:iam::${accounts.hub}:user/lena)`)
      assert.ok(tab.isClosed(), 'the tab with the code is closed')
      assert.deepEqual(await findings(page), [])
      await page.locator(named('link', 'Make a chain from here')).click()
      clicks += 1
      await until('the editor', async () => (await page.evaluate(() => location.hash)).startsWith('#/chains/new/'))
      await field(page, 'Name').fill('Relay')
      await writeRoles(page, fromConsole)
      await click(page, 'Save')
      await until('the chain', async () => (await call(wings, 'list', { query: '', offset: 0, limit: 1 })).known === 1)
      await pick(driven, 'relay')
      const shown = await driven.consoleTab()
      assert.deepEqual([shown.account, shown.role], [accounts.prod, 'LoginProd'])
      t.diagnostic(`${clicks} clicks from the list of sources to the console, and Enter in the popup`)
      const asked = aws.requests({ path: '/v1/token' })
      assert.deepEqual(
        asked.map(({ hasCookie, status }) => [hasCookie, status]),
        [[false, 200]],
      )
    })

    it('goes on by itself once somebody signed in again', async () => {
      const { driven, wings } = here
      const id = await sourceId()
      await call(wings, 'endSignIn', { id })
      const popup = await pick(driven, 'relay')
      assert.equal((await failureOn(popup)).title, 'Nobody is signed in')
      const first = await popup.$eval('[role=alert] .row button', (button) => button.textContent)
      assert.equal(first, 'Sign in')
      await button(popup, 'Sign in').click()
      const page = await driven.find('options.html#/sources/')
      await page.waitForSelector('::-p-text(“Relay” opens by itself)')
      await button(page, 'Sign in').click()
      await signIn(await signInPage(driven))
      assert.equal((await driven.consoleTab()).role, 'LoginProd')
    })

    it('goes on waiting in the next background', async () => {
      const { driven } = here
      const id = await sourceId()
      await begin(id)
      const tab = await signInPage(driven)
      await driven.killBackground()
      await signIn(tab)
      await becomes('the source', () => stateOf(id), 'ready')
    })

    it('takes no redirect that is forged, or of another tab, but the real one that is pasted', async () => {
      const { driven, aws, wings } = here
      const id = await sourceId()
      const page = await begin(id)
      const tab = await signInPage(driven)
      const { host, pathname, search, searchParams } = new URL(tab.url())
      const [redirect, state] = [searchParams.get('redirect_uri') ?? '', searchParams.get('state') ?? '']
      const other = await driven.browser.newPage()
      await leadTo(other, `${redirect}?code=stolen&state=${state}`)
      await leadTo(tab, `${redirect}?code=forged&state=wrong`)
      // Nothing listens there; the extension is told the addresses all the same.
      const there = (start: string) =>
        wings.evaluate(
          async (start) => (await chrome.tabs.query({})).filter(({ url }) => url?.startsWith(start)).length,
          start,
        )
      await becomes('the tabs that are there', () => there(redirect), 2)
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const body = new URLSearchParams(consoleUser).toString()
      const said = await fetchRaw(aws, { method: 'POST', host, path: pathname + search, headers, body })
      await page.bringToFront()
      await page.locator('.sign-in details summary').click()
      await field(page, 'Address of that page').fill(String(said.headers.location))
      await button(page, 'Go on with it').click()
      await becomes('the source', () => stateOf(id), 'ready')
      const asked = aws.requests({ path: '/v1/token' })
      assert.deepEqual(
        asked.map(({ status }) => status),
        [200],
        'nothing but the real code was sent',
      )
      await becomes('the tabs that are there', () => there(redirect), 1)
    })

    it('shows what AWS says, and lets somebody sign in anew', async () => {
      const { driven, aws } = here
      const id = await sourceId()
      const page = await begin(id)
      const tab = await signInPage(driven)
      aws.fault({ path: '/v1/token', times: 1 }, faults.unavailable)
      await signIn(tab)
      await page.bringToFront()
      assert.match((await failureOn(page)).message, /AWS Sign-In is in trouble \(HTTP 503\)/)
      await button(page, 'Sign in').click()
      await signIn(await signInPage(driven))
      await becomes('the source', () => stateOf(id), 'ready')
    })

    it('ends when the person closes AWS’s page', async () => {
      const { driven } = here
      const page = await begin(await sourceId())
      const tab = await signInPage(driven)
      await tab.close()
      await page.bringToFront()
      await page.waitForSelector(named('button', 'Sign in'))
    })
  })
}

/** The tab that was opened at AWS's page. */
const signInPage = (driven: Driven): Promise<Page> =>
  until('AWS’s page', async () => {
    for (const tab of await driven.pages()) {
      if (tab.url().startsWith(SIGN_IN) && (await tab.$('#sign-in').catch(() => null))) return tab
    }
    return undefined
  })

/** As a script of a page does. The page is gone before that has its end. */
async function leadTo(tab: Page, address: string): Promise<void> {
  await tab.evaluate((address) => {
    setTimeout(() => {
      location.href = address
    })
  }, address)
}
