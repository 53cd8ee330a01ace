// IndexedDB that hangs in a real browser: a page keeps a connection open and has asked to delete the database, so every later opening
// waits. All that does not need it goes on, and it is said.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Page } from 'puppeteer-core'
import { steps } from '../aws/sample.ts'
import { kinds, until } from './browsers.ts'
import { button } from './person.ts'
import { chainOf, stage } from './stage.ts'
import { addChain, call } from './wire.ts'

const PASSWORD = 'lantern gravel orchid teapot'

for (const kind of kinds) {
  describe(`IndexedDB that hangs in ${kind}`, () => {
    const here = stage(kind)

    it('leaves lists, saving, links, a new password and unlocking working, and it is said until it is read', async () => {
      const { driven, wings, alice } = here
      const blocker = await driven.open('go.html')
      await blocker.evaluate(hang)
      assert.equal(await blocker.evaluate(hangs), true)
      await driven.killBackground()

      const id = await addChain(wings, chainOf('Without a mirror', alice, steps.slice(0, 2)))
      const { url } = await call(wings, 'makeLink', { chainId: id })
      assert.equal((await call(wings, 'readLink', { text: url.slice(url.search(/[#:](?=v=)/) + 1) })).ours, true)
      const page = await driven.open('options.html#/chains')
      await page.waitForSelector('.gate-notice::-p-text(IndexedDB)')
      await page.waitForSelector('::-p-text(Without a mirror)')
      await button(page, 'Dismiss').click()
      await page.waitForSelector('.gate-notice', { hidden: true })

      await call(wings, 'createVault', { password: PASSWORD })
      await call(wings, 'lock', null)
      await driven.killBackground()
      assert.equal((await call(wings, 'vault', null)).state, 'locked')
      assert.equal((await call(wings, 'unlock', { password: PASSWORD })).state, 'unlocked')
      assert.equal((await call(wings, 'chain', { id })).name, 'Without a mirror')
      await addChain(wings, { ...chainOf('Renamed', alice, steps.slice(0, 2)), id })

      await blocker.close()
      await until('the second copy', async () => {
        await addChain(wings, { ...chainOf('With a mirror', alice, steps.slice(0, 2)), id })
        return hasMirror(wings)
      })
    })
  })
}

/** Runs in a page. */
async function hang(): Promise<void> {
  for (const name of ['vault', 'links']) {
    const opening = indexedDB.open(name, 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('keys')
    await new Promise((resolve) => {
      opening.onsuccess = resolve
    })
    // Nobody closes it, and so the deletion waits, and all behind it.
    Object.assign(globalThis, { [name]: opening.result })
    indexedDB.deleteDatabase(name)
  }
}

/** Whether one more opening has to wait. */
const hangs = (): Promise<boolean> =>
  new Promise((resolve) => {
    indexedDB.open('vault', 1).onsuccess = () => resolve(false)
    setTimeout(resolve, 500, true)
  })

const hasMirror = async (page: Page): Promise<boolean> => {
  const { mirror } = JSON.parse((await call(page, 'rescue', null)).text) as { mirror: unknown }
  return mirror !== null && mirror !== undefined
}
