// What locks the vault without a call of a page: its deadline, the lock of the screen, and the shortcut. The deadline is also
// looked at on each use (lock/unlocked.ts), so an alarm that is late or lost opens nothing; it only blanks the pages later.

import { alarmAt, clearAlarm, onAlarm, onCommand, onScreenLock, setAlarm } from '../../browser.ts'
import { deadline, lock, onDeadline, onLock } from '../lock/unlocked.ts'
import { getSettings } from '../store/settings.ts'

/** Registers all of it. Call it as the background starts. */
export function lockInTime(): void {
  onAlarm((name, due) => {
    if (name === ALARM) void ring(due).catch(noMatter)
  })
  onScreenLock(() => void lockWithScreen().catch(noMatter))
  onCommand((name) => {
    if (name === 'lock') void lockIfUnlocked().catch(noMatter)
  })
  onDeadline((until) => void ringAt(until).catch(noMatter))
  onLock(() => void ringAt(null).catch(noMatter))
  // This may be the first event after a long sleep, and a browser may lose an alarm.
  void arm().catch(noMatter)
}

/** The deadline is looked at on each use, and it is locked whatever the browser refuses. */
const noMatter = () => {}

const ALARM = 'lock'

async function ring(due: number): Promise<void> {
  // An alarm waits by a clock that nobody sets. Where the other clock shows less, it was set back.
  if (Date.now() < due - CLOCK_TOLERANCE) await lockIfUnlocked()
  // The deadline may have moved on since the alarm was set.
  else await arm()
}

/** Locks if it is time, else rings then. */
async function arm(): Promise<void> {
  await ringAt((await deadline()) ?? null)
}

/** An alarm that rings too early sets the next, so that each use of the vault does not set one. */
async function ringAt(until: number | null): Promise<void> {
  if (until === null) return void (await clearAlarm(ALARM))
  const set = await alarmAt(ALARM)
  if (set === undefined || set > until || set <= Date.now()) await setAlarm(ALARM, until)
}

async function lockWithScreen(): Promise<void> {
  if ((await deadline()) === undefined) return
  const settings = await getSettings().catch(() => undefined)
  if (settings?.lockWithScreen ?? true) await lock()
}

/** Without a vault there is nothing to lock, and the last run is still of interest. */
async function lockIfUnlocked(): Promise<void> {
  if ((await deadline()) !== undefined) await lock()
}

/** As the vault's own: a person may correct the clock by so much, in milliseconds. */
const CLOCK_TOLERANCE = 60_000
