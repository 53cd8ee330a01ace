// Alice's chains to two accounts, in a browser whose tabs land where AWS would send them.

import assert from 'node:assert/strict'
import type { Chain } from 'rolerelay-core'
import type { RunRequest, RunState } from '../../../extension/protocol.ts'
import { accounts, aliceKey, auditIn, sampleWorld } from '../../aws/sample.ts'
import { answerAsAws } from './aws.ts'
import { Browser } from './browser.ts'
import { addSource, chain } from './sample.ts'

const { prod, security } = accounts

/** The chains `prod` and `security`, and what opens one. */
export async function alice(more: Partial<Chain> = {}) {
  const aws = answerAsAws(sampleWorld())
  const browser = new Browser()
  await browser.wake()
  const { id: accessKeyId, secret: secretAccessKey } = aliceKey(aws.world)
  const sourceId = await addSource(browser, { accessKeyId, secretAccessKey }, 'Alice')
  for (const [id, account] of Object.entries({ prod, security })) {
    const draft = chain(id, id, { sourceId, hops: [auditIn(account)], ...more })
    assert.ok((await browser.call('saveChain', draft)).saved, 'it is fine')
  }
  const run = async (chainId: string, more: Partial<RunRequest> = {}, sender?: object): Promise<RunState> => {
    const port = browser.connect(sender)
    port.post({ action: 'open', chainId, where: 'new-tab', ...more })
    await port.until(({ closed }) => closed)
    return port.events.at(-1)?.state as RunState
  }
  return { aws, browser, run }
}
