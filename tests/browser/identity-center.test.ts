// From no key anywhere to the console of three hops, as a person does it: one sign-in on AWS's page, which shows the code that ours
// shows; then without it, and back by the failure's first button.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { call as askAws } from '../aws/client.ts'
import { accounts, fromPortal, portal } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { DIST, kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { pasted } from './pasteboard.ts'
import { button, choose, failureOn, field, pick, placeOf, retype, shows, writeRoles } from './person.ts'
import { type Stage, stage } from './stage.ts'
import { call, holdAnswers } from './wire.ts'

for (const kind of kinds) {
  describe(`Identity Center in ${kind}`, () => {
    const here = stage(kind)
    const manifest = JSON.parse(
      readFileSync(join(DIST, kind === 'chromium' ? 'chrome' : 'firefox', 'manifest.json'), 'utf8'),
    )
    // What a person clicks from the list of sources to the console.
    let clicks = 0
    const click = async (page: Page, label: string) => {
      clicks += 1
      await button(page, label).click()
    }

    it('says what went wrong before a sign-in begins: the browser said no, or AWS knows no such portal', async () => {
      const { driven, aws } = here
      await driven.sayYes(manifest.optional_host_permissions)
      const page = await driven.open('options.html#/sources/sign-in')
      await retype(page, 'Start address', 'https://nobody.awsapps.com/start')
      // Of the other regions no host is asked for.
      await retype(page, 'Region', 'eu-central-1')
      await saysNoOnce(page)
      await button(page, 'Sign in').click()
      const { title, message } = await failureOn(page)
      assert.equal(title, 'Access to AWS is not allowed yet')
      assert.match(message, /reach oidc\.eu-central-1\.amazonaws\.com/)
      assert.deepEqual(aws.requests(), [])
      await button(page, 'Allow access').click()
      await shows(page, /The sign-in did not begin\s+AWS does not know the start address https:\/\/nobody/)
      assert.deepEqual(await findings(page), [])
    })

    it('gives the console of three hops to whoever has no key', async (t) => {
      const { driven, aws, wings } = here
      await call(wings, 'deleteSource', { id: here.alice })
      await driven.sayYes(manifest.optional_host_permissions)
      const page = await driven.open('options.html#/sources')
      await page.locator(named('link', 'Sign in with IAM Identity Center')).click()
      clicks += 1
      await retype(page, 'Start address', portal.startUrl)
      await retype(page, 'Region', portal.region)
      assert.deepEqual(await findings(page), [])
      await click(page, 'Sign in')
      await confirm(here, page, () => {
        clicks += 2
      })
      await page.waitForSelector('.account')
      await shows(page, /Signed in/)
      assert.deepEqual(await findings(page), [])
      await field(page, 'Search accounts').fill('hub')
      await page.waitForFunction(() => document.querySelectorAll('.account').length === 1)
      await page.locator('.account summary').click()
      await click(page, 'Make a chain from here')
      clicks += 1
      await until('the editor', async () => (await page.evaluate(() => location.hash)).startsWith('#/chains/new/'))
      await field(page, 'Name').fill('Relay')
      await writeRoles(page, fromPortal)
      await click(page, 'Save')
      await until('the chain', async () => (await call(wings, 'list', { query: '', offset: 0, limit: 1 })).known === 1)
      await pick(driven, 'relay')
      const shown = await driven.consoleTab()
      assert.deepEqual([shown.account, shown.role], [accounts.prod, 'PortalProd'])
      t.diagnostic(`${clicks} clicks from the list of sources to the console, and Enter in the popup`)
      assert.deepEqual(
        aws.requests({ path: '/client/register' }).map(({ hasCookie }) => hasCookie),
        [false],
      )
    })

    it('goes on by itself once somebody signed in again', async () => {
      const { driven, wings } = here
      const [row] = await call(wings, 'portals', null)
      assert.ok(row, 'the portal of the first test')
      await call(wings, 'signOut', { id: row.id })
      const popup = await pick(driven, 'relay')
      assert.equal((await failureOn(popup)).title, 'Nobody is signed in')
      const first = await popup.$eval('[role=alert] .row button', (button) => button.textContent)
      assert.equal(first, 'Sign in')
      await button(popup, 'Sign in').click()
      const led = await driven.find('options.html#/sources/')
      const place = await led.evaluate(() => location.hash)
      await shows(led, /Once you are signed in, “Relay” opens by itself/)
      // Whoever signs in before the page knows what waits for that loses nothing.
      const page = await driven.open('options.html#/sources')
      const release = await holdAnswers(page, 'lastRun')
      await page.evaluate((place) => location.assign(place), place)
      // Who signs in has no use for fields of keys.
      await page.waitForSelector('details.folded:not([open]) ::-p-text(Keys instead of a sign-in)')
      await button(page, 'Sign in').click()
      await page.waitForSelector('.sign-in button:disabled')
      await release()
      await page.waitForSelector('::-p-text(“Relay” opens by itself)')
      assert.deepEqual(await findings(page), [])
      await confirm(here, page)
      assert.equal((await driven.consoleTab()).role, 'PortalProd')
    })

    it('goes on waiting in the next background', async () => {
      const { driven, wings } = here
      const [row] = await call(wings, 'portals', null)
      assert.ok(row, 'the portal of the first test')
      await call(wings, 'signOut', { id: row.id })
      const page = await driven.open(`options.html#/sources/sign-in-${row.id}`)
      await button(page, 'Sign in').click()
      await page.waitForSelector('.sign-in-code')
      await driven.killBackground()
      await confirm(here, page)
      await page.waitForSelector('.account')
    })

    it('gives the permission set’s own console to whoever has no key, its link, and its credentials', async (t) => {
      const { driven, aws, wings } = here
      const [row] = await call(wings, 'portals', null)
      assert.ok(row, 'the portal of the first test')
      await call(wings, 'signOut', { id: row.id })
      clicks = 0
      const page = await driven.open('options.html#/sources')
      await page.locator(named('link', 'Sign in with IAM Identity Center')).click()
      clicks += 1
      await retype(page, 'Start address', portal.startUrl)
      await retype(page, 'Region', portal.region)
      await click(page, 'Sign in')
      await confirm(here, page, () => {
        clicks += 2
      })
      await page.waitForSelector('.account')
      await field(page, 'Search accounts').fill('hub')
      await page.waitForFunction(() => document.querySelectorAll('.account').length === 1)
      await page.locator('.account summary').click()
      clicks += 1
      await click(page, 'Open its console')
      /** Whom a tab with the console shows, which is closed again. */
      const role = async () => {
        const { account, role, page } = await driven.consoleTab()
        await page.close()
        return `${role} in ${account}`
      }
      assert.equal(await role(), `${OWN} in ${accounts.hub}`)
      t.diagnostic(`${clicks} clicks from the list of sources to the permission set’s own console`)
      assert.equal(clicks, 6)

      // It is a chain in the popup by now.
      const popup = await pick(driven, 'hub developer', 'another')
      assert.equal(await role(), `${OWN} in ${accounts.hub}`)
      if (!popup.isClosed()) await popup.close()
      const copying = await choose(driven, 'hub developer', 'Copy credentials for JSON')
      await copying.waitForSelector('::-p-text(Copied for JSON)')
      const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token } = JSON.parse(await pasted(driven))
      const { result } = await askAws(aws, { id, secret, token }, 'GetCallerIdentity')
      assert.match(result.Arn, new RegExp(`:assumed-role/${OWN}/`))
      if (!copying.isClosed()) await copying.close()

      const { rows } = await call(wings, 'list', { query: 'hub developer', offset: 0, limit: 1 })
      const chainId = rows[0]?.id ?? ''
      const { url } = await call(wings, 'makeLink', { chainId })
      await driven.open(placeOf(url))
      assert.equal(await role(), `${OWN} in ${accounts.hub}`)

      const source = await driven.open(
        `options.html#/sources/${(await call(wings, 'chain', { id: chainId })).sourceId}`,
      )
      await shows(source, /as Developer in/)
      assert.deepEqual(await findings(source), [])
      const editor = await driven.open(`options.html#/chains/${chainId}`)
      await shows(editor, /the console opens as Developer in/)
      assert.deepEqual(await findings(editor), [])
    })
  })
}

