// Leases: what is copied from the popup or the options page may do, at the local AWS, what it is for and nothing else.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Chain } from 'rolerelay-core'
import { Browser, type Keys, loginUrl, textOf } from '../aws/client.ts'
import { faults } from '../aws/faults.ts'
import { type SampleHop, steps } from '../aws/sample.ts'
import type { LocalAws } from '../aws/server.ts'
import { allows } from '../aws/world.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { named } from './named.ts'
import { pasted } from './pasteboard.ts'
import { button, choose, field, isRight, retype, shows } from './person.ts'
import { chainOf, sentByExtension, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const OWN = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: ['s3:GetObject', 's3:DeleteObject'], Resource: 'arn:aws:s3:::reports/*' },
})
const REFUSED = /no session policy allows/

for (const kind of kinds) {
  describe(`leases in ${kind}`, () => {
    const here = stage(kind)
    /** A chain whose end role may do all in S3 and SQS. */
    const add = (name: string, policy?: string, more: Partial<Chain> = {}) => {
      const role = here.aws.world.accounts.get('444455556666')?.roles.get('step02')
      assert.ok(role, 'the sample has it')
      role.policies = [allows('*', ['s3:*', 'sqs:*', 'sts:*'])]
      const [first, last] = steps as [SampleHop, SampleHop]
      return addChain(here.wings, chainOf(name, here.alice, [first, { ...last, ...(policy && { policy }) }], more))
    }

    it('of one bucket, to read, from the popup: what is copied reads it and does nothing else', async () => {
      const { aws, driven, wings } = here
      await add('To lend')
      const popup = await choose(driven, 'to lend', 'Copy a lease…')
      await retype(popup, 'For whom', 'Ana')
      await retype(popup, 'What for', '<img src=x onerror=alert(1)> the May report')
      await field(popup, 'How wide').fill('resource')
      await retype(popup, 'ARN of the resource', 'arn:aws:s3:::reports')
      await field(popup, 'Copied for').fill('json')
      await shows(popup, /Policy: \d+ of 2,048 characters/)
      await button(popup, 'Copy the lease').click()
      await shows(popup, /Copied for JSON/)
      assert.match(await shows(popup, /A lease for Ana/), /<img src=x onerror=alert\(1\)> the May report/)
      assert.deepEqual(
        sentByExtension(aws).map(({ action }) => action),
        ['AssumeRole', 'AssumeRole'],
      )
      const keys = keysOf(await pasted(driven))
      assert.equal(await tried(aws, keys, 's3:GetObject', 'arn:aws:s3:::reports/may'), 'allowed')
      assert.match(await tried(aws, keys, 's3:DeleteObject', 'arn:aws:s3:::reports/may'), REFUSED)
      assert.match(await tried(aws, keys, 's3:GetObject', 'arn:aws:s3:::salaries/may'), REFUSED)
      assert.match(await tried(aws, keys, 'sqs:ListQueues', '*'), REFUSED)
      const [row] = await call(wings, 'leases', null)
      assert.deepEqual([row?.recipient, row?.scope], ['Ana', 'arn:aws:s3:::reports, only to read'])
    })

    it('from the options page, of a guarded chain whose own policy allows a write: asked first, and no wider', async () => {
      const { aws, driven, wings } = here
      const id = await add('Lend with care', OWN, { guard: 'PRODUCTION', colour: 'red' })
      const page = await driven.open(`options.html#/chains/${id}`)
      await button(page, 'More').click()
      await page.locator(named('menuitem', 'Copy a lease…')).click()
      await retype(page, 'For whom', 'report.py')
      await retype(page, 'What for', 'count reports')
      await field(page, 'How wide').fill('service')
      await field(page, 'Service').fill('s3')
      await field(page, 'Copied for').fill('json')
      await shows(page, /CloudTrail has it with the request/)
      await button(page, 'Copy the lease').click()
      await shows(page, /Copy credentials of PRODUCTION chain\?/)
      assert.equal(sentByExtension(aws).length, 0)
      await button(page, 'Copy credentials of PRODUCTION chain').click()
      await shows(page, /Copied for JSON/)
      assert.deepEqual(
        sentByExtension(aws).map(({ action }) => action),
        ['AssumeRole', 'AssumeRole', 'GetScopedCredentials'],
      )
      const keys = keysOf(await pasted(driven))
      assert.equal(await tried(aws, keys, 's3:GetObject', 'arn:aws:s3:::reports/may'), 'allowed')
      assert.match(await tried(aws, keys, 's3:DeleteObject', 'arn:aws:s3:::reports/may'), REFUSED)
      assert.match(await tried(aws, keys, 's3:GetObject', 'arn:aws:s3:::salaries/may'), REFUSED)
      await shows(page, /report\.py[\s\S]*count reports[\s\S]*s3, only to read/, '.leases')
      const noted = async () =>
        (await call(wings, 'journal', { query: 'leased report.py', offset: 0, limit: 9 })).rows.map(
          ({ run }) => run.lease?.purpose,
        )
      await becomes('what the journal has', noted, ['count reports'])
    })

    it('says at the field what is wrong, keeps what was written when AWS refuses, and has no flaw that axe-core finds', async () => {
      const { aws, driven } = here
      await add('To lend wrongly')
      const popup = await choose(driven, 'to lend wrongly', 'Copy a lease…')
      await shows(popup, /policy\/ReadOnlyAccess/)
      await button(popup, 'Copy the lease').click()
      await shows(popup, /Say for whom this is/)
      await shows(popup, /Say what for this is/)
      await field(popup, 'How wide').fill('resource')
      await retype(popup, 'ARN of the resource', 'arn:aws-cn:s3:::reports')
      await shows(popup, /This resource is in AWS China/)
      await field(popup, 'How wide').fill('policy')
      await retype(popup, 'Policy', 'x'.repeat(40))
      await shows(popup, /The policy is not JSON/)
      assert.equal(sentByExtension(aws).length, 0)
      for (const look of ['light', 'dark'] as const) {
        await driven.prefer(look, popup)
        assert.deepEqual(await findings(popup), [], look)
      }
      await field(popup, 'How wide').fill('read-only')
      await retype(popup, 'For whom', 'Ana')
      await retype(popup, 'What for', 'to be refused')
      await isRight(popup)
      aws.fault({ action: 'AssumeRole' }, faults.garbled)
      await button(popup, 'Copy the lease').click()
      await popup.waitForSelector('[role=alert]')
      await button(popup, 'Back to the list').click()
      await becomes(
        'what was written',
        () => popup.$eval('[name=purpose]', (input) => (input as HTMLInputElement).value),
        'to be refused',
      )
      await popup.keyboard.press('Escape')
      await field(popup, 'Search chains').wait()

      const page = await driven.open('options.html#/leases')
      await shows(page, /A lease is a chain’s credentials/)
      for (const look of ['light', 'dark'] as const) {
        await driven.prefer(look, page)
        assert.deepEqual(await findings(page), [], look)
      }
    })
  })
}

const keysOf = (text: string): Keys => {
  const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: token } = JSON.parse(text)
  return { id, secret, token }
}

/** What the local AWS says of an action by these keys: `allowed`, or why not. */
async function tried(aws: LocalAws, keys: Keys, action: string, on: string): Promise<string> {
  const page = `https://us-east-1.console.aws.amazon.com/s3/home?try=${action}&on=${on}`
  return textOf('tried', (await new Browser(aws).open(await loginUrl(aws, keys, page))).body) ?? ''
}
