// A sign-in at an identity provider that is watched, in a tab that was opened for a source: the assertion that its page posts to AWS makes
// the source ready, and the chain that waited opens. What is posted elsewhere, forged or of another account does not.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { faults } from '../aws/faults.ts'
import { assertion, forgersKey, IDP_HOST, issuer, posting } from '../aws/idp.ts'
import { accounts, bySaml, fromIdp, samlRoles } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, type Driven, kinds, until } from './browsers.ts'
import { button, failureOn, pick, shows } from './person.ts'
import { chainOf, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const elsewhere = samlRoles.map((pair) => pair.replaceAll(accounts.hub, accounts.security))
/** What the provider's page posts next. */
let posts: () => string

// Chromium tells of no request where the permission is an optional one: there the assertion is pasted (federated.test.ts).
for (const kind of kinds.filter((kind) => kind === 'firefox')) {
  describe(`a sign-in that is watched in ${kind}`, () => {
    const here = stage(kind, { others: { [IDP_HOST]: () => posting(posts()) } })
    const good = () => assertion({ roles: samlRoles, now: Date.now() })
    /** A source of the provider that nobody is signed in for, and a chain from it. */
    const signedOut = async (): Promise<string> => {
      const { wings } = here
      const role = { roleArn: bySaml.roleArn, provider: bySaml.providerArn, signInUrl: `${issuer}/aws` }
      const { id } = await call(wings, 'addFederated', { source: { kind: 'saml', name: 'Corp', role }, text: good() })
      await call(wings, 'endSignIn', { id })
      await addChain(wings, chainOf('Relay', id, fromIdp))
      return id
    }
    const stateOf = async (id: string) => (await call(here.wings, 'sources', null)).find((one) => one.id === id)?.keys
    const isWatched = async (id: string) =>
      (await call(here.wings, 'sources', null)).find((one) => one.id === id)?.federation?.watched
    const begin = async (id: string): Promise<Page> => {
      const page = await here.driven.open(`options.html#/sources/${id}`)
      await button(page, 'Sign in there').click()
      return page
    }

    it('opens what waited, and closes its tab', async () => {
      const { driven, wings } = here
      posts = good
      const id = await signedOut()
      const popup = await pick(driven, 'relay')
      assert.equal((await failureOn(popup)).title, 'Nobody is signed in')
      await button(popup, 'Sign in').click()
      const page = await driven.find('options.html#/sources/')
      await page.waitForSelector('::-p-text(“Relay” opens by itself)')
      await button(page, 'Sign in there').click()
      const tab = await providersTab(driven)
      await page.bringToFront()
      await shows(page, /Waiting for you to sign in/)
      assert.deepEqual(await findings(page), [])
      await tab.bringToFront()
      await post(tab)
      assert.equal((await driven.consoleTab()).role, 'IdpProd')
      assert.equal(await stateOf(id), 'ready')
      assert.ok(tab.isClosed(), 'the tab is closed before AWS signs it in')
      // One to make the source, and this one.
      assert.equal(here.aws.requests({ action: 'AssumeRoleWithSAML' }).length, 2)
      await call(wings, 'endSignIn', { id })
    })

    it('goes on in the next background', async () => {
      const { driven } = here
      posts = good
      const id = await signedOut()
      await begin(id)
      const tab = await providersTab(driven)
      await driven.killBackground()
      // A page that asks wakes the next.
      assert.equal(await stateOf(id), 'signed-out')
      await post(tab)
      await becomes('the source', () => stateOf(id), 'ready')
    })

    for (const [what, text, says, isSent] of [
      [
        'forged',
        () => assertion({ roles: samlRoles, now: Date.now(), key: forgersKey }),
        /is not signed with a certificate that IAM/,
        true,
      ],
      [
        'of another account',
        () => assertion({ roles: elsewhere, now: Date.now() }),
        /which this source is of. It was not sent/,
        false,
      ],
    ] as const) {
      it(`does not take an assertion that is ${what}`, async () => {
        const { driven, aws } = here
        posts = text
        const id = await signedOut()
        const page = await begin(id)
        const held = faults.hold()
        aws.fault({ action: 'AssumeRoleWithSAML' }, held)
        await post(await providersTab(driven))
        // A page asks again as long as it is watched. Else nobody heard what comes of it.
        if (isSent) assert.equal(await isWatched(id), true)
        held.release()
        await page.bringToFront()
        assert.match((await failureOn(page)).message, says)
        assert.equal(await stateOf(id), 'signed-out')
      })
    }

    it('is waited for no more in the background after the one that was stopped as AWS was asked', async () => {
      const { driven, aws } = here
      posts = good
      const id = await signedOut()
      await begin(id)
      const held = faults.hold()
      aws.fault({ action: 'AssumeRoleWithSAML' }, held)
      await post(await providersTab(driven))
      await driven.killBackground()
      held.release()
      assert.deepEqual([await isWatched(id), await stateOf(id)], [undefined, 'signed-out'])
    })

    it('does not look at what is posted in a tab that was not opened for it', async () => {
      const { driven, aws } = here
      posts = good
      const id = await signedOut()
      await begin(id)
      const watched = await providersTab(driven)
      const other = await driven.browser.newPage()
      await other.goto(`${issuer}/aws`)
      aws.clearJournal()
      await other.click('#go')
      await other.waitForSelector('#saml')
      assert.deepEqual(aws.requests({ action: 'AssumeRoleWithSAML' }), [])
      assert.equal(await stateOf(id), 'signed-out')
      await other.close()
      // And the one that was opened for it is looked at still.
      await post(watched)
      await becomes('the source', () => stateOf(id), 'ready')
    })
  })
}

/** The tab that was opened at the provider. */
const providersTab = (driven: Driven): Promise<Page> =>
  until('the provider’s page', async () => {
    for (const tab of await driven.pages()) {
      if (tab.url().startsWith(issuer) && (await tab.$('#go').catch(() => null))) return tab
    }
    return undefined
  })

/** The tab is gone before the click has its end. */
async function post(tab: Page): Promise<void> {
  await tab.evaluate(() => setTimeout(() => document.querySelector<HTMLElement>('#go')?.click()))
  await until('the tab to be closed', async () => tab.isClosed())
}
