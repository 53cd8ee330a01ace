// Sources: names for good, keys only in memory unless there is a vault.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Browser } from '../scene/browser.ts'
import { textOf } from '../scene/kept.ts'
import { addSource, chain, KEYS, shelve } from '../scene/sample.ts'

async function awake() {
  const browser = new Browser()
  await browser.wake()
  return browser
}

test('keys stay in memory: the disk never sees them, and they end with the browser', async () => {
  const browser = await awake()
  const id = await addSource(browser)
  assert.doesNotMatch(textOf(browser), new RegExp(`${KEYS.secretAccessKey}|${KEYS.accessKeyId}`))
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

test('a browser that lists no keys has its memory read once for what waits in tabs', async () => {
  const browser = await awake()
  await addSource(browser)
  const { chrome } = globalThis as unknown as { chrome: { storage: { session: { getKeys?: unknown } } } }
  chrome.storage.session.getKeys = undefined
  browser.reads.session = []
  await browser.call('sources', null)
  assert.equal(browser.reads.session.filter((keys) => keys === null).length, 1)
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

test('keys that are entered again are as old as they were, and others are new', async () => {
  const browser = await awake()
  const id = await addSource(browser)
  const since = async () => (await browser.call('sources', null))[0]?.keysSince ?? 0
  const place = `keys/${id}`
  browser.session[place] = { ...(browser.session[place] as object), since: 1 }
  await browser.call('saveSource', { id, name: 'Base', credentials: KEYS })
  assert.equal(await since(), 1)
  await browser.call('saveSource', { id, name: 'Base', credentials: { ...KEYS, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' } })
  assert.ok((await since()) > 1)
})

test('keys are revealed to a password alone, never without a vault, and a wrong one counts as a guess', async () => {
  const browser = new Browser()
  await shelve(browser)
  await browser.wake()
  const id = await addSource(browser)
  const reveal = (password: string) => browser.call('revealKeys', { id, proof: { password } })
  await assert.rejects(reveal('lantern gravel orchid teapot'), { kind: 'invalid' })
  await browser.call('createVault', { password: 'lantern gravel orchid teapot' })
  assert.deepEqual(await reveal('lantern gravel orchid teapot'), KEYS)
  for (let guesses = 0; guesses < 3; guesses++) await assert.rejects(reveal('a guess'), { kind: 'wrong-password' })
  assert.equal((browser.local.guesses as { count: number }).count, 3)
  assert.doesNotMatch(JSON.stringify([browser.local, browser.session]), /wJalr/)
})

test('of a chain from a sign-in it is said while it is written what only a user’s own key gets', async () => {
  const browser = await awake()
  const { id: sourceId } = await browser.call('addConsole', { name: 'Console', region: 'us-east-1' })
  const mfaSerial = 'arn:aws:iam::123456789012:mfa/alice'
  const hops = [{ roleArn: 'arn:aws:iam::123456789012:role/Long', durationSeconds: 7_200, mfaSerial }]
  const draft = { ...chain('', 'Long', { sourceId, hops }), sessionDuration: 7_200 }
  const said = async () =>
    (await browser.call('checkChain', draft))
      .filter(({ message }) => message.includes('temporary credentials'))
      .map(({ place, severity }) => `${severity} ${place}`)
      .sort()
  const all = ['hint hops.0.mfaSerial', 'warning hops.0.durationSeconds', 'warning sessionDuration']
  assert.deepEqual(await said(), all)
  // Which of both signs is not known then.
  await browser.call('saveSource', { id: sourceId, name: 'Console', credentials: KEYS })
  assert.deepEqual(await said(), [])
  await browser.call('saveSource', {
    id: sourceId,
    name: 'Console',
    credentials: { ...KEYS, accessKeyId: KEYS.accessKeyId.replace('AKIA', 'ASIA'), sessionToken: 'token' },
  })
  assert.deepEqual(await said(), all)
})
