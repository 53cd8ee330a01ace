// New keys for old ones, as a person does it: one click, a chain that opens with the new key, and the old one deleted.

import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { call as askAws } from '../aws/client.ts'
import { faults } from '../aws/faults.ts'
import { threeHops } from '../aws/sample.ts'
import { type AccessKey, allows, keyOf, type User } from '../aws/world.ts'
import { findings } from './axe.ts'
import { kinds, until } from './browsers.ts'
import { named } from './named.ts'
import { button, pick, shows } from './person.ts'
import { accounts, chainOf, credentialsOf, type Stage, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

const PASSWORD = 'lantern gravel orchid teapot'
const OWN = allows(`arn:aws:iam::${accounts.hub}:user/\${aws:username}`, 'iam:*AccessKey*')

const userNamed = ({ aws }: Stage, name: string) => aws.world.accounts.get(accounts.hub)?.users.get(name) as User

for (const kind of kinds) {
  describe(`rotating keys in ${kind}`, () => {
    const here = stage(kind)
    beforeEach(async () => {
      const { state } = await call(here.wings, 'vault', null)
      if (state === 'open') await call(here.wings, 'createVault', { password: PASSWORD })
      await here.driven.sayYes(['https://iam.amazonaws.com/*'])
      here.aws.state.keyDelay = 0
    })

    it('says which policy is missing, and asks IAM for nothing else', async () => {
      const page = await sourcePage(here, here.alice)
      await button(page, 'Rotate keys').click()
      await page.waitForSelector('::-p-text(IAM does not let this user rotate its keys)')
      const policy = await page.$eval('pre.policy', (pre) => pre.textContent ?? '')
      assert.equal(JSON.parse(policy).Statement[0].Resource, `arn:aws:iam::${accounts.hub}:user/\${aws:username}`)
      assert.deepEqual(await findings(page), [])
      assert.deepEqual(
        here.aws.requests({ host: 'iam.amazonaws.com' }).map(({ action, status }) => [action, status]),
        [['ListAccessKeys', 403]],
      )
    })

    it('ends with chains that open by the new key, and an old key that AWS refuses', async () => {
      const { aws, driven, wings, alice } = here
      userNamed(here, 'alice').policies.push(OWN)
      aws.state.keyDelay = 1
      const [old] = userNamed(here, 'alice').keys as [AccessKey]
      await addChain(wings, chainOf('Production', alice, threeHops))

      const page = await sourcePage(here, alice)
      await button(page, 'Rotate keys').click()
      await page.waitForSelector('::-p-text(AWS refuses the old one)')
      assert.deepEqual(await findings(page), [])
      assert.equal(old.active, false)
      const unused = await askAws(aws, old, 'GetCallerIdentity')
      assert.equal(unused.code, 'InvalidClientTokenId')

      await pick(driven, 'production')
      assert.equal((await driven.consoleTab()).role, 'ProductionAdmin')

      await page.bringToFront()
      await button(page, 'Delete the old key').click()
      await page.waitForSelector(named('button', 'Rotate keys'))
      const { keys } = userNamed(here, 'alice')
      assert.equal(keys.length, 1)
      assert.notEqual(keys[0]?.id, old.id)
      const [row] = (await call(wings, 'sources', null)).filter(({ id }) => id === alice)
      assert.equal(row?.accessKeyId, keys[0]?.id)
      const secrets = [old.secret, keys[0]?.secret ?? '']
      const html = await page.evaluate(() => document.documentElement.outerHTML)
      for (const secret of secrets) assert.ok(!html.includes(secret))
      for (const request of aws.requests({ host: 'iam.amazonaws.com' })) assert.equal(request.hasCookie, false)
    })

    it('is taken up where it was left, and goes back to the old key', async () => {
      const { aws, driven, wings } = here
      userNamed(here, 'erin').policies.push(OWN)
      const id = await addSource(wings, credentialsOf(keyOf(aws.world, accounts.hub, 'erin')), `Erin in ${kind}`)
      const [old] = userNamed(here, 'erin').keys as [AccessKey]
      // AWS is slow to learn of the new key: time to leave the page.
      aws.state.keyDelay = 1_000
      const page = await sourcePage(here, id)
      await button(page, 'Rotate keys').click()
      await page.waitForSelector('::-p-text(Asking AWS whether it knows the new key)')
      await driven.killBackground()
      await page.close()

      const again = await sourcePage(here, id)
      await again.waitForSelector('::-p-text(kept here beside the old one)')
      assert.equal(userNamed(here, 'erin').keys.length, 2)
      await button(again, 'Back to the old key').click()
      await again.waitForSelector(named('button', 'Rotate keys'))
      assert.deepEqual(userNamed(here, 'erin').keys, [old])
    })

    it('shows a key whose secret was lost on its way, and deletes it', async () => {
      const { aws, wings } = here
      userNamed(here, 'dana').policies.push(OWN)
      const id = await addSource(wings, credentialsOf(keyOf(aws.world, accounts.hub, 'dana')), `Dana in ${kind}`)
      aws.fault({ action: 'CreateAccessKey', times: 1 }, faults.truncated)
      const page = await sourcePage(here, id)
      await button(page, 'Rotate keys').click()
      await page.waitForSelector('::-p-text(not known whether AWS made a new key)')
      await button(page, 'Go on').click()
      await page.waitForSelector('::-p-text(A key came up whose secret is not here)')
      assert.deepEqual(await findings(page), [])
      await shows(page, new RegExp(userNamed(here, 'dana').keys[1]?.id ?? 'none'))
      await button(page, 'Delete this key').click()
      await page.waitForSelector(named('button', 'Rotate keys'))
      assert.equal(userNamed(here, 'dana').keys.length, 1)
    })

    it('says which two keys there are where IAM allows no third', async () => {
      const { aws, wings } = here
      const nobody = userNamed(here, 'nobody')
      nobody.policies.push(OWN)
      nobody.keys.push({ ...(nobody.keys[0] as AccessKey), id: 'AKIAQAAAAAAAGMKEM7X5', active: false })
      const id = await addSource(wings, credentialsOf(keyOf(aws.world, accounts.hub, 'nobody')), `Nobody in ${kind}`)
      const page = await sourcePage(here, id)
      await button(page, 'Rotate keys').click()
      await page.waitForSelector('::-p-text(nobody has two keys already)')
      assert.deepEqual(await findings(page), [])
      await shows(page, /AKIAQAAAAAAAGMKEM7X5\s*Inactive[\s\S]*never/)
    })
  })
}

async function sourcePage({ driven }: Stage, id: string): Promise<Page> {
  const page = await driven.open(`options.html#/sources/${id}`)
  await until('the source', () => page.$('.rotation'))
  return page
}
