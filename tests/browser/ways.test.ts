// A table of the ways in and the partitions: each ends on the right page as the right role.

import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { otherPartitions, steps } from '../aws/sample.ts'
import { kinds } from './browsers.ts'
import { button, pick, search } from './person.ts'
import { chainOf, operatorOf, runOver, type Stage, stage } from './stage.ts'
import { chooseFromMenu, enterInAddressBar, typeInAddressBar } from './ways-in.ts'
import { addChain, addSource, call } from './wire.ts'

interface Place {
  partition: string
  region: string
  /** Of the chain that ends there. */
  chainId: string
  name: string
}

const FRONT = 'https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1'

/** Each comes in to the page of S3, or of a bucket, by a chain of that place. */
const WAYS: Record<string, (here: Stage, place: Place) => Promise<unknown>> = {
  'the popup': ({ driven }, { name }) => pick(driven, `${name} s3`),
  'the address bar': async ({ driven }, { name }) => {
    const [line] = await typeInAddressBar(driven, `${name} s3`)
    await enterInAddressBar(driven, line?.content ?? assert.fail(`no line for ${name}`))
  },
  'a link': async ({ driven, wings }, { chainId }) => {
    const { url } = await call(wings, 'makeLink', { chainId, destination: 's3' })
    // Firefox puts a link of our scheme, encoded, behind `u=`.
    await driven.open(
      url.startsWith('ext+') ? `go.html#u=${encodeURIComponent(url)}` : url.slice(url.indexOf('go.html')),
    )
  },
  'marked text': async (here, { partition, name }) => {
    const arn = `arn:${partition}:s3:::logs`
    await chooseFromMenu(here.driven, 'text', { selectionText: `what is in ${arn}?` })
    const page = await listed(here, 'Which chain?')
    await search(page, `${name} ${arn}`)
    await page.keyboard.press('Enter')
  },
  'the icon’s menu': async (here, { name, partition }) => {
    const { driven } = here
    await pick(driven, 'harbour s3 eu-west-1')
    const first = await driven.consoleTab()
    await runOver(here)
    await chooseFromMenu(driven, 'page', { front: FRONT })
    const page = await listed(here, 'Open this page as which role?')
    await first.page.close()
    await search(page, name)
    await page.keyboard.press('Enter')
    if (partition === 'aws') return
    await page.waitForSelector('select')
    await button(page, 'Open there').click()
  },
}

const [firstHop, lastHop] = steps as [(typeof steps)[0], (typeof steps)[0]]
const PLACES = [{ partition: 'aws', region: 'us-east-1', hops: [firstHop, lastHop] }, ...otherPartitions]

for (const kind of kinds) {
  describe(`each way in, in ${kind}`, () => {
    const here = stage(kind)
    // Consoles of several accounts are opened here, one after the other, and a browser is in one of them.
    before(() => call(here.wings, 'saveSettings', { signOutFirst: true }))

    for (const { partition, region, hops } of PLACES) {
      it(`ends on the right page as the right role in ${partition}`, async () => {
        const { aws, driven, wings, alice } = here
        const [, account = '', role] = /::(\d+):role\/(.*)$/.exec(hops[1]?.roleArn ?? '') ?? []
        const own =
          partition === 'aws' ? alice : await addSource(wings, operatorOf(aws, account), `operator in ${partition}`)
        await addChain(wings, chainOf('Harbour', alice, steps.slice(0, 1)))
        const name = `Abroad ${partition}`
        const chainId = await addChain(wings, chainOf(name, own, hops))
        await driven.grant(await wings.evaluate(() => chrome.runtime.getManifest().optional_host_permissions ?? []))
        for (const [way, comes] of Object.entries(WAYS)) {
          await comes(here, { partition, region, chainId, name })
          const shown = await driven.consoleTab()
          const { pathname, search } = new URL(shown.url)
          const kept = way === 'the icon’s menu' && partition === 'aws' ? 'eu-west-1' : region
          const page =
            way === 'marked text'
              ? `/go/view?arn=arn%3A${partition.replaceAll('-', '%2D')}%3As3%3A%3A%3Alogs`
              : `/s3/home?region=${kept}`
          assert.deepEqual([way, shown.account, shown.role, pathname + search], [way, account, role, page])
          await runOver(here)
          await shown.page.close()
        }
      })
    }
  })
}

/** The page with the list, once it has rows. */
async function listed({ driven, wings }: Stage, heading: string) {
  const page = await driven.find('go.html', wings)
  await page.waitForSelector(`::-p-aria([name="${heading}"][role="heading"])`)
  await page.waitForSelector('[role=option]')
  await page.focus('.finder [role=combobox]')
  return page
}
