// What the last imports did, and what is taken back of them: all but what somebody made of it since.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CREDENTIALS, config, imported, listed, profile, rows, store, undo } from '../scene/import-scene.ts'
import { inSession } from '../scene/kept.ts'
import { KEYS } from '../scene/sample.ts'

const NONE = { count: 0, names: [] }
const NOTHING_STAYS = { chains: NONE, sources: NONE, keys: NONE }

test('an import is undone by another page and background, and then the one before it', async () => {
  const { browser, done } = await imported()
  const first = store(browser)
  const files = [{ name: '', text: config(profile('hub', 9, 'base'), profile('more', 5, 'hub')).text }]
  const second = await browser.call('applyImport', { files, leaveOut: [] })
  await browser.wake()
  const told = (await browser.call('imports', null)).map(({ at: _, ...row }) => row)
  assert.deepEqual(told, [
    { id: second.id, from: [], chainsAdded: 1, chainsChanged: 1, sourcesAdded: 0, sourcesChanged: 0, keys: 0 },
    {
      id: done.id,
      from: ['config', 'credentials'],
      chainsAdded: 3,
      chainsChanged: 0,
      sourcesAdded: 1,
      sourcesChanged: 0,
      keys: 0,
    },
  ])
  await assert.rejects(undo(browser, done), { kind: 'invalid', message: /not the last import/ })
  assert.deepEqual(await undo(browser, second), NOTHING_STAYS)
  assert.deepEqual(store(browser), first)
  await assert.rejects(undo(browser, second), { kind: 'invalid', message: /not the last import/ })
  assert.deepEqual(await undo(browser, done), NOTHING_STAYS)
  assert.deepEqual([await listed(browser), await browser.call('sources', null), inSession(browser)], [[], [], []])
})

test('what somebody made of an import since stays when it is undone, and what that needs, and is told', async () => {
  const { browser, done } = await imported()
  const [hub, gate, prod] = done.added.map((id) => id)
  const sourceId = done.sourcesAdded[0] ?? ''
  await browser.call('saveChain', { ...(await browser.call('chain', { id: gate ?? '' })), tags: ['mine'] })
  assert.deepEqual(await undo(browser, done), {
    chains: { count: 2, names: ['gate', 'hub'] },
    sources: { count: 1, names: ['base'] },
    keys: { count: 0, names: [] },
  })
  assert.deepEqual((await rows(browser)).map(({ id }) => id).sort(), [gate, hub].sort())
  assert.ok(!(await rows(browser)).some(({ id }) => id === prod))
  assert.deepEqual(
    (await browser.call('sources', null)).map(({ id, keys }) => [id, keys]),
    [[sourceId, 'ready']],
  )
  assert.deepEqual(await browser.call('imports', null), [])
})

test('an undo deletes no key that it did not bring, and says which ended with the browser', async () => {
  const { browser, done } = await imported()
  const other = 'AKIAI44QH8DHBEXAMPLE'
  // With the same key it would be the same source.
  const text = CREDENTIALS.text.replace('base', 'spare').replace(KEYS.accessKeyId, 'AKIAI44QH8DHBEXAMPLD')
  const spare = { name: 'credentials', text }
  const brought = await browser.call('applyImport', { files: [spare], leaveOut: [] })
  const [id = ''] = brought.sourcesAdded
  await browser.call('saveSource', { id, name: 'spare', credentials: { ...KEYS, accessKeyId: other } })
  const said = await undo(browser, brought)
  assert.deepEqual(said.sources, { count: 1, names: ['spare'] })
  const keyOf = async (name: string) =>
    (await browser.call('sources', null)).find((one) => one.name === name)?.accessKeyId
  assert.equal(await keyOf('spare'), other)

  const replacing = [{ name: 'credentials', text: CREDENTIALS.text.replace(KEYS.accessKeyId, other) }]
  const replaced = await browser.call('applyImport', { files: replacing, leaveOut: [] })
  assert.equal((await browser.call('imports', null))[0]?.keys, 1)
  // What was replaced is in memory alone, where a vault keeps the rest.
  for (const place of Object.keys(browser.session)) {
    if (place.startsWith('keysBefore/')) delete browser.session[place]
  }
  assert.deepEqual((await undo(browser, replaced)).keys, { count: 1, names: ['base'] })
  assert.equal(await keyOf('base'), undefined)
  assert.equal((await browser.call('imports', null))[0]?.id, done.id)
})
