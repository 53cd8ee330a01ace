// The console of the user whose key a source has, as a person opens it: what it may do is chosen first, and AWS holds it to that.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allows } from '../aws/world.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { named } from './named.ts'
import { button, field, pick, shows } from './person.ts'
import { accounts, sentByExtension, stage } from './stage.ts'
import { call } from './wire.ts'

const READS = 'arn:aws:iam::aws:policy/ReadOnlyAccess'

for (const kind of kinds) {
  describe(`a user’s own console in ${kind}`, () => {
    const here = stage(kind)

    it('opens with what was chosen, from the source’s page and from the popup', async () => {
      const { driven, aws, wings, alice } = here
      aws.world.accounts
        .get(accounts.hub)
        ?.users.get('alice')
        ?.policies.push(allows('*', ['sts:GetFederationToken', 's3:*']))
      const page = await driven.open(`options.html#/sources/${alice}`)
      await button(page, 'Save and open its console').click()
      await shows(page, /without a policy AWS lets it do nothing/)
      assert.deepEqual(await findings(page), [])
      const select = named('combobox', 'What it may do')
      await page.locator(select).fill(READS)
      aws.clearJournal()
      await button(page, 'Save and open its console').click()
      const { arn, page: console } = await driven.consoleTab()
      assert.equal(arn, `arn:aws:sts::${accounts.hub}:federated-user/alice`)
      assert.deepEqual(
        sentByExtension(aws).map(({ action }) => action),
        ['GetCallerIdentity', 'GetFederationToken', 'getSigninToken'],
      )
      await becomes('the source', async () => (await call(wings, 'sources', null))[0]?.userConsole?.policyArns, [READS])
      await page.bringToFront()
      await shows(page, /opens the console as alice in/)
      assert.deepEqual(await findings(page), [])

      const tried = (what: string) =>
        console
          .goto(`https://us-east-1.console.aws.amazon.com/s3/home?try=s3:${what}&on=arn:aws:s3:::reports/may`)
          .then(() => console.$eval('#tried', (said) => said.textContent ?? ''))
      assert.equal(await tried('GetObject'), 'allowed')
      assert.match(await tried('DeleteObject'), /because no session policy allows/)
      await console.close()

      await pick(driven, 'alice')
      assert.match((await driven.consoleTab()).arn ?? '', /federated-user.alice$/)
    })

    it('takes policies that a person writes, and asks before what is written is lost', async () => {
      const { driven, wings, alice } = here
      const page = await driven.open(`options.html#/sources/${alice}`)
      await page.locator(named('combobox', 'What it may do')).fill('other')
      await field(page, 'Session policy (optional)').fill('{ "Statement": [] ')
      await button(page, 'Save and open its console').click()
      await shows(page, /The policy is not JSON/)
      await field(page, 'Session policy (optional)').fill('{ "Statement": [] }')
      await button(page, 'Save and open its console').click()
      await shows(page, /^Open its console$/m)
      await field(page, 'Session policy (optional)').fill('{ "Statement": [ ] }')
      await page.locator('nav a[href="#/chains"]').click()
      await shows(page, /not saved|Leave/)
      assert.deepEqual((await call(wings, 'sources', null))[0]?.userConsole?.policy, '{"Statement":[]}')
    })
  })
}
