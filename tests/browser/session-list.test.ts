// AWS's own list of the browser's consoles: asked for once the person chose it, with the person's cookies in that request alone; and a
// console whose time is over, which leads back to where it was.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { assume, type Keys, loginUrl } from '../aws/client.ts'
import { aliceKey, steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { button, pick, shows } from './person.ts'
import { chainOf, runOver, type Stage, stage } from './stage.ts'
import { addChain, call, run } from './wire.ts'

const CONSOLES = 'https://*.console.aws.amazon.com'
const OPT_IN = 'https://us-east-1.signin.aws.amazon.com/sessions/v1/opt-in?redirect_uri=https%3A%2F%2Faws.amazon.com'
const LIST = '/sessions/v1/list'

for (const kind of kinds) {
  describe(`AWS’s list of consoles in ${kind}`, () => {
    const here = stage(kind)

    it('names those that were not opened here once it may be asked, and finds what an update made forget', async () => {
      const { aws, wings, alice } = here
      await severalSessions(here)
      const chainId = await addChain(wings, chainOf('Listed', alice, steps.slice(0, 2)))
      await run(wings, { action: 'open', chainId, where: 'background-tab' })
      const byHand = await signInByHand(here, 3)

      const popup = await unfolded(here, '1 console is open')
      await shows(popup, /AWS has a list of the consoles that this browser is signed in to/)
      assert.equal(aws.requests({ path: LIST }).length, 0)
      await button(popup, 'Ask AWS for its list').click()
      await shows(popup, /AWS lists besides, in the normal windows:.*Step03.*min left/s)
      assert.deepEqual(await findings(popup), [])
      // A browser's own pages carry cookies too; of the extension's requests this one alone does.
      assert.deepEqual(withCookies(here), [[LIST, 1]])

      // Memory is empty after an update. Both are found again: one with its chain, the other in its tab.
      await wings.evaluate(() => chrome.storage.session.remove(['live', 'consoles']))
      const next = await unfolded(here, 'Which consoles are open is not known any more')
      await shows(next, /1 console is open.*Listed.*Step03/s)
      await button(next, `Sign out of Step03 in ${accountOf(3)}`).click()
      await shows(next, /Signed out of Step03 in \d{12}\./)
      await byHand.reload()
      await byHand.waitForSelector('#signed-out')
      assert.deepEqual(
        (await call(wings, 'live', null)).consoles.map(({ name }) => name),
        ['Listed'],
      )
    })

    it('names all five where a sixth is not let in, and what is chosen of them gives way', async () => {
      const { driven, wings, alice } = here
      await call(wings, 'saveSettings', { asksForSessions: false })
      await severalSessions(here)
      for (const step of [1, 2, 3, 4, 5]) await signInByHand(here, step)
      await addChain(wings, chainOf('The sixth', alice, steps.slice(0, 6)))
      await pick(driven, 'the sixth')
      await becomes('AWS’s page', async () => (await driven.tabs()).some((at) => at.includes('/sessions/limit')), true)
      const popup = await driven.open('popup.html')
      await shows(popup, /Which console is to be signed out\?.*Ask AWS for its list/s)
      await button(popup, 'Ask AWS for its list').click()
      const asked = await shows(popup, /No chain known\s+Step05 in/)
      for (const step of [1, 2, 3, 4])
        assert.match(asked, new RegExp(`No chain known\\s+Step0${step} in \\d{12}, \\d+ min`))
      assert.deepEqual(await findings(popup), [])
      await button(popup, `Sign out and open in place of Step02 in ${accountOf(2)}`).click()
      const roles = () => rolesOf(here)
      await becomes('the consoles', roles, ['Step01', 'Step02', 'Step03', 'Step04', 'Step05', 'Step06'])
      await runOver(here)
      for (const page of await driven.pages()) if (page.url().includes('console.aws')) await page.reload()
      await becomes('the consoles', roles, ['Step01', 'Step03', 'Step04', 'Step05', 'Step06'])
    })

    it('of several that are open one is signed out of by its row, and the others stay', async () => {
      const { wings, alice } = here
      await severalSessions(here)
      for (const [name, hops] of [
        ['Stays', 2],
        ['Leaves', 3],
      ] as const) {
        const chainId = await addChain(wings, chainOf(name, alice, steps.slice(0, hops)))
        await run(wings, { action: 'open', chainId, where: 'background-tab' })
      }
      await becomes('the consoles', () => rolesOf(here), ['Step02', 'Step03'])
      const popup = await unfolded(here, '2 consoles are open')
      await button(popup, 'Sign out of Leaves').click()
      await shows(popup, /Signed out of Leaves\./)
      assert.deepEqual(await findings(popup), [])
      for (const page of await here.driven.pages()) if (page.url().includes('console.aws')) await page.reload()
      await becomes('the consoles', () => rolesOf(here), ['Step02'])
    })

    it('of one alone the row signs out too, once it is known that there can be no other', async () => {
      const { aws, wings, alice } = here
      await here.driven.clear(wings)
      aws.state.consoleSessions.clear()
      await wings.evaluate(() => chrome.storage.session.remove(['live', 'consoles']))
      const chainId = await addChain(wings, chainOf('Alone', alice, steps.slice(0, 2)))
      await run(wings, { action: 'open', chainId, where: 'background-tab' })
      await becomes('the consoles', () => rolesOf(here), ['Step02'])
      const signsOut = async () => (await call(wings, 'live', null)).consoles.map((one) => one.signsOut)
      assert.deepEqual(await signsOut(), [false])
      await call(wings, 'saveSettings', { signOutFirst: true })
      const popup = await unfolded(here, '1 console is open')
      await button(popup, 'Sign out of Alone').click()
      await shows(popup, /Signed out of Alone\./)
      await call(wings, 'saveSettings', { signOutFirst: false })
      for (const page of await here.driven.pages()) if (page.url().includes('console.aws')) await page.reload()
      await becomes('the consoles', () => rolesOf(here), [])
    })

    it('a console whose time is over turns into AWS’s page, and one click leads back to where it was', async () => {
      const { aws, driven, wings, alice } = here
      await call(wings, 'saveSettings', { asksForSessions: false })
      await driven.grant([`${CONSOLES}/*`])
      await addChain(wings, chainOf('Over', alice, steps.slice(0, 2)))
      await pick(driven, 'over')
      const { page } = await driven.consoleTab()
      await runOver(here)
      const { host } = new URL(await page.evaluate(() => location.href))
      const there = `https://${host}/iam/home?region=us-east-1#/roles/details/a%2Fb?section=permissions`
      await page.goto(there)
      await driven.open('go.html') // another tab is in front
      aws.clock.advance(61 * 60_000)
      await page.bringToFront()
      await page.waitForSelector('#signed-out')
      await wings.evaluate(async () => {
        const { live } = (await chrome.storage.session.get('live')) as { live: object[] }
        await chrome.storage.session.set({ live: live.map((entry) => ({ ...entry, endsAt: Date.now() - 60_000 })) })
      })
      const popup = await driven.open('popup.html')
      await shows(popup, /Over\s*has ended/, '.ending-soon')
      await button(popup, 'Renew Over').click()
      await shows(popup, /Renewed Over\./)
      assert.equal(await page.evaluate(() => location.href), there)
      assert.equal(await page.$eval('#role', (role) => role.textContent), 'Step02')
    })
  })
}

/** The browser holds several sessions, none of them yet, and pages of the console are seen. */
async function severalSessions({ aws, driven }: Stage): Promise<void> {
  await driven.grant([`${CONSOLES}/*`])
  aws.state.consoleSessions.clear()
  const page = await driven.browser.newPage()
  await page.goto(OPT_IN)
  await page.close()
  aws.clearJournal()
}

/** Somebody signs in as the role of that step without the extension. */
async function signInByHand({ aws, driven }: Stage, step: number): Promise<Page> {
  let keys: Keys = aliceKey(aws.world)
  for (const { roleArn, externalId } of steps.slice(0, step))
    keys = await assume(aws, keys, roleArn, { ...(externalId && { ExternalId: externalId }) })
  const page = await driven.browser.newPage()
  await page.goto(await loginUrl(aws, keys))
  await page.waitForSelector('#role')
  return page
}

const accountOf = (step: number): string => steps[step - 1]?.roleArn.split(':')[4] ?? ''

/** A popup whose line below the list says so, and was unfolded. */
async function unfolded({ driven }: Stage, summary: string): Promise<Page> {
  const popup = await driven.open('popup.html')
  await popup.locator(`::-p-text(${summary})`).click()
  return popup
}

/** What the extension sent with cookies, and how often. Of the sign-in service's pages its tabs ask for others. */
function withCookies({ aws }: Stage): [string, number][] {
  const sent = aws.requests().filter(({ host, action, path, hasCookie }) => {
    const isOurs = host.startsWith('sts.') || action === 'getSigninToken' || path === LIST
    return isOurs && hasCookie
  })
  return [...new Set(sent.map(({ path }) => path))].map((path) => [
    path,
    sent.filter((one) => one.path === path).length,
  ])
}

/** The roles that the tabs of the console show, in order. */
async function rolesOf({ driven }: Stage): Promise<string[]> {
  const roleOn = () => document.getElementById('role')?.textContent ?? ''
  const roles = await Promise.all((await driven.pages()).map((page) => page.evaluate(roleOn).catch(() => '')))
  return roles.filter((role) => role !== '').sort()
}
