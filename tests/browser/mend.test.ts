// A hop that AWS denies, mended with nothing but what the panel gives to copy: then the same chain opens.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import type { Policy } from '../aws/iam/policy.ts'
import { accounts } from '../aws/sample.ts'
import { roleByArn, trusts, type WorldBuilder } from '../aws/world.ts'
import { findings } from './axe.ts'
import { type Driven, kinds, until } from './browsers.ts'
import { pasted } from './pasteboard.ts'
import { button, failureOn, pick, shows } from './person.ts'
import { chainOf, type Stage, stage } from './stage.ts'
import { addChain } from './wire.ts'

const FIRST = `arn:aws:iam::${accounts.hub}:role/mend/First`
const LAST = `arn:aws:iam::${accounts.prod}:role/mend/Last`
const NOBODY: Policy = { Version: '2012-10-17', Statement: [] }

/** Roles of which alice may take the first, and nobody the last. */
function addRoles({ aws }: Stage): void {
  const world = aws.world as WorldBuilder
  const alice = `arn:aws:iam::${accounts.hub}:user/alice`
  world.account(accounts.hub).role('First', {
    path: '/mend/',
    trust: trusts(alice, undefined, ['sts:AssumeRole', 'sts:SetSourceIdentity']),
  })
  world.account(accounts.prod).role('Last', { path: '/mend/', trust: NOBODY })
}

/** Copies a policy from its section, and gives what is on the clipboard then. */
async function copied(driven: Driven, page: Page, section: string): Promise<string> {
  await page.bringToFront()
  const copy = `::-p-xpath(//section[starts-with(@aria-label, "${section}")]//button[normalize-space() = "Copy"])`
  await page.locator(copy).click()
  await page.waitForSelector(copy.replace('"Copy"', '"Copied"'))
  return pasted(driven)
}

const choose = (page: Page, form: string) => page.locator(`::-p-xpath(//label[normalize-space() = "${form}"])`).click()

for (const kind of kinds) {
  describe(`the mend in ${kind}`, () => {
    const here = stage(kind)

    it('opens the console, once both policies are where they belong', async () => {
      const { aws, driven, wings, alice } = here
      addRoles(here)
      await addChain(wings, chainOf('To mend', alice, [{ roleArn: FIRST, sourceIdentity: 'alice' }, { roleArn: LAST }]))
      const popup = await pick(driven, 'to mend')
      assert.equal((await failureOn(popup)).title, 'Stopped at hop 2 of 2')
      await popup.locator('.mend > summary').click()
      await shows(popup, /sts:SetSourceIdentity/, '.mend-hops > li:nth-child(2) .mend-needs')
      assert.deepEqual(await findings(popup), [])

      const trust = await copied(driven, popup, 'Trust policy of role Last')
      const permission = await copied(driven, popup, 'Permission policy of role First')
      const [first, last] = [FIRST, LAST].map((arn) => roleByArn(aws.world, arn)?.role)
      assert.ok(first && last)
      last.trust = JSON.parse(trust)
      first.policies.push(JSON.parse(permission))

      await popup.bringToFront()
      await button(popup, 'Try again').click()
      assert.equal((await driven.consoleTab()).role, 'Last')
    })

    it('gives the policies in each form, and the pages where they go', async () => {
      const { driven, wings, alice } = here
      addRoles(here)
      await addChain(wings, chainOf('Forms', alice, [{ roleArn: FIRST }, { roleArn: LAST }]))
      const popup = await pick(driven, 'forms')
      await failureOn(popup)
      await popup.locator('.mend > summary').click()
      const shown = () => popup.$$eval('.mend-text', (texts) => texts.map((text) => text.textContent ?? ''))
      const both = (start: RegExp) =>
        until(`${start}`, async () => {
          const texts = await shown()
          return texts.length === 2 && texts.every((text) => start.test(text)) && texts
        })
      await both(/^\{/)
      await choose(popup, 'Terraform')
      assert.match((await both(/^data "aws_iam_policy_document"/))[1] ?? '', /resource "aws_iam_role_policy"/)
      await choose(popup, 'Command line')
      assert.match((await both(/^aws iam /))[0] ?? '', /update-assume-role-policy --role-name Last/)
      const links = await popup.$$eval('.mend a', (all) =>
        all.map(({ href, target, rel }) => `${href} ${target} ${rel}`),
      )
      const page = (role: string, section: string) =>
        `https://console.aws.amazon.com/iam/home?region=us-east-1#/roles/details/${role}?section=${section} _blank noreferrer`
      assert.deepEqual(links, [page('Last', 'trust_relationships'), page('First', 'permissions')])
    })
  })
}
