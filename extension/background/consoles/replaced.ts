// Chrome gives a tab another id as it takes it out of memory. Whoever learned the id before finds the tab under the one that it has now.

import { onTabReplaced } from '../../browser.ts'

const later = new Map<number, number>()

/** Call it as the background starts, before anything else hears of tabs. */
export function followIds(): void {
  onTabReplaced((now, before) => {
    later.delete(now)
    later.set(before, now)
  })
}

/** The id that this tab has now. */
export function idNow(id: number): number {
  let now = id
  for (let next = later.get(now); next !== undefined; next = later.get(now)) now = next
  return now
}
