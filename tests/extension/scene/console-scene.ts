// Somebody who signs in at AWS's console page. The address that it leads to is pasted, since only a real browser has tabs that go there.

import assert from 'node:assert/strict'
import { consoleUser } from '../../aws/sample.ts'
import type { Browser } from './browser.ts'
import type { Scene } from './portal-scene.ts'

/** Where AWS's page leads, to which the background sent its tab last, once somebody signed in there. */
export async function redirectOf(browser: Browser): Promise<string> {
  const { url: page } = browser.tabs.at(-1) as { url: string }
  const said = await fetch(new Request(page, { method: 'POST', body: new URLSearchParams(consoleUser) }))
  return said.headers.get('location') ?? assert.fail(await said.text())
}

export async function signIn({ browser }: Scene, id: string, more = {}): Promise<void> {
  await browser.call('beginConsole', { id, ...more })
  await browser.call('pasteConsole', { id, address: await redirectOf(browser) })
}