/** The role that AWS makes of the permission set. */
const OWN = 'AWSReservedSSO_Developer_0123456789abcdef'

/** As a person does whom the browser asks whether the extension may. */
const saysNoOnce = (page: Page) =>
  page.evaluate(() => {
    const api = (globalThis as unknown as { browser?: typeof chrome }).browser ?? chrome
    const request = api.permissions.request.bind(api.permissions)
    api.permissions.request = (async () => {
      api.permissions.request = request
      return false
    }) as typeof api.permissions.request
  })

/** Compares the two codes, and says yes on AWS's page. */
async function confirm({ driven }: Stage, page: Page, onClicks = () => {}): Promise<void> {
  const ours = await page.waitForSelector('.sign-in-code')
  const code = await ours?.evaluate((element) => element.textContent)
  await button(page, 'Open AWS’s page').click()
  const theirs = await until('AWS’s page', async () => {
    for (const tab of await driven.pages()) {
      if (await tab.$('#allow').catch(() => null)) return tab
    }
    return undefined
  })
  assert.equal(await theirs.$eval('#code', (element) => element.textContent), code)
  await theirs.click('#allow')
  await theirs.waitForSelector('::-p-text(Request approved)')
  onClicks()
  // Browsers draw nothing in a tab that is behind another.
  await theirs.close()
  await page.bringToFront()
}
