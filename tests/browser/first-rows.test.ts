// Where nothing is protected by a password the popup's first rows lie ready: they stand there before the background has answered. Where
// they are all, a word is looked for among them without it. What the popup finds, and what Enter opens, is what the background would say.

import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import type { FirstRows } from '../../extension/protocol.ts'
import { steps, threeHops } from '../aws/sample.ts'
import { becomes, DIST, type Kind, kinds, until } from './browsers.ts'
import { search } from './person.ts'
import { chainOf, runOver, type Stage, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const PASSWORD = 'correct horse battery staple'

/** Put before the shipped popup's code: notes its calls to the background, and holds them back where the address says so. */
const PRELUDE = `{
  const { runtime } = globalThis.browser ?? chrome
  const send = runtime.sendMessage.bind(runtime)
  const told = []
  let release = () => {}
  const released = new Promise((resolve) => {
    release = resolve
    if (location.search !== '?held') resolve()
  })
  runtime.sendMessage = (message) => {
    told.push(message.call)
    return released.then(() => send(message))
  }
  Object.assign(globalThis, { told, release })
};`

for (const kind of kinds) {
  describe(`the first rows in ${kind}`, () => {
    const extension = withPrelude(kind)
    after(() => rmSync(extension, { recursive: true }))
    const here = stage(kind, { extension })

    it('stand there before the background has answered, and Enter opens the one that is marked once it has', async () => {
      const { driven, wings } = here
      await keepTen(here)
      await driven.killBackground()
      const popup = await driven.open('popup.html?held')
      await becomes('the rows', () => names(popup), (await namesIn(wings, '')).names)
      await search(popup, 'blue')
      const found = await names(popup)
      assert.deepEqual(found, ['team 2 blue', 'team 5 blue', 'team 8 blue'])
      await popup.keyboard.press('ArrowDown')
      await popup.keyboard.press('Enter')
      await call(wings, 'settings', null)
      assert.equal(await call(wings, 'lastRun', null), null, 'it waits for the background')
      // The popup closes as the console opens, and may not answer any more.
      await popup.evaluate('release()').catch(() => {})
      assert.equal((await driven.consoleTab()).role, 'Step02')
      await runOver(here)
      const { rows } = await call(wings, 'list', { query: '', offset: 0, limit: 1 })
      assert.equal(rows[0]?.name, 'team 5 blue')
    })

    it('are searched by words without a call, with the answers of the background', async () => {
      const { driven, wings } = here
      const popup = await driven.open('popup.html')
      await becomes('what lies ready to be held', async () => (await told(popup)).includes('oldKeys'), true)
      const before = (await told(popup)).length
      for (const query of QUERIES) {
        await search(popup, query)
        assert.deepEqual({ query, ...(await shownIn(popup)) }, { query, ...(await namesIn(wings, query)) })
      }
      await popup.keyboard.press('Escape')
      await becomes('all rows', () => shownIn(popup), await namesIn(wings, ''))
      const asked = (await told(popup)).slice(before).filter((name) => name !== 'prepare')
      assert.deepEqual(asked, [])
      // What may name a page is for the core to read.
      await search(popup, 'blue s3')
      assert.deepEqual([...new Set((await told(popup)).slice(before))], ['list'])
      assert.deepEqual(await shownIn(popup), await namesIn(wings, 'blue s3'))
      await popup.close()
    })

    it('are searched as they are by now, whoever changed them', async () => {
      const { driven, wings, alice } = here
      const popup = await driven.open('popup.html')
      await search(popup, 'late')
      assert.deepEqual(await names(popup), [])
      await addChain(wings, chainOf('latecomer', alice, threeHops))
      await until('the popup to find it', async () => {
        await search(popup, 'lat')
        await search(popup, 'late')
        return (await names(popup))[0] === 'latecomer'
      })
      const [late] = (await call(wings, 'list', { query: 'late', offset: 0, limit: 1 })).rows
      await call(wings, 'deleteChain', { id: late?.id ?? '' })
      await popup.close()
    })

    it('open nothing of what is not there any more', async () => {
      const { driven, wings } = here
      await call(wings, 'list', { query: 'blue', offset: 0, limit: 1 })
      await driven.killBackground()
      await wings.evaluate(async () => {
        const { firstRows } = (await chrome.storage.session.get('firstRows')) as { firstRows: FirstRows }
        const [row] = firstRows.rows
        const words = firstRows.besides?.words ?? []
        firstRows.rows.unshift({ ...row, id: 'ghost', name: 'a ghost', favourite: true } as FirstRows['rows'][0])
        words.unshift([])
        await chrome.storage.session.set({ firstRows: { ...firstRows, known: firstRows.known + 1 } })
      })
      const popup = await driven.open('popup.html?held')
      await search(popup, 'ghost')
      assert.deepEqual(await names(popup), ['a ghost'])
      await popup.keyboard.press('Enter')
      await popup.evaluate('release()')
      await becomes('what is found', () => names(popup), [])
      await search(popup, 'blue')
      await becomes('what is found', () => names(popup), ['team 5 blue', 'team 2 blue', 'team 8 blue'])
      assert.equal(await call(wings, 'lastRun', null), null)
      await popup.close()
    })

    it('do not lie there of a vault, whose popup shows nothing before the background has answered', async () => {
      const { driven, wings } = here
      await call(wings, 'createVault', { password: PASSWORD })
      await call(wings, 'list', { query: 'blue', offset: 0, limit: 1 })
      const memory = await wings.evaluate(() => chrome.storage.session.get(null).then((all) => JSON.stringify(all)))
      assert.doesNotMatch(memory, /team \d/)
      const shut = await driven.open('popup.html?held')
      await becomes('its first call', async () => (await told(shut)).includes('list'), true)
      assert.deepEqual(await names(shut), [])
      await shut.evaluate('release()')
      await becomes('the rows', () => names(shut), (await namesIn(wings, '')).names)
      await becomes('what it held', async () => (await told(shut)).includes('firstRows'), true)
      await call(wings, 'firstRows', null)
      await search(shut, 'green')
      const before = (await told(shut)).length
      await search(shut, 'blue')
      assert.deepEqual((await told(shut)).slice(before), [], 'unlocked, a word is looked for in the popup too')
      assert.deepEqual(await names(shut), ['team 5 blue', 'team 2 blue', 'team 8 blue'])

      await call(wings, 'lock', null)
      await shut.waitForSelector('input[type=password]')
      assert.deepEqual(await names(shut), [])
      // Were the rows of before to lie there, they would not be shown beside a vault.
      await wings.evaluate((rows) => chrome.storage.session.set({ firstRows: JSON.parse(rows) }), JSON.stringify(LYING))
      const locked = await driven.open('popup.html?held')
      await becomes('its first call', async () => (await told(locked)).includes('list'), true)
      await locked.evaluate(() => chrome.storage.session.get('firstRows'))
      assert.deepEqual(await names(locked), [])
      await locked.evaluate('release()')
      await locked.waitForSelector('input[type=password]')
      assert.deepEqual(await names(locked), [])
    })
  })
}

/** Parts of names, tags, accounts, ends, ways and sources; with slips, accents and numbers as people write them. */
const QUERIES = [
  ...['b', 'blue', 'BLÜE', 'team', '5', '#bl', '#lue', 'bleu', 'gren', 'tem', 'nowhere', 'step02', 'sample', 'user'],
  ...['1111', '1111-2222', 'role', 'relayhub', 'arn', 'us-east-1', '-', '#', 'odd', 'odds', 'alice', 'base'],
]

const LYING: FirstRows = {
  known: 1,
  rows: [
    {
      id: 'a',
      name: 'a secret',
      sourceId: '',
      account: '111122223333',
      role: 'R',
      hops: 1,
      tags: [],
      favourite: false,
    },
  ],
  besides: { words: [[]], sources: [] },
  at: 0,
}

async function keepTen({ wings, alice }: Stage): Promise<void> {
  const colours = ['red', 'green', 'blue']
  for (let at = 0; at < 10; at++) {
    const hops = at < 9 ? steps.slice(0, 1 + (at % 2 === 0 ? at % 3 : 1)) : threeHops
    const tags = at % 2 ? ['odd'] : ['Blütezeit']
    await addChain(wings, chainOf(`team ${at} ${colours[at % 3]}`, alice, hops, { tags }))
  }
}

const told = (popup: Page) => popup.evaluate('[...told]') as Promise<string[]>

const names = (popup: Page): Promise<string[]> =>
  popup.$$eval('[role=option] .chain-name .ellipsis', (all) => all.map((each) => each.textContent ?? ''))

/** The rows that a popup shows, and how many hold what was typed but for one slip. */
async function shownIn(popup: Page): Promise<{ names: string[]; slips: number }> {
  const label = '[role=group][aria-label^="Found but for one slip"] [role=option]'
  return { names: await names(popup), slips: (await popup.$$(label)).length }
}

async function namesIn(wings: Page, query: string): Promise<{ names: string[]; slips: number }> {
  const { rows, total, exact } = await call(wings, 'list', { query, offset: 0, limit: 50, opens: true })
  return { names: rows.map(({ name }) => name), slips: total - exact }
}

/** A copy of the build, whose popup begins with that. */
function withPrelude(kind: Kind): string {
  const folder = mkdtempSync(join(tmpdir(), 'rolerelay-first-rows-'))
  cpSync(join(DIST, kind === 'chromium' ? 'chrome' : 'firefox'), folder, { recursive: true })
  const code = join(folder, 'popup.js')
  writeFileSync(code, PRELUDE + readFileSync(code, 'utf8'))
  return folder
}
