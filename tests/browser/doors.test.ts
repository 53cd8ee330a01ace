// Who must not get in: a web page, and another extension.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { kinds, until } from './browsers.ts'
import { stage } from './stage.ts'

const CHROME_ID = 'haphdamikdeonppijmklhjnojjiinefi'
const GECKO_ID = 'rolerelay@rolerelay'

for (const kind of kinds) {
  describe(`the doors in ${kind}`, () => {
    const here = stage(kind)

    it('are closed to a web page: it can neither fetch, frame, open nor message the extension', async () => {
      const { driven } = here
      const page = await driven.browser.newPage()
      await page.goto('https://signin.aws.amazon.com/')
      const target = `${driven.base}popup.html`

      assert.equal(
        await page.evaluate(
          (url) =>
            fetch(url).then(
              () => 'came',
              () => 'refused',
            ),
          target,
        ),
        'refused',
      )
      assert.equal(await page.evaluate(() => typeof globalThis.chrome?.runtime?.sendMessage), 'undefined')
      const attempts = [
        (url: string) => void Object.assign(document.body.appendChild(document.createElement('iframe')), { src: url }),
        (url: string) => void window.open(url),
        (url: string) => Object.assign(document.body.appendChild(document.createElement('a')), { href: url }).click(),
      ]
      // Firefox throws where Chromium leads to an error page.
      for (const attempt of attempts) await page.evaluate(attempt, target).catch(() => {})
      // A page of the extension's own, opened after all that, shows that the browser had the time to do it.
      await (await driven.open('options.html#/about')).waitForSelector('h1')
      assert.deepEqual(
        (await driven.tabs()).filter((address) => address.startsWith(target)),
        [],
      )
      for (const each of await driven.browser.pages())
        assert.deepEqual(
          each.frames().filter((frame) => frame.url().startsWith(target)),
          [],
        )
    })

    it('are closed to another extension: no call is answered, no run starts', async () => {
      const { aws, driven } = here
      const folder = mkdtempSync(join(tmpdir(), 'rolerelay-stranger-'))
      try {
        writeStranger(folder, kind === 'chromium' ? CHROME_ID : GECKO_ID)
        await driven.browser.installExtension(folder)
        const address = await until('the stranger to tell', async () =>
          (await driven.tabs()).find((address) => address.includes('told.html#')),
        )
        const told = JSON.parse(decodeURIComponent(address.slice(address.indexOf('#') + 1)))
        assert.deepEqual(told, { answered: [], disconnected: true })
        assert.equal(aws.requests().length, 0)
      } finally {
        rmSync(folder, { recursive: true })
      }
    })
  })
}

/** An extension that sends ours every message it can think of, and tells what came of it in the address of a tab. */
function writeStranger(folder: string, id: string): void {
  const manifest = {
    manifest_version: 3,
    name: 'Stranger',
    version: '1',
    background: id === GECKO_ID ? { scripts: ['background.js'] } : { service_worker: 'background.js' },
    browser_specific_settings: { gecko: { id: 'stranger@stranger' } },
  }
  const script = `
    const api = globalThis.browser ?? chrome
    const calls = ['list', 'sources', 'settings', 'partitions', 'lastRun', 'deleteSource', 'saveSettings', 'makeLink']
    const ask = (message) => new Promise((tell) => {
      api.runtime.sendMessage(${JSON.stringify(id)}, message).then(tell, () => tell(undefined))
    })
    const dial = new Promise((tell) => {
      const port = api.runtime.connect(${JSON.stringify(id)}, { name: 'run' })
      port.onDisconnect.addListener(() => tell((api.runtime.lastError, true)))
      port.onMessage.addListener(() => tell(false))
    })
    Promise.all(calls.map((call) => ask({ call, argument: null }))).then(async (replies) => {
      const told = { answered: calls.filter((_, at) => replies[at] != null), disconnected: await dial }
      api.tabs.create({ url: api.runtime.getURL('told.html') + '#' + encodeURIComponent(JSON.stringify(told)) })
    })`
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'background.js'), script)
  writeFileSync(join(folder, 'told.html'), '<!doctype html><title>Told</title>')
}
