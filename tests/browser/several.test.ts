// The consoles of several chains, opened by one click: what they share is asked for once, each asks by itself what it asks, what does not
// open holds up none of the others, and what finds no room is said before anything is sent.

import assert from 'node:assert/strict'
import { before, beforeEach, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import type { Chain } from 'rolerelay-core'
import { faults } from '../aws/faults.ts'
import { accounts, type SampleHop, steps } from '../aws/sample.ts'
import { trusts, type WorldBuilder } from '../aws/world.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { button, search, shows } from './person.ts'
import { chainOf, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, call, run } from './wire.ts'

const OPT_IN = 'https://us-east-1.signin.aws.amazon.com/sessions/v1/opt-in?redirect_uri=https%3A%2F%2Faws.amazon.com'
const PASSWORD = 'lantern gravel orchid teapot'
const homes = [accounts.hub, accounts.security, accounts.prod]
/** Six roles for the second step: chains to them share two hops. */
const ends = Array.from({ length: 6 }, (_, at): SampleHop => {
  return { roleArn: `arn:aws:iam::${homes[at % 3]}:role/Several${at + 1}` }
})

for (const kind of kinds) {
  describe(`several consoles at once in ${kind}`, () => {
    const here = stage(kind)
    before(() => {
      const world = here.aws.world as WorldBuilder
      for (const { roleArn } of ends)
        world
          .account(roleArn.slice(13, 25))
          .role(roleArn.replace(/^.*\//, ''), { trust: trusts(steps[1]?.roleArn ?? '') })
    })
    beforeEach(() => forget(here))

    it('walks once what four chains share, and opens each in a tab of its own, in their order', async () => {
      const { aws, wings } = here
      await letInSeveral(here)
      await add(here, 'shared', 4)
      const page = await chosen(here, 'shared', 4)
      await button(page, 'Open 4 consoles').click()
      await shows(page, /Opened 4 consoles in the background\./)
      assert.deepEqual(await rolesOf(here), ['Several1', 'Several2', 'Several3', 'Several4'])
      const asked = sentByExtension(aws).map(({ action }) => action)
      assert.deepEqual([count(asked, 'AssumeRole'), count(asked, 'getSigninToken'), asked.length], [6, 4, 10])
      const { rows } = await call(wings, 'journal', { query: 'shared', offset: 0, limit: 9 })
      assert.deepEqual(
        rows.map(({ run }) => [run.chain, run.outcome]),
        [4, 3, 2, 1].map((of) => [`shared ${of}`, 'done']),
      )
      assert.equal(await page.$('.several'), null)
      assert.deepEqual(await inTabs(here), ['shared 1', 'shared 2', 'shared 3', 'shared 4'])
      await until('the focus to be somewhere', () => page.evaluate(() => document.activeElement !== document.body))

      // They are open now: nothing is asked of AWS.
      aws.clearJournal()
      await button(page, 'Open 4 consoles').click()
      await shows(page, /Opened no console\. Open before: shared 1, shared 2, shared 3, shared 4\./)
      assert.deepEqual(sentByExtension(aws), [])
    })

    it('says which find no room beside those that are open, opens the others, and asks for a sixth what to sign out', async () => {
      const { aws, driven, wings } = here
      await driven.grant(['https://*.console.aws.amazon.com/*'])
      await letInSeveral(here)
      const ids = await add(here, 'room', 6)
      for (const chainId of ids.slice(0, 3)) await run(wings, { action: 'open', chainId, where: 'background-tab' })
      aws.clearJournal()
      const page = await chosen(here, 'room', 6)
      await button(page, 'Open 6 consoles').click()
      const said = await shows(page, /6 consoles do not fit beside each other/, 'dialog')
      assert.match(
        said,
        /signed in to 5 consoles at a time\. 3 are open now:[\s\S]*room 1: Several1 in \d{12}, \d+ min left/,
      )
      assert.match(said, /No room is left for:\s*room 6(?!\d)/)
      assert.deepEqual([sentByExtension(aws), await findings(page)], [[], []])

      await button(page, 'Open the 2 that fit').click()
      await shows(
        page,
        /Opened 2 consoles in the background\. Open before: room 3, room 2, room 1\. Not opened: room 6\./,
      )
      assert.deepEqual(await rolesOf(here), ['Several1', 'Several2', 'Several3', 'Several4', 'Several5'])
      await shows(page, /AWS lets in no more consoles/, '.several')
      assert.deepEqual(await findings(page), [])
      await button(page, 'Open room 6').click()
      await shows(page, /Which console is to be signed out\?/, '.several')
      await button(page, 'Sign out and open in place of room 2').click()
      await shows(page, /Opened 3 consoles in the background\./)
      await becomes('the role that opened', async () => (await rolesOf(here)).includes('Several6'), true)
    })

    it('opens no tab that another would sign out where AWS lets in one console at a time', async () => {
      const { aws, driven } = here
      await add(here, 'alone', 3)
      const page = await chosen(here, 'alone', 3)
      // Nobody knows it yet.
      await button(page, 'Open 3 consoles').click()
      await shows(page, /Opened 1 console in the background\. Not opened: alone 2, alone 3\./)
      await shows(page, /AWS keeps this browser in one console at a time/, '.several')
      const tokens = () =>
        count(
          sentByExtension(aws).map(({ action }) => action),
          'getSigninToken',
        )
      assert.deepEqual([await rolesOf(here), tokens()], [['Several1'], 2])

      // It is known now, and said before.
      await button(page, 'Close').click()
      await button(page, 'Open 3 consoles').click()
      const said = await shows(page, /do not fit beside each other/, 'dialog')
      assert.match(
        said,
        /one console at a time: each that opens signs out of the one before[\s\S]*alone 1: Several1 in/,
      )
      assert.equal(/In containers they can all be open/.test(said), kind === 'firefox')
      assert.deepEqual([tokens(), await findings(page)], [2, []])
      assert.equal(await page.$eval('dialog .row.end', (row) => row.textContent), 'Open none')
      await page.keyboard.press('Escape')
      await page.waitForSelector('dialog', { hidden: true })

      // Somebody turned several sessions on meanwhile.
      await letInSeveral(here)
      for (const tab of await driven.pages()) if (tab.url().includes('aws.amazon.com')) await tab.close()
      await forgetCookies(here)
      await letInSeveral(here)
      await button(page, 'Open 3 consoles').click()
      await button(page, 'Open them without signing out').click()
      await shows(page, /Opened 3 consoles in the background\./)
      assert.deepEqual(await rolesOf(here), ['Several1', 'Several2', 'Several3'])
    })

    it('asks for a guarded one by itself, goes on after one that fails, and lists that with what to do', async () => {
      const { aws } = here
      await letInSeveral(here)
      await add(here, 'mixed', 4, [{}, {}, { guard: 'PRODUCTION', colour: 'red' }, { guard: 'LIVE' }])
      aws.fault({ action: 'AssumeRole', nth: 3 }, faults.garbled)
      const page = await chosen(here, 'mixed', 4)
      await button(page, 'Open 4 consoles').click()
      await shows(page, /Open PRODUCTION chain\?/, '.several')
      await shows(page, /3 of 4: mixed 3/, '.several')
      assert.deepEqual([await rolesOf(here), await findings(page)], [['Several2'], []])
      await button(page, 'Open PRODUCTION chain').click()
      await shows(page, /Open LIVE chain\?/, '.several')
      assert.deepEqual(await rolesOf(here), ['Several2', 'Several3'])
      await button(page, 'Skip this one').click()
      const said = await shows(page, /Not opened: mixed 1, mixed 4\./, '.several')
      assert.match(said, /Opened 2 consoles in the background/)
      assert.match(said, /mixed 4\s+You left it out\./)
      assert.equal(await page.$eval('.several .failure h2', (title) => title.textContent), 'mixed 1')
      assert.deepEqual(await findings(page), [])
      assert.equal(await page.$eval('.several h2', (heading) => heading === document.activeElement), true)
      const first = await page.$eval('.several .failure button', (button) => button.textContent)
      assert.equal(first, 'Try again')
      await button(page, 'Try again').click()
      await shows(page, /Not opened: mixed 4\./, '.several')
      assert.deepEqual(await rolesOf(here), ['Several1', 'Several2', 'Several3'])
      assert.equal(await call(here.wings, 'lastRun', null), null, 'the next popup asks nothing')
    })

    it('stops where it is told to, and goes on with the rest', async () => {
      const { aws } = here
      await letInSeveral(here)
      await add(here, 'halted', 4)
      const held = faults.hold()
      aws.fault({ action: 'AssumeRole', nth: 4 }, held)
      const page = await chosen(here, 'halted', 4)
      await button(page, 'Open 4 consoles').click()
      await shows(page, /2 of 4: halted 2\s[\s\S]*Hop 3 of 3: Several2/, '.several')
      await button(page, 'Stop').click()
      await shows(page, /Opened 1 console in the background\. Not opened: halted 2, halted 3, halted 4\./)
      held.release()
      assert.deepEqual(await rolesOf(here), ['Several1'])
      await button(page, 'Open the 3 that were not begun').click()
      await shows(page, /Opened 4 consoles in the background\./)
      assert.deepEqual(await rolesOf(here), ['Several1', 'Several2', 'Several3', 'Several4'])
    })

    it('goes on while another page is shown, and leaves out what asks', async () => {
      const { aws } = here
      await letInSeveral(here)
      await add(here, 'beside', 3, [{}, {}, { guard: 'PRODUCTION' }])
      const held = faults.hold()
      aws.fault({ action: 'AssumeRole', nth: 4 }, held)
      const page = await chosen(here, 'beside', 3)
      await button(page, 'Open 3 consoles').click()
      await shows(page, /2 of 3: beside 2/, '.several')
      await page.evaluate(() => {
        location.hash = '/about'
      })
      await page.waitForSelector('.several', { hidden: true })
      held.release()
      await shows(page, /Opened 2 consoles in the background\. Not opened: beside 3\./)
      assert.deepEqual(await rolesOf(here), ['Several1', 'Several2'])
    })

    it('opens all favourites from the popup, once the page that names them was told to, and at no address alone', async () => {
      const { aws, driven, wings } = here
      await letInSeveral(here)
      const ids = await add(here, 'daily', 3)
      const star = async (on: boolean) => {
        for (const id of ids) await call(wings, 'favourite', { id, on })
      }
      await star(true)
      const popup = await driven.open('popup.html')
      await button(popup, 'Open all favourites…').wait()
      assert.deepEqual(await findings(popup), [])
      await search(popup, 'daily')
      await becomes('the button above what was searched for', () => popup.$('.all-favourites'), null)
      await popup.keyboard.press('Escape')
      await button(popup, 'Open all favourites…').click()
      const page = await driven.find('options.html')
      await shows(page, /Open 3 consoles\?[\s\S]*in the background:\s*daily 1\s*daily 2\s*daily 3/, 'dialog')
      assert.deepEqual([await findings(page), sentByExtension(aws)], [[], []])
      await button(page, 'Open none').click()
      await page.waitForSelector('dialog', { hidden: true })
      // What is read anew, or stepped back to, asks nothing.
      assert.equal(await page.evaluate(() => location.hash), '#/chains')
      await page.evaluate(() => {
        location.hash = '/chains?open=favourites'
      })
      await button(page, 'Open 3 consoles').click()
      await shows(page, /Opened 3 consoles in the background\./)
      assert.deepEqual(await rolesOf(here), ['Several1', 'Several2', 'Several3'])
      assert.deepEqual(await inTabs(here), ['daily 1', 'daily 2', 'daily 3'])
      await page.evaluate(() => {
        location.hash = '/chains?open=favourites'
      })
      await shows(page, /All of them are open[\s\S]*Open before: daily 1, daily 2, daily 3\./, 'dialog')
      assert.equal(await page.$eval('dialog .row.end', (row) => row.textContent), 'Open none')
      await star(false)
    })

    it('opens no more than so many at once', async () => {
      const { wings, alice } = here
      for (let of = 1; of <= 21; of++) await addChain(wings, chainOf(`crowd ${of}`, alice, steps.slice(0, 1)))
      const page = await chosen(here, 'crowd', 21)
      await button(page, 'Open 21 consoles').click()
      await shows(page, /20 consoles at most are opened at once\. Choose fewer chains\. Nothing was opened\./)
    })

    it('ends with a lock, which opens no more and leaves no name on the page, and goes on after the unlocking', async () => {
      const { aws, wings } = here
      await letInSeveral(here)
      await add(here, 'walled', 3)
      await call(wings, 'createVault', { password: PASSWORD })
      const held = faults.hold()
      aws.fault({ action: 'AssumeRole', nth: 4 }, held)
      const page = await chosen(here, 'walled', 3)
      await button(page, 'Open 3 consoles').click()
      await shows(page, /2 of 3: walled 2\s[\s\S]*Hop 3 of 3: Several2/, '.several')
      await call(wings, 'lock', null)
      await page.waitForSelector('.unlock')
      held.release()
      assert.doesNotMatch(await page.content(), /walled|Several/)
      await call(wings, 'unlock', { password: PASSWORD })
      await page.waitForSelector('.finder')
      const asked = sentByExtension(aws).map(({ action }) => action)
      assert.deepEqual([count(asked, 'AssumeRole') <= 4, count(asked, 'getSigninToken')], [true, 1])
      assert.deepEqual(await rolesOf(here), ['Several1'])

      await shows(
        page,
        /Rolerelay was locked before all were open\. Opened 1 console in the background\. Not opened: walled 2, walled 3\./,
        '.several',
      )
      assert.deepEqual([await findings(page), sentByExtension(aws).length], [[], asked.length])
      await button(page, 'Open the 2 that are not open').click()
      await shows(page, /Opened 3 consoles in the background\./)
      assert.deepEqual(await rolesOf(here), ['Several1', 'Several2', 'Several3'])
    })

    it('says after a lock which asked still, though nobody was there to answer', async () => {
      const { wings } = here
      await letInSeveral(here)
      await add(here, 'waited', 2, [{}, { guard: 'PRODUCTION' }])
      const page = await chosen(here, 'waited', 2)
      await button(page, 'Open 2 consoles').click()
      await shows(page, /Open PRODUCTION chain\?/, '.several')
      await call(wings, 'lock', null)
      await page.waitForSelector('.unlock')
      await call(wings, 'unlock', { password: PASSWORD })
      await shows(
        page,
        /locked before all were open\. Opened 1 console in the background\. Not opened: waited 2\./,
        '.several',
      )
      await button(page, 'Open waited 2').click()
      await shows(page, /Open PRODUCTION chain\?/, '.several')
    })
  })
}

/** Chains of that name that share two hops. Gives their ids. */
async function add(
  { wings, alice }: Stage,
  name: string,
  many: number,
  more: Partial<Chain>[] = [],
): Promise<string[]> {
  const ids: string[] = []
  for (const [at, end] of ends.slice(0, many).entries())
    ids.push(await addChain(wings, chainOf(`${name} ${at + 1}`, alice, [...steps.slice(0, 2), end], more[at])))
  return ids
}

/** The list, with so many chains chosen by the keyboard, that a search finds. */
async function chosen({ driven }: Stage, query: string, many: number): Promise<Page> {
  const page = await driven.open('options.html#/chains')
  await search(page, query)
  await button(page, 'Select').click()
  await page.focus('[role=listbox]')
  await page.keyboard.down('Control')
  await page.keyboard.press('a')
  await page.keyboard.up('Control')
  await shows(page, new RegExp(`${many} selected`))
  return page
}

/** Turns AWS's several sessions on. */
async function letInSeveral({ driven }: Stage): Promise<void> {
  const page = await driven.browser.newPage()
  await page.goto(OPT_IN)
  await page.close()
}

const forgetCookies = async ({ driven: { browser } }: Stage) => browser.deleteCookie(...(await browser.cookies()))

/** The background knows no more of the consoles that a test before opened. */
async function forget({ driven, wings }: Stage): Promise<void> {
  await driven.killBackground()
  await wings.evaluate(() => chrome.storage.session.remove(['consoles', 'live']))
}

/** The roles that the tabs of the console show. */
async function rolesOf({ driven }: Stage): Promise<string[]> {
  const roleOn = () => document.getElementById('role')?.textContent ?? ''
  const roles = await Promise.all((await driven.pages()).map((page) => page.evaluate(roleOn).catch(() => '')))
  return roles.filter((role) => role !== '').sort()
}

/** The consoles that are open, in the order of their tabs. */
async function inTabs({ wings }: Stage): Promise<string[]> {
  const { consoles } = await call(wings, 'live', null)
  const tabs = await wings.evaluate(async () => (await chrome.tabs.query({})).map(({ id, index }) => ({ id, index })))
  const placeOf = (tab: number) => tabs.find(({ id }) => id === tab)?.index ?? -1
  return consoles.sort((a, b) => placeOf(a.tab) - placeOf(b.tab)).map(({ name }) => name)
}

const count = (all: (string | undefined)[], one: string): number => all.filter((each) => each === one).length
