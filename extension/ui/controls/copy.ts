// Puts text on the clipboard, also where the text comes later than the click, and has secrets taken off it again.

import { call } from '../../client.ts'
import { fingerprint } from '../../clipboard.ts'

/** When the background will clear the clipboard, in milliseconds since 1970; null for never. */
export type ClearedAt = number | null

/**
 * Copies a secret, and has the clipboard cleared after the time of the settings. Call it straight from a click. Undefined when
 * the browser refused to copy; then ask for another click.
 */
export async function copySecret(secret: string | Promise<string>): Promise<ClearedAt | undefined> {
  const text = Promise.resolve(secret)
  const copied = typeof secret === 'string' ? await copyNow(secret) : await copyLater(secret)
  if (!copied) return undefined
  const { at } = await call('clearClipboardLater', { fingerprint: await fingerprint(await text) }).catch(() => never)
  return at
}

/** Nobody clears it then, and so it has to be said. */
const never = { at: null }

/**
 * Copies what `text` resolves to. Call it straight from a click: the promise is handed to the clipboard at once, because
 * browsers ask for a fresh click when the write starts. False when the browser refused; then ask for another click.
 */
export async function copyLater(text: Promise<string>): Promise<boolean> {
  try {
    const blob = text.then((value) => new Blob([value], { type: 'text/plain' }))
    blob.catch(() => {}) // the clipboard may refuse before it ever waits for the text
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })])
    return true
  } catch {
    // The text's own failure goes to its own reader; here it only means that there is nothing to copy.
    return text.then(copyNow, () => false)
  }
}

/** Copies `text`; false when the browser refused. */
export const copyNow = (text: string): Promise<boolean> =>
  navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
