// Sign-ins on a computer whose clock is hours off. AWS refuses no unsigned request for that, so the first answer that makes no sense has
// AWS asked what time it is.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertion } from '../../aws/idp.ts'
import { bySaml, fromConsole, fromIdp, samlRoles } from '../../aws/sample.ts'
import { signIn } from '../scene/console-scene.ts'
import { addChain, run, type Scene, scene, signedIn } from '../scene/portal-scene.ts'
import { chain } from '../scene/sample.ts'

const HOUR = 3_600_000

/** Somebody who signs in, and a chain that starts from it. */
const kinds: Record<string, (here: Scene) => Promise<void>> = {
  'Identity Center': async (here) => void (await addChain(here.browser, await signedIn(here))),
  'an identity provider': async ({ browser, aws }) => {
    const role = { roleArn: bySaml.roleArn, provider: bySaml.providerArn }
    const text = assertion({ roles: samlRoles, now: aws.clock.now() })
    const { id } = await browser.call('addFederated', { source: { kind: 'saml', name: 'Corp', role }, text })
    await browser.call('saveChain', chain('prod', 'Production', { sourceId: id, hops: fromIdp }))
  },
  'the console’s page': async (here) => {
    const { browser } = here
    browser.lands = () => undefined
    const { id } = await browser.call('addConsole', { name: 'Console', region: 'us-east-1' })
    await signIn(here, id)
    await browser.call('saveChain', chain('prod', 'Production', { sourceId: id, hops: fromConsole }))
  },
}

for (const [kind, begin] of Object.entries(kinds)) {
  for (const hours of [-25, -3, 3, 25]) {
    test(`${kind} gives a chain its start where this clock is ${Math.abs(hours)} hours ${hours > 0 ? 'behind' : 'ahead'}`, async () => {
      const here = await scene()
      const { browser, aws } = here
      aws.clock.advance(hours * HOUR)
      await begin(here)
      assert.equal((await run(browser))?.failure, undefined)
      assert.deepEqual(
        (await browser.call('sources', null)).map(({ keys }) => keys),
        ['ready'],
      )
      // By now it is known what time it is: the next background asks nothing for that, and another run is refused nothing.
      await browser.wake()
      here.asked.length = 0
      assert.equal((await run(browser))?.failure, undefined)
      assert.deepEqual(here.asked, ['POST /federation'])
    })
  }
}
