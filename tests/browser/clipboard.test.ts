// Copied credentials leave the clipboard.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { aliceKey, threeHops } from '../aws/sample.ts'
import { becomes, kinds, until } from './browsers.ts'
import { copy, pasted } from './pasteboard.ts'
import { choose, field } from './person.ts'
import { chainOf, credentialsOf, type Stage, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

for (const kind of kinds) {
  describe(`the clipboard in ${kind}`, () => {
    const here = stage(kind)

    it('holds no credentials after the time that the popup says, though it was closed and the background stopped', async () => {
      const { driven, wings } = here
      const popup = await copyCredentials(here)
      await popup.waitForSelector('::-p-text(Cleared from the clipboard in)')
      const before = Date.now()
      const { at, kept } = await arranged(wings)
      assert.ok(at > before && at <= before + 60_000)
      await popup.close()
      await driven.killBackground()

      const copied = await pasted(driven)
      assert.match(copied, /AWS_SECRET_ACCESS_KEY/)
      for (const word of copied.match(/[\w/+=]{20,}/g) ?? []) assert.ok(!kept.includes(word), 'a secret is kept')
      await itIsTime(wings)
      await until('an empty clipboard', async () => (await pasted(driven)) === '')
      await becomes('what is kept of it', async () => 'copied' in (await session(wings)), false)
    })

    it('holds no credentials after that time though the extension was updated meanwhile', async () => {
      const { aws, driven } = here
      await copyCredentials(here)
      const { at } = await arranged(here.wings)
      await driven.update()
      here.wings = await driven.open('go.html')
      here.alice = await addSource(here.wings, credentialsOf(aliceKey(aws.world)), 'Alice, after the update')
      assert.equal((await arranged(here.wings)).at, at)
      await itIsTime(here.wings)
      await until('an empty clipboard', async () => (await pasted(driven)) === '')
    })

    it('is left alone where the person chose so', async () => {
      const { wings } = here
      const settings = await call(wings, 'settings', null)
      await call(wings, 'saveSettings', { ...settings, clearClipboardAfter: 0 })
      const popup = await copyCredentials(here)
      await popup.waitForSelector('::-p-text(It stays on the clipboard)')
      assert.deepEqual(await wings.evaluate(() => chrome.alarms.getAll()), [])
      await call(wings, 'saveSettings', settings)
    })

    it('is cleared of something newer too, since nobody may look at it', async () => {
      const { driven, wings } = here
      await copyCredentials(here)
      await copy(driven, 'something newer')
      await itIsTime(wings)
      await until('an empty clipboard', async () => (await pasted(driven)) === '')
    })

    it('keeps something newer, and no credentials, where the person allowed to look at it', async () => {
      const { aws, driven } = here
      await driven.allow('clipboardRead')
      // Chromium starts the extension anew, and closes its pages.
      here.wings = await driven.open('go.html')
      here.alice = await addSource(here.wings, credentialsOf(aliceKey(aws.world)), 'Alice, again')
      const options = await driven.open('options.html#/protection')
      const box = field(options, 'Leave alone what I copied meanwhile')
      assert.ok(await (await box.waitHandle()).evaluate((input) => (input as HTMLInputElement).checked))

      await copyCredentials(here)
      await copy(driven, 'something newer')
      await itIsTime(here.wings)
      await until('the background to have looked', async () => !('copied' in (await session(here.wings))))
      assert.equal(await pasted(driven), 'something newer')
      await copyCredentials(here)
      await itIsTime(here.wings)
      await until('an empty clipboard', async () => (await pasted(driven)) === '')
    })
  })
}

/** Copies the end role's credentials. Gives the popup. */
async function copyCredentials({ wings, driven, alice }: Stage): Promise<Page> {
  const name = `To copy ${Date.now()}`
  await addChain(wings, chainOf(name, alice, threeHops.slice(0, 1)))
  const popup = await choose(driven, name, 'Copy credentials for bash')
  await popup.waitForSelector('::-p-text(Copied for bash)')
  await until(
    'the clearing to be arranged',
    async () => 'copied' in (await session(wings)) || popup.$('::-p-text(It stays)'),
  )
  return popup
}

const session = (page: Page): Promise<Record<string, unknown>> => page.evaluate(() => chrome.storage.session.get(null))

/** When the clipboard will be cleared, and all that is kept in memory for it. */
async function arranged(page: Page): Promise<{ at: number; kept: string }> {
  // The alarm is set after it.
  return until('the clearing to be arranged', async () => {
    const { copied } = (await session(page)) as { copied?: { at: number } }
    const alarm = await page.evaluate(() => chrome.alarms.get('clipboard'))
    return copied && alarm?.scheduledTime === copied.at && { at: copied.at, kept: JSON.stringify(copied) }
  })
}

/** Has the minute pass at once. */
async function itIsTime(page: Page): Promise<void> {
  await page.evaluate(() => chrome.alarms.create('clipboard', { when: Date.now() }))
}
