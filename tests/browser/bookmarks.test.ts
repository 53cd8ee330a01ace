// The folder of bookmarks, in the browsers' own bookmarks: a box makes it, it follows the favourites, a bookmark opens its chain, and the
// box takes it away.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { aliceKey, steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { button, field, placeOf, shows } from './person.ts'
import { chainOf, credentialsOf, runOver, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

const BOX = 'Keep a folder of bookmarks with the favourites'

for (const kind of kinds) {
  describe(`bookmarks of favourites in ${kind}`, () => {
    const here = stage(kind)

    it('a box in the settings makes a folder with a link for each favourite, and it follows them', async () => {
      const { driven, aws } = here
      if (kind === 'chromium') {
        // No driver can answer its question. It starts the extension anew, and closes its pages.
        await driven.allow('bookmarks')
        here.wings = await driven.open('go.html')
        here.alice = await addSource(here.wings, credentialsOf(aliceKey(aws.world)), 'Alice, again')
      }
      const { wings, alice } = here
      const starred = await addChain(wings, chainOf('Starred', alice, steps.slice(0, 2)))
      const guarded = await addChain(wings, chainOf('Guarded', alice, steps.slice(0, 2), { guard: 'PRODUCTION' }))
      await call(wings, 'favourite', { id: starred, on: true })
      const settings = await driven.open('options.html#/settings')
      const box = await field(settings, BOX).waitHandle()
      await box.click()
      await shows(settings, /1 favourite has a bookmark\./)
      assert.equal(await box.evaluate((input) => (input as HTMLInputElement).checked), true)
      assert.deepEqual(await findings(settings), [])
      await becomes('the bookmarks', () => names(here), ['Starred'])
      await call(wings, 'favourite', { id: guarded, on: true })
      await becomes('the bookmarks', () => names(here), ['Guarded', 'Starred'])
      await call(wings, 'saveChain', { ...(await call(wings, 'chain', { id: starred })), name: 'Renamed' })
      await becomes('the bookmarks', () => names(here), ['Guarded', 'Renamed'])
      await settings.close()
    })

    it('a bookmark opens its chain; a guarded one asks first', async () => {
      const { aws, driven } = here
      const [guarded, plain] = (await inside(here)).map(({ url = '' }) => url)
      await driven.open(placeOf(plain ?? ''))
      assert.equal((await driven.consoleTab()).role, 'Step02')
      await runOver(here)
      aws.clearJournal()
      const page = await driven.open(placeOf(guarded ?? ''))
      await button(page, 'Open PRODUCTION chain').waitHandle()
      assert.deepEqual(sentByExtension(aws), [])
      await driven.clear(here.wings)
    })

    it('one that another extension changed is put right; what a person put there stays, and the folder with it', async () => {
      const { driven, wings } = here
      const [first] = await inside(here)
      await wings.evaluate(
        async (id, parentId = '') => {
          const { browser = chrome } = globalThis as { browser?: typeof chrome }
          await browser.bookmarks.update(id, { title: 'Renamed', url: 'https://evil.example/' })
          await browser.bookmarks.create({ parentId, title: 'My own', url: 'https://example.com/' })
        },
        first?.id ?? '',
        first?.parentId,
      )
      const { rows } = await call(wings, 'list', { query: 'Renamed', offset: 0, limit: 1 })
      await call(wings, 'favourite', { id: rows[0]?.id ?? '', on: false })
      await becomes('the bookmarks', () => names(here), ['Guarded', 'My own'])
      assert.equal((await inside(here)).find(({ title }) => title === 'Guarded')?.url, first?.url)
      const settings = await driven.open('options.html#/settings')
      await field(settings, BOX).click()
      await shows(settings, /The folder stays, with what you put into it yourself\./)
      await becomes('the permission', () => wings.evaluate(holds), false)
    })
  })
}

const holds = () => chrome.permissions.contains({ permissions: ['bookmarks'] })

/** What is in the folder of our name, by title. */
const inside = async ({ wings }: Stage) => {
  const found = await wings.evaluate(async () => {
    const { browser = chrome } = globalThis as { browser?: typeof chrome }
    const all = await browser.bookmarks.search({ title: 'Rolerelay' })
    const folder = all.find(({ url }) => url === undefined)
    const there = folder ? await browser.bookmarks.getChildren(folder.id) : []
    return there.map(({ id, parentId, title, url }) => ({ id, parentId, title, url }))
  })
  return found.toSorted((a, b) => (a.title < b.title ? -1 : 1))
}

const names = async (here: Stage) => (await inside(here)).map(({ title }) => title)
