// The tabs of a console that was signed out for another: AWS shows the other role in them once they load again. No tab that shows one role
// is to turn into another without a word.

import { closeTab, getTab } from '../../browser.ts'
import type { Settings } from '../../protocol.ts'
import { consolePage } from './console-page.ts'
import { groupSignedOut } from './groups.ts'
import { asOpened, type Entry } from './live.ts'

/**
 * Closes them, where the person chose that, as far as they are seen to show that console still; the browser asks before it closes a page
 * with unsaved work. The others leave their chain's group.
 */
export async function leaveSignedOut(ended: Entry[], { closesSignedOut }: Settings): Promise<void> {
  await Promise.all(ended.map((entry) => leave(entry, closesSignedOut).catch(() => {})))
}

async function leave(entry: Entry, closes: boolean): Promise<void> {
  const [tab, chain] = await Promise.all([getTab(entry.tab), asOpened(entry)])
  if (!chain) return
  const { is } = await consolePage(tab, chain)
  if (closes && is === 'page') await closeTab(entry.tab)
  else if (is !== 'elsewhere') await groupSignedOut(entry.tab, chain, entry.access)
}
