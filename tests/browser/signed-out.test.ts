// The tab of a console that was signed out for another is closed, where the person chose that, and never turns into the other.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accounts, auditIn } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { field, shows } from './person.ts'
import { chainOf, runOver, type Stage, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const { prod, security } = accounts
const CONSOLES = 'https://*.console.aws.amazon.com/*'

for (const kind of kinds) {
  describe(`a console that is signed out in ${kind}`, () => {
    const here = stage(kind)

    it('has its tab closed once the settings say so, as far as it is seen to show that console', async () => {
      const { driven, wings, alice } = here
      await driven.grant([CONSOLES])
      const settings = await driven.open('options.html#/settings')
      await field(settings, 'Close the tabs of a console that is signed out for another').click()
      await shows(settings, /Saved\./)
      assert.deepEqual(await findings(settings), [])
      assert.equal((await call(wings, 'settings', null)).closesSignedOut, true)

      await opens(here, await addChain(wings, chainOf('Signed out', alice, [auditIn(prod)])), prod)
      const [first] = await consoles(here)
      await opens(here, await addChain(wings, chainOf('Signed in', alice, [auditIn(security)])), security)
      await becomes('the tabs that stay', async () => (await consoles(here)).length, 1)
      assert.notDeepEqual(await consoles(here), [first])
      const { account } = await driven.consoleTab()
      assert.equal(account, security)
    })
  })
}

/** Opens the chain in a background tab, signs out of what the browser is in, and waits until AWS has shown the console of that account. */
async function opens(here: Stage, chainId: string, account: string): Promise<void> {
  const { aws, wings } = here
  await wings.evaluate((chainId) => {
    const request = { action: 'open', chainId, where: 'background-tab', signOut: 'once' }
    chrome.runtime.connect({ name: 'run' }).postMessage(request)
  }, chainId)
  const shown = () => aws.requests().filter(({ host, caller }) => host.includes('console.aws') && caller)
  await becomes('who is signed in', async () => shown().at(-1)?.caller?.split(':')[4], account)
  await runOver(here)
}

/** The ids of the tabs that show a console. */
const consoles = ({ wings }: Stage) =>
  wings.evaluate(async (url) => (await chrome.tabs.query({ url })).map(({ id }) => id), CONSOLES)
