// What a person sees of a vault whose copies are damaged, and the ways on. That nothing else is lost is the background's
// business: tests/extension/protection/vault.test.ts.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { aliceKey, steps } from '../aws/sample.ts'
import { findings } from './axe.ts'
import { kinds } from './browsers.ts'
import { catchFile, caughtFile } from './caught-file.ts'
import { swept } from './kept.ts'
import { button, field, unlock } from './person.ts'
import { chainOf, credentialsOf, type Stage, stage } from './stage.ts'
import { addChain, addSource, call } from './wire.ts'

const PASSWORD = 'lantern gravel orchid teapot'
const SURE = 'delete everything'

for (const kind of kinds) {
  describe(`a damaged vault in ${kind}`, () => {
    // Before the stage's own, which asks for what a locked vault does not tell.
    beforeEach(() => freshVault(here))
    const here = stage(kind)
    let folder: string
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'rolerelay-backup-'))
    })
    after(() => rmSync(folder, { recursive: true }))

    it('warns before the older copy is unlocked, and says once that it was', async () => {
      const { driven, wings } = here
      await call(wings, 'lock', null)
      await wings.evaluate(damage, 'newest' as const)
      const page = await driven.open('options.html#/chains')
      await page.waitForSelector('.unlock-note::-p-text(The latest save is damaged)')
      await fine(here, page)
      await unlock(page, PASSWORD)
      await page.waitForSelector('.gate-notice::-p-text(The latest save is damaged)')
      await fine(here, page)
      await button(page, 'Dismiss').click()
      await page.waitForSelector('.gate-notice', { hidden: true })

      const another = await driven.open('options.html#/chains')
      await another.waitForSelector('.options')
      assert.equal(await another.$('.gate-notice'), null)
    })

    it('explains itself in the popup, and goes on in a tab', async () => {
      const { driven } = here
      const popup = await openDamaged(here, 'popup.html')
      await fine(here, popup)
      await button(popup, 'See what to do').click()
      const tab = await driven.find('options.html')
      await tab.waitForSelector('h1::-p-text(What Rolerelay keeps cannot be read)')
      await fine(here, tab)
    })

    it('saves the copies as they are', async () => {
      const page = await openDamaged(here)
      await page.evaluate(catchFile)
      await button(page, 'Save the damaged copies').click()
      const { name, text } = await caughtFile(page)
      assert.match(name, /^rolerelay-rescue-/)
      assert.equal((JSON.parse(text) as { stored: Record<string, unknown> }).stored['vault/a'], 'damaged')
      assert.equal(text.includes('Worth keeping'), false)
    })

    it('is replaced by a backup, with the password of the backup', async () => {
      const { wings } = here
      const { name, text } = await call(wings, 'backup', null)
      writeFileSync(join(folder, name), text)
      const page = await openDamaged(here)
      await give(page, join(folder, name))
      await field(page, 'Password of the backup').fill(`not ${PASSWORD}`)
      await button(page, 'Restore this backup').click()
      await page.waitForSelector('[role=alert] ::-p-text(This is not the password)')

      await field(page, 'Password of the backup').fill(PASSWORD)
      await button(page, 'Restore this backup').click()
      await page.waitForSelector('::-p-text(Worth keeping)')
      await call(wings, 'lock', null)
      await unlock(page, PASSWORD)
    })

    it('is deleted by who types that, and by no slip', async () => {
      const { wings } = here
      const page = await openDamaged(here)
      const label = 'Delete everything and start over'
      const disabled = () => page.$eval('button.danger', (one) => (one as HTMLButtonElement).disabled)
      assert.equal(await disabled(), true)
      await field(page, `Type “${SURE}”`).fill('delete')
      assert.equal(await disabled(), true)
      await field(page, `Type “${SURE}”`).fill(SURE)
      await button(page, label).click()
      await page.waitForSelector('.options')
      assert.deepEqual(await call(wings, 'vault', null), { state: 'open' })
      assert.equal((await call(wings, 'list', { query: '', offset: 0, limit: 1 })).known, 0)
    })

    it('is not needed to start over: who forgot the password may as well', async () => {
      const { driven, wings } = here
      await call(wings, 'lock', null)
      const page = await driven.open('options.html#/protection')
      await page.locator('summary').click()
      await field(page, `Type “${SURE}”`).fill(SURE)
      await button(page, 'Delete everything and start over').click()
      await page.waitForSelector('.options')
      assert.deepEqual(await call(wings, 'vault', null), { state: 'open' })
    })
  })
}

/** A vault of two saves, whatever the test before left. */
async function freshVault({ aws, wings }: Stage): Promise<void> {
  await call(wings, 'startOver', { sure: SURE })
  const alice = await addSource(wings, credentialsOf(aliceKey(aws.world)))
  await call(wings, 'createVault', { password: PASSWORD })
  await addChain(wings, chainOf('Worth keeping', alice, steps.slice(0, 2)))
  // It would write what is to be damaged anew.
  await swept(wings)
}

/** A page after every copy was damaged. */
async function openDamaged({ driven, wings }: Stage, path = 'options.html#/chains'): Promise<Page> {
  await call(wings, 'lock', null)
  await wings.evaluate(damage, 'all' as const)
  const page = await driven.open(path)
  await page.waitForSelector('h1::-p-text(What Rolerelay keeps cannot be read)')
  return page
}

/** Spoils copies of the vault, and takes the mirror away. It runs in a page. */
async function damage(which: 'newest' | 'all'): Promise<void> {
  await new Promise((resolve, reject) => {
    const deleting = indexedDB.deleteDatabase('vault')
    deleting.onsuccess = resolve
    deleting.onerror = reject
  })
  const copies = (await chrome.storage.local.get(['vault/a', 'vault/b'])) as Record<string, string>
  const sorted = Object.entries(copies).sort(
    ([, a], [, b]) => JSON.parse(b).header.generation - JSON.parse(a).header.generation,
  )
  const spoilt = which === 'all' ? sorted : sorted.slice(0, 1)
  await chrome.storage.local.set(Object.fromEntries(spoilt.map(([place]) => [place, 'damaged'])))
}

/** Chooses the file in the form. */
async function give(page: Page, path: string): Promise<void> {
  const input = await page.waitForSelector('input[type=file]')
  await (input as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(path)
}

async function fine({ driven }: Stage, page: Page): Promise<void> {
  for (const look of ['light', 'dark'] as const) {
    await driven.prefer(look, page)
    assert.deepEqual(await findings(page), [], look)
  }
}
