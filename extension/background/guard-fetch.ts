// Guards the background's global `fetch`. It has to be the background's first import. It is there against slips; the wall is the
// manifest, with its hosts and its `connect-src`.

import { extensionUrl, originsToReach } from '../browser.ts'
import { guarded } from './guard.ts'

const value = guarded(fetch.bind(globalThis), (url) =>
  [extensionUrl(''), ...originsToReach().map((origin) => `${origin}/`)].some((start) => url.startsWith(start)),
)
// Chromium has it on a prototype of the global, and a method there would still be the browser's own.
for (let owner: object = globalThis; owner; owner = Object.getPrototypeOf(owner)) {
  if (Object.hasOwn(owner, 'fetch')) Object.defineProperty(owner, 'fetch', { value, writable: false })
}
