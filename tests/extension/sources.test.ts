// Sources: names for good, keys only in memory.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser } from './browser.ts'
import { addSource, chain, KEYS } from './sample.ts'

async function awake() {
  const browser = new Browser()
  await browser.wake()
  return browser
}

test('keys stay in memory: the disk never sees them, and they end with the browser', async () => {
  const browser = await awake()
  const id = await addSource(browser)
  assert.doesNotMatch(JSON.stringify(browser.local), new RegExp(`${KEYS.secretAccessKey}|${KEYS.accessKeyId}`))
  const [row] = await browser.call('sources', null)
  assert.deepEqual([row?.id, row?.name, row?.keys, row?.accessKeyId], [id, 'Base', 'ready', KEYS.accessKeyId])
  assert.equal(row?.likelyAccount, '123456789012')

  await browser.wake()
  assert.equal((await browser.call('sources', null))[0]?.keys, 'ready')

  browser.session = {}
  await browser.wake()
  const [later] = await browser.call('sources', null)
  assert.equal(later?.keys, 'missing')
  assert.equal(later?.accessKeyId, undefined)
})

test('no reply holds a secret key', async () => {
  const browser = await awake()
  await addSource(browser)
  assert.doesNotMatch(JSON.stringify(await browser.call('sources', null)), /wJalr/)
})

test('a source is renamed without its keys, and keys are replaced under the same id', async () => {
  const browser = await awake()
  const id = await addSource(browser)
  assert.equal((await browser.call('saveSource', { id, name: 'Other' })).saved, true)
  const [renamed, ...none] = await browser.call('sources', null)
  assert.deepEqual([renamed?.name, renamed?.keys, none.length], ['Other', 'ready', 0])
  const credentials = { ...KEYS, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' }
  await browser.call('saveSource', { id, name: 'Other', credentials })
  const [replaced] = await browser.call('sources', null)
  assert.equal(replaced?.accessKeyId, credentials.accessKeyId)
})

test('a new source needs a name of its own and keys', async () => {
  const browser = await awake()
  await addSource(browser)
  const same = await browser.call('saveSource', { name: ' Base ', credentials: KEYS })
  assert.equal(same.saved, false)
  assert.ok(same.findings.some(({ place }) => place === 'name'))
  const without = await browser.call('saveSource', { name: 'Other' })
  assert.equal(without.saved, false)
  assert.equal((await browser.call('sources', null)).length, 1)
})

test('a source that is deleted takes its keys along', async () => {
  const browser = await awake()
  const id = await addSource(browser)
  await browser.call('deleteSource', { id })
  assert.deepEqual(await browser.call('sources', null), [])
  assert.doesNotMatch(JSON.stringify(browser.session), /wJalr/)
})

test('a source says which chains start from it', async () => {
  const browser = await awake()
  const sourceId = await addSource(browser)
  for (let index = 0; index < 25; index += 1)
    await browser.call('saveChain', chain(`c${index}`, `C ${index}`, { sourceId }))
  const [row] = await browser.call('sources', null)
  assert.equal(row?.usedByCount, 25)
  assert.equal(row?.usedBy.length, 20)
})
