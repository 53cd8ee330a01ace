// What can be done about a refusal where it is told: leave out the hop that the chain does not need, look at the policy that refused, and
// try again what is only too new.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { faults } from '../aws/faults.ts'
import { accounts, threeHops } from '../aws/sample.ts'
import { trusts, type WorldBuilder } from '../aws/world.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { button, pick, shows } from './person.ts'
import { chainOf, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const [relay, gate, production] = threeHops as [(typeof threeHops)[0], (typeof threeHops)[0], (typeof threeHops)[0]]
const POLICY = 'arn:aws:iam::111122223333:policy/team/NoProduction'
const PAGE = 'https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/1a2b3c'
const refused = (rest: string) =>
  faults.refuse(
    'AccessDenied',
    403,
    `User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: ${relay.roleArn}${rest}`,
  )
const linkOn = (page: Page) =>
  page.$$eval('.failure a', (links) =>
    links.map((link) => [link.textContent?.trim(), link.href, link.rel, link.target]),
  )

for (const kind of kinds) {
  describe(`on the spot, in ${kind}`, () => {
    const here = stage(kind)

    it('leaves out a hop of a role that the session is already, and takes it back', async () => {
      const { driven, wings, alice } = here
      const hops = [relay, relay, gate, production]
      const id = await addChain(wings, { ...chainOf('Twice the hub', alice, []), hops })
      const roles = async () => (await call(wings, 'chain', { id })).hops.map(({ roleArn }) => roleArn)
      const all = hops.map(({ roleArn }) => roleArn)
      const popup = await pick(driven, 'twice the hub')
      await popup.waitForSelector('.causes')
      await popup.locator('.causes > summary').click()
      await button(popup, 'Leave hop 2 out').click()
      await popup.waitForSelector('.cause-action [role=status]:not(:empty)')
      await becomes('the focus, which stays', () => popup.evaluate(() => document.activeElement?.textContent), 'Undo')
      assert.deepEqual(await roles(), all.toSpliced(1, 1))
      assert.deepEqual(await findings(popup), [])
      await button(popup, 'Undo').click()
      await popup.waitForSelector('.cause-action [role=status]:empty')
      assert.deepEqual(await roles(), all)
      await button(popup, 'Leave hop 2 out').click()
      await button(popup, 'Try again without it').click()
      assert.equal((await driven.consoleTab()).role, 'ProductionAdmin')
    })

    it('offers the page that AWS names, if it is one of this console', async () => {
      const { aws, driven, wings, alice } = here
      await addChain(wings, { ...chainOf('Denied with a page', alice, []), hops: [relay] })
      const because = ` with an explicit deny in an identity-based policy: ${POLICY}.`
      aws.fault({ action: 'AssumeRole' }, refused(`${because} See ${PAGE}`))
      const popup = await pick(driven, 'denied with a page')
      await popup.waitForSelector('.causes')
      await becomes('the links', () => linkOn(popup), [['See which policy refused', PAGE, 'noreferrer', '_blank']])
      const facts = await popup.$$eval('.evidence dl > div', (rows) => rows.map((row) => row.textContent))
      assert.ok(facts.includes(`Policy${POLICY}`), facts.join(', '))
      await popup.click('.causes summary')
      await shows(popup, /order is one of likelihood/, '.causes')
      assert.deepEqual(await findings(popup), [])

      aws.clearFaults()
      const elsewhere = PAGE.replace('amazon.com', 'amazon.com.attacker.example')
      aws.fault({ action: 'AssumeRole' }, refused(`${because} See ${elsewhere}`))
      const again = await pick(driven, 'denied with a page')
      await again.waitForSelector('.causes')
      assert.deepEqual(await linkOn(again), [])
    })

    it('tries again what may only be too new', async () => {
      const { aws, driven, wings, alice } = here
      // One that no chain was in before, as the journal would tell.
      const hub = (aws.world as WorldBuilder).account(accounts.hub)
      hub.role('NewHub', { trust: trusts(`arn:aws:iam::${accounts.hub}:user/alice`) })
      const hops = [{ roleArn: `arn:aws:iam::${accounts.hub}:role/NewHub` }]
      await addChain(wings, { ...chainOf('Just made', alice, []), hops })
      aws.fault({ action: 'AssumeRole' }, refused(''))
      const popup = await pick(driven, 'just made')
      await popup.waitForSelector('.failure')
      aws.clearFaults()
      // Of a user's key in their own account people found a code that is asked for more often, so it is the next.
      await popup.click('.causes summary')
      await shows(popup, /made or changed a moment ago/, '.causes')
      await button(popup, 'Try again').click()
      assert.equal((await driven.consoleTab()).role, 'NewHub')
    })
  })
}
