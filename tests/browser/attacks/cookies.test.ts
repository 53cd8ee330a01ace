// No request of ours carries a cookie of the person's, or leaves one behind; only the tab that opens the console does.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { faults } from '../../aws/faults.ts'
import { accounts, mfaHub, mfaSeed, otherPartitions, steps } from '../../aws/sample.ts'
import { totp } from '../../aws/totp.ts'
import { keyOf } from '../../aws/world.ts'
import { type Driven, kinds } from '../browsers.ts'
import { chainOf, credentialsOf, operatorOf, type Stage, stage } from '../stage.ts'
import { addChain, addSource, call, run } from '../wire.ts'

/** What AWS's hosts would plant with each answer, and take away. Firefox lets a host clear its own cookies by any answer, even
 * to a request that is sent without them. */
const PLANTED = { 'set-cookie': 'planted=by-an-answer; Path=/; Secure' }
const planted = { chromium: { ...PLANTED, 'clear-site-data': '"cookies", "storage"' }, firefox: PLANTED }
const HOSTS = ['sts.us-east-1.amazonaws.com', 'us-east-1.signin.aws.amazon.com', 'signin.aws.amazon.com']

for (const kind of kinds) {
  describe(`cookies in ${kind}`, () => {
    const here = stage(kind)
    /** The person's own, as a visit leaves them. */
    const visit = async ({ aws, driven }: Stage) => {
      const own = aws.fault({ service: 'signin' }, faults.headers({ 'set-cookie': 'own=1; Path=/; Secure' }))
      const page = await driven.browser.newPage()
      await page.goto('https://signin.aws.amazon.com/')
      await page.goto('https://us-east-1.signin.aws.amazon.com/')
      own.remove()
      await driven.browser.setCookie(
        ...HOSTS.map((domain) => ({ name: 'set', value: '1', domain, path: '/', secure: true, httpOnly: true })),
      )
      await page.goto('about:blank')
      aws.clearJournal()
    }

    it('are there, and go with a tab: the test sees what it looks for', async () => {
      await visit(here)
      const page = await here.driven.browser.newPage()
      await page.goto('https://signin.aws.amazon.com/')
      assert.ok(here.aws.requests({ host: 'signin.aws.amazon.com' }).some(({ hasCookie }) => hasCookie))
      assert.equal((await names(here.driven)).filter((name) => name.endsWith(' own')).length, 2)
    })

    it('go with no request of ours and come with none, whatever it is for', async () => {
      const { aws, driven, wings, alice } = here
      await visit(here)
      const before = await names(driven)
      assert.ok(before.length >= 3)
      aws.fault({}, faults.headers(planted[kind]))

      const chainId = await addChain(wings, chainOf('Without cookies', alice, steps.slice(0, 2)))
      await run(wings, { action: 'test', chain: await call(wings, 'chain', { id: chainId }) })
      await run(wings, { action: 'copy', chainId, shape: 'bash' })
      // A code of an MFA device, and the session that it gives.
      const dana = credentialsOf(keyOf(aws.world, accounts.hub, 'dana'))
      const { id } = await call(wings, 'saveSource', {
        name: 'Dana',
        credentials: dana,
        mfaSerial: mfaHub.mfaSerial as string,
        mfaSession: true,
      })
      const withCode = await addChain(wings, chainOf('With a code', id, [{ roleArn: mfaHub.roleArn }]))
      const code = totp(mfaSeed, aws.clock.now())
      await run(wings, { action: 'copy', chainId: withCode, shape: 'bash', code })
      // A sign-in that fails opens no tab, whose own requests would carry cookies.
      for (let nth = 1; nth < 9; nth++)
        aws.fault({ action: 'getSigninToken', nth }, faults.says(404, 'text/html', 'Not here', planted[kind]))
      await run(wings, { action: 'open', chainId, where: 'new-tab' })
      // A redirect, and the question that follows it.
      aws.fault({ action: 'AssumeRole' }, faults.redirect(`https://${HOSTS[1]}/`))
      await run(wings, { action: 'test', chain: await call(wings, 'chain', { id: chainId }) })

      const sent = aws.requests()
      for (const action of ['AssumeRole', 'GetSessionToken', 'getSigninToken', 'GetCallerIdentity'])
        assert.ok(
          sent.some((entry) => entry.action === action),
          action,
        )
      assert.deepEqual(
        sent.filter(({ hasCookie }) => hasCookie),
        [],
      )
      assert.deepEqual(await names(driven), before)
    })

    it('go with no request to IAM either', async () => {
      const { aws, driven, wings, alice } = here
      const domain = 'iam.amazonaws.com'
      await driven.browser.setCookie({ name: 'set', value: '1', domain, path: '/', secure: true, httpOnly: true })
      aws.fault({}, faults.headers(PLANTED))
      await driven.grant([`https://${domain}/*`])
      // Keys are rotated in a vault alone.
      await call(wings, 'createVault', { password: 'lantern gravel orchid teapot' })
      await call(wings, 'beginRotation', { id: alice, partition: 'aws' })
      const sent = aws.requests({ host: domain })
      assert.ok(sent.length > 0)
      assert.ok(sent.every(({ hasCookie }) => !hasCookie))
      assert.deepEqual(await names(driven), [`${domain} set`])
    })

    it('are left alone in the other partitions', async () => {
      const { aws, driven, wings } = here
      aws.fault({}, faults.headers(PLANTED))
      // Their hosts are asked for at first use.
      await driven.grant(await wings.evaluate(() => chrome.runtime.getManifest().optional_host_permissions ?? []))
      for (const { account, hops } of otherPartitions) {
        const source = await addSource(wings, operatorOf(aws, account), account)
        await run(wings, {
          action: 'copy',
          chainId: await addChain(wings, chainOf(account, source, hops)),
          shape: 'bash',
        })
      }
      assert.ok(aws.requests({ action: 'AssumeRole', status: 200 }).length >= 2 * otherPartitions.length)
      assert.deepEqual(
        aws.requests().filter(({ hasCookie }) => hasCookie),
        [],
      )
      assert.deepEqual(await names(driven), [])
    })
  })
}

/** Every cookie of the browser: where it belongs, and its name. */
const names = async ({ browser }: Driven): Promise<string[]> =>
  (await browser.cookies()).map(({ domain, name }) => `${domain} ${name}`).sort()
