// Many chains changed at once: all or none, in one write, and taken back whole.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Chain } from 'rolerelay-core'
import type { ChainsChange } from '../../../extension/protocol.ts'
import { Browser } from '../scene/browser.ts'
import { kept } from '../scene/kept.ts'
import { account, addSource, chain, shelve } from '../scene/sample.ts'

const rows = async (browser: Browser, query = '') => (await browser.call('list', { query, offset: 0, limit: 500 })).rows
const names = async (browser: Browser) => (await rows(browser)).map(({ name }) => name)
const records = (browser: Browser) =>
  Object.fromEntries(Object.entries(kept(browser)).filter(([key]) => key.startsWith('chain/')))

interface Scene {
  browser: Browser
  sourceId: string
  change: (ids: string[], change: ChainsChange) => ReturnType<typeof changed>
}

const changed = (browser: Browser, ids: string[], change: ChainsChange) => browser.call('changeChains', { ids, change })

async function scene(...more: Chain[]): Promise<Scene> {
  const browser = new Browser()
  await browser.wake()
  const sourceId = await addSource(browser)
  for (const each of [...['a', 'b', 'c'].map((id) => chain(id)), ...more]) {
    const start = each.parentId === undefined && { sourceId }
    await browser.call('restoreChain', { ...each, ...start })
  }
  return { browser, sourceId, change: (ids, change) => changed(browser, ids, change) }
}

const child = (id: string, parentId: string): Chain => ({
  ...chain(id),
  parentId,
  hops: [{ roleArn: `arn:aws:iam::${account(3)}:role/End` }],
})
const shape = (): Chain => ({
  ...chain('shape'),
  hops: [{ roleArn: 'arn:aws:iam::{account}:role/Admin' }],
  accounts: [{ id: account(7), name: 'Seven' }],
})

test('an edit writes what it names into each of them, once, and lists show it; another background takes it back', async () => {
  const { browser, sourceId, change } = await scene({ ...chain('d'), tags: ['Old', 'kept'], guard: 'PROD' })
  const other = await addSource(browser, undefined, 'Other')
  const before = records(browser)
  let writes = 0
  browser.beforeWrite = (how) => {
    if (how === 'set') writes += 1
  }
  const edit = {
    addTags: ['new', 'NEW', 'Kept'],
    removeTags: ['old'],
    colour: 'red',
    guard: null,
    readOnly: 'ViewOnlyAccess',
    sourceId: other,
    region: 'eu-west-1',
    sessionName: 'team',
  } as const
  const done = await change(['a', 'd', 'a'], { ...edit, addTags: [...edit.addTags], removeTags: [...edit.removeTags] })
  assert.deepEqual([done.changed, done.building, writes], [2, 0, 1])
  browser.beforeWrite = () => {}
  const written = {
    sourceId: other,
    colour: 'red',
    readOnly: 'ViewOnlyAccess',
    region: 'eu-west-1',
    sessionName: 'team',
  }
  assert.deepEqual(await browser.call('chain', { id: 'a' }), { ...chain('a'), ...written, tags: ['new', 'Kept'] })
  assert.deepEqual(await browser.call('chain', { id: 'd' }), { ...chain('d'), ...written, tags: ['kept', 'new'] })
  assert.deepEqual(await browser.call('chain', { id: 'b' }), { ...chain('b'), sourceId })
  assert.deepEqual(
    (await rows(browser, '#new')).map(({ id, colour }) => [id, colour]),
    [
      ['a', 'red'],
      ['d', 'red'],
    ],
  )

  await browser.wake()
  assert.deepEqual(await browser.call('undoChanges', { undo: done.undo }), {
    restored: 2,
    kept: { count: 0, names: [] },
  })
  assert.deepEqual(records(browser), before)
  assert.deepEqual(await rows(browser, '#new'), [])
  assert.ok(!('undo' in kept(browser)), 'nothing is left of it')
})

test('an edit with which one of them could not be saved changes none, and says which and why', async () => {
  const china = { roleArn: `arn:aws-cn:iam::${account(1)}:role/Entry` }
  const { browser, change } = await scene({ ...chain('cn', 'Beijing'), hops: [china] })
  const before = kept(browser)
  const refused = { kind: 'invalid', message: /Nothing was changed\. “Beijing”: .*region/i }
  await assert.rejects(change(['a', 'b', 'cn'], { region: 'eu-west-1' }), refused)
  await assert.rejects(change(['a'], { guard: 'A'.repeat(30) }), { message: /Nothing was changed\. “a”: .*24/ })
  await assert.rejects(change(['a'], { sourceId: 'gone' }), { message: /Nothing was changed\. This source/ })
  await assert.rejects(change(['a', 'gone'], { colour: 'red' }), { message: /Nothing was changed\. One of these/ })
  await assert.rejects(change(['a'], { addTags: ['\u202eevil'] }), { kind: 'invalid', message: /Nothing was changed/ })
  await assert.rejects(change(['a'], { colour: 'pink' as 'red' }), { kind: 'invalid' })
  assert.deepEqual(kept(browser), before)
})

