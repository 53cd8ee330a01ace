// The short text on the icon: that a run failed while nobody looked; where none did, the least time that is left of the consoles that
// are open. A lock hides the time.

import { badge, badgeText, clearAlarm, onAlarm, onTabGone, setAlarm } from '../../browser.ts'
import { clockSkew } from '../core/clock.ts'
import { queue } from '../core/queue.ts'
import { onLock } from '../lock/unlocked.ts'
import { firstEnd, onLiveChange } from './live.ts'

const FAILED = '!'
const ALARM = 'time'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** In milliseconds: with less left it is a warning, as in the lists. */
const SOON = 5 * MINUTE

/** Has it say that a run failed. */
export const markFailed = (): Promise<void> => inTurn(() => badge(FAILED, true))

/** Somebody saw that, or need not. */
export const unmarkFailed = (): Promise<void> =>
  inTurn(async () => {
    if ((await badgeText()) !== FAILED) return
    await badge('', false)
    showTime()
  })

/** Keeps the time on it right. Call it as the background starts. */
export function showTimeInTime(): void {
  onAlarm((name) => {
    if (name === ALARM) showTime()
  })
  onTabGone(showTime)
  onLiveChange(showTime)
  onLock(showTime)
}

/** Shows what is left now, and again when that is to be another text. Nothing rests on it. */
export function showTime(): void {
  latest += 1
  void show(latest).catch(() => {})
}

const inTurn = queue()
let latest = 0

async function show(mine: number): Promise<void> {
  // While it is locked, nobody can read it.
  const [end, skew] = await Promise.all([firstEnd().catch(() => undefined), clockSkew()])
  const now = Date.now() + skew
  const { text, isWarning, until } = told(end === undefined ? 0 : end - now)
  await inTurn(async () => {
    // What was read since is newer.
    if (mine !== latest) return
    // The browser may not answer for its alarms.
    void (end === undefined ? clearAlarm(ALARM) : setAlarm(ALARM, end - skew - until)).catch(() => {})
    const before = await badgeText()
    if (before !== FAILED && before !== text) await badge(text, isWarning)
  })
}

/** What is shown of so many milliseconds, and how many are left when it is to be another text. Rounded down, so that nothing promised is missing. */
function told(left: number): { text: string; isWarning: boolean; until: number } {
  const isWarning = left < SOON
  if (left <= 0) return { text: '', isWarning: false, until: 0 }
  if (left < MINUTE) return { text: '<1m', isWarning, until: 0 }
  const [unit, letter] = left < HOUR ? [MINUTE, 'm'] : [HOUR, 'h']
  const count = Math.floor(left / unit)
  return { text: `${count}${letter}`, isWarning, until: count * unit - 1 }
}
