// Attacks on sign-ins: another extension that reads every address and every redirect, a code that somebody else began, an assertion that a
// page posts, an answer that is another role's or is lost as the background is stopped, and a clock that is hours off.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { fetchRaw } from '../../aws/client.ts'
import { faults } from '../../aws/faults.ts'
import { assertion, forgersKey, IDP_HOST, posting } from '../../aws/idp.ts'
import { accounts, bySaml, consoleUser, fromIdp, fromPortal, portal, samlRoles } from '../../aws/sample.ts'
import { becomes, kinds, until } from '../browsers.ts'
import { button, failureOn, pick, shows, signIn } from '../person.ts'
import { chainOf, stage } from '../stage.ts'
import { addChain, call } from '../wire.ts'
import { attackers } from './attacker.ts'

/** hostile-extension/attack.js, as its page has it. */
declare const attack: { seen(): Promise<string[]>; lead(from: string, to: string): Promise<void> }

const REDIRECT = 'http://127.0.0.1:'
const OIDC = `oidc.${portal.region}.amazonaws.com`
const samlSource = {
  kind: 'saml',
  name: 'Corp',
  role: { roleArn: bySaml.roleArn, provider: bySaml.providerArn },
} as const
/** What the attacker's page posts to AWS's own. */
let posted = ''