test('a chain that cannot be walked already may still be tagged', async () => {
  const { browser, change } = await scene({ ...chain('bad'), hops: [{ roleArn: 'what?' }] })
  assert.equal((await change(['bad'], { addTags: ['broken'] })).changed, 1)
  assert.deepEqual((await browser.call('chain', { id: 'bad' })).tags, ['broken'])
})

test('what says so already stays untouched, and where nothing changes nothing is written', async () => {
  const { browser, change } = await scene({ ...chain('d'), colour: 'red' })
  assert.equal((await change(['a', 'd'], { colour: 'red' })).changed, 1)
  browser.beforeWrite = () => assert.fail('nothing is to be written')
  assert.equal((await change(['a', 'd'], { colour: 'red', removeTags: ['none'] })).changed, 0)
})

test('chains that a shape makes are changed there, and none of the others either', async () => {
  const { browser, change } = await scene(shape())
  const made = `shape_${account(7)}`
  const before = kept(browser)
  for (const what of ['delete', 'duplicate', { colour: 'red' }] as const)
    await assert.rejects(change(['a', made], what), { kind: 'invalid', message: /“Seven · shape” is made by a shape/ })
  await assert.rejects(browser.call('weighChains', { ids: [made] }), { kind: 'invalid' })
  assert.deepEqual(kept(browser), before)
  assert.deepEqual(await browser.call('find', { query: '', offset: 0, limit: 100 }), { ids: ['a', 'b', 'c'], made: 1 })
  const { rows } = await browser.call('list', { query: '', offset: 0, limit: 100 })
  for (const [at, { id }] of rows.entries()) assert.equal(await browser.call('placeInList', { query: '', id }), at)
  assert.equal(await browser.call('placeInList', { query: 'shape', id: 'a' }), -1)
  // What was found but for a slip is not among all that the search finds.
  const slip = { query: 'shpae', offset: 0, limit: 100 }
  const { total, exact } = await browser.call('list', slip)
  assert.deepEqual([total, exact], [1, 0])
  assert.deepEqual(await browser.call('find', slip), { ids: [], made: 0 })
})

test('another source is for those that start from one; what builds on others keeps its start', async () => {
  const { browser, change } = await scene(child('end', 'a'))
  const other = await addSource(browser, undefined, 'Other')
  const { changed, building } = await change(['a', 'end'], { sourceId: other })
  assert.deepEqual([changed, building], [1, 1])
  const end = await browser.call('chain', { id: 'end' })
  assert.deepEqual([end.sourceId, end.parentId], ['', 'a'])
  assert.equal((await rows(browser, 'end'))[0]?.sourceId, other)
})

test('who deletes is told what else builds on them, and an undo brings back all, stars too', async () => {
  const { browser, change } = await scene(child('inner', 'a'), child('outer', 'inner'), child('other', 'c'))
  await browser.call('favourite', { id: 'a', on: true })
  const before = [records(browser), await rows(browser)]
  const weighed = await browser.call('weighChains', { ids: ['a', 'b', 'inner'] })
  assert.deepEqual(weighed, { dependents: { count: 1, names: ['outer'] }, building: 1, tags: [] })
  const { undo, changed } = await change(['a', 'b', 'inner'], 'delete')
  assert.equal(changed, 3)
  assert.deepEqual(await names(browser), ['c', 'other', 'outer'])
  assert.equal((await rows(browser, 'outer'))[0]?.severity, 'error')
  await browser.wake()
  assert.equal((await browser.call('undoChanges', { undo })).restored, 3)
  assert.deepEqual([records(browser), await rows(browser)], before)
})

test('copies stand beside what they are of, and an undo takes them away', async () => {
  const { browser, change } = await scene()
  const before = records(browser)
  const { undo, changed } = await change(['a', 'b'], 'duplicate')
  assert.equal(changed, 2)
  assert.deepEqual(await names(browser), ['a', 'a (copy)', 'b', 'b (copy)', 'c'])
  await browser.call('undoChanges', { undo })
  assert.deepEqual(records(browser), before)
})

