// An answer that comes a byte at a time and never ends: ten seconds for each try, three tries, and no more. Both browsers at
// once, since it is all waiting.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { faults } from '../../aws/faults.ts'
import { aliceKey, sampleWorld, steps } from '../../aws/sample.ts'
import { startAws } from '../../aws/server.ts'
import { kinds, launch } from '../browsers.ts'
import { chainOf, credentialsOf } from '../stage.ts'
import { addChain, addSource, call, run } from '../wire.ts'

describe('an answer that trickles', { concurrency: true }, () => {
  for (const kind of kinds)
    it(`ends in a time-out that names the hop, and meanwhile ${kind} answers`, async (test) => {
      const aws = await startAws(sampleWorld())
      test.after(() => aws.close())
      const driven = await launch(kind, aws)
      test.after(() => driven.close())
      const wings = await driven.open('go.html')
      const alice = await addSource(wings, credentialsOf(aliceKey(aws.world)))
      const chain = chainOf('Slow', alice, steps.slice(0, 2))
      const chainId = await addChain(wings, chain)
      for (let nth = 2; nth < 12; nth++) aws.fault({ action: 'AssumeRole', nth }, faults.trickle(500))

      const running = run(wings, { action: 'open', chainId, where: 'new-tab' })
      assert.equal((await call(wings, 'list', { query: 'slow', offset: 0, limit: 1 })).total, 1)
      const end = (await running).at(-1)
      assert.deepEqual([end?.type, end?.state.failure?.kind, end?.state.failure?.hop], ['failed', 'timeout', 1])
      assert.equal(aws.requests({ action: 'AssumeRole' }).length, 4)
    })
})
