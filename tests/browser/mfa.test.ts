// MFA: a code that a person types, once for each chain or once for all, and one that the extension makes from a seed.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { accounts, auditIn, mfaHub, mfaSeed, otherMfaSeed, type SampleHop, steps } from '../aws/sample.ts'
import { totp } from '../aws/totp.ts'
import { keyOf } from '../aws/world.ts'
import { becomes, kinds, until } from './browsers.ts'
import { button, field, pick, shows } from './person.ts'
import { chainOf, credentialsOf, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, addSource, call, run } from './wire.ts'

const WINDOW = 30_000
const serial = mfaHub.mfaSerial as string
const erins = serial.replace('dana', 'erin')

for (const kind of kinds) {
  describe(`MFA in ${kind}`, () => {
    const here = stage(kind)
    const dana = ({ aws }: Stage) => credentialsOf(keyOf(aws.world, accounts.hub, 'dana'))
    const code = ({ aws }: Stage, windows = 0) => totp(mfaSeed, aws.clock.now() + windows * WINDOW)
    /** As if it were half a minute later, since each test uses up a code. */
    const nextWindow = ({ aws }: Stage) => aws.clock.advance(WINDOW)
    const prompt = (page: Page) => field(page, 'MFA code')

    it('asks for the code, sends nothing before, and goes on with the sixth digit', async () => {
      const source = await addSource(here.wings, dana(here), 'Dana')
      await addChain(here.wings, chainOf('With a code', source, [mfaHub]))
      const popup = await pick(here.driven, 'with a code')
      await prompt(popup).wait()
      await shows(popup, /arn:aws:iam::111122223333:mfa\/dana/, '.mfa')
      assert.equal(sentByExtension(here.aws).length, 0)

      await prompt(popup).fill(code(here))
      const shown = await here.driven.consoleTab()
      assert.equal(shown.role, 'MfaHub')
      const [first] = sentByExtension(here.aws)
      assert.ok(first?.parameters.includes('TokenCode') && first.parameters.includes('SerialNumber'))
      assert.equal(sentByExtension(here.aws).length, 2)
    })

    it('asks again in a popup that was closed to look at the device', async () => {
      nextWindow(here)
      const closed = await pick(here.driven, 'with a code')
      await prompt(closed).wait()
      await closed.close()
      const popup = await here.driven.open('popup.html')
      await prompt(popup).fill(code(here))
      const shown = await here.driven.consoleTab()
      assert.equal(shown.role, 'MfaHub')
    })

    it('says that a code was refused, and sends the next one when its half minute comes', async () => {
      nextWindow(here)
      const popup = await pick(here.driven, 'with a code')
      const right = code(here)
      await prompt(popup).wait()
      // The page's half minute ends when this test says so, and not amid it.
      await popup.evaluate(stopTheClock)
      await prompt(popup).fill(right === '111111' ? '222222' : '111111')
      await popup.locator('::-p-text(AWS did not take the code)').wait()
      assert.equal(sentByExtension(here.aws).length, 1, 'a code is never sent twice')
      await prompt(popup).fill(right)
      await popup.locator('::-p-text(It is sent when)').wait()
      assert.equal(sentByExtension(here.aws).length, 1)
      await popup.evaluate(advanceTheClock, 2 * WINDOW)
      // Chromium's popup closes as the console opens.
      await until('the prompt to be gone', async () => !(await popup.$('.mfa').catch(() => null)))
      const shown = await here.driven.consoleTab()
      assert.equal(shown.role, 'MfaHub')
    })

    it('cancels, and forgets that it asked', async () => {
      const popup = await pick(here.driven, 'with a code')
      await prompt(popup).wait()
      await button(popup, 'Cancel').click()
      await popup.waitForSelector('.mfa', { hidden: true })
      await becomes('the last run', () => call(here.wings, 'lastRun', null), null)
      assert.equal(sentByExtension(here.aws).length, 0)
    })

    it('takes one code for all chains of a source, whose sessions then last an hour', async () => {
      nextWindow(here)
      const { aws, wings } = here
      const source = await call(wings, 'saveSource', {
        name: 'Dana, one code',
        credentials: dana(here),
        mfaSerial: serial,
        mfaSession: true,
      })
      assert.ok(source.saved)
      const plain = { roleArn: mfaHub.roleArn }
      const one = await addChain(wings, chainOf('One', source.id, [plain]))
      const two = await addChain(wings, chainOf('Two', source.id, [plain, auditIn(accounts.prod)]))
      const open = (chainId: string, more: { code?: string } = {}) =>
        run(wings, { action: 'copy', chainId, shape: 'json', ...more })

      const asked = (await open(one)).at(-1)
      assert.equal(asked?.state.failure?.kind, 'mfa')
      assert.equal(sentByExtension(aws).length, 0)
      assert.equal((await open(one, { code: code(here) })).at(-1)?.type, 'done')
      assert.equal((await open(two)).at(-1)?.type, 'done', 'the second chain needs no code')
      assert.deepEqual(
        sentByExtension(aws).map(({ action }) => action),
        // Both chains come to the hub by the same path, so its session is kept from the first.
        ['GetSessionToken', 'AssumeRole', 'AssumeRole'],
      )
      const row = (await call(wings, 'sources', null)).find(({ id }) => id === source.id)
      assert.ok((row?.mfaSessionEnds ?? 0) > Date.now() + 11 * 3_600_000)
    })

    it('makes the code itself where the person gave it the seed, for a role that names no device of its own', async () => {
      const { aws, wings } = here
      const erin = credentialsOf(keyOf(aws.world, accounts.hub, 'erin'))
      const draft = { name: 'Erin', credentials: erin, mfaSerial: erins, seed: otherMfaSeed }
      const { id, saved } = await call(wings, 'saveSource', draft)
      assert.ok(saved)
      const chain = await addChain(wings, chainOf('By seed', id, [{ roleArn: mfaHub.roleArn }]))
      const ended = (await run(wings, { action: 'copy', chainId: chain, shape: 'json' })).at(-1)
      assert.equal(ended?.type, 'done', JSON.stringify(ended?.state.failure))
      assert.ok(sentByExtension(aws).some(({ parameters }) => parameters.includes('TokenCode')))
      const kept = JSON.stringify(await wings.evaluate(() => chrome.storage.local.get(null)))
      assert.ok(!kept.includes(otherMfaSeed))
      const row = (await call(wings, 'sources', null)).find((source) => source.id === id)
      assert.equal(row?.hasSeed, true)
      assert.ok(!JSON.stringify(row).includes(otherMfaSeed))
    })

    it('refuses a code on a hop that a role makes, and says why', async () => {
      const { saved, findings } = await call(
        here.wings,
        'saveChain',
        chainOf('Late', here.alice, [steps[0] as SampleHop, { ...(steps[1] as SampleHop), mfaSerial: serial }]),
      )
      assert.equal(saved, false)
      assert.match(findings.find(({ place }) => place === 'hops.1.mfaSerial')?.message ?? '', /role/)
    })
  })
}

/* These run in the page. */

function stopTheClock(): void {
  const now = Date.now()
  Date.now = () => now
}

function advanceTheClock(by: number): void {
  const then = Date.now() + by
  Date.now = () => then
}
