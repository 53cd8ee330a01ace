// What the browsers granted, and how the rest is asked for.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { otherPartitions, threeHops } from '../aws/sample.ts'
import { DIST, kinds } from './browsers.ts'
import { button, failureOn, pick } from './person.ts'
import { chainOf, operatorOf, type Stage, sentByExtension, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

for (const kind of kinds) {
  describe(`the permissions in ${kind}`, () => {
    const here = stage(kind)
    const manifest = JSON.parse(
      readFileSync(join(DIST, kind === 'chromium' ? 'chrome' : 'firefox', 'manifest.json'), 'utf8'),
    )

    it('are those of the manifest, and of the optional ones none', async () => {
      assert.ok(manifest.host_permissions.length > 50)
      assert.deepEqual(await granted(here.wings), {
        permissions: manifest.permissions.toSorted(),
        origins: manifest.host_permissions.toSorted(),
      })
    })

    it('come to the hosts of one chain by a click in the popup, and to no others', async () => {
      const { aws, driven, wings } = here
      await driven.sayYes(manifest.optional_host_permissions)
      const before = await granted(wings)
      await addAbroad(here, 'aws-us-gov')
      const popup = await pick(driven, 'abroad aws-us-gov')
      const { title, message } = await failureOn(popup)
      assert.equal(title, 'Access to AWS is not allowed yet')
      assert.match(message, /does not let Rolerelay reach sts\.us-gov-west-1\.amazonaws\.com and 2 more of AWS’s hosts/)
      assert.equal(aws.requests().length, 0)

      await button(popup, 'Allow access').click()
      assert.equal((await driven.consoleTab()).role, 'Operations')
      assert.equal(sentByExtension(aws).length, 3)
      const hosts = [
        'sts.us-gov-west-1.amazonaws.com',
        'signin.amazonaws-us-gov.com',
        'us-gov-west-1.signin.amazonaws-us-gov.com',
      ]
      assert.deepEqual(await granted(wings), {
        ...before,
        origins: [...before.origins, ...hosts.map((host) => `https://${host}/*`)].sort(),
      })
    })

    it('are asked for by the page of a bookmark too', async () => {
      const { driven, wings } = here
      await driven.sayYes(manifest.optional_host_permissions)
      const chainId = await addAbroad(here, 'aws-cn')
      const { url } = await call(wings, 'makeLink', { chainId })
      // As links.test.ts follows one.
      const place = url.startsWith('ext+') ? `go.html#u=${encodeURIComponent(url)}` : url.slice(url.indexOf('go.html'))
      const page = await driven.open(place)
      assert.equal((await failureOn(page)).title, 'Access to AWS is not allowed yet')
      await button(page, 'Allow access').click()
      assert.equal((await driven.consoleTab()).role, 'Operations')
    })

    // Chromium lets nobody take single hosts away by script.
    if (kind === 'firefox')
      it('are asked for again when the person took them back', async () => {
        const { driven, wings, alice } = here
        await addChain(wings, chainOf('Taken back', alice, threeHops))
        await wings.evaluate(() => chrome.permissions.remove({ origins: ['https://sts.us-east-1.amazonaws.com/*'] }))
        const popup = await pick(driven, 'taken back')
        assert.match((await failureOn(popup)).message, /reach sts\.us-east-1\.amazonaws\.com/)
        await button(popup, 'Allow access').click()
        assert.equal((await driven.consoleTab()).role, 'ProductionAdmin')
      })
  })
}

/** What `permissions.getAll` says, in order. */
async function granted(page: Page): Promise<{ permissions: string[]; origins: string[] }> {
  const { permissions = [], origins = [] } = await page.evaluate(() => chrome.permissions.getAll())
  return { permissions: permissions.toSorted(), origins: origins.toSorted() }
}

/** A chain in another partition, and its id. */
async function addAbroad({ aws, wings }: Stage, name: string): Promise<string> {
  const place = otherPartitions.find(({ partition }) => partition === name)
  assert.ok(place)
  const source = await addSource(wings, operatorOf(aws, place.account), `Operator in ${name}`)
  return addChain(wings, chainOf(`Abroad ${name}`, source, place.hops))
}
