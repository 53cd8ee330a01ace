// A browser that withholds what the extension needs: WebAssembly, a background that answers, a database that keeps keys.

import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { aliceKey, sampleWorld, steps } from '../aws/sample.ts'
import { type LocalAws, startAws } from '../aws/server.ts'
import { findings } from './axe.ts'
import { DIST, type Driven, kinds, launch } from './browsers.ts'
import { letIntoPrivateWindows } from './firefox.ts'
import { button, failureOn } from './person.ts'
import { chainOf, credentialsOf } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

/** A background whose answer to the first question never comes, and whose third comes once it is told so; it knows of a locked vault. */
const SILENT_AT_FIRST = `
  const answer = { ok: { state: 'locked', ways: [] } }
  let asked = 0
  let late
  // A way to reply that is thrown away is an answer too, in Firefox.
  const kept = []
  chrome.runtime.onMessage.addListener((message, _, reply) => {
    kept.push(reply)
    if (message === 'answer') late(answer)
    if (message.call !== 'vault') return true
    asked += 1
    if (asked === 2) reply(answer)
    else late = reply
    return true
  })
`

for (const kind of kinds) {
  describe(`without WebAssembly, in ${kind}`, () => {
    const here = launched(kind, {
      flags: ['--js-flags=--jitless'],
      // Extensions are among whom Firefox trusts.
      preferences: { 'javascript.options.wasm': false, 'javascript.options.wasm_trustedprincipals': false },
    })

    for (const path of ['popup.html', 'options.html#/chains', 'go.html#v=1&chain=one'])
      it(`${path} says so at once, with what to do`, async () => {
        const page = await here.driven.open(path)
        const { title, message } = await failureOn(page)
        assert.equal(title, 'Rolerelay cannot run in this browser')
        assert.match(message, /WebAssembly is turned off .* Ask whoever administers this browser/)
        assert.deepEqual(await findings(page), [])
      })
  })

  describe(`a background that does not answer, in ${kind}`, () => {
    const extension = mkdtempSync(join(tmpdir(), 'rolerelay-silent-'))
    cpSync(join(DIST, kind === 'chromium' ? 'chrome' : 'firefox'), extension, { recursive: true })
    writeFileSync(join(extension, 'background.js'), SILENT_AT_FIRST)
    after(() => rmSync(extension, { recursive: true }))
    const here = launched(kind, { extension })

    it('is told within three seconds, and asked anew by a click', async () => {
      const page = await here.driven.open('popup.html')
      // By the page's own timers, which a busy computer delays alike.
      assert.equal(await page.evaluate(inThreeSeconds), true)
      const { title, message } = await failureOn(page)
      assert.equal(title, 'Rolerelay does not answer')
      assert.match(message, /busy starting it.*try again, then restart the browser/)
      await button(page, 'Try again').click()
      await page.waitForSelector('.unlock')
    })

    it('and answers late after all: the page goes on by itself', async () => {
      const page = await here.driven.open('options.html#/chains')
      await failureOn(page)
      await page.evaluate(() => void chrome.runtime.sendMessage('answer'))
      await page.waitForSelector('.unlock')
    })
  })
}

/** Whether something failed on the page three seconds from now. It runs there. */
const inThreeSeconds = (): Promise<boolean> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(document.querySelector('[role=alert]') !== null), 3_000)
  })

describe('a Firefox that never remembers history', () => {
  const here = launched('firefox', { preferences: { 'browser.privatebrowsing.autostart': true } })

  it('makes a link that opens the console while it runs, and says how long that holds', async () => {
    const { driven, aws } = here
    // All its windows are private ones.
    await letIntoPrivateWindows(driven.browser)
    const wings = await driven.open('go.html')
    const alice = await addSource(wings, credentialsOf(aliceKey(aws.world)))
    const chainId = await addChain(wings, chainOf('Unremembered', alice, steps.slice(0, 2)))
    const { url } = await call(wings, 'makeLink', { chainId })
    await driven.killBackground()
    await driven.open(`go.html#u=${encodeURIComponent(url)}`)
    assert.equal((await driven.consoleTab()).role, 'Step02')
    const options = await driven.open('options.html#/chains')
    await options.waitForSelector('::-p-text(Links that you make now open until the browser closes)')
  })
})

interface Launched {
  driven: Driven
  aws: LocalAws
}

function launched(kind: (typeof kinds)[number], options: Parameters<typeof launch>[2]): Launched {
  const here = {} as Launched
  before(async () => {
    here.aws = await startAws(sampleWorld())
    here.driven = await launch(kind, here.aws, options)
  })
  after(async () => {
    await here.driven?.close()
    await here.aws?.close()
  })
  return here
}
