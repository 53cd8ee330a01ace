// A chain at moto on this computer, as a person sets it up: a source with its endpoint, the browser's leave, three hops over three accounts.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Moto, startMoto } from '../aws/moto.ts'
import { pythonTools } from '../aws/python.ts'
import { findings } from './axe.ts'
import { DIST, kinds, until } from './browsers.ts'
import { pasted } from './pasteboard.ts'
import {
  button,
  choose,
  failureOn,
  field,
  firstScreen,
  isRight,
  pick,
  press,
  retype,
  shows,
  startFrom,
  writeRoles,
} from './person.ts'
import { stage } from './stage.ts'
import { call } from './wire.ts'

const tools = await pythonTools()
if ('missing' in tools) console.warn(`SKIPPED: moto: ${tools.missing}`)

for (const kind of kinds) {
  describe(`an endpoint of one’s own in ${kind}`, { skip: 'missing' in tools && tools.missing }, () => {
    let moto: Moto
    before(async () => {
      moto = await startMoto('bin' in tools ? tools.bin : '')
    })
    after(() => moto.stop())
    const here = stage(kind)
    const manifest = JSON.parse(
      readFileSync(join(DIST, kind === 'chromium' ? 'chrome' : 'firefox', 'manifest.json'), 'utf8'),
    )

    it('is written into a source, allowed by a click, walked and marked, and asks nothing of AWS', async () => {
      const { aws, driven, wings } = here
      await driven.sayYes(manifest.optional_host_permissions)
      const page = await driven.open('options.html#/sources/new')
      await field(page, 'Name').fill('Moto')
      await press(page, 'input[name=endpoint]:not(:checked)', ' ')
      await retype(page, 'STS endpoint', 'http://192.168.0.2:4566')
      await field(page, 'Access key ID').fill(moto.key.accessKeyId)
      await field(page, 'Secret access key').fill(moto.key.secretAccessKey)
      await shows(page, /asks endpoints of this computer alone/)
      assert.deepEqual(await findings(page), [])
      await retype(page, 'STS endpoint', `${moto.origin}/`)
      await isRight(page)
      await button(page, 'Save').click()
      await until('the source', async () =>
        (await call(wings, 'sources', null)).some(({ endpoint }) => endpoint?.sts === moto.origin),
      )

      await page.evaluate(() => location.assign('#/chains/new'))
      await field(page, 'Name').fill('At moto')
      await startFrom(page, 'Moto')
      await shows(page, /It is walked at http:\/\/127\.0\.0\.1:\d+, and never at AWS/)
      await writeRoles(
        page,
        moto.roles.map((roleArn) => ({ roleArn })),
      )
      await button(page, 'Test this chain').click()
      const { title, message } = await failureOn(page)
      assert.equal(title, 'Access to this computer is not allowed yet')
      assert.match(message, /reach 127\.0\.0\.1:\d+ yet/)
      await button(page, 'Allow access').click()
      await shows(page, /arn:aws:sts::777788889999:assumed-role\/Prod/)
      await button(page, 'Save').click()
      const mark = await page.waitForSelector('.chain-row .endpoint-badge')
      assert.match((await mark?.evaluate((badge) => badge.textContent)) ?? '', /^Walked at 127\.0\.0\.1:\d+$/)

      const popup = await choose(driven, 'at moto', 'Copy credentials for bash')
      await popup.waitForSelector('::-p-text(Copied for bash)')
      assert.match(await pasted(driven), /AWS_SESSION_TOKEN/)
      assert.deepEqual(aws.requests(), [])
    })

    it('opens the console that its source names, and says where it has none', async () => {
      const { aws, driven, wings } = here
      const popup = await pick(driven, 'at moto')
      const { title, message } = await failureOn(popup)
      assert.equal(title, 'The source cannot do that as it is')
      assert.match(message, /has no console, so nothing was sent/)
      const source = (await call(wings, 'sources', null)).find(({ endpoint }) => endpoint)
      assert.equal((await firstScreen(popup)).button, 'Edit source')
      await popup.close()
      const page = await driven.open(`options.html#/sources/${source?.id}`)
      await field(page, 'Console (optional)').fill(`${moto.origin}/moto-api/`)
      await button(page, 'Save').click()
      await until('the console', async () =>
        (await call(wings, 'sources', null)).some(({ endpoint }) => endpoint?.console === `${moto.origin}/moto-api/`),
      )
      await pick(driven, 'at moto')
      await until('its page', async () =>
        (await driven.browser.pages()).some((page) => page.url() === `${moto.origin}/moto-api/`),
      )
      assert.deepEqual(aws.requests(), [])
    })
  })
}
