// Consoles in containers of their own in Firefox, where AWS lets a browser be in one account only.

import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { faults } from '../aws/faults.ts'
import { accounts, auditIn, steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, until } from './browsers.ts'
import { button, failureOn, press, search, shows } from './person.ts'
import { chainOf, runOver, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const { prod, security } = accounts

describe('containers in firefox', () => {
  const here = stage('firefox')
  beforeEach(() => closeAll(here))

  it('a choice in the settings gives each chain its own, and none is signed out for another', async () => {
    const { aws, driven, wings, alice } = here
    const settings = await driven.open('options.html#/settings')
    await press(settings, CHOICE('chain'), ' ')
    await shows(settings, /Saved\./)
    assert.deepEqual(await findings(settings), [])
    assert.equal((await call(wings, 'settings', null)).container, 'chain')
    const names = { 'Apart prod': prod, 'Apart security': security }
    for (const [name, account] of Object.entries(names)) {
      await begin(here, await addChain(wings, chainOf(name, alice, [auditIn(account)], { colour: 'red' })))
      await becomes('who is signed in', async () => signedIn(here).at(-1), account)
      await runOver(here)
    }
    await becomes('the consoles', () => consoles(here), [
      ['Apart prod', 'red'],
      ['Apart security', 'red'],
    ])
    aws.clearJournal()
    await reloadAll(here)
    await becomes('who is signed in after a reload', async () => signedIn(here).toSorted(), [security, prod])
  })

  it('a link opens there too, in the place of its own page', async () => {
    const { driven, wings, alice } = here
    const chainId = await addChain(wings, chainOf('Apart by a link', alice, [auditIn(prod)]))
    const { url } = await call(wings, 'makeLink', { chainId })
    await driven.open(`go.html#u=${encodeURIComponent(url)}`)
    await becomes('the consoles', async () => (await consoles(here)).map(([name]) => name), ['Apart by a link'])
    const ours = async () => (await driven.tabs()).filter((address) => address.startsWith(`${driven.base}go.html`))
    await becomes('the pages for links', async () => (await ours()).length, 1)
  })

  it('several open each in its own, by one click, and none is in the way of another', async () => {
    const { aws, driven, wings, alice } = here
    await call(wings, 'saveSettings', { container: 'chain' })
    const names = ['Beside prod', 'Beside security', 'Beside prod, again']
    for (const [at, account] of [prod, security, prod].entries())
      await addChain(wings, chainOf(names[at] ?? '', alice, [auditIn(account)]))
    const page = await driven.open('options.html#/chains')
    await search(page, 'Beside')
    await button(page, 'Select').click()
    await page.focus('[role=listbox]')
    await page.keyboard.down('Control')
    await page.keyboard.press('a')
    await page.keyboard.up('Control')
    await shows(page, /3 selected/)
    await button(page, 'Open 3 consoles').click()
    await shows(page, /Opened 3 consoles in the background\./)
    await becomes('the consoles', async () => (await consoles(here)).map(([name]) => name).sort(), names.toSorted())
    // Nothing was asked, and nothing signed out: each has its own cookies, and is signed in still.
    assert.equal(await page.$('dialog'), null)
    aws.clearJournal()
    await reloadAll(here)
    await becomes(
      'who is signed in after a reload',
      async () => signedIn(here).toSorted(),
      [prod, prod, security].toSorted(),
    )
    // Where each chain has its own, one that is open is gone to, and the others are not opened twice.
    aws.clearJournal()
    await button(page, 'Open 3 consoles').click()
    await shows(page, /Opened no console\. Open before: Beside prod, Beside prod, again, Beside security\./)
    assert.deepEqual(sentByExtension(aws), [])
  })

  it('nothing opens elsewhere where it is removed amid the walk', async () => {
    const { aws, driven, wings, alice } = here
    const chainId = await addChain(wings, chainOf('Apart and gone', alice, steps.slice(0, 2)))
    const walk = faults.hold()
    aws.fault({ action: 'AssumeRole', nth: 2 }, walk)
    await begin(here, chainId)
    await until('the first hop', async () => aws.requests({ action: 'AssumeRole' }).length > 0)
    await wings.evaluate(async () => {
      const all = (globalThis as unknown as Global).browser.contextualIdentities
      const [container] = await all.query({ name: 'Apart and gone' })
      await all.remove(container?.cookieStoreId ?? '')
    })
    walk.release()
    const popup = await driven.open('popup.html')
    assert.match((await failureOn(popup)).message, /container of this console was removed.*nothing was opened/)
    assert.deepEqual(await consoles(here), [])
  })
})

interface Global {
  browser: {
    contextualIdentities: {
      query(which: { name?: string }): Promise<{ cookieStoreId: string; name: string; color: string }[]>
      remove(id: string): Promise<unknown>
    }
  }
}

const CHOICE = (container: string) => `input[name=container][value=${container}]`

const begin = ({ wings }: Stage, chainId: string): Promise<void> =>
  wings.evaluate((chainId) => {
    chrome.runtime.connect({ name: 'run' }).postMessage({ action: 'open', chainId, where: 'background-tab' })
  }, chainId)

/** The accounts of those who were shown a page of the console, in the order in which they were. */
const signedIn = ({ aws }: Stage): string[] =>
  aws
    .requests()
    .flatMap(({ host, caller }) => (host.includes('console.aws') && caller ? [caller.split(':')[4] ?? ''] : []))

/** Of each tab in a container the name and the colour of that, by name. The driver sees none of these tabs. */
const consoles = ({ wings }: Stage): Promise<string[][]> =>
  wings.evaluate(async () => {
    const all = await (globalThis as unknown as Global).browser.contextualIdentities.query({})
    const tabs = (await chrome.tabs.query({})) as (chrome.tabs.Tab & { cookieStoreId?: string })[]
    return tabs
      .flatMap(({ cookieStoreId }) =>
        all.flatMap((each) => (each.cookieStoreId === cookieStoreId ? [[each.name, each.color]] : [])),
      )
      .sort()
  })

/** Loads every tab in a container anew. */
const reloadAll = ({ wings }: Stage): Promise<void> =>
  wings.evaluate(async () => {
    const tabs = (await chrome.tabs.query({})) as (chrome.tabs.Tab & { cookieStoreId?: string })[]
    for (const { id, cookieStoreId } of tabs)
      if (cookieStoreId?.startsWith('firefox-container-')) await chrome.tabs.reload(id as number)
  })

/** Closes every tab in a container. */
const closeAll = ({ wings }: Stage): Promise<void> =>
  wings.evaluate(async () => {
    const tabs = (await chrome.tabs.query({})) as (chrome.tabs.Tab & { cookieStoreId?: string })[]
    for (const { id, cookieStoreId } of tabs)
      if (cookieStoreId?.startsWith('firefox-container-')) await chrome.tabs.remove(id as number)
  })
