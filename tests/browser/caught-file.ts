// What a page hands to the browser as a file, in the place of saving it.

import type { Page } from 'puppeteer-core'
import { until } from './browsers.ts'

/** Waits for the file that the page hands over. Evaluate `catchFile` there before. */
export const caughtFile = (page: Page): Promise<{ name: string; text: string }> =>
  until('the file', () => page.evaluate(() => (globalThis as unknown as Caught).caught))

interface Caught {
  caught?: { name: string; text: string }
}

/** Keeps what the page hands over. It runs in the page. */
export function catchFile(): void {
  const seen = new Map<string, Blob>()
  const make = URL.createObjectURL
  URL.createObjectURL = (blob) => {
    const url = make(blob)
    seen.set(url, blob as Blob)
    return url
  }
  HTMLAnchorElement.prototype.click = function () {
    const { href, download: name } = this
    void seen
      .get(href)
      ?.text()
      .then((text) => {
        ;(globalThis as unknown as Caught).caught = { name, text }
      })
  }
}
