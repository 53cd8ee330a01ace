// Where the console opens when the tab or the window that asked has gone meanwhile: never among other cookies.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunRequest, Where } from '../../../extension/protocol.ts'
import { accounts, auditIn, sampleWorld } from '../../aws/sample.ts'
import { keyOf } from '../../aws/world.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser, OUR_PAGE } from '../scene/browser.ts'
import { addSource } from '../scene/sample.ts'

const NORMAL = { id: 7, windowId: 1, index: 3, incognito: false }
const PRIVATE = { id: 8, windowId: 2, index: 0, incognito: true }
const CONTAINER = { ...NORMAL, id: 9, cookieStoreId: 'firefox-container-4' }
const windows = () => [
  { id: 1, incognito: false, focused: false },
  { id: 2, incognito: true, focused: true },
  { id: 3, incognito: false, focused: false },
]

interface Opened {
  url?: string
  windowId?: number
  openerTabId?: number
  window?: { incognito: boolean }
}

/** A run that is asked for from that tab, after `before`, and amid whose walk `happens`. */
async function opened(
  asking: object,
  happens: (browser: Browser) => void,
  where: Where = 'new-tab',
  before: (browser: Browser) => void = () => {},
) {
  const world = sampleWorld()
  const { id: accessKeyId, secret: secretAccessKey } = keyOf(world, accounts.hub, 'alice')
  const aws = answerAsAws(world)
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey })
  await browser.call('saveChain', { id: 'one', name: 'One', sourceId, hops: [auditIn(accounts.prod)], tags: [] })
  browser.windows = windows()
  browser.openTabs = [asking as typeof NORMAL]
  aws.beforeAnswer = () => happens(browser)
  before(browser)
  // A popup has no tab of its own.
  const port = browser.connect({ ...OUR_PAGE, ...(where === 'this-tab' && { tab: asking }) })
  port.post({ action: 'open', chainId: 'one', where } satisfies RunRequest)
  await port.until(({ closed }) => closed)
  const tabs = browser.tabs as Opened[]
  const asked = aws.asked.length
  return { failure: port.events.at(-1)?.state.failure, tabs, tab: tabs[0] ?? {}, browser, asked }
}

const closeTab = (browser: Browser) => {
  browser.openTabs = []
}
const closeWindow = (id: number) => (browser: Browser) => {
  closeTab(browser)
  browser.windows = browser.windows.filter((window) => window.id !== id)
}
const nothing = () => {}

const refused: [string, object, (browser: Browser) => void, RegExp][] = [
  ['a private window', PRIVATE, closeWindow(2), /The private window .* was closed meanwhile.*nothing was opened/],
  ['a container tab', CONTAINER, closeTab, /The container tab .* was closed meanwhile.*nothing was opened/],
  ['the window of a container tab', CONTAINER, closeWindow(1), /The container tab .* was closed meanwhile/],
]
for (const [what, asking, happens, message] of refused) {
  test(`${what} that closes amid a run ends it, and nothing opens elsewhere`, async () => {
    const { failure, tabs } = await opened(asking, happens)
    assert.deepEqual(tabs, [])
    assert.equal(failure?.kind, 'interrupted')
    assert.match(failure?.message ?? '', message)
  })
}

test('a tab that was to show the console itself, and is gone, has nothing opened in its place', async () => {
  const { failure, tabs } = await opened(NORMAL, closeTab, 'this-tab')
  assert.deepEqual([tabs, failure?.kind], [[], 'interrupted'])
})

test('a private tab that is gone leaves its window, where the console opens', async () => {
  const { tab } = await opened(PRIVATE, closeTab)
  assert.deepEqual([tab.windowId, tab.openerTabId], [2, undefined])
})

test('a normal tab that is gone leaves its window, and a normal window another one that is not private', async () => {
  assert.equal((await opened(NORMAL, closeTab)).tab.windowId, 1)
  assert.equal((await opened(NORMAL, closeWindow(1))).tab.windowId, 3)
})

test('where private windows alone are left, the console opens in a new one that is not', async () => {
  const { tabs, tab } = await opened(NORMAL, (browser) => {
    closeTab(browser)
    browser.windows = browser.windows.filter(({ incognito }) => incognito)
  })
  assert.deepEqual([tabs.length, tab.window?.incognito], [1, false])
})

test('a tab that is there still, also in another window, has the console beside it', async () => {
  for (const asking of [NORMAL, PRIVATE, CONTAINER])
    assert.equal((await opened(asking, nothing)).tab.openerTabId, asking.id)
  const moved = await opened(NORMAL, (browser) => {
    browser.openTabs = [{ ...NORMAL, windowId: 3, index: 0 }]
  })
  assert.deepEqual([moved.tab.windowId, moved.tab.openerTabId], [3, NORMAL.id])
})

test('the tab that the person looks at shows it, and nothing is opened beside', async () => {
  const { tabs, tab } = await opened(NORMAL, nothing, 'current-tab')
  assert.deepEqual([tabs.length, (tab as { id?: number }).id], [1, NORMAL.id])
  assert.match(tab.url ?? '', /^https:\/\/signin\.aws\.amazon\.com\//)
})

test('a new window gets a tab that was made where the cookies are right, and nothing is loaded before it is there', async () => {
  for (const asking of [NORMAL, PRIVATE, CONTAINER]) {
    const { tabs, browser } = await opened(asking, nothing, 'new-window', (browser) => {
      browser.lands = (url) => url
    })
    const [made, sent] = tabs as (Opened & { id?: number })[]
    assert.deepEqual([made?.url, made?.openerTabId], ['about:blank', asking.id])
    assert.deepEqual(browser.apart, [{ window: { tabId: sent?.id, focused: true, incognito: undefined } }])
    assert.match(sent?.url ?? '', /^https:\/\/signin\.aws\.amazon\.com\//)
  }
})

test('a private window is one where the person lets Rolerelay in; else it is said how, and nothing is asked of AWS', async () => {
  const out = await opened(NORMAL, nothing, 'private-window')
  assert.deepEqual([out.tabs, out.asked, out.failure?.kind], [[], 0, 'interrupted'])
  assert.match(out.failure?.message ?? '', /out of private windows\. On chrome:\/\/extensions, .*Allow in Incognito/)
  const letIn = await opened(NORMAL, nothing, 'private-window', (browser) => {
    browser.isLetIn = true
  })
  assert.deepEqual([letIn.tabs.length, letIn.tab.window?.incognito], [1, true])
})

test('a window that the browser does not make leaves no empty tab behind, and nothing is signed in', async () => {
  const { failure, tabs, browser } = await opened(NORMAL, nothing, 'new-window', (browser) => {
    browser.lands = (url) => url
    browser.apart = Object.freeze([]) as never // to be added to
  })
  assert.equal(failure?.kind, 'internal')
  assert.deepEqual(
    (tabs as Opened[]).map(({ url }) => url),
    ['about:blank', 'about:blank'],
  )
  assert.deepEqual(
    browser.openTabs.map(({ id }) => id),
    [NORMAL.id],
  )
})
