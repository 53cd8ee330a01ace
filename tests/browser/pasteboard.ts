// The clipboard as a person uses it: by the keys for copying and pasting.

import type { Page } from 'puppeteer-core'
import { becomes, type Driven, until } from './browsers.ts'

/** What the clipboard holds, by pasting it into an empty page; empty where nothing is on it. */
export async function pasted({ browser }: Driven): Promise<string> {
  const page = await fieldIn(await browser.newPage())
  await press(page, 'v')
  // Without it nobody could tell an empty clipboard from one that was not pasted yet.
  await page.keyboard.type('.')
  const text = await until('the clipboard', () => page.$eval('textarea', ({ value }) => value))
  await page.close()
  return text.slice(0, -1)
}

/** Copies a text, as from any page, and waits until it is on the clipboard. */
export async function copy(driven: Driven, text: string): Promise<void> {
  const page = await fieldIn(await driven.browser.newPage())
  await page.keyboard.type(text)
  await press(page, 'a')
  await press(page, 'c')
  await becomes('the clipboard', () => pasted(driven), text)
  await page.close()
}

async function fieldIn(page: Page): Promise<Page> {
  await page.setContent('<textarea autofocus></textarea>')
  await page.click('textarea')
  return page
}

/** Presses a key with Ctrl. */
export async function press(page: Page, key: 'a' | 'c' | 'v'): Promise<void> {
  await page.keyboard.down('Control')
  await page.keyboard.press(key)
  await page.keyboard.up('Control')
}
