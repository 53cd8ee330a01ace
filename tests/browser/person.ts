// What a person does with the pages, by the names that a screen reader would say.

import type { Page } from 'puppeteer-core'
import type { Driven } from './browsers.ts'

/** Opens the popup (in a tab, which it takes for its own window), searches, and presses Enter. Gives the popup. */
export async function pick(driven: Driven, query: string): Promise<Page> {
  const popup = await driven.open('popup.html')
  await popup.locator('::-p-aria([name="Search chains"][role="combobox"])').fill(query)
  await popup.waitForSelector('[role=option]')
  await popup.keyboard.press('Enter')
  return popup
}

/** Waits for the page to say that it failed, and gives its heading and its sentence. */
export async function failureOn(page: Page): Promise<{ title: string; message: string }> {
  const panel = await page.waitForSelector('[role=alert]')
  const title = await panel?.$eval('h2', (heading) => heading.textContent?.trim() ?? '')
  const message = await panel?.$eval('p', (sentence) => sentence.textContent ?? '')
  return { title: title ?? '', message: message ?? '' }
}
