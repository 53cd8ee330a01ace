// Several console sessions in one browser, as many as AWS allows: what a sixth does, and that the one a person chose is signed out.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds, until } from './browsers.ts'
import { button, pick, shows } from './person.ts'
import { chainOf, runOver, type Stage, stage } from './stage.ts'
import { addChain, run } from './wire.ts'

const CONSOLES = 'https://*.console.aws.amazon.com'
const OPT_IN = 'https://us-east-1.signin.aws.amazon.com/sessions/v1/opt-in?redirect_uri=https%3A%2F%2Faws.amazon.com'

for (const kind of kinds) {
  describe(`a sixth session in ${kind}`, () => {
    const here = stage(kind)

    it('names the five, has the chosen one signed out on its own host, and opens; the others stay', async () => {
      const { driven, wings, alice } = here
      await driven.grant([`${CONSOLES}/*`])
      const page = await driven.browser.newPage()
      await page.goto(OPT_IN)
      await page.close()
      for (const [at, of] of [1, 2, 3, 4, 5, 6].entries()) {
        const chainId = await addChain(wings, chainOf(`Session ${of}`, alice, steps.slice(0, of)))
        if (of === 6) break
        const last = (await run(wings, { action: 'open', chainId, where: 'background-tab' })).at(-1)
        assert.deepEqual([last?.type, last?.state.arrival], ['done', 'console'], `session ${at + 1}`)
      }
      await pick(driven, 'session 6')
      await until('AWS’s page', async () =>
        (await driven.tabs()).some((address) => address.includes('/sessions/limit')),
      )
      // That tab is in front by then, and the next popup asks.
      const popup = await driven.open('popup.html')
      const asked = await shows(popup, /Which console is to be signed out\?/)
      for (const of of [1, 2, 3, 4, 5])
        assert.match(asked, new RegExp(`Session ${of}[^]*Step0${of} in \\d{12}, \\d+ minutes left`))
      assert.deepEqual(await findings(popup), [])
      const before = await rolesOf(here)
      assert.deepEqual(before, ['Step01', 'Step02', 'Step03', 'Step04', 'Step05'])

      await button(popup, 'Sign out and open in place of Session 2').click()
      await becomes('the consoles', () => rolesOf(here), ['Step01', 'Step02', 'Step03', 'Step04', 'Step05', 'Step06'])
      await runOver(here)
      // Each tab shows what it did once it loads again, and that of the session that gave way asks for a sign-in.
      for (const page of await driven.pages()) if (page.url().includes('.console.')) await page.reload()
      assert.deepEqual(
        (await driven.tabs()).filter((address) => address.includes('/sessions/limit')),
        [],
      )
      await becomes('the consoles', () => rolesOf(here), ['Step01', 'Step03', 'Step04', 'Step05', 'Step06'])
    })
  })
}

/** The roles that the tabs of the console show, in order. */
async function rolesOf({ driven }: Stage): Promise<string[]> {
  const roleOn = () => document.getElementById('role')?.textContent ?? ''
  // A page that is being left shows none.
  const roles = await Promise.all((await driven.pages()).map((page) => page.evaluate(roleOn).catch(() => '')))
  return roles.filter((role) => role !== '').sort()
}
