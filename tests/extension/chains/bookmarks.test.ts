// The folder of bookmarks: what is in it as favourites come, go and change; what of a person's own is left alone; and what another
// extension makes of it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser } from '../scene/browser.ts'
import { type Bookmark, OTHERS } from '../scene/browser-bookmarks.ts'
import { keep } from '../scene/kept.ts'
import { addSource, chain } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

const PASSWORD = 'correct horse battery staple'
const OWN = { id: '3', parentId: OTHERS, title: 'My own', url: 'https://example.com/', dateAdded: 1 }

/** Three chains, of which two are favourites, in a browser that lets bookmarks be changed. */
async function scene() {
  const browser = new Browser()
  const all: Bookmark[] = [{ ...OWN }]
  browser.bookmarks = all
  await browser.wake()
  const sourceId = await addSource(browser)
  for (const id of ['alpha', 'beta', 'gamma']) await browser.call('restoreChain', chain(id, id, { sourceId }))
  for (const id of ['alpha', 'beta']) await browser.call('favourite', { id, on: true })
  const folder = () => all.find(({ url, title }) => url === undefined && title === 'Rolerelay')
  const inside = () => all.filter(({ parentId }) => parentId === folder()?.id)
  const names = () => inside().map(({ title }) => title)
  const become = (...expected: string[]) =>
    until(() => JSON.stringify(names().sort()) === JSON.stringify(expected)).catch(() => {
      assert.deepEqual(names().sort(), expected)
    })
  const leadsTo = async (url = '') =>
    (await browser.call('readLink', { text: url.slice(url.indexOf('#') + 1) })).chain.id
  return { browser, all, sourceId, folder, inside, names, become, leadsTo }
}

test('nothing is touched before it is chosen, nor without the permission', async () => {
  const { browser, all } = await scene()
  assert.deepEqual([all, await browser.call('bookmarksFolder', null)], [[OWN], { count: null }])
  browser.bookmarks = undefined
  await browser.wake()
  await assert.rejects(browser.call('keepBookmarks', { on: true }), { kind: 'permission' })
  assert.deepEqual(await browser.call('bookmarksFolder', null), { count: null })
})

test('each favourite has its link there, which is ours and opens that chain', async () => {
  const { browser, inside, leadsTo } = await scene()
  assert.deepEqual(await browser.call('keepBookmarks', { on: true }), { count: 2, stays: false })
  const found = inside()
  assert.deepEqual(
    found.map(({ title }) => title),
    ['alpha', 'beta'],
  )
  for (const { title, url = '' } of found) {
    assert.equal(await leadsTo(url), title)
    assert.equal((await browser.call('readLink', { text: url.slice(url.indexOf('#') + 1) })).ours, true)
  }
})

test('it follows what is starred, renamed, un-starred and deleted, also by another background', async () => {
  const { browser, become, inside, leadsTo } = await scene()
  await browser.call('keepBookmarks', { on: true })
  await browser.call('favourite', { id: 'gamma', on: true })
  await become('alpha', 'beta', 'gamma')
  const { id } = inside().find(({ title }) => title === 'alpha') as Bookmark
  await browser.call('restoreChain', { ...(await browser.call('chain', { id: 'alpha' })), name: 'Renamed' })
  await become('Renamed', 'beta', 'gamma')
  const renamed = inside().find(({ title }) => title === 'Renamed')
  assert.deepEqual([renamed?.id, await leadsTo(renamed?.url)], [id, 'alpha'], 'it is the same bookmark')
  await browser.call('favourite', { id: 'beta', on: false })
  await become('Renamed', 'gamma')
  await browser.wake()
  await browser.call('changeChains', { ids: ['alpha'], change: 'delete' })
  await become('gamma')
  await browser.call('deleteChain', { id: 'gamma' })
  await become()
})

test('a change asks for those links alone that may be others', async (t) => {
  const { browser, become, inside, leadsTo } = await scene()
  await browser.call('keepBookmarks', { on: true })
  const sign = t.mock.method(crypto.subtle, 'sign')
  await browser.call('favourite', { id: 'gamma', on: true })
  await become('alpha', 'beta', 'gamma')
  assert.equal(sign.mock.callCount(), 1)
  await browser.call('favourite', { id: 'beta', on: false })
  await become('alpha', 'gamma')
  assert.equal(sign.mock.callCount(), 1)
  await browser.call('restoreChain', { ...(await browser.call('chain', { id: 'alpha' })), name: 'Renamed' })
  await become('Renamed', 'gamma')
  assert.equal(sign.mock.callCount(), 3)
  for (const [at, id] of ['alpha', 'gamma'].entries()) assert.equal(await leadsTo(inside()[at]?.url), id)
})

