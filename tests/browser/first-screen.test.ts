// A failure is answered where it is told: its first button leads to what mends it, and after that the chain opens by itself.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Chain } from 'rolerelay-core'
import { accounts, aliceKey, externalId, mfaHub, mfaSeed, threeHops } from '../aws/sample.ts'
import { totp } from '../aws/totp.ts'
import { keyOf } from '../aws/world.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { button, failureOn, field, firstScreen, pick, retype } from './person.ts'
import { chainOf, credentialsOf, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

const [relay, gate, production] = threeHops as [Chain['hops'][0], Chain['hops'][0], Chain['hops'][0]]
const LONG = 'production-administration-break-glass-'.padEnd(64, 'n')

for (const kind of kinds) {
  describe(`the first screen of a failure in ${kind}`, () => {
    const here = stage(kind)

    it('names a role that other chains walk where this one has a slip, and opens with it', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Right', alice, [relay]))
      const typed = relay.roleArn.replace('RelayHub', 'RelayHbu')
      const id = await addChain(wings, chainOf('Slip', alice, [{ roleArn: typed }]))
      const popup = await pick(driven, 'slip')
      await failureOn(popup)
      await becomes('the first screen', () => firstScreen(popup), { cut: [], button: 'Use role RelayHub' })
      assert.match((await popup.$eval('.failure', (it) => it.textContent)) ?? '', /Maybe a slip/)
      assert.deepEqual(await findings(popup), [])
      await button(popup, 'Use role RelayHub').click()
      assert.equal((await driven.consoleTab()).role, 'RelayHub')
      assert.deepEqual((await call(wings, 'chain', { id })).hops, [{ roleArn: relay.roleArn }])
    })

    it('leads to the setting of the hop, and opens the chain once that is saved', async () => {
      const { driven, wings, alice } = here
      const hops = [relay, gate, { ...production, externalId: 'not-the-one' }]
      await addChain(wings, chainOf('Wrong external ID', alice, hops))
      const popup = await pick(driven, 'wrong external')
      await failureOn(popup)
      await button(popup, 'Edit hop 3').click()
      const page = await driven.find('options.html#/chains/')
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('name'))
      await until('the setting to have the focus', async () => (await focused()) === 'hops.2.externalId')
      await page.waitForSelector('::-p-text(“Wrong external ID” opens by itself once this is saved)')
      assert.deepEqual(await findings(page), [])
      await page.locator('input[name="hops.2.externalId"]').click({ count: 3 })
      await page.keyboard.type(externalId)
      await button(page, 'Save').click()
      assert.equal((await driven.consoleTab()).role, 'ProductionAdmin')
    })

    it('leads to the keys, and opens the chain once they are right', async () => {
      const { aws, driven, wings } = here
      const { id, secret } = aliceKey(aws.world)
      const wrong = secret.slice(0, -1) + (secret.endsWith('A') ? 'B' : 'A')
      const source = await addSource(wings, { accessKeyId: id, secretAccessKey: wrong }, 'Mistyped')
      await addChain(wings, chainOf('Mistyped key', source, [relay]))
      const popup = await pick(driven, 'mistyped key')
      await failureOn(popup)
      await button(popup, 'Enter keys').click()
      const page = await driven.find('options.html#/sources/')
      await page.waitForSelector('::-p-text(“Mistyped key” opens by itself once this is saved)')
      await retype(page, 'Access key ID', id)
      await retype(page, 'Secret access key', secret)
      await button(page, 'Save').click()
      assert.equal((await driven.consoleTab()).role, 'RelayHub')
    })

    it('uses the device that is called as the user, asks for its code, and goes on', async () => {
      const { aws, driven, wings } = here
      const source = await addSource(wings, credentialsOf(keyOf(aws.world, accounts.hub, 'dana')), 'Dana')
      const id = await addChain(wings, chainOf('No device', source, [{ roleArn: mfaHub.roleArn }]))
      const popup = await pick(driven, 'no device')
      await failureOn(popup)
      await becomes('the first screen', () => firstScreen(popup), { cut: [], button: 'Use MFA device dana' })
      await button(popup, 'Use MFA device dana').click()
      await field(popup, 'MFA code').fill(totp(mfaSeed, aws.clock.now()))
      assert.equal((await driven.consoleTab()).role, 'MfaHub')
      assert.deepEqual((await call(wings, 'chain', { id })).hops, [mfaHub])
    })

    it('shows who has to allow what by its first button, with the focus there', async () => {
      const { driven, wings, alice } = here
      await addChain(wings, chainOf('Not trusted', alice, [relay, { roleArn: production.roleArn }]))
      const popup = await pick(driven, 'not trusted')
      await failureOn(popup)
      await button(popup, 'Who has to allow what').click()
      await popup.waitForSelector('.mend[open] .mend-text')
      assert.equal(await popup.evaluate(() => document.activeElement?.closest('details')?.className), 'mend')
    })

    it('has room for the longest names', async () => {
      const { driven, wings, alice } = here
      const hops = [relay, { roleArn: `arn:aws:iam::${accounts.prod}:role/${LONG}`, sessionName: LONG }]
      const id = await addChain(wings, chainOf(`Long ${LONG}`.padEnd(100, 'n'), alice, hops))
      const popup = await pick(driven, 'long')
      await failureOn(popup)
      await becomes('what is cut', async () => (await firstScreen(popup)).cut, [])
      const overflow = await popup.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(overflow <= 0, `${overflow} px too wide`)
      await until('the chain to be there still', async () => (await call(wings, 'chain', { id })).id === id)
    })
  })
}
