// Tabs of consoles in groups of their chain, which a box in the settings allows.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { aliceKey, steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { field } from './person.ts'
import { chainOf, credentialsOf, runOver, type Stage, stage } from './stage.ts'
import { addChain, addSource } from './wire.ts'

for (const kind of kinds) {
  describe(`groups of tabs in ${kind}`, () => {
    const here = stage(kind)

    it('a box is empty again where the browser was told no', async () => {
      const settings = await here.driven.open('options.html#/settings')
      const box = await field(settings, 'Put the tabs of a chain into a group of its name').waitHandle()
      // No driver says no to the browser's question, so the page is told what it would be told then.
      await settings.evaluate(() => {
        const { browser = chrome } = globalThis as { browser?: typeof chrome }
        browser.permissions.request = async () => {
          document.body.dataset.asked = ''
          return false
        }
      })
      await box.click()
      await settings.waitForSelector('body[data-asked]')
      await becomes('the box', () => box.evaluate((input) => (input as HTMLInputElement).checked), false)
    })

    it('the tabs of a console join the group of its chain, once a box in the settings allows it', async () => {
      const { driven, aws } = here
      if (kind === 'chromium') {
        // No driver can answer its question. It starts the extension anew, and closes its pages.
        await driven.allow('tabGroups')
        here.wings = await driven.open('go.html')
        here.alice = await addSource(here.wings, credentialsOf(aliceKey(aws.world)), 'Alice, again')
      }
      const { wings, alice } = here
      const settings = await driven.open('options.html#/settings')
      const box = await field(settings, 'Put the tabs of a chain into a group of its name').waitHandle()
      const isChecked = () => box.evaluate((input) => (input as HTMLInputElement).checked)
      if (kind === 'firefox') await box.click()
      await becomes('the box', isChecked, true)
      assert.deepEqual(await findings(settings), [])

      const guarded = { guard: 'PRODUCTION', colour: 'teal' } as const
      const chainId = await addChain(wings, chainOf('Grouped', alice, steps.slice(0, 2), guarded))
      const [, account = '', role = ''] = /::(\d+):role\/(.*)$/.exec(steps[1]?.roleArn ?? '') ?? []
      const confirmed = { name: 'Grouped', guard: 'PRODUCTION', account, role }
      for (const count of [1, 2]) {
        await wings.evaluate(
          (chainId, confirmed) => {
            const request = { action: 'open', chainId, where: 'background-tab', confirmed }
            chrome.runtime.connect({ name: 'run' }).postMessage(request)
          },
          chainId,
          confirmed,
        )
        await becomes('the groups', () => groups(here), [['PRODUCTION · Grouped', 'cyan', count]])
        await runOver(here)
      }
    })
  })
}

/** The groups that there are, with how many tabs are in each. */
const groups = ({ wings }: Stage) =>
  wings.evaluate(async () => {
    const tabs = await chrome.tabs.query({})
    const groups = await chrome.tabGroups.query({})
    return groups.map(({ id, title = '', color }) => [
      title,
      color,
      tabs.filter(({ groupId }) => groupId === id).length,
    ])
  })
