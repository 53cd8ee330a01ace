// Guards the background's global `fetch`. It has to be the background's first import. It is there against slips; the wall is the
// manifest, with its hosts and its `connect-src`.

import { extensionUrl, originsToReach, sourcesToAsk } from '../../browser.ts'
import { asksForSessions, guarded } from './guard.ts'

const send = fetch.bind(globalThis)
const startsWithOne = (of: string[]) => (url: string) => of.some((origin) => url.startsWith(`${origin}/`))

/** Whether it is an address of those, on the port that they name or on any. */
function isAsked(url: string): boolean {
  const { origin, protocol, hostname } = new URL(url)
  return sourcesToAsk().some((source) => source === origin || source === `${protocol}//${hostname}:*`)
}

/** The one door for a request with cookies: session-list.ts goes through it, and nobody else (tests/house.test.ts). */
export const askWithCookies = asksForSessions(send, (url) => startsWithOne(originsToReach())(url))

const value = guarded(send, (url) => url.startsWith(extensionUrl('')) || isAsked(url))
// Chromium has it on a prototype of the global, and a method there would still be the browser's own.
for (let owner: object = globalThis; owner; owner = Object.getPrototypeOf(owner)) {
  if (Object.hasOwn(owner, 'fetch')) Object.defineProperty(owner, 'fetch', { value, writable: false })
}
