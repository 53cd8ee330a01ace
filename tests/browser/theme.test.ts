// Light or dark as the system is, or as the person chose: on all pages at once, before the first frame, and where it is locked.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { becomes, kinds } from './browsers.ts'
import { field } from './person.ts'
import { chainOf, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const SELECT = 'select[name=theme]'
const LOOKS = ['light', 'dark'] as const
const PASSWORD = 'correct horse battery staple'

for (const kind of kinds) {
  describe(`the theme in ${kind}`, () => {
    const here = stage(kind)
    const settings = async () => {
      const page = await here.driven.open('options.html#/settings')
      await field(page, 'Theme').wait()
      return page
    }
    const choose = (page: Page, theme: string) => page.select(SELECT, theme)

    it('is the system’s until one is chosen, and then that one, on all pages that are open', async () => {
      await addChain(here.wings, chainOf('Painted', here.alice, steps.slice(0, 2)))
      const [page, popup, go] = [
        await settings(),
        await here.driven.open('popup.html'),
        await here.driven.open('go.html'),
      ]
      const another = await settings()
      for (const look of LOOKS) {
        for (const one of [page, popup, go, another]) await here.driven.prefer(look, one)
        for (const [choice, shown] of [
          ['system', look],
          ['light', 'light'],
          ['dark', 'dark'],
        ] as const) {
          await choose(page, choice)
          for (const one of [page, popup, go, another]) {
            await becomes(`${one.url()}, ${look}, ${choice}`, () => lookOf(one), shown)
            assert.deepEqual(await findings(one), [], `${look}, ${choice}`)
          }
          await becomes(
            'the choice there',
            () => another.$eval(SELECT, (it) => (it as HTMLSelectElement).value),
            choice,
          )
        }
      }
      await choose(page, 'system')
    })

    it('is the system’s where what is kept is neither of the two, and what the system says where that forces its own colours', async () => {
      const page = await settings()
      for (const kept of ['purple', '', '__proto__', 'system']) {
        await page.evaluate((kept) => localStorage.setItem('theme', kept), kept)
        for (const look of LOOKS) {
          const opened = await settings()
          await here.driven.prefer(look, opened)
          await becomes(`${look}, though “${kept}” is kept`, () => lookOf(opened), look)
          await opened.close()
        }
      }
      if (kind === 'chromium') {
        const devtools = await page.createCDPSession()
        for (const choice of ['system', ...LOOKS])
          for (const look of LOOKS) {
            const features = Object.entries({ 'forced-colors': 'active', 'prefers-color-scheme': look })
            await devtools.send('Emulation.setEmulatedMedia', {
              features: features.map(([name, value]) => ({ name, value })),
            })
            await choose(page, choice)
            const isDark = () => page.$eval('#dark', (sheet) => matchMedia((sheet as HTMLLinkElement).media).matches)
            await becomes(`whether ${choice} is dark where the system forces ${look}`, isDark, look === 'dark')
          }
      }
      await page.evaluate(() => localStorage.removeItem('theme'))
    })

    it('is there at the first frame, also of a page that is locked', async () => {
      await call(here.wings, 'createVault', { password: PASSWORD })
      for (const [look, choice] of [
        ['light', 'dark'],
        ['dark', 'light'],
      ] as const) {
        const page = await settings()
        await choose(page, choice)
        await call(here.wings, 'lock', null)
        for (const path of ['popup.html', 'options.html', 'go.html']) {
          const opened = await here.driven.browser.newPage()
          await here.driven.prefer(look, opened)
          if (kind === 'chromium') await opened.evaluateOnNewDocument(NOTE_FRAMES)
          await here.driven.visit(opened, here.driven.base + path)
          await becomes(`${path} as it opens`, () => lookOf(opened), choice)
          await opened.waitForSelector('.unlock')
          if (kind === 'firefox') continue
          const frames = await opened.evaluate(() => (globalThis as unknown as { noted: string[] }).noted)
          assert.deepEqual([...new Set(frames)], [choice], path)
        }
        await call(here.wings, 'unlock', { password: PASSWORD })
      }
    })
  })
}

/** Which colours a page has, and its controls. */
const lookOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { colorScheme, color } = getComputedStyle(document.body)
    const text = color === 'rgb(232, 237, 242)' ? 'dark' : color === 'rgb(23, 32, 43)' ? 'light' : color
    return text === colorScheme ? text : `text ${text}, controls ${colorScheme}`
  })

/** Notes the colour scheme of each frame that has a body to show. As text, since tsx would give its function a helper that the page has not. */
const NOTE_FRAMES = `
  globalThis.noted = []
  const note = () => {
    if (document.body) noted.push(getComputedStyle(document.documentElement).colorScheme)
    requestAnimationFrame(note)
  }
  requestAnimationFrame(note)`
