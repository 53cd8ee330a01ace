// The tab in which a person signs in for a source.

import { closeTab, createTab, navigateTab } from '../../browser.ts'
import { failure } from '../core/failure.ts'
import type { Epoch } from '../lock/epoch.ts'

/**
 * Opens that page. The tab is empty until `keep` has kept what is to be known of it, since the page may lead on at once. A lock since
 * `mine` began has none opened, and closes one that is still empty.
 */
export async function openOnceKept(url: string, keep: (tab: number) => Promise<void>, mine: Epoch): Promise<number> {
  mine.throwIfAborted()
  const { id: tab } = await createTab({ url: 'about:blank' })
  if (tab === undefined) throw failure('internal', 'The browser opened no tab.')
  try {
    await keep(tab)
    mine.throwIfAborted()
    await navigateTab(tab, url)
  } catch (thrown) {
    await closeTab(tab).catch(() => {})
    throw thrown
  }
  return tab
}
