// No page in any state, no console, no error and nothing that is left of a crash tells a secret that nobody asked to see.

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { faults } from '../../aws/faults.ts'
import { accounts, aliceKey, mfaHub, mfaSeed, steps, threeHops } from '../../aws/sample.ts'
import { keyOf } from '../../aws/world.ts'
import { kinds } from '../browsers.ts'
import { button, choose, failureOn, field, pick } from '../person.ts'
import { chainOf, credentialsOf, endHops, stage } from '../stage.ts'
import { states, vaultPassword } from '../states.ts'
import { addChain, call } from '../wire.ts'
import { printedByUs, secretsOf } from './secrets.ts'

for (const kind of kinds) {
  describe(`what ${kind} is told`, () => {
    const here = stage(kind)
    let printed: () => Promise<string[]>
    /** Each sign-in token, which the local AWS forgets once it is used. */
    const tokens: string[] = []
    before(async () => {
      printed = await here.driven.listen()
      const dana = credentialsOf(keyOf(here.aws.world, accounts.hub, 'dana'))
      const device = { mfaSerial: mfaHub.mfaSerial as string, seed: mfaSeed }
      await call(here.wings, 'saveSource', { name: 'Dana', credentials: dana, ...device })
    })
    const noSecret = async (shown: string, where: string) => {
      for (const secret of [...secretsOf(here.aws), ...tokens, mfaSeed, vaultPassword])
        assert.ok(!shown.includes(secret), `${where} tells ${secret.slice(0, 4)}…`)
    }
    const watchTokens = () =>
      here.aws.fault(
        { action: 'getSigninToken' },
        {
          name: 'watched',
          change: (reply) => {
            const { SigninToken: token } = JSON.parse(reply.body) as { SigninToken: string }
            tokens.push(token.slice(4, 36))
            return reply
          },
        },
      )

    for (const [name, reach] of Object.entries(states))
      it(`is no secret in ${name}`, async () => {
        await noSecret(await everythingOn(await reach(here), kind), name)
      })

    it('is no secret while keys are typed, and none is left in a field after', async () => {
      const page = await here.driven.open('options.html#/sources/new')
      const keys = credentialsOf(aliceKey(here.aws.world))
      await field(page, 'Name').fill('Typed')
      await field(page, 'Access key ID').fill(keys.accessKeyId)
      await field(page, 'Secret access key').fill(keys.secretAccessKey)
      await noSecret(await everythingOn(page, kind), 'the form')
      await button(page, 'Save').click()
      await page.waitForFunction(() => /#\/sources\/[\w-]{8,}$/.test(location.hash))
      const left = await page.$$eval('input', (inputs) => inputs.map(({ value }) => value).join())
      await noSecret(left, 'a field')
    })

    it('is no secret by a click that opens the console, nor by one that copies, but in that tab and on the clipboard', async () => {
      watchTokens()
      await addChain(here.wings, chainOf('Told of', here.alice, threeHops))
      await pick(here.driven, 'told of')
      await here.driven.consoleTab()
      const copied = await choose(here.driven, 'told of', 'Copy credentials for bash')
      await copied.waitForSelector('::-p-text(Copied for bash)')
      await noSecret(await everythingOn(copied, kind), 'the popup that copied')
      assert.ok(tokens.length > 0)
    })

    it('is no secret when a walk fails, or the background is killed amid it', async () => {
      watchTokens()
      await addChain(here.wings, chainOf('Cut short', here.alice, steps.slice(0, 3)))
      for (const [effect, at] of [
        [faults.echo, 2],
        [faults.hang, 3],
        [faults.hang, 1],
      ] as const) {
        here.aws.clearFaults()
        await endHops(here)
        here.aws.fault({ action: 'AssumeRole', nth: at }, effect)
        const popup = await pick(here.driven, 'cut short')
        if (effect === faults.hang) {
          await popup.waitForSelector(`::-p-text(Hop ${at} of 3)`)
          await here.driven.killBackground()
        }
        await failureOn(popup)
        await popup.$eval('details.evidence summary', (summary) => (summary as HTMLElement).click()).catch(() => {})
        await noSecret(await everythingOn(popup, kind), `the popup after ${effect.name}`)
        const run = await call(here.wings, 'lastRun', null)
        await noSecret(JSON.stringify(run), 'the last run')
        await popup.close()
        await call(here.wings, 'dismissRun', null)
      }
    })

    it('is nothing on any console, and no error that nobody caught', async () => {
      // A console that was just killed may have one more thing to say: a call to the new one comes after it.
      await call(here.wings, 'settings', null)
      const said = await printed()
      await noSecret(said.join('\n'), 'a console')
      assert.deepEqual(printedByUs(said), [])
    })
  })
}

/** All text and all attributes, what is in fields that show it, and what a screen reader is told. */
async function everythingOn(page: Page, kind: 'chromium' | 'firefox'): Promise<string> {
  const seen = await page.evaluate(() => {
    const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')]
    const shown = fields.filter(({ type }) => type !== 'password').map(({ value }) => value)
    return [document.documentElement.outerHTML, document.title, location.href, ...shown, JSON.stringify(history.state)]
  })
  // Firefox shows its tree to no driver.
  const tree = kind === 'chromium' ? await page.accessibility.snapshot({ interestingOnly: false }) : {}
  return [...seen, JSON.stringify(tree, (key, value) => (key === 'elementHandle' ? undefined : value))].join('\n')
}
