// What is on the clipboard, as a page that nobody sees can know it: Chrome's offscreen page, and Firefox's background, which
// is such a page itself. Both may use the old commands without focus and without a click; navigator.clipboard refuses in Chrome.

import { toBase64 } from './base64.ts'

/** Tells a text from others without keeping it: its SHA-256 in base 64. Windows changes the ends of lines, so they do not count. */
export async function fingerprint(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text.replaceAll('\r\n', '\n'))
  return toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

/**
 * Empties the clipboard of a secret with that fingerprint, empty where nobody knows it any more. With the permission clipboardRead
 * something newer is left alone.
 * Without it nobody can know what is there, and it is emptied all the same: to lose a text that was just copied is a nuisance,
 * and keys that any page or program can read are a risk.
 */
export async function emptyClipboard(of: string): Promise<void> {
  const there = of ? read() : undefined
  if (there !== undefined && (await fingerprint(there)) !== of) return
  // To copy an empty selection does nothing; an event may put down what it likes.
  during('copy', (data) => data.setData('text/plain', ''))
}

/** The text that is there, empty where it is a picture; undefined without the permission. */
function read(): string | undefined {
  let text: string | undefined
  during('paste', (data) => {
    text = data.getData('text/plain')
  })
  return text
}

function during(command: 'copy' | 'paste', work: (data: DataTransfer) => void): void {
  const hear = (event: ClipboardEvent) => {
    event.preventDefault()
    if (event.clipboardData) work(event.clipboardData)
  }
  document.addEventListener(command, hear)
  document.execCommand(command)
  document.removeEventListener(command, hear)
}
