// From no key anywhere to the console of three hops by an identity provider, as a person does it: what the provider gives to AWS is pasted,
// its role chosen; then again once nobody is signed in, by the failure's first button.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { assertion, forgersKey, issuer, token } from '../aws/idp.ts'
import { accounts, byToken, fromIdp, samlRoles } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, failureOn, field, pick, press, shows } from './person.ts'
import { stage } from './stage.ts'
import { call } from './wire.ts'

const fresh = (more = {}) => assertion({ roles: samlRoles, now: Date.now(), ...more })

for (const kind of kinds) {
  describe(`an identity provider in ${kind}`, () => {
    const here = stage(kind)
    const begin = async (text: string): Promise<Page> => {
      const page = await here.driven.open('options.html#/sources')
      await page.locator(named('link', 'with an identity provider')).click()
      await field(page, 'Assertion or token').fill(text)
      return page
    }

    it('gives the console of three hops to whoever has no key', async () => {
      const { driven, aws, wings } = here
      await call(wings, 'deleteSource', { id: here.alice })
      const page = await begin(fresh())
      await page.waitForSelector('.role-list')
      await shows(page, /For\s+ana/)
      assert.deepEqual(await findings(page), [])
      await press(page, '.role-list li:first-child input', ' ')
      await field(page, 'Sign-in address (optional)').fill(`${issuer}/aws`)
      await button(page, 'Sign in and make a chain').click()
      await until('the editor', async () => (await page.evaluate(() => location.hash)).startsWith('#/chains/new/'))
      await field(page, 'Name').fill('Relay')
      for (const [at, { roleArn }] of fromIdp.entries()) {
        if (at > 0) await button(page, 'Add a role').click()
        await field(page, `Role ARN of hop ${at + 1}`).fill(roleArn)
      }
      await button(page, 'Save').click()
      await until('the chain', async () => (await call(wings, 'list', { query: '', offset: 0, limit: 1 })).known === 1)
      await pick(driven, 'relay')
      const shown = await driven.consoleTab()
      assert.deepEqual([shown.account, shown.role], [accounts.prod, 'IdpProd'])
      const [first] = aws.requests({ action: 'AssumeRoleWithSAML' })
      assert.deepEqual([first?.hasCookie, first?.caller], [false, undefined])
    })

    it('goes on by itself once somebody signed in again, and not by a forged assertion', async () => {
      const { driven, wings } = here
      const [source] = await call(wings, 'sources', null)
      assert.ok(source, 'the source of the first test')
      await call(wings, 'endSignIn', { id: source.id })
      const popup = await pick(driven, 'relay')
      assert.equal((await failureOn(popup)).title, 'Nobody is signed in')
      await button(popup, 'Sign in').click()
      const page = await driven.find('options.html#/sources/')
      await page.waitForSelector('::-p-text(“Relay” opens by itself)')
      assert.equal(await page.$eval('.sign-in a', (link) => link.getAttribute('href')), `${issuer}/aws`)
      assert.deepEqual(await findings(page), [])
      await field(page, 'Assertion (SAMLResponse)').fill(fresh({ key: forgersKey }))
      await button(page, 'Sign in with it').click()
      assert.match(
        (await failureOn(page)).message,
        /is not signed with a certificate that IAM.*If not, this is not from that provider/,
      )
      const again = await driven.open(`options.html#/sources/${source.id}`)
      await again.waitForSelector('::-p-text(“Relay” opens by itself)')
      await field(again, 'Assertion (SAMLResponse)').fill(fresh())
      await button(again, 'Sign in with it').click()
      assert.equal((await driven.consoleTab()).role, 'IdpProd')
    })

    it('shows whose token it is before it is sent', async () => {
      const { wings, aws } = here
      const page = await begin(token({ now: Date.now(), subject: 'ana@corp.example' }))
      await shows(page, /Issuer\s+https:\/\/idp\.corp\.example\s+Audience\s+rolerelay\s+Subject\s+ana@corp\.example/)
      assert.deepEqual(aws.requests({ action: 'AssumeRoleWithWebIdentity' }), [])
      await field(page, 'Role ARN').fill(byToken)
      await button(page, 'Sign in and make a chain').click()
      await until('the editor', async () => (await page.evaluate(() => location.hash)).startsWith('#/chains/new/'))
      const row = (await call(wings, 'sources', null)).find(({ kind }) => kind === 'web-identity')
      assert.deepEqual([row?.keys, row?.federation?.provider], ['ready', issuer])
    })
  })
}