test('an undo leaves what somebody wrote since, and says of which chains', async () => {
  const { browser, change } = await scene()
  const { undo } = await change(['a', 'b', 'c'], { colour: 'red', guard: 'PROD' })
  const a = await browser.call('chain', { id: 'a' })
  await browser.call('restoreChain', { ...a, colour: 'blue', name: 'renamed' })
  await browser.call('deleteChain', { id: 'b' })
  const { restored, kept } = await browser.call('undoChanges', { undo })
  assert.deepEqual([restored, kept], [2, { count: 2, names: ['renamed', 'b'] }])
  const { guard, colour, name } = await browser.call('chain', { id: 'a' })
  assert.deepEqual([guard, colour, name], [undefined, 'blue', 'renamed'])
  assert.deepEqual(await names(browser), ['c', 'renamed'])

  const deleted = await change(['a', 'c'], 'delete')
  await browser.call('restoreChain', { ...chain('a'), name: 'written anew' })
  const again = await browser.call('undoChanges', { undo: deleted.undo })
  assert.deepEqual(again, { restored: 1, kept: { count: 1, names: ['written anew'] } })
  assert.deepEqual(await names(browser), ['c', 'written anew'])
})

test('only the last change can be taken back, and only once', async () => {
  const { browser, change } = await scene()
  const first = await change(['a'], { colour: 'red' })
  const second = await change(['b'], { colour: 'red' })
  await assert.rejects(browser.call('undoChanges', { undo: first.undo }), { kind: 'invalid', message: /no longer/ })
  await browser.call('undoChanges', { undo: second.undo })
  await assert.rejects(browser.call('undoChanges', { undo: second.undo }), { kind: 'invalid' })
  assert.equal((await browser.call('chain', { id: 'a' })).colour, 'red')
})

test('a write that the browser refuses leaves all as it was', async () => {
  const { browser, change } = await scene()
  const before = kept(browser)
  browser.beforeWrite = () => {
    throw new Error('QUOTA_BYTES quota exceeded')
  }
  await assert.rejects(change(['a', 'b'], 'delete'), { kind: 'storage' })
  browser.beforeWrite = () => {}
  assert.deepEqual(await names(browser), ['a', 'b', 'c'])
  assert.deepEqual(kept(browser), before)
})

test('of ten thousand chains only ids cross, both ways, and one write changes them all', async () => {
  const browser = new Browser()
  const all = Array.from({ length: 10_000 }, (_, at) => chain(`c${at}`, `Chain ${at}`))
  await shelve(browser, ...all)
  await browser.wake()
  const found = await browser.call('find', { query: 'chain', offset: 0, limit: 10_000 })
  assert.equal(found.ids.length, 10_000)
  const ids = found.ids.join('').length
  assert.ok(JSON.stringify(found).length < ids + 10_000 * 4, 'more than ids came')
  assert.deepEqual((await browser.call('find', { query: '', offset: 40, limit: 3 })).ids, ['c40', 'c41', 'c42'])
  let writes = 0
  browser.beforeWrite = (how) => {
    if (how === 'set') writes += 1
  }
  for (const change of [{ addTags: ['x'] }, 'delete'] as const) {
    const done = await browser.call('changeChains', {
      ids: found.ids,
      change: change === 'delete' ? change : { addTags: [...change.addTags] },
    })
    assert.ok(JSON.stringify(done).length < 200, 'no records come back')
    assert.deepEqual([done.changed, writes], [10_000, 1])
    assert.equal((await browser.call('undoChanges', { undo: done.undo })).restored, 10_000)
    writes = 0
  }
  assert.deepEqual(await browser.call('chain', { id: 'c7' }), all[7])
})

test('the tags and accounts that a list can be narrowed to, and a source’s name, are known as soon as they are saved', async () => {
  const { browser, sourceId } = await scene({ ...chain('d'), tags: ['prod', 'eu'] })
  assert.deepEqual(await browser.call('facets', null), { tags: ['eu', 'prod'], accounts: [account(2)] })
  assert.equal((await rows(browser, 'build')).length, 0)
  await browser.call('saveSource', { id: sourceId, name: 'Build server' })
  assert.equal((await rows(browser, 'build serv')).length, 4)
  const narrowed = { query: '', offset: 0, limit: 9, sort: 'name', filter: { tag: 'EU', sourceId } } as const
  assert.deepEqual(
    (await browser.call('list', narrowed)).rows.map(({ id }) => id),
    ['d'],
  )
})

test('what many open with is written and taken away, and lists say it', async () => {
  const { browser, change } = await scene(shape())
  const openWith = async () => (await rows(browser)).map(({ id, readOnly }) => [id, readOnly])
  await change(['a', 'c'], { readOnly: 'ReadOnlyAccess' })
  assert.deepEqual((await openWith()).filter(([, readOnly]) => readOnly).sort(), [
    ['a', 'ReadOnlyAccess'],
    ['c', 'ReadOnlyAccess'],
  ])
  await change(['a', 'b', 'c'], { readOnly: null })
  assert.deepEqual(
    (await openWith()).filter(([, readOnly]) => readOnly),
    [],
  )
  await assert.rejects(change(['a'], { readOnly: 'AdministratorAccess' } as unknown as ChainsChange), {
    kind: 'internal',
  })
})
