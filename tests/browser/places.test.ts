// The private window or the container tab that a run was asked from is closed amid its walk: no console opens anywhere.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { faults } from '../aws/faults.ts'
import { aliceKey, steps } from '../aws/sample.ts'
import { until } from './browsers.ts'
import { letIntoPrivateWindows, privileged } from './firefox.ts'
import { failureOn } from './person.ts'
import { chainOf, credentialsOf, type Stage, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

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
