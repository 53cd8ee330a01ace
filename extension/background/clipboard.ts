// Clears the clipboard a while after a secret was copied, also when the page that copied it is closed and this background was
// stopped meanwhile. What is kept for that is the secret's fingerprint. A browser that ends before leaves the clipboard as it is:
// it tells no extension, and at its next start nobody knows what is on there.

import { needsOffscreen, onAlarm, openOffscreen, session, setAlarm } from '../browser.ts'
import { emptyClipboard } from '../clipboard.ts'
import { tell } from './notices.ts'
import { getSettings } from './settings.ts'
import { within } from './within.ts'

/** Clears the clipboard of a text with that fingerprint after the time that the person set. Says when; null for never. */
export async function clearClipboardLater(fingerprint: string): Promise<{ at: number | null }> {
  const seconds = await getSettings().then(
    ({ clearClipboardAfter }) => clearClipboardAfter,
    // The vault may have locked since the click.
    () => 60,
  )
  if (seconds === 0) {
    await session.remove([KEY])
    return { at: null }
  }
  const at = Date.now() + seconds * 1_000
  await session.set({ [KEY]: { fingerprint, at } satisfies Copied })
  // Whoever copied is told that nobody clears it, should the browser not answer.
  await within('The browser’s alarm', setAlarm(ALARM, at))
  return { at }
}

/** Registers what clears it. Call it as the background starts. */
export function clearClipboardInTime(): void {
  onAlarm((name) => {
    if (name === ALARM) void clear(Number.POSITIVE_INFINITY)
  })
  // A browser may lose an alarm.
  void clear(Date.now())
}

/** As storage.session keeps it. */
interface Copied {
  fingerprint: string
  /** When to clear it, in milliseconds since 1970. */
  at: number
}

const LEFT =
  'The browser did not let Rolerelay take copied credentials off the clipboard. Copy something harmless in their place.'

const KEY = 'copied'
const ALARM = 'clipboard'

async function clear(now: number): Promise<void> {
  const { [KEY]: copied } = (await session.get([KEY])) as { [KEY]?: Copied }
  if (!copied || copied.at > now) return
  await session.remove([KEY])
  if (needsOffscreen) {
    const opened = openOffscreen(
      `offscreen.html#${copied.fingerprint}`,
      'To take credentials off the clipboard after the time that you set.',
    )
    await within('The browser', opened).catch(() => tell(LEFT))
  } else await emptyClipboard(copied.fingerprint)
}
