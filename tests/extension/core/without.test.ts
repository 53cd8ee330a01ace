// What the browser withholds: WebAssembly, and a database that keeps keys.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import type { Failure } from 'rolerelay-core'
import { Browser } from '../scene/browser.ts'
import { addSource, chain } from '../scene/sample.ts'

const { WebAssembly: there } = globalThis
afterEach(() => {
  globalThis.WebAssembly = there
})

test('without WebAssembly each call and each run says so, with what to do, and nothing is written', async () => {
  const browser = new Browser()
  Object.assign(globalThis, { WebAssembly: undefined })
  await browser.wake()
  const isTold = ({ kind, message }: Failure) => {
    assert.equal(kind, 'unsupported')
    assert.match(message, /WebAssembly is turned off .* Ask whoever administers this browser/)
    return true
  }
  await assert.rejects(browser.call('vault', null), isTold)
  await assert.rejects(browser.call('list', { query: '', offset: 0, limit: 1 }), isTold)
  await assert.rejects(browser.call('saveSource', { name: 'Base' }), isTold)
  const port = browser.connect()
  port.post({ action: 'open', chainId: 'one', where: 'new-tab' })
  await port.until(({ closed }) => closed)
  assert.ok(isTold(port.events.at(-1)?.state.failure as Failure))
  assert.deepEqual(browser.local, {})
})

test('where the database keeps no keys, a link opens until the browser closes, and that is told', async () => {
  const browser = new Browser()
  browser.beforeDatabase = () => {
    throw new Error('A mutation operation was attempted on a database that did not allow mutations.')
  }
  await browser.wake()
  await browser.call('saveChain', chain('one', 'One', { sourceId: await addSource(browser) }))
  const { url } = await browser.call('makeLink', { chainId: 'one' })
  const ours = async () => (await browser.call('readLink', { text: url.split('#')[1] ?? '' })).ours
  assert.ok(await ours())
  const vault = await browser.call('vault', null)
  assert.match(('notice' in vault && vault.notice) || '', /Links that you make now open until the browser closes/)

  await browser.wake()
  assert.ok(await ours(), 'another background of the same browser')
  browser.session = {}
  await browser.wake()
  assert.equal(await ours(), false, 'another start of the browser')
})
