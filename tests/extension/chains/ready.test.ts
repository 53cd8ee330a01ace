// What a background that a popup woke runs once, beside the list, so that the first click finds it compiled.

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { accounts, aliceKey, auditIn, sampleWorld } from '../../aws/sample.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { addSource, chain } from '../scene/sample.ts'
import { until } from '../scene/until.ts'

test('the walk of the first chain is run up to its first request, with nobody’s keys, and AWS is asked nothing', async () => {
  const world = sampleWorld()
  const aws = answerAsAws(world)
  const browser = new Browser()
  await browser.wake()
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(world)
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey })
  await browser.call('saveChain', chain('one', 'One', { sourceId, hops: [auditIn(accounts.prod)] }))
  let ended = 0
  const abort = AbortSignal.abort.bind(AbortSignal)
  const opened = async () => {
    await browser.wake()
    const before = ended
    await browser.call('list', { query: '', offset: 0, limit: 50, opens: true })
    await until(() => ended > before)
    for (let at = 0; at < 100; at++) await new Promise(setImmediate)
  }
  mock.method(AbortSignal, 'abort', () => {
    ended += 1
    return abort()
  })
  await opened()
  assert.equal(aws.asked.length, 0)
  // Were it not cancelled before it began, it would ask, as somebody whom AWS does not know: so far it comes.
  mock.method(AbortSignal, 'abort', () => {
    ended += 1
    return new AbortController().signal
  })
  await opened()
  await until(() => aws.asked.length > 0)
  assert.equal(aws.asked[0]?.get('Action'), 'AssumeRole')
  mock.restoreAll()
  const keys = Object.keys(browser.session).filter((key) => /^(hop|noting|run|live|consoles)/.test(key))
  assert.deepEqual(keys, [])
})