test('what a person put into the folder stays, and so does the folder with it', async () => {
  const { browser, all, folder, become, inside } = await scene()
  await browser.call('keepBookmarks', { on: true })
  const parentId = folder()?.id ?? ''
  const theirs = { id: '90', parentId, title: 'alpha', url: 'https://example.com/alpha', dateAdded: 5 }
  const nested = { id: '91', parentId, title: 'Nested', dateAdded: 6 }
  all.push(theirs, nested)
  await browser.call('favourite', { id: 'alpha', on: false })
  await become('Nested', 'alpha', 'beta')
  assert.deepEqual(await browser.call('keepBookmarks', { on: false }), { count: null, stays: true })
  assert.deepEqual(inside(), [theirs, nested])
  assert.deepEqual(all[0], OWN)
})

test('switched off, all of it goes, and no change makes it again', async () => {
  const { browser, all } = await scene()
  await browser.call('keepBookmarks', { on: true })
  assert.deepEqual(await browser.call('keepBookmarks', { on: false }), { count: null, stays: false })
  assert.deepEqual(all, [OWN])
  await browser.call('favourite', { id: 'gamma', on: true })
  assert.deepEqual([all, await browser.call('bookmarksFolder', null)], [[OWN], { count: null }])
  assert.equal((await browser.call('keepBookmarks', { on: true })).count, 3)
})

test('where a person moves and names the folder it is followed; one that they delete is not made again', async () => {
  const { browser, all, folder } = await scene()
  await browser.call('keepBookmarks', { on: true })
  const ours = folder() as Bookmark
  Object.assign(ours, { parentId: '1', title: 'Work' })
  await browser.call('favourite', { id: 'gamma', on: true })
  await until(() => all.filter(({ parentId }) => parentId === ours.id).length === 3)
  for (const one of [...all]) if (one !== all[0]) all.splice(all.indexOf(one), 1)
  await browser.call('favourite', { id: 'gamma', on: false })
  await until(async () => (await browser.call('bookmarksFolder', null)).count === null)
  assert.deepEqual(all, [OWN])
})

test('one that leads elsewhere, or bears another name, is put right; one that was taken out is left alone', async () => {
  const { browser, all, inside, become, leadsTo } = await scene()
  await browser.call('keepBookmarks', { on: true })
  const [alpha, beta] = inside() as [Bookmark, Bookmark]
  const { url = '' } = alpha
  Object.assign(alpha, { url: 'https://evil.example/', title: 'beta' })
  Object.assign(beta, { parentId: OTHERS })
  await browser.call('favourite', { id: 'gamma', on: true })
  await become('alpha', 'beta', 'gamma')
  assert.equal(alpha.url, url)
  for (const one of inside()) assert.equal(await leadsTo(one.url), one.title)
  await browser.call('keepBookmarks', { on: false })
  assert.deepEqual(all, [OWN, beta], 'what lies elsewhere is nobody’s but the person’s')
})

test('what the background made and could not note is taken up, and not made twice', async () => {
  const { browser, inside, become } = await scene()
  await browser.call('keepBookmarks', { on: true })
  browser.hold = (call) => (call === 'bookmarks.create' ? new Promise(() => {}) : undefined)
  await browser.call('favourite', { id: 'gamma', on: true })
  await become('alpha', 'beta', 'gamma')
  browser.hold = () => undefined
  await browser.wake()
  await browser.call('favourite', { id: 'beta', on: false })
  await become('alpha', 'gamma')
  await browser.call('favourite', { id: 'gamma', on: false })
  await become('alpha')
  assert.equal(inside().length, 1)
})

test('an id that another folder has by now, and another browser’s backup, touch nothing', async () => {
  const { browser, all, folder } = await scene()
  await browser.call('createVault', { password: PASSWORD })
  await browser.call('keepBookmarks', { on: true })
  const { text } = await browser.call('backup', null)
  const ours = folder() as Bookmark

  const other = new Browser()
  const there = [...all.map((one) => ({ ...one }))]
  other.bookmarks = there
  await other.wake()
  await other.call('restoreBackup', { text, password: PASSWORD })
  assert.deepEqual(await other.call('bookmarksFolder', null), { count: null })
  await other.call('favourite', { id: 'gamma', on: true })
  assert.deepEqual(there, all)

  Object.assign(ours, { dateAdded: 1 })
  const before = structuredClone(all)
  await browser.call('favourite', { id: 'gamma', on: true })
  await until(async () => (await browser.call('bookmarksFolder', null)).count === null)
  assert.deepEqual(all, before)
  await browser.call('restoreBackup', { text, password: PASSWORD })
  assert.deepEqual(all, before)
})

