// A hostile web page, under an attacker's names and under AWS's own: nothing of ours loads, answers or runs.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps } from '../../aws/sample.ts'
import { DIST, type Kind, kinds } from '../browsers.ts'
import { chainOf, type Stage, sentByExtension, stage } from '../stage.ts'
import { addChain, call } from '../wire.ts'
import { ATTACKER, attackCode, attackers, ownFile } from './attacker.ts'

/** attack.js, as the page has it. */
declare const attack: Record<Ways, Record<string, (url: string) => unknown>> & {
  speak(messages: unknown[]): Promise<unknown[]>
  api(): string[]
  hijack(scheme: string): string
}
type Ways = 'loads' | 'frames' | 'opens' | 'leads'

const ORIGINS = [ATTACKER, 'signin.aws.amazon.com']
/** An extension that is not there. */
const NOBODY = `chrome-extension://${'a'.repeat(32)}/`

for (const kind of kinds) {
  describe(`a hostile page in ${kind}`, () => {
    const here = stage(kind, { others: attackers })

    for (const origin of ORIGINS) {
      it(`on ${origin} loads no file of ours${kind === 'chromium' ? ', and cannot tell that we are there' : ''}`, async () => {
        const page = await attackFrom(here, origin)
        if (origin === ATTACKER) {
          const own = await loads(page, (way) => `https://${origin}${ownFile[way] ?? '/'}`)
          assert.deepEqual(new Set(own.map(([, came]) => came)), new Set(['loaded']), 'the ways do load')
        }
        for (const file of filesOf(kind)) {
          const ours = await loads(page, () => here.driven.base + file)
          assert.deepEqual(
            ours.filter(([, came]) => came === 'loaded'),
            [],
            file,
          )
          // In Firefox a worker's refusal tells the two apart, for whoever knows the random address of this installation.
          if (kind === 'chromium') assert.deepEqual(ours, await loads(page, () => NOBODY + file), file)
        }
      })

      it(`on ${origin} frames and opens no page of ours, and nothing answers it`, async () => {
        const page = await attackFrom(here, origin)
        for (const target of await targets(here)) {
          for (const ways of ['frames', 'opens'] as const) await tryAll(page, ways, target)
          assert.deepEqual(await page.evaluate((said) => attack.speak(said), messages), [], target)
        }
        await nothingCame(here)
      })

      it(`on ${origin} leads its tab to no page of ours, nor does a server’s redirect`, async () => {
        const direct = await targets(here)
        const redirects = direct.map((target) => `https://${ATTACKER}/redirect?to=${encodeURIComponent(target)}`)
        const page = await attackFrom(here, origin)
        for (const way of await waysOf(page, 'leads'))
          for (const target of way === 'location' ? [...direct, ...redirects] : direct)
            await attempt(await attackFrom(here, origin), 'leads', way, target)
        await nothingCame(here)
      })
    }

    it('reaches no API of extensions, and cannot take our links', async () => {
      for (const origin of ORIGINS) {
        const page = await attackFrom(here, origin)
        assert.deepEqual(await page.evaluate(() => attack.api()), Array(4).fill('undefined'), origin)
        assert.equal(await page.evaluate(() => attack.hijack('ext+rolerelay')), 'SecurityError', origin)
      }
    })

    it('that is the console we opened has no hold on us: no opener, no referrer, no name', async () => {
      const { driven, wings, alice } = here
      const chainId = await addChain(wings, chainOf('Watched', alice, steps.slice(0, 1)))
      const { url } = await call(wings, 'makeLink', { chainId })
      const go = url.startsWith('ext+') ? `go.html#u=${encodeURIComponent(url)}` : url.slice(url.indexOf('go.html'))
      await driven.open(go)
      const { page } = await driven.consoleTab()
      const seen = await page.evaluate(() => [window.opener, document.referrer, window.name, window.length])
      assert.deepEqual(seen, [null, '', '', 0])
    })
  })
}

/** Every file of the package, and the page that Firefox makes for the background. */
const filesOf = (kind: Kind): string[] => [
  ...readdirSync(join(DIST, kind === 'chromium' ? 'chrome' : 'firefox'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes('.'),
  ),
  '_generated_background_page.html',
]

/** Our pages, and a link in our scheme. */
async function targets({ driven, wings, alice }: Stage): Promise<string[]> {
  const { rows } = await call(wings, 'list', { query: 'lure', offset: 0, limit: 1 })
  const chain = rows[0]?.id ?? (await addChain(wings, chainOf('Lure', alice, steps.slice(0, 2))))
  const link = `v=1&chain=${chain}`
  return [`${driven.base}popup.html`, `${driven.base}go.html#${link}`, `ext+rolerelay:${link}`]
}

const messages = [
  { call: 'list', argument: { query: '', offset: 0, limit: 100 } },
  { call: 'sources', argument: null },
  { call: 'vault', argument: null },
]

async function attackFrom({ driven }: Stage, origin: string): Promise<Page> {
  const page = await driven.browser.newPage()
  await page.goto(`https://${origin}/`)
  await page.addScriptTag({ content: attackCode })
  return page
}

const waysOf = (page: Page, ways: Ways): Promise<string[]> => page.evaluate((ways) => Object.keys(attack[ways]), ways)

/** What came of each way to load an address. */
async function loads(page: Page, address: (way: string) => string): Promise<[string, unknown][]> {
  const asked = (await waysOf(page, 'loads')).map((way) => [way, address(way)] as const)
  return page.evaluate(
    (asked) =>
      Promise.all(asked.map(async ([way, url]): Promise<[string, unknown]> => [way, await attack.loads[way]?.(url)])),
    asked,
  )
}

/** Firefox throws where Chromium leads to an error page. */
const attempt = (page: Page, ways: Ways, way: string, url: string): Promise<unknown> =>
  page.evaluate((ways, way, url) => void attack[ways][way]?.(url), ways, way, url).catch(() => {})

async function tryAll(page: Page, ways: Ways, url: string): Promise<void> {
  for (const way of await waysOf(page, ways)) await attempt(page, ways, way, url)
}

/** No tab and no frame shows a page of ours, and AWS was asked nothing. */
async function nothingCame({ aws, driven, wings }: Stage): Promise<void> {
  // A page of the extension's own, opened after all that, shows that the browser had the time to do it.
  const own = await driven.open('options.html#/about')
  await own.waitForSelector('h1')
  await own.close()
  for (const page of await driven.pages()) {
    if (page === wings) continue
    for (const frame of page.frames()) {
      const shown = await frame.evaluate(() => location.href).catch(() => '')
      assert.ok(!shown.startsWith(driven.base), shown)
    }
  }
  assert.deepEqual(sentByExtension(aws), [])
}
