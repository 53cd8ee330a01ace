// Lays out the first rows of the list in storage.session, so that the next popup shows them before the background has started, and
// finds chains by itself where there are few. Of a vault only that they are others by now: nothing of it lies there unsealed.

import { FIRST_ROWS, PAGE } from '../../first-rows.ts'
import type { FirstRows, LaidOut } from '../../protocol.ts'
import { MEMORY, session } from '../core/memory.ts'
import { within } from '../core/within.ts'
import { epoch } from '../lock/epoch.ts'
import { isVault, onWritten } from '../store/storage.ts'
import { firstRows, isShelfRead, onShelf } from './shelf.ts'

/** Lays them out whenever lists show something else. */
export function layOutFirstRows(): void {
  onShelf(layOut)
  onWritten((keys) => {
    if (keys === 'all' || keys.includes('sources') || keys.includes('settings')) void layOut()
  })
}

export const listFirstRows = (): Promise<FirstRows> => firstRows(PAGE)

let turn = 0

async function layOut(): Promise<void> {
  turn += 1
  const [mine, its] = [epoch(), turn]
  const lay = async () => {
    const isSealed = await isVault()
    // To read all chains for it is not worth while; and where nothing is derived of them yet, that would write.
    if (!isSealed && !isShelfRead()) return takeAwayFirstRows()
    const laid: LaidOut = isSealed ? { at: Date.now() } : await firstRows(PAGE)
    // Another one is on its way, or it was locked meanwhile.
    if (its === turn && !mine.aborted) await session.set({ [FIRST_ROWS]: laid })
  }
  // The popup does without, as the first one of a browser does; but what is older than what is kept may not lie there.
  await within(MEMORY, lay().catch(takeAwayFirstRows)).catch(() => {})
}

/** For whoever sets a password: from then on they may not lie there. */
export async function takeAwayFirstRows(): Promise<void> {
  turn += 1
  await within(MEMORY, session.remove([FIRST_ROWS])).catch(() => {})
}
