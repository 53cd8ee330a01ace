// Two windows of ours that race: what a person was asked about one chain opens no other that took its place meanwhile, and what one
// window saved another does not write over without a word.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Chain } from 'rolerelay-core'
import { faults } from '../../aws/faults.ts'
import { accounts, auditIn } from '../../aws/sample.ts'
import { findings } from '../axe.ts'
import { becomes, kinds } from '../browsers.ts'
import { button, choose, field, pick, retype, shows } from '../person.ts'
import { chainOf, runOver, type Stage, sentByExtension, stage } from '../stage.ts'
import { addChain, call } from '../wire.ts'

const { prod, security } = accounts

for (const kind of kinds) {
  describe(`two windows in ${kind}`, () => {
    const here = stage(kind)
    const add = (name: string, more: Partial<Chain> = {}) =>
      addChain(here.wings, chainOf(name, here.alice, [auditIn(security)], more))
    /** As another window saves it. */
    const change = async (id: string, to: Partial<Chain>) =>
      call(here.wings, 'saveChain', { ...(await call(here.wings, 'chain', { id })), ...to })

    it('the word that was confirmed is not the chain’s any more: it asks anew, and sends nothing', async () => {
      const { aws, driven } = here
      const id = await add('Moving', { guard: 'STAGING' })
      const popup = await pick(driven, 'moving')
      await shows(popup, /Open STAGING chain\?/)
      await change(id, { guard: 'PRODUCTION', hops: [auditIn(prod)] })
      await button(popup, 'Open STAGING chain').click()
      await shows(popup, /was changed since you were asked: it ends as role Audit in account 777788889999/)
      await shows(popup, /Open PRODUCTION chain\?/)
      assert.deepEqual([sentByExtension(aws), await websites(here)], [[], []])
      await button(popup, 'Open PRODUCTION chain').click()
      await becomes('the consoles', async () => (await websites(here)).length, 1)
      await runOver(here)
    })

    it('nor is what somebody else’s link showed, though no word guards it; and to copy is to be asked too', async () => {
      const { aws, driven } = here
      const id = await add('Pointed at')
      const page = await driven.open(`go.html#v=1&chain=${id}`)
      await shows(page, new RegExp(`Open the console with this chain\\?[\\s\\S]*${security}`))
      await change(id, { hops: [auditIn(prod)] })
      await button(page, 'Open the console').click()
      await shows(page, /Open the chain as it is now\?[\s\S]*account 777788889999/)
      assert.deepEqual([sentByExtension(aws), await websites(here)], [[], []])
      await page.waitForSelector('.question button.primary:not([disabled])')
      await becomes('what axe finds', () => findings(page), [])
      await button(page, 'Open the console').click()
      await becomes('the consoles', async () => (await websites(here)).length, 1)
      await runOver(here)

      await change(id, { guard: 'STAGING' })
      aws.clearJournal()
      const popup = await choose(driven, 'pointed', 'Copy credentials for bash')
      await shows(popup, /Copy credentials of STAGING chain\?/)
      await change(id, { name: 'Pointed elsewhere' })
      await button(popup, 'Copy credentials of STAGING chain').click()
      await shows(popup, /“Pointed elsewhere” was changed since you were asked/)
      assert.deepEqual(sentByExtension(aws), [])
    })

    it('what was allowed for a reason is asked for again by who tries a run again that failed, in a later popup', async () => {
      const { aws, driven } = here
      await add('Lifted', { readOnly: 'ReadOnlyAccess' })
      const popup = await choose(driven, 'lifted', 'Allow changes for a while…')
      await field(popup, 'Ticket or reason').fill('mend the report')
      const held = faults.hold()
      aws.fault({ action: 'AssumeRole' }, held)
      aws.fault({ action: 'AssumeRole' }, faults.refuse('AccessDenied', 403, 'not today'))
      await button(popup, 'Open with changes allowed').click()
      await shows(popup, /Hop 1 of 1/)
      await popup.close()
      held.release()
      const later = await driven.open('popup.html')
      aws.clearJournal()
      await button(later, 'Try again').click()
      await shows(later, /Allow changes for a while\?/)
      assert.deepEqual([sentByExtension(aws), await websites(here)], [[], []])
      for (const name of ['cancelRun', 'dismissRun'] as const) await call(here.wings, name, null)
    })

    it('an editor does not take off the word that another put on, unless the person says so', async () => {
      const { driven, wings } = here
      const id = await add('Written twice')
      const page = await driven.open(`options.html#/chains/${id}`)
      await retype(page, 'Name', 'Written here')
      await change(id, { guard: 'PRODUCTION' })
      await button(page, 'Save').click()
      await shows(page, /Changed elsewhere meanwhile/)
      assert.deepEqual(await findings(page), [])
      const kept = async () => {
        const { name, guard } = await call(wings, 'chain', { id })
        return [name, guard]
      }
      assert.deepEqual(await kept(), ['Written twice', 'PRODUCTION'])

      await button(page, 'Show it as it is now').click()
      const word = await page.waitForSelector('input[name=guard]')
      assert.equal(await word?.evaluate((input) => (input as HTMLInputElement).value), 'PRODUCTION')
      await retype(page, 'Name', 'Written once more')
      await button(page, 'Save').click()
      await shows(page, /Saved Written once more\./)
      assert.deepEqual(await kept(), ['Written once more', 'PRODUCTION'])

      await retype(page, 'Name', 'Mine')
      await change(id, { guard: 'LIVE' })
      await button(page, 'Save').click()
      await button(page, 'Save mine in its place').click()
      await shows(page, /Saved Mine\./)
      assert.deepEqual(await kept(), ['Mine', 'PRODUCTION'])
    })
  })
}

/** The tabs that show a page of the web. */
const websites = async ({ driven }: Stage) => (await driven.tabs()).filter((address) => address.startsWith('http'))
