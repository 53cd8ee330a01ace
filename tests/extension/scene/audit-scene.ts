// A browser with one chain of one hop, which ends as a role that audits.

import assert from 'node:assert/strict'
import type { Chain } from 'rolerelay-core'
import type { RunEvent, RunRequest } from '../../../extension/protocol.ts'
import { accounts, aliceKey, auditIn, sampleWorld } from '../../aws/sample.ts'
import { answerAsAws } from './aws.ts'
import { Browser } from './browser.ts'
import { addSource, chain } from './sample.ts'

/** `run` gives the last event of a run. */
export async function auditScene(hop: object, more: Partial<Chain>) {
  const aws = answerAsAws(sampleWorld())
  const browser = new Browser()
  await browser.wake()
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(aws.world)
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey })
  const hops = [{ ...auditIn(accounts.prod), ...hop }]
  assert.ok((await browser.call('saveChain', chain('one', 'One', { sourceId, hops, ...more }))).saved, 'it is fine')
  const run = async (request: RunRequest): Promise<RunEvent> => {
    const port = browser.connect()
    port.post(request)
    await port.until(({ closed }) => closed)
    return port.events.at(-1) as RunEvent
  }
  return { aws, browser, run, sourceId }
}
