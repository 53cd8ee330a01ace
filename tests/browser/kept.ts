// What a real browser keeps in the clear: read as somebody finds it on the disk, and put there as an older version left it.

import type { Page } from 'puppeteer-core'
import { kept } from '../extension/kept.ts'

type Values = Record<string, unknown>

export const keptIn = async (page: Page): Promise<Values> =>
  kept({ local: await page.evaluate(() => chrome.storage.local.get(null)) })

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
