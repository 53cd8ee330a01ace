// A chain that opens read-only: AWS refuses its console a write, and lets it once somebody said why, for as long as was said.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import type { Chain, NotedAccess } from 'rolerelay-core'
import { steps } from '../aws/sample.ts'
import { allows } from '../aws/world.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { named } from './named.ts'
import { button, choose, field, pick, retype, shows } from './person.ts'
import { chainOf, type Stage, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const OWN = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: ['s3:GetObject', 's3:DeleteObject'], Resource: 'arn:aws:s3:::reports/*' },
})
const DELETES = '/s3/home?try=s3:DeleteObject&on=arn:aws:s3:::reports/may'
const READS = '/s3/home?try=s3:GetObject&on=arn:aws:s3:::reports/may'

for (const kind of kinds) {
  describe(`chains that open read-only in ${kind}`, () => {
    const here = stage(kind)
    /** A chain whose end role may do all in S3. */
    const add = (
      name: string,
      destination: string,
      policy?: string,
      more: Partial<Chain> = { readOnly: 'ReadOnlyAccess' },
    ) => {
      const role = here.aws.world.accounts.get('444455556666')?.roles.get('step02')
      assert.ok(role, 'the sample has it')
      role.policies = [allows('*', ['s3:*', 'sts:*'])]
      const [first, last] = steps as [(typeof steps)[0], (typeof steps)[0]]
      const hops = [first, { ...last, ...(policy && { policy }) }]
      return addChain(here.wings, chainOf(name, here.alice, hops, { destination, ...more }))
    }

    it('a write is refused, and allowed in its tab after somebody said why; the journal has both', async () => {
      const { driven, wings } = here
      await add('Held', DELETES)
      await pick(driven, 'held')
      const { page } = await driven.consoleTab()
      assert.match(await tried(page), /because no session policy allows the s3:DeleteObject action/)
      await listed(here, ['read-only'])

      const popup = await choose(driven, 'held', 'Allow changes for a while…')
      await popup.waitForSelector(named('heading', 'Allow changes for a while?'))
      await field(popup, 'Changes allowed for').fill('30')
      await field(popup, 'Ticket or reason').fill('mend the report')
      await button(popup, 'Open with changes allowed').click()
      const now = () => page.evaluate(() => document.getElementById('tried')?.textContent).catch(() => undefined)
      await becomes('what AWS says of the write', now, 'allowed')
      await listed(here, ['lifted'])
      const noted = async () =>
        (await call(wings, 'journal', { query: 'held', offset: 0, limit: 9 })).rows.map(({ run }) => [
          run.access,
          run.reason ?? '',
        ])
      await becomes('what the journal has', noted, [
        ['lifted', 'mend the report'],
        ['read-only', ''],
      ])
    })

    it('a write that its own session policy allows is refused too, and a read is not', async () => {
      const { driven } = here
      await add('Own that deletes', DELETES, OWN)
      await pick(driven, 'own that deletes')
      const { page } = await driven.consoleTab()
      assert.match(await tried(page), /no session policy allows/)
      await driven.clear(here.wings)
      await add('Own that reads', READS, OWN)
      await pick(driven, 'own that reads')
      assert.equal(await tried((await driven.consoleTab()).page), 'allowed')
    })

    it('a tag that the settings name has its chains open read-only, and rows and the editor say it', async () => {
      const { driven, wings } = here
      const id = await add('Tagged', DELETES, undefined, { tags: ['Prod'] })
      const settings = await driven.open('options.html#/settings')
      await retype(settings, 'Tags and words (optional)', 'PROD, production')
      await button(settings, 'Save the words').click()
      const words = async () => (await call(wings, 'settings', null)).readOnlyWords
      await becomes('the words', words, ['PROD', 'production'])
      for (const look of ['light', 'dark'] as const) {
        await driven.prefer(look, settings)
        assert.deepEqual(await findings(settings), [], look)
      }
      await pick(driven, 'tagged')
      assert.match(await tried((await driven.consoleTab()).page), /no session policy allows/)
      const popup = await driven.open('popup.html')
      await popup.waitForSelector('.read-only-badge')
      const editor = await driven.open(`options.html#/chains/${id}`)
      await shows(editor, /The settings have it open read-only/)
      await call(wings, 'saveSettings', { readOnlyWords: [] })
    })

    it('it is chosen in the editor, and rows say it; axe-core finds nothing, light and dark', async () => {
      const { driven, wings } = here
      const id = await addChain(wings, chainOf('To be held', here.alice, steps.slice(0, 2)))
      const page = await driven.open(`options.html#/chains/${id}`)
      await field(page, 'Opens with').fill('ViewOnlyAccess')
      await page.waitForSelector('::-p-text(AWS refuses what changes anything)')
      await button(page, 'Save').click()
      await becomes('what it opens with', async () => (await call(wings, 'chain', { id })).readOnly, 'ViewOnlyAccess')

      const popup = await choose(driven, 'to be held', 'Allow changes for a while…')
      await field(popup, 'Changes allowed for').wait()
      await retype(popup, 'Ticket or reason', 'one')
      for (const look of ['light', 'dark'] as const) {
        await driven.prefer(look, popup)
        assert.deepEqual(await findings(popup), [], look)
      }
      await button(popup, 'Cancel').click()
      await popup.waitForSelector('.read-only-badge')
      for (const look of ['light', 'dark'] as const) {
        await driven.prefer(look, popup)
        assert.deepEqual(await findings(popup), [], look)
      }
    })
  })
}

/** What AWS says of the action that the console's page was opened to try. */
const tried = (page: Page): Promise<string> => page.$eval('#tried', (outcome) => outcome.textContent ?? '')

/** Waits until the consoles are told of that are open, each with how much it may. */
const listed = ({ wings }: Stage, accesses: NotedAccess[]) =>
  becomes('the consoles', async () => (await call(wings, 'live', null)).consoles.map(({ access }) => access), accesses)
