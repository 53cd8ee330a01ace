// Clears the clipboard a while after a secret was copied, also when the page that copied it is closed and this background was
// stopped meanwhile. What is kept for that is the secret's fingerprint, in memory, and the time alone, on disk: an update of the
// extension empties that memory and loses the alarm. A browser that ends before leaves the clipboard as it is, for it tells no
// extension; but it may start again in time.

import { needsOffscreen, onAlarm, onBegin, openOffscreen, setAlarm } from '../../browser.ts'
import { emptyClipboard } from '../../clipboard.ts'
import { inDatabase, settled } from '../core/database.ts'
import { session } from '../core/memory.ts'
import { within } from '../core/within.ts'
import { tell } from '../store/notices.ts'
import { getSettings } from '../store/settings.ts'

/** Clears the clipboard of a text with that fingerprint after the time that the person set. Says when; null for never. */
export async function clearClipboardLater(fingerprint: string): Promise<{ at: number | null }> {
  const seconds = await getSettings().then(
    ({ clearClipboardAfter }) => clearClipboardAfter,
    // The vault may have locked since the click.
    () => 60,
  )
  if (seconds === 0) {
    await session.remove([KEY])
    void noteTime(undefined)
    return { at: null }
  }
  const at = Date.now() + seconds * 1_000
  void noteTime(at)
  await arrange({ fingerprint, at })
  return { at }
}

async function arrange(copied: Copied): Promise<void> {
  await session.set({ [KEY]: copied })
  // Whoever copied is told that nobody clears it, should the browser not answer.
  await within('The browser’s alarm', setAlarm(ALARM, copied.at))
}

/** Registers what clears it. Call it as the background starts. */
export function clearClipboardInTime(): void {
  onAlarm((name) => {
    if (name === ALARM) void clear(Number.POSITIVE_INFINITY).catch(noMatter)
  })
  // A browser may lose an alarm.
  void clear(Date.now()).catch(noMatter)
  onBegin(() => void takeUp().catch(noMatter))
}

/** Takes up what an update cut off. */
async function takeUp(): Promise<void> {
  const at = await inDatabase(DATABASE, 'readonly', (store) => settled<number | undefined>(store.get(KEY)))
  if (at === undefined) return
  // Long after the time other things are on the clipboard.
  if (Date.now() > at + LATEST) return void noteTime(undefined)
  const { [KEY]: copied } = (await session.get([KEY])) as { [KEY]?: Copied }
  if (!copied) await arrange({ fingerprint: '', at })
  await clear(Date.now())
}

/** Nobody waits for it: a database that does not answer must not hold up the copy. */
async function noteTime(at: number | undefined): Promise<void> {
  await inDatabase(DATABASE, 'readwrite', (store) => {
    at === undefined ? store.delete(KEY) : store.put(at, KEY)
  }).catch(noMatter)
}

/** Without it an update leaves the clipboard as it is, as one before did. */
const noMatter = () => {}

/** As storage.session keeps it. */
interface Copied {
  /** Empty where an update has lost it. */
  fingerprint: string
  /** When to clear it, in milliseconds since 1970. */
  at: number
}

const LEFT =
  'The browser did not let Rolerelay take copied credentials off the clipboard. Copy something harmless in their place.'

const KEY = 'copied'
const DATABASE = 'clipboard'
/** How long after its time the clipboard is cleared yet, in milliseconds, when the extension begins. */
const LATEST = 10 * 60_000
const ALARM = 'clipboard'

async function clear(now: number): Promise<void> {
  const { [KEY]: copied } = (await session.get([KEY])) as { [KEY]?: Copied }
  if (!copied || copied.at > now) return
  // Should the browser keep it, the next background clears once more.
  await within('The browser', session.remove([KEY])).catch(noMatter)
  void noteTime(undefined)
  await within('The browser', emptied(copied.fingerprint)).catch(() => tell(LEFT))
}

async function emptied(fingerprint: string): Promise<void> {
  if (!needsOffscreen) return emptyClipboard(fingerprint)
  const why = 'To take credentials off the clipboard after the time that you set.'
  await openOffscreen(`offscreen.html#${fingerprint}`, why)
}
