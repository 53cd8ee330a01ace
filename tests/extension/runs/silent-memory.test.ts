// The browser's own memory that takes nothing, gives nothing or does not say so: a run ends all the same, and what it can do it does.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RunRequest } from '../../../extension/protocol.ts'
import { aliceKey, sampleWorld, threeHops } from '../../aws/sample.ts'
import { answerAsAws } from '../scene/aws.ts'
import { Browser } from '../scene/browser.ts'
import { impatient } from '../scene/impatient.ts'
import { addSource, chain } from '../scene/sample.ts'

const patience = impatient()

async function ready(): Promise<Browser> {
  const world = sampleWorld()
  answerAsAws(world)
  const browser = new Browser()
  await browser.wake()
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(world)
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey }, 'Alice')
  assert.ok((await browser.call('saveChain', chain('three', 'three', { sourceId, hops: threeHops }))).saved, 'saved')
  return browser
}

const REQUESTS: RunRequest[] = [
  { action: 'open', chainId: 'three', where: 'new-tab' },
  { action: 'copy', chainId: 'three', shape: 'bash' },
]

for (const call of ['set', 'remove', 'get', 'getKeys'] as const)
  for (const request of REQUESTS)
    test(`of which ${call} is never answered while a run is to ${request.action}`, async () => {
      patience.now = false
      const browser = await ready()
      patience.now = true
      browser.refuses = (asked) => (asked === `session.${call}` ? 'silent' : undefined)
      const port = browser.connect()
      port.post(request)
      await port.until(({ closed }) => closed)
      const { failure } = port.events.at(-1)?.state ?? assert.fail('an end')
      // Where the session of hops may be cannot be known without it, nor what the browser is signed in to.
      assert.equal(failure?.kind, call === 'get' ? 'storage' : undefined)
      if (failure) assert.match(failure.message, /storage\.session\) does not answer\. Restart the browser\./)
      await browser.call('favourite', { id: 'three', on: true })
      const { rows } = await browser.call('list', { query: 'three', offset: 0, limit: 9 })
      assert.equal(rows[0]?.favourite, true)
      browser.refuses = () => undefined
      assert.deepEqual((await browser.call('journal', { query: '', offset: 0, limit: 9 })).total, failure ? 0 : 1)
    })
