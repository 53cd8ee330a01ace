// Recent pages that somebody wrote onto the disk, and bookmarks that another extension or the browser's sync changed: none of them runs a
// chain without the click or the Enter that chose it, a guarded one without its question, or leads out of the console; and while the
// vault is locked they say no more than the settings told.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { accounts, aliceKey, steps } from '../../aws/sample.ts'
import { kinds } from '../browsers.ts'
import { keepIn } from '../kept.ts'
import { button, placeOf, search, shows } from '../person.ts'
import { chainOf, credentialsOf, type Stage, sentByExtension, stage } from '../stage.ts'
import { addChain, addSource, call, run } from '../wire.ts'

const PASSWORD = 'copper lantern drifts under seven maples'
const CONSOLE = 'https://console.aws.amazon.com'
const LABELLED = `https://${accounts.security}-ab12cd34.console.aws.amazon.com`
/** Pages that are none, or whose address is written so that it looks like one. */
const HOSTILE = [
  'https://evil.example/s3/home',
  `${CONSOLE}.evil.example/`,
  'https://user:pass@console.aws.amazon.com/s3/home',
  'https://console.aws.amazon.com@evil.example/s3/home',
  'https://evil.example/#https://console.aws.amazon.com/s3/home',
  'javascript:alert(1)//https://console.aws.amazon.com/',
  'data:text/html,https://console.aws.amazon.com/',
  'http://console.aws.amazon.com/s3/home',
  `${CONSOLE}:8443/s3/home`,
  'https://console.amazonaws.cn/s3/home',
  `${CONSOLE}/s3/home#${'a'.repeat(4_000)}`,
  `${LABELLED}/s3/home`,
  `${CONSOLE}\\@evil.example/`,
]
/** One that is a page, and is named by what somebody wrote into it. */
const TURNED = `${CONSOLE}/go/view?arn=%E2%80%AE1-tsew-ue%0Agnp`