test('a password makes the links anew, and a lock leaves them as they are', async () => {
  const { browser, all, inside, leadsTo } = await scene()
  await browser.call('keepBookmarks', { on: true })
  const before = inside().map(({ id, url }) => ({ id, url }))
  await browser.call('createVault', { password: PASSWORD })
  await until(() => inside().every(({ url }, at) => url !== before[at]?.url))
  assert.deepEqual(
    inside().map(({ id }) => id),
    before.map(({ id }) => id),
  )
  for (const { title, url = '' } of inside()) {
    assert.equal(await leadsTo(url), title)
    assert.equal((await browser.call('readLink', { text: url.slice(url.indexOf('#') + 1) })).ours, true)
  }
  const locked = structuredClone(all)
  await browser.call('lock', null)
  await assert.rejects(browser.call('keepBookmarks', { on: false }), { kind: 'locked' })
  await browser.wake()
  assert.deepEqual(all, locked)
})

test('a chain that cannot be walked keeps the bookmark that it has, and gets none', async () => {
  const { browser, become } = await scene()
  const beta = await browser.call('chain', { id: 'beta' })
  const broken = { ...beta, hops: [], sourceId: '', parentId: 'nobody' }
  await browser.call('restoreChain', broken)
  await browser.call('keepBookmarks', { on: true })
  await become('alpha')
  await browser.call('restoreChain', beta)
  await become('alpha', 'beta')
  await browser.call('restoreChain', broken)
  await browser.call('favourite', { id: 'gamma', on: true })
  await become('alpha', 'beta', 'gamma')
})

test('what was tampered with on the disk stops nothing, and touches no bookmark of the person’s', async () => {
  const { browser, all, folder } = await scene()
  await browser.call('keepBookmarks', { on: true })
  const { id, dateAdded } = folder() as Bookmark
  const wrong: unknown[] = [
    7,
    'x',
    [],
    {},
    { folder: 3, addedAt: 1, made: [] },
    { folder: id, addedAt: dateAdded, made: 'x' },
  ]
  for (const made of [{ 0: 1 }, [null], [['alpha']], [['alpha', 3]], [[{}, {}]]])
    wrong.push({ folder: id, addedAt: dateAdded, made })
  for (const bookmarks of wrong) {
    await keep(browser, (values) => ({ ...values, bookmarks }))
    const before = structuredClone(all)
    assert.deepEqual(await browser.call('bookmarksFolder', null), { count: null }, JSON.stringify(bookmarks))
    assert.equal((await browser.call('keepBookmarks', { on: true })).count, 2)
    await browser.call('keepBookmarks', { on: false })
    assert.deepEqual(all, before, 'nothing but what was made since')
  }
})

test('one bookmark stands for one favourite, whatever is noted of it', async () => {
  const { browser, inside, names, leadsTo } = await scene()
  await browser.call('keepBookmarks', { on: true })
  const [alpha] = inside() as [Bookmark]
  await keep(browser, (values) => {
    const noted = values.bookmarks as { made: [string, string][] }
    return { ...values, bookmarks: { ...noted, made: noted.made.map(([chain]) => [chain, alpha.id]) } }
  })
  await browser.call('favourite', { id: 'gamma', on: true })
  await until(async () => (await browser.call('bookmarksFolder', null)).count === 3)
  for (const { title, url } of inside()) assert.equal(await leadsTo(url), title)
  await browser.call('favourite', { id: 'beta', on: false })
  await until(async () => (await browser.call('bookmarksFolder', null)).count === 2)
  const others = names().filter((name) => name !== 'beta')
  assert.deepEqual(others.sort(), ['alpha', 'gamma'], 'what goes is no other’s')
})

test('thousands of others’ in the folder, with links of ours and names of any kind, stay as they are', async () => {
  const { browser, all, folder, inside } = await scene()
  await browser.call('keepBookmarks', { on: true })
  const parentId = folder()?.id ?? ''
  const [{ url = '' }] = inside() as [Bookmark]
  const others: Bookmark[] = Array.from({ length: 10_000 }, (_, at) => ({
    id: String(1_000 + at),
    parentId,
    title: ['alpha', '<b>beta</b>', '\u202ealpha', ''][at % 4] ?? '',
    url: [url, 'javascript:alert(1)', `${url}&mac=A`, 'https://evil.example/'][at % 4] ?? '',
    dateAdded: at,
  }))
  all.push(...structuredClone(others), { id: '20000', parentId, title: 'Deep', dateAdded: 1 })
  all.push({ id: '20001', parentId: '20000', title: 'alpha', url, dateAdded: 1 })
  await browser.call('favourite', { id: 'gamma', on: true })
  await until(() => inside().length === 10_004)
  await browser.call('favourite', { id: 'alpha', on: false })
  await until(() => inside().length === 10_003)
  assert.deepEqual(await browser.call('keepBookmarks', { on: false }), { count: null, stays: true })
  const staying = inside().filter(({ url }) => url !== undefined)
  assert.deepEqual(staying, others)
  assert.equal(all.find(({ id }) => id === '20001')?.url, url)
})