for (const kind of kinds) {
  describe(`attacks on sign-ins in ${kind}`, () => {
    const here = stage(kind, { others: { ...attackers, [IDP_HOST]: () => posting(posted) } })
    const stateOf = async (id: string) => (await call(here.wings, 'sources', null)).find((one) => one.id === id)?.keys
    const good = (more = {}) => assertion({ roles: samlRoles, now: here.aws.clock.now(), ...more })

    it('an assertion that any page posts is nothing to us, good or forged', async () => {
      const { driven, aws, wings } = here
      const { id } = await call(wings, 'addFederated', { source: samlSource, text: good() })
      await call(wings, 'endSignIn', { id })
      aws.clearJournal()
      for (const text of [good(), good({ key: forgersKey })]) {
        posted = text
        const page = await driven.browser.newPage()
        await page.goto(`https://${IDP_HOST}/`)
        await page.click('#go')
        await until('AWS to be sent it', async () => aws.requests({ path: '/saml' }).length > 0)
        await page.close()
      }
      assert.deepEqual([aws.requests({ action: 'AssumeRoleWithSAML' }), await stateOf(id)], [[], 'signed-out'])
    })

    it('an answer with the session of another role or account is not kept', async () => {
      const { aws, wings } = here
      const { id } = await call(wings, 'addFederated', { source: samlSource, text: good() })
      await call(wings, 'endSignIn', { id })
      for (const account of [accounts.prod, accounts.hub]) {
        const other = `arn:aws:sts::${account}:assumed-role/SamlStart${account === accounts.hub ? '2' : ''}/ana`
        aws.fault({ action: 'AssumeRoleWithSAML', times: 1 }, faults.otherRole(other))
        await assert.rejects(call(wings, 'signInWith', { id, text: good() }), /"wrong-role"/)
        assert.equal(await stateOf(id), 'signed-out')
      }
    })

    it('a clock that is three hours ahead keeps nobody out', async () => {
      const { driven, aws, wings } = here
      aws.clock.set(Date.now() - 3 * 3_600_000)
      const { id } = await call(wings, 'addFederated', { source: samlSource, text: good() })
      assert.equal(await stateOf(id), 'ready')
      await addChain(wings, chainOf('Ahead', id, fromIdp))
      await pick(driven, 'ahead')
      assert.equal((await driven.consoleTab()).role, 'IdpProd')
      aws.clock.set(Date.now())
    })

    it('a code that somebody else began signs nobody in here, and our page says to look', async () => {
      const { driven, aws, wings } = here
      await driven.grant([`https://${OIDC}/*`, `https://portal.sso.${portal.region}.amazonaws.com/*`])
      const { id } = await call(wings, 'beginSignIn', portal)
      const page = await driven.open(`options.html#/sources/sign-in-${id}`)
      await page.waitForSelector('.sign-in-code')
      await shows(page, /Confirm it only if it is this one\. Whoever sends you to such a page with another code/)
      const ours = await page.$eval('.sign-in-code', (code) => code.textContent)
      const ask = async (path: string, given: object) => {
        const headers = { 'content-type': 'application/json' }
        const said = await fetchRaw(aws, { method: 'POST', host: OIDC, path, headers, body: JSON.stringify(given) })
        return JSON.parse(String(said.body))
      }
      const { clientId, clientSecret } = await ask('/client/register', {
        clientName: 'attacker',
        clientType: 'public',
        scopes: ['sso:account:access'],
      })
      const begun = await ask('/device_authorization', { clientId, clientSecret, startUrl: portal.startUrl })
      assert.notEqual(begun.userCode, ours)
      const lure = await driven.browser.newPage()
      await lure.goto(begun.verificationUriComplete)
      assert.equal(await lure.$eval('#code', (code) => code.textContent), begun.userCode, 'what a person has to see')
      await lure.click('#allow')
      await lure.waitForSelector('::-p-text(Request approved)')
      const polls = () => aws.requests({ path: '/token' }).length
      const before = polls()
      await until('ours to be asked about again', async () => polls() > before + 1)
      assert.equal((await call(wings, 'portals', null))[0]?.state, 'waiting')
      await call(wings, 'cancelSignIn', { id })
    })

    it('a background that is stopped as tokens are renewed leaves a sign-in to be done again, and no way out but that', async () => {
      const { driven, aws, wings } = here
      const mine = aws.world.portals.get(portal.startUrl) ?? assert.fail('no portal')
      // So that each use of it renews it first.
      mine.tokenSeconds = 600
      const { id } = await call(wings, 'beginSignIn', portal)
      for (const code of aws.state.deviceCodes.values()) code.state = 'confirmed'
      const state = async () => (await call(wings, 'portals', null)).find((one) => one.id === id)?.state
      await becomes('the portal', state, 'signed-in')
      const sets = [{ accountId: accounts.hub, roleName: 'Developer', name: 'Hub · Developer' }]
      const { ids } = await call(wings, 'addPermissionSets', { id, sets })
      await addChain(wings, chainOf('Cut off', ids[0] ?? '', fromPortal))
      const held = faults.hold()
      const fault = aws.fault({ path: '/token' }, held)
      const popup = await pick(driven, 'cut off')
      await until('the tokens to be asked for', async () => fault.played === 1)
      await driven.killBackground()
      held.release()
      await until('AWS to have answered nobody', async () => aws.requests({ path: '/token' }).length > 0)
      aws.clearFaults()
      if (!popup.isClosed()) await popup.close()
      // Else the next popup tells that the run was interrupted.
      await call(wings, 'dismissRun', null)
      await becomes('the run before', () => call(wings, 'lastRun', null), null)
      const again = await pick(driven, 'cut off')
      assert.equal((await failureOn(again)).title, 'Nobody is signed in')
      assert.equal(await again.$eval('.failure button', (first) => first.textContent), 'Sign in')
      assert.deepEqual([await state(), await stateOf(ids[0] ?? '')], ['signed-out', 'signed-out'])
      mine.tokenSeconds = 3_600
    })

    describe('by an extension that reads every address', () => {
      let hostile: Page
      const install = async () => {
        await here.driven.browser.installExtension(fileURLToPath(new URL('hostile-extension', import.meta.url)))
        const address = await until('the hostile extension to start', async () =>
          (await here.driven.tabs()).find((address) => address.endsWith('/attack.html')),
        )
        hostile = await here.driven.browser.newPage()
        await here.driven.visit(hostile, address)
      }
      const redirectSeen = () =>
        until('it to see the redirect', async () =>
          (await hostile.evaluate(() => attack.seen())).findLast((url) => url.startsWith(REDIRECT)),
        )
      const signInPage = () =>
        until('AWS’s page', async () => {
          for (const tab of await here.driven.pages())
            if (tab.url().includes('/v1/authorize') && (await tab.$('#sign-in').catch(() => null))) return tab
          return undefined
        })
      /** What the code gives to whoever has seen the address alone. */
      const redeem = async (redirect: string) => {
        const code = new URL(redirect).searchParams.get('code')
        const given = {
          clientId: 'arn:aws:signin:::devtools/same-device',
          grantType: 'authorization_code',
          code,
          codeVerifier: 'a'.repeat(64),
          redirectUri: redirect.split('?')[0],
        }
        const host = 'us-east-1.signin.aws.amazon.com'
        const headers = { 'content-type': 'application/json' }
        return (
          await fetchRaw(here.aws, { method: 'POST', host, path: '/v1/token', headers, body: JSON.stringify(given) })
        ).status
      }

      it('the code that it reads gives it nothing, also where it is first', async () => {
        const { driven, aws, wings } = here
        await install()
        await driven.sayYes(['http://127.0.0.1/*'])
        await driven.grant(['http://127.0.0.1/*'])
        const { id } = await call(wings, 'addConsole', { name: 'Console', region: 'us-east-1' })
        const held = faults.hold()
        const ours = aws.fault({ path: '/v1/token', nth: 1 }, held)
        await call(wings, 'beginConsole', { id })
        await signIn(await signInPage())
        // Else it is the attacker's that waits.
        await until('our request to be held', async () => ours.played === 1)
        assert.equal(await redeem(await redirectSeen()), 400)
        held.release()
        await becomes('the source', () => stateOf(id), 'ready')
        const seen = await hostile.evaluate(() => attack.seen())
        assert.deepEqual(
          seen.filter((url) => url.includes('/v1/token')),
          [],
          'it sees no request of ours',
        )
        // And so that nobody's code counts for us who is not whom the source is of.
        const users = aws.world.accounts.get(accounts.hub)?.users ?? assert.fail('no users')
        const lena = users.get(consoleUser.user) ?? assert.fail('no lena')
        const other = (text: string) => text.replace('lena', 'mallory')
        users.set('mallory', { ...lena, name: 'mallory', arn: other(lena.arn), id: `${lena.id.slice(0, -1)}Z` })
        await call(wings, 'endSignIn', { id })
        await call(wings, 'beginConsole', { id })
        const page = new URL((await signInPage()).url())
        const body = new URLSearchParams({ ...consoleUser, user: 'mallory' }).toString()
        const headers = { 'content-type': 'application/x-www-form-urlencoded' }
        const path = page.pathname + page.search
        const theirs = await fetchRaw(aws, { method: 'POST', host: page.host, path, headers, body })
        // The address of our page holds state and challenge: whoever reads it can have AWS make a code of their own for it.
        await hostile.evaluate(
          (from, to) => attack.lead(from, to),
          `https://${page.host}/v1/authorize`,
          String(theirs.headers.location),
        )
        const failed = async () =>
          (await call(wings, 'sources', null)).find((one) => one.id === id)?.consoleSignIn?.failure?.message
        assert.match(
          await until('it to be refused', failed),
          /You signed in as .*mallory, and this source is of .*lena/,
        )
        assert.equal(await stateOf(id), 'signed-out')
        const form = await driven.open(`options.html#/sources/${id}`)
        await button(form, 'Sign in').wait()
      })
    })
  })
}
