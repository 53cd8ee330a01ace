// A table of the ways in, the partitions, and how the browser keeps consoles: each ends on the right page as the right role.

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { partitions } from '../aws/hosts.ts'
import { otherPartitions, steps } from '../aws/sample.ts'
import { becomes, kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, pick, search } from './person.ts'
import { chainOf, operatorOf, runOver, type Stage, stage } from './stage.ts'
import { chooseFromMenu, enterInAddressBar, pressKeysOf, typeInAddressBar } from './ways-in.ts'
import { addChain, addSource, call } from './wire.ts'

interface Place {
  partition: string
  region: string
  /** Of the chain that ends there. */
  chainId: string
  name: string
  /** How the browser keeps consoles. */
  keeps: Keeps
}

/** One console at a time, several side by side, or each chain's in a container of its own. */
type Keeps = 'single' | 'multi' | 'container'

/** Each comes in to the page of S3, of a bucket, or of the chain, by a chain of that place. */
const WAYS: Record<string, (here: Stage, place: Place) => Promise<unknown>> = {
  'the popup': ({ driven }, { name }) => pick(driven, `${name} s3`),
  'a recent page': async ({ driven }, { name }) => {
    const popup = await driven.open('popup.html')
    await search(popup, `${name} `)
    await popup.keyboard.press('ArrowDown')
    await popup.keyboard.press('Enter')
  },
  'the address bar': async ({ driven }, { name }) => {
    const [line] = await typeInAddressBar(driven, `${name} s3`)
    await enterInAddressBar(driven, line?.content ?? assert.fail(`no line for ${name}`))
  },
  'the keys of a favourite': async ({ driven, wings }, { chainId }) => {
    await call(wings, 'favourite', { id: chainId, on: true })
    await pressKeysOf(driven, 'favourite-1')
  },
  'a link': async ({ driven, wings }, { chainId }) => {
    const { url } = await call(wings, 'makeLink', { chainId, destination: 's3' })
    // Firefox puts a link of our scheme, encoded, behind `u=`.
    await driven.open(
      url.startsWith('ext+') ? `go.html#u=${encodeURIComponent(url)}` : url.slice(url.indexOf('go.html')),
    )
  },
  'marked text': async (here, { partition, name }) => {
    const arn = `arn:${partition}:s3:::logs`
    await chooseFromMenu(here.driven, 'text', { selectionText: `what is in ${arn}?` })
    const page = await listed(here, 'Which chain?')
    await search(page, `${name} ${arn}`)
    await page.keyboard.press('Enter')
  },
  'the icon’s menu': async (here, { name, partition, keeps }) => {
    const { driven, wings } = here
    await pick(driven, 'harbour s3 eu-west-1')
    const first = await shown(here, keeps)
    await runOver(here)
    // Our page opens beside the tab in front, and in its container, where no driver sees it.
    if (keeps === 'container') await wings.bringToFront()
    await chooseFromMenu(driven, 'page', { front: first.url })
    const page = await listed(here, 'Open this page as which role?')
    await first.close()
    await search(page, name)
    await page.keyboard.press('Enter')
    if (partition === 'aws') return
    await page.waitForSelector('select')
    await button(page, 'Open there').click()
  },
}

const [firstHop, lastHop] = steps as [(typeof steps)[0], (typeof steps)[0]]
const PLACES = [{ partition: 'aws', region: 'us-east-1', hops: [firstHop, lastHop] }, ...otherPartitions]
const LABEL = /^\d{12}-[0-9a-z]{8}\./

