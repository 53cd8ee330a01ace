// The first favourites by keys. A console that is open is gone to, as by a click on its row; any other opens by our page, which unlocks
// first and asks what the chain asks.

import { onCommand } from '../../browser.ts'
import { listChains } from '../chains/shelf.ts'
import { goToConsole, liveConsoles, openOf } from '../consoles/live.ts'
import { epoch, withinEpoch } from '../lock/epoch.ts'
import { touch } from '../lock/unlocked.ts'
import { comeIn } from './ways.ts'

/** Registers it. Call it as the background starts. */
export function openFavouritesByKeys(): void {
  let last = { number: 0, at: 0 }
  onCommand((name) => {
    const number = Number(/^favourite-([1-4])$/.exec(name)?.[1])
    if (!number) return
    const [before, at] = [last, Date.now()]
    last = { number, at }
    // Keys that are held down are pressed again and again.
    if (before.number === number && at - before.at >= 0 && at - before.at < HELD) return
    void open(number).catch(() => {}) // the browser opens no tab then, and there is nobody to tell
  })
}

/** In milliseconds. */
const HELD = 1_000

async function open(number: number): Promise<void> {
  const isThere = await withinEpoch(() => goToOpen(number), epoch()).catch(() => false)
  if (!isThere) await comeIn({ is: 'favourite', number }, 'new-tab')
}

async function goToOpen(number: number): Promise<boolean> {
  await touch()
  const row = (await listChains({ query: '' }, 0, number)).rows[number - 1]
  if (!row?.favourite) return false
  const live = await liveConsoles()
  const open = openOf(live, row.id)
  return live.goesToTab && open !== undefined && goToConsole(open.tab)
}
