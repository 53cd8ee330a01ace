// Who is heard at the background's door.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Browser, OUR_PAGE } from './browser.ts'
import { addSource, chain, shelve } from './sample.ts'

const browser = new Browser()
before(async () => {
  shelve(browser, chain('one'))
  await browser.wake()
  await addSource(browser)
})

const STRANGERS = {
  'another extension': { id: 'theirs', url: 'chrome-extension://theirs/page.html' },
  'another extension with our address': { id: 'theirs', url: OUR_PAGE.url },
  'a web page': { id: 'ours', url: 'https://example.com/', tab: { id: 1 }, frameId: 0 },
  'a web page with our address in its own': { id: 'ours', url: `https://example.com/?${OUR_PAGE.url}`, frameId: 0 },
  'a page of ours inside another page': { ...OUR_PAGE, tab: { id: 1 }, frameId: 2 },
  'no one': {},
}

for (const [who, sender] of Object.entries(STRANGERS)) {
  test(`${who} gets no reply, changes nothing and runs nothing`, async () => {
    const before = structuredClone([browser.local, browser.session])
    for (const message of [
      { call: 'list', argument: { query: '', offset: 0, limit: 1 } },
      { call: 'deleteChain', argument: { id: 'one' } },
      { call: 'saveSettings', argument: { signOutFirst: true } },
    ]) {
      assert.equal(await browser.send(message, sender), undefined)
    }
    const port = browser.connect(sender)
    port.post({ action: 'open', chainId: 'one', where: 'new-tab' })
    assert.ok(port.closed)
    assert.deepEqual(port.events, [])
    assert.deepEqual([browser.local, browser.session], before)
  })
}

const NONSENSE: unknown[] = [
  null,
  'list',
  { call: 'nothing', argument: null },
  { call: 'constructor', argument: null },
  { call: '__proto__', argument: null },
  { call: 'list' },
  { call: 'list', argument: { query: 1, offset: 0, limit: 1 } },
  { call: 'list', argument: { query: 'x'.repeat(2_000), offset: 0, limit: 1 } },
  { call: 'list', argument: { query: '', offset: -1, limit: 1 } },
  { call: 'list', argument: { query: '', offset: 0, limit: 1, more: true } },
  { call: 'deleteChain', argument: { id: ['one'] } },
  { call: 'saveSettings', argument: { signOutFirst: 'yes' } },
  { call: 'saveChain', argument: [] },
]

for (const message of NONSENSE) {
  test(`from a page of ours, ${JSON.stringify(message).slice(0, 60)} gets no reply`, async () => {
    assert.equal(await browser.send(message), undefined)
  })
}

test('a chain that is no chain is a failure, and is not saved', async () => {
  await assert.rejects(browser.call('saveChain', { id: 'x', name: 7 } as never), { kind: 'internal' })
  assert.ok(!('chain/x' in browser.local))
})

test('a port with another name, or that asks for nothing that we do, is closed', () => {
  assert.ok(browser.connect(OUR_PAGE, 'other').closed)
  for (const request of [
    null,
    'cancel',
    { action: 'toString' },
    { action: 'open', chainId: 'one', where: 'elsewhere' },
  ]) {
    const port = browser.connect()
    port.post(request)
    assert.ok(port.closed)
    assert.deepEqual(port.events, [])
  }
})
