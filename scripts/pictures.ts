// npm run pictures: the pictures of the documents, of what is built now.

import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { sampleWorld } from '../tests/aws/sample.ts'
import { startAws } from '../tests/aws/server.ts'
import { launch, screenshot } from '../tests/browser/browsers.ts'
import { buildExtension } from './build.ts'
import { openPopup, writeSample } from './sample.ts'

const DOCS = join(import.meta.dirname, '..', 'docs')

await buildExtension()
const aws = await startAws(sampleWorld())
const driven = await launch('chromium', aws, {})

async function picture(page: Page, name: string): Promise<void> {
  for (const look of ['light', 'dark'] as const) {
    await driven.prefer(look, page)
    copyFileSync(await screenshot(page, `${name}-${look}`), join(DOCS, `${name}-${look}.png`))
    console.log(`docs/${name}-${look}.png`)
  }
}

const { editor, production } = await writeSample(driven, aws)
await editor.close()
const popup = await openPopup(driven)
// Without the rest of a tab, which a popup has not.
await popup.setViewport({ width: 400, height: await popup.evaluate(() => document.body.scrollHeight) })
await picture(popup, 'popup')

const chain = await driven.open(`options.html#/chains/${production}`)
await chain.setViewport({ width: 1200, height: 940 })
await chain.locator('.hop-list li:nth-child(2) summary').click()
await picture(chain, 'editor')

await driven.close()
await aws.close()