for (const kind of kinds) {
  describe(`ways in that are kept, in ${kind}`, () => {
    const here = stage(kind)

    it('recent pages from the disk are rows of pages of the console alone, and open nothing by themselves', async () => {
      const { aws, driven, wings, alice } = here
      const plain = await addChain(wings, chainOf('Kept', alice, steps.slice(0, 2)))
      const guarded = await addChain(wings, chainOf('Walled', alice, steps.slice(0, 2), { guard: 'PRODUCTION' }))
      const own = { account: accounts.security }
      await driven.killBackground()
      await keepIn(wings, (values) => ({
        ...values,
        pages: [
          { ...own, chainId: guarded, page: `${CONSOLE}/s3/home?region=us-east-1` },
          { ...own, chainId: plain, page: TURNED },
          ...[0, 5, 10].map((at) => ({ ...own, chainId: plain, page: HOSTILE[at] })),
        ],
      }))
      const popup = await driven.open('popup.html')
      await search(popup, 'Kept ')
      assert.deepEqual(await rows(popup), ['Kept', 'at \ufffd1-tsew-ue\ufffdgnp'])
      for (const { label } of await call(wings, 'recentPages', { chainId: plain }))
        assert.doesNotMatch(label, /[\u202e\n]/)
      assert.deepEqual([await websites(here), aws.requests()], [[], []])

      await search(popup, 'Walled ')
      assert.deepEqual(await rows(popup), ['Walled', 'at S3, us-east-1'])
      await popup.keyboard.press('ArrowDown')
      await popup.keyboard.press('Enter')
      await shows(popup, /Open PRODUCTION chain\?/)
      // Enter alone, were it held down, confirms nothing.
      await popup.keyboard.press('Enter')
      assert.deepEqual([await websites(here), aws.requests()], [[], []])
    })

    it('a page that is none is refused before AWS is asked, wherever it was chosen, and is not kept', async () => {
      const { aws, wings, alice } = here
      const chainId = await addChain(wings, chainOf('Refused', alice, steps.slice(0, 2)))
      for (const destination of HOSTILE.filter((page) => !page.startsWith(LABELLED))) {
        const last = (await run(wings, { action: 'open', chainId, where: 'background-tab', destination })).at(-1)
        const refused = destination.length > 4_000 ? 'invalid' : 'destination'
        assert.deepEqual([destination.slice(0, 80), last?.state.failure?.kind], [destination.slice(0, 80), refused])
      }
      assert.deepEqual([sentByExtension(aws), await websites(here)], [[], []])
      assert.deepEqual(await call(wings, 'recentPages', { chainId }), [])
    })

    it('bookmarks that others changed lead where they always did, or ask; and what is not ours stays', async () => {
      const { aws, driven } = here
      if (kind === 'chromium') {
        await driven.allow('bookmarks')
        here.wings = await driven.open('go.html')
        here.alice = await addSource(here.wings, credentialsOf(aliceKey(aws.world)), 'Alice, again')
      } else await driven.allow('bookmarks')
      const { wings, alice } = here
      const plain = await addChain(wings, chainOf('Plain star', alice, steps.slice(0, 1)))
      const guarded = await addChain(wings, chainOf('Walled star', alice, steps.slice(0, 2), { guard: 'PRODUCTION' }))
      for (const id of [plain, guarded]) await call(wings, 'favourite', { id, on: true })
      assert.equal((await call(wings, 'keepBookmarks', { on: true })).count, 2)
      const [first, second] = (await inside(here)).toSorted((a, b) => (a.title < b.title ? -1 : 1))
      const [mine = '', walled = ''] = [first?.url, second?.url]
      // The harmless name leads to the guarded chain; and without its proof to the plain one.
      await change(here, first?.id ?? '', { title: 'Plain star', url: walled })
      const other = await driven.open(placeOf((await inside(here)).find(({ id }) => id === first?.id)?.url ?? ''))
      await shows(other, /PRODUCTION/)
      await button(other, 'Open PRODUCTION chain').waitHandle()
      const forged = await driven.open(placeOf(mine.replace(/(&|%26)mac(=|%3D).*$/, '')))
      await shows(forged, /Open the console with this chain\?/)
      assert.deepEqual([aws.requests(), await websites(here)], [[], []])

      const titles = ['<img src=x onerror=alert(1)>', '\u202eratS nialP', 'x'.repeat(500)]
      await fill(here, first?.parentId ?? '', titles, 'https://evil.example/')
      await call(wings, 'favourite', { id: guarded, on: false })
      await shows(await driven.open('options.html#/settings'), /1 favourite has a bookmark\./)
      const there = await inside(here)
      assert.deepEqual(
        there.filter(({ url }) => url === mine).map(({ title }) => title),
        ['Plain star'],
      )
      assert.deepEqual(
        there
          .filter(({ url }) => url === 'https://evil.example/')
          .map(({ title }) => title)
          .sort(),
        titles.sort(),
      )
      assert.deepEqual([aws.requests(), there.length], [[], 4])
    })

    it('while it is locked they change nothing, and no page says which chains there are', async () => {
      const { aws, driven, wings } = here
      const {
        rows: [starred],
      } = await call(wings, 'list', { query: 'Plain star', offset: 0, limit: 1 })
      const { url } = await call(wings, 'makeLink', { chainId: starred?.id ?? '' })
      await call(wings, 'createVault', { password: PASSWORD })
      await call(wings, 'lock', null)
      const before = await inside(here)
      for (const [name, argument] of [
        ['bookmarksFolder', null],
        ['keepBookmarks', { on: false }],
        ['recentPages', { chainId: starred?.id ?? '' }],
        ['forgetPages', {}],
      ] as const)
        await assert.rejects(call(wings, name, argument), /"kind":"locked"/, name)
      await assert.rejects(call(wings, 'weighOpening', { ids: [starred?.id ?? ''] }), /"kind":"locked"/)
      for (const path of ['options.html#/settings', 'popup.html', placeOf(url)]) {
        const page = await driven.open(path)
        await page.waitForSelector('.unlock')
        assert.doesNotMatch(await page.content(), /Plain|Walled|Kept|PRODUCTION|Step0/, path)
      }
      assert.deepEqual([aws.requests(), await inside(here)], [[], before])
    })
  })
}

const rows = (page: Page) =>
  page.$$eval('[role=option]', (all) =>
    all.map(
      (row) => row.querySelector('.chain-at')?.textContent ?? row.querySelector('.chain-name .ellipsis')?.textContent,
    ),
  )

/** The tabs that show a page of the web. */
const websites = async ({ driven }: Stage) => (await driven.tabs()).filter((address) => address.startsWith('http'))

/** What is in the folder of our name. */
const inside = ({ wings }: Stage) =>
  wings.evaluate(async () => {
    const { browser = chrome } = globalThis as { browser?: typeof chrome }
    const all = await browser.bookmarks.search({ title: 'Rolerelay' })
    const folder = all.find(({ url }) => url === undefined)
    const there = folder ? await browser.bookmarks.getChildren(folder.id) : []
    return there.map(({ id, parentId, title, url }) => ({ id, parentId, title, url }))
  })

const change = ({ wings }: Stage, id: string, to: { title: string; url: string }) =>
  wings.evaluate(
    async (id, to) => {
      const { browser = chrome } = globalThis as { browser?: typeof chrome }
      await browser.bookmarks.update(id, to)
    },
    id,
    to,
  )

const fill = ({ wings }: Stage, parentId: string, titles: string[], url: string) =>
  wings.evaluate(
    async (parentId, titles, url) => {
      const { browser = chrome } = globalThis as { browser?: typeof chrome }
      for (const title of titles) await browser.bookmarks.create({ parentId, title, url })
    },
    parentId,
    titles,
    url,
  )
