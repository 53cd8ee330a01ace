// Who is heard at the background's door.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import { Browser, OUR_PAGE } from '../scene/browser.ts'
import { kept } from '../scene/kept.ts'
import { addSource, chain, shelve } from '../scene/sample.ts'

const browser = new Browser()
before(async () => {
  await shelve(browser, chain('one'))
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

for (const message of [
  null,
  'list',
  { call: 'nothing', argument: null },
  { call: 'constructor', argument: null },
  { call: '__proto__', argument: null },
]) {
  test(`from a page of ours, ${JSON.stringify(message)} is no call and gets no reply`, async () => {
    assert.equal(await browser.send(message), undefined)
  })
}

for (const message of [
  { call: 'list' },
  { call: 'list', argument: { query: 1, offset: 0, limit: 1 } },
  { call: 'list', argument: { query: '', offset: -1, limit: 1 } },
  { call: 'list', argument: { query: '', offset: 0, limit: 1, more: true } },
  { call: 'deleteChain', argument: { id: ['one'] } },
  { call: 'saveSettings', argument: { signOutFirst: 'yes', user: '' } },
  { call: 'saveChain', argument: [] },
  { call: 'applyImport', argument: { files: [{ name: 'config' }], leaveOut: [] } },
  { call: 'undoImport', argument: { id: ['one'] } },
]) {
  test(`from a page of ours, ${JSON.stringify(message).slice(0, 60)} is told that the page is of another version`, async () => {
    const before = structuredClone(browser.local)
    const { failure } = (await browser.send(message)) as { failure: Failure }
    assert.equal(failure.kind, 'internal')
    assert.match(failure.message, /updated meanwhile/)
    assert.deepEqual(browser.local, before)
  })
}

test('what is called as something that every object has is a name like others', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']
  const page = { offset: 0, limit: 50 }
  for (const name of names) {
    const sourceId = await addSource(browser, undefined, name)
    const one = { ...chain(`of ${name}`.replaceAll(/\W/g, ''), name), sourceId, tags: [name], guard: name }
    assert.equal((await browser.call('saveChain', one)).saved, true)
    for (const narrowed of [{ query: name }, { query: '', filter: { tag: name } }, { query: '', filter: { sourceId } }])
      assert.deepEqual(
        (await browser.call('list', { ...narrowed, ...page })).rows.map((row) => [row.name, row.guard]),
        [[name, name]],
      )
    for (const group of ['tag', 'path'] as const)
      assert.ok((await browser.call('list', { query: '', group, ...page })).rows.some((row) => row.name === name))
    assert.ok((await browser.call('facets', null)).tags.includes(name))
    assert.ok((await browser.call('map', page)).nodes.some((node) => node.name === name))
    await browser.call('deleteChain', { id: one.id })
    await browser.call('deleteSource', { id: sourceId })
  }
})

test('what is too long is told with its length, and never with its text', async () => {
  const long = 'seed'.repeat(1_001)
  const many = Array(100_001).fill('seed')
  for (const [call, length] of [
    [browser.call('list', { query: long, offset: 0, limit: 1 }), '4,004 characters'],
    [browser.call('checkSource', { name: 'x', seed: long }), '4,004 characters'],
    [browser.call('checkChain', chain('x', 'seed'.repeat(1_000_000))), '4,000,[0-9]+ characters'],
    [
      browser.call('previewImport', { files: Array(9).fill({ name: 'config', text: long.repeat(1_000) }) }),
      '36,036,000 bytes',
    ],
    [browser.call('readCredentials', { text: 'ü'.repeat(32_769) }), '65,538 bytes'],
    [browser.call('exportChains', { ids: many, form: 'rolerelay' }), '100,001 entries'],
    [browser.call('exportChains', { ids: Array(20).fill(many) as never, form: 'rolerelay' }), '2,000,001 entries'],
    [browser.call('list', { ['seed'.repeat(20_000_000)]: 0 } as never), '80,000,000 characters'],
  ] as const) {
    await assert.rejects(call, (failure: Failure) => {
      assert.equal(failure.kind, 'invalid')
      assert.match(failure.message, new RegExp(`^This is too long: ${length}`))
      assert.doesNotMatch(failure.message, /seed/)
      return true
    })
  }
})

test('what lies too deep, or in itself, is no message', async () => {
  const nested = (depth: number) => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 0)
  const wrong = { kind: 'internal', message: /updated meanwhile/ }
  await assert.rejects(browser.call('saveChain', nested(1_000) as never), wrong)
  const port = browser.connect()
  port.post({ action: 'test', chain: { hops: nested(1_000) } })
  assert.ok(port.closed)
  // Chrome's messages are JSON; Firefox's can hold themselves, and both can be as deep as they are long.
  const { bounded } = await import('../../../extension/background/core/door.ts')
  const round: Record<string, unknown> = {}
  round.self = round
  for (const value of [nested(1_000_000), round]) assert.match(bounded(value)?.message ?? '', /updated meanwhile/)
})

test('what is just not too long is taken, and so is a call that takes nothing and is sent without an argument', async () => {
  await browser.call('list', { query: 'x'.repeat(1_000), offset: 0, limit: 1 })
  const { ok } = (await browser.send({ call: 'settings' })) as { ok: object }
  assert.deepEqual(ok, await browser.call('settings', null))
})

test('a chain that is no chain is a failure, and is not saved', async () => {
  await assert.rejects(browser.call('saveChain', { id: 'x', name: 7 } as never), { kind: 'internal' })
  assert.ok(!('chain/x' in kept(browser)))
})

test('a port with another name is closed', () => {
  assert.ok(browser.connect(OUR_PAGE, 'other').closed)
})

for (const request of [
  null,
  'cancel',
  { action: 'toString' },
  { action: 'open', chainId: 'one', where: 'elsewhere' },
  { action: 'open', chainId: 'one', where: 'new-tab', code: '12345' },
  { action: 'open', chainId: 'one', where: 'new-tab', code: 123456 },
  { action: 'open', chainId: 'one', where: 'new-tab', confirmed: 'yes' },
  { action: 'copy', chainId: 'one', shape: 'bash', reason: 42 },
]) {
  test(`a port that asks for ${JSON.stringify(request)} is told why it is closed`, () => {
    const port = browser.connect()
    port.post(request)
    assert.ok(port.closed)
    assert.deepEqual(
      port.events.map(({ type, state }) => [type, state.failure?.kind]),
      [['failed', 'internal']],
    )
  })
}
