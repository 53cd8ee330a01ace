// What a real browser keeps in the clear: read as somebody finds it on the disk, and put there as an older version left it.

import type { Page } from 'puppeteer-core'
import { kept } from '../extension/scene/kept.ts'
import { until } from './browsers.ts'
import { call } from './wire.ts'

type Values = Record<string, unknown>

/** Waits until nothing is on its way out of the browser's files: storage.local is empty for a moment amid that, and filled. */
export async function swept(page: Page): Promise<void> {
  await until('the sweep to end', async () => !(await call(page, 'sweeping', null)))
  // One that failed would be taken up as the browser starts next, amid what a test does then.
  const names = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
  if (names.includes('sweep')) throw new Error(`The sweep failed: ${JSON.stringify(await call(page, 'vault', null))}`)
}

/** All of storage.local. */
export async function storedIn(page: Page): Promise<Values> {
  await swept(page)
  return page.evaluate(() => chrome.storage.local.get(null))
}

export const keptIn = async (page: Page): Promise<Values> => kept({ local: await storedIn(page) })

/** Changes what is kept. Stop the background then: it knows what it read before. */
export async function keepIn(page: Page, change: (values: Values) => Values): Promise<void> {
  const values = { ...change(await keptIn(page)), format: 1 }
  await page.evaluate(async (values) => {
    await chrome.storage.local.clear()
    await chrome.storage.session.remove('looked')
    await new Promise((done) => {
      const dropping = indexedDB.deleteDatabase('vault')
      dropping.onsuccess = dropping.onerror = done
    })
    await chrome.storage.local.set(values)
  }, values)
}