for (const kind of kinds) {
  for (const keeps of ['single', 'multi', 'container'] as const) {
    if (keeps === 'container' && kind !== 'firefox') continue
    describe(`each way in, in ${kind}, ${keeps}`, () => {
      const here = stage(kind)
      before(async () => {
        if (keeps === 'container') await here.driven.allow('cookies')
        // Where a browser is in one console, those of several accounts are opened here one after the other.
        const container = keeps === 'container' ? 'chain' : 'current'
        await call(here.wings, 'saveSettings', { signOutFirst: keeps === 'single', container })
      })

      for (const { partition, region, hops } of PLACES) {
        it(`ends on the right page as the right role in ${partition}`, async () => {
          const { aws, driven, wings, alice } = here
          const [, account = '', role] = /::(\d+):role\/(.*)$/.exec(hops[1]?.roleArn ?? '') ?? []
          const own =
            partition === 'aws' ? alice : await addSource(wings, operatorOf(aws, account), `operator in ${partition}`)
          await addChain(wings, chainOf('Harbour', alice, steps.slice(0, 1)))
          const name = `Abroad ${partition}`
          const chainId = await addChain(wings, chainOf(name, own, hops, { destination: 'lambda' }))
          await driven.grant(await wings.evaluate(() => chrome.runtime.getManifest().optional_host_permissions ?? []))
          for (const [way, comes] of Object.entries(WAYS)) {
            if (keeps === 'multi') await optIn(here, ['aws', partition])
            await comes(here, { partition, region, chainId, name, keeps })
            const there = await shown(here, keeps)
            const { host, pathname, search } = new URL(there.url)
            const kept = way === 'the icon’s menu' && partition === 'aws' ? 'eu-west-1' : region
            const pages: Record<string, string> = {
              'the keys of a favourite': `/lambda/home?region=${region}`,
              'marked text': `/go/view?arn=arn%3A${partition.replaceAll('-', '%2D')}%3As3%3A%3A%3Alogs`,
            }
            const page = pages[way] ?? `/s3/home?region=${kept}`
            assert.deepEqual([way, there.account, there.role, pathname + search], [way, account, role, page])
            assert.equal(LABEL.test(host), keeps === 'multi', `${way}: ${host}`)
            if (keeps === 'container') assert.equal(there.container, name, way)
            await runOver(here)
            await there.close()
          }
          await call(wings, 'favourite', { id: chainId, on: false })
        })
      }
    })
  }
}

/** Signs the browser out of all, and lets it hold several consoles of these partitions. */
async function optIn({ driven: { browser } }: Stage, names: string[]): Promise<void> {
  await browser.deleteCookie(...(await browser.cookies()))
  const page = await browser.newPage()
  for (const { name, home, signin } of partitions)
    if (names.includes(name)) await page.goto(`https://${home}.${signin}/sessions/v1/opt-in?redirect_uri=`)
  await page.close()
}

interface Shown {
  url: string
  account: string
  role: string
  container?: string
  close: () => Promise<unknown>
}

/** The console that is open. */
async function shown(here: Stage, keeps: Keeps): Promise<Shown> {
  if (keeps === 'container') return inContainer(here)
  const { page, url, account = '', role = '' } = await here.driven.consoleTab()
  return { url, account, role, close: () => page.close() }
}

/** The same in a tab of a container, which no driver sees: what Firefox tells of it, and whom the local AWS showed it to. */
async function inContainer({ aws, wings }: Stage): Promise<Shown> {
  const find = () =>
    wings.evaluate(async () => {
      const { contextualIdentities } = (globalThis as unknown as Firefox).browser
      const tabs = (await chrome.tabs.query({})) as (chrome.tabs.Tab & { cookieStoreId?: string })[]
      // Without a function of its own, which tsx would wrap in a helper that the page has not.
      const tab = tabs.find(
        ({ url = '', status, cookieStoreId = '' }) =>
          status === 'complete' &&
          cookieStoreId.startsWith('firefox-container-') &&
          /^https:\/\/[^/]*\bconsole\./.test(url),
      )
      if (!tab) return undefined
      const { name } = await contextualIdentities.get(tab.cookieStoreId ?? '')
      return { id: tab.id ?? 0, url: tab.url ?? '', container: name }
    })
  const { id, url, container } = await until('a tab of a container with the console', find)
  const { host, pathname } = new URL(url)
  const caller = aws.requests().findLast((one) => one.host === host && one.path === pathname)?.caller ?? ''
  const [, account = '', role = ''] = /::(\d+):assumed-role\/([^/]+)\//.exec(caller) ?? []
  const close = async () => {
    await wings.evaluate((id) => chrome.tabs.remove(id), id)
    const isOpen = async () => (await wings.evaluate((id) => chrome.tabs.get(id).catch(() => null), id)) !== null
    await becomes('whether the tab is open', isOpen, false)
  }
  return { url, account, role, container, close }
}

interface Firefox {
  browser: { contextualIdentities: { get(id: string): Promise<{ name: string }> } }
}

/** The page with the list, once it has rows. */
async function listed({ driven, wings }: Stage, heading: string) {
  const page = await driven.find('go.html', wings)
  await page.waitForSelector(named('heading', heading))
  await page.waitForSelector('[role=option]')
  await page.focus('.finder [role=combobox]')
  return page
}
