// Where a console opens but in a tab beside: in the tab, the window or the private window that was chosen; and nowhere, once the private
// window or the container tab has closed that a run was asked from.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { faults } from '../aws/faults.ts'
import { aliceKey, steps } from '../aws/sample.ts'
import { kinds, until } from './browsers.ts'
import { letIntoPrivateWindows, privileged } from './firefox.ts'
import { named } from './named.ts'
import { button, choose, failureOn } from './person.ts'
import { chainOf, credentialsOf, type Stage, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

for (const kind of kinds) {
  describe(`somewhere else in ${kind}`, () => {
    const here = stage(kind)
    /** Chooses a place for the console from the menu of the chain's row. Gives the popup. */
    const openAt = async (place: string) => {
      const popup = await choose(here.driven, 'elsewhere', 'Open somewhere else…')
      await popup.locator(named('menuitem', place)).click()
      return popup
    }
    /** Which window the console's tab is in, with how many others, and where that tab stands. */
    const consoleWindow = async () => {
      const { page, role } = await here.driven.consoleTab()
      const url = page.url()
      const all = await here.wings.evaluate(() => chrome.windows.getAll({ populate: true }))
      // The addresses of tabs are not told: it is the one that is in front there.
      const seen = all.map(({ incognito, tabs = [] }) => ({ incognito, tabs: tabs.length }))
      return { role, page, url, windows: seen.toSorted((a, b) => a.tabs - b.tabs) }
    }

    it('is a new window, which the console has to itself', async () => {
      await addChain(here.wings, chainOf('Elsewhere', here.alice, steps.slice(0, 2)))
      const popup = await openAt('Open in a new window')
      const { role, page, windows } = await consoleWindow()
      assert.equal(role, 'Step02')
      assert.deepEqual(
        windows.map(({ incognito }) => incognito),
        [false, false],
      )
      assert.equal(windows[0]?.tabs, 1)
      if (!popup.isClosed()) await popup.close()
      await page.close()
    })

    it('is the tab that asks', async () => {
      const popup = await openAt('Open in this tab')
      const { role, page } = await here.driven.consoleTab()
      assert.equal(role, 'Step02')
      assert.ok(popup.isClosed() || page.url() === popup.url(), 'the popup’s tab shows it')
      await here.driven.clear(here.wings)
    })

    it('is no private window before the browser lets Rolerelay in: it says how, and AWS is asked nothing', async () => {
      here.aws.clearJournal()
      const popup = await openAt('Open in a private window')
      assert.match((await failureOn(popup)).message, /keeps Rolerelay out of private windows/)
      assert.deepEqual(here.aws.requests(), [])
      await button(popup, 'Back to the list').click()
      await popup.close()
    })

    it('is a private window once it does', async () => {
      if (kind === 'chromium') await letIntoIncognito(here)
      else {
        await letIntoPrivateWindows(here.driven.browser)
        await beginAnew(here)
      }
      await addChain(here.wings, chainOf('Elsewhere in private', here.alice, steps.slice(0, 3)))
      const popup = await choose(here.driven, 'elsewhere in private', 'Open somewhere else…')
      await popup.locator(named('menuitem', 'Open in a private window')).click()
      const { role, windows } = await consoleWindow()
      assert.equal(role, 'Step03')
      assert.deepEqual(windows.map(({ incognito }) => incognito).toSorted(), [false, true])
    })
  })
}

describe('a container tab in firefox', () => {
  const here = stage('firefox')

  it('has its new window in the same container', async () => {
    const chainId = await addChain(here.wings, chainOf('Contained', here.alice, steps.slice(0, 2)))
    await privileged(here.driven.browser, inContainer(`${here.driven.base}go.html#there`))
    const page = await here.driven.find('go.html', here.wings)
    await page.evaluate((chainId) => {
      chrome.runtime.connect({ name: 'run' }).postMessage({ action: 'open', chainId, where: 'new-window' })
    }, chainId)
    assert.equal((await here.driven.consoleTab()).role, 'Step02')
    const windows = JSON.parse(await privileged(here.driven.browser, CONTAINERS)) as number[][]
    assert.deepEqual(windows.at(-1), [2])
  })
})

describe('a place that is closed amid a run in firefox', () => {
  const here = stage('firefox')

  it('was a container tab: nothing opens in another one', async () => {
    await privileged(here.driven.browser, inContainer(`${here.driven.base}go.html#there`))
    const page = await here.driven.find('go.html', here.wings)
    assert.match(
      await closedAmid(here, page, () => page.close()),
      /The container tab .* was closed meanwhile.*nothing was opened/,
    )
  })

  it('was a private window: nothing opens in another one', async () => {
    await letIntoPrivateWindows(here.driven.browser)
    await beginAnew(here)
    // As the browser's own menu would: only a page of the extension can be told where to open.
    await here.wings.evaluate(() => void chrome.windows.create({ incognito: true, url: 'go.html#there' }))
    const page = await here.driven.find('go.html', here.wings)
    assert.match(
      await closedAmid(here, page, () => page.close()),
      /The private window .* was closed meanwhile.*nothing was opened/,
    )
  })
})

describe('a place that is closed amid a run in chromium', () => {
  const here = stage('chromium')

  it('was a private window with its popup: nothing opens in another one, and the next popup says so', async () => {
    await letIntoIncognito(here)
    const { driven, wings } = here
    const window = await wings.evaluate(async () => {
      const { id = -1 } = (await chrome.windows.create({ incognito: true, url: 'about:blank' })) ?? {}
      await chrome.action.openPopup({ windowId: id })
      return id
    })
    // The real popup is among no window's pages.
    const target = await driven.browser.waitForTarget((each) => each.url() === `${driven.base}popup.html`)
    const popup = await target.asPage()
    const close = () => wings.evaluate((id) => chrome.windows.remove(id), window)
    const message = await closedAmid(here, popup, close)
    assert.match(message, /The private window .* was closed meanwhile.*nothing was opened/)
    assert.equal((await failureOn(await driven.open('popup.html'))).message, message)
  })
})

const WINDOW = "Services.wm.getMostRecentWindow('navigator:browser')"
const SYSTEM = 'triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal()'
const inContainer = (url: string) => `${WINDOW}.gBrowser.addTab('${url}', { userContextId: 2, ${SYSTEM} }) && ''`

/** Of each window, the containers of its tabs. */
const CONTAINERS =
  "JSON.stringify([...Services.wm.getEnumerator('navigator:browser')].map(({ gBrowser }) => gBrowser.tabs.map(({ userContextId }) => userContextId)))"

/** Asks for a run from that page, closes its place once the first hop is done, and gives how the run ended. */
async function closedAmid(
  { aws, driven, wings, alice }: Stage,
  page: Page,
  close: () => Promise<void>,
): Promise<string> {
  const chainId = await addChain(wings, chainOf('Closed', alice, steps.slice(0, 2)))
  aws.clearJournal()
  const second = faults.hold()
  aws.fault({ action: 'AssumeRole', nth: 2 }, second)
  await page.evaluate((chainId) => {
    chrome.runtime.connect({ name: 'run' }).postMessage({ action: 'open', chainId, where: 'new-tab' })
  }, chainId)
  await until('the first hop', async () => aws.requests({ action: 'AssumeRole' }).length > 0)
  await close()
  second.release()
  const ended = await until('the run to end', async () => {
    const state = await call(wings, 'lastRun', null)
    return state?.endedAt ? state : undefined
  })
  assert.deepEqual(
    (await driven.tabs()).filter((address) => address.startsWith('http')),
    [],
  )
  assert.equal(ended.failure?.kind, 'interrupted')
  return ended.failure?.message ?? ''
}

/** As a person does on Chromium's page of extensions. It starts the extension anew too. */
async function letIntoIncognito(here: Stage): Promise<void> {
  const { driven } = here
  const page = await driven.browser.newPage()
  await page.goto('chrome://extensions/')
  const all = 'chrome.developerPrivate'
  const extension = `{ extensionId: '${new URL(driven.base).host}', incognitoAccess: true }`
  // Chromium disables what starts anew and came from a folder, unless a developer is at work.
  const change = `${all}.updateProfileConfiguration({ inDeveloperMode: true }).then(() => ${all}.updateExtensionConfiguration(${extension}))`
  await page.evaluate(`${change}.then(() => null)`)
  await page.close()
  await until('the extension to be let in', async () => {
    const page = await driven.open('go.html').catch(() => undefined)
    return page?.evaluate(() => chrome.extension.isAllowedIncognitoAccess()).catch(() => false)
  })
  await beginAnew(here)
}

/** What the stage begins with: the extension's pages were closed, and its memory is empty. */
async function beginAnew(here: Stage): Promise<void> {
  here.wings = await here.driven.open('go.html')
  here.alice = await addSource(here.wings, credentialsOf(aliceKey(here.aws.world)), 'Alice, again')
}
